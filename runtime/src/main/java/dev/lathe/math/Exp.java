package dev.lathe.math;

/**
 * The exponential function.
 *
 * <p>x = k ln 2 + r with an integer k and |r| at most ln 2 / 2 (Cody and Waite, 1980): the product
 * of k and the double nearest to ln 2 is subtracted exactly by one {@code fma}, as both it and x
 * are multiples of 2^-54 and the difference is below 1/2. Then e^r = 1 + r + r²/2 + r³ p(r), where
 * the sum of the first three terms is kept with its rounding errors (Dekker's fast two-sum) and p
 * is a minimax polynomial of degree 9: together below 0.52 ulp. Without these errors, {@link #fast}
 * is below 1 ulp.
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

  /** Greatest argument whose result is finite. */
  static final double GREATEST = 0x1.62e42fefa39efp9;

  /** Least argument whose result is normal. */
  private static final double LEAST_NORMAL = -0x1.6232bdd7abcd2p9;

  /** Below it the result is 0. */
  private static final double LEAST = -0x1.74910d52d3052p9;

  // Computed by Polynomials: error below 2^-63.
  private static final double C3 = 0x1.555555555555fp-3;
  private static final double C4 = 0x1.5555555555575p-5;
  private static final double C5 = 0x1.111111110dc07p-7;
  private static final double C6 = 0x1.6c16c16c04f3cp-10;
  private static final double C7 = 0x1.a01a01b98729bp-13;
  private static final double C8 = 0x1.a01a020a9a6aep-16;
  private static final double C9 = 0x1.71dde1b42d5c3p-19;
  private static final double C10 = 0x1.27e3f1d9dc97cp-22;
  private static final double C11 = 0x1.af83ff696050bp-26;
  private static final double C12 = 0x1.20f0fc15b8edp-29;

  private Exp() {}

  /** {@link Math#exp}, with an error below 0.52 ulp. */
  public static double exp(double x) {
    if (Rare.when(!(x >= LEAST_NORMAL & x <= GREATEST))) {
      return special(x);
    }
    double shifted = Math.fma(x, INVERSE_LN2, SHIFT);
    double k = shifted - SHIFT;
    return scale(sum(Math.fma(k, -LN2, x), k * -LN2_REST), shifted);
  }

  /** The same with an error below 1 ulp. */
  public static double fast(double x) {
    if (Rare.when(!(x >= LEAST_NORMAL & x <= GREATEST))) {
      return special(x);
    }
    double shifted = Math.fma(x, INVERSE_LN2, SHIFT);
    double k = shifted - SHIFT;
    double r = Math.fma(k, -LN2_REST, Math.fma(k, -LN2, x));
    double square = r * r;
    double half = Math.fma(cubic(r, square), r, 0.5);
    return scale(1.0 + Math.fma(square, half, r), shifted);
  }

  /** Where the result is not a normal number. */
  private static double special(double x) {
    if (x < LEAST_NORMAL & x >= LEAST) {
      return subnormal(x);
    }
    return x > GREATEST ? Double.POSITIVE_INFINITY : x < LEAST ? 0.0 : x;
  }

  /** e^(r + rest), for |r| up to ln 2 / 2 and a rest below 2^-44. */
  static double sum(double r, double rest) {
    double linear = 1.0 + r;
    double lost = (1.0 - linear) + r;
    double half = 0.5 * r;
    double quadratic = Math.fma(half, r, linear);
    lost += Math.fma(half, r, linear - quadratic);
    double square = r * r;
    double cube = r * square;
    double tail = Math.fma(rest, quadratic, lost);
    tail = Math.fma(Math.fma(cube, rest, cube), cubic(r, square), tail);
    return quadratic + tail;
  }

  /** (e^r - 1 - r - r²/2) / r³. */
  static double cubic(double r, double square) {
    double fourth = square * square;
    double low = Math.fma(square, Math.fma(r, C6, C5), Math.fma(r, C4, C3));
    double high = Math.fma(square, Math.fma(r, C10, C9), Math.fma(r, C8, C7));
    return Math.fma(fourth, Math.fma(fourth, Math.fma(r, C12, C11), high), low);
  }

  /**
   * {@code y} times 2^k, with k in the low bits of {@code shifted}; y and the result are normal.
   */
  static double scale(double y, double shifted) {
    return Double.longBitsToDouble(
        Double.doubleToRawLongBits(y) + (Double.doubleToRawLongBits(shifted) << 52));
  }

  /**
   * The result is rounded once, where the last place of a subnormal is, by adding a power of two
   * whose last place that is.
   */
  private static double subnormal(double x) {
    double shifted = Math.fma(x, INVERSE_LN2, SHIFT);
    double k = shifted - SHIFT;
    return subnormal(Math.fma(k, -LN2, x), k * -LN2_REST, k);
  }

  /**
   * e^(r + rest) 2^k, where that is below 2^-1022 and k at least -1076: rounded once, by adding the
   * power of two whose last place is a subnormal's.
   */
  static double subnormal(double r, double rest, double k) {
    double linear = 1.0 + r;
    double lost = (1.0 - linear) + r;
    double half = 0.5 * r;
    double quadratic = Math.fma(half, r, linear);
    lost += Math.fma(half, r, linear - quadratic);
    double square = r * r;
    double cube = r * square;
    double tail = Math.fma(rest, quadratic, lost);
    tail = Math.fma(Math.fma(cube, rest, cube), cubic(r, square), tail);
    double power = Double.longBitsToDouble((long) (1.0 - k) << 52);
    double sum = power + quadratic;
    double rounded = sum + ((power - sum) + quadratic + tail);
    return (rounded - power) * Double.longBitsToDouble((long) (1151.0 + k) << 52) * 0x1p-128;
  }
}
