package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Quotients of ints in lanes by what does not change: the upper half of a product with a reciprocal
 * that is found before the loop, whatever the divisor, and shifts (Granlund and Montgomery,
 * "Division by Invariant Integers using Multiplication", figures 4.1 and 5.2). Of a divisor of 0,
 * with which no lane gets so far, what comes out has no meaning.
 */
final class RoundInvariantDivision {
  private final RoundBlock before;
  private final RoundBlock round;
  private final Type type;
  private final boolean unsigned;
  private Value factor;
  private Value firstShift; // of what has no sign
  private Value shift;
  private Value sign; // of what has one

  /**
   * @param divisor an int that {@code before} has
   * @param type of the lanes
   */
  RoundInvariantDivision(
      RoundBlock before, RoundBlock round, Value divisor, Type type, boolean unsigned) {
    this.before = before;
    this.round = round;
    this.type = type;
    this.unsigned = unsigned;
    if (unsigned) {
      findUnsigned(divisor);
    } else {
      findSigned(divisor);
    }
  }

  /** With l = max(bits of |d| - 1, 1): the factor is 2^(31 + l) / |d| + 1, and l - 1 the shift. */
  private void findSigned(Value divisor) {
    Value d = longs(Op.SEXT, divisor);
    Value magnitude = longs(Op.IMAX, longs(Op.IMAX, d, longs(Op.INEG, d)), number(1));
    Value size = longs(Op.IMAX, bits(magnitude), number(1));
    Value power = longs(Op.SHL, number(1), ints(longs(Op.IADD, size, number(31))));
    factor = splat(factor(power, magnitude));
    shift = ints(longs(Op.IADD, size, number(-1)));
    sign = splat(before.op(Op.SHR, Type.I32, divisor, before.constant(Type.I32, 31)));
  }

  /** With l = bits of d - 1: the factor is 2^32 (2^l - d) / d + 1. */
  private void findUnsigned(Value divisor) {
    Value d = longs(Op.IMAX, longs(Op.ZEXT, divisor), number(1));
    Value size = bits(d);
    Value power = longs(Op.SHL, number(1), ints(size));
    Value less = longs(Op.ISUB, power, d);
    factor = splat(factor(longs(Op.SHL, less, before.constant(Type.I32, 32)), d));
    firstShift = ints(longs(Op.IMIN, size, number(1)));
    shift = ints(longs(Op.IMAX, longs(Op.IADD, size, number(-1)), number(0)));
  }

  /** How many bits {@code n - 1} has. */
  private Value bits(Value n) {
    Value zeros = longs(Op.CLZ, longs(Op.IADD, n, number(-1)));
    return longs(Op.ISUB, number(64), zeros);
  }

  /** The low half of the quotient, and 1. */
  private Value factor(Value dividend, Value divisor) {
    long proven = TrapKind.DIVIDE_I64.ordinal() | Value.PROVEN;
    Value checked = before.make(Op.NONZERO, Type.I64, proven, divisor);
    return ints(longs(Op.IADD, longs(Op.IDIV, dividend, checked), number(1)));
  }

  /** The quotient of lanes. */
  Value quotient(Value x) {
    if (unsigned) {
      Value high = op(Op.UMULH, x, factor);
      Value half = op(Op.USHR, op(Op.ISUB, x, high), firstShift);
      return op(Op.USHR, op(Op.IADD, high, half), shift);
    }
    Value high = op(Op.IADD, x, op(Op.SMULH, x, factor));
    Value negative = op(Op.SHR, x, round.constant(Type.I32, 31));
    Value magnitude = op(Op.ISUB, op(Op.SHR, high, shift), negative);
    return op(Op.ISUB, op(Op.XOR, magnitude, sign), sign);
  }

  private Value op(Op op, Value a, Value b) {
    return round.op(op, type, a, b);
  }

  private Value splat(Value scalar) {
    return before.op(Op.SPLAT, type, scalar);
  }

  private Value longs(Op op, Value... operands) {
    return before.op(op, Type.I64, operands);
  }

  private Value ints(Value wide) {
    return before.op(Op.TRUNC, Type.I32, wide);
  }

  private Value number(long bits) {
    return before.constant(Type.I64, bits);
  }
}
