package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Map;

/** A {@link Scan}: what the iteration before has left, in all lanes of one register. */
final class ScanReduction extends RoundReduction {
  private final Type type;

  ScanReduction(Reduction reduction, VectorPlan plan) {
    super(reduction, plan);
    this.type = reduction.type().withLanes(plan.lanes(reduction.type().kind()));
  }

  @Override
  Value[] first(Value start, RoundBlock before) {
    return new Value[] {before.op(Op.SPLAT, type, start)};
  }

  @Override
  Value[] first(Value[] kept, Value lanes, RoundBlock before) {
    return lanes.type() == type ? new Value[] {lanes} : first(one(lanes, before), before);
  }

  private static Value one(Value lanes, RoundBlock block) {
    return block.make(Op.EXTRACT, lanes.type().scalar(), 0, lanes);
  }

  @Override
  void enter(Value[] kept, RoundBody body) {
    body.setScan(reduction.param(), kept[0]);
  }

  @Override
  Value[] next(Value[] kept, RoundBody body) {
    return new Value[] {body.scan(reduction.param()).next()};
  }

  @Override
  Value lanes(Value[] kept, RoundBlock end, int lanes) {
    return end.part(kept[0], type.withLanes(lanes), 0);
  }

  @Override
  Value reduced(Value start, Map<Value, Value[]> kept, RoundBlock end) {
    return one(kept.get(reduction.param())[0], end);
  }

  @Override
  Value whole(Value start, Value lanes, RoundBlock end) {
    return one(lanes, end);
  }
}
