package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Assignment;
import dev.lathe.random.JavaExpression.Call;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Conditional;
import dev.lathe.random.JavaExpression.Element;
import dev.lathe.random.JavaExpression.Length;
import dev.lathe.random.JavaExpression.Step;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaStatement.Counted;
import dev.lathe.random.JavaStatement.Declaration;
import dev.lathe.random.JavaStatement.Effect;
import dev.lathe.random.JavaStatement.If;
import dev.lathe.random.JavaStatement.LoopKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes the body of a method as a vectoriser likes it, or nearly: counted loops of few statements
 * over whole arrays. Trip counts are near the arrays' lengths, strides and distances between
 * iterations small, types mixed; there are reductions, recurrences, conditions, early exits,
 * gathers, scatters and counters that wrap.
 */
final class RandomVectorLoops {
  private static final int[] DISTANCES = {1, 1, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17};
  private static final int[] STRIDES = {2, 2, 3, 4, 5, 8};
  private static final String MOST = "2147483647";

  private static final int ROW = 8;

  /** As a margin: the counter ends where it overflows. */
  private static final int WRAPPING = 1000;

  private final ProgramGenerator generator;
  private final RandomExpressions expressions;
  private final RandomArrays arrays;
  private final RandomSegments segments;
  private final RandomLaneValues values;
  private final RandomMatrices matrices;
  private final Random random;
  private final RandomExtrema extrema;
  private final List<Variable> sums = new ArrayList<>();
  private boolean isAcross; // in a nest whose outer iterations have much to do each

  RandomVectorLoops(ProgramGenerator generator) {
    this.generator = generator;
    this.expressions = generator.expressions;
    this.arrays = expressions.arrays;
    this.random = generator.random;
    this.segments = expressions.segments;
    this.values = new RandomLaneValues(random, expressions);
    this.extrema = new RandomExtrema(generator);
    this.matrices = new RandomMatrices(generator, values);
  }

  /** Adds variables, and loops that use them. */
  void add(List<JavaStatement> body) {
    for (int i = random.nextInt(4); i > 0; i--) {
      JavaType type = random.nextInt(8) == 0 ? generator.anyType() : RandomLaneValues.lane(random);
      JavaExpression first =
          random.nextInt(3) == 0 ? expressions.leaf(type) : new Cast(type, values.small());
      declare(body, type, type == JavaType.BOOLEAN ? values.truth(1) : first);
    }
    if (random.nextInt(6) == 0) {
      Variable other = arrays.any();
      String name = generator.name("v");
      JavaExpression value = arrays.value(other.type());
      boolean isNew = value instanceof JavaExpression.NewArray;
      body.add(new Declaration(isNew, false, other.type(), List.of(name), List.of(value)));
      expressions.declare(new Variable(other.type(), name, false), isNew);
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      loop(body, null);
    }
    if (random.nextInt(6) == 0) {
      matrices.add(body);
    }
  }

  private void declare(List<JavaStatement> body, JavaType type, JavaExpression first) {
    var variable = new Variable(type, generator.name("s"), false);
    body.add(new Declaration(false, false, type, List.of(variable.name()), List.of(first)));
    expressions.declare(variable, false);
    sums.add(variable);
  }

  /**
   * Adds a loop, and what has to stand before it.
   *
   * @param outer the counter of the loop around it; null for none
   */
  private void loop(List<JavaStatement> body, Variable outer) {
    boolean isNest = outer == null && random.nextInt(4) == 0;
    isAcross = outer == null ? isNest && random.nextInt(3) != 0 : isAcross;
    JavaExpression bound = outer != null ? few() : isAcross ? columns() : isNest ? rows() : bound();
    if (random.nextInt(4) == 0) {
      String name = generator.name("n");
      body.add(new Declaration(true, false, JavaType.INT, List.of(name), List.of(bound)));
      bound = new Variable(JavaType.INT, name, false);
    }
    boolean isCalm = random.nextInt(5) < 3;
    LoopSpace space = space(isCalm);
    Variable second = null;
    String by = random.nextInt(4) == 0 ? "0x10000001" : Integer.toString(random.nextInt(7) - 2);
    if (!isCalm && random.nextInt(5) == 0) {
      second = new Variable(JavaType.INT, generator.name("j"), false);
      JavaExpression first = random.nextBoolean() ? RandomArrays.literal(0) : values.small();
      body.add(new Declaration(false, false, JavaType.INT, List.of(second.name()), List.of(first)));
    }
    Variable packed =
        !isNest && random.nextInt(8) == 0 ? RandomPacking.counter(body, generator, values) : null;
    generator.calls.enterLoop();
    generator.calls.enterLoop();
    int[] scope = expressions.enter();
    int sumsBefore = sums.size();
    expressions.declare(space.counter(), true);
    var inside = new ArrayList<JavaStatement>();
    values.setCalm(isCalm);
    if (isAcross) {
      across(inside, space, outer);
    } else if (isNest) {
      if (random.nextBoolean()) {
        inside.add(statement(space, null, null));
      }
      loop(inside, space.counter());
      if (random.nextInt(4) == 0) {
        arrays.swap(inside, generator);
      }
    } else {
      int count = random.nextInt(10) == 0 ? 4 + random.nextInt(4) : 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        if (random.nextInt(5) == 0) {
          local(inside, space, outer);
        }
        inside.add(statement(space, outer, second));
      }
      if (packed != null) {
        JavaExpression c = truth(space, outer, null);
        JavaExpression i = at(space.counter());
        inside.add(RandomPacking.of(packed, i, generator, c, t -> value(t, space, outer, null)));
      }
      if (random.nextInt(isCalm ? 40 : 12) == 0) {
        inside.add(exit());
      }
    }
    if (second != null) {
      var step = new JavaExpression.Literal(JavaType.INT, by, 0);
      inside.add(new Effect(new Assignment(second, "+=", step)));
    }
    values.setCalm(false);
    expressions.leave(scope);
    sums.subList(sumsBefore, sums.size()).clear();
    generator.calls.leaveLoop();
    generator.calls.leaveLoop();
    LoopKind kind = random.nextInt(8) == 0 ? LoopKind.values()[random.nextInt(3)] : LoopKind.FOR;
    body.add(
        new Counted(
            kind,
            null,
            space.counter().type(),
            space.counter().name(),
            space.start(),
            space.test().replace("@", space.counter().name()),
            space.update().replace("@", space.counter().name()),
            bound,
            null,
            inside));
    if (packed != null) {
      expressions.declare(packed, false);
    }
  }

  /** What the iterations of a nest do that have sums of their own, or of the loop in it. */
  private void across(List<JavaStatement> body, LoopSpace space, Variable outer) {
    if (outer == null) {
      List<Variable> outside = List.copyOf(sums);
      sums.clear();
      for (int i = random.nextInt(3); i >= 0; i--) {
        JavaType type = RandomLaneValues.lane(random);
        declare(body, type, value(type, space, null, null));
      }
      for (int i = random.nextInt(4); i >= 0; i -= 3) {
        loop(body, space.counter());
      }
      Variable sum = sums.get(random.nextInt(sums.size()));
      Variable array = arrays.any();
      JavaType type = array.type().element();
      boolean fits = type != JavaType.BOOLEAN && random.nextInt(4) != 0;
      JavaExpression value = fits ? new Cast(type, sum) : value(type, space, null, null);
      body.add(new Effect(new Assignment(new Element(array, at(space.counter())), "=", value)));
      sums.clear();
      sums.addAll(outside);
      return;
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      boolean isSum = random.nextInt(6) != 0;
      body.add(isSum ? reduction(space, outer, null) : statement(space, outer, null));
    }
    if (random.nextInt(3) == 0) {
      var found = new ArrayList<JavaStatement>();
      Variable place = sums.get(random.nextInt(sums.size()));
      if (random.nextBoolean()) {
        JavaExpression at = new Cast(place.type(), space.counter());
        found.add(new Effect(new Assignment(place, "=", at)));
      } else if (random.nextInt(4) == 0) {
        found.add(new Effect(store(space, outer, null)));
      }
      found.add(new JavaStatement.Jump(null, "break", null));
      body.add(new If(truth(space, outer, null), found, List.of()));
    }
  }

  private static JavaExpression at(Variable counter) {
    return counter.type() == JavaType.LONG ? new Cast(JavaType.INT, counter) : counter;
  }

  /** An index in a loop of a nest: of what its iterations have in common, or not far apart. */
  private JavaExpression across(JavaExpression i, JavaExpression o) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> i;
      case 3, 4 -> binary("+", o, i);
      case 5 -> binary("+", o, binary("*", i, RandomArrays.literal(random.nextInt(4))));
      case 6 -> binary("+", i, RandomArrays.literal(1));
      default -> o;
    };
  }

  /** An int that leaves room for what is next to as many elements. */
  private JavaExpression columns() {
    JavaExpression most = bound();
    return random.nextInt(4) == 0
        ? most
        : binary("-", most, RandomArrays.literal(ROW * random.nextInt(3)));
  }

  /** An int of at most about the length of arrays. */
  private JavaExpression bound() {
    Variable array = arrays.any();
    JavaExpression number = values.parameter();
    return switch (random.nextInt(12)) {
      case 0 ->
          rarely(
              call("Math.min", number, RandomArrays.literal(70)),
              binary("&", number, RandomArrays.literal(15)));
      case 1 -> {
        JavaExpression size = segments.isEmpty() ? new Length(array) : segments.size();
        var eight = RandomArrays.literal(8);
        yield segments.isEmpty()
            ? size
            : new Cast(JavaType.INT, RandomExpressions.binary(JavaType.LONG, "/", size, eight));
      }
      case 2 -> call("Math.min", number, new Length(array));
      case 3 -> call("Math.min", new Length(array), new Length(arrays.any()));
      case 4 ->
          random.nextInt(4) == 0
              ? RandomArrays.literal(random.nextInt(71))
              : call("Math.min", new Length(array), RandomArrays.literal(random.nextInt(71)));
      case 5 -> binary("&", new Length(array), RandomArrays.literal(-8));
      default -> new Length(array);
    };
  }

  private JavaExpression rows() {
    return random.nextInt(4) == 0
        ? RandomArrays.literal(random.nextInt(8))
        : binary("/", new Length(arrays.any()), RandomArrays.literal(ROW));
  }

  private JavaExpression few() {
    int most = random.nextInt(8) == 0 ? random.nextInt(ROW) : ROW << random.nextInt(2);
    return most > ROW || random.nextInt(3) == 0
        ? call("Math.min", new Length(arrays.any()), RandomArrays.literal(most))
        : RandomArrays.literal(most);
  }

  private LoopSpace space(boolean isCalm) {
    boolean isNear = random.nextInt(3) != 0;
    int margin = isNear ? 0 : DISTANCES[random.nextInt(1 + random.nextInt(DISTANCES.length))];
    int stride = STRIDES[random.nextInt(STRIDES.length)];
    JavaType type = isCalm && random.nextInt(8) != 0 ? JavaType.INT : counterType();
    var counter = new Variable(type, generator.name("i"), false);
    String end = margin == 0 ? "#" : "# - " + margin;
    if (isCalm && random.nextInt(6) == 0) {
      int fields = 2 + random.nextInt(3);
      return new LoopSpace(counter, "0", "@ < # / " + fields, "@++", 0, fields);
    }
    if (isCalm && random.nextInt(8) != 0) {
      return random.nextInt(6) == 0 && !type.isNarrow() && type != JavaType.CHAR
          ? new LoopSpace(counter, end + " - 1", "@ >= " + margin, "@--", margin, 1)
          : new LoopSpace(counter, "" + margin, "@ < " + end, "@++", margin, 1);
    }
    if (counter.type().isNarrow()) {
      String bound = "(" + end + " & 63)";
      String step = random.nextInt(4) == 0 ? "@ += " + stride : "@++";
      return new LoopSpace(counter, "" + margin, "@ < " + bound, step, margin, 1);
    }
    boolean isInt = counter.type() == JavaType.INT;
    if (random.nextInt(5) == 0 && (isInt || counter.type() == JavaType.LONG)) {
      return LoopSpace.edge(counter, random, values);
    }
    return switch (random.nextInt(14)) {
      case 0, 1 -> new LoopSpace(counter, "" + margin, "@ < " + end, "@ += " + stride, margin, 1);
      case 2 -> new LoopSpace(counter, "0", "@ < # / " + stride, "@++", 0, stride);
      case 3 -> new LoopSpace(counter, end + " - 1", "@ >= " + margin, "@--", margin, 1);
      case 4 -> new LoopSpace(counter, end + " - 1", "@ >= " + margin, "@ -= " + stride, margin, 1);
      case 5 -> {
        String last = random.nextInt(3) == 0 ? end : end + " - 1";
        yield new LoopSpace(counter, "" + margin, "@ <= " + last, "@++", margin, 1);
      }
      case 6 ->
          new LoopSpace(
              counter, "0", "@ + " + (stride - 1) + " < #", "@ += " + stride, -stride + 1, 1);
      case 7 ->
          isInt
              ? new LoopSpace(counter, MOST + " - (# & 63)", "@ > 0", "@++", WRAPPING, 1)
              : new LoopSpace(counter, "0", "@ < " + end, "++@", margin, 1);
      case 8 -> new LoopSpace(counter, "" + margin, "@ + " + margin + " < #", "@++", margin, 1);
      case 9 ->
          new LoopSpace(counter, random.nextInt(9) + "", "@ < # - " + margin, "@++", margin, 1);
      default -> new LoopSpace(counter, "" + margin, "@ < " + end, "@++", margin, 1);
    };
  }

  private JavaType counterType() {
    return switch (random.nextInt(24)) {
      case 0, 1, 2 -> JavaType.LONG;
      case 3 -> JavaType.SHORT;
      case 4 -> JavaType.BYTE;
      case 5 -> JavaType.CHAR;
      default -> JavaType.INT;
    };
  }

  /** An index near the counter's element. */
  private JavaExpression index(LoopSpace space, Variable outer, Variable second, Variable array) {
    if (space.edge() != null && random.nextInt(8) != 0) {
      return space.fromEdge(random);
    }
    JavaExpression i = at(space.counter());
    if (space.margin() == WRAPPING) {
      return random.nextInt(6) == 0
          ? binary("&", i, RandomArrays.literal(63))
          : binary("-", new JavaExpression.Literal(JavaType.INT, MOST, 0), i);
    }
    if (second != null && random.nextInt(3) == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> rarely(second, binary("&", second, RandomArrays.literal(15)));
        case 1 -> binary(">>>", second, RandomArrays.literal(28));
        default -> binary("&", second, RandomArrays.literal(7));
      };
    }
    if (outer != null && isAcross && random.nextInt(8) != 0) {
      return across(i, at(outer));
    }
    if (outer != null && random.nextInt(3) != 0) {
      JavaExpression o = at(outer);
      int row = random.nextInt(4) == 0 ? random.nextInt(9) : ROW;
      JavaExpression at = binary("+", binary("*", o, RandomArrays.literal(row)), i);
      return random.nextInt(4) == 0 ? o : random.nextInt(4) == 0 ? binary("+", o, i) : at;
    }
    if (space.scale() > 1) {
      JavaExpression at = binary("*", i, RandomArrays.literal(space.scale()));
      int offset = random.nextInt(space.scale());
      return offset == 0 ? at : binary("+", at, RandomArrays.literal(offset));
    }
    return switch (values.isCalm() && random.nextInt(20) != 0 ? 24 : random.nextInt(24)) {
      case 0 -> binary("-", binary("-", new Length(array), RandomArrays.literal(1)), i);
      case 1 -> rarely(binary("^", i, RandomArrays.literal(1)), i);
      case 2 -> binary("&", i, RandomArrays.literal(7));
      case 3 -> binary(">>", i, RandomArrays.literal(1));
      case 4 -> RandomArrays.literal(random.nextInt(4));
      case 5 -> gathered(i);
      case 6 -> rarely(binary("+", i, RandomArrays.literal(random.nextInt(5) - 2)), i);
      case 7 -> rarely(binary("*", i, RandomArrays.literal(2)), i);
      case 8 -> rarely(binary("+", i, binary("&", values.parameter(), RandomArrays.literal(3))), i);
      default -> {
        int most = Math.abs(space.margin());
        int offset = most == 0 ? 0 : random.nextInt(2 * most + 1) - most;
        offset = space.margin() < 0 ? Math.abs(offset) : offset;
        yield offset == 0 || random.nextInt(3) == 0
            ? i
            : offset > 0
                ? binary("+", i, RandomArrays.literal(offset))
                : binary("-", i, RandomArrays.literal(-offset));
      }
    };
  }

  /** What often leads to an exception, or {@code otherwise}. */
  private JavaExpression rarely(JavaExpression value, JavaExpression otherwise) {
    return random.nextInt(3) == 0 ? value : otherwise;
  }

  /** An index that is read from an array. */
  private JavaExpression gathered(JavaExpression i) {
    Variable array = arrays.any();
    JavaType type = array.type().element();
    if (!type.isIntegral()) {
      return i;
    }
    JavaExpression at = new Element(array, i);
    JavaExpression index = type == JavaType.LONG ? new Cast(JavaType.INT, at) : at;
    return random.nextInt(20) == 0 ? index : binary("&", index, RandomArrays.literal(7));
  }

  private Element element(LoopSpace space, Variable outer, Variable second) {
    Variable array = arrays.any();
    return new Element(array, index(space, outer, second, array));
  }

  private JavaExpression read(LoopSpace space, Variable outer, Variable second) {
    if (segments.isEmpty() || isAcross || random.nextInt(3) != 0) {
      return element(space, outer, second);
    }
    return segments.read(RandomLaneValues.lane(random), place(space, outer, second));
  }

  /** An index for a segment. */
  private JavaExpression place(LoopSpace space, Variable outer, Variable second) {
    boolean isDirect = space.margin() != WRAPPING && space.edge() == null && random.nextBoolean();
    return isDirect ? space.counter() : index(space, outer, second, arrays.any());
  }

  private JavaExpression value(JavaType type, LoopSpace space, Variable outer, Variable second) {
    return !values.isCalm() && random.nextInt(16) == 0
        ? expressions.exactly(type, 4)
        : values.of(type, 1 + random.nextInt(7), () -> read(space, outer, second));
  }

  private JavaExpression truth(LoopSpace space, Variable outer, Variable second) {
    return values.truth(1 + random.nextInt(4), () -> read(space, outer, second));
  }

  private void local(List<JavaStatement> body, LoopSpace space, Variable outer) {
    JavaType type = RandomLaneValues.lane(random);
    JavaExpression value = value(type, space, outer, null);
    String name = generator.name("v");
    body.add(new Declaration(true, false, type, List.of(name), List.of(value)));
    expressions.declare(new Variable(type, name, false), true);
  }

  private JavaStatement statement(LoopSpace space, Variable outer, Variable second) {
    if (space.scale() > 1 && outer == null && random.nextInt(3) == 0) {
      return record(space);
    }
    return switch (random.nextInt(sums.isEmpty() ? 8 : 14)) {
      case 0, 1, 2, 3 -> new Effect(store(space, outer, second));
      case 4 -> new Effect(change(element(space, outer, second), space, outer, second));
      case 5 -> {
        List<JavaStatement> otherwise =
            random.nextInt(3) == 0 ? List.of(new Effect(store(space, outer, second))) : List.of();
        List<JavaStatement> then = List.of(statement(space, outer, second));
        yield new If(truth(space, outer, second), then, otherwise);
      }
      case 6 -> recurrence(space, outer, second);
      case 7 ->
          random.nextInt(values.isCalm() ? 8 : 4) == 0
              ? new JavaStatement.Jump(truth(space, outer, second), "continue", null)
              : new Effect(store(space, outer, second));
      case 8 ->
          new If(truth(space, outer, second), List.of(reduction(space, outer, second)), List.of());
      default -> reduction(space, outer, second);
    };
  }

  private JavaExpression store(LoopSpace space, Variable outer, Variable second) {
    if (!segments.isEmpty() && !isAcross && random.nextInt(3) == 0) {
      JavaType type = RandomLaneValues.lane(random);
      JavaExpression value = value(type, space, outer, second);
      return segments.write(type, place(space, outer, second), value);
    }
    Element target = element(space, outer, second);
    JavaExpression value = value(target.type(), space, outer, second);
    return new Assignment(target, "=", value);
  }

  /** Stores to fields that follow each other, in any order; of most to all. */
  private JavaStatement record(LoopSpace space) {
    Variable array = arrays.any();
    var fields = new ArrayList<Integer>();
    for (int field = 0; field < space.scale(); field++) {
      fields.add(random.nextInt(20) == 0 ? random.nextInt(space.scale()) : field);
    }
    Collections.shuffle(fields, random);
    var stores = new ArrayList<JavaStatement>();
    for (int field : fields) {
      JavaExpression first = binary("*", space.counter(), RandomArrays.literal(space.scale()));
      JavaExpression at = binary("+", first, RandomArrays.literal(field));
      if (space.counter().type() == JavaType.LONG) {
        at = index(space, null, null, array);
      }
      var target = new Element(array, at);
      JavaExpression value = value(target.type(), space, null, null);
      stores.add(new Effect(new Assignment(target, "=", value)));
    }
    return new JavaStatement.Block(null, stores);
  }

  private JavaExpression change(
      JavaExpression target, LoopSpace space, Variable outer, Variable second) {
    JavaType type = target.type();
    if (type == JavaType.BOOLEAN) {
      String operator = List.of("&=", "|=", "^=", "=").get(random.nextInt(4));
      return new Assignment(target, operator, truth(space, outer, second));
    }
    if (random.nextInt(5) == 0) {
      return new Step(target, random.nextBoolean() ? "++" : "--", random.nextBoolean());
    }
    List<String> operators =
        type.isIntegral()
            ? List.of("+=", "+=", "-=", "*=", "&=", "|=", "^=", "<<=", ">>=", ">>>=")
            : List.of("+=", "+=", "-=", "*=", "*=", "/=");
    JavaType from = random.nextInt(4) == 0 ? RandomLaneValues.lane(random) : type;
    from = type.isIntegral() && !from.isIntegral() ? type : from;
    String operator = operators.get(random.nextInt(operators.size()));
    return new Assignment(target, operator, value(from, space, outer, second));
  }

  /** {@code a[i + d] = f(a[i])}, or the other way round. */
  private JavaStatement recurrence(LoopSpace space, Variable outer, Variable second) {
    Variable array = arrays.any();
    JavaType type = array.type().element();
    if (type == JavaType.BOOLEAN) {
      return new Effect(store(space, outer, second));
    }
    var to = new Element(array, index(space, outer, second, array));
    var from = new Element(array, index(space, outer, second, array));
    JavaExpression value =
        values.binary(type, new Cast(type, from), value(type, space, outer, second));
    return new Effect(new Assignment(to, "=", value));
  }

  private JavaStatement reduction(LoopSpace space, Variable outer, Variable second) {
    Variable sum = sums.get(random.nextInt(sums.size()));
    JavaType type = sum.type();
    JavaExpression element = value(type, space, outer, second);
    if (type == JavaType.BOOLEAN || random.nextInt(3) != 0) {
      return new Effect(change(sum, space, outer, second));
    }
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        JavaType number = type.promoted();
        String name = random.nextBoolean() ? "Math.min" : "Math.max";
        JavaExpression least = new Call(number, name, List.of(sum, new Cast(number, element)));
        JavaExpression fitting = number == type ? least : new Cast(type, least);
        return new Effect(new Assignment(sum, "=", fitting));
      }
      case 3 -> {
        return new If(
            truth(space, outer, second),
            List.of(new Effect(new Step(sum, "++", false))),
            List.of());
      }
      case 4 -> {
        JavaExpression chosen = new Conditional(type, truth(space, outer, second), element, sum);
        return new Effect(new Assignment(sum, "=", chosen));
      }
      case 5, 7 -> {
        JavaExpression when = truth(space, outer, second);
        return RandomScans.of(random, sum, element, when, element(space, outer, second));
      }
      case 2 -> {
        return extrema.statement(sum, element, space.counter(), sums);
      }
      case 6 -> {
        if (type == JavaType.INT || type == JavaType.LONG) {
          return extrema.polynomial(sum, random.nextBoolean() ? values.small() : element, element);
        }
        if (type.isIntegral()) {
          return new Effect(new Assignment(sum, "=", element));
        }
        JavaExpression factor = value(type, space, outer, second);
        JavaExpression product = new Call(type, "Math.fma", List.of(element, factor, sum));
        return new Effect(new Assignment(sum, "=", product));
      }
      default -> {}
    }
    return new Effect(new Assignment(sum, "=", element));
  }

  /** Leaves the loop, or the method. */
  private JavaStatement exit() {
    JavaExpression condition = values.truth(1 + random.nextInt(4));
    return random.nextInt(3) == 0
        ? new JavaStatement.Leave(condition, "return", generator.result(2))
        : new JavaStatement.Jump(condition, "break", null);
  }

  private static JavaExpression binary(String operator, JavaExpression a, JavaExpression b) {
    return RandomExpressions.binary(JavaType.INT, operator, a, b);
  }

  private static JavaExpression call(String method, JavaExpression a, JavaExpression b) {
    return new Call(JavaType.INT, method, List.of(a, b));
  }
}
