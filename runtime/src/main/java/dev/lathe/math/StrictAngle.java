package dev.lathe.math;

/**
 * The reduction of angles for {@link StrictSine}, as in fdlibm 5.3: x = n pi/2 + r + rest, with r
 * and rest as there to the bit.
 *
 * <p>Up to 2^19 pi/2, pi/2 is subtracted in parts of 33 bits: two of them at first, a third and a
 * fourth where much of x was lost. Above, x times 2/pi is computed in digits of 24 bits (Payne and
 * Hanek, Radian reduction for trigonometric functions, SIGNUM 18, 1983): four digits of the
 * fraction at first, and as many more as the first ones were 0. What is left of a quarter of a turn
 * is their product with as many digits of pi/2, summed in doubles from the least to the greatest:
 * the order of these sums is the only one that matters, as all else is exact.
 */
final class StrictAngle {
  /** From here on angles are large. */
  private static final double LARGE = 0x1.921fcp20;

  /** Least angle that is reduced, about pi/4. */
  private static final double REDUCED = 0x1.921fcp-1;

  private static final double QUARTERS = 0x1.45f306dc9c883p-1; // 2 / pi
  private static final double HALF_PI = 0x1.921fb54442d18p0;
  private static final double HALF_PI_1 = 0x1.921fb544p0;
  private static final double HALF_PI_1_REST = 0x1.0b4611a626331p-34;
  private static final double HALF_PI_2 = 0x1.0b4611a6p-34;
  private static final double HALF_PI_2_REST = 0x1.3198a2e037073p-69;
  private static final double HALF_PI_3 = 0x1.3198a2ep-69;
  private static final double HALF_PI_3_REST = 0x1.b839a252049c1p-104;

  private static final long DIGIT = 0xffffff;

  // pi/2 in digits of 24 bits.
  private static final double D0 = 0x1.921fb4p0;
  private static final double D1 = 0x1.4442dp-24;
  private static final double D2 = 0x1.846988p-48;
  private static final double D3 = 0x1.8cc516p-72;
  private static final double D4 = 0x1.01b838p-96;

  private StrictAngle() {}

  /** {@link StrictSine#quarter} of x, which is positive, 0 or NaN. */
  static double of(double x, int ahead) {
    double r;
    double rest;
    int n;
    if (Rare.when(!(x < LARGE))) {
      if (!(x < Double.POSITIVE_INFINITY)) {
        return Double.NaN;
      }
      long bits = Double.doubleToRawLongBits(x);
      long fraction = bits & 0xfffffffffffffL | 0x10000000000000L;
      long x0 = fraction >>> 29;
      long x1 = fraction >>> 5 & DIGIT;
      long x2 = fraction << 19 & DIGIT;
      int exponent = (int) (bits >>> 52) - 1023 - 23; // of x0
      int skipped = (exponent - 3) / 24; // digits of 2/pi
      // 256 bits of 2/pi, up to the eighth digit from there.
      int first = 24 * skipped + 2;
      long a = LargeAngle.bits(first, 0);
      long b = LargeAngle.bits(first, 1);
      long c = LargeAngle.bits(first, 2);
      long d = LargeAngle.bits(first, 3);
      // The product's digits: all of its integer in z, whose unit is 2^scale, then d1, d2, ...
      int scale = exponent - 24 * (skipped + 1);
      long mask = scale < 0 ? (1L << -scale) - 1 : 0; // of the fraction in z
      long mask1 = scale > 0 ? DIGIT >>> scale : DIGIT; // and in d1
      long a1 = a;
      long b1 = b;
      long c1 = c;
      long e1 = d;
      long z = 0;
      long d1 = 0;
      long d2 = 0;
      long d3 = 0;
      long d4 = 0;
      long d5 = 0;
      long d6 = 0;
      long d7 = 0;
      int last = 4; // digits
      long sign = 1; // -1 where the fraction is a half or more: what is left is negative
      // Twice from the eighth digit up: to find the sign and how many digits, and these.
      for (int i = 15; i >= 0; i--) {
        long column =
            x0 * (e1 & DIGIT) + x1 * (e1 >>> 24 & DIGIT) + x2 * ((e1 >>> 48 | c1 << 16) & DIGIT);
        e1 = e1 >>> 24 | c1 << 40;
        c1 = c1 >>> 24 | b1 << 40;
        b1 = b1 >>> 24 | a1 << 40;
        a1 = a1 >>> 24;
        d7 = d6;
        d6 = d5;
        d5 = d4;
        d4 = d3;
        d3 = d2;
        d2 = d1;
        d1 = z & DIGIT;
        z = (z >> 24) + ((i & 7) > last ? 0 : sign * column);
        if (i == 8) {
          long flip =
              (scale < 0 ? z & mask : d1 & mask1) > (scale < 0 ? mask : mask1) >>> 1 ? -1 : 0;
          boolean none = ((z ^ flip) & mask) == 0;
          last = !none ? 4 : ((d1 ^ flip) & mask1) != 0 ? 5 : ((d2 ^ flip) & DIGIT) != 0 ? 6 : 7;
          sign = flip | 1;
          a1 = a;
          b1 = b;
          c1 = c;
          e1 = d;
          z = 0;
        }
      }
      long whole = scale > 0 ? z << scale | d1 >>> (24 - scale) : z >> (scale < 0 ? -scale : 0);
      n = (int) (sign * whole);
      z &= mask;
      d1 &= mask1;
      for (int i = 0; i < 3; i++) {
        if (z == 0) {
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
      unit = sign < 0 ? -unit : unit;
      double q0 = unit * z;
      double q1 = unit * 0x1p-24 * d1;
      double q2 = unit * 0x1p-48 * d2;
      double q3 = unit * 0x1p-72 * d3;
      double q4 = unit * 0x1p-96 * d4;
      double q5 = unit * 0x1p-120 * d5;
      double f0 = D0 * q0;
      double f1 = D0 * q1 + D1 * q0;
      double f2 = D0 * q2 + D1 * q1 + D2 * q0;
      double f3 = D0 * q3 + D1 * q2 + D2 * q1 + D3 * q0;
      double f4 = D0 * q4 + D1 * q3 + D2 * q2 + D3 * q1 + D4 * q0;
      double f5 = last < 5 ? 0.0 : D0 * q5 + D1 * q4 + D2 * q3 + D3 * q2 + D4 * q1;
      r = f5 + f4 + f3 + f2 + f1 + f0;
      rest = f0 - r + f1 + f2 + f3 + f4 + f5;
    } else {
      double quarters = x < REDUCED ? 0.0 : Math.floor(x * QUARTERS + 0.5);
      double whole = x - quarters * HALF_PI_1;
      double lost = quarters * HALF_PI_1_REST;
      r = whole - lost;
      if (Rare.when(exponent(x) - exponent(r) > 16)) {
        // Up to 31 quarters of a turn only where upper words agree.
        long word = Double.doubleToRawLongBits(quarters * HALF_PI) >>> 32;
        if (quarters >= 32 | Double.doubleToRawLongBits(x) >>> 32 == word) {
          double before = whole;
          lost = quarters * HALF_PI_2;
          whole = before - lost;
          lost = quarters * HALF_PI_2_REST - ((before - whole) - lost);
          r = whole - lost;
          if (quarters > 1 & exponent(x) - exponent(r) > 49) {
            before = whole;
            lost = quarters * HALF_PI_3;
            whole = before - lost;
            lost = quarters * HALF_PI_3_REST - ((before - whole) - lost);
            r = whole - lost;
          }
        }
      }
      rest = (whole - r) - lost;
      n = (int) quarters;
    }
    return StrictSine.quarter(r, rest, x < REDUCED, n, ahead);
  }

  private static long exponent(double x) {
    return Double.doubleToRawLongBits(x) >>> 52 & 0x7ff;
  }
}
