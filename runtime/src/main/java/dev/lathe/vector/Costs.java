package dev.lathe.vector;

import dev.lathe.ir.Element;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** What a round costs, in lanes and one iteration after the other: in about cycles, unrolled. */
final class Costs {
  /** Of an addition of floats, and of moving a lane to where it is done. */
  private static final int LATENCY = 8;

  private final VectorPlan plan;
  private final VectorTarget target;
  private long lanes;
  private long iterations;
  private long chain; // what waits for the iteration before, either way
  private String missing;

  Costs(VectorPlan plan, VectorTarget target) {
    this.plan = plan;
    this.target = target;
  }

  /** What the target has no way to do, or null. */
  String missing() {
    return missing;
  }

  long ofLanes() {
    return Math.max(lanes, chain);
  }

  long ofIterations() {
    return Math.max(iterations, chain);
  }

  /** Adds a value that is computed for each lane. */
  void add(Value value, LoopShape shape) {
    ReductionSearch.Extremum extremum = shape.extremum(value);
    iterations += (long) plan.lanes() * scalar(value);
    if (extremum != null) {
      Type type = value.type().withLanes(plan.lanes(value.type().kind()));
      ask(extremum.op(), type, type, false, parts(type));
      return;
    }
    switch (value.op()) {
      case LOAD, INDEX, PROVEN, NONZERO, UNLIKELY -> {}
      case IDIV, IREM, UDIV, UREM -> divide(value, shape);
      case PARAM -> addParam(value, shape);
      case SELECT -> select(value.type(), plan.lanesOf(value));
      case ZEXT -> {
        if (value.operand(0).type().isBool()) {
          select(value.type(), plan.lanesOf(value));
        } else {
          lanewise(value);
        }
      }
      default -> lanewise(value);
    }
  }

  private void divide(Value value, LoopShape shape) {
    Type floats = Type.vector(Type.Kind.F64, plan.lanes(Type.Kind.F64));
    Type ints = floats.withKind(Type.Kind.I32);
    boolean uniform = shape.isUniform(LoopShape.divisor(value));
    int conversions = uniform ? parts(floats) : 2 * parts(floats);
    if (value.op() == Op.UDIV || value.op() == Op.UREM) {
      Type longs = floats.withKind(Type.Kind.I64);
      ask(Op.ZEXT, longs, ints, false, conversions);
      ask(Op.TRUNC, ints, longs, false, parts(floats));
      ints = longs;
    }
    ask(Op.ITOF, floats, ints, false, conversions);
    ask(uniform ? Op.FMUL : Op.FDIV, floats, floats, false, parts(floats));
    ask(Op.FTOI, ints, floats, false, parts(floats));
    Type type = value.type().withLanes(plan.lanes(Type.Kind.I32));
    ask(Op.SELECT, type, type.mask(), false, 3 * parts(type));
    regroup(value.type(), floats.lanes());
    if (value.op() == Op.IREM || value.op() == Op.UREM) {
      ask(Op.IMUL, type, type, false, parts(type));
    }
  }

  /** Adds what it takes to see whether a lane takes an exit. */
  void addExit() {
    lanes += 4;
    iterations += plan.lanes();
  }

  private void addParam(Value value, LoopShape shape) {
    if (!shape.isHeaderParam(value)) {
      select(value.type(), value.type().isBool() ? 0 : plan.lanes(value.type().kind()));
    } else if (shape.affine(value) != null) {
      Type type = value.type().withLanes(plan.lanes(value.type().kind()));
      ask(Op.IADD, type, type, false, parts(type));
      ask(Op.SPLAT, type, value.type(), false, 1);
    }
  }

  private void select(Type of, int count) {
    int each = count == 0 ? plan.lanes(Type.Kind.I32) : count;
    Type type = of.withLanes(each);
    ask(Op.SELECT, type, type.mask(), false, parts(type));
  }

  private void lanewise(Value value) {
    int count = plan.lanesOf(value);
    count = count == 0 ? plan.lanes(Type.Kind.I32) : count; // truths
    Type type = value.type().withLanes(count);
    ask(value.op(), type, value.operand(0).type().withLanes(count), false, plan.lanes() / count);
    for (int k = 0; k < value.operandCount(); k++) {
      regroup(value.operand(k).type(), count);
    }
    regroup(value.type(), count);
  }

  /** Adds what it takes to have {@code type} in parts of so many lanes. */
  private void regroup(Type type, int count) {
    if (!type.isBool() && !type.isReference() && plan.lanes(type.kind()) != count) {
      lanes += plan.lanes() / count;
    }
  }

  /** Adds a load or store. */
  void add(MemoryAccess access, boolean masked) {
    iterations += plan.lanes();
    Element element = access.element();
    Type type = Type.vector(element.lane(), plan.lanes(element.lane()));
    switch (access.mode()) {
      case ONCE -> {
        lanes += 2;
        return;
      }
      case EACH -> {
        type = type.withLanes(Math.min(type.lanes(), plan.lanes(Type.Kind.I32)));
        ask(access.isStore() ? Op.SCATTER : Op.GATHER, type, type, masked, parts(type));
      }
      case STRIDED -> {
        int apart = (int) access.elements();
        ask(Op.VLOAD, type, type, false, apart * parts(type));
        ask(Op.PERMUTE2, type, type, false, (apart - 1) * parts(type));
      }
      default -> {
        ask(access.isStore() ? Op.VSTORE : Op.VLOAD, type, type, masked, parts(type));
        if (access.mode() == MemoryAccess.Mode.REVERSED) {
          ask(Op.PERMUTE, type, type, false, parts(type));
        }
      }
    }
    if (element.bytes() < 4) {
      Type wide = Type.vector(Type.Kind.I32, plan.lanes(Type.Kind.I32));
      Type narrow = wide.withKind(element.lane());
      if (access.isStore()) {
        ask(Op.TRUNC, narrow, wide, false, parts(wide));
      } else {
        ask(element == Element.U16 ? Op.ZEXT : Op.SEXT, wide, narrow, false, parts(wide));
      }
      regroup(wide, narrow.lanes());
    }
  }

  /** Adds the updates of a tree. */
  void add(Tree tree, boolean masked) {
    Type type = tree.type().withLanes(plan.lanes(tree.type().kind()));
    for (Tree.Update update : tree.updates()) {
      ask(update.next().op(), type, type, false, parts(type));
      iterations += 3L * plan.lanes();
      if (masked) {
        ask(Op.SELECT, type, type.mask(), false, parts(type));
      }
    }
  }

  /** Adds what lanes of a reduction cost that is no op of its own. */
  void add(Reduction reduction) {
    Type type = reduction.type().withLanes(plan.lanes(reduction.type().kind()));
    if (reduction.isOrdered()) {
      ask(Op.EXTRACT, reduction.type(), type, false, plan.lanes());
      lanes += plan.lanes();
      iterations += plan.lanes();
      chain = Math.max(chain, (long) plan.lanes() * LATENCY);
    }
  }

  private int parts(Type type) {
    return plan.lanes() / type.lanes();
  }

  private void ask(Op op, Type type, Type from, boolean masked, int times) {
    int cost = target.cost(op, type, from, masked);
    lanes += (long) cost * times;
    if (cost < 0 && missing == null) {
      boolean converts = !type.isBool() && !from.isBool() && type != from;
      missing = (masked ? "masked " : "") + op + " of " + (converts ? from + " to " : "") + type;
    }
  }

  private static int scalar(Value value) {
    return switch (value.op()) {
      case FDIV, FSQRT -> 8; // the next one waits about as long
      case FMIN, FMAX, FTOI -> 4;
      case IDIV, IREM, UDIV, UREM -> 12;
      case LOAD, CONST, BITCAST, TRUNC, INDEX, PROVEN, NONZERO, UNLIKELY -> 0;
      case PARAM -> value.block().function().entry() == value.block() ? 0 : 1;
      default -> 1;
    };
  }
}
