package dev.lathe.vector;

import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;
import java.util.Map;

/**
 * Whether something holds in any iteration, in all, or in an odd number of them: a truth in each
 * lane.
 */
final class MaskReduction extends RoundReduction {
  private final Type type; // of one mask

  MaskReduction(Reduction reduction, VectorPlan plan) {
    super(reduction, plan);
    this.type = Type.BOOL.withLanes(plan.lanesOfWidest());
  }

  @Override
  Value[] first(Value start, RoundBlock before) {
    var all = new Value[plan.lanes() / type.lanes()];
    Arrays.fill(all, before.op(Op.SPLAT, type, each(reduction, start, before)));
    return all;
  }

  @Override
  void enter(Value[] kept, RoundBody body) {
    body.setParts(reduction.param(), kept);
  }

  @Override
  Value[] next(Value[] kept, RoundBody body) {
    return body.regrouped(body.parts(reduction.next()), type.lanes());
  }

  @Override
  Value lanes(Value[] kept, RoundBlock end, int lanes) {
    Value all = kept[0];
    for (int p = 1; p < kept.length; p++) {
      all = end.op(reduction.op(), type, all, kept[p]);
    }
    return end.regrouped(new Value[] {all}, lanes)[0];
  }

  @Override
  Value reduced(Value start, Map<Value, Value[]> all, RoundBlock end) {
    return whole(start, lanes(all.get(reduction.param()), end, type.lanes()), end);
  }

  @Override
  Value whole(Value start, Value lanes, RoundBlock end) {
    Value bits = end.op(Op.MASKBITS, Type.I64, lanes);
    if (reduction.op() == Op.XOR) {
      Value count = end.op(Op.POPCNT, Type.I64, bits);
      Value odd = end.op(Op.AND, Type.I64, count, end.constant(Type.I64, 1));
      Value is = end.compare(IntPredicate.NE, odd, end.constant(Type.I64, 0));
      return end.op(Op.XOR, Type.BOOL, start, is);
    }
    int count = lanes.type().lanes();
    boolean any = reduction.op() == Op.OR;
    long limit = any ? 0 : count == 64 ? -1 : (1L << count) - 1;
    return end.compare(
        any ? IntPredicate.NE : IntPredicate.EQ, bits, end.constant(Type.I64, limit));
  }
}
