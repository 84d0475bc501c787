package dev.lathe.math;

/**
 * The cube root, without a division.
 *
 * <p>A third of the exponent's bits give a first value y of a^(-1/3) (Kahan, "Computing a real cube
 * root", 1991, of the root itself), with |h| at most 0.103 for h = a y³ - 1; then a^(-1/3) = y (1 +
 * h)^(-1/3), by a polynomial, is right to 2^-36. t = a y² is cut to 26 bits, so that its square is
 * exact, and the residual a - t³ is rounded only once; it corrects t with a term of second order:
 * the error is below 0.51 ulp.
 */
public final class Cbrt {
  /** The bits of 1, and a third of them, and what makes the greatest |h| smallest. */
  private static final long START = 0x553ee96000000000L;

  private static final double THIRD = 0x1.5555555555555p-2;

  // Computed by Polynomials: error below 2^-36.
  private static final double C1 = -0x1.55555554ceeafp-2;
  private static final double C2 = 0x1.c71c7464facfcp-3;
  private static final double C3 = -0x1.61f9b3d6c67d8p-3;
  private static final double C4 = 0x1.26f4cbb5c6b83p-3;
  private static final double C5 = -0x1.ff3b8b6e081a9p-4;
  private static final double C6 = 0x1.ce212e0692cb3p-4;
  private static final double C7 = -0x1.a386c05dab41cp-4;

  private Cbrt() {}

  /** {@link Math#cbrt}: zeros, infinities and NaN are themselves. */
  public static double cbrt(double x) {
    double a = Math.abs(x);
    if (Rare.when(!(a > 0x1p-900 & a < Double.POSITIVE_INFINITY))) {
      boolean itself = !(a > 0 & a < Double.POSITIVE_INFINITY);
      return itself ? x + x : Math.copySign(positive(a * 0x1p300) * 0x1p-100, x);
    }
    return Math.copySign(positive(a), x);
  }

  /** Of what is so large that residuals are normal numbers. */
  private static double positive(double a) {
    // A third of the upper half of the bits, in place: 0x55555556 is a third of 2^32, rounded up.
    long third = (Double.doubleToRawLongBits(a) >>> 32) * 0x55555556L & 0xffffffff00000000L;
    double y = Double.longBitsToDouble(START - third);
    double h = Math.fma(a * y, y * y, -1.0);
    y = Math.fma(y * h, root(h), y);
    double inverse = y * y;
    double t = a * inverse;
    t = Math.fma(t, -0x1p27, Math.fma(t, 0x1p27, t));
    double residual = Math.fma(t * t, -t, a);
    double slope = inverse * THIRD;
    return Math.fma(residual, Math.fma(slope, Math.fma(-t, y, 1.0), slope), t);
  }

  /** ((1 + h)^(-1/3) - 1) / h. */
  private static double root(double h) {
    double square = h * h;
    double low = Math.fma(square, Math.fma(h, C4, C3), Math.fma(h, C2, C1));
    double high = Math.fma(square, C7, Math.fma(h, C6, C5));
    return Math.fma(square * square, high, low);
  }
}
