package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.FlowRanges;
import dev.lathe.analysis.IndexProofs;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes checks of array indices that {@link IndexProofs} prove good, and of arrays not to be null
 * that had an index. What is left of the former is a {@link Op#PROVEN}, which stays where it is.
 */
public final class IndexChecks implements Pass {
  @Override
  public String name() {
    return "index-checks";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (!context.hasFuel() || !hasCheck(function)) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    var proofs = new IndexProofs(function, flow, new FlowRanges(function, flow));
    var replacements = new Replacements(function.valueCount());
    boolean changed = false;
    for (int b = 0; b < flow.size(); b++) {
      changed |= walk(flow.block(b), proofs, replacements, context);
    }
    if (changed) {
      replacements.resolveAll(flow);
    }
    return changed;
  }

  private static boolean hasCheck(Function function) {
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        if (isCheck(value)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isCheck(Value value) {
    return (value.op() == Op.INDEX || value.op() == Op.NONNULL)
        && value.operand(0).type().isArray();
  }

  private static boolean walk(
      Block block, IndexProofs proofs, Replacements replacements, PassContext context) {
    List<Value> values = block.values();
    ArrayList<Value> kept = null;
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      if (isCheck(value) && isProven(value, proofs, block, i) && context.spend()) {
        kept = kept == null ? new ArrayList<>(values.subList(0, i)) : kept;
        if (value.op() == Op.NONNULL) {
          replacements.replace(value, value.operand(0));
        } else {
          Value proven = proven(value);
          kept.add(proven);
          replacements.replace(value, proven);
        }
      } else if (kept != null) {
        kept.add(value);
      }
    }
    if (kept != null) {
      block.setValues(kept);
    }
    return kept != null;
  }

  private static boolean isProven(Value check, IndexProofs proofs, Block block, int position) {
    return check.op() == Op.NONNULL
        ? proofs.isNonnull(check.operand(0), block, position)
        : proofs.isIndex(check.operand(0), check.operand(1), block, position);
  }

  /** What takes the place of {@code check}, an {@link Op#INDEX} that cannot fail. */
  static Value proven(Value check) {
    Value[] operands = {check.operand(0), check.operand(1)};
    long access = check.access().forProven().code();
    return check
        .block()
        .function()
        .newValue(Op.PROVEN, check.type(), access, operands, check.line());
  }
}
