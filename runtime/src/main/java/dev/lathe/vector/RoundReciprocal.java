package dev.lathe.vector;

import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.opt.Reciprocal;

/**
 * Quotients and remainders by constants in lanes: shifts, and upper halves of products, as {@link
 * dev.lathe.opt.StrengthReduction} makes of scalars, whose proofs hold here.
 */
final class RoundReciprocal {
  private final RoundBlock before;
  private final RoundBlock round;
  private final Type type;
  private final int width;
  private final long divisor;

  private RoundReciprocal(RoundBlock before, RoundBlock round, Type type, long divisor) {
    this.before = before;
    this.round = round;
    this.type = type;
    this.width = type.bits();
    this.divisor = divisor;
  }

  /** What {@code op}, a division, of {@code dividend} by a constant is; by 0 of no meaning. */
  static Value of(Op op, Value dividend, long divisor, RoundBlock before, RoundBlock round) {
    if (divisor == 0) {
      return dividend; // no lane gets so far
    }
    var reciprocal = new RoundReciprocal(before, round, dividend.type(), divisor);
    boolean unsigned = op == Op.UDIV || op == Op.UREM;
    Value quotient = unsigned ? reciprocal.unsigned(dividend) : reciprocal.signed(dividend);
    return op == Op.IDIV || op == Op.UDIV ? quotient : reciprocal.rest(dividend, quotient);
  }

  private Value rest(Value x, Value quotient) {
    return op(Op.ISUB, x, op(Op.IMUL, quotient, constant(divisor)));
  }

  private Value signed(Value x) {
    long magnitude = Math.abs(divisor);
    if (divisor == least()) { // only it itself holds it once
      return once(IntPredicate.EQ, x);
    }
    Value quotient;
    if (magnitude == 1) {
      quotient = x;
    } else if (Long.bitCount(magnitude) == 1) {
      int k = Long.numberOfTrailingZeros(magnitude);
      Value sign = k == 1 ? x : shift(Op.SHR, x, width - 1);
      quotient = shift(Op.SHR, op(Op.IADD, x, shift(Op.USHR, sign, width - k)), k);
    } else {
      Reciprocal r = Reciprocal.of(magnitude, width, width - 1);
      Value high = op(Op.SMULH, x, factor(r));
      high = isNegative(r) ? op(Op.IADD, high, x) : high; // it was taken as 2^width less
      quotient = op(Op.ISUB, shift(Op.SHR, high, r.shift()), shift(Op.SHR, x, width - 1));
    }
    return divisor < 0 ? round.op(Op.INEG, type, quotient) : quotient;
  }

  private Value unsigned(Value x) {
    long value = width == 64 ? divisor : divisor & 0xFFFF_FFFFL;
    if (Long.bitCount(value) == 1) {
      return shift(Op.USHR, x, Long.numberOfTrailingZeros(value));
    }
    if (divisor < 0) { // half the range or more: it goes in once at most
      return once(IntPredicate.UGE, x);
    }
    Reciprocal r = Reciprocal.of(value, width, width);
    Value high = op(Op.UMULH, x, factor(r));
    if (r.fits()) {
      return shift(Op.USHR, high, r.shift());
    }
    Value half = shift(Op.USHR, op(Op.ISUB, x, high), 1);
    return shift(Op.USHR, op(Op.IADD, half, high), r.shift() - 1);
  }

  private long least() {
    return width == 64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
  }

  private boolean isNegative(Reciprocal r) {
    return (r.factor() >>> width - 1 & 1) != 0;
  }

  private Value factor(Reciprocal r) {
    return constant(width == 64 ? r.factor() : (int) r.factor());
  }

  private Value once(IntPredicate predicate, Value x) {
    Value holds = round.compare(predicate, x, constant(divisor));
    return round.op(Op.SELECT, type, holds, constant(1), constant(0));
  }

  private Value op(Op op, Value a, Value b) {
    return round.op(op, type, a, b);
  }

  private Value shift(Op op, Value x, int distance) {
    return distance == 0 ? x : op(op, x, round.constant(Type.I32, distance));
  }

  private Value constant(long bits) {
    return before.op(Op.SPLAT, type, before.constant(type.scalar(), bits));
  }
}
