package dev.lathe.analysis;

import dev.lathe.ir.Element;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** What an op makes of the ranges of its operands. */
final class RangeTransfer {
  private RangeTransfer() {}

  /**
   * The range of {@code v}, whose operands have the ranges {@code a} and {@code b}; those of a
   * select are its second and third. What an op does not have or not look at may be anything.
   */
  static Range of(Value v, Range a, Range b) {
    Type type = v.type();
    return switch (v.op()) {
      case CONST -> Range.of(v.bits());
      case IADD, ISUB, IMUL, INEG, IMIN, IMAX -> arithmetic(v, a, b);
      case IDIV, IREM, UDIV, UREM -> v.operand(1).isConst() ? division(v, a) : division(v, a, b);
      case AND, OR, XOR, NOT -> type.isBool() ? Range.full(type) : bitwise(v, a, b);
      case SHL, SHR, USHR -> shift(v, a);
      case POPCNT, CLZ, CTZ -> Range.between(0, type.bits());
      case SELECT -> a.union(b);
      case SEXT, ZEXT, TRUNC, SEXT8, SEXT16, ZEXT16 -> conversion(v, a);
      case NONZERO -> nonzero(a);
      case ALEN -> Range.between(0, Integer.MAX_VALUE);
      case LINEOFFSET -> Range.between(0, 63);
      case BYTESIZE, LIMIT -> Range.between(0, Long.MAX_VALUE);
      case INDEX, PROVEN -> index(b, v.operand(0).type().isArray());
      case LOAD -> loaded(v.element());
      default -> Range.full(type);
    };
  }

  private static Range nonzero(Range d) {
    long min = d.min() == 0 ? 1 : d.min();
    long max = d.max() == 0 ? -1 : d.max();
    return min > max ? d : Range.tightened(min, max, d.zeros(), d.ones());
  }

  private static Range index(Range i, boolean array) {
    long max = array ? Math.min(i.max(), Integer.MAX_VALUE - 1) : i.max();
    return max < 0
        ? i // never executed
        : Range.tightened(Math.max(i.min(), 0), max, i.zeros(), i.ones());
  }

  private static Range loaded(Element element) {
    return switch (element) {
      case I8 -> Range.between(Byte.MIN_VALUE, Byte.MAX_VALUE);
      case I16 -> Range.between(Short.MIN_VALUE, Short.MAX_VALUE);
      case U16 -> Range.between(0, Character.MAX_VALUE);
      default -> Range.full(element.loaded());
    };
  }

  /** Of {@code (p + q) >>> 1}, where neither is negative: the sum has 32 or 64 bits for it. */
  static Range average(Range p, Range q) {
    long min = p.min() + q.min() >>> 1;
    long max = p.max() + q.max() >>> 1;
    return Range.between(min, max);
  }

  private static Range arithmetic(Value v, Range a, Range b) {
    return switch (v.op()) {
      case IADD -> sum(v.type(), a.min(), b.min(), a.max(), b.max(), trailing(a, b));
      case ISUB -> difference(v.type(), a.min(), b.max(), a.max(), b.min(), trailing(a, b));
      case INEG -> difference(v.type(), 0, a.max(), 0, a.min(), trailing(a, a));
      case IMUL -> product(v.type(), a, b);
      case IMIN -> Range.between(Math.min(a.min(), b.min()), Math.min(a.max(), b.max()));
      default -> Range.between(Math.max(a.min(), b.min()), Math.max(a.max(), b.max()));
    };
  }

  /** Low bits that are zero in both. */
  private static long trailing(Range a, Range b) {
    return lowMask(Math.min(trailingZeros(a), trailingZeros(b)));
  }

  private static int trailingZeros(Range range) {
    return Long.numberOfTrailingZeros(~range.zeros());
  }

  private static long lowMask(int bits) {
    return bits >= 64 ? -1 : (1L << bits) - 1;
  }

  private static Range sum(Type type, long a, long b, long c, long d, long zeros) {
    long min = a + b;
    long max = c + d;
    boolean wraps = ((a ^ min) & (b ^ min)) < 0 || ((c ^ max) & (d ^ max)) < 0;
    return bounded(type, wraps, min, max, zeros);
  }

  private static Range difference(Type type, long a, long b, long c, long d, long zeros) {
    long min = a - b;
    long max = c - d;
    boolean wraps = ((a ^ b) & (a ^ min)) < 0 || ((c ^ d) & (c ^ max)) < 0;
    return bounded(type, wraps, min, max, zeros);
  }

  private static Range product(Type type, Range a, Range b) {
    long zeros = lowMask(trailingZeros(a) + trailingZeros(b));
    boolean narrow =
        a.isWithin(Integer.MIN_VALUE, Integer.MAX_VALUE)
            && b.isWithin(Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (!narrow) {
      return Range.bits(type, zeros, 0);
    }
    long p = a.min() * b.min();
    long q = a.min() * b.max();
    long r = a.max() * b.min();
    long s = a.max() * b.max();
    long min = Math.min(Math.min(p, q), Math.min(r, s));
    long max = Math.max(Math.max(p, q), Math.max(r, s));
    return bounded(type, false, min, max, zeros);
  }

  /** The bounds, unless they do not fit the type and the result may have wrapped. */
  private static Range bounded(Type type, boolean wraps, long min, long max, long zeros) {
    Range full = Range.full(type);
    return wraps || min < full.min() || max > full.max()
        ? Range.bits(type, zeros, 0)
        : Range.tightened(min, max, zeros, 0);
  }

  /** By a divisor that is not 0, whatever its range says. */
  private static Range division(Value v, Range a, Range d) {
    if (!a.isNonNegative() || !d.isNonNegative()) {
      return Range.full(v.type());
    }
    boolean remainder = v.op() == Op.IREM || v.op() == Op.UREM;
    return remainder
        ? Range.between(0, Math.min(a.max(), Math.max(d.max() - 1, 0)))
        : Range.between(a.min() / Math.max(d.max(), 1), a.max() / Math.max(d.min(), 1));
  }

  /** By a constant. */
  private static Range division(Value v, Range a) {
    Type type = v.type();
    long d = v.operand(1).bits();
    switch (v.op()) {
      case IDIV:
        return d > 0 ? Range.between(a.min() / d, a.max() / d) : Range.full(type);
      case IREM:
        if (d == Long.MIN_VALUE) {
          return Range.full(type);
        }
        long bound = Math.abs(d) - 1;
        return Range.between(
            a.min() >= 0 ? 0 : Math.max(-bound, a.min()),
            a.max() <= 0 ? 0 : Math.min(bound, a.max()));
      case UDIV:
        if (d <= 1) {
          return Range.full(type);
        }
        return a.isNonNegative()
            ? Range.between(a.min() / d, a.max() / d)
            : Range.between(0, Long.divideUnsigned(lowMask(type.bits()), d));
      default: // UREM
        return d > 0 ? Range.between(0, d - 1) : Range.full(type);
    }
  }

  private static Range bitwise(Value v, Range a, Range b) {
    Type type = v.type();
    if (v.operandCount() == 1) {
      return new Range(~a.max(), ~a.min(), a.ones(), a.zeros());
    }
    return switch (v.op()) {
      case AND -> {
        Range both = Range.bits(type, a.zeros() | b.zeros(), a.ones() & b.ones());
        long max = both.max();
        max = a.isNonNegative() ? Math.min(max, a.max()) : max;
        max = b.isNonNegative() ? Math.min(max, b.max()) : max;
        yield Range.tightened(both.min(), max, both.zeros(), both.ones());
      }
      case OR -> Range.bits(type, a.zeros() & b.zeros(), a.ones() | b.ones());
      default ->
          Range.bits(
              type,
              a.zeros() & b.zeros() | a.ones() & b.ones(),
              a.zeros() & b.ones() | a.ones() & b.zeros());
    };
  }

  private static Range shift(Value v, Range a) {
    Type type = v.type();
    if (!v.operand(1).isConst()) {
      boolean shrinks = a.isNonNegative() && v.op() != Op.SHL;
      return shrinks ? Range.between(0, a.max()) : Range.full(type);
    }
    int distance = (int) v.operand(1).bits() & type.bits() - 1;
    if (distance == 0) {
      return a;
    }
    boolean narrow = type == Type.I32;
    switch (v.op()) {
      case SHL:
        long min = a.min() << distance;
        long max = a.max() << distance;
        long zeros = a.zeros() << distance | lowMask(distance);
        long ones = a.ones() << distance;
        boolean fits =
            (narrow ? (int) min : min) >> distance == a.min()
                && (narrow ? (int) max : max) >> distance == a.max();
        return fits
            ? Range.tightened(min, max, zeros, ones)
            : Range.bits(type, narrow ? (int) zeros : zeros, narrow ? (int) ones : ones);
      case SHR:
        return Range.tightened(
            a.min() >> distance, a.max() >> distance, a.zeros() >> distance, a.ones() >> distance);
      default: // USHR
        long mask = narrow ? 0xFFFF_FFFFL : -1;
        return Range.bits(
            type,
            (a.zeros() & mask) >>> distance | ~(mask >>> distance),
            (a.ones() & mask) >>> distance);
    }
  }

  private static Range conversion(Value v, Range a) {
    return switch (v.op()) {
      case SEXT -> a;
      case ZEXT ->
          a.isNonNegative()
              ? a
              : Range.bits(
                  Type.I64, a.zeros() & 0xFFFF_FFFFL | ~0xFFFF_FFFFL, a.ones() & 0xFFFF_FFFFL);
      case TRUNC ->
          a.isWithin(Integer.MIN_VALUE, Integer.MAX_VALUE)
              ? a
              : Range.bits(Type.I32, (int) a.zeros(), (int) a.ones());
      case SEXT8 ->
          a.isWithin(Byte.MIN_VALUE, Byte.MAX_VALUE)
              ? a
              : Range.tightened(Byte.MIN_VALUE, Byte.MAX_VALUE, (byte) a.zeros(), (byte) a.ones());
      case SEXT16 ->
          a.isWithin(Short.MIN_VALUE, Short.MAX_VALUE)
              ? a
              : Range.tightened(
                  Short.MIN_VALUE, Short.MAX_VALUE, (short) a.zeros(), (short) a.ones());
      default -> // ZEXT16
          a.isWithin(0, Character.MAX_VALUE)
              ? a
              : Range.bits(Type.I32, a.zeros() & 0xFFFF | ~0xFFFFL, a.ones() & 0xFFFF);
    };
  }
}
