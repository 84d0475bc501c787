package dev.lathe.math;

/**
 * The decimal logarithm: {@link Log}'s sum and tail, times 1 / ln 10 in twice the precision. Powers
 * of 10 that are doubles have exact logarithms, as the error before the last rounding is below 0.06
 * ulp.
 */
public final class Log10 {
  private static final double FACTOR = 0x1.bcb7b1526e50ep-2; // 1 / ln 10

  /** What 1 / ln 10 is more than {@link #FACTOR}. */
  private static final double FACTOR_REST = 0x1.95355baaafad3p-57;

  private Log10() {}

  /** {@link Math#log10}, with an error below 0.56 ulp. */
  public static double log10(double x) {
    if (Rare.when(!(x >= Double.MIN_NORMAL & x < Double.POSITIVE_INFINITY))) {
      return x > 0 & x < 1 ? positive(x * 0x1p54, Log.EXCESS + 54) : Log.limit(x);
    }
    return positive(x, Log.EXCESS);
  }

  private static double positive(double x, double excess) {
    long bits = Double.doubleToRawLongBits(x);
    long offset = bits - Log.LEAST_MANTISSA;
    double k = Log.exponent(offset, excess);
    int index = (int) (offset >>> 48);
    double r = Log.reduced(bits, offset, index);
    double high = Log.high(k, index);
    double sum = high + r;
    double lost = (high - sum) + r;
    double square = r * r;
    double factor = Math.fma(r, Log.cubic(r, square), -0.5);
    double tail = Math.fma(square, factor, Log.rest(k, index) + lost);
    double y = sum * FACTOR;
    return y + Math.fma(tail, FACTOR, Math.fma(sum, FACTOR_REST, Math.fma(sum, FACTOR, -y)));
  }
}
