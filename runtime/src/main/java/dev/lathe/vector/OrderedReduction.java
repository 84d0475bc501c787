package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A reduction that keeps its order: what it is combined with is computed in lanes, of which one
 * after the other is. Lanes that are off have what changes nothing, for which a sum needs -0.0.
 */
final class OrderedReduction extends RoundReduction {
  OrderedReduction(Reduction reduction, VectorPlan plan) {
    super(reduction, plan);
  }

  @Override
  Value[] first(Value start, RoundBlock before) {
    return new Value[] {start};
  }

  @Override
  Value[] next(Value[] kept, RoundBody body) {
    Type type = reduction.type();
    int lanes = plan.lanes(type.kind());
    List<List<Value[]>> terms = new ArrayList<>(); // by step
    for (Step step : reduction.steps()) {
      terms.add(RoundSteps.terms(step, lanes, body));
    }
    RoundBlock round = body.block();
    Value value = kept[0];
    for (int i = 0; i < plan.lanes(); i++) {
      for (int s = 0; s < terms.size(); s++) {
        Step step = reduction.steps().get(s);
        var operands = new Value[step.terms().size() + 1];
        operands[step.position()] = value;
        for (int t = 0; t < step.terms().size(); t++) {
          Value lane =
              step.terms().get(t) instanceof Step.Plain plain && body.isUniform(plain.value())
                  ? body.uniform(plain.value())
                  : round.make(Op.EXTRACT, type, i % lanes, terms.get(s).get(t)[i / lanes]);
          operands[t < step.position() ? t : t + 1] = lane;
        }
        value = round.op(step.op(), type, operands);
      }
    }
    return new Value[] {value};
  }

  @Override
  Value reduced(Value start, Map<Value, Value[]> all, RoundBlock end) {
    Value[] kept = all.get(reduction.param());
    return kept[0];
  }
}
