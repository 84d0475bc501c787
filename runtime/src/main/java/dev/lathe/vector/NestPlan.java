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

  private final int width;
  private int parts;
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
    int carried = 0;
    for (Loops.Loop loop : shape.inner.keySet()) {
      int own = 0;
      for (Value param : loop.header().params()) {
        own += shape.isVarying(param) ? 1 : 0;
      }
      carried = Math.max(carried, own);
      divergent |= shape.isDivergent(loop);
    }
    int registers = target.bits() == 512 ? 32 : 16;
    plan.parts = divergent ? DIVERGENT_PARTS : UNIFORM_PARTS;
    while (plan.parts > 1 && needed(plan.parts, carried) > registers) {
      plan.parts /= 2;
    }
    if (plan.width < 2) {
      plan.obstacle = new Obstacle("registers are too short", null);
    }
    if (plan.obstacle == null) {
      plan.ask(target, shape);
    }
    return plan;
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
      obstacle =
          new Obstacle(
              "this processor has no "
                  + (masked ? "masked " : "")
                  + op
                  + " of "
                  + (type == from ? type : from + " to " + type),
              null);
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
}
