package dev.lathe.vector;

import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;
import java.util.Map;

/**
 * {@link Math#max(double, double)} or {@code min} of floats, in an op for each register and two for
 * every two of them: {@code x > m ? x : m} takes the greater of numbers, and of zeros the first
 * one; the bits of all joined by and tell whether a zero without sign was among them, of which
 * alone a maximum of 0 can come; and comparisons whether there was a NaN.
 */
final class ExtremumReduction extends RoundReduction {
  private final boolean greatest;
  private final Type type; // of a register
  private final Type bits;

  ExtremumReduction(Reduction reduction, VectorPlan plan) {
    super(reduction, plan);
    this.greatest = reduction.op() == Op.FMAX;
    this.type = reduction.type().withLanes(plan.lanes(reduction.type().kind()));
    this.bits = type.withKind(type.bits() == 64 ? Type.Kind.I64 : Type.Kind.I32);
  }

  /** Numbers, then the bits of all, then where a NaN was. */
  @Override
  Value[] first(Value start, RoundBlock before) {
    int count = plan.lanes() / type.lanes();
    var kept = new Value[count + 2];
    Value all = before.op(Op.SPLAT, type, start);
    Arrays.fill(kept, 0, count, all);
    kept[count] = before.op(Op.BITCAST, bits, all);
    kept[count + 1] = unordered(before, all, all);
    return kept;
  }

  @Override
  Value[] first(Value[] kept, Value lanes, RoundBlock before) {
    int count = kept.length - 2;
    Value term = lanes;
    while (term.type() != type) {
      term = before.op(Op.CONCAT, term.type().withLanes(2 * term.type().lanes()), term, term);
    }
    Value[] all = kept.clone();
    all[count - 1] = better(before, term, all[count - 1]);
    Value joined = before.op(Op.BITCAST, bits, term);
    all[count] = before.op(greatest ? Op.AND : Op.OR, bits, joined, all[count]);
    Value isNan = unordered(before, term, term);
    all[count + 1] = before.op(Op.OR, isNan.type(), all[count + 1], isNan);
    return all;
  }

  private static Value unordered(RoundBlock block, Value a, Value b) {
    return block.make(Op.FCMP, a.type().mask(), FloatPredicate.UNO.ordinal(), a, b);
  }

  private Value better(RoundBlock block, Value a, Value b) {
    FloatPredicate predicate = greatest ? FloatPredicate.OGT : FloatPredicate.OLT;
    Value isBetter = block.make(Op.FCMP, type.mask(), predicate.ordinal(), a, b);
    return block.op(Op.SELECT, type, isBetter, a, b);
  }

  @Override
  Value[] next(Value[] kept, RoundBody body) {
    RoundBlock round = body.block();
    Value[] next = kept.clone();
    int count = kept.length - 2;
    for (Step step : reduction.steps()) {
      Value[] terms = RoundSteps.terms(step, type.lanes(), body).getFirst();
      for (int p = 0; p < count; p++) {
        next[p] = better(round, terms[p], next[p]);
        Value joined = round.op(Op.BITCAST, bits, terms[p]);
        next[count] = round.op(greatest ? Op.AND : Op.OR, bits, joined, next[count]);
      }
      Value any = null;
      for (int p = 0; p < count; p += 2) {
        Value isNan = unordered(round, terms[p], terms[Math.min(p + 1, count - 1)]);
        any = any == null ? isNan : round.op(Op.OR, isNan.type(), any, isNan);
      }
      next[count + 1] = round.op(Op.OR, any.type(), next[count + 1], any);
    }
    return next;
  }

  @Override
  Value lanes(Value[] kept, RoundBlock end, int lanes) {
    return combined(reduction, new Value[] {whole(kept, end)}, end, lanes);
  }

  @Override
  Value reduced(Value start, Map<Value, Value[]> all, RoundBlock end) {
    Value[] kept = all.get(reduction.param());
    return lanes(kept, end, 1);
  }

  /** One register of what Java makes of all. */
  private Value whole(Value[] kept, RoundBlock end) {
    int count = kept.length - 2;
    Value all = kept[0];
    for (int p = 1; p < count; p++) {
      all = better(end, kept[p], all);
    }
    boolean wide = type.bits() == 64;
    Type integer = bits.scalar();
    long sign = wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
    Value zero = end.op(Op.SPLAT, type, end.constant(type.scalar(), 0));
    Value isZero = end.make(Op.FCMP, type.mask(), FloatPredicate.OEQ.ordinal(), all, zero);
    Value signs = end.op(Op.SPLAT, bits, end.constant(integer, sign));
    Value signed = end.op(Op.AND, bits, kept[count], signs);
    all = end.op(Op.SELECT, type, isZero, end.op(Op.BITCAST, type, signed), all);
    long nan = wide ? Double.doubleToRawLongBits(Double.NaN) : Float.floatToRawIntBits(Float.NaN);
    Value none = end.op(Op.SPLAT, type, end.constant(type.scalar(), nan));
    return end.op(Op.SELECT, type, kept[count + 1], none, all);
  }
}
