package dev.lathe.math;

/**
 * {@link StrictMath}'s sine, cosine and tangent: those of fdlibm 5.3 (Sun Microsystems, 1993–2004),
 * as {@code StrictMath} documents, in the same order of rounded operations.
 *
 * <p>{@link StrictAngle} finds |x| = n pi/2 + r + rest; minimax polynomials of r, corrected by the
 * rest, give the result.
 */
public final class StrictSine {
  private static final double QUARTER_PI = 0x1.921fb54442d18p-1;
  private static final double QUARTER_PI_REST = 0x1.1a62633145c07p-55;

  private static final double S1 = -0x1.5555555555549p-3;
  private static final double S2 = 0x1.111111110f8a6p-7;
  private static final double S3 = -0x1.a01a019c161d5p-13;
  private static final double S4 = 0x1.71de357b1fe7dp-19;
  private static final double S5 = -0x1.ae5e68a2b9cebp-26;
  private static final double S6 = 0x1.5d93a5acfd57cp-33;

  private static final double C1 = 0x1.555555555554cp-5;
  private static final double C2 = -0x1.6c16c16c15177p-10;
  private static final double C3 = 0x1.a01a019cb159p-16;
  private static final double C4 = -0x1.27e4f809c52adp-22;
  private static final double C5 = 0x1.1ee9ebdb4b1c4p-29;
  private static final double C6 = -0x1.8fae9be8838d4p-37;

  private static final double T0 = 0x1.5555555555563p-2;
  private static final double T1 = 0x1.111111110fe7ap-3;
  private static final double T2 = 0x1.ba1ba1bb341fep-5;
  private static final double T3 = 0x1.664f48406d637p-6;
  private static final double T4 = 0x1.226e3e96e8493p-7;
  private static final double T5 = 0x1.d6d22c9560328p-9;
  private static final double T6 = 0x1.7dbc8fee08315p-10;
  private static final double T7 = 0x1.344d8f2f26501p-11;
  private static final double T8 = 0x1.026f71a8d1068p-12;
  private static final double T9 = 0x1.47e88a03792a6p-14;
  private static final double T10 = 0x1.2b80f32f0a7e9p-14;
  private static final double T11 = -0x1.375cbdb605373p-16;
  private static final double T12 = 0x1.b2a7074bf7ad4p-16;

  private StrictSine() {}

  /** {@link StrictMath#sin}. */
  public static double sin(double x) {
    double y = StrictAngle.of(Math.abs(x), 0);
    return x < 0 ? -y : x == 0 ? x : y;
  }

  /** {@link StrictMath#cos}. */
  public static double cos(double x) {
    return StrictAngle.of(Math.abs(x), 1);
  }

  /** {@link StrictMath#tan}. */
  public static double tan(double x) {
    double y = StrictAngle.of(Math.abs(x), -1);
    return x < 0 ? -y : x == 0 ? x : y;
  }

  /**
   * sin(r + rest + (n + ahead) pi/2), or the tangent; {@code first} is true where r is all there
   * is.
   */
  static double quarter(double r, double rest, boolean first, int n, int ahead) {
    if (ahead < 0) {
      return tangent(r, rest, (n & 1) != 0);
    }
    int quarters = n + ahead;
    double y = (quarters & 1) != 0 ? cosine(r, rest) : sine(r, rest, first);
    return (quarters & 2) != 0 ? -y : y;
  }

  private static double sine(double r, double rest, boolean first) {
    double z = r * r;
    double v = z * r;
    double p = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
    double y = first ? r + v * (S1 + z * p) : r - ((z * (0.5 * rest - v * p) - rest) - v * S1);
    return Math.abs(r) < 0x1p-27 ? r : y;
  }

  private static double cosine(double r, double rest) {
    double size = Math.abs(r);
    double z = r * r;
    double p = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
    // Taken off 1 and off half the square, both exactly.
    double less = size < 0x1.90001p-1 ? 0.25 * Halves.upper(size) : 0.28125;
    less = size < 0x1.33333p-2 ? 0.0 : less;
    return (1.0 - less) - ((0.5 * z - less) - (z * p - r * rest));
  }

  /** The tangent, or the cotangent's negative. */
  private static double tangent(double r, double rest, boolean inverse) {
    double size = Math.abs(r);
    boolean tiny = size < 0x1p-28;
    boolean large = size >= 0x1.59428p-1;
    double sizeRest = r < 0 ? -rest : rest;
    double x = large ? (QUARTER_PI - size) + (QUARTER_PI_REST - sizeRest) : size;
    double y = large ? 0.0 : sizeRest;
    double z = x * x;
    double w = z * z;
    double odd = T1 + w * (T3 + w * (T5 + w * (T7 + w * (T9 + w * T11))));
    double even = z * (T2 + w * (T4 + w * (T6 + w * (T8 + w * (T10 + w * T12)))));
    double s = z * x;
    double p = y + z * (s * (odd + even) + y);
    p = tiny ? y : p + T0 * s;
    w = x + p;
    double direction = inverse ? -1.0 : 1.0;
    double quotient = (large ? w * w : -1.0) / (large ? w + direction : w);
    double upper = Halves.upper(w);
    double upperQuotient = Halves.upper(quotient);
    double v = p - (upper - x);
    double cotangent =
        upperQuotient + quotient * ((1.0 + upperQuotient * upper) + upperQuotient * v);
    double small = inverse ? cotangent : tiny ? x : w;
    double t = large ? direction - 2.0 * (x - (quotient - p)) : small;
    return r < 0 ? -t : t;
  }
}
