package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;
import java.util.Map;

/**
 * A member of a {@link Selection}. Each lane keeps what the loop would of its iterations; but of
 * what grows with the iterations, or is the same in all, nothing: that follows from the place.
 */
final class SelectionReduction extends RoundReduction {
  private final LoopShape shape;
  private final Selection selection;
  private final Selection.Member member;
  private final SelectionPlace place;
  private final boolean isKey;
  private final boolean inLanes;
  private RoundBody body;
  private Value counted; // what replaces it in the first iteration of a round
  private Value next; // of the next one

  SelectionReduction(Reduction reduction, VectorPlan plan, LoopShape shape, SelectionPlace place) {
    super(reduction, plan);
    this.shape = shape;
    this.selection = reduction.selection();
    this.place = place;
    this.isKey = reduction.param() == selection.key();
    this.member = selection.member(reduction.param());
    this.inLanes = isKey || !selection.isFollowing(member, shape);
  }

  private boolean isOwner() {
    return reduction.param() == selection.owner();
  }

  @Override
  Value[] first(Value start, RoundBlock before) {
    Value[] own = inLanes ? splats(start, before) : new Value[0];
    Value[] places = isOwner() ? place.first(before) : new Value[0];
    Value[] all = Arrays.copyOf(own, own.length + places.length);
    System.arraycopy(places, 0, all, own.length, places.length);
    return all;
  }

  private Value[] splats(Value start, RoundBlock before) {
    Type type = reduction.type();
    type = type.isBool() ? type.withLanes(place.lanes()) : type.withLanes(plan.lanes(type.kind()));
    var all = new Value[plan.lanes() / type.lanes()];
    Arrays.fill(all, before.op(Op.SPLAT, type, start));
    return all;
  }

  @Override
  void enter(Value[] kept, RoundBody body) {
    this.body = body;
    if (inLanes) {
      body.setParts(reduction.param(), own(kept));
    } else if (!shape.isUniform(member.by())) {
      counted = body.scalar(member.by());
    }
    if (isOwner()) {
      place.enter(kept);
    }
  }

  private Value[] own(Value[] kept) {
    return isOwner() ? Arrays.copyOf(kept, kept.length - place.count()) : kept;
  }

  @Override
  Value[] next(Value[] kept, RoundBody body) {
    Value[] own = own(kept);
    Value[] next = kept.clone();
    if (inLanes) {
      Value[] parts = body.parts(reduction.next());
      parts = body.regrouped(parts, own[0].type().lanes());
      System.arraycopy(parts, 0, next, 0, parts.length);
    }
    if (isOwner()) {
      place.next(next, body);
    }
    if (counted != null) {
      long by = shape.affine(member.by()).stride() * plan.lanes();
      this.next = body.block().sum(counted, by);
    }
    return next;
  }

  @Override
  Value reduced(Value start, Map<Value, Value[]> all, RoundBlock end) {
    SelectionPlace.Found found =
        place.find(all.get(selection.owner()), selection.key() == null ? null : keys(all), end);
    Type type = reduction.type();
    Value value;
    if (isKey) {
      value = found.key();
    } else if (inLanes) {
      value = place.lane(own(all.get(reduction.param())), found, end);
    } else if (counted == null) {
      value = body.uniform(member.by());
    } else {
      boolean isBefore = place.isBefore(all.get(selection.owner()));
      value =
          place.after(isBefore ? counted : next, shape.affine(member.by()).stride(), found, end);
    }
    return end.op(Op.SELECT, type, found.any(), value, start);
  }

  private Value[] keys(Map<Value, Value[]> all) {
    Value[] kept = all.get(selection.key());
    return selection.key() == selection.owner()
        ? Arrays.copyOf(kept, kept.length - place.count())
        : kept;
  }
}
