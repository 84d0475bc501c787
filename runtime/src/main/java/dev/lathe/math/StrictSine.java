package dev.lathe.math;

/**
 * {@link StrictMath}'s sine, cosine and tangent: those of fdlibm 5.3 (Sun Microsystems, 1993–2004),
 * as {@code StrictMath} documents, in the same order of rounded operations.
 *
 * <p>|x| = n pi/2 + r + rest, where pi/2 is subtracted in parts of 33 bits: two of them at first, a
 * third and a fourth where much of |x| was lost. That depends on |x| as it does in fdlibm, as r and
 * rest show it. Above 2^19 pi/2 {@link StrictAngle} subtracts. Then minimax polynomials of r,
 * corrected by the rest.
 */
public final class StrictSine {
  /** From here on {@link StrictAngle} reduces. */
  private static final double LARGE = 0x1.921fcp20;

  /** Least magnitude that is reduced, about pi/4. */
  private static final double REDUCED = 0x1.921fcp-1;

  private static final double QUARTERS = 0x1.45f306dc9c883p-1; // 2 / pi
  private static final double HALF_PI = 0x1.921fb54442d18p0;
  private static final double HALF_PI_1 = 0x1.921fb544p0;
  private static final double HALF_PI_1_REST = 0x1.0b4611a626331p-34;
  private static final double HALF_PI_2 = 0x1.0b4611a6p-34;
  private static final double HALF_PI_2_REST = 0x1.3198a2e037073p-69;
  private static final double HALF_PI_3 = 0x1.3198a2ep-69;
  private static final double HALF_PI_3_REST = 0x1.b839a252049c1p-104;
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
    double y = of(x, 0);
    return x < 0 ? -y : x == 0 ? x : y;
  }

  /** {@link StrictMath#cos}. */
  public static double cos(double x) {
    return of(x, 1);
  }

  /** {@link StrictMath#tan}. */
  public static double tan(double x) {
    double y = of(x, -1);
    return x < 0 ? -y : x == 0 ? x : y;
  }

  /** sin(|x| + ahead pi/2), or the tangent of |x| where {@code ahead} is negative. */
  private static double of(double x, int ahead) {
    double size = Math.abs(x);
    if (Rare.when(!(size < LARGE))) {
      return StrictAngle.of(size, ahead);
    }
    double n = size < REDUCED ? 0.0 : Math.floor(size * QUARTERS + 0.5);
    double whole = size - n * HALF_PI_1;
    double lost = n * HALF_PI_1_REST;
    double r = whole - lost;
    long bits = Double.doubleToRawLongBits(size);
    long exponent = bits >>> 52;
    if (Rare.when(exponent - (Double.doubleToRawLongBits(r) >>> 52 & 0x7ff) > 16)) {
      // Up to 31 quarters of a turn only where upper words agree.
      boolean near = bits >>> 32 == Double.doubleToRawLongBits(n * HALF_PI) >>> 32;
      if (near | n >= 32) {
        double before = whole;
        lost = n * HALF_PI_2;
        whole = before - lost;
        lost = n * HALF_PI_2_REST - ((before - whole) - lost);
        r = whole - lost;
        if (n > 1 & exponent - (Double.doubleToRawLongBits(r) >>> 52 & 0x7ff) > 49) {
          before = whole;
          lost = n * HALF_PI_3;
          whole = before - lost;
          lost = n * HALF_PI_3_REST - ((before - whole) - lost);
          r = whole - lost;
        }
      }
    }
    return quarter(r, (whole - r) - lost, n == 0, (int) n, ahead);
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
