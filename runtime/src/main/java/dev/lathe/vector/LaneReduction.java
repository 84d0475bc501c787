package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;
import java.util.Map;

/** A reduction of which each lane does its part as the loop does. */
final class LaneReduction extends RoundReduction {
  LaneReduction(Reduction reduction, VectorPlan plan) {
    super(reduction, plan);
  }

  @Override
  Value[] first(Value start, RoundBlock before) {
    Type type = reduction.type().withLanes(plan.lanes(reduction.type().kind()));
    var all = new Value[plan.lanes() / type.lanes()];
    Arrays.fill(all, before.op(Op.SPLAT, type, each(reduction, start, before)));
    return all;
  }

  @Override
  Value[] first(Value[] kept, Value lanes, RoundBlock before) {
    Value[] all = kept.clone();
    Value each = all[0].operand(0); // of a splat
    Value last = lanes;
    while (last.type() != all[0].type()) {
      Type type = last.type().withLanes(2 * last.type().lanes());
      last = before.op(Op.CONCAT, type, before.op(Op.SPLAT, last.type(), each), last);
    }
    all[all.length - 1] = last;
    return all;
  }

  @Override
  void enter(Value[] kept, RoundBody body) {
    body.setParts(reduction.param(), kept);
  }

  @Override
  Value[] next(Value[] kept, RoundBody body) {
    return body.parts(reduction.next());
  }

  @Override
  Value lanes(Value[] kept, RoundBlock end, int lanes) {
    return combined(reduction, kept, end, lanes);
  }

  @Override
  Value reduced(Value start, Map<Value, Value[]> all, RoundBlock end) {
    Value[] kept = all.get(reduction.param());
    return whole(reduction, start, kept, end);
  }
}
