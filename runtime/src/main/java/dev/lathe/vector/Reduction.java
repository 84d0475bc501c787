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
  /** The op that {@code value} combines by in any order, or null if it is none. */
  static Op combining(Value value) {
    Op op = value.op();
    return switch (op) {
      case IADD, IMUL, IMIN, IMAX, FMIN, FMAX -> op;
      case ISUB -> Op.IADD; // of the negated
      case AND, OR, XOR -> value.type().isBool() ? null : op;
      default -> null;
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
    return op == Op.IMUL ? 1 : 0;
  }

  Type type() {
    return param.type();
  }
}
