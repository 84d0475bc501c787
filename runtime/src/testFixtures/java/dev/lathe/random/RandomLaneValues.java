package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Call;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Conditional;
import dev.lathe.random.JavaExpression.Unary;
import dev.lathe.random.JavaExpression.Variable;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes what loops over arrays compute of each element: numbers of mixed widths, and truths. */
final class RandomLaneValues {
  private static final List<JavaType> LANES =
      List.of(
          JavaType.DOUBLE,
          JavaType.DOUBLE,
          JavaType.FLOAT,
          JavaType.FLOAT,
          JavaType.INT,
          JavaType.INT,
          JavaType.INT,
          JavaType.LONG,
          JavaType.LONG,
          JavaType.BYTE,
          JavaType.SHORT,
          JavaType.CHAR);

  private final Random random;
  private final RandomExpressions expressions;
  private boolean isCalm;

  RandomLaneValues(Random random, RandomExpressions expressions) {
    this.random = random;
    this.expressions = expressions;
  }

  /** Whether there are no exceptions, as of divisions, and nothing but numbers' own operations. */
  void setCalm(boolean isCalm) {
    this.isCalm = isCalm;
  }

  boolean isCalm() {
    return isCalm;
  }

  /** A type that arrays often have. */
  static JavaType lane(Random random) {
    return LANES.get(random.nextInt(LANES.size()));
  }

  /** A small int. */
  JavaExpression.Literal small() {
    return RandomArrays.literal(random.nextInt(4) == 0 ? random.nextInt(100) : random.nextInt(5));
  }

  /** An int that does not change. */
  JavaExpression parameter() {
    Variable variable = expressions.integer();
    if (variable == null) {
      return small();
    }
    return variable.type().widensTo(JavaType.INT) ? variable : new Cast(JavaType.INT, variable);
  }

  JavaExpression truth(int budget) {
    return truth(budget, null);
  }

  /**
   * A condition.
   *
   * @param element makes what is read; null for nothing
   */
  JavaExpression truth(int budget, Supplier<? extends JavaExpression> element) {
    if (budget > 3 && random.nextInt(4) == 0) {
      String operator = List.of("&&", "||", "&", "|", "^").get(random.nextInt(5));
      return RandomExpressions.binary(
          JavaType.BOOLEAN, operator, truth(budget / 2, element), truth(budget / 2, element));
    }
    if (random.nextInt(10) == 0) {
      return new Unary(JavaType.BOOLEAN, "!", truth(budget - 1, element));
    }
    JavaExpression first = element == null ? null : element.get();
    if (first != null && first.type() == JavaType.BOOLEAN) {
      return first;
    }
    JavaType type = first == null ? lane(random) : first.type();
    JavaExpression left = first == null ? expressions.exactly(type, 2) : first;
    JavaExpression right = of(type, Math.max(1, budget / 2), element);
    String operator = List.of("<", ">", "<=", ">=", "==", "!=").get(random.nextInt(6));
    return RandomExpressions.binary(JavaType.BOOLEAN, operator, left, right);
  }

  /**
   * A value of exactly {@code type}.
   *
   * @param element makes what is read; null for nothing
   */
  JavaExpression of(JavaType type, int budget, Supplier<? extends JavaExpression> element) {
    if (type == JavaType.BOOLEAN) {
      return truth(budget, element);
    }
    if (budget <= 1) {
      return leaf(type, element);
    }
    if (type.isNarrow()) {
      return new Cast(type, of(JavaType.INT, budget - 1, element));
    }
    JavaExpression first = of(type, budget / 2, element);
    return switch (random.nextInt(12)) {
      case 0 -> new Cast(type, of(lane(random), budget - 1, element));
      case 1 ->
          new Conditional(type, truth(budget / 2, element), first, of(type, budget / 2, element));
      case 2 -> {
        String name = random.nextBoolean() ? "Math.min" : "Math.max";
        yield new Call(type, name, List.of(first, of(type, budget / 2, element)));
      }
      case 3 -> unary(type, first);
      case 4 -> function(type, first, element);
      case 5 -> {
        JavaType from = lane(random).promoted();
        yield new Cast(type, binary(from, of(from, 1, element), of(from, budget / 2, element)));
      }
      default -> binary(type, first, of(type, budget / 2, element));
    };
  }

  /** {@code type} is of both operands. */
  JavaExpression binary(JavaType type, JavaExpression a, JavaExpression b) {
    JavaType result = type.promoted();
    JavaExpression value;
    int choice = random.nextInt(type.isIntegral() ? 16 : 10);
    choice = isCalm && type.isIntegral() && choice == 9 ? 12 : choice;
    switch (choice) {
      case 0, 1, 2 -> value = RandomExpressions.binary(result, "+", a, b);
      case 3, 4 -> value = RandomExpressions.binary(result, "-", a, b);
      case 5, 6, 7 -> value = RandomExpressions.binary(result, "*", a, b);
      case 8, 9 -> {
        boolean mayThrow = !type.isIntegral() || !isCalm && random.nextInt(8) == 0;
        JavaExpression divisor =
            mayThrow
                ? b
                : isCalm || random.nextBoolean()
                    ? divisor(result)
                    : RandomExpressions.binary(result, "|", b, RandomArrays.literal(1));
        String operator = random.nextInt(4) == 0 ? "%" : "/";
        value = RandomExpressions.binary(result, operator, a, divisor);
      }
      case 10, 11, 12 -> {
        String operator = List.of("<<", ">>", ">>>").get(random.nextInt(3));
        JavaExpression distance =
            random.nextInt(3) == 0 ? b : RandomArrays.literal(random.nextInt(34));
        value = RandomExpressions.binary(result, operator, a, distance);
      }
      default -> {
        String operator = List.of("&", "|", "^").get(random.nextInt(3));
        value = RandomExpressions.binary(result, operator, a, b);
      }
    }
    return result == type ? value : new Cast(type, value);
  }

  /** A constant but 0. */
  private JavaExpression divisor(JavaType type) {
    int bits = 1 + random.nextInt(type == JavaType.LONG ? 63 : 31);
    long number =
        switch (random.nextInt(4)) {
          case 0 -> random.nextLong() >>> 64 - bits | 1;
          case 1 -> 1L << bits - 1;
          default -> 1 + random.nextInt(20);
        };
    number = random.nextInt(4) == 0 ? -number : number;
    return new JavaExpression.Literal(
        type, type == JavaType.LONG ? number + "L" : "" + number, number);
  }

  /** An op that throws where its result is no number of the type, which happens seldom. */
  private JavaExpression exact(JavaType type, JavaExpression a, JavaExpression b) {
    JavaExpression half = RandomArrays.literal(type == JavaType.LONG ? 33 : 17);
    JavaExpression narrow = RandomExpressions.binary(type, ">>", a, half);
    JavaExpression other = new Cast(type == JavaType.LONG ? JavaType.INT : JavaType.SHORT, b);
    return switch (random.nextInt(5)) {
      case 0 -> new Call(type, "Math.multiplyExact", List.of(narrow, new Cast(type, other)));
      case 1 -> new Call(type, "Math.subtractExact", List.of(new Cast(type, other), a));
      case 2 -> new Call(type, "Math.negateExact", List.of(a));
      case 3 ->
          type == JavaType.LONG
              ? new Cast(type, new Call(JavaType.INT, "Math.toIntExact", List.of(narrow)))
              : new Call(type, "Math.multiplyExact", List.of(a, RandomArrays.literal(3)));
      default -> new Call(type, "Math.addExact", List.of(a, new Cast(type, other)));
    };
  }

  private JavaExpression unary(JavaType type, JavaExpression a) {
    boolean isNot = type.isIntegral() && random.nextBoolean();
    return new Unary(type, isNot ? "~" : "-", a);
  }

  private JavaExpression function(
      JavaType type, JavaExpression a, Supplier<? extends JavaExpression> element) {
    int choice = random.nextInt(6);
    if (choice == 0 && type == JavaType.INT) {
      return field(a, of(type, 1, element));
    }
    if (choice < 2 || isCalm && choice == 5 && type.isIntegral()) {
      return new Call(type, "Math.abs", List.of(a));
    }
    JavaExpression b = of(type, 1, element);
    return switch (type) {
      case DOUBLE ->
          choice == 2
              ? new Call(type, "Math.fma", List.of(a, b, of(type, 1, element)))
              : new Call(
                  type,
                  List.of("Math.sqrt", "Math.floor", "Math.ceil", "Math.rint", "Math.signum")
                      .get(random.nextInt(5)),
                  List.of(a));
      case FLOAT ->
          choice == 2
              ? new Call(type, "Math.fma", List.of(a, b, of(type, 1, element)))
              : new Call(type, "Math.signum", List.of(a));
      case INT ->
          switch (choice) {
            case 2 -> new Call(type, "Integer.bitCount", List.of(a));
            case 3 -> new Call(type, "Integer.rotateLeft", List.of(a, small()));
            case 4 -> new Call(type, "Integer.compare", List.of(a, b));
            default -> exact(type, a, b);
          };
      case LONG ->
          switch (choice) {
            case 2 -> new Cast(type, new Call(JavaType.INT, "Long.bitCount", List.of(a)));
            case 3 -> new Call(type, "Long.rotateRight", List.of(a, small()));
            case 4 -> new Call(type, "Math.multiplyHigh", List.of(a, b));
            default -> exact(type, a, b);
          };
      default -> a;
    };
  }

  /** Some bits of a half of {@code a}, perhaps times {@code b}, perhaps in a field. */
  private JavaExpression field(JavaExpression a, JavaExpression b) {
    int by = random.nextInt(17);
    int half = random.nextInt(4) == 0 ? 0xFFFF << by & 0xFFFF : 0xFFFF >> by;
    int mask = random.nextBoolean() ? half : half | half << 16;
    String shift = random.nextInt(3) == 0 ? "<<" : ">>>";
    JavaExpression shifted = binaryOfInts(shift, a, RandomArrays.literal(by));
    JavaExpression bits = binaryOfInts("&", shifted, RandomArrays.literal(mask));
    if (random.nextInt(3) == 0) {
      return bits;
    }
    int wanted = random.nextInt(3) == 0 ? -1 >>> random.nextInt(24) : 0xFF00;
    return binaryOfInts("&", binaryOfInts("*", bits, b), RandomArrays.literal(wanted));
  }

  private static JavaExpression binaryOfInts(String operator, JavaExpression a, JavaExpression b) {
    return RandomExpressions.binary(JavaType.INT, operator, a, b);
  }

  private JavaExpression leaf(JavaType type, Supplier<? extends JavaExpression> element) {
    if (element != null && random.nextInt(3) != 0) {
      for (int attempt = 0; attempt < 3; attempt++) {
        JavaExpression read = element.get();
        if (read.type() == type) {
          return read;
        }
        if (read.type() != JavaType.BOOLEAN && attempt == 2) {
          return new Cast(type, read);
        }
      }
    }
    JavaExpression leaf = random.nextInt(5) == 0 ? small() : expressions.leaf(type);
    return leaf.type() == type ? leaf : new Cast(type, leaf);
  }
}
