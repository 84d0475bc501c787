package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.function.UnaryOperator;

/** What is tested before rounds about the memory that they access. */
final class MemoryTests {
  private final LoopShape shape;
  private final RoundBlock head;
  private final UnaryOperator<Value> outside;

  private MemoryTests(LoopShape shape, RoundBlock head, UnaryOperator<Value> outside) {
    this.shape = shape;
    this.head = head;
    this.outside = outside;
  }

  /**
   * Whether memory that must not be the same is not; null if there is none.
   *
   * @param lanes of a round
   * @param head where it is asked
   * @param start what parameters of the header are there
   * @param outside what values of other loops are there
   */
  static Value areDifferent(
      LoopShape shape,
      MemoryOrder order,
      int lanes,
      RoundBlock head,
      UnaryOperator<Value> start,
      UnaryOperator<Value> outside) {
    var asked = new MemoryTests(shape, head, outside);
    Value all = null;
    for (MemoryOrder.Pair pair : order.different()) {
      Value same = asked.areSame(pair.a(), pair.b());
      all = head.both(all, head.op(Op.NOT, Type.BOOL, same));
    }
    for (PackedBehind each : order.behind()) {
      all = head.both(all, each.make(head, start, asked::areSame));
    }
    for (ByteTest test : order.tests(lanes)) {
      Value a = asked.reference(test.a());
      Value b = asked.reference(test.b());
      all = head.both(all, test.make(head, a, b));
    }
    return all;
  }

  private Value areSame(Value a, Value b) {
    return head.op(Op.SAME_REFERENCE, Type.BOOL, reference(a), reference(b));
  }

  /** An array before the loop; in it, only tables are. */
  private Value reference(Value value) {
    return shape.contains(value)
        ? head.make(value.op(), value.type(), value.attribute())
        : outside.apply(value);
  }
}
