package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * {@code h = h * c + x} of integers, as in hashes: a polynomial in {@code c}. Each lane adds up one
 * term of each round, multiplied by the power of {@code c} that a round makes; in the end it gets
 * its own power. The last lane begins with what was there before.
 */
final class PolynomialReduction extends RoundReduction {
  private final Type type; // of a register
  private Value[] powers; // c, its square, …, up to what a round makes

  PolynomialReduction(Reduction reduction, VectorPlan plan) {
    super(reduction, plan);
    this.type = reduction.type().withLanes(plan.lanes(reduction.type().kind()));
  }

  /** The reduction that {@code param} is; null if it is no such thing. */
  static Reduction of(LoopShape shape, Value param) {
    Value next = shape.back().arguments().get(param.paramIndex());
    if (!isSum(next) || !shape.contains(next) || !shape.masks().isAlways(next.block())) {
      return null;
    }
    Value product = product(next, param);
    boolean fits =
        product != null
            && ReductionSearch.uses(shape, param) == 1
            && ReductionSearch.uses(shape, product) == 1
            && ReductionSearch.uses(shape, next) == 1
            && shape.isUniform(factor(product, param));
    return fits ? Reduction.of(param, next, Reduction.Kind.POLYNOMIAL, Op.IMUL) : null;
  }

  private static boolean isSum(Value value) {
    return value.op() == Op.IADD || value.op() == Op.ISUB;
  }

  /** The operand of {@code sum} that is a multiple of {@code param}; null if there is none. */
  private static Value product(Value sum, Value param) {
    for (int k = 0; k < (sum.op() == Op.ISUB ? 1 : 2); k++) {
      Value of = sum.operand(k);
      if (of.op() == Op.IMUL && of.operand(0) == param ^ of.operand(1) == param) {
        return of;
      }
    }
    return null;
  }

  private static Value factor(Value product, Value param) {
    return product.operand(product.operand(0) == param ? 1 : 0);
  }

  /** What an iteration adds, or subtracts. */
  static Value term(Reduction reduction) {
    Value sum = reduction.next();
    return sum.operand(sum.operand(0) == product(sum, reduction.param()) ? 1 : 0);
  }

  /** All that depends on the parameter. */
  static Set<Value> cone(Reduction reduction) {
    Value param = reduction.param();
    return Set.of(param, reduction.next(), product(reduction.next(), param));
  }

  @Override
  Value[] first(Value start, RoundBlock before) {
    Type scalar = type.scalar();
    var all = new Value[plan.lanes() / type.lanes()];
    Arrays.fill(all, before.op(Op.SPLAT, type, before.constant(scalar, 0)));
    var last = new long[type.lanes()];
    last[last.length - 1] = -1;
    Value splat = before.op(Op.SPLAT, type, start);
    all[all.length - 1] = before.op(Op.AND, type, splat, before.lanes(type, last));
    return all;
  }

  @Override
  void enter(Value[] kept, RoundBody body) {
    Value product = product(reduction.next(), reduction.param());
    Value power = body.uniform(factor(product, reduction.param()));
    powers = new Value[Integer.numberOfTrailingZeros(plan.lanes()) + 1];
    powers[0] = power;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = body.before().op(Op.IMUL, type.scalar(), powers[i - 1], powers[i - 1]);
    }
  }

  @Override
  Value[] next(Value[] kept, RoundBody body) {
    RoundBlock round = body.block();
    Value[] terms = body.parts(term(reduction), type.lanes());
    Value splat = body.before().op(Op.SPLAT, type, powers[powers.length - 1]);
    var next = new Value[kept.length];
    for (int p = 0; p < next.length; p++) {
      Value product = round.op(Op.IMUL, type, kept[p], splat);
      next[p] = round.op(reduction.next().op(), type, product, terms[p]);
    }
    return next;
  }

  /** Halves, the first of which is multiplied by the power of the lanes in the other. */
  @Override
  Value reduced(Value start, Map<Value, Value[]> kept, RoundBlock end) {
    Value[] now = kept.get(reduction.param());
    int power = powers.length - 1;
    while (now.length > 1) {
      var half = new Value[now.length / 2];
      Value factor = end.op(Op.SPLAT, type, powers[--power]);
      for (int i = 0; i < half.length; i++) {
        half[i] = sum(now[i], factor, now[i + half.length], end);
      }
      now = half;
    }
    Value all = now[0];
    while (all.type().isVector()) {
      int lanes = all.type().lanes() / 2;
      Type of = all.type().withLanes(lanes);
      Value low = end.make(Op.EXTRACT, of, 0, all);
      Value high = end.make(Op.EXTRACT, of, lanes, all);
      Value factor = powers[--power];
      all = sum(low, lanes == 1 ? factor : end.op(Op.SPLAT, of, factor), high, end);
    }
    return all;
  }

  private static Value sum(Value early, Value factor, Value late, RoundBlock end) {
    Type type = early.type();
    return end.op(Op.IADD, type, end.op(Op.IMUL, type, early, factor), late);
  }
}
