package dev.lathe.vector;

import dev.lathe.ir.Element;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What values of a nest are in a round: scalars, which all lanes have in common or which the first
 * lane has, and vectors, in parts. Of a {@link NestJam} there are as many of each as iterations of
 * the loop around go along, but of what is the same in these there is one. Each value is made where
 * it is needed first.
 */
final class NestValues {
  /** What stands for a value from outside of the nest in iterations of the loop around it. */
  interface Outside {
    /**
     * @param copy which of these iterations
     */
    Value of(Value value, int copy);
  }

  private final NestShape shape;
  private final NestPlan plan;
  private final NestJam jam;
  private final RoundBlock before; // where what does not change is computed
  private final Outside outside;
  private final NestBody body;
  private final List<Map<Value, Value>> scalars = new ArrayList<>(); // of all lanes, or the first
  private final List<Map<Value, Value[]>> parts = new ArrayList<>();
  private final List<Map<Value, Map<Type, Value>>> splats = new ArrayList<>();
  private RoundBlock round;

  /**
   * @param jam null if no others go along
   */
  NestValues(
      NestShape shape,
      NestPlan plan,
      NestJam jam,
      RoundBlock before,
      Outside outside,
      NestBody body) {
    this.shape = shape;
    this.plan = plan;
    this.jam = jam;
    this.before = before;
    this.outside = outside;
    this.body = body;
    for (int u = 0; u < plan.jam(); u++) {
      scalars.add(new HashMap<>());
      parts.add(new HashMap<>());
      splats.add(new HashMap<>());
    }
  }

  /** Says where values are made from now on. */
  void continueIn(RoundBlock next) {
    round = next;
  }

  /** How many of {@code value} there are, by iterations of the loop around. */
  int copies(Value value) {
    return jam != null && jam.isCopied(value) ? plan.jam() : 1;
  }

  private int copy(Value value, int copy) {
    return copy == 0 || jam.isCopied(value) ? copy : 0;
  }

  void setScalar(Value value, int copy, Value scalar) {
    scalars.get(copy).put(value, scalar);
  }

  void setParts(Value value, int copy, Value[] all) {
    parts.get(copy).put(value, all);
  }

  // ---- scalars

  /** What is the same in all lanes, or what grows regularly is in the first. */
  Value scalar(Value value, int of) {
    if (value.isConst()) {
      return round.constant(value.type(), value.bits());
    }
    int copy = copy(value, of);
    Value known = scalars.get(copy).get(value);
    if (known != null) {
      return known;
    }
    if (!shape.contains(value)) {
      return outside.of(value, copy);
    }
    Value made;
    if (value.op() == Op.PARAM) {
      made = scalar(body.argument(value), copy);
    } else if (value.op() == Op.INDEX || value.op() == Op.PROVEN || value.op() == Op.UNLIKELY) {
      made = scalar(value.operand(value.operandCount() - 1), copy);
    } else {
      var operands = new Value[value.operandCount()];
      for (int k = 0; k < operands.length; k++) {
        operands[k] = scalar(value.operand(k), copy);
      }
      round.line(value.line());
      made = round.make(value.op(), value.type(), value.attribute(), operands);
    }
    scalars.get(copy).put(value, made);
    return made;
  }

  /** What {@code value} is in the last lane. */
  Value last(Value value) {
    if (!shape.isVarying(value)) {
      return scalar(value, 0);
    }
    Value[] all = parts(value, 0);
    return round.make(Op.EXTRACT, value.type(), plan.width() - 1L, all[all.length - 1]);
  }

  // ---- lanes

  Type type(Type scalar) {
    return scalar.withLanes(plan.width());
  }

  /** A vector for each part. */
  Value[] parts(Value value, int of) {
    int copy = copy(value, of);
    if (!shape.isVarying(value)) {
      return splat(value, copy);
    }
    Value[] known = parts.get(copy).get(value);
    if (known == null) {
      round.line(value.line());
      known = compute(value, copy);
      parts.get(copy).put(value, known);
    }
    return known;
  }

  private Value[] splat(Value uniform, int copy) {
    Type type = type(uniform.type());
    Map<Type, Value> known = splats.get(copy).computeIfAbsent(uniform, _ -> new HashMap<>());
    Value splat = known.get(type);
    if (splat == null) {
      boolean constant = uniform.isConst() || !shape.contains(uniform);
      splat =
          uniform.isConst()
              ? before.op(Op.SPLAT, type, before.constant(uniform.type(), uniform.bits()))
              : (constant ? before : round).op(Op.SPLAT, type, scalar(uniform, copy));
      known.put(type, splat);
    }
    return filled(splat);
  }

  /** A constant of some type in each lane. */
  Value[] constant(Type scalar, long bits, Type type) {
    return filled(before.op(Op.SPLAT, type, before.constant(scalar, bits)));
  }

  private Value[] filled(Value vector) {
    var all = new Value[plan.parts()];
    Arrays.fill(all, vector);
    return all;
  }

  private Value[] compute(Value value, int copy) {
    if (shape.isSameInLanes(value)) {
      return filled(round.op(Op.SPLAT, type(value.type()), scalar(value, copy)));
    }
    return switch (value.op()) {
      case PARAM -> value == shape.counter() ? counter() : body.merged(value, copy);
      case INDEX, PROVEN, UNLIKELY -> parts(value.operand(value.operandCount() - 1), copy);
      case SELECT -> select(value, copy);
      case ZEXT -> value.operand(0).type().isBool() ? number(value, copy) : lanewise(value, copy);
      case LOAD -> throw new AssertionError("not loaded: " + value);
      default -> lanewise(value, copy);
    };
  }

  /** The first lane's, and what the others are more. */
  private Value[] counter() {
    Type type = type(Type.I32);
    Value first = round.op(Op.SPLAT, type, scalar(shape.counter(), 0));
    var all = new Value[plan.parts()];
    for (int p = 0; p < all.length; p++) {
      var more = new long[type.lanes()];
      for (int i = 0; i < more.length; i++) {
        more[i] = (long) p * type.lanes() + i;
      }
      all[p] = round.op(Op.IADD, type, first, before.lanes(type, more));
    }
    return all;
  }

  private Value[] lanewise(Value value, int copy) {
    boolean shift = value.op().shape() == Op.Shape.SHIFT;
    boolean lookup = value.op() == Op.LOOKUP;
    var operands = new Value[value.operandCount()][];
    for (int k = 0; k < operands.length; k++) {
      Value operand = value.operand(k);
      boolean scalar = lookup && k > 0 || shift && k == 1 && !shape.isVarying(operand);
      operands[k] = scalar ? filled(scalar(operand, copy)) : parts(operand, copy);
    }
    round.line(value.line());
    var all = new Value[plan.parts()];
    for (int p = 0; p < all.length; p++) {
      var part = new Value[operands.length];
      for (int k = 0; k < part.length; k++) {
        part[k] = operands[k][p];
      }
      all[p] = round.make(value.op(), type(value.type()), value.attribute(), part);
    }
    return all;
  }

  private Value[] select(Value value, int copy) {
    Value condition = value.operand(0);
    Value[] a = parts(value.operand(1), copy);
    Value[] b = parts(value.operand(2), copy);
    Value[] conditions =
        shape.isVarying(condition) ? parts(condition, copy) : filled(scalar(condition, copy));
    return select(conditions, a, b);
  }

  Value[] select(Value[] conditions, Value[] a, Value[] b) {
    var all = new Value[a.length];
    for (int p = 0; p < all.length; p++) {
      all[p] = a[p] == b[p] ? a[p] : round.op(Op.SELECT, a[p].type(), conditions[p], a[p], b[p]);
    }
    return all;
  }

  /** 1 where a truth holds, else 0. */
  private Value[] number(Value value, int copy) {
    Type type = type(value.type());
    Value[] one = constant(value.type(), 1, type);
    Value[] zero = constant(value.type(), 0, type);
    return select(parts(value.operand(0), copy), one, zero);
  }

  // ---- memory

  /** Does an access, in all iterations that go along; {@code mask} is null for all lanes. */
  void access(NestShape.Access access, Value[] mask) {
    Value value = access.value();
    for (int u = 0; u < copies(value); u++) {
      if (value.op().writes()) {
        store(access, u, mask);
      } else if (access.isUniform()) {
        Value loaded = loadOnce(access, u);
        scalars.get(u).put(value, loaded);
        if (shape.isVarying(value)) {
          parts.get(u).put(value, filled(round.op(Op.SPLAT, type(value.type()), loaded)));
        }
      } else {
        parts.get(u).put(value, load(access, u, mask));
      }
    }
  }

  private Value index(NestShape.Access access, int copy, int part) {
    Value first = scalar(access.value().operand(1), copy);
    return proven(access, round.sum(first, (long) part * plan.width()));
  }

  private Value proven(NestShape.Access access, Value index) {
    long code = access.value().access().forProven().code();
    return round.make(Op.PROVEN, index.type(), code, access.reference(), index);
  }

  private Value loadOnce(NestShape.Access access, int copy) {
    Value load = access.value();
    round.line(load.line());
    Value token = proven(access, scalar(load.operand(1), copy));
    return round.make(Op.LOAD, load.type(), load.access().code(), access.reference(), token);
  }

  private Value[] load(NestShape.Access access, int copy, Value[] mask) {
    Value load = access.value();
    Element element = load.element();
    Type type = Type.vector(element.lane(), plan.width());
    round.line(load.line());
    var all = new Value[plan.parts()];
    for (int p = 0; p < all.length; p++) {
      Value index = index(access, copy, p);
      long code = load.access().code();
      all[p] =
          mask == null
              ? round.make(Op.VLOAD, type, code, access.reference(), index)
              : round.make(Op.VLOAD, type, code, access.reference(), index, mask[p]);
      if (element.bytes() < 4) {
        all[p] =
            round.op(
                element == Element.U16 ? Op.ZEXT : Op.SEXT, type.withKind(Type.Kind.I32), all[p]);
      }
    }
    return all;
  }

  private void store(NestShape.Access access, int copy, Value[] mask) {
    Value store = access.value();
    Element element = store.element();
    Type type = Type.vector(element.lane(), plan.width());
    Value[] values = parts(store.operand(2), copy);
    round.line(store.line());
    for (int p = 0; p < values.length; p++) {
      Value stored = element.bytes() < 4 ? round.op(Op.TRUNC, type, values[p]) : values[p];
      Value index = index(access, copy, p);
      long code = store.access().code();
      if (mask == null) {
        round.make(Op.VSTORE, Type.VOID, code, access.reference(), index, stored);
      } else {
        round.make(Op.VSTORE, Type.VOID, code, access.reference(), index, stored, mask[p]);
      }
    }
  }
}
