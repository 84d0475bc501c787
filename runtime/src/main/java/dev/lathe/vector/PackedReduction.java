package dev.lathe.vector;

import dev.lathe.ir.Value;
import java.util.Map;

/** A counter of what lanes store one after the other, which stays a scalar. */
final class PackedReduction extends RoundReduction {
  PackedReduction(Reduction reduction, VectorPlan plan) {
    super(reduction, plan);
  }

  @Override
  Value[] first(Value start, RoundBlock before) {
    return new Value[] {start};
  }

  @Override
  void enter(Value[] kept, RoundBody body) {
    body.setParts(reduction.param(), kept);
  }

  @Override
  Value[] next(Value[] kept, RoundBody body) {
    return new Value[] {body.packing(reduction.param()).next()};
  }

  @Override
  Value reduced(Value start, Map<Value, Value[]> kept, RoundBlock end) {
    return kept.get(reduction.param())[0];
  }
}
