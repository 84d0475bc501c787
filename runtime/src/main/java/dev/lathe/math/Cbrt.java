package dev.lathe.math;

/**
 * The cube root. A third of the exponent's bits give a first value (Kahan, "Computing a real cube
 * root", 1991), two of Halley's iterations one that is right to about 40 bits, and a step of Newton
 * with the exact residual the result: the error is below 0.51 ulp.
 */
public final class Cbrt {
  /** The bits of 1, less a third of them, less what makes the greatest relative errors equal. */
  private static final long START = 0x2a9f789400000000L;

  private Cbrt() {}

  /** {@link Math#cbrt}: zeros, infinities and NaN are themselves. */
  public static double cbrt(double x) {
    double magnitude = Math.abs(x);
    boolean small = magnitude < 0x1p-900; // scaled by a cube, as are values whose sums overflow
    boolean large = magnitude > 0x1p1000;
    double a = magnitude * (small ? 0x1p150 : large ? 0x1p-54 : 1.0);
    double t = Double.longBitsToDouble(third(Double.doubleToRawLongBits(a)) + START);
    t = halley(a, t);
    t = halley(a, t);
    double square = t * t;
    double rest = Math.fma(t, t, -square); // t * t is square + rest
    double cube = square * t;
    double cubeRest = Math.fma(rest, t, Math.fma(square, t, -cube));
    double residual = (a - cube) - cubeRest;
    double root = Math.fma(residual, 1.0 / (3.0 * square), t);
    root = root * (small ? 0x1p-50 : large ? 0x1p18 : 1.0);
    boolean itself = !(magnitude > 0 && magnitude < Double.POSITIVE_INFINITY);
    return Rare.when(itself) ? x + x : Math.copySign(root, x);
  }

  /** The same for floats, with a relative error below 2^-44 before it is rounded. */
  public static float narrow(float x) {
    double a = Math.abs((double) x); // a normal number
    double t = Double.longBitsToDouble(third(Double.doubleToRawLongBits(a)) + START);
    t = halley(a, halley(a, t));
    boolean itself = !(a > 0 && a < Double.POSITIVE_INFINITY);
    return Rare.when(itself) ? x + x : (float) Math.copySign(t, (double) x);
  }

  /** A third of the upper half, in place: 0x55555556 is a third of 2^32, rounded up. */
  private static long third(long bits) {
    return (bits >>> 32) * 0x55555556L & 0xffffffff00000000L;
  }

  /** The next value after {@code t}, of which a third as many bits were right. */
  private static double halley(double a, double t) {
    double cube = t * t * t;
    return t - t * ((cube - a) / (cube + (cube + a)));
  }
}
