package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;

/** That a processor has no instructions for something in lanes, in words of Java. */
final class MissingInstruction {
  private static final String REASON = "there are no SIMD instructions for ";

  private MissingInstruction() {}

  /**
   * For {@code op}.
   *
   * @param type the result's
   * @param from operand 0's; of a store that of what is stored
   * @param masked true for loads and stores of some lanes only
   */
  static Obstacle of(Op op, Type type, Type from, boolean masked) {
    String elements = elements(from.isBool() ? type : from);
    return switch (op) {
      case IDIV, IREM, UDIV, UREM -> of("dividing " + elements, "divide ints");
      case MULOV -> of("Math.multiplyExact of " + elements, "multiply ints");
      case SMULH -> of("Math.multiplyHigh of " + elements, "multiply ints as longs");
      case UMULH -> of("Math.unsignedMultiplyHigh of " + elements, "multiply ints as longs");
      case FREM -> of("% of " + elements, null);
      case COMPRESS ->
          of(
              "storing what a condition picks one after the other",
              "compute what is stored in a loop before");
      default ->
          masked
              ? of(
                  (op.writes() ? "storing " : "loading ") + elements + " in some iterations only",
                  (op.writes() ? "store" : "load") + " in all iterations, or use ints")
              : of("what it does with " + elements, null);
    };
  }

  /** For putting lanes of {@code type} in another order. */
  static Obstacle ofOrder(Type type) {
    return of(
        "putting " + elements(type) + " in another order",
        "count upwards by one, with an array for each of what lies between, or use ints");
  }

  private static Obstacle of(String what, String remedy) {
    return new Obstacle(REASON + what, remedy);
  }

  private static String elements(Type type) {
    return switch (type.kind()) {
      case I8 -> "bytes";
      case I16 -> "shorts";
      case I32 -> "ints";
      case I64 -> "longs";
      case F32 -> "floats";
      case F64 -> "doubles";
      default -> "conditions";
    };
  }
}
