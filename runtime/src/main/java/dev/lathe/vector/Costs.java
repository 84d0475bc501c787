package dev.lathe.vector;

import dev.lathe.ir.Element;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** What a round costs, in lanes and one iteration after the other: in about cycles, unrolled. */
final class Costs {
  /** Of an addition of floats, and of moving a lane to where it is done. */
  private static final int LATENCY = 8;

  /** Of multiplying integers and adding, which the next iteration waits for. */
  private static final int PRODUCT = 4;

  /** Of a branch that data decide: a wrong guess in about two costs more, one that is right 1. */
  private static final int GUESS = 8;

  private final VectorPlan plan;
  private final VectorTarget target;
  private final LoopShape shape;
  private long lanes;
  private long iterations;
  private long chain; // what waits for the iteration before, either way
  private Obstacle missing;
  private Value computed; // by what is asked for; null for what is no value's

  Costs(VectorPlan plan, VectorTarget target, LoopShape shape) {
    this.plan = plan;
    this.shape = shape;
    this.target = target;
  }

  /** That the target has no way to do something, or null. */
  Obstacle missing() {
    return missing;
  }

  long ofLanes() {
    return Math.max(lanes, chain);
  }

  long ofIterations() {
    return Math.max(iterations, chain);
  }

  /** Adds a value that is computed for each lane. */
  void add(Value value) {
    if (shape.scans.containsKey(value)) {
      return; // a reduction
    }
    computed = value;
    addComputed(value);
    computed = null;
  }

  private void addComputed(Value value) {
    ReductionSearch.Extremum extremum = shape.extremum(value);
    iterations += (long) plan.lanes() * scalar(value);
    if (extremum != null) {
      Type type = value.type().withLanes(plan.lanes(value.type().kind()));
      ask(extremum.op(), type, type, false, parts(type));
      return;
    }
    switch (value.op()) {
      case LOAD, INDEX, PROVEN, NONZERO, UNLIKELY -> {}
      case IDIV, IREM, UDIV, UREM -> divide(value);
      case PARAM -> addParam(value);
      case SELECT -> {
        select(value.type(), plan.widths().kind(value), plan.lanesOf(value));
        convertOperands(value);
      }
      case ZEXT -> {
        if (value.operand(0).type().isBool()) {
          select(value.type(), plan.widths().kind(value), plan.lanesOf(value));
        } else {
          lanewise(value);
        }
      }
      default -> {
        if (!plan.widths().isCopy(value)) {
          lanewise(value);
        }
        convertOperands(value);
      }
    }
  }

  /** Adds what it takes to have operands in lanes of another width than their own. */
  private void convertOperands(Value value) {
    for (int k = 0; k < value.operandCount(); k++) {
      Value of = value.operand(k);
      if (of.type() == Type.I32 && !shape.isUniform(of)) {
        convert(of, plan.widths().kindOfOperand(value, k));
      }
    }
  }

  private void convert(Value value, Type.Kind kind) {
    Type.Kind own = plan.widths().kind(value);
    if (own == kind || shape.isUniform(value)) {
      return;
    }
    int wide = Math.max(own.bits(), kind.bits());
    Type.Kind wider = own.bits() == wide ? own : kind;
    int count = plan.lanes(wider);
    Type from = Type.vector(own, count);
    Op op = own == wider ? Op.TRUNC : plan.widths().extension(value);
    ask(op, Type.vector(kind, count), from, false, parts(from));
    regroup(own == wider ? kind : own, count);
  }

  private void divide(Value value) {
    if (RoundDivision.divisor(value).isConst()) {
      divideByConstant(value);
      return;
    }
    if (value.type() == Type.I64) {
      divideLongs(value);
      return;
    }
    Type type = value.type().withLanes(plan.lanes(Type.Kind.I32));
    boolean unsigned = value.op() == Op.UDIV || value.op() == Op.UREM;
    if (shape.isUniform(RoundDivision.divisor(value))) {
      ask(unsigned ? Op.UMULH : Op.SMULH, type, type, false, parts(type));
      ask(Op.SHR, type, type, false, 2 * parts(type));
      ask(Op.ISUB, type, type, false, (unsigned ? 2 : 4) * parts(type));
    } else {
      divideByEach(type, unsigned);
    }
    if (value.op() == Op.IREM || value.op() == Op.UREM) {
      ask(Op.IMUL, type, type, false, parts(type));
      ask(Op.ISUB, type, type, false, parts(type));
    }
  }

  private void divideByEach(Type type, boolean unsigned) {
    Type floats = Type.vector(Type.Kind.F64, plan.lanes(Type.Kind.F64));
    Type ints = floats.withKind(Type.Kind.I32);
    if (unsigned) {
      Type longs = floats.withKind(Type.Kind.I64);
      ask(Op.ZEXT, longs, ints, false, 2 * parts(floats));
      ask(Op.TRUNC, ints, longs, false, parts(floats));
      ints = longs;
    }
    ask(Op.ITOF, floats, ints, false, 2 * parts(floats));
    ask(Op.FDIV, floats, floats, false, parts(floats));
    ask(Op.FTOI, ints, floats, false, parts(floats));
    ask(Op.SELECT, type, type.mask(), false, 3 * parts(type));
    regroup(type.kind(), floats.lanes());
  }

  private void divideByConstant(Value value) {
    Type type = value.type().withLanes(plan.lanes(value.type().kind()));
    boolean unsigned = value.op() == Op.UDIV || value.op() == Op.UREM;
    if (Long.bitCount(Math.abs(RoundDivision.divisor(value).bits())) > 1) {
      ask(unsigned ? Op.UMULH : Op.SMULH, type, type, false, parts(type));
    }
    ask(Op.SHR, type, type, false, 2 * parts(type));
    ask(Op.ISUB, type, type, false, 2 * parts(type));
    if (value.op() == Op.IREM || value.op() == Op.UREM) {
      ask(Op.IMUL, type, type, false, parts(type));
      ask(Op.ISUB, type, type, false, parts(type));
    }
  }

  private void divideLongs(Value value) {
    Type longs = value.type().withLanes(plan.lanes(Type.Kind.I64));
    Type doubles = longs.withKind(Type.Kind.F64);
    boolean uniform = shape.isUniform(RoundDivision.divisor(value));
    ask(Op.ITOF, doubles, longs, false, 2 * parts(longs));
    if (!uniform) {
      ask(Op.ITOF, doubles, longs, false, parts(longs));
      ask(Op.FDIV, doubles, doubles, false, parts(longs));
    }
    ask(Op.FMUL, doubles, doubles, false, 2 * parts(longs));
    ask(Op.FTOI, longs, doubles, false, 2 * parts(longs));
    ask(Op.IMUL, longs, longs, false, (value.op() == Op.IREM ? 3 : 2) * parts(longs));
    ask(Op.ISUB, longs, longs, false, 12 * parts(longs));
    ask(Op.SHR, longs, longs, false, 3 * parts(longs));
    ask(Op.SELECT, longs, longs.mask(), false, 2 * parts(longs));
  }

  /** Adds what counting takes where iterations are not unrolled: one by one they test indices. */
  void addCounting() {
    iterations += 2L * plan.lanes();
  }

  /** Adds what it takes to see whether a lane takes an exit. */
  void addExit() {
    lanes += 4;
    iterations += plan.lanes();
  }

  private void addParam(Value value) {
    if (!shape.isHeaderParam(value)) {
      Type.Kind kind = plan.widths().kind(value);
      select(value.type(), kind, value.type().isBool() ? 0 : plan.lanes(kind));
      for (CommonPath.Edge edge : shape.path.edges(value.block())) {
        convert(edge.target().arguments().get(value.paramIndex()), kind);
      }
    } else if (shape.affine(value) != null) {
      Type.Kind kind = plan.widths().kind(value);
      Type type = Type.vector(kind, plan.lanes(kind));
      ask(Op.IADD, type, type, false, parts(type));
      ask(Op.SPLAT, type, value.type(), false, 1);
    }
  }

  private void select(Type of, Type.Kind kind, int count) {
    int each = count == 0 ? plan.lanes(Type.Kind.I32) : count;
    Type type = of.isBool() ? of.withLanes(each) : Type.vector(kind, each);
    ask(Op.SELECT, type, type.mask(), false, parts(type));
  }

  private void lanewise(Value value) {
    int count = plan.lanesOf(value);
    count = count == 0 ? plan.lanes(Type.Kind.I32) : count; // truths
    LaneWidths widths = plan.widths();
    Type type = Type.vector(widths.kind(value), count);
    Type from = Type.vector(widths.kindOfOperand(value, 0), count);
    ask(widths.op(value), type, from, false, plan.lanes() / count);
    for (int k = 0; k < value.operandCount(); k++) {
      regroup(widths.kindOfOperand(value, k), count);
    }
    regroup(type.kind(), count);
  }

  /** Adds what it takes to have values of {@code kind} in parts of so many lanes. */
  private void regroup(Type.Kind kind, int count) {
    if (kind != Type.Kind.BOOL && kind.bits() > 0 && plan.lanes(kind) != count) {
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
      case PACKED -> {
        pack(access);
        return;
      }
      default -> {
        ask(access.isStore() ? Op.VSTORE : Op.VLOAD, type, type, masked, parts(type));
        if (access.mode() == MemoryAccess.Mode.REVERSED) {
          long[] order = RoundMemory.reverse(type.lanes());
          permute(type, target.permuteCost(type, order, 1));
        }
      }
    }
    convertStored(access);
  }

  private void pack(MemoryAccess access) {
    Type.Kind kind = RoundPacking.kind(access.element());
    Type type = Type.vector(kind, plan.lanes(kind));
    Type stored = type.withKind(access.element().lane());
    ask(Op.COMPRESS, type, type, false, parts(type));
    ask(Op.MASKBITS, Type.I64, type.mask(), false, parts(type));
    ask(Op.FIRSTLANES, type.mask(), Type.I32, false, parts(type));
    ask(Op.VSTORE, stored, stored, true, parts(type));
    if (stored != type) {
      ask(Op.TRUNC, stored, type, false, parts(type));
    }
    Value value = access.value().operand(2);
    if (value.type() == Type.I32) {
      convert(value, kind);
    }
    lanes += 4L * parts(type);
    iterations += (long) GUESS * plan.lanes();
  }

  private void convertStored(MemoryAccess access) {
    Value stored = access.isStore() ? access.value().operand(2) : null;
    if (stored != null && stored.type() == Type.I32) {
      convert(stored, access.element().lane());
    }
  }

  /** Adds a member of a group; with its first one, the group. */
  void add(MemoryAccess access, AccessGroup group) {
    iterations += plan.lanes();
    Element element = access.element();
    Type type = Type.vector(element.lane(), plan.lanes(element.lane()));
    if (access.value() == group.members().getFirst()) {
      LaneShuffles shuffles = group.isStore() ? plan.together(group) : plan.apart(group);
      Op op = group.isStore() ? Op.VSTORE : Op.VLOAD;
      ask(op, type, type, false, shuffles.given() * parts(type));
      permute(type, shuffles.cost());
    }
    convertStored(access);
  }

  private void permute(Type type, int cost) {
    lanes += (long) cost * parts(type);
    if (cost < 0 && missing == null) {
      missing = MissingInstruction.ofOrder(type);
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
    if (reduction.kind() == Reduction.Kind.POLYNOMIAL) {
      ask(Op.IMUL, type, type, false, parts(type));
      ask(Op.IADD, type, type, false, parts(type));
      iterations += (long) plan.lanes() * PRODUCT;
    }
    if (reduction.isScan()) {
      add(shape.scans.get(reduction.param()), type);
    }
    Selection selection = reduction.selection();
    if (selection != null) {
      iterations += plan.lanes();
    }
    if (selection != null && selection.owner() == reduction.param()) {
      Type places = Type.vector(Type.Kind.I32, plan.lanes(Type.Kind.I32));
      ask(
          Op.SELECT,
          places,
          places.mask(),
          false,
          plan.isWide() ? 2 * parts(places) : parts(places));
    }
    for (Step step : reduction.steps()) {
      int terms = step.terms().size();
      if (reduction.isOrdered()) {
        ask(Op.EXTRACT, reduction.type(), type, false, terms * plan.lanes());
        lanes += plan.lanes();
        iterations += plan.lanes();
        chain += (long) plan.lanes() * LATENCY;
      } else { // a choice by comparison, and half of two others
        ask(Op.AND, type, type, false, 2 * parts(type));
        iterations += 4L * plan.lanes();
      }
      if (step.isOptional()) {
        ask(Op.SELECT, type, type.mask(), false, terms * parts(type));
        iterations += plan.lanes();
      }
    }
  }

  private void add(Scan scan, Type type) {
    ScanSteps steps = plan.scanSteps(scan);
    int each = steps.moves().size() + 2; // with registers before, and with rounds before
    ask(scan.op(), type, type, false, each * parts(type));
    permute(type, steps.cost());
    for (Value value : scan.cone()) {
      iterations += value == scan.param() ? 0 : (long) plan.lanes() * chained(scan.op());
      if (value.op() == Op.SELECT || value.op() == Op.PARAM && value != scan.param()) {
        ask(Op.SELECT, type, type.mask(), false, parts(type));
      }
    }
    if (shape.lanes.contains(scan.param())) {
      lanes += parts(type);
    }
  }

  /** What an iteration waits for {@code op} of the one before. */
  private static int chained(Op op) {
    return switch (op) {
      case FMIN, FMAX -> 8;
      case FADD, FMUL -> 4;
      case IMUL, IMIN, IMAX -> 3;
      default -> 1;
    };
  }

  private int parts(Type type) {
    return plan.lanes() / type.lanes();
  }

  private void ask(Op op, Type type, Type from, boolean masked, int times) {
    int cost = target.cost(op, type, from, masked);
    lanes += (long) cost * times;
    if (cost < 0 && missing == null) {
      boolean divides = computed != null && computed.op().isDivision();
      missing =
          divides
              ? MissingInstruction.of(computed.op(), computed.type(), computed.type(), false)
              : MissingInstruction.of(op, type, from, masked);
    }
  }

  private static int scalar(Value value) {
    return switch (value.op()) {
      case FDIV, FSQRT -> 8; // the next one waits about as long
      case FMIN, FMAX -> 4;
      case FTOI -> value.type() == Type.I64 ? 2 : 4;
      case IDIV, IREM, UDIV, UREM -> 12;
      case LOAD, CONST, BITCAST, TRUNC, INDEX, PROVEN, NONZERO, UNLIKELY -> 0;
      case PARAM -> value.block().function().entry() == value.block() ? 0 : 1;
      default -> 1;
    };
  }
}
