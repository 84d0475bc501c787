package dev.lathe.math;

/**
 * {@link StrictMath}'s power: that of fdlibm 5.3 (Sun Microsystems, 1993–2004), as {@code
 * StrictMath} documents, in the same order of rounded operations.
 *
 * <p>The binary logarithm of |x| = 2^n (c + f), with c = 1 or 3/2, as two doubles of which the
 * first has 21 bits; its product with y, whose integer is the result's exponent; 2 to the rest by
 * {@link StrictExp}'s function. Where |y| is greater than 2^31 only an |x| within 2^-20 of 1 gives
 * something else than 0 or infinity, by the series of its logarithm.
 */
public final class StrictPow {
  /** The upper word from which on c + f is a half of the significand, in front of 32 zeros. */
  private static final long LEAST_MANTISSA = 0x3febb67a00000000L;

  private static final long EXPONENT = 0xfff0000000000000L;

  /** From here on |y| is huge. */
  private static final double HUGE = 0x1.00001p31;

  /** Any |y| from here on gives 0 or infinity, or 1. */
  private static final double MORE_THAN_HUGE = 0x1p65;

  private static final double L1 = 0x1.3333333333303p-1;
  private static final double L2 = 0x1.b6db6db6fabffp-2;
  private static final double L3 = 0x1.55555518f264dp-2;
  private static final double L4 = 0x1.17460a91d4101p-2;
  private static final double L5 = 0x1.d864a93c9db65p-3;
  private static final double L6 = 0x1.a7e284a454eefp-3;

  private static final double LN2 = 0x1.62e42fefa39efp-1;
  private static final double LN2_UPPER = 0x1.62e43p-1;
  private static final double LN2_LOWER = -0x1.05c610ca86c39p-29;

  private static final double INVERSE_LN2 = 0x1.71547652b82fep0;
  private static final double INVERSE_LN2_UPPER = 0x1.715476p0;
  private static final double INVERSE_LN2_LOWER = 0x1.4ae0bf85ddf44p-26;

  // 2 / (3 ln 2)
  private static final double FACTOR = 0x1.ec709dc3a03fdp-1;
  private static final double FACTOR_UPPER = 0x1.ec709ep-1;
  private static final double FACTOR_LOWER = -0x1.e2fe0145b01f5p-28;

  // The binary logarithm of 3/2.
  private static final double LOG2_UPPER = 0x1.2b8034p-1;
  private static final double LOG2_LOWER = 0x1.cfdeb43cfd006p-27;

  /** What 1024 is more than the logarithm of the greatest result and half a unit. */
  private static final double OVER = 8.0085662595372944372e-17;

  private StrictPow() {}

  /** {@link StrictMath#pow}. */
  public static double pow(double x, double y) {
    double base = Math.abs(x);
    double size = Math.abs(y);
    boolean finite = base < Double.POSITIVE_INFINITY & size < Double.POSITIVE_INFINITY;
    if (Rare.when(!(finite & base > 0) | size == 1 | y == 2 | y == 0.5)) {
      return simple(x, y);
    }
    double log;
    double logRest;
    if (Rare.when(size >= HUGE & base >= 0x1.fffffp-1 & base < 0x1.00001p0)) {
      double t = base - 1.0;
      double w = t * t * (0.5 - t * (0.3333333333333333333333 - t * 0.25));
      double u = INVERSE_LN2_UPPER * t;
      double v = t * INVERSE_LN2_LOWER - w * INVERSE_LN2;
      log = Halves.upper(u + v);
      logRest = v - (log - u);
    } else {
      boolean subnormal = base < Double.MIN_NORMAL;
      long bits = Double.doubleToRawLongBits(subnormal ? base * 0x1p53 : base);
      long offset = bits - LEAST_MANTISSA;
      double n = Log.exponent(offset, subnormal ? Log.EXCESS + 53 : Log.EXCESS);
      bits -= offset & EXPONENT;
      double m = Double.longBitsToDouble(bits);
      boolean greater = m >= 0x1.3988fp0;
      double c = greater ? 1.5 : 1.0;
      double logC = greater ? LOG2_UPPER : 0.0;
      double logCRest = greater ? LOG2_LOWER : 0.0;
      // s = f / (m + c), as the sum of an upper part and a rest
      double u = m - c;
      double v = 1.0 / (m + c);
      double s = u * v;
      double upper = Halves.upper(s);
      long word = (bits >>> 33 | 0x20000000) + (greater ? 0xc0000 : 0x80000);
      double sum = Double.longBitsToDouble(word << 32);
      double sumRest = m - (sum - c);
      double rest = v * ((u - upper * sum) - upper * sumRest);
      double square = s * s;
      double r = L3 + square * (L4 + square * (L5 + square * L6));
      r = square * square * (L1 + square * (L2 + square * r));
      r += rest * (upper + s);
      square = upper * upper;
      double t = Halves.upper(3.0 + square + r);
      double tRest = r - ((t - 3.0) - square);
      u = upper * t;
      v = rest * t + tRest * s;
      double p = Halves.upper(u + v);
      double pRest = v - (p - u);
      double z = FACTOR_UPPER * p;
      double zRest = FACTOR_LOWER * p + pRest * FACTOR + logCRest;
      log = Halves.upper(((z + zRest) + logC) + n);
      logRest = zRest - (((log - n) - logC) - z);
    }
    double limited = Math.max(-MORE_THAN_HUGE, Math.min(y, MORE_THAN_HUGE));
    return sign(x, size) * power(limited, log, logRest);
  }

  /** That of x^y for a finite y; NaN if it is none. */
  private static double sign(double x, double size) {
    double parity = size - 2.0 * Math.floor(0.5 * size);
    return x < 0 ? parity == 1 ? -1.0 : parity == 0 ? 1.0 : Double.NaN : 1.0;
  }

  /** 2^(y (log + rest)). */
  private static double power(double y, double log, double rest) {
    double upper = Halves.upper(y);
    double low = (y - upper) * log + y * rest;
    double high = upper * log;
    double z = low + high;
    boolean over = z > 1024 | z == 1024 & low + OVER > z - high;
    boolean under = z < -1075 | z == -1075 & low <= z - high;
    double size = Math.abs(z);
    double k = size >= 0x1.00001p-1 ? Math.copySign(Math.floor(size + 0.5), z) : 0.0;
    high -= k;
    double t = Halves.upper(low + high);
    double u = t * LN2_UPPER;
    double v = (low - (t - high)) * LN2 + t * LN2_LOWER;
    z = u + v;
    double w = v - (z - u);
    double c = StrictExp.primary(z);
    double r = z * c / (c - 2.0) - (w + z * w);
    double y2 = 1.0 - (r - z);
    boolean least = k < -1021; // scaled in two steps, as the result may be subnormal
    double scaled = Exp.scale(y2, (least ? k + 1000 : k) + Exp.SHIFT) * (least ? 0x1p-1000 : 1.0);
    return over ? Double.POSITIVE_INFINITY : under ? 0.0 : scaled;
  }

  /** Powers that need no logarithm: of what is 0 or not finite, or of 1, -1, 2 or 1/2. */
  private static double simple(double x, double y) {
    double base = Math.abs(x);
    if (y == 0) {
      return 1;
    }
    if (x != x | y != y) {
      return Double.NaN;
    }
    if (Math.abs(y) == Double.POSITIVE_INFINITY) {
      return base == 1 ? Double.NaN : base > 1 == y > 0 ? Double.POSITIVE_INFINITY : 0.0;
    }
    if (y == 1) {
      return x;
    }
    if (y == -1) {
      return 1.0 / x;
    }
    if (y == 2) {
      return x * x;
    }
    if (base > 0 & base < Double.POSITIVE_INFINITY) {
      return Math.sqrt(x);
    }
    double power = y < 0 ? 1.0 / base : base;
    double parity = Math.abs(y) - 2.0 * Math.floor(0.5 * Math.abs(y));
    return parity == 1 ? Math.copySign(power, x) : power;
  }
}
