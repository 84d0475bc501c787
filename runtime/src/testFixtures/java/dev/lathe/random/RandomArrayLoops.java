package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Assignment;
import dev.lathe.random.JavaExpression.Call;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Conditional;
import dev.lathe.random.JavaExpression.Element;
import dev.lathe.random.JavaExpression.Initializer;
import dev.lathe.random.JavaExpression.Length;
import dev.lathe.random.JavaExpression.NewArray;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaStatement.Counted;
import dev.lathe.random.JavaStatement.Declaration;
import dev.lathe.random.JavaStatement.Effect;
import dev.lathe.random.JavaStatement.LoopKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes loops over arrays as people write them, and variables of array types. At most two loops
 * over the whole of arrays are in each other.
 */
final class RandomArrayLoops {
  /**
   * First value, test, step; {@code @} stands for the counter, {@code #} for the bound, which may
   * change in the loop.
   */
  private static final String[][] SHAPES = {
    {"0", "@ < #", "@++"},
    {"0", "@ < #", "@++"},
    {"0", "@ < #", "@++"},
    {"0", "@ < #", "++@"},
    {"0", "@ <= #", "@++"},
    {"0", "@ < # - 1", "@++"},
    {"1", "@ < #", "@++"},
    {"1", "@ < # - 1", "@ += 1"},
    {"0", "@ < #", "@ += 2"},
    {"0", "@ + 1 < #", "@ += 2"},
    {"0", "@ < # / 2", "@++"},
    {"0", "@ < # >> 1", "@++"},
    {"0", "@ != 11 && @ < #", "@++"},
    {"# - 1", "@ >= 0", "@--"},
    {"# - 1", "@ > 0", "@--"},
    {"#", "@ > 0", "@--"},
    {"#", "@ >= 0", "--@"},
    {"# - 1", "@ >= 0", "@ -= 2"},
    {"-1", "@ < #", "@++"},
  };

  private static final int LOOPS = 2; // for so many counts one over the whole array

  private final ProgramGenerator generator;
  private final Random random;

  RandomArrayLoops(ProgramGenerator generator) {
    this.generator = generator;
    this.random = generator.random;
  }

  JavaStatement loop(int budget, int depth) {
    RandomExpressions expressions = generator.expressions;
    RandomArrays arrays = expressions.arrays;
    int outside = generator.calls.loops();
    boolean isWhole = outside <= (generator.calls.isInRoot() ? LOOPS : 0);
    JavaExpression bound = isWhole ? whole(arrays.any()) : few(arrays.any());
    for (int i = 0; i < LOOPS; i++) {
      generator.calls.enterLoop();
    }
    String label = generator.loops.label();
    LoopKind kind = random.nextInt(4) == 0 ? LoopKind.values()[random.nextInt(3)] : LoopKind.FOR;
    var counter = new Variable(JavaType.INT, generator.name("i"), false);
    String[] shape = SHAPES[random.nextInt(SHAPES.length)];
    int[] scope = expressions.enter();
    expressions.declare(counter, true);
    arrays.count(counter);
    JavaExpression condition = random.nextInt(8) == 0 ? generator.condition(budget) : null;
    int inside = outside >= LOOPS ? 0 : depth;
    var body = new ArrayList<JavaStatement>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      body.add(work(counter, budget));
    }
    if (random.nextInt(3) != 0) {
      body.addAll(generator.loops.body(label, kind, budget, inside));
    }
    expressions.leave(scope);
    for (int i = 0; i < LOOPS; i++) {
      generator.calls.leaveLoop();
    }
    return new Counted(
        kind,
        label,
        JavaType.INT,
        counter.name(),
        shape[0],
        shape[1].replace("@", counter.name()),
        shape[2].replace("@", counter.name()),
        bound,
        condition,
        body);
  }

  /** A bound near the length, or a variable one that is not large. */
  private JavaExpression whole(Variable array) {
    JavaExpression number = generator.expressions.of(JavaType.INT, 2);
    return switch (random.nextInt(8)) {
      case 0 -> new Call(JavaType.INT, "Math.min", List.of(number, new Length(array)));
      case 1 -> binary("&", number, RandomArrays.literal(31));
      case 2 -> new Call(JavaType.INT, "Math.min", List.of(number, RandomArrays.literal(25)));
      default -> new Length(array);
    };
  }

  private JavaExpression few(Variable array) {
    JavaExpression limit = RandomArrays.literal(3 + random.nextInt(4));
    return random.nextInt(3) == 0
        ? binary("&", generator.expressions.of(JavaType.INT, 2), limit)
        : new Call(JavaType.INT, "Math.min", List.of(new Length(array), limit));
  }

  /** What loops over arrays are for. */
  private JavaStatement work(Variable i, int budget) {
    RandomExpressions expressions = generator.expressions;
    RandomArrays arrays = expressions.arrays;
    Variable a = arrays.any();
    var at = new Element(a, i);
    JavaType type = a.type().element();
    JavaExpression before = new Element(a, binary("-", i, RandomArrays.literal(1)));
    JavaExpression after = new Element(a, binary("+", i, RandomArrays.literal(1)));
    boolean isNumber = type != JavaType.BOOLEAN;
    JavaExpression effect =
        switch (random.nextInt(10)) {
          case 0, 1 -> expressions.change(at, budget);
          case 2 -> expressions.changeOr(type, budget); // often a sum
          case 3 -> new Assignment(at, isNumber ? "+=" : "^=", before);
          case 4 -> new Assignment(before, isNumber ? "+=" : "|=", at);
          case 5 -> {
            Element to = arrays.element(type, 1);
            JavaExpression sum =
                isNumber
                    ? new Cast(type, sum(sum(before, at), after))
                    : new Conditional(type, before, at, after);
            yield to == null || to.type() != type
                ? new Assignment(at, "=", sum)
                : new Assignment(new Element(to.array(), i), "=", sum);
          }
          case 6 -> {
            Element to = arrays.element(2);
            yield to.type() == JavaType.BOOLEAN
                ? expressions.change(to, budget)
                : new JavaExpression.Step(to, random.nextBoolean() ? "++" : "--", true);
          }
          case 7 -> new Assignment(at, "=", expressions.assignable(type, budget));
          case 8 -> accumulation(at, budget);
          default -> null;
        };
    if (effect instanceof Variable || effect instanceof JavaExpression.Literal) {
      effect = null;
    }
    if (effect == null) {
      JavaExpression value = expressions.exactly(type, Math.max(1, budget / 2));
      JavaExpression condition =
          RandomExpressions.binary(JavaType.BOOLEAN, random.nextBoolean() ? "==" : "!=", at, value);
      return new JavaStatement.If(
          condition, List.of(new Effect(expressions.change(at, budget))), List.of());
    }
    return isStatement(effect) ? new Effect(effect) : new Effect(expressions.change(at, budget));
  }

  private static boolean isStatement(JavaExpression effect) {
    return effect instanceof Assignment || effect instanceof JavaExpression.Step;
  }

  /** {@code sum += a[i]}, where there is a variable for it. */
  private JavaExpression accumulation(Element element, int budget) {
    JavaExpression change = generator.expressions.effect(budget);
    if (!(change instanceof Assignment assignment) || !(assignment.target() instanceof Variable)) {
      return change;
    }
    boolean truths = assignment.type() == JavaType.BOOLEAN;
    if (truths != (element.type() == JavaType.BOOLEAN)) {
      return change;
    }
    String operator = truths ? "^=" : random.nextInt(4) == 0 ? "-=" : "+=";
    return new Assignment(assignment.target(), operator, element);
  }

  private static JavaExpression sum(JavaExpression a, JavaExpression b) {
    return RandomExpressions.binary(JavaType.promoted(a.type(), b.type()), "+", a, b);
  }

  private static JavaExpression binary(String operator, JavaExpression a, JavaExpression b) {
    return RandomExpressions.binary(JavaType.INT, operator, a, b);
  }

  /** A new array, another name for one, or an assignment. */
  void declaration(List<JavaStatement> body, int budget) {
    RandomArrays arrays = generator.expressions.arrays;
    Variable target = arrays.target();
    if (target != null && random.nextInt(3) == 0) {
      JavaExpression value = arrays.value(target.type());
      if (!(value instanceof NewArray)) { // else a loop would make what is still used
        body.add(new Effect(new Assignment(target, "=", value)));
        return;
      }
    }
    boolean isNew = random.nextInt(3) != 0;
    JavaType type = random.nextBoolean() ? arrays.any().type() : generator.anyType().array();
    JavaExpression value = isNew ? made(type, budget) : arrays.value(type);
    isNew = value instanceof NewArray || value instanceof Initializer;
    boolean isInLoop = generator.calls.loops() > 0;
    String name = generator.name(isNew ? (isInLoop ? RandomArrays.LOOP_ARRAY : "s") : "v");
    boolean isFinal = isNew || random.nextInt(4) == 0;
    boolean isVar = !(value instanceof JavaExpression.Null) && random.nextInt(4) == 0;
    body.add(new Declaration(isFinal, isVar, type, List.of(name), List.of(value)));
    generator.expressions.declare(new Variable(type, name, false), isFinal);
  }

  /** A new array of a length that has a bound; seldom of a negative one. */
  private JavaExpression made(JavaType type, int budget) {
    RandomExpressions expressions = generator.expressions;
    if (random.nextInt(4) == 0) {
      var elements = new ArrayList<JavaExpression>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        elements.add(expressions.assignable(type.element(), Math.max(1, budget / 4)));
      }
      return new Initializer(type, elements);
    }
    JavaExpression number = expressions.of(JavaType.INT, 3);
    JavaExpression length =
        switch (random.nextInt(8)) {
          case 0, 1 -> binary("&", number, RandomArrays.literal(15));
          case 2 ->
              binary("-", binary("&", number, RandomArrays.literal(15)), RandomArrays.literal(1));
          case 3 ->
              new Call(
                  JavaType.INT,
                  "Math.min",
                  List.of(new Length(expressions.arrays.any()), RandomArrays.literal(12)));
          default -> RandomArrays.literal(random.nextInt(20));
        };
    return new NewArray(type, length);
  }
}
