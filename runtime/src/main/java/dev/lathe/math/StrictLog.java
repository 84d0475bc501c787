package dev.lathe.math;

/**
 * {@link StrictMath}'s logarithms: those of fdlibm 5.3 (Sun Microsystems, 1993), as {@code
 * StrictMath} documents, in the same order of rounded operations.
 *
 * <p>x = 2^k (1 + f) with 1 + f between about √½ and √2, and log(1 + f) = 2 s + s R(s²) with s = f
 * / (2 + f) and a minimax polynomial R.
 */
public final class StrictLog {
  /** The upper word from which on 1 + f is a half of the significand, in front of 32 zeros. */
  private static final long LEAST_MANTISSA = 0x3fe6a09c00000000L;

  /** The same for {@link #log1p}. */
  private static final long LEAST_MANTISSA_1P = 0x3fe6a09e00000000L;

  private static final long EXPONENT = 0xfff0000000000000L;

  private static final double LN2 = 0x1.62e42feep-1;
  private static final double LN2_REST = 0x1.a39ef35793c76p-33;
  private static final double INVERSE_LN10 = 0x1.bcb7b1526e50ep-2;
  private static final double LOG10_2 = 0x1.34413509f6p-2;
  private static final double LOG10_2_REST = 0x1.9fef311f12b36p-42;

  private static final double L1 = 0x1.5555555555593p-1;
  private static final double L2 = 0x1.999999997fa04p-2;
  private static final double L3 = 0x1.2492494229359p-2;
  private static final double L4 = 0x1.c71c51d8e78afp-3;
  private static final double L5 = 0x1.7466496cb03dep-3;
  private static final double L6 = 0x1.39a09d078c69fp-3;
  private static final double L7 = 0x1.2f112df3e5244p-3;

  private StrictLog() {}

  /** {@link StrictMath#log}. */
  public static double log(double x) {
    if (Rare.when(!(x > 0 & x < Double.POSITIVE_INFINITY))) {
      return Log.limit(x);
    }
    boolean subnormal = x < Double.MIN_NORMAL;
    return normal(subnormal ? x * 0x1p54 : x, subnormal ? Log.EXCESS + 54 : Log.EXCESS);
  }

  /** The logarithm of x 2^(Log.EXCESS - excess). */
  private static double normal(double x, double excess) {
    long bits = Double.doubleToRawLongBits(x);
    long offset = bits - LEAST_MANTISSA;
    double k = Log.exponent(offset, excess);
    double m = Double.longBitsToDouble(bits - (offset & EXPONENT));
    double f = m - 1.0;
    double s = f / (2.0 + f);
    double z = s * s;
    double w = z * z;
    double even = w * (L2 + w * (L4 + w * L6));
    double odd = z * (L1 + w * (L3 + w * (L5 + w * L7)));
    double r = odd + even;
    double half = 0.5 * f * f;
    double low = k * LN2_REST;
    // Far from 1 with more care, close to it with less.
    double less =
        m < 0x1.6b852p-1 | m >= 0x1.6147ap0 ? half - (s * (half + r) + low) : s * (f - r) - low;
    less = f >= -0x1p-20 & f < 0x1p-20 ? f * f * (0.5 - 0.33333333333333333 * f) - low : less;
    return k * LN2 - (less - f);
  }

  /** {@link StrictMath#log10}. */
  public static double log10(double x) {
    if (Rare.when(!(x > 0 & x < Double.POSITIVE_INFINITY))) {
      return Log.limit(x);
    }
    boolean subnormal = x < Double.MIN_NORMAL;
    long bits = Double.doubleToRawLongBits(subnormal ? x * 0x1p54 : x);
    double exponent = Double.longBitsToDouble(bits >>> 52 | 0x4330000000000000L);
    exponent -= subnormal ? 0x1p52 + 1023 + 54 : 0x1p52 + 1023;
    // The logarithm of the significand, or of half of it below 1, which keeps the sign.
    boolean below = exponent < 0;
    double k = below ? exponent + 1.0 : exponent;
    long one = below ? 0x3fe0000000000000L : 0x3ff0000000000000L;
    double m = Double.longBitsToDouble(bits & ~EXPONENT | one);
    double z = k * LOG10_2_REST + INVERSE_LN10 * normal(m, Log.EXCESS);
    return z + k * LOG10_2;
  }

  /** {@link StrictMath#log1p}. */
  public static double log1p(double x) {
    if (Rare.when(!(x > -1 & x < Double.POSITIVE_INFINITY))) {
      return x == -1 ? Double.NEGATIVE_INFINITY : x > 0 ? x : Double.NaN;
    }
    boolean small = x < 0x1.a827ap-2 & x > -0x1.2bec4p-2; // as it is
    double u = x < 0x1p53 ? 1.0 + x : x;
    long bits = Double.doubleToRawLongBits(u);
    long offset = bits - LEAST_MANTISSA_1P;
    double k = Log.exponent(offset, Log.EXCESS);
    double m = Double.longBitsToDouble(bits - (offset & EXPONENT));
    double c = (u >= 2 ? 1.0 - (u - x) : x - (u - 1.0)) / u; // what 1 + x has lost
    c = small | k == 0 | x >= 0x1p53 ? 0.0 : c;
    k = small ? 0.0 : k;
    double f = small ? x : m - 1.0;
    double s = f / (2.0 + f);
    double z = s * s;
    double r = z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * (L6 + z * L7))))));
    double half = 0.5 * f * f;
    double low = k * LN2_REST + c;
    double less = half - (s * (half + r) + low);
    boolean near = !small & m >= 1 - 0x3p-21 & m < 1 + 0x1p-20;
    less = near ? half * (1.0 - 0.66666666666666666 * f) - low : less;
    double y = k * LN2 - (less - f);
    y = Math.abs(x) < 0x1p-29 ? x - x * x * 0.5 : y;
    return Math.abs(x) < 0x1p-54 ? x : y;
  }
}
