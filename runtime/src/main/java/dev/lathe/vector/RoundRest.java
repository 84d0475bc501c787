package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What full rounds leave, as one round more whose last lanes are off, instead of a {@link
 * RoundTail}'s of one register each. So each lane of a reduction has every so manieth element,
 * counted from the first one or, where a {@link RoundHead} comes before, from one that is a few
 * lanes before that; and as halves are combined until one lane is left, that gives the same bits:
 * the lanes, taken as a ring, have only been turned.
 */
final class RoundRest {
  private final LoopShape shape;
  private final VectorPlan plan;
  private final VectorPlan masked; // of one register
  private RoundBody body;

  RoundRest(LoopShape shape, VectorPlan plan, VectorPlan masked) {
    this.shape = shape;
    this.plan = plan;
    this.masked = masked;
  }

  /** True if lanes of all reductions do what the loop does, and may be off. */
  static boolean isPossible(LoopShape shape, VectorPlan plan) {
    for (Reduction reduction : shape.reductions.values()) {
      if (reduction.kind() != Reduction.Kind.LANES) {
        return false;
      }
    }
    return plan.canBeMasked();
  }

  /** True if it matters for the result which lanes are combined with each other. */
  static boolean isNeeded(LoopShape shape) {
    for (Reduction reduction : shape.reductions.values()) {
      if (reduction.type().isFloat() && !reduction.isIdempotent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes the round.
   *
   * @param first where what does not change is computed
   * @param left how many iterations there are, fewer than in a full round
   * @param counters what is in its first iteration, by parameter of the loop's header
   * @param before the lanes of reductions, by parameter
   * @param entering what the header's parameters are at first
   * @param outside what values of other loops are before this one
   * @return the lanes of reductions after it
   */
  Map<Value, Value[]> run(
      RoundBlock round,
      RoundBlock first,
      Value left,
      Map<Value, Value> counters,
      Map<Value, Value[]> before,
      List<Value> entering,
      UnaryOperator<Value> outside) {
    Type mask = Type.BOOL.withLanes(masked.lanes());
    var on = new Value[plan.lanes() / masked.lanes()];
    for (int p = 0; p < on.length; p++) {
      on[p] = round.op(Op.FIRSTLANES, mask, round.sum(left, (long) -p * masked.lanes()));
    }
    body = new RoundBody(shape, plan, null, first, round, entering, outside);
    body.setOn(null, on);
    counters.forEach(body::setScalar);
    before.forEach(body::setParts);
    body.run(_ -> {});
    Map<Value, Value[]> after = new LinkedHashMap<>();
    for (Value param : before.keySet()) {
      Value[] kept = before.get(param);
      Value[] next = body.parts(shape.reductions.get(param).next());
      Value[] masks = body.regrouped(on, kept[0].type().lanes());
      var all = new Value[kept.length];
      for (int p = 0; p < all.length; p++) {
        all[p] = round.op(Op.SELECT, next[p].type(), masks[p], next[p], kept[p]);
      }
      after.put(param, all);
    }
    return after;
  }

  /** What {@code value} is in the first iteration of the round. */
  Value scalar(Value value) {
    return body.scalar(value);
  }
}
