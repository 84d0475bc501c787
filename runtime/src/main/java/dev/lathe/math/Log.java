package dev.lathe.math;

/**
 * The natural logarithm.
 *
 * <p>x = 2^k m with m in [0.703125, 1.40625), in one of 16 intervals; each has a constant c of 5 or
 * 6 bits near 1 / m, chosen so that r = m c - 1 is exact and |r| at most 0.035. Then log x = k ln 2
 * - log c + log(1 + r), where the first two are exact multiples of 2^-42 and a rest (Tang,
 * Table-driven implementation of the logarithm function, TOMS 16, 1990), and log(1 + r) = r - r²/2
 * + r³ p(r) with a minimax polynomial p of degree 7. Around 1, c is 1 and k is 0, so nothing
 * cancels.
 */
public final class Log {
  /** Bits of 0.703125, the least m. */
  static final long LEAST_MANTISSA = 0x3fe6800000000000L;

  static final long EXPONENT = 0xfff0000000000000L;

  /** 2^52 and the excess of the exponents that are added to it. */
  static final double EXCESS = 0x1p52 + 1024;

  /** The first 42 bits of ln 2. */
  static final double LN2 = 0x1.62e42fefa38p-1;

  /** What ln 2 is more than {@link #LN2}. */
  static final double LN2_REST = 0x1.ef35793c76730p-45;

  private static final double[] RECIPROCAL = {
    0x1.6p0, 0x1.58p0, 0x1.48p0, 0x1.38p0, 0x1.3p0, 0x1.28p0, 0x1.18p0, 0x1.1p0, 0x1.08p0, 0x1.0p0,
    0x1.ep-1, 0x1.c8p-1, 0x1.bp-1, 0x1.98p-1, 0x1.88p-1, 0x1.7p-1,
  };

  /** -log c, rounded to a multiple of 2^-42. */
  private static final double[] LOG = {
    -0x1.4618bc21c6p-2,
    -0x1.2e8e2bae12p-2,
    -0x1.fb9186d5e4p-3,
    -0x1.9525a9cf46p-3,
    -0x1.5ff3070a7ap-3,
    -0x1.29552f82p-3,
    -0x1.6f0d28ae58p-4,
    -0x1.f0a30c0118p-5,
    -0x1.f829b0e78p-6,
    0x0.0p0,
    0x1.08598b59e4p-4,
    0x1.da72763844p-4,
    0x1.5bf406b544p-3,
    0x1.d1037f2656p-3,
    0x1.1178e8227ep-2,
    0x1.522ae0738ap-2,
  };

  /** -log c less {@link #LOG}. */
  private static final double[] LOG_REST = {
    0x1.3d82f484c84ccp-46,
    0x1.67b1e99b72bd8p-45,
    0x1.d572aab993c87p-47,
    0x1.297137d9f158fp-44,
    0x1.8586f183bebf2p-44,
    0x1.5b967f4471dfcp-44,
    0x1.4b4641b664613p-44,
    0x1.d599e83368e91p-45,
    -0x1.980267c7e09e4p-45,
    0x0.0p0,
    -0x1.7e5dd7009902cp-46,
    0x1.a89401fa71733p-46,
    -0x1.27023eb68981cp-46,
    -0x1.84a7e75b6f6e4p-47,
    0x1.1ef78ce2d07f2p-44,
    0x1.ebe708164c759p-45,
  };

  // Computed by Polynomials: error below 2^-61.
  private static final double C3 = 0x1.55555555554e3p-2;
  private static final double C4 = -0x1.fffffffffd77bp-3;
  private static final double C5 = 0x1.9999999bc904ap-3;
  private static final double C6 = -0x1.5555558cc6451p-3;
  private static final double C7 = 0x1.24922f742419p-3;
  private static final double C8 = -0x1.fffd1fbf8678ap-4;
  private static final double C9 = 0x1.c80840be7d553p-4;
  private static final double C10 = -0x1.9fcef80808141p-4;

  private Log() {}

  /** {@link Math#log}, with an error below 0.55 ulp. */
  public static double log(double x) {
    if (Rare.when(!(x >= Double.MIN_NORMAL & x < Double.POSITIVE_INFINITY))) {
      return special(x);
    }
    return positive(x, EXCESS);
  }

  /** Of subnormal numbers, and what is no positive number. */
  private static double special(double x) {
    return x > 0 & x < Double.MIN_NORMAL ? positive(x * 0x1p54, EXCESS + 54) : limit(x);
  }

  /** Of what is no positive number. */
  static double limit(double x) {
    return x > 0 ? x : x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
  }

  /** The logarithm of a normal x, or of x 2^(EXCESS - excess). */
  private static double positive(double x, double excess) {
    long bits = Double.doubleToRawLongBits(x);
    long offset = bits - LEAST_MANTISSA;
    double k = exponent(offset, excess);
    int index = (int) (offset >>> 48);
    double r = reduced(bits, offset, index);
    double high = high(k, index);
    double rest = rest(k, index);
    double sum = high + r;
    double lost = (high - sum) + r;
    double square = r * r;
    return sum + Math.fma(square, Math.fma(r, cubic(r, square), -0.5), rest + lost);
  }

  /** The exponent above the offset's bits, as a double. */
  static double exponent(long offset, double excess) {
    long biased = (offset + 0x4000000000000000L) >>> 52;
    return Double.longBitsToDouble(biased | 0x4330000000000000L) - excess;
  }

  /** r: the part of the bits below the exponent, times its interval's constant, less 1. */
  static double reduced(long bits, long offset, int index) {
    double m = Double.longBitsToDouble(bits - (offset & EXPONENT));
    return Math.fma(m, reciprocal(index), -1.0);
  }

  static double reciprocal(int index) {
    return Lookup.of16(index, RECIPROCAL);
  }

  /** k ln 2 - log c, exact but for {@link #rest}. */
  static double high(double k, int index) {
    return Math.fma(k, LN2, Lookup.of16(index, LOG));
  }

  static double rest(double k, int index) {
    return Math.fma(k, LN2_REST, Lookup.of16(index, LOG_REST));
  }

  /** (log(1 + r) - r + r²/2) / r³. */
  static double cubic(double r, double square) {
    double fourth = square * square;
    double low = Math.fma(square, Math.fma(r, C6, C5), Math.fma(r, C4, C3));
    double high = Math.fma(square, Math.fma(r, C10, C9), Math.fma(r, C8, C7));
    return Math.fma(fourth, high, low);
  }
}
