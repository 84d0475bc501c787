package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Uses;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes how often a loop runs that clears the lowest bit until none is left, and with it what
 * the loop counts (Wegner 1960):
 *
 * <pre>{@code
 * do { n += step; x &= x - 1; } while (x != 0); // n += step * popcnt(x); x = 0
 * }</pre>
 *
 * The loop is one block, as rotation leaves it, and does nothing else.
 */
public final class BitCounting implements Pass {
  @Override
  public String name() {
    return "bit-counting";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    ControlFlow flow = null; // until there is a loop
    Uses uses = null;
    boolean changed = false;
    List<Block> blocks = function.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      Candidate candidate = Candidate.of(blocks.get(b));
      if (candidate == null) {
        continue;
      }
      if (flow == null) {
        flow = ControlFlow.of(function);
        uses = Uses.of(function);
      }
      if (flow.isReachable(blocks.get(b)) && candidate.doesNothingElse(uses) && context.spend()) {
        candidate.replace(flow);
        changed = true;
      }
    }
    return changed;
  }

  /**
   * A loop of one block.
   *
   * @param rest the parameter whose bits are cleared
   * @param less {@code rest - 1}
   * @param next {@code rest & less}
   * @param compare {@code next} with 0
   */
  private record Candidate(
      Block block, Target again, Target exit, Value rest, Value less, Value next, Value compare) {

    static Candidate of(Block block) {
      if (!(block.terminator() instanceof Terminator.Branch branch)
          || branch.condition().op() != Op.ICMP
          || branch.then().block() == branch.otherwise().block()) {
        return null;
      }
      Value compare = branch.condition();
      boolean equal = compare.intPredicate() == IntPredicate.EQ;
      Target again = equal ? branch.otherwise() : branch.then();
      Target exit = equal ? branch.then() : branch.otherwise();
      Value next = compare.operand(0);
      if (again.block() != block
          || !equal && compare.intPredicate() != IntPredicate.NE
          || !compare.operand(1).isConst(0)
          || compare.block() != block
          || next.block() != block
          || next.op() != Op.AND) {
        return null;
      }
      for (int i = 0; i < 2; i++) {
        Value rest = next.operand(i);
        Value less = next.operand(1 - i);
        if (rest.op() == Op.PARAM
            && rest.block() == block
            && again.arguments().get(rest.paramIndex()) == next
            && less.block() == block
            && isOneLess(less, rest)) {
          return new Candidate(block, again, exit, rest, less, next, compare);
        }
      }
      return null;
    }

    private static boolean isOneLess(Value value, Value rest) {
      return value.op() == Op.IADD && value.operand(0) == rest && value.operand(1).isConst(-1)
          || value.op() == Op.ISUB && value.operand(0) == rest && value.operand(1).isConst(1);
    }

    /** True if all else only counts, and nobody wants what only the last iteration knows. */
    boolean doesNothingElse(Uses uses) {
      if (uses.count(rest) != 2 || uses.count(less) != 1 || uses.count(compare) != 1) {
        return false;
      }
      int known = 3;
      for (int p = 0; p < block.params().size(); p++) {
        Value param = block.param(p);
        Value passed = again.arguments().get(p);
        if (param != rest && passed != param) {
          if (step(param, passed) < 0 || uses.count(param) != 1) {
            return false;
          }
          known++;
        }
      }
      for (Value value : block.values()) {
        known -= value.isConst() ? 0 : 1;
      }
      return known == 0;
    }

    /** Which operand of {@code sum} is added to {@code param} in each iteration, or -1. */
    private int step(Value param, Value sum) {
      for (int i = 0; sum.op() == Op.IADD && sum.block() == block && i < 2; i++) {
        Value step = sum.operand(i);
        if (sum.operand(1 - i) == param && (step.isConst() || step.block() != block)) {
          return i;
        }
      }
      return -1;
    }

    void replace(ControlFlow flow) {
      var values = new ArrayList<Value>();
      for (Value value : block.values()) {
        if (value.isConst()) {
          values.add(value);
        }
      }
      Value count = make(values, Op.POPCNT, rest.type(), rest);
      if (!isEnteredWithBits(flow)) { // the first iteration counts without any
        count = make(values, Op.IMAX, rest.type(), count, constant(values, rest.type(), 1));
      }
      for (int p = 0; p < block.params().size(); p++) {
        Value sum = again.arguments().get(p);
        int at = sum == next || sum == block.param(p) ? -1 : step(block.param(p), sum);
        if (at >= 0) {
          Value times = count;
          if (sum.type() != count.type()) {
            times = make(values, sum.type() == Type.I64 ? Op.ZEXT : Op.TRUNC, sum.type(), count);
          }
          if (!sum.operand(at).isConst(1)) {
            times = make(values, Op.IMUL, sum.type(), times, sum.operand(at));
          }
          sum.setOperand(at, times);
          values.add(sum);
        }
      }
      next.setOperand(0, rest);
      next.setOperand(1, constant(values, rest.type(), 0));
      values.add(next);
      block.setValues(values);
      block.setTerminator(new Terminator.Jump(exit));
    }

    /** True if every way in has tested {@code rest}. */
    private boolean isEnteredWithBits(ControlFlow flow) {
      for (int e = 0; e < flow.edgeCount(block); e++) {
        Target edge = flow.edge(block, e);
        if (edge == again) {
          continue;
        }
        if (!(flow.predecessor(block, e).terminator() instanceof Terminator.Branch branch)
            || branch.condition().op() != Op.ICMP) {
          return false;
        }
        Value test = branch.condition();
        boolean then = branch.then() == edge;
        if (test.operand(0) != edge.arguments().get(rest.paramIndex())
            || !test.operand(1).isConst(0)
            || test.intPredicate() != (then ? IntPredicate.NE : IntPredicate.EQ)) {
          return false;
        }
      }
      return true;
    }

    private Value make(List<Value> values, Op op, Type type, Value... operands) {
      Value value = block.function().newValue(op, type, 0, operands, next.line());
      values.add(value);
      return value;
    }

    private Value constant(List<Value> values, Type type, long bits) {
      Value value = block.function().newConst(type, bits, next.line());
      values.add(value);
      return value;
    }
  }
}
