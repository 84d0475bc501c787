package dev.lathe.vector;

import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * What must hold before a loop of two references, one of them a segment's, so that lanes may access
 * both: segments overlap in any way, other segments and arrays. Where both move on by as many bytes
 * in each iteration, it is enough that what lanes do in another order than iterations is not the
 * same bytes: how far one begins after the other must not be in {@code (low, high)}. Otherwise they
 * must have no byte in common.
 *
 * <p>Of memory that has nothing in common the distance may change when arrays move, and may by
 * chance be one that is refused; where it is not, that stays right.
 */
final class ByteTest {
  /** Further apart, indices are not compared. */
  private static final long FAR = 1L << 40;

  private final Value a;
  private final Value b;
  private boolean none; // in common
  private long low;
  private long high;
  private boolean any;

  ByteTest(Value a, Value b) {
    this.a = a;
    this.b = b;
  }

  Value a() {
    return a;
  }

  Value b() {
    return b;
  }

  boolean isOf(Value one, Value other) {
    return a == one && b == other || a == other && b == one;
  }

  /** Says that the references must have no byte in common. */
  void requireNone() {
    none = true;
  }

  /**
   * Adds an access to one of them and a later one to the other, which lanes do in that order.
   *
   * @param apart how many bytes the second is after the first in an iteration, were both references
   *     the same
   * @param lanes how many iterations there are in a round
   */
  void add(MemoryAccess first, MemoryAccess second, long apart, int lanes) {
    long stride = first.byteStride();
    long least = Math.min(stride, stride * (lanes - 1)) - second.element().bytes();
    long most = Math.max(stride, stride * (lanes - 1)) + first.element().bytes();
    boolean swapped = first.reference() == b;
    long from = swapped ? apart - most : least - apart;
    long to = swapped ? apart - least : most - apart;
    low = any ? Math.min(low, from) : from;
    high = any ? Math.max(high, to) : to;
    any = true;
  }

  /** The test, of the references as they are before the loop; null if it always holds. */
  Value make(RoundBlock head, Value a, Value b) {
    if (!none && high - low <= 1) {
      return null;
    }
    Value distance = head.op(Op.DISTANCE, Type.I64, a, b);
    if (!none) {
      Value from = head.sum(distance, -low - 1);
      return head.compare(IntPredicate.UGE, from, head.constant(Type.I64, high - low - 1));
    }
    Value back = head.op(Op.INEG, Type.I64, distance);
    Value after = head.compare(IntPredicate.UGE, distance, size(a, head));
    Value before = head.compare(IntPredicate.UGE, back, size(b, head));
    return head.op(Op.AND, Type.BOOL, after, before);
  }

  private static Value size(Value reference, RoundBlock head) {
    if (reference.type().isSegment()) {
      return head.op(Op.BYTESIZE, Type.I64, reference);
    }
    Value length = head.op(Op.ALEN, Type.I32, reference);
    long bytes = reference.type().element().bytes();
    Value factor = head.constant(Type.I64, bytes);
    return head.op(Op.IMUL, Type.I64, head.op(Op.SEXT, Type.I64, length), factor);
  }

  /**
   * How many bytes {@code second} is after {@code first} in an iteration, were both of the same
   * reference; null if that is not known, or they do not move on alike.
   */
  static Long apart(MemoryAccess first, MemoryAccess second, LinearForm p, LinearForm q) {
    boolean alike =
        first.index() != null
            && second.index() != null
            && first.scale() == second.scale()
            && first.byteStride() == second.byteStride();
    Long elements = alike ? q.minus(p) : null;
    return elements == null || elements > FAR || elements < -FAR
        ? null
        : Long.valueOf(elements * first.scale());
  }

  /**
   * How many iterations after {@code second} of one {@code first} is at bytes of it, of the same
   * reference: at least 1, {@link Long#MAX_VALUE} if never. Nothing overflows: {@link LoopShape}
   * takes strides of 2^20 elements at most, {@link #apart} distances of 2^40.
   */
  static long iterationsApart(MemoryAccess first, MemoryAccess second, long apart) {
    long stride = first.byteStride();
    boolean up = stride >= 0;
    // first is there after k iterations if low < k * |stride| < high
    long low = (up ? apart : -apart) - (up ? first : second).element().bytes();
    long high = (up ? apart : -apart) + (up ? second : first).element().bytes();
    if (stride == 0) {
      return low < 0 && high > 0 ? 1 : Long.MAX_VALUE;
    }
    long size = Math.abs(stride);
    long k = Math.max(1, Math.floorDiv(low, size) + 1);
    return k * size < high ? k : Long.MAX_VALUE;
  }
}
