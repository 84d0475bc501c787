package dev.lathe.vector;

import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Quotients and remainders of ints in lanes: those of doubles are exact enough to be cut off. Only
 * {@code MIN_VALUE / -1} is no int.
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

  /** True for a division that lanes do by doubles. */
  static boolean isWide(Value division, LoopShape shape) {
    Value divisor = divisor(division);
    return !divisor.isConst() && (division.type() == Type.I64 || !shape.isUniform(divisor));
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
    boolean uniform = body.isUniform(divisor);
    Value[] all = uniform ? quotients(value, body.uniform(divisor)) : quotients(value, few);
    if (value.op() == Op.IREM || value.op() == Op.UREM) {
      Value[] dividends = body.parts(value.operand(0));
      Value[] divisors = body.parts(uniform ? divisor : value.operand(1));
      for (int p = 0; p < all.length; p++) {
        Value product = round.op(Op.IMUL, all[p].type(), all[p], divisors[p]);
        all[p] = round.op(Op.ISUB, all[p].type(), dividends[p], product);
      }
    }
    return all;
  }

  private Value[] quotients(Value value, Value divisor) {
    Value[] dividends = body.parts(value.operand(0));
    round.line(value.line());
    var division =
        new RoundInvariantDivision(before, round, divisor, dividends[0].type(), unsigned);
    var all = new Value[dividends.length];
    for (int p = 0; p < all.length; p++) {
      all[p] = division.quotient(dividends[p]);
    }
    return all;
  }

  private Value[] quotients(Value value, int few) {
    Value[] a = body.parts(value.operand(0), few);
    Value[] b = body.parts(value.operand(1), few);
    Type ints = Type.vector(Type.Kind.I32, few);
    Type longs = ints.withKind(Type.Kind.I64);
    round.line(value.line());
    var narrow = new Value[a.length];
    for (int p = 0; p < narrow.length; p++) {
      Value x = doubles(a[p]);
      Value quotient = round.op(Op.FDIV, x.type(), x, doubles(b[p]));
      narrow[p] =
          unsigned
              ? round.op(Op.TRUNC, ints, round.op(Op.FTOI, longs, quotient))
              : round.op(Op.FTOI, ints, quotient);
    }
    Value[] all = body.natural(narrow, Type.I32);
    Value[] dividends = body.parts(value.operand(0));
    Value[] divisors = body.parts(value.operand(1));
    for (int p = 0; p < all.length && !unsigned; p++) {
      all[p] = negated(all[p], dividends[p], divisors[p]);
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
}
