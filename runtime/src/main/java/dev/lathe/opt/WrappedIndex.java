package dev.lathe.opt;

import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The index of a segment's element, of which Java drops the high bits: {@code i << 3 >> 3}. If
 * {@code i} is a product, {@code Fold} has made one product of it and the first shift, and nobody
 * finds {@code i} any more; here it is taken out again.
 *
 * <p>{@code 2 * j << 3 >> 3} is {@code j << 4 >> 3}, and becomes {@code j << 1 << 3 >> 3}.
 */
final class WrappedIndex {
  /** Of how many values {@link #index} consists. */
  private static final int MADE = 5;

  private WrappedIndex() {}

  /**
   * What {@code check} has for an index if that is a legal one: it is less than any limit then, and
   * has no high bits.
   */
  static Value unwrapped(Value check) {
    Value index = check.operand(1);
    int distance = distance(check);
    boolean drops =
        distance > 0
            && index.operand(0).op() == Op.SHL
            && index.operand(0).operand(1).isConst(distance);
    return drops ? index.operand(0).operand(0) : index;
  }

  /** By how much the index is shifted down, after it has been shifted up; 0 if it is not. */
  private static int distance(Value check) {
    Value index = check.operand(1);
    if (index.op() != Op.SHR || !check.access().isIndexed() || !index.operand(1).isConst()) {
      return 0;
    }
    int most = Integer.numberOfTrailingZeros(check.access().element().bytes());
    long down = index.operand(1).bits();
    return down > 0 && down <= most ? (int) down : 0;
  }

  /** Takes products out of the indices of segments that a loop checks; true if there are any. */
  static boolean takeOut(Loops.Loop loop, PassContext context) {
    boolean changed = false;
    for (Block block : loop.members()) {
      List<Value> values = null;
      for (int i = block.values().size() - 1; i >= 0; i--) {
        Value check = block.values().get(i);
        if (isOfSegment(check) && isProduct(check) && context.spend()) {
          values = values == null ? new ArrayList<>(block.values()) : values;
          values.addAll(i, index(check));
          check.setOperand(1, values.get(i + MADE - 1));
        }
      }
      if (values != null) {
        block.setValues(values);
        changed = true;
      }
    }
    return changed;
  }

  private static boolean isOfSegment(Value value) {
    return value.op() == Op.INDEX && value.access().isSegment();
  }

  private static boolean isProduct(Value check) {
    int distance = distance(check);
    if (distance == 0) {
      return false;
    }
    Value of = check.operand(1).operand(0);
    if (of.operandCount() != 2 || !of.operand(1).isConst()) {
      return false;
    }
    long by = of.operand(1).bits();
    return of.op() == Op.SHL && by > distance && by < Long.SIZE
        || of.op() == Op.IMUL && by != 0 && Long.numberOfTrailingZeros(by) >= distance;
  }

  private static List<Value> index(Value check) {
    Function function = check.block().function();
    int distance = distance(check);
    Value of = check.operand(1).operand(0);
    int line = check.line();
    boolean shifts = of.op() == Op.SHL;
    long by = of.operand(1).bits();
    Value factor =
        shifts
            ? function.newConst(Type.I32, by - distance, line)
            : function.newConst(Type.I64, by >> distance, line);
    Value product = value(function, of.op(), of.operand(0), factor, line);
    Value down = function.newConst(Type.I32, distance, line);
    Value up = value(function, Op.SHL, product, down, line);
    return List.of(factor, product, down, up, value(function, Op.SHR, up, down, line));
  }

  private static Value value(Function function, Op op, Value a, Value b, int line) {
    return function.newValue(op, Type.I64, 0, new Value[] {a, b}, line);
  }
}
