package dev.lathe.math;

/**
 * Powers: x^y = e^(y log x).
 *
 * <p>The logarithm is {@link Log}'s, in twice the precision: with r = m c - 1, r - r²/2 + r³/3 is a
 * sum whose errors are kept, and the powers from r^4 on are so small that a polynomial in doubles
 * will do. Its relative error of 2^-68 becomes 0.02 ulp of the largest result (Muller, Elementary
 * Functions, 3rd ed., section 11.5; Markstein, IA-64 and Elementary Functions, 2000). The
 * exponential is {@link Exp}'s. Bases that are no positive normal numbers are rare, and come back
 * to the common path as ones that are.
 */
public final class Pow {
  static final double THIRD = 0x1.5555555555555p-2;

  // Computed by Polynomials: (log(1 + r) - r + r²/2 - THIRD r³) / r^4.
  private static final double C4 = -0x1.0000000000001p-2;
  private static final double C5 = 0x1.999999999afc6p-3;
  private static final double C6 = -0x1.555555554af53p-3;
  private static final double C7 = 0x1.24924916c9d4cp-3;
  private static final double C8 = -0x1.000000b07f046p-3;
  private static final double C9 = 0x1.c71ccec3b8c53p-4;
  private static final double C10 = -0x1.99917ace6a4d8p-4;
  private static final double C11 = 0x1.7454c9362ca7cp-4;
  private static final double C12 = -0x1.650c999f9c56p-4;

  private Pow() {}

  /** {@link Math#pow}, with an error below 0.55 ulp. */
  public static double pow(double x, double y) {
    double base = x;
    double excess = Log.EXCESS;
    long sign = 0;
    if (Rare.when(!(x >= Double.MIN_NORMAL & x <= Double.MAX_VALUE))) {
      double size = Math.abs(x);
      double parity = parity(y);
      if (!(size > 0 & size < Double.POSITIVE_INFINITY) | x < 0 & parity > 0 & parity != 1) {
        return limit(x, y, parity);
      }
      sign = x < 0 & parity == 1 ? Long.MIN_VALUE : 0;
      boolean small = size < Double.MIN_NORMAL;
      base = small ? size * 0x1p54 : size;
      excess = small ? Log.EXCESS + 54 : Log.EXCESS;
    }
    // log base = log + rest
    long bits = Double.doubleToRawLongBits(base);
    long offset = bits - Log.LEAST_MANTISSA;
    double k = Log.exponent(offset, excess);
    int index = (int) (offset >>> 48);
    double r = Log.reduced(bits, offset, index);
    double high = Log.high(k, index);
    double square = r * r;
    double factor = Math.fma(r, THIRD, -0.5);
    double factorRest = Math.fma(r, THIRD, -0.5 - factor);
    double linear = high + r;
    double log = Math.fma(square, factor, linear);
    double lost = ((high - linear) + r) + Math.fma(square, factor, linear - log);
    double rest = Log.rest(k, index) + Math.fma(square, factorRest, lost);
    rest = Math.fma(Math.fma(r, r, -square), factor, rest);
    rest = Math.fma(square * square, quartic(r, square), rest);
    // e^(y (log + rest))
    double product = y * log;
    double low = Math.fma(y, rest, Math.fma(y, log, -product));
    double shifted = Math.fma(product, Exp.STEPS, Exp.SHIFT);
    double whole = shifted - Exp.SHIFT;
    low = Math.fma(whole, -Exp.STEP_REST, low);
    double part = Math.fma(whole, -Exp.STEP, product) + low;
    long steps = Double.doubleToRawLongBits(shifted);
    double less = Exp.less1(part, (int) steps);
    if (Rare.when(!(Math.abs(product) <= Exp.ORDINARY))) {
      return negate(Exp.extreme(product, steps, less), sign);
    }
    double power = negate(Exp.power(steps), sign);
    return Math.fma(power, less, power);
  }

  private static double negate(double x, long sign) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) + sign);
  }

  /** |y| modulo 2; NaN if y is infinite. */
  private static double parity(double y) {
    double size = Math.abs(y);
    return Math.fma(-2.0, Math.floor(0.5 * size), size);
  }

  private static double quartic(double r, double square) {
    double fourth = square * square;
    double low = Math.fma(square, Math.fma(r, C7, C6), Math.fma(r, C5, C4));
    double high = Math.fma(square, Math.fma(r, C11, C10), Math.fma(r, C9, C8));
    return Math.fma(fourth, Math.fma(fourth, C12, high), low);
  }

  /** Of 0, what is infinite or NaN, and negative bases with a power that is no integer. */
  private static double limit(double x, double y, double parity) {
    if (y == 0) {
      return 1;
    }
    if (x != x | y != y | Math.abs(x) > 0 & Math.abs(x) < Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    double size = (x == 0) == (y > 0) ? 0.0 : Double.POSITIVE_INFINITY;
    return parity == 1 ? Math.copySign(size, x) : size;
  }
}
