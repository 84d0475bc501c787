package dev.lathe.math;

/**
 * e^x - 1: with {@link Exp}'s reduction to k and r, the sum of 2^k - 1 and 2^k (e^r - 1), where r +
 * r²/2 is, all with their rounding errors. All is halved until the end, so that 2^k is finite.
 */
public final class Expm1 {
  /** Below it the result is -1. */
  private static final double LEAST = -40;

  // Computed by Polynomials: error below 2^-63.
  private static final double C3 = 0x1.555555555555bp-3;
  private static final double C4 = 0x1.5555555555529p-5;
  private static final double C5 = 0x1.111111110ec87p-7;
  private static final double C6 = 0x1.6c16c16c29c97p-10;
  private static final double C7 = 0x1.a01a01b3d080bp-13;
  private static final double C8 = 0x1.a01a01477eb88p-16;
  private static final double C9 = 0x1.71ddeeaac9197p-19;
  private static final double C10 = 0x1.27e59dbbf38c7p-22;
  private static final double C11 = 0x1.af6f4913446b6p-26;
  private static final double C12 = 0x1.1e5738032f3abp-29;

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
    tail = Math.fma(Math.fma(cube, rest, cube), cubic(r, square), tail);
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

  /** (e^r - 1 - r - r²/2) / r³. */
  private static double cubic(double r, double square) {
    double fourth = square * square;
    double low = Math.fma(square, Math.fma(r, C6, C5), Math.fma(r, C4, C3));
    double high = Math.fma(square, Math.fma(r, C10, C9), Math.fma(r, C8, C7));
    return Math.fma(fourth, Math.fma(fourth, Math.fma(r, C12, C11), high), low);
  }
}
