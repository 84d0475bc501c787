package dev.lathe.math;

/**
 * Powers: x^y = e^(y log x).
 *
 * <p>The logarithm is {@link Log}'s, in twice the precision: with r = m c - 1, r and r²/2 are exact
 * sums of two doubles, r³/3 is right to 2^-80, and the powers from r^4 on are so small that a
 * polynomial in doubles will do. Its relative error of 2^-68 becomes 0.01 ulp of the largest result
 * (Muller, Elementary Functions, 3rd ed., section 11.5; Markstein, IA-64 and Elementary Functions,
 * 2000).
 */
public final class Pow {
  private static final double THIRD = 0x1.5555555555555p-2;

  /** What 1/3 is more than {@link #THIRD}. */
  private static final double THIRD_REST = 0x1.5555555555555p-56;

  /**
   * Logarithms of results from here on may need care; from {@link #OUT} on they are 0 or infinite.
   */
  private static final double EXTREME = 708.38;

  private static final double OUT = 745.22;

  // Computed by Polynomials: (log(1 + r) - r + r²/2 - r³/3) / r^4.
  private static final double C4 = -0x1.000000000000dp-2;
  private static final double C5 = 0x1.9999999999933p-3;
  private static final double C6 = -0x1.55555555235fp-3;
  private static final double C7 = 0x1.24924925cc70ep-3;
  private static final double C8 = -0x1.000001ff4437cp-3;
  private static final double C9 = 0x1.c71c4f9f21d53p-4;
  private static final double C10 = -0x1.9988ce1e58579p-4;
  private static final double C11 = 0x1.75103a9728cb8p-4;
  private static final double C12 = -0x1.6ea26dd613b4fp-4;

  private Pow() {}

  /** {@link Math#pow}, with an error below 0.52 ulp. */
  public static double pow(double x, double y) {
    double base = Math.abs(x);
    if (Rare.when(base < Double.MIN_NORMAL & base > 0 | !(base <= Double.MAX_VALUE))) {
      return unusual(x, y);
    }
    return signed(magnitude(base, Log.EXCESS, y), x, y);
  }

  /** The same: little could be left out for 1 ulp. */
  public static double fast(double x, double y) {
    return pow(x, y);
  }

  /** The power of |x|, or of 0, with its sign; NaN for a negative x and a y that is no integer. */
  static double signed(double magnitude, double x, double y) {
    double parity = parity(y);
    double sign = parity == 1 ? Math.copySign(1.0, x) : x < 0 & parity > 0 ? Double.NaN : 1.0;
    return sign * (x == 0 ? powerOf0(y) : magnitude);
  }

  /** |y| modulo 2; NaN if y is infinite. */
  private static double parity(double y) {
    double size = Math.abs(y);
    return Math.fma(-2.0, Math.floor(0.5 * size), size);
  }

  private static double powerOf0(double y) {
    return y > 0 ? 0.0 : y < 0 ? Double.POSITIVE_INFINITY : y == 0 ? 1.0 : y;
  }

  /** Of a normal base, or 2^(excess - Log.EXCESS) times as large. */
  private static double magnitude(double base, double excess, double y) {
    long bits = Double.doubleToRawLongBits(base);
    long offset = bits - Log.LEAST_MANTISSA;
    double k = Log.exponent(offset, excess);
    int index = (int) (offset >>> 48);
    double r = Log.reduced(bits, offset, index);
    double high = Log.high(k, index);
    double square = r * r;
    double squareRest = Math.fma(r, r, -square);
    // log(1 + r) = r + (square + squareRest) (factor + factorRest)
    double factor = Math.fma(r, THIRD, -0.5);
    double factorRest = Math.fma(r, THIRD_REST, Math.fma(r, THIRD, -0.5 - factor));
    double linear = high + r;
    double sum = Math.fma(square, factor, linear);
    double lost = ((high - linear) + r) + Math.fma(square, factor, linear - sum);
    double tail = Math.fma(squareRest, factor, Math.fma(square, factorRest, lost));
    tail = Math.fma(square * square, quartic(r, square), tail + Log.rest(k, index));
    return exp(y, sum, tail);
  }

  private static double quartic(double r, double square) {
    double fourth = square * square;
    double low = Math.fma(square, Math.fma(r, C7, C6), Math.fma(r, C5, C4));
    double high = Math.fma(square, Math.fma(r, C11, C10), Math.fma(r, C9, C8));
    return Math.fma(fourth, Math.fma(fourth, C12, high), low);
  }

  /**
   * e^(y (log + rest)); the power of 2 is found without the rest, which is less than 2^-17 of it.
   */
  private static double exp(double y, double log, double rest) {
    double product = y * log;
    double low = Math.fma(y, log, -product);
    double size = Math.abs(product);
    if (Rare.when(size > EXTREME & size < OUT)) {
      return extreme(product, Math.fma(y, rest, low));
    }
    double shifted = Math.fma(product, Exp.INVERSE_LN2, Exp.SHIFT);
    double k = shifted - Exp.SHIFT;
    double whole = Math.fma(k, -Exp.LN2, product);
    low = Math.fma(y, rest, Math.fma(k, -Exp.LN2_REST, low));
    double r = whole + low;
    double power = Exp.scale(Exp.sum(r, (whole - r) + low), shifted);
    return size < OUT
        ? power
        : product > 0 ? Double.POSITIVE_INFINITY : product < 0 ? 0.0 : product;
  }

  /** e^(x + rest), which may be subnormal or infinite. */
  private static double extreme(double x, double rest) {
    double k = Math.rint(x * Exp.INVERSE_LN2);
    double whole = Math.fma(k, -Exp.LN2, x);
    double low = Math.fma(k, -Exp.LN2_REST, rest);
    double r = whole + low;
    double less = (whole - r) + low;
    double y = Exp.sum(r, less);
    if (k < -1022 | k == -1022 & y < 1) {
      return Exp.subnormal(r, less, k);
    }
    double half = Math.rint(0.5 * k);
    return y * power(half) * power(k - half);
  }

  /** 2^k, normal. */
  private static double power(double k) {
    return Double.longBitsToDouble((long) (k + 1023) << 52);
  }

  /** Bases that are subnormal, infinite or NaN. */
  private static double unusual(double x, double y) {
    double base = Math.abs(x);
    if (y == 0) {
      return 1;
    }
    if (base < Double.MIN_NORMAL) {
      return signed(magnitude(base * 0x1p54, Log.EXCESS + 54, y), x, y);
    }
    if (x != x | y != y) {
      return Double.NaN;
    }
    return signed(y > 0 ? base : 0.0, parity(y) == 1 ? x : base, y);
  }
}
