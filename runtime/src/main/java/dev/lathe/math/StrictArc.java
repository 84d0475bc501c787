package dev.lathe.math;

/**
 * {@link StrictMath}'s inverse sine, cosine and tangent: those of fdlibm 5.3 (Sun Microsystems,
 * 1993), as {@code StrictMath} documents, in the same order of rounded operations.
 *
 * <p>Up to 1/2, asin x is x + x R(x²) with a rational function R; above, pi/2 - 2 asin s with s² =
 * (1 - x) / 2. The arctangent of t is that of 0, 1/2, 1, 3/2 or infinity plus that of a quotient
 * below 7/16.
 */
public final class StrictArc {
  private static final double PI = 0x1.921fb54442d18p1;
  private static final double PI_REST = 0x1.1a62633145c07p-53;
  private static final double HALF_PI = 0x1.921fb54442d18p0;
  private static final double HALF_PI_REST = 0x1.1a62633145c07p-54;
  private static final double QUARTER_PI = 0x1.921fb54442d18p-1;
  private static final double QUARTER_PI_REST = 0x1.1a62633145c07p-55;
  private static final double ATAN_HALF = 0x1.dac670561bb4fp-2;
  private static final double ATAN_HALF_REST = 0x1.a2b7f222f65e2p-56;
  private static final double ATAN_3_HALVES = 0x1.f730bd281f69bp-1;
  private static final double ATAN_3_HALVES_REST = 0x1.007887af0cbbdp-56;

  private static final double P0 = 0x1.5555555555555p-3;
  private static final double P1 = -0x1.4d61203eb6f7dp-2;
  private static final double P2 = 0x1.9c1550e884455p-3;
  private static final double P3 = -0x1.48228b5688f3bp-5;
  private static final double P4 = 0x1.9efe07501b288p-11;
  private static final double P5 = 0x1.23de10dfdf709p-15;
  private static final double Q1 = -0x1.33a271c8a2d4bp1;
  private static final double Q2 = 0x1.02ae59c598ac8p1;
  private static final double Q3 = -0x1.6066c1b8d0159p-1;
  private static final double Q4 = 0x1.3b8c5b12e9282p-4;

  private static final double T0 = 0x1.555555555550dp-2;
  private static final double T1 = -0x1.999999998ebc4p-3;
  private static final double T2 = 0x1.24924920083ffp-3;
  private static final double T3 = -0x1.c71c6fe231671p-4;
  private static final double T4 = 0x1.745cdc54c206ep-4;
  private static final double T5 = -0x1.3b0f2af749a6dp-4;
  private static final double T6 = 0x1.10d66a0d03d51p-4;
  private static final double T7 = -0x1.dde2d52defd9ap-5;
  private static final double T8 = 0x1.97b4b24760debp-5;
  private static final double T9 = -0x1.2b4442c6a6c2fp-5;
  private static final double T10 = 0x1.0ad3ae322da11p-6;

  private StrictArc() {}

  /** {@link StrictMath#asin}. */
  public static double asin(double x) {
    double size = Math.abs(x);
    boolean small = size < 0.5;
    double t = small ? x * x : (1.0 - size) * 0.5;
    double w = rational(t);
    double s = Math.sqrt(t);
    double f = Halves.upper(s);
    double c = (t - f * f) / (s + f); // f + c is the root
    double p = 2.0 * s * w - (HALF_PI_REST - 2.0 * c);
    double large = QUARTER_PI - (p - (QUARTER_PI - 2.0 * f));
    large = size >= 0x1.f3333p-1 ? HALF_PI - (2.0 * (s + s * w) - HALF_PI_REST) : large;
    return Math.copySign(small ? size + size * w : large, x);
  }

  /** {@link StrictMath#acos}. */
  public static double acos(double x) {
    double size = Math.abs(x);
    boolean small = size < 0.5;
    double z = small ? x * x : (1.0 - size) * 0.5;
    double r = rational(z);
    double s = Math.sqrt(z);
    double f = Halves.upper(s);
    double c = (z - f * f) / (s + f);
    double right = 2.0 * (f + (r * s + c));
    double left = PI - 2.0 * (s + (r * s - HALF_PI_REST));
    double large = x < 0 ? left : x == 1 ? 0.0 : right;
    return small ? HALF_PI - (x - (HALF_PI_REST - x * r)) : large;
  }

  /** (asin x - x) / x for x² = t. */
  private static double rational(double t) {
    double p = t * (P0 + t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5)))));
    double q = 1.0 + t * (Q1 + t * (Q2 + t * (Q3 + t * Q4)));
    return p / q;
  }

  /** {@link StrictMath#atan}. */
  public static double atan(double x) {
    return Math.copySign(positive(Math.abs(x)), x);
  }

  /** The arctangent of a number that has no sign, or of NaN. */
  static double positive(double t) {
    boolean none = t < 0.4375;
    boolean half = t < 0.6875;
    boolean one = t < 1.1875;
    boolean more = t < 2.4375;
    double above = none ? t : half ? 2.0 * t - 1.0 : one ? t - 1.0 : more ? t - 1.5 : -1.0;
    double below = none ? 1.0 : half ? 2.0 + t : one ? t + 1.0 : more ? 1.0 + 1.5 * t : t;
    double start =
        none ? 0.0 : half ? ATAN_HALF : one ? QUARTER_PI : more ? ATAN_3_HALVES : HALF_PI;
    double rest =
        none
            ? 0.0
            : half
                ? ATAN_HALF_REST
                : one ? QUARTER_PI_REST : more ? ATAN_3_HALVES_REST : HALF_PI_REST;
    double x = above / below;
    double z = x * x;
    double w = z * z;
    double odd = z * (T0 + w * (T2 + w * (T4 + w * (T6 + w * (T8 + w * T10)))));
    double even = w * (T1 + w * (T3 + w * (T5 + w * (T7 + w * T9))));
    return start - ((x * (odd + even) - rest) - x);
  }

  /** {@link StrictMath#atan2}. */
  public static double atan2(double y, double x) {
    double above = Math.abs(y);
    double below = Math.abs(x);
    boolean finite = above < Double.POSITIVE_INFINITY & below < Double.POSITIVE_INFINITY;
    if (Rare.when(!(finite & above > 0 & below > 0))) {
      return axis(y, x);
    }
    long apart =
        (Double.doubleToRawLongBits(above) >>> 32) - (Double.doubleToRawLongBits(below) >>> 32);
    double angle = positive(Math.abs(y / x));
    angle = apart >> 20 > 60 ? HALF_PI : x < 0 & apart >> 20 < -60 ? 0.0 : angle;
    return Math.copySign(x < 0 ? PI - (angle - PI_REST) : angle, y);
  }

  /** The angle of a point on an axis, infinitely far away, or NaN. */
  private static double axis(double y, double x) {
    if (x != x | y != y) {
      return Double.NaN;
    }
    double above = Math.abs(y);
    double below = Math.abs(x);
    boolean left = Double.doubleToRawLongBits(x) < 0;
    double angle = HALF_PI;
    if (above == Double.POSITIVE_INFINITY & below == Double.POSITIVE_INFINITY) {
      angle = left ? 3.0 * QUARTER_PI : QUARTER_PI;
    } else if (below == Double.POSITIVE_INFINITY | above == 0) {
      angle = left ? PI : 0.0;
    }
    return Math.copySign(angle, y);
  }
}
