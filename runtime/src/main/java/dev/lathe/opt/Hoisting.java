package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes before a branch what both its sides compute, which makes the sides shorter; often one is
 * empty then. Sides are blocks with no other way in. Only what comes early in them is looked at, so
 * that the pass takes linear time.
 */
public final class Hoisting implements Pass {
  private static final int WINDOW = 16;

  @Override
  public String name() {
    return "hoisting";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() == 1) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    Replacements replacements = new Replacements(function.valueCount());
    boolean changed = false;
    for (int b = flow.size() - 1; b >= 0; b--) { // inner branches before outer ones
      Block block = flow.block(b);
      if (block.terminator() instanceof Terminator.Branch branch
          && branch.condition().op() != Op.UNLIKELY) {
        Block then = branch.then().block();
        Block otherwise = branch.otherwise().block();
        if (then != otherwise && flow.edgeCount(then) == 1 && flow.edgeCount(otherwise) == 1) {
          changed |= hoist(block, then, otherwise, replacements, context);
        }
      }
    }
    if (changed) {
      replacements.resolveAll(flow);
    }
    return changed;
  }

  private static boolean hoist(
      Block block, Block then, Block otherwise, Replacements replacements, PassContext context) {
    var first = new ArrayList<>(then.values());
    var second = new ArrayList<>(otherwise.values());
    boolean changed = false;
    for (int i = 0, seen = 0; i < first.size() && seen < WINDOW; seen++) {
      Value value = first.get(i);
      int same = isFree(value, then, replacements) ? find(value, second, replacements) : -1;
      if (same < 0 || !context.spend()) {
        i++;
        continue;
      }
      replacements.replace(second.remove(same), value);
      first.remove(i);
      block.append(value);
      changed = true;
    }
    if (changed) {
      then.setValues(first);
      otherwise.setValues(second);
    }
    return changed;
  }

  /** True for what can be computed before {@code block}, which it stands in. */
  private static boolean isFree(Value value, Block block, Replacements replacements) {
    if (!value.op().isPure()) {
      return false;
    }
    replacements.resolveOperands(value);
    for (int i = 0; i < value.operandCount(); i++) {
      if (value.operand(i).block() == block) {
        return false;
      }
    }
    return true;
  }

  private static int find(Value value, List<Value> values, Replacements replacements) {
    for (int i = 0; i < values.size() && i < WINDOW; i++) {
      Value other = values.get(i);
      if (other.op() == value.op()) {
        replacements.resolveOperands(other);
        if (Gvn.isSame(value, other)) {
          return i;
        }
      }
    }
    return -1;
  }
}
