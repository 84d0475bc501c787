package dev.lathe.vector;

import dev.lathe.analysis.Loops;
import dev.lathe.ir.Element;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * How many iterations of the outer loop a round does. All vectors have as many lanes as a register
 * holds of the widest kind, so that masks need no regrouping; a round takes several of them, as
 * what an inner loop computes waits for itself.
 */
final class NestPlan {
  /** Loops that all lanes leave together are as fast as their loads are. */
  private static final int UNIFORM_PARTS = 4;

  /** Lanes that have left take part until the last one has. */
  private static final int DIVERGENT_PARTS = 2;

  /** Registers for what a product, an address and what is the same in all lanes take. */
  private static final int JAMMED_ELSE = 4;

  /** Vectors for each value, and iterations of the loop around: what is best comes first. */
  private static final int[][] JAMS = {{4, 4}, {2, 4}, {4, 2}, {2, 2}};

  private final int width;
  private int parts;
  private int jam = 1;
  private NestPlan tail;
  private Obstacle obstacle;

  private NestPlan(int width) {
    this.width = width;
  }

  static NestPlan of(VectorTarget target, NestShape shape) {
    int widest = 8;
    for (Value value : shape.varying) {
      widest = Math.max(widest, bits(value));
    }
    for (NestShape.Access access : shape.accesses.values()) {
      if (!access.isUniform()) {
        widest = Math.max(widest, 8 * access.value().element().bytes());
      }
    }
    var plan = new NestPlan(Math.min(target.bits() / widest, Type.MAX_LANES));
    boolean divergent = false;
    for (Loops.Loop loop : shape.inner.keySet()) {
      divergent |= shape.isDivergent(loop);
    }
    int carried = carried(shape);
    plan.parts = divergent ? DIVERGENT_PARTS : UNIFORM_PARTS;
    while (plan.parts > 1 && needed(plan.parts, carried) > target.registers()) {
      plan.parts /= 2;
    }
    if (plan.width < 2) {
      plan.obstacle = new Obstacle("registers are too short", null);
    }
    if (plan.obstacle == null) {
      plan.ask(target, shape);
      plan.tail = plan.obstacle == null && plan.canMask(target, shape) ? plan : null;
    }
    return plan;
  }

  /**
   * The same with iterations of the loop around that go along; null if there are too few registers,
   * or no masks for the end of a row, where each row would have to go on by itself.
   */
  NestPlan with(NestJam around, VectorTarget target, NestShape shape) {
    int shared = 0;
    for (NestShape.Access access : shape.accesses.values()) {
      boolean load = !access.isUniform() && access.value().op().reads();
      shared += load && !around.isCopied(access.value()) ? 1 : 0;
    }
    for (int[] each : JAMS) {
      int needed = each[0] * (each[1] * carried(shape) + shared) + JAMMED_ELSE;
      if (tail != null && needed <= target.registers()) {
        NestPlan plan = with(each[0], each[1]);
        plan.tail = with(each[0] / 2, each[1]); // enough of them do not wait for each other
        return plan;
      }
    }
    return null;
  }

  private NestPlan with(int vectors, int iterations) {
    var plan = new NestPlan(width);
    plan.parts = vectors;
    plan.jam = iterations;
    return plan;
  }

  /** How many vectors an inner loop hands on to its next iteration, at most. */
  private static int carried(NestShape shape) {
    int carried = 0;
    for (Loops.Loop loop : shape.inner.keySet()) {
      int own = 0;
      for (Value param : loop.header().params()) {
        own += shape.isVarying(param) ? 1 : 0;
      }
      carried = Math.max(carried, own);
    }
    return carried;
  }

  /** True if a round may have lanes that are off, and what leaves the nest needs no last lane. */
  private boolean canMask(VectorTarget target, NestShape shape) {
    for (Value value : shape.usedOutside()) {
      if (shape.isVarying(value) && value != shape.counted.tested()) {
        return false;
      }
    }
    Type mask = Type.BOOL.withLanes(width);
    boolean can = target.cost(Op.FIRSTLANES, mask, Type.I32, false) >= 0;
    for (NestShape.Access access : shape.accesses.values()) {
      if (!access.isUniform()) {
        Type type = Type.vector(access.value().element().lane(), width);
        Op op = access.value().op().writes() ? Op.VSTORE : Op.VLOAD;
        can &= target.cost(op, type, type, true) >= 0;
      }
    }
    return can;
  }

  /** About how many registers a loop needs that hands so many values on, each in {@code parts}. */
  private static int needed(int parts, int carried) {
    return parts > 2 ? 2 * parts * carried + 4 : parts * carried + carried / 2 + 1;
  }

  private static int bits(Value value) {
    return value.type().isBool() || value.type().isReference() || value.type() == Type.VOID
        ? 0
        : value.type().bits();
  }

  private void ask(VectorTarget target, NestShape shape) {
    for (Value value : shape.varying) {
      if (value.type().isBool() && value.operandCount() > 0 && value.operand(0).type().isBool()
          || value.op() == Op.PARAM
          || shape.isSameInLanes(value)
          || value.op() == Op.INDEX
          || value.op() == Op.PROVEN
          || value.op() == Op.UNLIKELY
          || value.op() == Op.LOAD
          || value.op() == Op.STORE
          || shape.isCounter(value)) {
        continue;
      }
      boolean number = value.op() == Op.ZEXT && value.operand(0).type().isBool();
      Value from = value.op() == Op.SELECT ? value.operand(1) : value.operand(0);
      Type type = value.type().withLanes(width);
      ask(
          target,
          number ? Op.SELECT : value.op(),
          type,
          number ? type : from.type().withLanes(width),
          false);
    }
    for (NestShape.Access access : shape.accesses.values()) {
      if (!access.isUniform()) {
        ask(target, access, !shape.isAlways(access.value().block()));
      }
    }
  }

  private void ask(VectorTarget target, NestShape.Access access, boolean masked) {
    Element element = access.value().element();
    Type type = Type.vector(element.lane(), width);
    boolean store = access.value().op().writes();
    ask(target, store ? Op.VSTORE : Op.VLOAD, type, type, masked);
    if (element.bytes() < 4) {
      Type wide = type.withKind(Type.Kind.I32);
      if (store) {
        ask(target, Op.TRUNC, type, wide, false);
      } else {
        ask(target, element == Element.U16 ? Op.ZEXT : Op.SEXT, wide, type, false);
      }
    }
  }

  private void ask(VectorTarget target, Op op, Type type, Type from, boolean masked) {
    if (obstacle == null && target.cost(op, type, from, masked) < 0) {
      obstacle = MissingInstruction.of(op, type, from, masked);
    }
  }

  /** Why the nest stays scalar, or null. */
  Obstacle obstacle() {
    return obstacle;
  }

  /** How many iterations a round does. */
  int lanes() {
    return width * parts;
  }

  /** The lanes of each vector. */
  int width() {
    return width;
  }

  /** How many vectors a value takes. */
  int parts() {
    return parts;
  }

  /** How many iterations of the loop around go along. */
  int jam() {
    return jam;
  }

  /** Of the rounds at the end, in which lanes may be off; null if there are none. */
  NestPlan tail() {
    return tail;
  }
}
