package dev.lathe.math;

/**
 * The logarithm of 1 + x: {@link Log}'s of the double nearest to 1 + x, where what that rounding
 * has lost is added to r.
 */
public final class Log1p {
  private static final long ONE = 0x3ff0000000000000L;

  private Log1p() {}

  /** {@link Math#log1p}, with an error below 0.7 ulp. */
  public static double log1p(double x) {
    double u = 1.0 + x;
    if (Rare.when(!(u > 0 & u < Double.POSITIVE_INFINITY))) {
      return Log.limit(u);
    }
    double added = u - 1.0;
    double missing = (1.0 - (u - added)) + (x - added); // Knuth's two-sum
    long bits = Double.doubleToRawLongBits(u);
    long offset = bits - Log.LEAST_MANTISSA;
    double k = Log.exponent(offset, Log.EXCESS);
    int index = (int) (offset >>> 48);
    double r = Log.reduced(bits, offset, index);
    double scale = x < 0x1p60 ? Double.longBitsToDouble(ONE - (offset & Log.EXPONENT)) : 0.0;
    double more = missing * scale * Log.reciprocal(index);
    double high = Log.high(k, index);
    double sum = high + r;
    double lost = ((high - sum) + r) + Math.fma(-r, more, more);
    double square = r * r;
    double factor = Math.fma(r, Log.cubic(r, square), -0.5);
    double y = sum + Math.fma(square, factor, Log.rest(k, index) + lost);
    return x == 0 ? x : y;
  }
}
