package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a branch around a few cheap values into selects: where both sides of the branch reach the
 * same block, directly or through one block of their own, both are computed and the arguments
 * selected.
 *
 * <p>Only where that is cheaper than a branch is on average, mispredicted once in a while: the
 * values of both sides and the selects cost at most {@link #LIMIT}. Values that can exit are never
 * computed early, nor are divisions, roots and remainders.
 *
 * <p>A branch that follows a branch to a common target ({@code if (a && b)}) stays two branches: a
 * compare fused with its branch is one operation, {@code and} needs both truth values in registers.
 * Only a truth value itself ({@code r = a && b}) becomes {@code and}, as the select that {@link
 * Fold} simplifies.
 */
public final class IfConversion implements Pass {
  /** About the cycles that a misprediction costs, times how often one is to be feared. */
  private static final int LIMIT = 5;

  /**
   * A joining block of so many values is merged at once, so that nested branches convert in one
   * run.
   */
  private static final int SMALL = 8;

  private static final int NEVER = 100;

  @Override
  public String name() {
    return "if-conversion";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    return function.blocks().size() > 1 && new Conversion(function, context).run();
  }

  /** What it costs to compute {@code value} in vain, in cycles; {@link #NEVER} if it may not be. */
  static int cost(Value value) {
    Op op = value.op();
    if (!op.isPure() && op != Op.DISTANCE || op.isDivision()) {
      return NEVER;
    }
    return switch (op) {
      case CONST, TRUNC, ASSERTIONS, UNLIKELY -> 0;
      case IMIN, IMAX, ADDOV, SUBOV, FCMP, BITCAST, SAME_REFERENCE -> 2;
      case SELECT -> selectCost(value.type());
      case IMUL, MULOV, SMULH, UMULH -> 3;
      case FADD, FSUB, FMUL, FMA, FWIDEN, FNARROW, ITOF -> 3;
      case FMIN, FMAX, FLOOR, CEIL, RINT, FTOI -> 4;
      case LOOKUP -> 5;
      case FDIV, FSQRT, FREM, MATH -> NEVER;
      default -> 1;
    };
  }

  private static int selectCost(Type type) {
    return type.isVector() ? NEVER : type.isFloat() ? 2 : 1;
  }

  private static final class Conversion {
    private final Function function;
    private final PassContext context;
    private final ControlFlow flow;
    private final Replacements replacements;
    private final int[] edges; // into each block now, by id

    Conversion(Function function, PassContext context) {
      this.function = function;
      this.context = context;
      this.flow = ControlFlow.of(function);
      this.replacements = new Replacements(function.valueCount());
      this.edges = new int[function.blockCount()];
    }

    boolean run() {
      for (int b = 0; b < flow.size(); b++) {
        edges[flow.block(b).id()] = flow.edgeCount(flow.block(b));
      }
      boolean changed = false;
      for (int b = flow.size() - 1; b >= 0; b--) { // inner branches before outer ones
        Block block = flow.block(b);
        if (block.terminator() instanceof Terminator.Branch branch) {
          changed |= convert(block, branch);
        }
      }
      if (changed) {
        DeadCode.removeUnreachable(function);
        replacements.resolveAll(ControlFlow.of(function));
      }
      return changed;
    }

    private boolean convert(Block block, Terminator.Branch branch) {
      if (branch.condition().op() == Op.UNLIKELY) {
        return false;
      }
      Target then = branch.then();
      Target otherwise = branch.otherwise();
      Block join = then.block();
      if (otherwise.block() != join) {
        Target thenExit = exit(then);
        Target otherwiseExit = exit(otherwise);
        if (thenExit != null && otherwise.block() == thenExit.block()) {
          then = thenExit; // a triangle: the second target is the join
        } else if (otherwiseExit != null && otherwiseExit.block() == join) {
          otherwise = otherwiseExit;
        } else if (thenExit != null
            && otherwiseExit != null
            && thenExit.block() == otherwiseExit.block()) {
          then = thenExit;
          otherwise = otherwiseExit;
        } else {
          return false;
        }
        join = then.block();
      }
      if (cost(branch.then(), then)
                  + cost(branch.otherwise(), otherwise)
                  + selectCost(then.arguments(), otherwise.arguments())
              > LIMIT
          || isRunningExtreme(branch.condition(), then.arguments(), otherwise.arguments())
          || !context.spend()) {
        return false;
      }
      var values = new ArrayList<>(block.values());
      addValues(values, branch.then(), then);
      addValues(values, branch.otherwise(), otherwise);
      Target target = new Target(join);
      for (int i = 0; i < then.arguments().size(); i++) {
        target.arguments().add(select(values, branch.condition(), then, otherwise, i));
      }
      block.setValues(values);
      block.setTerminator(new Terminator.Jump(target));
      edges[join.id()]--;
      if (edges[join.id()] == 1 && join.values().size() <= SMALL && join != block) {
        merge(block, target);
      }
      return true;
    }

    /**
     * Where the block that {@code target} names goes on, if it is only this branch's; else null.
     */
    private Target exit(Target target) {
      Block block = target.block();
      boolean own = edges[block.id()] == 1 && block.params().isEmpty();
      return own && block.terminator() instanceof Terminator.Jump jump ? jump.target() : null;
    }

    /** What the block between {@code from} and {@code exit} costs; nothing if there is none. */
    private static int cost(Target from, Target exit) {
      int cost = 0;
      if (from != exit) {
        List<Value> values = from.block().values();
        for (int i = 0; i < values.size() && cost <= LIMIT; i++) {
          cost += IfConversion.cost(values.get(i));
        }
      }
      return cost;
    }

    private int selectCost(List<Value> a, List<Value> b) {
      int cost = 0;
      for (int i = 0; i < a.size(); i++) {
        if (!Replacements.isSame(replacements.resolve(a.get(i)), replacements.resolve(b.get(i)))) {
          cost += IfConversion.selectCost(a.get(i).type());
        }
      }
      return cost;
    }

    /**
     * True if a block's parameter is replaced by a float that is compared with it, as in {@code if
     * (x < least) least = x}. Compare and select would be what each iteration waits for; the branch
     * is foreseen, as a new extreme is rare.
     */
    private boolean isRunningExtreme(Value condition, List<Value> then, List<Value> otherwise) {
      Value test = replacements.resolve(condition);
      if (test.op() == Op.AND) {
        return isRunningExtreme(test.operand(0), then, otherwise)
            || isRunningExtreme(test.operand(1), then, otherwise);
      }
      if (test.op() != Op.FCMP) {
        return false;
      }
      Value x = replacements.resolve(test.operand(0));
      Value y = replacements.resolve(test.operand(1));
      for (int i = 0; i < then.size(); i++) {
        Value a = replacements.resolve(then.get(i));
        Value b = replacements.resolve(otherwise.get(i));
        if ((a == x && b == y || a == y && b == x) && (isOfLoop(a) || isOfLoop(b))) {
          return true;
        }
      }
      return false;
    }

    private boolean isOfLoop(Value value) {
      return value.op() == Op.PARAM && edges[value.block().id()] > 1;
    }

    private static void addValues(ArrayList<Value> values, Target from, Target exit) {
      if (from != exit) {
        values.addAll(from.block().values());
      }
    }

    private Value select(
        ArrayList<Value> values, Value condition, Target then, Target otherwise, int index) {
      Value a = replacements.resolve(then.arguments().get(index));
      Value b = replacements.resolve(otherwise.arguments().get(index));
      if (Replacements.isSame(a, b)) {
        return a; // computed on both sides or above: it stands in the block now
      }
      Value[] operands = {condition, a, b};
      Value select = function.newValue(Op.SELECT, a.type(), 0, operands, condition.line());
      values.add(select);
      return select;
    }

    /** Appends the block that {@code target}, the only edge there, names to {@code block}. */
    private void merge(Block block, Target target) {
      Block join = target.block();
      for (int p = 0; p < join.params().size(); p++) {
        replacements.replace(join.param(p), target.arguments().get(p));
      }
      var values = new ArrayList<>(block.values());
      values.addAll(join.values());
      block.setValues(values);
      block.setTerminator(join.terminator());
      join.setValues(List.of());
      join.setTerminator(new Terminator.Return(null)); // unreachable, and removed as such
    }
  }
}
