package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The terms of {@link Step}s in a round, on paths without one what changes nothing. */
final class RoundSteps {
  private RoundSteps() {}

  /** The terms of {@code step}, each in parts of so many lanes. */
  static List<Value[]> terms(Step step, int lanes, RoundBody body) {
    var terms = new ArrayList<Value[]>();
    for (int t = 0; t < step.terms().size(); t++) {
      var nothing = new Value[body.lanes() / lanes];
      if (step.isOptional()) {
        RoundBlock before = body.before();
        Value neutral = before.constant(step.type(), step.neutral(t));
        Arrays.fill(nothing, before.op(Op.SPLAT, step.type().withLanes(lanes), neutral));
      }
      terms.add(term(step.terms().get(t), nothing, lanes, body));
    }
    return terms;
  }

  private static Value[] term(Step.Term term, Value[] nothing, int lanes, RoundBody body) {
    if (term instanceof Step.Plain plain) {
      return body.parts(plain.value(), lanes);
    }
    if (!(term instanceof Step.Chosen chosen)) {
      return nothing;
    }
    Value[] on = term(chosen.on(), nothing, lanes, body);
    Value[] mask = mask(chosen.guard(), body);
    return mask == null ? on : body.selected(mask, on, term(chosen.off(), nothing, lanes, body));
  }

  /** Which iterations a guard chooses; null for all. */
  static Value[] mask(Step.Guard guard, RoundBody body) {
    if (guard.edge() != null) {
      return body.mask(guard.edge().from(), guard.edge().target());
    }
    Value[] mask = body.parts(guard.condition());
    return guard.when() ? mask : body.inverse(mask);
  }
}
