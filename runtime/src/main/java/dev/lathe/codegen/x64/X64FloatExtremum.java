package dev.lathe.codegen.x64;

import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.function.UnaryOperator;

/**
 * A choice of floats by a comparison of both that is vmax or vmin (SDM 2C): {@code first > second ?
 * first : second}, or with {@code <}. So the second one is what comes of two zeros and of a NaN.
 *
 * @param greatest true for vmax
 */
record X64FloatExtremum(boolean greatest, Value first, Value second) {
  /**
   * What {@code condition ? a : b} is; null if it is none.
   *
   * @param origin what code has computed a value as
   */
  static X64FloatExtremum of(Value condition, Value a, Value b, UnaryOperator<Value> origin) {
    if (condition.op() != Op.FCMP) {
      return null;
    }
    Value x = origin.apply(condition.operand(0));
    Value y = origin.apply(condition.operand(1));
    Value then = origin.apply(a);
    Value otherwise = origin.apply(b);
    boolean straight = x == then && y == otherwise;
    if (x == y || !straight && !(x == otherwise && y == then)) {
      return null;
    }
    return switch (condition.floatPredicate()) {
      case OLT -> straight ? new X64FloatExtremum(false, a, b) : new X64FloatExtremum(true, a, b);
      case OGT -> straight ? new X64FloatExtremum(true, a, b) : new X64FloatExtremum(false, a, b);
      case UGE -> straight ? new X64FloatExtremum(true, b, a) : new X64FloatExtremum(false, b, a);
      case ULE -> straight ? new X64FloatExtremum(false, b, a) : new X64FloatExtremum(true, b, a);
      default -> null;
    };
  }
}
