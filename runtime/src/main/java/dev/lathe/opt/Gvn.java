package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Global value numbering: a value that computes what a dominating one has computed is replaced by
 * it (the first keeps its source line). Checks count as computations: a divisor that a dominating
 * check has proven, and a condition that a dominating guard has, are not checked again, whatever
 * operation they were checked for.
 *
 * <p>A parameter for which all edges pass one value is that value. Loop rotation leaves such
 * parameters behind, of what only turns out to be the same here: a length that the test has read.
 *
 * <p>Blocks are walked in a preorder of the dominator tree. Once the walk has left the subtree of a
 * value's block it does not come back, so the hash table needs one entry for each key.
 */
public final class Gvn implements Pass {
  @Override
  public String name() {
    return "gvn";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    return new Numbering(function, context).run(ControlFlow.of(function));
  }

  /** One run over one function: the hash table, open addressed. */
  private static final class Numbering {
    private final PassContext context;
    private final DominatorTree dominators;
    private final Replacements replacements;
    private final Value[] table;
    private final int mask;

    Numbering(Function function, PassContext context) {
      this.context = context;
      this.dominators = new DominatorTree(function);
      this.replacements = new Replacements(function.valueCount());
      int count = 0;
      for (int b = 0; b < dominators.size(); b++) {
        count += dominators.preorder(b).values().size();
      }
      int size = Integer.highestOneBit(Math.max(count, 8)) << 2; // at most half full
      this.table = new Value[size];
      this.mask = size - 1;
    }

    boolean run(ControlFlow flow) {
      boolean changed = false;
      for (int b = 0; b < dominators.size(); b++) {
        changed |= walk(dominators.preorder(b));
      }
      if (changed) {
        for (int b = 0; b < flow.size(); b++) {
          replacements.resolve(flow.block(b));
        }
        if (mergeParams(flow)) {
          replacements.resolveAll(flow);
        }
      }
      return changed;
    }

    /** Replaces parameters for which all edges pass one value, which then dominates them. */
    private boolean mergeParams(ControlFlow flow) {
      boolean changed = false;
      boolean again = true;
      while (again) { // what one was may be passed to others
        again = false;
        for (int b = 1; b < flow.size(); b++) {
          List<Value> params = flow.block(b).params();
          for (int p = 0; p < params.size(); p++) {
            Value param = params.get(p);
            Value passed = replacements.resolve(param) == param ? passed(param, flow) : null;
            if (passed != null && context.spend()) {
              replacements.replace(param, passed);
              again = true;
            }
          }
        }
        changed |= again;
      }
      return changed;
    }

    /** The one value that edges pass for {@code param}, but for itself; or null. */
    private Value passed(Value param, ControlFlow flow) {
      Value passed = null;
      for (int e = flow.edgeCount(param.block()) - 1; e >= 0; e--) {
        Value argument =
            replacements.resolve(flow.edge(param.block(), e).arguments().get(param.paramIndex()));
        if (argument != param && argument != passed) {
          if (passed != null) {
            return null;
          }
          passed = argument;
        }
      }
      return passed;
    }

    private boolean walk(Block block) {
      List<Value> values = block.values();
      ArrayList<Value> kept = null; // made when the first value goes
      for (int i = 0; i < values.size(); i++) {
        Value value = values.get(i);
        replacements.resolveOperands(value);
        boolean computes = value.op().isPure() || isCheck(value.op());
        Value leader = computes ? lookUp(value, block) : null;
        if (leader != null && context.spend()) {
          if (kept == null) {
            kept = new ArrayList<>(values.subList(0, i));
          }
          if (value.op() != Op.GUARD) {
            replacements.replace(value, leader);
          }
        } else if (kept != null) {
          kept.add(value);
        }
      }
      if (kept == null) {
        return false;
      }
      block.setValues(kept);
      return true;
    }

    /** A dominating value that computes the same, or null after entering {@code value}. */
    private Value lookUp(Value value, Block block) {
      int at = hash(value) & mask;
      while (table[at] != null) {
        Value other = table[at];
        if (isSame(value, other)) {
          if (other.block() == block || dominators.dominates(other.block(), block)) {
            return other;
          }
          break;
        }
        at = at + 1 & mask;
      }
      table[at] = value;
      return null;
    }
  }

  /** True for what proves something that stays so, and does nothing else. */
  private static boolean isCheck(Op op) {
    return op == Op.NONZERO || op == Op.GUARD || op == Op.NONNULL || op == Op.INDEX;
  }

  /** Two values that compute the same have the same hash. */
  private static int hash(Value v) {
    Op op = v.op();
    int hash = op.ordinal() * 31 + v.type().kind().ordinal();
    if (op.canExit()) {
      return mix(op.ordinal() * 31 + v.operand(0).id());
    }
    if (op == Op.ICMP) { // a < b and b > a meet in the form whose first operand is the older value
      return mix((hash * 31 + orderedPredicate(v)) * 31 + sum(v));
    }
    hash = hash * 31 + Long.hashCode(v.attribute());
    if (op.isCommutative()) {
      return mix(hash * 31 + sum(v));
    }
    for (int i = 0; i < v.operandCount(); i++) {
      hash = mix(hash * 31 + v.operand(i).id());
    }
    return mix(hash);
  }

  private static int sum(Value v) {
    return v.operand(0).id() + v.operand(1).id();
  }

  private static int mix(int hash) {
    int h = hash * 0x9E3779B9;
    return h ^ h >>> 15;
  }

  private static int orderedPredicate(Value v) {
    return v.operand(0).id() <= v.operand(1).id()
        ? v.intPredicate().ordinal()
        : v.intPredicate().swapped().ordinal();
  }

  /** True if {@code a} is what the older {@code b} is. */
  static boolean isSame(Value a, Value b) {
    if (a.op() != b.op() || a.type() != b.type()) {
      return false;
    }
    if (a.op().canExit()) {
      return a.operand(0) == b.operand(0)
          && (a.op() != Op.INDEX || a.operand(1) == b.operand(1) && b.provesFor(a.access()));
    }
    if (a.op() == Op.ICMP) {
      return orderedPredicate(a) == orderedPredicate(b)
          && (a.operand(0) == b.operand(0) && a.operand(1) == b.operand(1)
              || a.operand(0) == b.operand(1) && a.operand(1) == b.operand(0));
    }
    if (a.attribute() != b.attribute() || a.operandCount() != b.operandCount()) {
      return false;
    }
    if (a.op().isCommutative()) {
      return a.operand(0) == b.operand(0) && a.operand(1) == b.operand(1)
          || a.operand(0) == b.operand(1) && a.operand(1) == b.operand(0);
    }
    for (int i = a.operandCount() - 1; i >= 0; i--) {
      if (a.operand(i) != b.operand(i)) {
        return false;
      }
    }
    return true;
  }
}
