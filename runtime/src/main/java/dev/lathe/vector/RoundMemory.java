package dev.lathe.vector;

import dev.lathe.ir.Element;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;

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
    if (access.mode() == MemoryAccess.Mode.STRIDED) {
      return loadStrided(access, type);
    }
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
    return widened(all, load);
  }

  private Value[] widened(Value[] all, Value load) {
    Element element = load.element();
    if (element.bytes() >= 4) {
      return all;
    }
    Type type = Type.vector(Type.Kind.I32, plan.lanes(Type.Kind.I32));
    Value[] narrow = body.regrouped(all, type.lanes());
    var wide = new Value[narrow.length];
    Op op = element == Element.U16 ? Op.ZEXT : Op.SEXT;
    for (int p = 0; p < wide.length; p++) {
      wide[p] = round.op(op, type, narrow[p]);
    }
    return wide;
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
    return load.element().bytes() < 4 ? widened(all, load) : body.natural(all, load.type());
  }

  private void scatter(MemoryAccess access, Type type) {
    Value store = access.value();
    Value[] values = narrowed(store.operand(2), access.element(), type);
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

  /**
   * Elements a few apart: those from the first to the last are loaded, not one more, and the others
   * dropped.
   */
  private Value[] loadStrided(MemoryAccess access, Type type) {
    int lanes = type.lanes();
    int apart = (int) access.elements();
    int lastStart = (apart - 1) * (lanes - 1);
    var all = new Value[plan.lanes() / lanes];
    for (int p = 0; p < all.length; p++) {
      Value merged = null;
      for (int k = 0; k < apart; k++) {
        int start = Math.min(k * lanes, lastStart);
        Value loaded = loadFrom(access, type, (long) p * lanes * apart + start);
        merged = k == 0 ? loaded : merged(merged, loaded, k, start, apart);
      }
      all[p] = merged;
    }
    return body.natural(all, access.value().type());
  }

  private Value loadFrom(MemoryAccess access, Type type, long offset) {
    Value load = access.value();
    Value reference = body.uniform(access.reference());
    Value index = round.sum(body.scalar(load.operand(1)), offset * MemoryAccess.unit(load));
    long code = load.access().forProven().code();
    Value token = round.make(Op.PROVEN, index.type(), code, reference, index);
    return round.make(Op.VLOAD, type, load.access().code(), reference, token);
  }

  /** Adds the lanes that load {@code k}, from {@code start} on, has and none before it had. */
  private Value merged(Value before, Value loaded, int k, int start, int apart) {
    Type type = loaded.type();
    int lanes = type.lanes();
    var from = new long[lanes];
    for (int i = 0; i < lanes; i++) {
      int at = i * apart;
      int had = k * lanes; // the elements that loads before have
      from[i] = at >= had ? lanes + at - start : k == 1 ? at : i;
      if (at - start >= lanes) {
        from[i] = 0; // a later one has it
      }
    }
    return round.op(Op.PERMUTE2, type, before, loaded, this.before.lanes(integers(type), from));
  }

  private static Type integers(Type type) {
    return switch (type.kind()) {
      case F32 -> type.withKind(Type.Kind.I32);
      case F64 -> type.withKind(Type.Kind.I64);
      default -> type;
    };
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
    Value[] values = narrowed(store.operand(2), element, type);
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

  private Value[] narrowed(Value value, Element element, Type type) {
    if (element.bytes() >= 4) {
      return body.parts(value, type.lanes());
    }
    if (body.isUniform(value)) {
      return body.splat(value, type);
    }
    Value[] wide = body.parts(value);
    var narrow = new Value[wide.length];
    for (int p = 0; p < narrow.length; p++) {
      narrow[p] = round.op(Op.TRUNC, wide[p].type().withKind(type.kind()), wide[p]);
    }
    return body.regrouped(narrow, type.lanes());
  }

  /** The index of the first element, in memory, of a part. */
  private Value index(MemoryAccess access, int part, int lanes) {
    Value value = access.value();
    long first = access.stride() < 0 ? part * lanes + lanes - 1L : (long) part * lanes;
    Value index = round.sum(body.scalar(value.operand(1)), first * access.stride());
    long code = value.access().forProven().code();
    return round.make(Op.PROVEN, index.type(), code, body.uniform(access.reference()), index);
  }

  /** Lanes in the order of memory, or back. */
  private Value reversed(MemoryAccess access, Value lanes) {
    if (access.mode() != MemoryAccess.Mode.REVERSED) {
      return lanes;
    }
    Type type = lanes.type();
    var order = new long[type.lanes()];
    for (int i = 0; i < order.length; i++) {
      order[i] = order.length - 1 - i;
    }
    return round.op(Op.PERMUTE, type, lanes, before.lanes(integers(type), order));
  }
}
