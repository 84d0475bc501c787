package dev.lathe.opt;

import java.math.BigInteger;

/**
 * A multiplier that divides: {@code x / d} is {@code (x * factor) >> (width + shift)} rounded down.
 * After Granlund and Montgomery, "Division by Invariant Integers using Multiplication", 1994,
 * figure 6.2 (CHOOSE_MULTIPLIER).
 *
 * @param factor the low 64 bits of the multiplier, below 2^(width+1), unsigned
 * @param shift how far to shift after the upper half of the product is taken
 * @param fits whether the multiplier is below 2^width, as it always is if bits is below width
 */
public record Reciprocal(long factor, int shift, boolean fits) {
  /**
   * The reciprocal of {@code d}.
   *
   * @param d the divisor, above 1 and no power of two
   * @param width 32 or 64
   * @param bits bits of the largest dividend: 31 or 63 for signed ones of either sign
   */
  public static Reciprocal of(long d, int width, int bits) {
    int log = 64 - Long.numberOfLeadingZeros(d - 1); // rounded up
    BigInteger divisor = BigInteger.valueOf(d);
    BigInteger power = BigInteger.ONE.shiftLeft(width + log);
    BigInteger low = power.divide(divisor);
    BigInteger high = power.add(BigInteger.ONE.shiftLeft(width + log - bits)).divide(divisor);
    int shift = log;
    while (shift > 0 && low.shiftRight(1).compareTo(high.shiftRight(1)) < 0) {
      low = low.shiftRight(1);
      high = high.shiftRight(1);
      shift--;
    }
    return new Reciprocal(high.longValue(), shift, high.bitLength() <= width);
  }
}
