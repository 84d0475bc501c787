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
 * their special points): below 0.52 ulp. Above 2^20 x is reduced by {@link LargeAngle}.
 *
 * <p>The fast variants reduce by multiples of pi/2 and need no tables.
 */
public final class Sine {
  private static final double GREATEST = 0x1p20;

  static final double STEPS = 0x1.45f306dc9c883p2; // 16 / pi
  static final double STEP_1 = 0x1.921fb54442d18p-3;
  static final double STEP_2 = 0x1.1a62633000000p-57;
  static final double STEP_3 = 0x1.45c06e0e68948p-89;

  private static final double QUARTERS = 0x1.45f306dc9c883p-1; // 2 / pi
  private static final double QUARTER_1 = 0x1.921fb54442d18p0;
  private static final double QUARTER_2 = 0x1.1a62633000000p-54;
  private static final double QUARTER_3 = 0x1.45c06e0e68948p-86;

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

  // Of sin and cos up to pi/4, by Polynomials.
  private static final double QS3 = -0x1.5555555555549p-3;
  private static final double QS5 = 0x1.111111110f8a5p-7;
  private static final double QS7 = -0x1.a01a019c15df1p-13;
  private static final double QS9 = 0x1.71de357ad45d5p-19;
  private static final double QS11 = -0x1.ae5e6858c2878p-26;
  private static final double QS13 = 0x1.5d938c74097f7p-33;
  private static final double QC4 = 0x1.555555555554cp-5;
  private static final double QC6 = -0x1.6c16c16c15223p-10;
  private static final double QC8 = 0x1.a01a019cbff21p-16;
  private static final double QC10 = -0x1.27e4f8132a443p-22;
  private static final double QC12 = 0x1.1ee9f1a2de492p-29;
  private static final double QC14 = -0x1.8fb1597e396bdp-37;

  private Sine() {}

  /** {@link Math#sin}, with an error below 0.52 ulp. */
  public static double sin(double x) {
    if (Rare.when(Math.abs(x) > GREATEST)) {
      return LargeAngle.sin(x);
    }
    double shifted = Math.fma(x, STEPS, Exp.SHIFT);
    double k = shifted - Exp.SHIFT;
    double first = Math.fma(k, -STEP_1, x);
    double second = k * STEP_2;
    double r = first - second;
    double rest = Math.fma(k, -STEP_3, (first - r) - second);
    double y = sum(r, rest, Double.doubleToRawLongBits(shifted));
    return x == 0 ? x : y;
  }

  /** {@link Math#cos}, with an error below 0.52 ulp. */
  public static double cos(double x) {
    if (Rare.when(Math.abs(x) > GREATEST)) {
      return LargeAngle.cos(x);
    }
    double shifted = Math.fma(x, STEPS, Exp.SHIFT);
    double k = shifted - Exp.SHIFT;
    double first = Math.fma(k, -STEP_1, x);
    double second = k * STEP_2;
    double r = first - second;
    double rest = Math.fma(k, -STEP_3, (first - r) - second);
    return sum(r, rest, Double.doubleToRawLongBits(shifted) + 8);
  }

  /** {@link Math#tan}, with an error below 0.53 ulp. */
  public static double tan(double x) {
    if (Rare.when(Math.abs(x) > GREATEST)) {
      return LargeAngle.tan(x);
    }
    double shifted = Math.fma(x, STEPS, Exp.SHIFT);
    double k = shifted - Exp.SHIFT;
    double first = Math.fma(k, -STEP_1, x);
    double second = k * STEP_2;
    double r = first - second;
    double rest = Math.fma(k, -STEP_3, (first - r) - second);
    double y = quotient(r, rest, Double.doubleToRawLongBits(shifted));
    return x == 0 ? x : y;
  }

  /** sin(k pi/16 + r + rest). */
  static double sum(double r, double rest, long k) {
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

  /** tan(k pi/16 + r + rest): the quotient of sine and cosine, both with a tail. */
  static double quotient(double r, double rest, long k) {
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
    double p = Math.fma(square, Math.fma(square, Math.fma(square, C8, C6), C4), -0.5);
    return Math.fma(square, p, -(r * rest));
  }

  /** {@link Math#sin}, with an error below 1 ulp. */
  public static double sinFast(double x) {
    if (Rare.when(Math.abs(x) > GREATEST)) {
      return LargeAngle.sin(x);
    }
    double shifted = Math.fma(x, QUARTERS, Exp.SHIFT);
    double y = quarter(x, shifted - Exp.SHIFT, Double.doubleToRawLongBits(shifted));
    return x == 0 ? x : y;
  }

  /** {@link Math#cos}, with an error below 1 ulp. */
  public static double cosFast(double x) {
    if (Rare.when(Math.abs(x) > GREATEST)) {
      return LargeAngle.cos(x);
    }
    double shifted = Math.fma(x, QUARTERS, Exp.SHIFT);
    return quarter(x, shifted - Exp.SHIFT, Double.doubleToRawLongBits(shifted) + 1);
  }

  /** sin(x - k pi/2 + quarters pi/2). */
  private static double quarter(double x, double k, long quarters) {
    double first = Math.fma(k, -QUARTER_1, x);
    double second = k * QUARTER_2;
    double r = first - second;
    double rest = Math.fma(k, -QUARTER_3, (first - r) - second);
    double square = r * r;
    double fourth = square * square;
    double sine =
        Math.fma(
            fourth,
            Math.fma(fourth, Math.fma(square, QS13, QS11), Math.fma(square, QS9, QS7)),
            Math.fma(square, QS5, QS3));
    double cosine =
        Math.fma(
            fourth,
            Math.fma(fourth, Math.fma(square, QC14, QC12), Math.fma(square, QC10, QC8)),
            Math.fma(square, QC6, QC4));
    sine = r + Math.fma(r * square, sine, rest);
    double half = Math.fma(square, -0.5, 1.0);
    double lost = Math.fma(square, -0.5, 1.0 - half);
    cosine = half + Math.fma(fourth, cosine, Math.fma(-r, rest, lost));
    double y = (quarters & 1) != 0 ? cosine : sine;
    return Double.longBitsToDouble(Double.doubleToRawLongBits(y) ^ quarters << 62 & Long.MIN_VALUE);
  }
}
