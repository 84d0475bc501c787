package dev.lathe.testing;

import dev.lathe.ir.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;

/**
 * The values at which operators and conversions change their ways, for each type: zeros, extremes,
 * powers of two and their neighbours, bounds of every cast, ties of every rounding, subnormals,
 * NaNs of several kinds, shift distances around the width.
 */
public final class EdgeValues {
  private EdgeValues() {}

  public static int[] ints() {
    var values = new LinkedHashSet<Integer>();
    values.addAll(Arrays.asList(0, 1, -1, 2, -2, 3, -3, 5, 7, -7, 10, 13, 100, 1000, 46341));
    for (int k : new int[] {4, 5, 6, 7, 8, 15, 16, 23, 24, 25, 30, 31}) {
      for (int offset = -1; offset <= 1; offset++) {
        values.add((1 << k) + offset);
        values.add(-(1 << k) + offset);
      }
    }
    values.addAll(Arrays.asList(0x5555_5555, 0xAAAA_AAAA, 0x1234_5678, 0x9E37_79B9));
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  public static long[] longs() {
    var values = new LinkedHashSet<Long>();
    for (int value : ints()) {
      values.add((long) value);
    }
    for (int k : new int[] {31, 32, 33, 52, 53, 54, 62, 63}) {
      for (int offset = -1; offset <= 1; offset++) {
        values.add((1L << k) + offset);
        values.add(-(1L << k) + offset);
      }
    }
    values.add((1L << 60) + (1L << 36) + 1); // to float: another value by way of double
    values.add(-(1L << 60) - (1L << 36) - 1);
    values.add((1L << 53) + (1L << 29) + 1);
    values.add(0x7FFF_FFBF_FFFF_FFFFL); // just below a tie of floats, rounds to it as a double
    values.add(0x5555_5555_5555_5555L);
    values.add(0x9E37_79B9_7F4A_7C15L);
    values.add(0x0123_4567_89AB_CDEFL);
    values.add(3037000500L); // its square overflows
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  public static float[] floats() {
    // format:off
    float[] positive = {
      0, 1, 0.5f, 1.5f, 2, 2.5f, 3, 3.5f, 10, 0.1f, 1 / 3f, (float) Math.PI, 1e10f, 1e-10f,
      0x1.000002p0f, 0x1.fffffep-1f, 0x1.fffffep-2f, // neighbours of 1 and 0.5
      Float.MIN_VALUE, 3 * Float.MIN_VALUE, 0x1.fffffcp-127f, Float.MIN_NORMAL,
      0x1.000002p-126f, Float.MAX_VALUE, 0x1p127f, Float.POSITIVE_INFINITY,
      127, 127.5f, 128, 129, 255, 256, 32767, 32768, 32769, 65535, 65535.5f, 65536,
      0x1.fffffep22f, 0x1p22f + 0.5f, 0x1p23f, 0x1.000002p23f, 0x1p24f, 0x1.000002p24f,
      0x1.fffffep30f, 0x1p31f, 0x1.000002p31f, 0x1.fffffep62f, 0x1p63f, 0x1.000002p63f
    };
    // format:on
    int[] nans = {0x7fc0_0000, 0xffc0_0000, 0x7f80_0001, 0x7fff_ffff, 0xffc0_1234};
    var values = new float[2 * positive.length + nans.length];
    for (int i = 0; i < positive.length; i++) {
      values[2 * i] = positive[i];
      values[2 * i + 1] = -positive[i];
    }
    for (int i = 0; i < nans.length; i++) {
      values[2 * positive.length + i] = Float.intBitsToFloat(nans[i]);
    }
    return values;
  }

  public static double[] doubles() {
    // format:off
    double[] positive = {
      0, 1, 0.5, 1.5, 2, 2.5, 3, 3.5, 10, 0.1, 1 / 3d, Math.PI, 1e10, 1e-10, 1e300,
      0x1.0000000000001p0, 0x1.fffffffffffffp-1, 0x1.fffffffffffffp-2,
      Double.MIN_VALUE, 3 * Double.MIN_VALUE, 0x0.fffffffffffffp-1022, Double.MIN_NORMAL,
      Double.MAX_VALUE, 0x1p1023, Double.POSITIVE_INFINITY,
      127, 127.5, 128, 129, 255, 256, 32767, 32768, 32769, 65535, 65535.5, 65536,
      2147483646.5, 2147483647, 2147483647.5, 2147483648.0, 2147483648.5, 2147483649.0,
      0x1.fffffffffffffp51, 0x1p51 + 0.5, 0x1p52, 0x1.0000000000001p52, 0x1p53,
      0x1.0000000000001p53, 0x1.fffffffffffffp62, 0x1p63, 0x1.0000000000001p63,
      // to float: ties, their neighbours, overflow, underflow
      0x1.000001p0, 0x1.0000010000001p0, 0x1.000003p0, Float.MAX_VALUE, 0x1.fffffefffffffp127,
      0x1.ffffffp127, 0x1p128, Float.MIN_VALUE, 0x1p-150, 0x1.0000000000001p-150, 0x1.8p-149,
      Float.MIN_NORMAL, 0x1.fffffdp-127, 0x1.fffffep-127
    };
    long[] nans = {
      0x7ff8_0000_0000_0000L, 0xfff8_0000_0000_0000L, 0x7ff0_0000_0000_0001L,
      0x7fff_ffff_ffff_ffffL, 0xfff8_0000_0000_1234L
    };
    // format:on
    var values = new double[2 * positive.length + nans.length];
    for (int i = 0; i < positive.length; i++) {
      values[2 * i] = positive[i];
      values[2 * i + 1] = -positive[i];
    }
    for (int i = 0; i < nans.length; i++) {
      values[2 * positive.length + i] = Double.longBitsToDouble(nans[i]);
    }
    return values;
  }

  /** The edge values of a type as {@code Value.bits}. */
  public static long[] bits(Type type) {
    return switch (type.kind()) {
      case BOOL -> new long[] {0, 1};
      case I32 -> Arrays.stream(ints()).asLongStream().toArray();
      case I64 -> longs();
      case F32 -> {
        float[] floats = floats();
        var bits = new long[floats.length];
        for (int i = 0; i < bits.length; i++) {
          bits[i] = Float.floatToRawIntBits(floats[i]) & 0xFFFF_FFFFL;
        }
        yield bits;
      }
      case F64 -> Arrays.stream(doubles()).mapToLong(Double::doubleToRawLongBits).toArray();
      case VOID, I8, I16, ARRAY, SEGMENT ->
          throw new IllegalArgumentException("no scalar: " + type);
    };
  }

  /** True for equal bits, and for two NaNs: the raw bits of a computed NaN are unspecified. */
  public static boolean same(Type type, long a, long b) {
    return a == b || isNan(type, a) && isNan(type, b);
  }

  /** True for the bits of a NaN of a float type. */
  public static boolean isNan(Type type, long bits) {
    return type == Type.F32 && Float.isNaN(Float.intBitsToFloat((int) bits))
        || type == Type.F64 && Double.isNaN(Double.longBitsToDouble(bits));
  }
}
