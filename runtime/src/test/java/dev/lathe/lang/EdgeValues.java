package dev.lathe.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Values of each type at which operators and conversions change their behaviour. */
final class EdgeValues {
  private static final long[] INTEGERS = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    7,
    -7,
    10,
    31,
    32,
    33,
    63,
    64,
    65,
    127,
    128,
    -128,
    -129,
    255,
    256,
    32767,
    32768,
    -32768,
    -32769,
    65535,
    65536,
    1 << 24,
    (1 << 24) + 1,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 1,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1,
    1L << 31,
    (1L << 32) - 1,
    1L << 32,
    3037000500L,
    (1L << 53) + 1,
    (1L << 60) + 1,
    0x7fffffbfffffffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1
  };
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    0.49999999999999994,
    1.5,
    -1.5,
    2.5,
    -2.5,
    3.7,
    -3.7,
    127.5,
    -128.9,
    1e10,
    -1e10,
    2147483647.0,
    2147483648.0,
    -2147483648.5,
    9.223372036854776e18,
    -9.3e18,
    4503599627370495.5,
    0x1p52,
    0x1.fffffffffffffp52,
    1e300,
    Math.PI,
    1e-300,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    0x0.fffffffffffffp-1022,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };
  private static final float[] FLOATS = {
    0.0f,
    -0.0f,
    1.0f,
    -1.0f,
    0.5f,
    -0.5f,
    0.49999997f,
    1.5f,
    -1.5f,
    2.5f,
    -2.5f,
    3.7f,
    -3.7f,
    127.5f,
    -128.9f,
    8388607.5f,
    8388608f,
    16777217f,
    2147483648f,
    -2147483648f,
    2.2e9f,
    9.3e18f,
    1e30f,
    (float) Math.PI,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    1e-40f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private EdgeValues() {}

  /** The edge values of a type, then {@code random} ones with random bits. */
  static List<Object> of(JavaType type, int random) {
    var values = new ArrayList<Object>();
    switch (type) {
      case BOOLEAN -> {
        return List.of(false, true);
      }
      case FLOAT -> {
        for (float value : FLOATS) {
          values.add(value);
        }
      }
      case DOUBLE -> {
        for (double value : DOUBLES) {
          values.add(value);
        }
      }
      default -> {
        for (long value : INTEGERS) {
          Object box = Constant.of(value).cast(type).box();
          if (Constant.ofBox(box).bits() == value) {
            values.add(box);
          }
        }
      }
    }
    var seeded = new SplittableRandom(type.ordinal());
    for (int i = 0; i < random; i++) {
      values.add(random(type, seeded));
    }
    return values;
  }

  /** A value with random bits; for integers of random length. */
  static Object random(JavaType type, SplittableRandom random) {
    long bits = random.nextLong();
    return switch (type) {
      case BOOLEAN -> (bits & 1) != 0;
      case FLOAT -> Float.intBitsToFloat((int) bits);
      case DOUBLE -> Double.longBitsToDouble(bits);
      default -> Constant.of(bits >> random.nextInt(64)).cast(type).box();
    };
  }
}
