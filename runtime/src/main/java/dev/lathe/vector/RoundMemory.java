package dev.lathe.vector;

import dev.lathe.analysis.IndexProofs;
import dev.lathe.ir.Element;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The loads and stores of a round. */
final class RoundMemory {
  private final VectorPlan plan;
  private final RoundBody body;
  private final RoundBlock before;
  private final RoundBlock round;

  RoundMemory(VectorPlan plan, RoundBody body, RoundBlock before, RoundBlock round) {
    this.plan = plan;
    this.body = body;
    this.before = before;
    this.round = round;
  }

  /** The parts of what a load gives. */
  Value[] load(MemoryAccess access) {
    Value load = access.value();
    round.line(load.line());
    if (access.mode() == MemoryAccess.Mode.ONCE) {
      return loadOnce(access);
    }
    Type.Kind kind = access.element().lane();
    Type type = Type.vector(kind, plan.lanes(kind));
    if (access.mode() == MemoryAccess.Mode.EACH) {
      return gather(access, each(type));
    }
    Value[] mask = body.mask(load.block());
    mask = mask == null ? null : body.regrouped(mask, type.lanes());
    var all = new Value[plan.lanes() / type.lanes()];
    for (int p = 0; p < all.length; p++) {
      Value reference = body.uniform(access.reference());
      Value index = index(access, p, type.lanes());
      Value on = mask == null ? null : reversed(access, mask[p]);
      Value loaded =
          on == null
              ? round.make(Op.VLOAD, type, load.access().code(), reference, index)
              : round.make(Op.VLOAD, type, load.access().code(), reference, index, on);
      all[p] = reversed(access, loaded);
    }
    return all;
  }

  /** What all iterations load from one place, loaded once in a round. */
  private Value[] loadOnce(MemoryAccess access) {
    Value load = access.value();
    Value reference = body.uniform(access.reference());
    long code = load.access().forProven().code();
    Value index = body.scalar(load.operand(1));
    Value token = round.make(Op.PROVEN, index.type(), code, reference, index);
    Value loaded = round.make(Op.LOAD, load.type(), load.access().code(), reference, token);
    Type type = load.type().withLanes(plan.lanes(load.type().kind()));
    var all = new Value[plan.lanes() / type.lanes()];
    Arrays.fill(all, round.op(Op.SPLAT, type, loaded));
    return all;
  }

  /** As many lanes as have indices in one register. */
  private Type each(Type type) {
    return type.withLanes(Math.min(type.lanes(), plan.lanes(Type.Kind.I32)));
  }

  /** The index of each lane, proven where it is used. */
  private Value[] indices(MemoryAccess access, int lanes) {
    Value[] all = body.parts(access.value().operand(1), lanes).clone();
    long code = access.value().access().forProven().code();
    for (int p = 0; p < all.length; p++) {
      all[p] = round.make(Op.PROVEN, all[p].type(), code, body.uniform(access.reference()), all[p]);
    }
    return all;
  }

  private Value[] gather(MemoryAccess access, Type type) {
    Value load = access.value();
    Value[] mask = body.mask(load.block());
    mask = mask == null ? null : body.regrouped(mask, type.lanes());
    Value[] indices = indices(access, type.lanes());
    Value reference = body.uniform(access.reference());
    long code = load.access().code();
    var all = new Value[indices.length];
    for (int p = 0; p < all.length; p++) {
      all[p] =
          mask == null
              ? round.make(Op.GATHER, type, code, reference, indices[p])
              : round.make(Op.GATHER, type, code, reference, indices[p], mask[p]);
    }
    return body.regrouped(all, plan.lanes(type.kind()));
  }

  private void scatter(MemoryAccess access, Type type) {
    Value store = access.value();
    Value[] values = body.regrouped(body.parts(store.operand(2), type.kind()), type.lanes());
    Value[] mask = body.mask(store.block());
    mask = mask == null ? null : body.regrouped(mask, type.lanes());
    Value[] indices = indices(access, type.lanes());
    Value reference = body.uniform(access.reference());
    long code = store.access().code();
    for (int p = 0; p < values.length; p++) {
      if (mask == null) {
        round.make(Op.SCATTER, Type.VOID, code, reference, indices[p], values[p]);
      } else {
        round.make(Op.SCATTER, Type.VOID, code, reference, indices[p], values[p], mask[p]);
      }
    }
  }

  /** What the members of a group load, in their order. */
  List<Value[]> load(AccessGroup group) {
    Value lowest = group.lowest();
    round.line(lowest.line());
    Type type = type(group);
    LaneShuffles shuffles = plan.apart(group);
    var parts = new Value[group.members().size()][plan.lanes() / type.lanes()];
    for (int p = 0; p < parts[0].length; p++) {
      var vectors = new ArrayList<Value>();
      for (int k = 0; k < shuffles.given(); k++) {
        long start = (long) p * type.lanes() * group.stride() + shuffles.start(k);
        Value reference = body.uniform(IndexProofs.origin(lowest.operand(0)));
        Value index = token(lowest, 0, start * MemoryAccess.unit(lowest));
        vectors.add(round.make(Op.VLOAD, type, lowest.access().code(), reference, index));
      }
      permute(shuffles, type, vectors);
      for (int i = 0; i < parts.length; i++) {
        parts[i][p] = vectors.get(shuffles.results()[i]);
      }
    }
    return List.of(parts);
  }

  /** Does what all members of a group store. */
  void store(AccessGroup group) {
    Value lowest = group.lowest();
    Type type = type(group);
    LaneShuffles shuffles = plan.together(group);
    var fields = new ArrayList<Value[]>();
    for (Value member : group.fields()) {
      round.line(member.line());
      fields.add(body.parts(member.operand(2), type.kind()));
    }
    round.line(lowest.line());
    for (int p = 0; p < fields.getFirst().length; p++) {
      var vectors = new ArrayList<Value>();
      for (Value[] field : fields) {
        vectors.add(field[p]);
      }
      permute(shuffles, type, vectors);
      for (int k = 0; k < shuffles.results().length; k++) {
        long start = ((long) p * group.stride() + k) * type.lanes();
        Value reference = body.uniform(IndexProofs.origin(lowest.operand(0)));
        Value index = token(lowest, 0, start);
        Value stored = vectors.get(shuffles.results()[k]);
        round.make(Op.VSTORE, Type.VOID, lowest.access().code(), reference, index, stored);
      }
    }
  }

  private Type type(AccessGroup group) {
    Type.Kind kind = group.element().lane();
    return Type.vector(kind, plan.lanes(kind));
  }

  private void permute(LaneShuffles shuffles, Type type, List<Value> vectors) {
    for (LaneShuffles.Step step : shuffles.steps()) {
      Value indices = before.lanes(integers(type), step.indices());
      Value a = vectors.get(step.a());
      vectors.add(
          step.b() < 0
              ? round.op(Op.PERMUTE, type, a, indices)
              : round.op(Op.PERMUTE2, type, a, vectors.get(step.b()), indices));
    }
  }

  /** The index of {@code access} in the first lane, if it grows so, and some more, proven. */
  private Value token(Value access, long stride, long more) {
    Value reference = body.uniform(IndexProofs.origin(access.operand(0)));
    Value index = round.sum(body.back(body.scalar(access.operand(1)), stride), more);
    long code = access.access().forProven().code();
    return round.make(Op.PROVEN, index.type(), code, reference, index);
  }

  static Type integers(Type type) {
    return type.isFloat() ? type.withKind(type.bits() == 64 ? Type.Kind.I64 : Type.Kind.I32) : type;
  }

  /** Does a store. */
  void store(MemoryAccess access) {
    Value store = access.value();
    round.line(store.line());
    Element element = access.element();
    Type type = Type.vector(element.lane(), plan.lanes(element.lane()));
    if (access.mode() == MemoryAccess.Mode.EACH) {
      scatter(access, each(type));
      return;
    }
    Value[] values = body.parts(store.operand(2), type.kind());
    Value[] mask = body.mask(store.block());
    mask = mask == null ? null : body.regrouped(mask, type.lanes());
    round.line(store.line());
    for (int p = 0; p < values.length; p++) {
      Value reference = body.uniform(access.reference());
      Value index = index(access, p, type.lanes());
      Value stored = reversed(access, values[p]);
      long code = store.access().code();
      if (mask == null) {
        round.make(Op.VSTORE, Type.VOID, code, reference, index, stored);
      } else {
        Value on = reversed(access, mask[p]);
        round.make(Op.VSTORE, Type.VOID, code, reference, index, stored, on);
      }
    }
  }

  /** The index of the first element, in memory, of a part. */
  private Value index(MemoryAccess access, int part, int lanes) {
    long first = access.stride() < 0 ? part * lanes + lanes - 1L : (long) part * lanes;
    return token(access.value(), access.stride(), first * access.stride());
  }

  /** Lanes in the order of memory, or back. */
  private Value reversed(MemoryAccess access, Value lanes) {
    if (access.mode() != MemoryAccess.Mode.REVERSED) {
      return lanes;
    }
    Type type = lanes.type();
    long[] order = reverse(type.lanes());
    return round.op(Op.PERMUTE, type, lanes, before.lanes(integers(type), order));
  }

  /** The indices that turn so many lanes around. */
  static long[] reverse(int lanes) {
    var order = new long[lanes];
    for (int i = 0; i < lanes; i++) {
      order[i] = lanes - 1 - i;
    }
    return order;
  }
}
