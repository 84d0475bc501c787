package dev.lathe.opt;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;

/**
 * One step of a {@link Pipeline}. A pass has no state of its own: one instance serves all functions
 * and threads.
 */
public interface Pass {
  /** The name that options, traces and orders use. */
  String name();

  /**
   * Rewrites {@code function}, which is verified before and after. Every rewrite that may be left
   * out asks {@link PassContext#spend} first.
   *
   * @return whether anything changed
   */
  boolean run(Function function, PassContext context);

  /**
   * True if no pass changes {@code function}, so that none need be loaded: it returns one value,
   * computed without a check from different parameters. Whatever a pass does takes a constant, two
   * equal operands, a second value or another block; or a remainder, which it expands, or a flag,
   * which it makes a constant.
   */
  static boolean noneChanges(Function function) {
    Block entry = function.entry();
    if (function.blocks().size() != 1
        || entry.values().size() != 1
        || !(entry.terminator() instanceof Terminator.Return end)) {
      return false;
    }
    Value value = entry.values().get(0);
    for (int i = 0; i < value.operandCount(); i++) {
      if (value.operand(i).op() != Op.PARAM) {
        return false;
      }
      for (int j = 0; j < i; j++) {
        if (value.operand(j) == value.operand(i)) {
          return false;
        }
      }
    }
    return end.value() == value
        && value.operandCount() > 0
        && value.op().isPure()
        && value.op() != Op.FREM
        && value.op() != Op.MATH;
  }
}
