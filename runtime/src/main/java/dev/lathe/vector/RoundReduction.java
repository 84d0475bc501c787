package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What rounds keep of a {@link Reduction}, each passing it on to the next; and what comes of it
 * when they end. In a tail lanes do what the loop does.
 */
abstract class RoundReduction {
  final Reduction reduction;
  final VectorPlan plan;

  RoundReduction(Reduction reduction, VectorPlan plan) {
    this.reduction = reduction;
    this.plan = plan;
  }

  /** What rounds keep of all reductions of a loop, by parameter of its header. */
  static Map<Value, RoundReduction> of(LoopShape shape, VectorPlan plan) {
    Map<Value, RoundReduction> all = new HashMap<>();
    Map<Selection, SelectionPlace> places = new IdentityHashMap<>();
    for (Reduction reduction : shape.reductions.values()) {
      Selection selection = reduction.selection();
      RoundReduction made;
      if (selection != null) {
        boolean wide = plan.isWide() || shape.counted.tested().type() == Type.I64;
        SelectionPlace place =
            places.computeIfAbsent(selection, _ -> new SelectionPlace(selection, plan, wide));
        made = new SelectionReduction(reduction, plan, shape, place);
      } else if (reduction.isOrdered()) {
        made = new OrderedReduction(reduction, plan);
      } else if (reduction.kind() == Reduction.Kind.PACKED) {
        made = new PackedReduction(reduction, plan);
      } else if (reduction.isScan()) {
        made = new ScanReduction(reduction, plan);
      } else if (reduction.kind() == Reduction.Kind.EXTREMUM) {
        made = new ExtremumReduction(reduction, plan);
      } else if (reduction.kind() == Reduction.Kind.POLYNOMIAL) {
        made = new PolynomialReduction(reduction, plan);
      } else if (reduction.type().isBool()) {
        made = new MaskReduction(reduction, plan);
      } else {
        made = new LaneReduction(reduction, plan);
      }
      all.put(reduction.param(), made);
    }
    return all;
  }

  /** What the first round begins with, if the reduction begins with {@code start}. */
  abstract Value[] first(Value start, RoundBlock before);

  /** The same if {@code lanes} of one register, which do what the loop does, come before it. */
  Value[] first(Value[] kept, Value lanes, RoundBlock before) {
    throw new AssertionError(reduction.kind() + " has no lanes that are off");
  }

  /** Says what a round begins with. */
  void enter(Value[] kept, RoundBody body) {}

  /** What a round passes on. */
  abstract Value[] next(Value[] kept, RoundBody body);

  /** {@code kept} as so many lanes that do what the loop does. */
  Value lanes(Value[] kept, RoundBlock end, int lanes) {
    throw new AssertionError(reduction.kind() + " has no tail");
  }

  /** The reduction after a round that has left {@code kept}, by parameter of the header. */
  abstract Value reduced(Value start, Map<Value, Value[]> kept, RoundBlock end);

  /** The reduction after lanes that do what the loop does. */
  Value whole(Value start, Value lanes, RoundBlock end) {
    return whole(reduction, start, new Value[] {lanes}, end);
  }

  // ---- lanes that do what the loop does

  /** Says what lanes of one register begin with. */
  static void enter(Reduction reduction, Value lanes, RoundBody body) {
    if (reduction.isScan()) {
      body.setScan(reduction.param(), lanes);
    } else {
      body.setParts(reduction.param(), lanes);
    }
  }

  /** What they are after a round in which only some are on. */
  static Value left(Reduction reduction, Value before, Value on, RoundBody body) {
    if (reduction.isScan()) {
      return body.scan(reduction.param()).next();
    }
    Value[] parts = body.parts(reduction.next()); // of truths there may be several
    Value all = body.regrouped(parts, before.type().lanes())[0];
    return body.block().op(Op.SELECT, all.type(), on, all, before);
  }

  /** What each lane begins with. */
  static Value each(Reduction reduction, Value start, RoundBlock block) {
    return reduction.beginsWhole() ? start : block.constant(reduction.type(), reduction.identity());
  }

  /** {@code parts} in so many lanes. */
  static Value combined(Reduction reduction, Value[] parts, RoundBlock end, int left) {
    Value[] now = parts;
    while (now.length > 1) {
      var half = new Value[now.length / 2];
      for (int i = 0; i < half.length; i++) {
        half[i] = end.op(reduction.op(), now[i].type(), now[i], now[i + half.length]);
      }
      now = half;
    }
    Value all = now[0];
    while (all.type().lanes() > left) {
      int lanes = all.type().lanes() / 2;
      Type type = all.type().withLanes(lanes);
      Value low = end.make(Op.EXTRACT, type, 0, all);
      Value high = end.make(Op.EXTRACT, type, lanes, all);
      all = end.op(reduction.op(), type, low, high);
    }
    return all;
  }

  /** All lanes combined, and what was there before. */
  static Value whole(Reduction reduction, Value start, Value[] parts, RoundBlock end) {
    Value all = combined(reduction, parts, end, 1);
    Type type = reduction.type();
    all = reduction.isIdempotent() ? all : end.op(reduction.op(), type, start, all);
    return reduction.cast() == null ? all : end.op(reduction.cast(), type, all);
  }
}
