package dev.lathe.lang;

/** Operators on constants (JLS 15.29), computed by Java's own. Operands are of a legal type. */
final class Folding {
  private Folding() {}

  /** The value of {@code operator a}, of type {@code type}. */
  static Constant unary(UnaryOperator operator, JavaType type, Constant a) {
    Constant x = a.cast(type);
    return switch (operator) {
      case PLUS -> x;
      case MINUS ->
          switch (type) {
            case INT -> Constant.of(-x.intValue());
            case LONG -> Constant.of(-x.longValue());
            case FLOAT -> Constant.of(-x.floatValue());
            default -> Constant.of(-x.doubleValue());
          };
      case COMPLEMENT ->
          type == JavaType.INT ? Constant.of(~x.intValue()) : Constant.of(~x.longValue());
      case NOT -> Constant.of(!x.booleanValue());
    };
  }

  /**
   * The value of {@code a operator b}, or null if it completes abruptly, as {@code 1 / 0} does.
   *
   * @param type the promoted type of both operands; of the left one for a shift
   */
  static Constant binary(BinaryOperator operator, JavaType type, Constant a, Constant b) {
    if (operator.isShift()) {
      return shift(operator, type, a, b);
    }
    return switch (type) {
      case BOOLEAN -> logical(operator, a.booleanValue(), b.booleanValue());
      case INT -> ints(operator, a.intValue(), b.intValue());
      case LONG -> longs(operator, a.longValue(), b.longValue());
      case FLOAT -> floats(operator, a.floatValue(), b.floatValue());
      default -> doubles(operator, a.doubleValue(), b.doubleValue());
    };
  }

  private static Constant shift(BinaryOperator operator, JavaType type, Constant a, Constant b) {
    long distance = b.longValue(); // only the low bits count, which a long distance keeps
    if (type == JavaType.INT) {
      int x = a.intValue();
      return Constant.of(
          switch (operator) {
            case SHIFT_LEFT -> x << distance;
            case SHIFT_RIGHT -> x >> distance;
            default -> x >>> distance;
          });
    }
    long x = a.longValue();
    return Constant.of(
        switch (operator) {
          case SHIFT_LEFT -> x << distance;
          case SHIFT_RIGHT -> x >> distance;
          default -> x >>> distance;
        });
  }

  private static Constant logical(BinaryOperator operator, boolean a, boolean b) {
    return Constant.of(
        switch (operator) {
          case AND, CONDITIONAL_AND -> a & b;
          case OR, CONDITIONAL_OR -> a | b;
          case XOR, NOT_EQUAL -> a ^ b;
          case EQUAL -> a == b;
          default -> throw new IllegalArgumentException(operator + " on boolean");
        });
  }

  private static Constant ints(BinaryOperator operator, int a, int b) {
    return switch (operator) {
      case MULTIPLY -> Constant.of(a * b);
      case DIVIDE -> b == 0 ? null : Constant.of(a / b);
      case REMAINDER -> b == 0 ? null : Constant.of(a % b);
      case ADD -> Constant.of(a + b);
      case SUBTRACT -> Constant.of(a - b);
      case AND -> Constant.of(a & b);
      case XOR -> Constant.of(a ^ b);
      case OR -> Constant.of(a | b);
      default -> compare(operator, Integer.compare(a, b), false);
    };
  }

  private static Constant longs(BinaryOperator operator, long a, long b) {
    return switch (operator) {
      case MULTIPLY -> Constant.of(a * b);
      case DIVIDE -> b == 0 ? null : Constant.of(a / b);
      case REMAINDER -> b == 0 ? null : Constant.of(a % b);
      case ADD -> Constant.of(a + b);
      case SUBTRACT -> Constant.of(a - b);
      case AND -> Constant.of(a & b);
      case XOR -> Constant.of(a ^ b);
      case OR -> Constant.of(a | b);
      default -> compare(operator, Long.compare(a, b), false);
    };
  }

  private static Constant floats(BinaryOperator operator, float a, float b) {
    return switch (operator) {
      case MULTIPLY -> Constant.of(a * b);
      case DIVIDE -> Constant.of(a / b);
      case REMAINDER -> Constant.of(a % b);
      case ADD -> Constant.of(a + b);
      case SUBTRACT -> Constant.of(a - b);
      default -> compare(operator, a < b ? -1 : a > b ? 1 : 0, a != a || b != b);
    };
  }

  private static Constant doubles(BinaryOperator operator, double a, double b) {
    return switch (operator) {
      case MULTIPLY -> Constant.of(a * b);
      case DIVIDE -> Constant.of(a / b);
      case REMAINDER -> Constant.of(a % b);
      case ADD -> Constant.of(a + b);
      case SUBTRACT -> Constant.of(a - b);
      default -> compare(operator, a < b ? -1 : a > b ? 1 : 0, a != a || b != b);
    };
  }

  private static Constant compare(BinaryOperator operator, int order, boolean unordered) {
    return Constant.of(
        switch (operator) {
          case LESS -> !unordered && order < 0;
          case GREATER -> !unordered && order > 0;
          case LESS_EQUAL -> !unordered && order <= 0;
          case GREATER_EQUAL -> !unordered && order >= 0;
          case EQUAL -> !unordered && order == 0;
          case NOT_EQUAL -> unordered || order != 0;
          default -> throw new IllegalArgumentException(operator + " compares nothing");
        });
  }
}
