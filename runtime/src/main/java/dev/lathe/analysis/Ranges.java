package dev.lathe.analysis;

import dev.lathe.ir.Op;
import dev.lathe.ir.Value;

/**
 * The {@link Range} of each integer or bool value that is asked for, found by looking at most
 * {@link #DEPTH} definitions up. Answers are kept, so all questions together take linear time. A
 * block parameter may be anything of its type. An answer holds for a value as long as the value
 * lives: passes may rewrite the function in between.
 */
public final class Ranges {
  private static final int DEPTH = 12;

  private Range[] known = new Range[64]; // by value id

  /** What is known of {@code value}. */
  public Range of(Value value) {
    return of(value, DEPTH);
  }

  private Range of(Value value, int depth) {
    int id = value.id();
    if (id >= known.length) {
      known = java.util.Arrays.copyOf(known, Math.max(id + 1, known.length * 2));
    }
    Range range = known[id];
    if (range == null) {
      if (depth == 0) {
        return Range.full(value.type());
      }
      range = transfer(value, depth - 1);
      known[id] = range;
    }
    return range;
  }

  private Range transfer(Value v, int depth) {
    if (v.op() == Op.SELECT) {
      return RangeTransfer.of(v, of(v.operand(1), depth), of(v.operand(2), depth));
    }
    int count = v.operandCount();
    Range a = count > 0 ? of(v.operand(0), depth) : null;
    return RangeTransfer.of(v, a, count > 1 ? of(v.operand(1), depth) : a);
  }
}
