package dev.lathe.math;

/**
 * Inverse sine, cosine and tangent.
 *
 * <p>Up to 1/2, asin x is x + x³ p(x²); above, pi/2 - 2 asin s with s² = (1 - x) / 2, which is
 * exact; what the square root has lost is found by {@code fma} (Cody and Waite, 1980). The
 * arctangent of n / d is 0, pi/4 or pi/2 plus that of a quotient below tan pi/8, which is computed
 * with what its division has lost.
 */
public final class Arc {
  private static final double PI = 0x1.921fb54442d18p1;
  private static final double PI_REST = 0x1.1a62633145c07p-53;
  private static final double HALF_PI = 0x1.921fb54442d18p0;
  private static final double HALF_PI_REST = 0x1.1a62633145c07p-54;
  private static final double QUARTER_PI = 0x1.921fb54442d18p-1;
  private static final double QUARTER_PI_REST = 0x1.1a62633145c07p-55;

  private static final double TAN_PI_8 = 0x1.a827999fcef32p-2;
  private static final double TAN_3_PI_8 = 0x1.3504f333f9de6p1;

  // Computed by Polynomials: (asin s - s) / s³ up to 1/2.
  private static final double A3 = 0x1.5555555555578p-3;
  private static final double A5 = 0x1.333333332df2bp-4;
  private static final double A7 = 0x1.6db6db7229dbcp-5;
  private static final double A9 = 0x1.f1c71a8c54bacp-6;
  private static final double A11 = 0x1.6e8bdfcf3a3ccp-6;
  private static final double A13 = 0x1.1c49dfd2ed75dp-6;
  private static final double A15 = 0x1.ca21150eb8728p-7;
  private static final double A17 = 0x1.757929f4a97f8p-7;
  private static final double A19 = 0x1.61812b8ac921p-7;
  private static final double A21 = 0x1.e1f2e843ee8d1p-9;
  private static final double A23 = 0x1.64d1d604ed36fp-6;
  private static final double A25 = -0x1.59af9e783a259p-6;
  private static final double A27 = 0x1.0bcd6c4000498p-5;

  // Computed by Polynomials: (atan t - t) / t³ up to tan pi/8.
  private static final double T3 = -0x1.5555555555554p-2;
  private static final double T5 = 0x1.99999999995c1p-3;
  private static final double T7 = -0x1.249249247233bp-3;
  private static final double T9 = 0x1.c71c71b606dap-4;
  private static final double T11 = -0x1.745d1493b3893p-4;
  private static final double T13 = 0x1.3b136b4e17e4dp-4;
  private static final double T15 = -0x1.110c4dca7c6dbp-4;
  private static final double T17 = 0x1.e16f7e2187d2ap-5;
  private static final double T19 = -0x1.ab6f0925ebb68p-5;
  private static final double T21 = 0x1.70b80a7d3435ap-5;
  private static final double T23 = -0x1.11c6a136d5bcfp-5;
  private static final double T25 = 0x1.f04269645a40ap-7;

  private Arc() {}

  /** {@link Math#asin}, with an error below 0.7 ulp. */
  public static double asin(double x) {
    double size = Math.abs(x);
    boolean small = size <= 0.5;
    double square = small ? x * x : Math.fma(size, -0.5, 0.5);
    double s = small ? size : Math.sqrt(square);
    double cubic = s * square * asinPolynomial(square);
    double rest = Math.fma(-s, s, square) * (0.5 / (s + 0x1p-1000)); // s may be 0
    double high = Math.fma(s, -2.0, HALF_PI);
    double lost = Math.fma(s, -2.0, HALF_PI - high);
    double large = high + Math.fma(rest + cubic, -2.0, lost + HALF_PI_REST);
    return Math.copySign(small ? s + cubic : large, x);
  }

  /** {@link Math#acos}, with an error below 0.65 ulp. */
  public static double acos(double x) {
    double size = Math.abs(x);
    boolean small = size <= 0.5;
    double square = small ? x * x : Math.fma(size, -0.5, 0.5);
    double s = small ? x : Math.sqrt(square);
    double cubic = s * square * asinPolynomial(square);
    double rest = Math.fma(-s, s, square) * (0.5 / (s + 0x1p-1000));
    // pi/2 - asin x, 2 asin s, or pi - 2 asin s
    double factor = small ? -1.0 : x > 0 ? 2.0 : -2.0;
    double start = small ? HALF_PI : x > 0 ? 0.0 : PI;
    double startRest = small ? HALF_PI_REST : x > 0 ? 0.0 : PI_REST;
    double high = Math.fma(s, factor, start);
    double lost = Math.fma(s, factor, start - high);
    return high + Math.fma(small ? cubic : rest + cubic, factor, lost + startRest);
  }

  private static double asinPolynomial(double z) {
    double z2 = z * z;
    double z4 = z2 * z2;
    double p3 = Math.fma(z2, Math.fma(z, A9, A7), Math.fma(z, A5, A3));
    double p11 = Math.fma(z2, Math.fma(z, A17, A15), Math.fma(z, A13, A11));
    double p19 = Math.fma(z2, Math.fma(z, A25, A23), Math.fma(z, A21, A19));
    return Math.fma(z4, Math.fma(z4, Math.fma(z4, A27, p19), p11), p3);
  }

  /** {@link Math#atan}, with an error below 0.7 ulp. */
  public static double atan(double x) {
    double size = Math.abs(x);
    double y = Math.copySign(quotient(size, 1.0, 1.0), x);
    return size > 0x1p60 ? Math.copySign(HALF_PI, x) : y;
  }

  /** {@link Math#atan2}, with an error below 0.8 ulp. */
  public static double atan2(double y, double x) {
    double above = Math.abs(y);
    double below = Math.abs(x);
    double greater = Math.max(above, below);
    double less = Math.min(above, below);
    if (Rare.when(!(greater < 0x1p500 & greater > 0x1p-500 & (less > 0x1p-500 | less == 0)))) {
      return unusual(y, x);
    }
    return Math.copySign(quotient(above, below, x), y);
  }

  /** The angle of the point (±d, n), where d has the sign of {@code side}. */
  private static double quotient(double n, double d, double side) {
    boolean low = n <= d * TAN_PI_8;
    boolean high = n > d * TAN_3_PI_8;
    double difference = n - d;
    double part = difference + d;
    double differenceRest = (n - part) - (d - (part - difference));
    double sum = n + d;
    part = sum - d;
    double sumRest = (n - part) + (d - (sum - part));
    double above = low ? n : high ? -d : difference;
    double below = low ? d : high ? n : sum;
    double aboveRest = low | high ? 0.0 : differenceRest;
    double belowRest = low | high ? 0.0 : sumRest;
    double reciprocal = 1.0 / below;
    double t = above * reciprocal;
    double rest = Math.fma(-t, below, above) + Math.fma(-t, belowRest, aboveRest);
    rest *= reciprocal;
    double square = t * t;
    rest = Math.fma(-rest, square, rest); // times the derivative
    double tail = Math.fma(t * square, atanPolynomial(square), rest);
    double start = low ? 0.0 : high ? HALF_PI : QUARTER_PI;
    double startRest = low ? 0.0 : high ? HALF_PI_REST : QUARTER_PI_REST;
    boolean left = side < 0;
    start = left ? PI - start : start;
    startRest = left ? PI_REST - startRest : startRest;
    t = left ? -t : t;
    tail = left ? -tail : tail;
    double y = start + t;
    return y + ((start - y) + t + (tail + startRest));
  }

  private static double atanPolynomial(double z) {
    double z2 = z * z;
    double z4 = z2 * z2;
    double p3 = Math.fma(z2, Math.fma(z, T9, T7), Math.fma(z, T5, T3));
    double p11 = Math.fma(z2, Math.fma(z, T17, T15), Math.fma(z, T13, T11));
    double p19 = Math.fma(z2, Math.fma(z, T25, T23), Math.fma(z, T21, T19));
    return Math.fma(z4, Math.fma(z4, p19, p11), p3);
  }

  /** Points that are at the origin, very far from it or very near, or near an axis. */
  private static double unusual(double y, double x) {
    if (x != x | y != y) {
      return Double.NaN;
    }
    double above = Math.abs(y);
    double below = Math.abs(x);
    boolean left = Double.doubleToRawLongBits(x) < 0;
    double angle;
    if (above == below & (above == 0 | above == Double.POSITIVE_INFINITY)) {
      angle = above == 0 ? left ? PI : 0.0 : left ? 3 * QUARTER_PI : QUARTER_PI;
    } else if (above == Double.POSITIVE_INFINITY | below == 0) {
      angle = HALF_PI;
    } else if (below == Double.POSITIVE_INFINITY | above == 0) {
      angle = left ? PI : 0.0;
    } else {
      double greater = Math.max(above, below);
      double scale = greater > 0x1p500 ? 0x1p-500 : greater < 0x1p100 ? 0x1p400 : 1.0;
      angle = quotient(above * scale, below * scale, x);
    }
    return Math.copySign(angle, y);
  }
}
