package dev.lathe.vector;

import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.opt.CountedLoop;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * What lets lanes store one after the other into the array that they read: {@code if (c) a[k++] =
 * a[i]}. {@code k} grows by one in an iteration at most, {@code i} by one in each, so that what an
 * iteration stores is before all that later ones access, if it is so in the first: {@code k <= i}.
 * That is compared as longs: then {@code i} does not come round to where {@code k} is either.
 *
 * @param a what is accessed
 * @param b what is stored into
 * @param index the parameter of the header by which it is accessed
 * @param more what the index is more than that
 * @param counter the parameter of the header that counts what is stored
 */
record PackedBehind(Value a, Value b, Value index, long more, Value counter) {
  /** The least int that {@code more} may be, and the greatest. */
  private static final long FAR = 1 << 20;

  /**
   * What lets {@code access} stand before {@code stores}, which are packed, in an iteration; null
   * if nothing does.
   */
  static PackedBehind of(MemoryAccess access, MemoryAccess stores, LoopShape shape) {
    if (stores.mode() != MemoryAccess.Mode.PACKED
        || access.index() == null
        || access.stride() != 1) {
      return null;
    }
    Value at = MemoryAccess.place(access.value());
    long more = 0;
    while (at.op() == Op.IADD && at.operand(1).isConst()) {
      more += at.operand(1).bits();
      at = at.operand(0);
    }
    Value counter = shape.packing(stores.value()).param();
    return shape.isHeaderParam(at) && at.type() == Type.I32 && Math.abs(more) <= FAR
        ? new PackedBehind(access.reference(), stores.reference(), at, more, counter)
        : null;
  }

  /** Whether it is so, if that is known; else null. */
  Boolean known(CountedLoop counted) {
    for (Target target : counted.before().terminator().targets()) {
      if (target.block() == counted.loop().header()) {
        Value first = target.arguments().get(index.paramIndex());
        Value stored = target.arguments().get(counter.paramIndex());
        return first == stored && more >= 0
            ? Boolean.TRUE
            : first.isConst() && stored.isConst()
                ? Boolean.valueOf(stored.bits() <= first.bits() + more)
                : null;
      }
    }
    return null;
  }

  /** True if one test does for this and {@code other}. */
  boolean isLike(PackedBehind other) {
    return a == other.a && b == other.b && index == other.index && counter == other.counter;
  }

  /**
   * The test.
   *
   * @param start what a parameter of the header is at first
   * @param same whether two references are the same
   */
  Value make(RoundBlock head, UnaryOperator<Value> start, BinaryOperator<Value> same) {
    Value stored = head.op(Op.SEXT, Type.I64, start.apply(counter));
    Value first = head.sum(head.op(Op.SEXT, Type.I64, start.apply(index)), more);
    Value behind = head.compare(IntPredicate.LE, stored, first);
    return a == b
        ? behind
        : head.op(Op.OR, Type.BOOL, behind, head.op(Op.NOT, Type.BOOL, same.apply(a, b)));
  }
}
