package dev.lathe.math;

/**
 * Functions of floats: {@code (float) Math.f(x)} for a float x, which is the function of doubles,
 * rounded. They compute in double with a relative error below 2^-40, and only where that leaves
 * open which float is nearest, once in 2^15 times, by the function of doubles (Ziv, Fast evaluation
 * of elementary mathematical functions with correctly rounded last bit, TOMS 17, 1991). Reductions
 * are those of the functions of doubles, without rests; polynomials are shorter.
 */
public final class Floats {
  private static final double QUARTERS = 0x1.45f306dc9c883p-1; // 2 / pi
  private static final double QUARTER = 0x1.921fb54442d18p0; // pi / 2
  private static final double QUARTER_REST = 0x1.1a62633145c07p-54;
  private static final double GREATEST_ANGLE = 0x1p20;

  /** 2^-40 of a double, in units of its last place. */
  private static final long MARGIN = 0x2000;

  private static final double LN2 = 0x1.62e42fefa39efp-1;
  private static final double INVERSE_LN10 = 0x1.bcb7b1526e50ep-2;

  // Computed by Polynomials: (log(1 + r) - r) / r².
  private static final double L2 = -0x1.ffffffffffa64p-2;
  private static final double L3 = 0x1.55555555bd956p-2;
  private static final double L4 = -0x1.0000000f87f1bp-2;
  private static final double L5 = 0x1.99998767122e1p-3;
  private static final double L6 = -0x1.5554288d565p-3;
  private static final double L7 = 0x1.2506f853a5505p-3;
  private static final double L8 = -0x1.033a0c0d52d31p-3;

  // Computed by Polynomials: (sin r - r) / r³ and (cos r - 1) / r², up to pi/4.
  private static final double S3 = -0x1.55555555523fbp-3;
  private static final double S5 = 0x1.1111110ca27dp-7;
  private static final double S7 = -0x1.a019f95a75d75p-13;
  private static final double S9 = 0x1.71d77ce324772p-19;
  private static final double S11 = -0x1.a966d7a2ec112p-26;
  private static final double C2 = -0x1.ffffffffebfb2p-2;
  private static final double C4 = 0x1.55555546f3373p-5;
  private static final double C6 = -0x1.6c16b3ff72c28p-10;
  private static final double C8 = 0x1.a00f1103045d3p-16;
  private static final double C10 = -0x1.23d7e809bb10fp-22;

  /** -log c of {@link Log}'s intervals. */
  private static final double[] LOG = {
    -0x1.4618bc21c5ec2p-2,
    -0x1.2e8e2bae11d31p-2,
    -0x1.fb9186d5e3e2bp-3,
    -0x1.9525a9cf456b4p-3,
    -0x1.5ff3070a793d4p-3,
    -0x1.29552f81ff523p-3,
    -0x1.6f0d28ae56b4cp-4,
    -0x1.f0a30c01162a6p-5,
    -0x1.f829b0e7833p-6,
    0x0.0p0,
    0x1.08598b59e3a07p-4,
    0x1.da727638446a2p-4,
    0x1.5bf406b543db2p-3,
    0x1.d1037f2655e7bp-3,
    0x1.1178e8227e47cp-2,
    0x1.522ae0738a3d8p-2,
  };

  private Floats() {}

  /** True if a double that is off from {@code y} by 2^-40 of it may round to another float. */
  private static boolean isUndecided(double y) {
    long places = Double.doubleToRawLongBits(y) + (0x10000000 + MARGIN) & 0x1fffffff;
    return places < 2 * MARGIN;
  }

  public static float log(float x) {
    double y = wideLog(x);
    if (Rare.when(!(x > 0 & x < Float.POSITIVE_INFINITY) | isUndecided(y))) {
      return (float) Log.log(x);
    }
    return (float) y;
  }

  public static float log10(float x) {
    double y = wideLog(x) * INVERSE_LN10;
    if (Rare.when(!(x > 0 & x < Float.POSITIVE_INFINITY) | isUndecided(y))) {
      return (float) Log10.log10(x);
    }
    return (float) y;
  }

  /** Of a normal number. */
  private static double wideLog(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long offset = bits - Log.LEAST_MANTISSA;
    double k = Log.exponent(offset, Log.EXCESS);
    int index = (int) (offset >>> 48);
    double r = Log.reduced(bits, offset, index);
    double r2 = r * r;
    double high = Math.fma(r2, L8, Math.fma(r, L7, L6));
    double p = Math.fma(r2, Math.fma(r, L5, L4), Math.fma(r, L3, L2));
    p = Math.fma(r2 * r2, high, p);
    return Math.fma(k, LN2, Lookup.of16(index, LOG)) + Math.fma(r2, p, r);
  }

  public static float sin(float x) {
    double shifted = Math.fma(x, QUARTERS, Exp.SHIFT);
    double r = rest(x, shifted);
    long quarters = Double.doubleToRawLongBits(shifted);
    double y = (quarters & 1) != 0 ? cosine(r) : sine(r);
    if (Rare.when(!(Math.abs(x) <= GREATEST_ANGLE) | isUndecided(y))) {
      return (float) Sine.sin(x);
    }
    return x == 0 ? x : (float) negate(y, quarters);
  }

  public static float cos(float x) {
    double shifted = Math.fma(x, QUARTERS, Exp.SHIFT);
    double r = rest(x, shifted);
    long quarters = Double.doubleToRawLongBits(shifted) + 1;
    double y = (quarters & 1) != 0 ? cosine(r) : sine(r);
    if (Rare.when(!(Math.abs(x) <= GREATEST_ANGLE) | isUndecided(y))) {
      return (float) Sine.cos(x);
    }
    return (float) negate(y, quarters);
  }

  public static float tan(float x) {
    double shifted = Math.fma(x, QUARTERS, Exp.SHIFT);
    double r = rest(x, shifted);
    boolean odd = (Double.doubleToRawLongBits(shifted) & 1) != 0;
    double sine = sine(r);
    double cosine = cosine(r);
    double y = (odd ? -cosine : sine) / (odd ? sine : cosine);
    if (Rare.when(!(Math.abs(x) <= GREATEST_ANGLE) | isUndecided(y))) {
      return (float) Sine.tan(x);
    }
    return x == 0 ? x : (float) y;
  }

  private static double rest(double x, double shifted) {
    double k = shifted - Exp.SHIFT;
    return Math.fma(k, -QUARTER_REST, Math.fma(k, -QUARTER, x));
  }

  private static double negate(double y, long quarters) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(y) ^ quarters << 62 & Long.MIN_VALUE);
  }

  private static double sine(double r) {
    double z = r * r;
    double p = Math.fma(z * z, Math.fma(z, S11, S9), Math.fma(z, S7, S5));
    return Math.fma(r * z, Math.fma(z, p, S3), r);
  }

  private static double cosine(double r) {
    double z = r * r;
    double z2 = z * z;
    double high = Math.fma(z2, C10, Math.fma(z, C8, C6));
    return Math.fma(z, Math.fma(z2, high, Math.fma(z, C4, C2)), 1.0);
  }

  public static float hypot(float x, float y) {
    float a = Math.abs(x);
    float b = Math.abs(y);
    double length = Math.sqrt(Math.fma((double) a, a, (double) b * b));
    boolean infinite = a == Float.POSITIVE_INFINITY | b == Float.POSITIVE_INFINITY;
    return infinite ? Float.POSITIVE_INFINITY : (float) length;
  }
}
