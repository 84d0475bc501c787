package dev.lathe.math;

/**
 * {@link StrictSine}'s functions of large angles, by the product of the angle and 2/pi in digits of
 * 24 bits, as in fdlibm 5.3 (Payne and Hanek, Radian reduction for trigonometric functions, SIGNUM
 * 18, 1983).
 *
 * <p>Four digits of the fraction are computed at first, and as many more as the first ones were 0.
 * What is left of a quarter of a turn is their product with as many digits of pi/2, summed in
 * doubles from the least to the greatest: the order of these sums is the only one that matters, as
 * all else is exact.
 */
final class StrictAngle {
  private static final long DIGIT = 0xffffff;

  // pi/2 in digits of 24 bits.
  private static final double D0 = 0x1.921fb4p0;
  private static final double D1 = 0x1.4442dp-24;
  private static final double D2 = 0x1.846988p-48;
  private static final double D3 = 0x1.8cc516p-72;
  private static final double D4 = 0x1.01b838p-96;

  private StrictAngle() {}

  /** sin(x + ahead pi/2), or tan x where {@code ahead} is negative, for a positive x or NaN. */
  static double of(double x, int ahead) {
    if (!(x < Double.POSITIVE_INFINITY)) {
      return Double.NaN;
    }
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >>> 52) - 1023 - 23; // of the first digit of x
    int skipped = (exponent - 3) / 24; // digits of 2/pi
    long fraction = bits & 0xfffffffffffffL | 0x10000000000000L;
    long x0 = fraction >>> 29;
    long x1 = fraction >>> 5 & DIGIT;
    long x2 = fraction << 19 & DIGIT;
    // 240 bits of 2/pi, from two digits before.
    int first = 24 * (skipped - 2) + 2 + 64;
    int shift = first & 63;
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    long word = 0;
    for (int i = 0; i <= 4; i++) { // the first is pushed out again
      long next = LargeAngle.word((first >> 6) + i);
      a = b;
      b = c;
      c = d;
      d = word << shift | next >>> 1 >>> (63 - shift);
      word = next;
    }
    long e0 = a >>> 40;
    long e1 = a >>> 16 & DIGIT;
    long e2 = (a << 8 | b >>> 56) & DIGIT;
    long e3 = b >>> 32 & DIGIT;
    long e4 = b >>> 8 & DIGIT;
    long e5 = (b << 16 | c >>> 48) & DIGIT;
    long e6 = c >>> 24 & DIGIT;
    long e7 = c & DIGIT;
    long e8 = d >>> 40;
    long e9 = d >>> 16 & DIGIT;
    int scale = exponent - 24 * (skipped + 1); // of the product's first digit, at most 2
    int last = 4;
    int n;
    boolean negative;
    long z;
    long d1;
    long d2;
    long d3;
    long d4;
    long d5;
    long d6;
    long d7;
    boolean more;
    do {
      d7 = last < 7 ? 0 : x0 * e9 + x1 * e8 + x2 * e7;
      d6 = last < 6 ? 0 : x0 * e8 + x1 * e7 + x2 * e6 + (d7 >>> 24);
      d5 = last < 5 ? 0 : x0 * e7 + x1 * e6 + x2 * e5 + (d6 >>> 24);
      d4 = x0 * e6 + x1 * e5 + x2 * e4 + (d5 >>> 24);
      d3 = x0 * e5 + x1 * e4 + x2 * e3 + (d4 >>> 24);
      d2 = x0 * e4 + x1 * e3 + x2 * e2 + (d3 >>> 24);
      d1 = x0 * e3 + x1 * e2 + x2 * e1 + (d2 >>> 24);
      z = x0 * e2 + x1 * e1 + x2 * e0 + (d1 >>> 24);
      // The fraction is in z's bits below 2^-scale and d1's below 2^(24 - scale).
      long mask1 = scale > 0 ? DIGIT >>> scale : DIGIT;
      long maskZ = scale < 0 ? (1L << -scale) - 1 : 0;
      long integer =
          scale > 0 ? z << scale | (d1 & DIGIT) >>> (24 - scale) : z >>> (scale < 0 ? -scale : 0);
      z &= maskZ;
      d1 &= mask1;
      d2 &= DIGIT;
      d3 &= DIGIT;
      d4 &= DIGIT;
      d5 &= DIGIT;
      d6 &= DIGIT;
      d7 &= DIGIT;
      // From a half on the difference to the next integer.
      negative = scale < 0 ? z > maskZ >>> 1 : d1 > mask1 >>> 1;
      n = (int) integer + (negative ? 1 : 0);
      if (negative) {
        d7 = -d7;
        d6 = -d6 + (d7 >> 24);
        d5 = -d5 + (d6 >> 24);
        d4 = -d4 + (d5 >> 24);
        d3 = -d3 + (d4 >> 24);
        d2 = -d2 + (d3 >> 24);
        d1 = -d1 + (d2 >> 24);
        z = -z + (d1 >> 24) & maskZ;
        d1 &= mask1;
        d2 &= DIGIT;
        d3 &= DIGIT;
        d4 &= DIGIT;
        d5 &= DIGIT;
        d6 &= DIGIT;
        d7 &= DIGIT;
      }
      long any = z | (last > 4 ? d1 : 0) | (last > 5 ? d2 : 0) | (last > 6 ? d3 : 0);
      more = any == 0;
      int zeros = (d1 | z) != 0 ? 0 : d2 != 0 ? 1 : 2;
      last = more ? 5 + zeros : last;
    } while (more);
    while (z == 0) {
      z = d1;
      d1 = d2;
      d2 = d3;
      d3 = d4;
      d4 = d5;
      d5 = d6;
      d6 = d7;
      d7 = 0;
      scale -= 24;
      last--;
    }
    if (z > DIGIT) {
      d5 = d4;
      d4 = d3;
      d3 = d2;
      d2 = d1;
      d1 = z & DIGIT;
      z >>>= 24;
      scale += 24;
      last++;
    }
    double unit = Double.longBitsToDouble((long) (1023 + scale) << 52);
    double q0 = unit * z;
    double q1 = unit * 0x1p-24 * d1;
    double q2 = unit * 0x1p-48 * d2;
    double q3 = unit * 0x1p-72 * d3;
    double q4 = unit * 0x1p-96 * d4;
    double f0 = D0 * q0;
    double f1 = D0 * q1 + D1 * q0;
    double f2 = D0 * q2 + D1 * q1 + D2 * q0;
    double f3 = D0 * q3 + D1 * q2 + D2 * q1 + D3 * q0;
    double f4 = D0 * q4 + D1 * q3 + D2 * q2 + D3 * q1 + D4 * q0;
    double q5 = unit * 0x1p-120 * d5;
    double f5 = last < 5 ? 0.0 : D0 * q5 + D1 * q4 + D2 * q3 + D3 * q2 + D4 * q1;
    double r = f5 + f4 + f3 + f2 + f1 + f0;
    double rest = f0 - r + f1 + f2 + f3 + f4 + f5;
    return StrictSine.quarter(negative ? -r : r, negative ? -rest : rest, false, n, ahead);
  }
}
