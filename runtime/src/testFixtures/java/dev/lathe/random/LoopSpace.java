package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Variable;
import java.util.List;
import java.util.Random;

/**
 * How a loop counts, and so how what it does finds its elements.
 *
 * @param edge where it begins, if indices are distances from there; or null
 */
record LoopSpace(
    Variable counter,
    String start,
    String test,
    String update,
    int margin,
    int scale,
    JavaExpression edge) {
  private static final int[] STRIDES = {2, 2, 3, 4, 5, 8};

  /** Where counters begin or end: near the first and last numbers of their type. */
  private static final String[] INT_EDGES = {
    "2147483640", "2147483646", "(-2147483647 - 1)", "-2147483641", "-3", "4"
  };

  private static final String[] LONG_EDGES = {
    "9223372036854775800L",
    "(-9223372036854775807L - 1)",
    "-9223372036854775801L",
    "4294967290L",
    "2147483640L",
    "-2147483650L"
  };

  /** What an index is multiplied with that wraps around. */
  private static final String[] FACTORS = {"1073741825", "1073741824", "-1", "3", "(1 << 31)"};

  LoopSpace(Variable counter, String start, String test, String update, int margin, int scale) {
    this(counter, start, test, update, margin, scale, null);
  }

  /** A loop near the ends of the counter's type, upwards or downwards; it may wrap around. */
  static LoopSpace edge(Variable counter, Random random, RandomLaneValues values) {
    boolean isInt = counter.type() == JavaType.INT;
    String[] edges = isInt ? INT_EDGES : LONG_EDGES;
    JavaExpression start =
        random.nextInt(4) == 0
            ? values.parameter()
            : new JavaExpression.Literal(counter.type(), edges[random.nextInt(edges.length)], 0);
    String begin = start.print(JavaExpression.PRIMARY);
    boolean up = random.nextInt(3) != 0;
    String step = random.nextInt(3) != 0 ? "1" : "" + STRIDES[random.nextInt(STRIDES.length)];
    String end = begin + (up ? " + " : " - ") + "(# & 63)";
    List<String> tests = up ? List.of("<", "<", "<=", "!=") : List.of(">", ">", ">=", "!=");
    String test = "@ " + tests.get(random.nextInt(step.equals("1") ? 4 : 3)) + " " + end;
    String update = "@ " + (up ? "+= " : "-= ") + step;
    return new LoopSpace(counter, begin, test, update, 0, up ? 1 : -1, start);
  }

  /** An index from where the counter began. */
  JavaExpression fromEdge(Random random) {
    JavaExpression i = counter;
    JavaType type = i.type();
    JavaExpression from = scale > 0 ? edge : i;
    JavaExpression to = scale > 0 ? i : edge;
    JavaExpression apart = RandomExpressions.binary(type, "-", to, from);
    apart = type == JavaType.INT ? apart : new Cast(JavaType.INT, apart);
    if (random.nextInt(6) != 0) {
      return apart;
    }
    String factor = FACTORS[random.nextInt(FACTORS.length)];
    return RandomExpressions.binary(
        JavaType.INT, "*", apart, new JavaExpression.Literal(JavaType.INT, factor, 0));
  }
}
