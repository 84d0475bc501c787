package dev.lathe.math;

/**
 * {@code (float) Math.f(x)} for a float x, computed in floats, of which a register holds twice as
 * many as of doubles: with an error below 1.1 ulp, for kernels whose floats may be fast.
 *
 * <p>The methods are those of {@link Exp}, {@link Log} and {@link Sine}: reductions whose products
 * are exact (Cody and Waite, 1980), tables of 16 floats for the logarithm, and minimax polynomials;
 * the largest rounding errors are added in the end. What floats cannot reduce is left to doubles.
 */
public final class FastFloats {
  /** Added to a float below 2^22 it leaves the nearest integer in the lowest bits. */
  private static final float SHIFT = 0x1.8p23f;

  private static final float INVERSE_LN2 = 0x1.715476p0f;
  private static final float LN2 = 0x1.62e43p-1f;
  private static final float LN2_REST = -0x1.05c61p-29f;

  /** Results of arguments up to it are normal, and so are their powers of 2. */
  private static final float ORDINARY = 87;

  /** Bits of 0.703125, as in {@link Log}. */
  private static final int LEAST_MANTISSA = 0x3f340000;

  /** ln 2 as a multiple of 2^-16, and what is missing from it. */
  private static final float LN2_UNITS = 0x1.62e4p-1f;

  private static final float LN2_UNITS_REST = 0x1.7f7d1cp-20f;

  private static final float QUARTERS = 0x1.45f306p-1f; // 2 / pi
  private static final float QUARTER_1 = 0x1.921fb6p0f;
  private static final float QUARTER_2 = -0x1.777a5cp-25f;
  private static final float QUARTER_3 = -0x1.ee59dap-50f;
  private static final float GREATEST_ANGLE = 0x1p16f;

  // Computed by Polynomials: (e^r - 1 - r) / r².
  private static final float E2 = 0x1.fffffcp-2f;
  private static final float E3 = 0x1.555486p-3f;
  private static final float E4 = 0x1.55589cp-5f;
  private static final float E5 = 0x1.124276p-7f;
  private static final float E6 = 0x1.6a71ap-10f;

  // Computed by Polynomials: (log(1 + r) - r) / r².
  private static final float L2 = -0x1.fffffcp-2f;
  private static final float L3 = 0x1.55551ep-2f;
  private static final float L4 = -0x1.003a02p-2f;
  private static final float L5 = 0x1.9c43aep-3f;

  // Computed by Polynomials: (sin r - r) / r³ and (cos r - 1 + r²/2) / r^4.
  private static final float S3 = -0x1.555546p-3f;
  private static final float S5 = 0x1.11077ep-7f;
  private static final float S7 = -0x1.9956acp-13f;
  private static final float C4 = 0x1.55554ap-5f;
  private static final float C6 = -0x1.6c0c2ep-10f;
  private static final float C8 = 0x1.99eadp-16f;

  /** The constants of {@link Log}'s intervals. */
  private static final float[] RECIPROCAL = {
    0x1.6p0f,
    0x1.58p0f,
    0x1.48p0f,
    0x1.38p0f,
    0x1.3p0f,
    0x1.28p0f,
    0x1.18p0f,
    0x1.1p0f,
    0x1.08p0f,
    0x1.0p0f,
    0x1.ep-1f,
    0x1.c8p-1f,
    0x1.bp-1f,
    0x1.98p-1f,
    0x1.88p-1f,
    0x1.7p-1f,
  };

  /** Their negative logarithms, rounded to multiples of 2^-16. */
  private static final float[] LOG = {
    -0x1.4618p-2f,
    -0x1.2e9p-2f,
    -0x1.fb9p-3f,
    -0x1.9528p-3f,
    -0x1.5ffp-3f,
    -0x1.2958p-3f,
    -0x1.6f1p-4f,
    -0x1.f0ap-5f,
    -0x1.f84p-6f,
    0x0.0p0f,
    0x1.086p-4f,
    0x1.da7p-4f,
    0x1.5bf8p-3f,
    0x1.d1p-3f,
    0x1.1178p-2f,
    0x1.522cp-2f,
  };

  /** What is missing from these. */
  private static final float[] LOG_REST = {
    -0x1.78438cp-19f,
    0x1.d451eep-18f,
    -0x1.86d5e4p-19f,
    0x1.2b185ep-18f,
    -0x1.83853cp-18f,
    0x1.683fp-18f,
    0x1.6ba8d4p-19f,
    -0x1.86008cp-20f,
    0x1.64f188p-18f,
    0x0.0p0f,
    -0x1.9d2988p-18f,
    0x1.3b1c22p-19f,
    -0x1.fca55ep-18f,
    0x1.bf932ap-18f,
    0x1.d044fcp-19f,
    -0x1.1f8c76p-18f,
  };

  private FastFloats() {}

  public static float exp(float x) {
    if (Rare.when(!(Math.abs(x) <= ORDINARY))) {
      return (float) Exp.exp(x);
    }
    float shifted = Math.fma(x, INVERSE_LN2, SHIFT);
    float k = shifted - SHIFT;
    float r = Math.fma(k, -LN2_REST, Math.fma(k, -LN2, x));
    float square = r * r;
    float p = Math.fma(square, Math.fma(square, E6, Math.fma(r, E5, E4)), Math.fma(r, E3, E2));
    float y = 1.0f + Math.fma(square, p, r);
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(y) + (Float.floatToRawIntBits(shifted) << 23));
  }

  public static float log(float x) {
    if (Rare.when(!(x >= Float.MIN_NORMAL & x < Float.POSITIVE_INFINITY))) {
      return (float) Log.log(x);
    }
    int offset = Float.floatToRawIntBits(x) - LEAST_MANTISSA;
    float k = (float) (offset >> 23);
    int index = offset >>> 19;
    float m = Float.intBitsToFloat(Float.floatToRawIntBits(x) - (offset & 0xff800000));
    float r = Math.fma(m, Lookup.of16(index, RECIPROCAL), -1.0f);
    float high = Math.fma(k, LN2_UNITS, Lookup.of16(index, LOG));
    float rest = Math.fma(k, LN2_UNITS_REST, Lookup.of16(index, LOG_REST));
    float square = r * r;
    float p = Math.fma(square, Math.fma(r, L5, L4), Math.fma(r, L3, L2));
    return high + (r + Math.fma(square, p, rest));
  }

  public static float sin(float x) {
    if (Rare.when(!(Math.abs(x) <= GREATEST_ANGLE))) {
      return (float) Sine.sin(x);
    }
    float shifted = Math.fma(x, QUARTERS, SHIFT);
    float y = quarter(x, shifted - SHIFT, Float.floatToRawIntBits(shifted));
    return x == 0 ? x : y;
  }

  public static float cos(float x) {
    if (Rare.when(!(Math.abs(x) <= GREATEST_ANGLE))) {
      return (float) Sine.cos(x);
    }
    float shifted = Math.fma(x, QUARTERS, SHIFT);
    return quarter(x, shifted - SHIFT, Float.floatToRawIntBits(shifted) + 1);
  }

  /** sin(x - k pi/2 + quarters pi/2). */
  private static float quarter(float x, float k, int quarters) {
    float first = Math.fma(k, -QUARTER_1, x);
    float second = k * QUARTER_2;
    float r = first - second;
    float rest = ((first - r) - second) - Math.fma(k, QUARTER_2, -second);
    rest = Math.fma(k, -QUARTER_3, rest);
    float square = r * r;
    float sine = Math.fma(square, Math.fma(square, S7, S5), S3);
    sine = r + Math.fma(r * square, sine, rest);
    float cosine = Math.fma(square, Math.fma(square, C8, C6), C4);
    float half = Math.fma(square, -0.5f, 1.0f);
    float lost = Math.fma(square, -0.5f, 1.0f - half);
    cosine = half + Math.fma(square * square, cosine, Math.fma(-r, rest, lost));
    float y = (quarters & 1) != 0 ? cosine : sine;
    return Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ quarters << 30 & Integer.MIN_VALUE);
  }
}
