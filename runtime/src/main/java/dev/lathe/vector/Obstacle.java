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

  /** That floats are added, or multiplied, one after the other, as Java says. */
  static Obstacle ordered(Function function) {
    String contracts = function.floats() == FloatContract.STRICT ? "REPRODUCIBLE or FAST" : "FAST";
    return new Obstacle(
        "a sum of floats keeps its order", "floats = " + contracts + " allows another one");
  }

  /** That a loop counts to few, which is no loss unless it is in another one. */
  static Obstacle fewIterations(boolean isNested) {
    return new Obstacle("it has few iterations", isNested ? "write them out" : null);
  }
}
