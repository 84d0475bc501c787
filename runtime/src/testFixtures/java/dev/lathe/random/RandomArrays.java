package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Assignment;
import dev.lathe.random.JavaExpression.Call;
import dev.lathe.random.JavaExpression.Conditional;
import dev.lathe.random.JavaExpression.Element;
import dev.lathe.random.JavaExpression.Length;
import dev.lathe.random.JavaExpression.Literal;
import dev.lathe.random.JavaExpression.NewArray;
import dev.lathe.random.JavaExpression.Null;
import dev.lathe.random.JavaExpression.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes expressions over the arrays in scope. Most indices are within bounds: small ones, counters
 * of loops, what is masked or reduced to the length.
 */
final class RandomArrays {
  /** What names of arrays begin with that are made in a loop: nothing else may hold them. */
  static final String LOOP_ARRAY = "t";

  private static final int OVERFLOWING = 0x4000_0000;

  private final Random random;
  private final RandomExpressions expressions;
  private final List<Variable> readable = new ArrayList<>();
  private final List<Variable> sources = new ArrayList<>(); // that others may be assigned
  private final List<Variable> assignable = new ArrayList<>();
  private final List<Variable> counters = new ArrayList<>();

  RandomArrays(Random random, RandomExpressions expressions) {
    this.random = random;
    this.expressions = expressions;
  }

  boolean isEmpty() {
    return readable.isEmpty();
  }

  void declare(Variable array, boolean isFinal) {
    readable.add(array);
    if (!array.name().startsWith(LOOP_ARRAY)) {
      sources.add(array);
    }
    if (!isFinal) {
      assignable.add(array);
    }
  }

  /** Says that {@code counter} counts a loop, so that it is a good index. */
  void count(Variable counter) {
    if (counter.type().widensTo(JavaType.INT)) {
      counters.add(counter);
    }
  }

  /** A counter of a loop around, or null. */
  Variable counter() {
    return counters.isEmpty() ? null : counters.get(random.nextInt(counters.size()));
  }

  int[] enter() {
    return new int[] {readable.size(), sources.size(), assignable.size(), counters.size()};
  }

  void leave(int readables, int sourced, int assignables, int counted) {
    readable.subList(readables, readable.size()).clear();
    sources.subList(sourced, sources.size()).clear();
    assignable.subList(assignables, assignable.size()).clear();
    counters.subList(counted, counters.size()).clear();
  }

  Variable any() {
    return readable.get(random.nextInt(readable.size()));
  }

  /** An array that may be assigned, or null. */
  Variable target() {
    return assignable.isEmpty() ? null : assignable.get(random.nextInt(assignable.size()));
  }

  /** What an array variable of {@code type} may be assigned. */
  JavaExpression value(JavaType type) {
    return random.nextInt(30) == 0 ? new Null(type) : chosen(type, sources, null);
  }

  /** What a method may be passed as an array of {@code type}. */
  JavaExpression argument(JavaType type) {
    return random.nextInt(12) == 0 ? small(type) : chosen(type, readable, null);
  }

  private NewArray small(JavaType type) {
    int length = random.nextInt(10);
    return new NewArray(type, literal(length));
  }

  /** One of {@code from}, or one of two of them. */
  private JavaExpression chosen(JavaType type, List<Variable> from, Variable preferred) {
    Variable first = preferred != null ? preferred : ofType(type, from);
    if (first == null) {
      return small(type);
    }
    Variable second = ofType(type, from);
    if (random.nextInt(8) != 0 || second == first) {
      return first;
    }
    // Of (true || x ? a : b)[i] javac leaves a[i], whose exception names the array.
    Variable number = expressions.integer();
    return number == null || number.mayBeConstant()
        ? first
        : new Conditional(
            type,
            RandomExpressions.binary(JavaType.BOOLEAN, "<", number, literal(3)),
            first,
            second);
  }

  private Variable ofType(JavaType type, List<Variable> from) {
    Variable found = null;
    int count = 0;
    for (Variable each : from) {
      if (each.type() == type && random.nextInt(++count) == 0) {
        found = each;
      }
    }
    return found;
  }

  /** Something about an array whose type widens to {@code type}; null if there is nothing. */
  JavaExpression read(JavaType type, int budget) {
    if (type == JavaType.BOOLEAN && random.nextInt(3) == 0) {
      return comparison();
    }
    if (random.nextInt(8) == 0 && JavaType.INT.widensTo(type)) {
      return new Length(any());
    }
    Element element = element(type, budget);
    if (element == null || random.nextInt(5) != 0 || !(element.array() instanceof Variable array)) {
      return element;
    }
    if (!(element.index() instanceof Variable)) {
      return element;
    }
    JavaExpression isIn =
        RandomExpressions.binary(JavaType.BOOLEAN, "<", element.index(), new Length(array));
    var other = new JavaExpression.Cast(element.type(), literal(7));
    return element.type() == JavaType.BOOLEAN
        ? RandomExpressions.binary(JavaType.BOOLEAN, "&&", isIn, element)
        : new Conditional(element.type(), isIn, element, other);
  }

  private JavaExpression comparison() {
    Variable array = any();
    JavaExpression other =
        random.nextInt(3) == 0 ? new Null(array.type()) : ofType(array.type(), readable);
    return RandomExpressions.binary(
        JavaType.BOOLEAN, random.nextBoolean() ? "==" : "!=", array, other);
  }

  /** An element of any array. */
  Element element(int budget) {
    return elementOf(any(), budget);
  }

  /** An element whose type widens to {@code type}; null if there is none. */
  Element element(JavaType type, int budget) {
    for (int attempt = 0; attempt < 5; attempt++) {
      Variable array = any();
      if (array.type().element().widensTo(type)) {
        return elementOf(array, budget);
      }
    }
    return null;
  }

  private Element elementOf(Variable array, int budget) {
    return new Element(chosen(array.type(), readable, array), index(array, budget));
  }

  /** An index into {@code array}, seldom out of bounds. */
  JavaExpression index(Variable array, int budget) {
    boolean counts = !counters.isEmpty() && random.nextInt(4) != 0;
    return counts ? counted(array) : small(array, Math.max(1, budget));
  }

  private JavaExpression small(Variable array, int budget) {
    JavaExpression any = expressions.of(JavaType.INT, budget);
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> literal(random.nextInt(4));
      case 3 -> literal(random.nextInt(24) - 1);
      case 4, 5, 6, 7 -> masked(any, 3);
      case 8, 9 -> masked(any, 7);
      case 10 -> masked(any, 15);
      case 11 -> new Call(JavaType.INT, "Math.floorMod", List.of(any, atLeastOne(array)));
      case 12 -> RandomExpressions.binary(JavaType.INT, "-", last(array), masked(any, 1));
      case 13 -> {
        JavaExpression change = expressions.changeOr(JavaType.INT, budget);
        boolean isSimple =
            change instanceof Assignment assignment && assignment.operator().equals("=");
        yield random.nextInt(3) == 0
            ? change
            : isSimple && change.type() != JavaType.BOOLEAN
                ? new Assignment(
                    ((Assignment) change).target(), "=", fitting(change.type(), random.nextInt(4)))
                : masked(change, 3);
      }
      case 14 -> random.nextInt(3) == 0 ? any : masked(any, 3);
      default -> last(array);
    };
  }

  private JavaExpression counted(Variable array) {
    Variable i = counters.get(random.nextInt(counters.size()));
    if (random.nextBoolean()) {
      i = counters.getLast();
    }
    Variable j = counters.get(random.nextInt(counters.size()));
    return switch (random.nextInt(24)) {
      case 0, 1 -> RandomExpressions.binary(JavaType.INT, "+", i, literal(1));
      case 2, 3 -> RandomExpressions.binary(JavaType.INT, "-", i, literal(1));
      case 4 -> RandomExpressions.binary(JavaType.INT, "*", literal(2), i);
      case 5, 6 ->
          RandomExpressions.binary(
              JavaType.INT,
              "+",
              RandomExpressions.binary(JavaType.INT, "*", j, literal(1 + random.nextInt(5))),
              i);
      case 7 -> RandomExpressions.binary(JavaType.INT, "-", last(array), i);
      case 8 -> RandomExpressions.binary(JavaType.INT, "^", i, literal(1));
      case 9 -> RandomExpressions.binary(JavaType.INT, ">>", i, literal(1));
      case 10 -> masked(i, 7);
      case 11 ->
          random.nextInt(3) == 0
              ? RandomExpressions.binary(
                  JavaType.INT, random.nextBoolean() ? "*" : "+", i, literal(OVERFLOWING))
              : i;
      case 12 ->
          RandomExpressions.binary(
              JavaType.INT, "+", i, masked(expressions.of(JavaType.INT, 1), 1));
      case 13 -> RandomExpressions.binary(JavaType.INT, "-", i, j);
      default -> i;
    };
  }

  private static JavaExpression masked(JavaExpression value, int mask) {
    return RandomExpressions.binary(JavaType.INT, "&", value, literal(mask));
  }

  private static JavaExpression last(Variable array) {
    return RandomExpressions.binary(JavaType.INT, "-", new Length(array), literal(1));
  }

  private static JavaExpression atLeastOne(Variable array) {
    return new Call(JavaType.INT, "Math.max", List.of(literal(1), new Length(array)));
  }

  static Literal literal(int value) {
    return new Literal(JavaType.INT, Integer.toString(value), value);
  }

  /** Changes places of two arrays of the same type. */
  void swap(List<JavaStatement> body, ProgramGenerator generator) {
    Variable a = target();
    Variable b = target();
    if (a == null || a == b || a.type() != b.type()) {
      return;
    }
    String name = generator.name("v");
    body.add(new JavaStatement.Declaration(true, false, a.type(), List.of(name), List.of(a)));
    body.add(new JavaStatement.Effect(new Assignment(a, "=", b)));
    body.add(new JavaStatement.Effect(new Assignment(b, "=", new Variable(a.type(), name, false))));
  }

  private static Literal fitting(JavaType type, int value) {
    return new Literal(type, "(" + type + ") " + value, value);
  }
}
