package dev.lathe.vector;

import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Quotients and remainders of longs in lanes: a quotient of doubles, the same of what that leaves,
 * and one more or less.
 *
 * <p>Let q be x / d, and r the double nearest to 1 / d of the double nearest to d. The first
 * product is off by less than |q| 2^-50, so, cut off, by less than that and 1. What it leaves,
 * rest, wraps only where its own quotient is small: |q| is then at most 2. If the first error is 2
 * or more, |q| is at least 2^50 and |d| at most 2^13: the quotient of rest is a multiple of 1 / d,
 * and its product with r is off by far less than one of these, so that cut off it can only be one
 * short where d divides rest. If the error is less, rest is between -d and 2 d, and its quotient 0
 * or 1 but for that error. Either way what is left after the second step is between -d and d, both
 * included, and the sign of x and a comparison with d say what is missing.
 */
final class RoundLongDivision {
  private final RoundBody body;
  private final RoundBlock before;
  private final RoundBlock round;
  private final Type longs;
  private final Type doubles;

  private RoundLongDivision(RoundBody body, RoundBlock before, RoundBlock round, int lanes) {
    this.body = body;
    this.before = before;
    this.round = round;
    this.longs = Type.vector(Type.Kind.I64, lanes);
    this.doubles = Type.vector(Type.Kind.F64, lanes);
  }

  /** The parts of {@code value}, a division with signs. */
  static Value[] parts(
      Value value, RoundBody body, RoundBlock before, RoundBlock round, VectorPlan plan) {
    return new RoundLongDivision(body, before, round, plan.lanes(Type.Kind.I64)).parts(value);
  }

  private Value[] parts(Value value) {
    Value divisor = RoundDivision.divisor(value);
    Value[] x = body.parts(value.operand(0));
    Value[] d = body.isUniform(divisor) ? body.parts(divisor) : body.parts(value.operand(1));
    boolean uniform = body.isUniform(divisor);
    round.line(value.line());
    var all = new Value[x.length];
    Value reciprocal = null;
    for (int p = 0; p < all.length; p++) {
      if (!uniform || reciprocal == null) {
        reciprocal = reciprocal(uniform ? before : round, d[p]);
      }
      all[p] = quotient(x[p], d[p], reciprocal);
      if (value.op() == Op.IREM) {
        all[p] = op(Op.ISUB, x[p], op(Op.IMUL, all[p], d[p]));
      }
    }
    return all;
  }

  private Value reciprocal(RoundBlock block, Value d) {
    Value one = before.constant(Type.F64, Double.doubleToRawLongBits(1));
    Value ones = before.op(Op.SPLAT, doubles, one);
    return block.op(Op.FDIV, doubles, ones, block.op(Op.ITOF, doubles, d));
  }

  private Value quotient(Value x, Value d, Value reciprocal) {
    Value first = near(x, reciprocal);
    Value rest = op(Op.ISUB, x, op(Op.IMUL, first, d));
    Value second = near(rest, reciprocal);
    rest = op(Op.ISUB, rest, op(Op.IMUL, second, d));
    Value quotient = op(Op.IADD, first, second);
    Value zero = constant(0);
    Value crossed = round.compare(IntPredicate.LT, op(Op.XOR, rest, x), zero);
    Value some = round.compare(IntPredicate.NE, rest, zero);
    Value less = round.op(Op.AND, crossed.type(), crossed, some);
    Value more = round.compare(IntPredicate.UGE, magnitude(rest), magnitude(d));
    Value step = op(Op.OR, sign(op(Op.XOR, x, d)), constant(1)); // 1 or -1
    quotient = round.op(Op.SELECT, longs, more, op(Op.IADD, quotient, step), quotient);
    return round.op(
        Op.SELECT, longs, less, op(Op.ISUB, op(Op.IADD, first, second), step), quotient);
  }

  /** The quotient of doubles, cut off. */
  private Value near(Value x, Value reciprocal) {
    Value product = round.op(Op.FMUL, doubles, round.op(Op.ITOF, doubles, x), reciprocal);
    return round.op(Op.FTOI, longs, product);
  }

  private Value sign(Value x) {
    return op(Op.SHR, x, round.constant(Type.I32, 63));
  }

  /** Without its sign, so that the least long is the greatest. */
  private Value magnitude(Value x) {
    Value sign = sign(x);
    return op(Op.ISUB, op(Op.XOR, x, sign), sign);
  }

  private Value op(Op op, Value a, Value b) {
    return round.op(op, longs, a, b);
  }

  private Value constant(long bits) {
    return before.op(Op.SPLAT, longs, before.constant(Type.I64, bits));
  }
}
