package dev.lathe.analysis;

import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Type;

/**
 * What is known of an integer or bool value: signed bounds, and bits known to be 0 or 1. All four
 * describe the value's 64-bit sign extension ({@code bool}: 0 or 1), so an {@code i32} that is not
 * negative has its upper 33 bits among {@code zeros}.
 *
 * @param min the least value
 * @param max the greatest value
 * @param zeros bits that are 0
 * @param ones bits that are 1
 */
public record Range(long min, long max, long zeros, long ones) {
  private static final Range BOOL = between(0, 1);
  private static final Range I32 = between(Integer.MIN_VALUE, Integer.MAX_VALUE);
  private static final Range I64 = new Range(Long.MIN_VALUE, Long.MAX_VALUE, 0, 0);

  /** What the type alone says; for floats, nothing. */
  public static Range full(Type type) {
    return type.isBool() ? BOOL : type.kind() == Type.Kind.I32 ? I32 : I64;
  }

  /** Exactly {@code value}. */
  public static Range of(long value) {
    return new Range(value, value, ~value, value);
  }

  /** The values from {@code min} to {@code max}. */
  public static Range between(long min, long max) {
    return tightened(min, max, 0, 0);
  }

  /** The values of {@code type} with these known bits. */
  static Range bits(Type type, long zeros, long ones) {
    Range full = full(type);
    return tightened(full.min, full.max, zeros | full.zeros, ones);
  }

  /** The facts given, each used to sharpen the other. */
  static Range tightened(long min, long max, long zeros, long ones) {
    // Unknown bits taken as 0 give the least value, as 1 the greatest; the sign bit the other way.
    long sign = Long.MIN_VALUE & ~zeros & ~ones;
    long low = Math.max(min, ones | sign);
    long high = Math.min(max, ~zeros & ~sign);
    if (low > high) { // contradictory facts: the value is never computed
      return new Range(min, max, zeros, ones);
    }
    long same =
        low ^ high; // the bits above the highest difference are common to all values between
    long prefix = same == 0 ? -1 : same < 0 ? 0 : -1L << (64 - Long.numberOfLeadingZeros(same));
    return new Range(low, high, zeros | ~low & prefix, ones | low & prefix);
  }

  /** The values of either. */
  public Range union(Range other) {
    return tightened(
        Math.min(min, other.min), Math.max(max, other.max), zeros & other.zeros, ones & other.ones);
  }

  public boolean isConstant() {
    return min == max;
  }

  public boolean isNonNegative() {
    return min >= 0;
  }

  public boolean contains(long value) {
    return min <= value && value <= max && (value & zeros) == 0 && (~value & ones) == 0;
  }

  /** True if every value lies in the given bounds. */
  public boolean isWithin(long low, long high) {
    return low <= min && max <= high;
  }

  /** 1 or 0 if the ranges decide whether a value {@code predicate} one of {@code y}, else -1. */
  public int decide(IntPredicate predicate, Range y) {
    Range x = this;
    if (predicate.isEquality()) {
      boolean differ =
          x.max() < y.min()
              || y.max() < x.min()
              || (x.ones() & y.zeros() | x.zeros() & y.ones()) != 0;
      if (!differ && !(x.isConstant() && y.isConstant())) {
        return -1;
      }
      return differ == (predicate == IntPredicate.NE) ? 1 : 0;
    }
    boolean unsigned = predicate.isUnsigned();
    long a = unsigned ? unsignedMin(x) : x.min();
    long b = unsigned ? unsignedMax(x) : x.max();
    long c = unsigned ? unsignedMin(y) : y.min();
    long d = unsigned ? unsignedMax(y) : y.max();
    IntPredicate signed = predicate.signed();
    return signed == IntPredicate.LT || signed == IntPredicate.GE
        ? less(a, b, c, d, signed == IntPredicate.LT)
        : less(c, d, a, b, signed == IntPredicate.GT);
  }

  /** The least value in unsigned order, with the sign flipped so that signed order compares it. */
  private static long unsignedMin(Range x) {
    boolean both = (x.min() ^ x.max()) < 0; // 0 and -1 may both occur
    return (both ? 0 : x.min()) ^ Long.MIN_VALUE;
  }

  private static long unsignedMax(Range x) {
    boolean both = (x.min() ^ x.max()) < 0;
    return (both ? -1 : x.max()) ^ Long.MIN_VALUE;
  }

  /** Whether all of [a, b] are below all of [c, d] ({@code positive}) or none is; -1 if neither. */
  private static int less(long a, long b, long c, long d, boolean positive) {
    return b < c ? positive ? 1 : 0 : a >= d ? positive ? 0 : 1 : -1;
  }

  /**
   * This range, grown from {@code old}, with what has grown let go at once.
   *
   * @param keepBits true to keep low bits that are still known
   */
  Range widened(Range old, Type type, boolean keepBits) {
    Range full = full(type);
    // One less than everything first: a counter below its bound can still be counted up.
    long low = min >= old.min ? min : min >= 0 ? 0 : min > full.min ? full.min + 1 : full.min;
    long high = max <= old.max ? max : max < 0 ? -1 : max < full.max ? full.max - 1 : full.max;
    boolean same = zeros == old.zeros && ones == old.ones;
    long trailing =
        same
            ? -1
            : !keepBits ? 0 : ~(zeros | ones) - 1 & (zeros | ones); // known below the first unknown
    return tightened(low, high, zeros & trailing, ones & trailing);
  }
}
