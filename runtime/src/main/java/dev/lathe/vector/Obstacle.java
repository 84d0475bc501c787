package dev.lathe.vector;

import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;

/**
 * Why a loop stays scalar.
 *
 * @param reason as a clause: {@code it divides integers}
 * @param remedy what to change, or null
 */
record Obstacle(String reason, String remedy) {
  static final Obstacle UNSIGNED =
      new Obstacle(
          "it divides longs without a sign by what is no constant",
          "divide by a constant, or with / if none is negative");

  private static final String SEVERAL = "make several loops of it";

  static final Obstacle UNCOUNTED =
      new Obstacle(
          "its number of iterations is not known when it begins",
          "count to a bound that does not change in it");

  /** What of a loop's values none in lanes can do; null if {@code value} is none such. */
  static Obstacle of(Value value) {
    Op op = value.op();
    if (op == Op.CALL) {
      return new Obstacle("it calls " + value.callee().symbol(), null);
    }
    if (op == Op.NEWARRAY) {
      return new Obstacle("it makes an array", "make it before the loop");
    }
    if (op == Op.YIELD) {
      return new Obstacle("it yields", null);
    }
    if (op == Op.NONNULL) {
      return ofNull(value);
    }
    return op == Op.INDEX && value.operand(0).type().isSegment()
        ? new Obstacle("it checks indices of a memory segment", null)
        : null;
  }

  /**
   * That {@code check} may find null: what asks for its size before the loops has asked for all.
   */
  private static Obstacle ofNull(Value check) {
    String name = check.referenceName();
    String size = check.operand(0).type().isSegment() ? "byteSize()" : "length";
    return new Obstacle(
        (name == null ? "a reference" : name) + " may be null",
        "read " + (name == null ? "its " : name + ".") + size + " before the outermost loop");
  }

  /** That an index grows by more than any may. */
  static Obstacle stride(long stride, long most) {
    return new Obstacle(
        "an index grows by " + stride + " in each iteration", "let it grow by at most " + most);
  }

  /** That floats are added, or multiplied, one after the other, as Java says. */
  static Obstacle ordered(Function function) {
    String contracts = function.floats() == FloatContract.STRICT ? "REPRODUCIBLE or FAST" : "FAST";
    return new Obstacle(
        "a sum of floats keeps its order", "floats = " + contracts + " allows another one");
  }

  /** That too many pairs of {@code what} may have elements in common. */
  static Obstacle pairs(String what, int count, int most) {
    return new Obstacle(
        count
            + " pairs of "
            + what
            + " may have elements in common, and at most "
            + most
            + " are compared before a loop",
        SEVERAL);
  }

  /**
   * That some indices are left to check.
   *
   * @param most how many are checked before a loop
   */
  static Obstacle checks(int count, int most) {
    return new Obstacle(
        count
            + (count == 1 ? " index is" : " indices are")
            + " left to check, besides "
            + most
            + " at most that are checked before a loop",
        SEVERAL);
  }

  /** That an iteration needs such a sum so far, of which there is no tree. */
  static Obstacle orderedSoFar() {
    return new Obstacle("a sum of floats keeps its order", "floats = FAST allows another one");
  }

  /** That a loop counts to few, which is no loss unless it is in another one. */
  static Obstacle fewIterations(boolean isNested) {
    return new Obstacle("it has few iterations", isNested ? "write them out" : null);
  }
}
