package dev.lathe.vector;

import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Quotients and remainders of ints in lanes: those of doubles are exact enough to be cut off, and
 * what does not change is multiplied by its reciprocal. Only {@code MIN_VALUE / -1} is no int.
 *
 * <p>Let x and d be ints, with or without signs, so of less than 2^33 - 1 together, and r the
 * double next to the one nearest to 1 / d that is farther from 0. Then x r, rounded, is no less
 * than x / d, and by less than 2^-50 of that more; x / d is 1 / d at least short of the next
 * integer, which is more. So x r cut off is the quotient.
 */
final class RoundDivision {
  private final RoundBody body;
  private final RoundBlock before;
  private final RoundBlock round;
  private final boolean unsigned;

  private RoundDivision(RoundBody body, RoundBlock before, RoundBlock round, boolean unsigned) {
    this.body = body;
    this.before = before;
    this.round = round;
    this.unsigned = unsigned;
  }

  /** True for a division that lanes can do: by doubles, or by what is constant. */
  static boolean isPossible(Value value) {
    return value.op().isDivision()
        && (value.type() == Type.I32
            || value.op() == Op.IDIV
            || value.op() == Op.IREM
            || divisor(value).isConst());
  }

  /** What a division divides by, before it is checked. */
  static Value divisor(Value division) {
    Value divisor = division.operand(1);
    return divisor.op() == Op.NONZERO ? divisor.operand(0) : divisor;
  }

  /** The parts of {@code value}, a division, as wide as its kind is. */
  static Value[] parts(
      Value value, RoundBody body, RoundBlock before, RoundBlock round, VectorPlan plan) {
    Value divisor = divisor(value);
    if (divisor.isConst()) {
      Value[] all = body.parts(value.operand(0));
      round.line(value.line());
      var quotients = new Value[all.length];
      for (int p = 0; p < all.length; p++) {
        quotients[p] = RoundReciprocal.of(value.op(), all[p], divisor.bits(), before, round);
      }
      return quotients;
    }
    if (value.type() == Type.I64) {
      return RoundLongDivision.parts(value, body, before, round, plan);
    }
    boolean unsigned = value.op() == Op.UDIV || value.op() == Op.UREM;
    var division = new RoundDivision(body, before, round, unsigned);
    return division.parts(value, plan.lanes(Type.Kind.F64));
  }

  private Value[] parts(Value value, int few) {
    Value divisor = divisor(value);
    Value[] a = body.parts(value.operand(0), few);
    Value[] b = body.isUniform(divisor) ? null : body.parts(value.operand(1), few);
    Value reciprocal = b == null ? reciprocal(divisor, few) : null;
    Type ints = Type.vector(Type.Kind.I32, few);
    Type longs = ints.withKind(Type.Kind.I64);
    round.line(value.line());
    var narrow = new Value[a.length];
    for (int p = 0; p < narrow.length; p++) {
      Value x = doubles(a[p]);
      Value quotient =
          b == null
              ? round.op(Op.FMUL, x.type(), x, reciprocal)
              : round.op(Op.FDIV, x.type(), x, doubles(b[p]));
      narrow[p] =
          unsigned
              ? round.op(Op.TRUNC, ints, round.op(Op.FTOI, longs, quotient))
              : round.op(Op.FTOI, ints, quotient);
    }
    Value[] all = body.natural(narrow, Type.I32);
    Value[] dividends = body.parts(value.operand(0));
    Value[] divisors = body.parts(value.operand(1));
    for (int p = 0; p < all.length; p++) {
      all[p] = unsigned ? all[p] : negated(all[p], dividends[p], divisors[p]);
      if (value.op() == Op.IREM || value.op() == Op.UREM) {
        Value product = round.op(Op.IMUL, all[p].type(), all[p], divisors[p]);
        all[p] = round.op(Op.ISUB, all[p].type(), dividends[p], product);
      }
    }
    return all;
  }

  /** The quotient, but where the divisor is -1 what is no quotient of doubles. */
  private Value negated(Value quotient, Value dividend, Value divisor) {
    Type type = quotient.type();
    Value less = before.op(Op.SPLAT, type, before.constant(Type.I32, -1));
    Value negates = round.compare(IntPredicate.EQ, divisor, less);
    return round.op(Op.SELECT, type, negates, round.op(Op.INEG, type, dividend), quotient);
  }

  private Value doubles(Value ints) {
    Type type = ints.type();
    Value given = unsigned ? round.op(Op.ZEXT, type.withKind(Type.Kind.I64), ints) : ints;
    return round.op(Op.ITOF, type.withKind(Type.Kind.F64), given);
  }

  /** The double next to 1 / {@code divisor} that is farther from 0, in all lanes. */
  private Value reciprocal(Value divisor, int lanes) {
    Value given = body.uniform(divisor);
    given = unsigned ? before.op(Op.ZEXT, Type.I64, given) : given;
    Value one = before.constant(Type.F64, Double.doubleToRawLongBits(1));
    Value near = before.op(Op.FDIV, Type.F64, one, before.op(Op.ITOF, Type.F64, given));
    Value bits = before.op(Op.BITCAST, Type.I64, near);
    Value next = before.op(Op.IADD, Type.I64, bits, before.constant(Type.I64, 1));
    Value far = before.op(Op.BITCAST, Type.F64, next);
    return before.op(Op.SPLAT, Type.vector(Type.Kind.F64, lanes), far);
  }
}
