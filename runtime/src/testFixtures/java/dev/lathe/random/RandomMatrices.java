package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Assignment;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Element;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaStatement.Counted;
import dev.lathe.random.JavaStatement.Declaration;
import dev.lathe.random.JavaStatement.Effect;
import dev.lathe.random.JavaStatement.If;
import dev.lathe.random.JavaStatement.LoopKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes loops in loops in loops, as in products of matrices: for each row and column of what is
 * written a sum over rows and columns of what is read, or nearly so. Rows may overlap, have the
 * wrong length, or be of arrays that are written.
 */
final class RandomMatrices {
  private static final int SIZE = 70; // about as long as arrays are

  private final ProgramGenerator generator;
  private final RandomArrays arrays;
  private final RandomLaneValues values;
  private final Random random;
  private Variable row;
  private Variable column;
  private Variable step;
  private int columns;
  private int steps;

  RandomMatrices(ProgramGenerator generator, RandomLaneValues values) {
    this.generator = generator;
    this.arrays = generator.expressions.arrays;
    this.values = values;
    this.random = generator.random;
  }

  /** Adds a nest. */
  void add(List<JavaStatement> body) {
    Variable out = numbers();
    if (out == null) {
      return;
    }
    columns = 1 + random.nextInt(random.nextBoolean() ? 40 : 12);
    steps = random.nextInt(8);
    row = counter("r");
    column = counter("c");
    step = counter("k");
    var inside = new ArrayList<JavaStatement>();
    var sums = new ArrayList<Variable>();
    for (int i = random.nextInt(5) / 4; i >= 0; i--) {
      JavaType type = random.nextInt(3) == 0 ? JavaType.DOUBLE : RandomLaneValues.lane(random);
      var sum = new Variable(type, generator.name("s"), false);
      JavaExpression first =
          switch (random.nextInt(4)) {
            case 0 -> new Element(out, place());
            case 1 -> random.nextBoolean() ? row : column;
            default -> RandomArrays.literal(random.nextInt(3));
          };
      first = new Cast(type, first);
      inside.add(new Declaration(false, false, type, List.of(sum.name()), List.of(first)));
      sums.add(sum);
    }
    var innermost = new ArrayList<JavaStatement>();
    for (Variable sum : sums) {
      JavaStatement update = update(sum);
      innermost.add(
          random.nextInt(6) == 0 ? new If(condition(), List.of(update), List.of()) : update);
    }
    inside.add(loop(step, 0, steps, innermost));
    Variable sum = sums.get(random.nextInt(sums.size()));
    Assignment stored = new Assignment(new Element(out, place()), "=", cast(out, sum));
    JavaStatement store = new Effect(stored);
    inside.add(random.nextInt(6) == 0 ? new If(condition(), List.of(store), List.of()) : store);
    int rows = random.nextInt(1 + SIZE / columns) + random.nextInt(3);
    int from = random.nextInt(6) / 5;
    var across = new ArrayList<JavaStatement>();
    across.add(loop(column, from, columns + random.nextInt(12) / 11, inside));
    body.add(loop(row, random.nextInt(6) / 5, Math.min(rows, 12), across));
  }

  private Variable numbers() {
    Variable array = arrays.any();
    return array.type().element() == JavaType.BOOLEAN ? null : array;
  }

  private Variable counter(String name) {
    return new Variable(JavaType.INT, generator.name(name), false);
  }

  /** Where the result of a row and column is. */
  private JavaExpression place() {
    int width = random.nextInt(12) == 0 ? Math.max(columns - 1, 1) : columns;
    return sum(product(row, width), column);
  }

  private JavaExpression cast(Variable array, JavaExpression value) {
    return new Cast(array.type().element(), value);
  }

  private JavaStatement update(Variable sum) {
    Variable a = numbers();
    Variable b = numbers();
    JavaExpression left = a == null ? step : new Element(a, ofRow());
    JavaExpression right = b == null ? column : new Element(b, ofColumn());
    boolean sums = random.nextInt(5) != 0;
    JavaExpression product =
        RandomExpressions.binary(
            sum.type(), sums ? "*" : "-", new Cast(sum.type(), left), new Cast(sum.type(), right));
    String operator = random.nextInt(4) == 0 ? "-=" : "+=";
    return new Effect(new Assignment(sum, operator, product));
  }

  /** An index that columns have in common. */
  private JavaExpression ofRow() {
    return switch (random.nextInt(6)) {
      case 0 -> sum(row, step);
      case 1 -> step;
      case 2 -> row;
      default -> sum(product(row, steps), step);
    };
  }

  /** An index that rows have in common, mostly. */
  private JavaExpression ofColumn() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> sum(column, step);
      case 2 -> column;
      case 3 -> sum(column, row);
      default -> sum(product(step, random.nextInt(3) == 0 ? columns : 1 + columns / 4), column);
    };
  }

  private JavaExpression condition() {
    Variable array = numbers();
    JavaExpression tested =
        array == null || random.nextInt(3) == 0
            ? column
            : new Element(array, random.nextInt(4) == 0 ? row : column);
    return RandomExpressions.binary(
        JavaType.BOOLEAN, random.nextBoolean() ? ">" : "!=", tested, values.small());
  }

  private JavaStatement loop(Variable counter, int from, int to, List<JavaStatement> body) {
    return new Counted(
        LoopKind.FOR,
        null,
        JavaType.INT,
        counter.name(),
        Integer.toString(from),
        counter.name() + " < #",
        counter.name() + "++",
        RandomArrays.literal(to),
        null,
        body);
  }

  private static JavaExpression product(JavaExpression a, int b) {
    return RandomExpressions.binary(JavaType.INT, "*", a, RandomArrays.literal(b));
  }

  private static JavaExpression sum(JavaExpression a, JavaExpression b) {
    return RandomExpressions.binary(JavaType.INT, "+", a, b);
  }
}
