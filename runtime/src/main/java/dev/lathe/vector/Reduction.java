package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * A parameter of the loop's header which each iteration combines with something. Where the order of
 * that does not matter lanes do so apart, and are combined after the loop.
 *
 * @param param the parameter
 * @param next what an iteration makes of it
 * @param op what combines
 * @param isOrdered true for a scalar that is combined with one lane after the other; {@code next}
 *     is that combination
 */
record Reduction(Value param, Value next, Op op, boolean isOrdered) {
  /**
   * The op that {@code value} combines by in any order, or null if it is none.
   *
   * @param fast true if sums and products of floats may be reordered
   */
  static Op combining(Value value, boolean fast) {
    Op op = value.op();
    return switch (op) {
      case FADD, FMUL -> fast ? op : null;
      case FSUB, FMA -> fast ? Op.FADD : null;
      case IADD, IMUL, IMIN, IMAX, FMIN, FMAX -> op;
      case ISUB -> Op.IADD; // of the negated
      case AND, OR, XOR -> value.type().isBool() ? null : op;
      default -> null;
    };
  }

  /** The only operand of {@code value} that may be what it is combined with; -1 for any. */
  static int combined(Value value) {
    return switch (value.op()) {
      case ISUB, FSUB -> 0;
      case FMA -> 2;
      default -> -1;
    };
  }

  /** What is combined with the parameter, of one that is ordered. */
  Value element() {
    return next.operand(next.operand(0) == param ? 1 : 0);
  }

  /** True if lanes begin with the value before the loop, which may be combined several times. */
  boolean isIdempotent() {
    return switch (op) {
      case IMIN, IMAX, FMIN, FMAX, AND, OR -> true;
      default -> false;
    };
  }

  /** The bits of what changes nothing, of one that is not idempotent. */
  long identity() {
    boolean wide = type() == Type.F64;
    return switch (op) {
      case IMUL -> 1;
      case FADD -> wide ? Double.doubleToRawLongBits(-0.0) : 0x8000_0000L; // x + -0.0 is x
      case FMUL -> wide ? Double.doubleToRawLongBits(1) : Float.floatToRawIntBits(1);
      default -> 0;
    };
  }

  Type type() {
    return param.type();
  }
}
