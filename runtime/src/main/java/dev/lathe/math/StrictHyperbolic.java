package dev.lathe.math;

/**
 * {@link StrictMath}'s hyperbolic sine, cosine and tangent: those of fdlibm 5.3 (Sun Microsystems,
 * 1993), as {@code StrictMath} documents, in the same order of rounded operations, from {@link
 * StrictExp}'s functions.
 */
public final class StrictHyperbolic {
  /** Least argument whose exponential may be infinite. */
  private static final double LARGE = 0x1.62e42p9;

  /** Greatest argument whose hyperbolic sine is finite. */
  private static final double GREATEST = 0x1.633ce8fb9f87dp9;

  private StrictHyperbolic() {}

  /** {@link StrictMath#sinh}. */
  public static double sinh(double x) {
    double size = Math.abs(x);
    if (Rare.when(!(size < 22))) {
      return x * 0 != x * 0 ? x : Math.copySign(half(size), x);
    }
    double t = StrictExp.expm1(size);
    double quotient = (size < 1 ? t * t : t) / (t + 1.0);
    double y = 0.5 * (size < 1 ? 2.0 * t - quotient : t + quotient);
    return size < 0x1p-28 ? x : Math.copySign(y, x);
  }

  /** {@link StrictMath#cosh}. */
  public static double cosh(double x) {
    double size = Math.abs(x);
    if (size < 0x1.62e43p-2) {
      double t = StrictExp.expm1(size);
      double w = 1.0 + t;
      return size < 0x1p-55 ? w : 1.0 + t * t / (w + w);
    }
    if (Rare.when(!(size < 22))) {
      return x * 0 != x * 0 ? size : half(size);
    }
    double t = StrictExp.exp(size);
    return 0.5 * t + 0.5 / t;
  }

  /** e^size / 2, where 1 / e^size is less than a rounding error. */
  private static double half(double size) {
    boolean large = size >= LARGE;
    double power = StrictExp.exp(large ? 0.5 * size : size);
    double y = 0.5 * power * (large ? power : 1.0);
    return size <= GREATEST ? y : Double.POSITIVE_INFINITY;
  }

  /** {@link StrictMath#tanh}. */
  public static double tanh(double x) {
    double size = Math.abs(x);
    boolean large = size >= 1;
    double t = StrictExp.expm1(large ? 2.0 * size : -2.0 * size);
    double quotient = (large ? 2.0 : -t) / (t + 2.0);
    double y = large ? 1.0 - quotient : quotient;
    y = size >= 22 ? 1.0 : y;
    return size < 0x1p-55 ? x * (1.0 + x) : Math.copySign(y, x);
  }
}
