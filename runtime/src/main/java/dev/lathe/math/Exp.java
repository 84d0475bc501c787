package dev.lathe.math;

/**
 * The exponential function.
 *
 * <p>x = k ln 2 / 16 + r with an integer k and |r| at most ln 2 / 32 (Cody and Waite, 1980): the
 * product of k and the double nearest to ln 2 / 16 is subtracted exactly by one {@code fma}, as
 * both it and x are multiples of 2^-58 and the difference is below 2^-5. The powers 2^(k/16) are p
 * 2^n with one of 16 doubles p (Tang, Table-driven implementation of the exponential function, TOMS
 * 15, 1989), so that e^x = p 2^n + p 2^n (r + (2^(k/16) - p) / p + r² q(r)) with a minimax
 * polynomial q of degree 5. What is in parentheses is below 2^-5.5, so its own errors make 0.05 ulp
 * of the result: all is below 0.55 ulp.
 *
 * @see <a href="https://doi.org/10.1007/978-1-4899-7983-4">Muller, Elementary Functions, 3rd ed.,
 *     chapters 4 and 11</a>
 */
public final class Exp {
  /** Added to a double below 2^51 it leaves the nearest integer in the lowest bits. */
  static final double SHIFT = 0x1.8p52;

  static final double INVERSE_LN2 = 0x1.71547652b82fep0;
  static final double LN2 = 0x1.62e42fefa39efp-1;

  /** What ln 2 is more than {@link #LN2}. */
  static final double LN2_REST = 0x1.abc9e3b39803fp-56;

  static final double STEPS = 0x1.71547652b82fep4; // 16 / ln 2
  static final double STEP = 0x1.62e42fefa39efp-5;
  static final double STEP_REST = 0x1.abc9e3b39803fp-60;

  /** Results of arguments up to it are normal, and so are their powers of 2. */
  static final double ORDINARY = 708;

  /** Greatest argument whose result is finite. */
  static final double GREATEST = 0x1.62e42fefa39efp9;

  /** From it on results are 0 or infinite; 16 bits hold the steps of what is below. */
  static final double OUT = 745.25;

  /** The bits of 2^(i/16), less i where the number of sixteenths is added to them. */
  private static final long[] POWER = {
    0x3ff0000000000000L,
    0x3fefb5586cf9890fL,
    0x3fef72b83c7d517bL,
    0x3fef387a6e756238L,
    0x3fef06fe0a31b715L,
    0x3feedea64c123422L,
    0x3feebfdad5362a27L,
    0x3feeab07dd485429L,
    0x3feea09e667f3bcdL,
    0x3feea11473eb0187L,
    0x3feeace5422aa0dbL,
    0x3feec49182a3f090L,
    0x3feee89f995ad3adL,
    0x3fef199bdd85529cL,
    0x3fef5818dcfba487L,
    0x3fefa4afa2a490daL,
  };

  /** What is missing from these powers, relative to them. */
  private static final double[] POWER_REST = {
    0x0.0p0,
    0x1.79aa65d837b6dp-54,
    -0x1.01b15eaa59348p-55,
    0x1.68efde3a8a894p-54,
    0x1.34d754db0abb6p-55,
    0x1.59f48a72a4c6dp-55,
    0x1.690cebb7aafbp-56,
    0x1.063e1e21c5409p-54,
    -0x1.3b3efbf5e2228p-54,
    -0x1.b32dcb94da51dp-56,
    0x1.db72fc1f0eab4p-55,
    0x1.1affc2b91ce27p-56,
    0x1.c1a7792cb3387p-55,
    0x1.36eae30af0cb3p-56,
    0x1.4a385a63d07a7p-56,
    -0x1.ff7128fd391fp-55,
  };

  // Computed by Polynomials: (e^r - 1 - r) / r², error below 2^-66.
  private static final double C2 = 0x1.0000000000004p-1;
  private static final double C3 = 0x1.5555555555543p-3;
  private static final double C4 = 0x1.5555555484b51p-5;
  private static final double C5 = 0x1.11111112864ffp-7;
  private static final double C6 = 0x1.6c183df99041dp-10;
  private static final double C7 = 0x1.a018d8ddef7d4p-13;

  private Exp() {}

  /** {@link Math#exp}, with an error below 0.55 ulp. */
  public static double exp(double x) {
    double shifted = Math.fma(x, STEPS, SHIFT);
    double k = shifted - SHIFT;
    double r = Math.fma(k, -STEP_REST, Math.fma(k, -STEP, x));
    long steps = Double.doubleToRawLongBits(shifted);
    double less = less1(r, (int) steps);
    if (Rare.when(!(Math.abs(x) <= ORDINARY))) {
      return extreme(x, steps, less);
    }
    double power = power(steps);
    return Math.fma(power, less, power);
  }

  /** 2^(steps/16), from the lowest 16 bits of {@code steps}, where that is normal. */
  static double power(long steps) {
    return Double.longBitsToDouble(Lookup.of16((int) steps, POWER) + (steps << 48));
  }

  /** The factor less 1 that makes {@code power(steps)} the value of e^r 2^(steps/16). */
  static double less1(double r, int steps) {
    double square = r * r;
    double p = Math.fma(square, Math.fma(r, C7, C6), Math.fma(r, C5, C4));
    p = Math.fma(square, p, Math.fma(r, C3, C2));
    return Math.fma(square, p, r + Lookup.of16(steps, POWER_REST));
  }

  /**
   * e^x, which may be subnormal or infinite. What is subnormal is rounded once, where its last
   * place is: by adding 1 to 2^1022 times as much.
   */
  static double extreme(double x, long steps, double less) {
    if (!(Math.abs(x) < OUT)) {
      return x > 0 ? x * Double.MAX_VALUE : x < 0 ? 0.0 : x;
    }
    if (x > 0) {
      double power = power(steps - (1009 << 4));
      return Math.fma(power, less, power) * 0x1p1009;
    }
    double power = power(steps + (1022 << 4));
    double y = Math.fma(power, less, power);
    double above = 1.0 + power;
    double lost = (1.0 - above) + power;
    double rounded = above + Math.fma(power, less, lost);
    return (y < 1 ? rounded - 1.0 : y) * 0x1p-1022;
  }

  /**
   * {@code y} times 2^k, with k in the low bits of {@code shifted}; y and the result are normal.
   */
  static double scale(double y, double shifted) {
    return Double.longBitsToDouble(
        Double.doubleToRawLongBits(y) + (Double.doubleToRawLongBits(shifted) << 52));
  }
}
