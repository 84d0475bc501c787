package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Literal;
import dev.lathe.random.JavaExpression.SegmentCall;
import dev.lathe.random.JavaExpression.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes reads and writes of memory segments, most of them within bounds. */
final class RandomSegments {
  private final Random random;
  private final RandomExpressions expressions;
  private final List<Variable> segments = new ArrayList<>();

  RandomSegments(Random random, RandomExpressions expressions) {
    this.random = random;
    this.expressions = expressions;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  void declare(Variable segment) {
    segments.add(segment);
  }

  private Variable any() {
    return segments.get(random.nextInt(segments.size()));
  }

  /** The size of a segment: a long. */
  SegmentCall size() {
    return new SegmentCall(JavaType.LONG, any(), "byteSize", null, List.of());
  }

  /** What {@code type} or a type that widens to it is read as. */
  JavaExpression read(JavaType type, int budget) {
    if (random.nextInt(8) == 0 && type != JavaType.BOOLEAN && JavaType.LONG.widensTo(type)) {
      return size();
    }
    JavaType moved = type;
    while (random.nextInt(3) == 0) {
      JavaType other = RandomLaneValues.lane(random);
      moved = other.widensTo(type) ? other : moved;
    }
    return read(moved, index(budget));
  }

  /**
   * Reads a value of exactly {@code type}.
   *
   * @param index of the element, an int or a long
   */
  SegmentCall read(JavaType type, JavaExpression index) {
    return call(type, "get", index, null);
  }

  /** A call without value. */
  SegmentCall write(int budget) {
    JavaType type = random.nextInt(12) == 0 ? JavaType.BOOLEAN : RandomLaneValues.lane(random);
    return write(type, index(budget), expressions.exactly(type, Math.max(1, budget / 2)));
  }

  /** Writes {@code value}; of a number with a fraction what is no NaN, as its bits may be read. */
  SegmentCall write(JavaType type, JavaExpression index, JavaExpression value) {
    JavaExpression written = value;
    if (!type.isIntegral() && type != JavaType.BOOLEAN) {
      var half = new Literal(JavaType.FLOAT, "0.5f", 0);
      JavaType whole = random.nextBoolean() ? JavaType.INT : JavaType.LONG;
      written = RandomExpressions.binary(type, "*", new Cast(type, new Cast(whole, value)), half);
    }
    return call(JavaType.VOID, type, "set", index, written);
  }

  private SegmentCall call(
      JavaType type, String method, JavaExpression index, JavaExpression value) {
    return call(type, type, method, index, value);
  }

  private SegmentCall call(
      JavaType result, JavaType type, String method, JavaExpression index, JavaExpression value) {
    boolean hasWidth = type != JavaType.BOOLEAN && type != JavaType.BYTE;
    boolean isUnaligned = hasWidth && random.nextInt(3) == 0;
    String layout = "JAVA_" + type.toString().toUpperCase(java.util.Locale.ROOT);
    layout = (random.nextBoolean() ? "ValueLayout." : "") + layout;
    boolean isIndexed = random.nextInt(3) != 0;
    JavaExpression at = index;
    if (!isIndexed && width(type) > 1) {
      var width = new Literal(JavaType.LONG, width(type) + "L", width(type));
      at = RandomExpressions.binary(JavaType.LONG, "*", index, width);
      if (isUnaligned && random.nextBoolean()) {
        at = RandomExpressions.binary(JavaType.LONG, "+", at, RandomArrays.literal(1));
      }
    }
    var parts = new ArrayList<JavaExpression>();
    parts.add(at);
    if (value != null) {
      parts.add(value);
    }
    return new SegmentCall(
        result,
        any(),
        method + (isIndexed ? "AtIndex" : ""),
        layout + (isUnaligned ? "_UNALIGNED" : ""),
        parts);
  }

  private static int width(JavaType type) {
    return switch (type) {
      case LONG, DOUBLE -> 8;
      case INT, FLOAT -> 4;
      case SHORT, CHAR -> 2;
      default -> 1;
    };
  }

  private JavaExpression index(int budget) {
    JavaExpression counter = expressions.arrays.counter();
    if (counter != null && random.nextInt(3) != 0) {
      return random.nextInt(6) == 0
          ? RandomExpressions.binary(JavaType.INT, "+", counter, RandomArrays.literal(1))
          : counter;
    }
    JavaType type = random.nextBoolean() ? JavaType.INT : JavaType.LONG;
    JavaExpression any = expressions.exactly(type, Math.max(1, budget / 3));
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> RandomArrays.literal(random.nextInt(8));
      case 4 -> any;
      default -> RandomExpressions.binary(type, "&", any, RandomArrays.literal(7));
    };
  }
}
