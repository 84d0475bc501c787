package dev.lathe.math;

/**
 * e^x - 1: with {@link Exp}'s reduction to k and r, the sum of 2^k - 1 and 2^k (e^r - 1), where r +
 * r²/2 is, all with their rounding errors. All is halved until the end, so that 2^k is finite.
 */
public final class Expm1 {
  /** Below it the result is -1. */
  private static final double LEAST = -40;

  private Expm1() {}

  /** {@link Math#expm1}, with an error below 0.6 ulp. */
  public static double expm1(double x) {
    double shifted = Math.fma(x, Exp.INVERSE_LN2, Exp.SHIFT);
    double k = shifted - Exp.SHIFT;
    double r = Math.fma(k, -Exp.LN2, x);
    double rest = k * -Exp.LN2_REST;
    double power = Exp.scale(0.5, shifted);
    double half = 0.5 * r;
    double quadratic = Math.fma(half, r, r);
    double lost = Math.fma(half, r, r - quadratic);
    double square = r * r;
    double cube = r * square;
    double tail = Math.fma(rest, quadratic, rest) + lost;
    tail = Math.fma(Math.fma(cube, rest, cube), Exp.cubic(r, square), tail);
    double less = power - 0.5;
    double part = less - power;
    double lessRest = (power - (less - part)) - (0.5 + part); // Knuth's two-sum
    double high = Math.fma(power, quadratic, less);
    lost = Math.fma(power, quadratic, less - high) + lessRest;
    tail = Math.fma(power, tail, lost);
    double y = 2.0 * (high + tail);
    double limited = x > Exp.GREATEST ? Double.POSITIVE_INFINITY : x < LEAST ? -1.0 : y;
    return Math.abs(x) < 0x1p-54 ? x : limited;
  }
}
