package dev.lathe.math;

/**
 * Sine, cosine and tangent.
 *
 * <p>x = k pi/16 + r + rest with an integer k and |r| at most pi/32: pi/16 is the sum of three
 * doubles (Cody and Waite, 1980). The product of k and the first is subtracted exactly by one
 * {@code fma}, as all are multiples of the same power of two; the second has 30 bits, so its
 * product is exact. What is left is at least 2^-60 and off by 2^-118 at most. The sine and cosine
 * of k pi/16 are in tables, with what is missing from the doubles, and sin(a + r) = sin a cos r +
 * cos a sin r is summed with its largest rounding error (Gal and Bachelis, TOMS 17, 1991, without
 * their special points): below 0.53 ulp. Above 2^20 x is reduced by the bits of {@link LargeAngle}.
 *
 * <p>The fast variants leave out what is least.
 */
public final class Sine {
  private static final double GREATEST = 0x1p20;

  private static final double STEPS = 0x1.45f306dc9c883p2; // 16 / pi
  private static final double STEP_1 = 0x1.921fb54442d18p-3;
  private static final double STEP_2 = 0x1.1a62633000000p-57;
  private static final double STEP_3 = 0x1.45c06e0e68948p-89;

  /** What pi/16 is more than {@link #STEP_1}. */
  private static final double STEP_REST = 0x1.1a62633145c07p-57;

  private static final double[] SINE = {
    0x0.0p0,
    0x1.8f8b83c69a60bp-3,
    0x1.87de2a6aea963p-2,
    0x1.1c73b39ae68c8p-1,
    0x1.6a09e667f3bcdp-1,
    0x1.a9b66290ea1a3p-1,
    0x1.d906bcf328d46p-1,
    0x1.f6297cff75cbp-1,
    0x1.0p0,
    0x1.f6297cff75cbp-1,
    0x1.d906bcf328d46p-1,
    0x1.a9b66290ea1a3p-1,
    0x1.6a09e667f3bcdp-1,
    0x1.1c73b39ae68c8p-1,
    0x1.87de2a6aea963p-2,
    0x1.8f8b83c69a60bp-3,
  };
  private static final double[] SINE_REST = {
    0x0.0p0,
    -0x1.26d19b9ff8d82p-57,
    -0x1.72cedd3d5a61p-57,
    0x1.b25dd267f66p-55,
    -0x1.bdd3413b26456p-55,
    0x1.9f630e8b6dac8p-60,
    0x1.457e610231ac2p-56,
    0x1.562172a361fd3p-56,
    0x0.0p0,
    0x1.562172a361fd3p-56,
    0x1.457e610231ac2p-56,
    0x1.9f630e8b6dac8p-60,
    -0x1.bdd3413b26456p-55,
    0x1.b25dd267f66p-55,
    -0x1.72cedd3d5a61p-57,
    -0x1.26d19b9ff8d82p-57,
  };
  private static final double[] COSINE = {
    0x1.0p0,
    0x1.f6297cff75cbp-1,
    0x1.d906bcf328d46p-1,
    0x1.a9b66290ea1a3p-1,
    0x1.6a09e667f3bcdp-1,
    0x1.1c73b39ae68c8p-1,
    0x1.87de2a6aea963p-2,
    0x1.8f8b83c69a60bp-3,
    0x0.0p0,
    -0x1.8f8b83c69a60bp-3,
    -0x1.87de2a6aea963p-2,
    -0x1.1c73b39ae68c8p-1,
    -0x1.6a09e667f3bcdp-1,
    -0x1.a9b66290ea1a3p-1,
    -0x1.d906bcf328d46p-1,
    -0x1.f6297cff75cbp-1,
  };
  private static final double[] COSINE_REST = {
    0x0.0p0,
    0x1.562172a361fd3p-56,
    0x1.457e610231ac2p-56,
    0x1.9f630e8b6dac8p-60,
    -0x1.bdd3413b26456p-55,
    0x1.b25dd267f66p-55,
    -0x1.72cedd3d5a61p-57,
    -0x1.26d19b9ff8d82p-57,
    0x0.0p0,
    0x1.26d19b9ff8d82p-57,
    0x1.72cedd3d5a61p-57,
    -0x1.b25dd267f66p-55,
    0x1.bdd3413b26456p-55,
    -0x1.9f630e8b6dac8p-60,
    -0x1.457e610231ac2p-56,
    -0x1.562172a361fd3p-56,
  };

  // Of sin and cos up to pi/32, by Polynomials.
  private static final double S3 = -0x1.5555555555555p-3;
  private static final double S5 = 0x1.111111110f5d1p-7;
  private static final double S7 = -0x1.a01a010a0aea5p-13;
  private static final double S9 = 0x1.71cadf1ce5a54p-19;
  private static final double C4 = 0x1.5555555552a55p-5;
  private static final double C6 = -0x1.6c16c0c7225bbp-10;
  private static final double C8 = 0x1.a001764ec2d1cp-16;

  private Sine() {}

  /** {@link Math#sin}, with an error below 0.53 ulp. */
  public static double sin(double x) {
    double y = of(x, 0, false);
    return x == 0 ? x : y;
  }

  /** {@link Math#cos}, with an error below 0.53 ulp. */
  public static double cos(double x) {
    return of(x, 8, false);
  }

  /** {@link Math#tan}, with an error below 0.53 ulp. */
  public static double tan(double x) {
    double y = of(x, -1, false);
    return x == 0 ? x : y;
  }

  /** {@link Math#sin}, with an error below 0.7 ulp. */
  public static double sinFast(double x) {
    double y = of(x, 0, true);
    return x == 0 ? x : y;
  }

  /** {@link Math#cos}, with an error below 0.7 ulp. */
  public static double cosFast(double x) {
    return of(x, 8, true);
  }

  /** sin(x + ahead pi/16), or tan x where {@code ahead} is negative. */
  private static double of(double x, int ahead, boolean fast) {
    double shifted = Math.fma(x, STEPS, Exp.SHIFT);
    double k = shifted - Exp.SHIFT;
    double first = Math.fma(k, -STEP_1, x);
    double second = k * STEP_2;
    double r = first - second;
    double rest = Math.fma(k, -STEP_3, (first - r) - second);
    long steps = Double.doubleToRawLongBits(shifted);
    if (Rare.when(!(Math.abs(x) <= GREATEST))) {
      if (!(Math.abs(x) < Double.POSITIVE_INFINITY)) {
        return Double.NaN;
      }
      long fraction = Double.doubleToRawLongBits(x) & 0xfffffffffffffL | 0x10000000000000L;
      int skipped = LargeAngle.skipped(x);
      long a = LargeAngle.bits(skipped, 0);
      long b = LargeAngle.bits(skipped, 1);
      long c = LargeAngle.bits(skipped, 2);
      // The product's last 192 bits, of which the first are a fraction of a turn.
      long low = c * fraction;
      long carry = Math.unsignedMultiplyHigh(c, fraction);
      long middle = b * fraction + carry;
      carry = middle + Long.MIN_VALUE < carry + Long.MIN_VALUE ? 1 : 0;
      long high = a * fraction + (Math.unsignedMultiplyHigh(b, fraction) + carry);
      // Steps of pi/16, 32 to a turn, and a rest of a step between -1/2 and 1/2.
      steps = (high >>> 58) + 1 >> 1;
      high = high << 5 | middle >>> 59;
      middle = middle << 5 | low >>> 59;
      low <<= 5;
      boolean negative = high < 0;
      long flip = negative ? -1 : 0; // the complement is the negative but for 2^-192
      high ^= flip;
      middle ^= flip;
      low ^= flip;
      double part1 = (high >>> 11) * 0x1p-53;
      double part2 = ((high & 0x7ff) << 42 | middle >>> 22) * 0x1p-106;
      double part3 = ((middle & 0x3fffff) << 31 | low >>> 33) * 0x1p-159;
      double partSum = part1 + part2;
      double partRest = (part1 - partSum) + part2 + part3;
      double part = partSum + partRest;
      partRest += partSum - part;
      double angle = part * STEP_1;
      double missing =
          Math.fma(part, STEP_1, -angle) + Math.fma(part, STEP_REST, partRest * STEP_1);
      double sign = negative != (x < 0) ? -1.0 : 1.0;
      r = sign * angle;
      rest = sign * missing;
      steps = x < 0 ? -steps : steps;
    }
    return ahead < 0
        ? quotient(r, rest, steps)
        : fast ? fastSum(r, rest, steps + ahead) : sum(r, rest, steps + ahead);
  }

  /** sin(k pi/16 + r + rest). */
  private static double sum(double r, double rest, long k) {
    int index = (int) k;
    double sine = Lookup.of16(index, SINE);
    double cosine = Lookup.of16(index, COSINE);
    double high = Math.fma(cosine, r, sine);
    double lost = Math.fma(cosine, r, sine - high);
    double square = r * r;
    double missing = Math.fma(Lookup.of16(index, COSINE_REST), r, Lookup.of16(index, SINE_REST));
    double tail = Math.fma(sine, cosineLess1(r, rest, square), lost + missing);
    double y = high + Math.fma(cosine, sineLess(r, rest, square), tail);
    return Double.longBitsToDouble(Double.doubleToRawLongBits(y) ^ k << 59 & Long.MIN_VALUE);
  }

  /** The same without what is missing from the table's cosine, and products of rests. */
  private static double fastSum(double r, double rest, long k) {
    int index = (int) k;
    double sine = Lookup.of16(index, SINE);
    double cosine = Lookup.of16(index, COSINE);
    double high = Math.fma(cosine, r, sine);
    double lost = Math.fma(cosine, r, sine - high) + Lookup.of16(index, SINE_REST);
    double square = r * r;
    double tail = Math.fma(sine * square, cosineQuotient(square), lost);
    double y = high + Math.fma(cosine, sineLess(r, rest, square), tail);
    return Double.longBitsToDouble(Double.doubleToRawLongBits(y) ^ k << 59 & Long.MIN_VALUE);
  }

  /** tan(k pi/16 + r + rest): the quotient of sine and cosine, both with a tail. */
  private static double quotient(double r, double rest, long k) {
    int index = (int) k;
    double sine = Lookup.of16(index, SINE);
    double cosine = Lookup.of16(index, COSINE);
    double sineRest = Lookup.of16(index, SINE_REST);
    double cosineRest = Lookup.of16(index, COSINE_REST);
    double square = r * r;
    double sinR = sineLess(r, rest, square);
    double cosR = cosineLess1(r, rest, square);
    double above = Math.fma(cosine, r, sine);
    double aboveRest = Math.fma(cosine, r, sine - above) + Math.fma(cosineRest, r, sineRest);
    aboveRest = Math.fma(cosine, sinR, Math.fma(sine, cosR, aboveRest));
    double below = Math.fma(-sine, r, cosine);
    double belowRest = Math.fma(-sine, r, cosine - below) + Math.fma(-sineRest, r, cosineRest);
    belowRest = Math.fma(-sine, sinR, Math.fma(cosine, cosR, belowRest));
    double divisor = below + belowRest;
    belowRest += below - divisor;
    double inverse = 1.0 / divisor;
    double y = above * inverse;
    double remainder = Math.fma(-y, divisor, above) + Math.fma(-y, belowRest, aboveRest);
    return Math.fma(remainder, inverse, y);
  }

  /** sin(r + rest) - r. */
  private static double sineLess(double r, double rest, double square) {
    double fourth = square * square;
    double p = Math.fma(fourth, Math.fma(square, S9, S7), Math.fma(square, S5, S3));
    return Math.fma(r * square, p, rest);
  }

  /** cos(r + rest) - 1. */
  private static double cosineLess1(double r, double rest, double square) {
    return Math.fma(square, cosineQuotient(square), -(r * rest));
  }

  /** (cos r - 1) / r². */
  private static double cosineQuotient(double square) {
    return Math.fma(square, Math.fma(square, Math.fma(square, C8, C6), C4), -0.5);
  }
}
