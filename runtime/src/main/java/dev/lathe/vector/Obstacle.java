package dev.lathe.vector;

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
      return new Obstacle("a reference may be null", "use it before the loop");
    }
    return op == Op.INDEX && value.operand(0).type().isSegment()
        ? new Obstacle("it checks indices of a memory segment", null)
        : null;
  }
}
