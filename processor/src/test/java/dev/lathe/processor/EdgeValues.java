package dev.lathe.processor;

import java.util.ArrayList;
import java.util.List;

/** For each primitive type the values at which arithmetic is likely to be wrong. */
public final class EdgeValues {
  private static final Boolean[] BOOLEANS = {false, true};
  private static final Byte[] BYTES = {0, 1, -1, 2, 7, -8, 31, 64, Byte.MIN_VALUE, Byte.MAX_VALUE};
  private static final Short[] SHORTS = {
    0, 1, -1, 3, 32, -129, 255, 256, Short.MIN_VALUE, Short.MAX_VALUE
  };
  private static final Character[] CHARS = {0, 1, 9, 31, 'a', 0x7f, 0xff, 0x7fff, 0x8000, 0xffff};
  private static final Integer[] INTS = {
    0,
    1,
    -1,
    2,
    -3,
    7,
    10,
    31,
    32,
    33,
    63,
    64,
    255,
    -32_769,
    65_536,
    0x7f00_ff01,
    0x55AA_1234,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 1
  };
  private static final Long[] LONGS = {
    0L,
    1L,
    -1L,
    2L,
    -3L,
    7L,
    10L,
    63L,
    64L,
    -65L,
    0x8000_0000L,
    0xFFFF_FFFFL,
    -0x8000_0001L,
    1L << 53,
    (1L << 53) + 1,
    (1L << 62) + 12_345,
    0x9E37_79B9_7F4A_7C15L,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    Long.MAX_VALUE,
    Long.MAX_VALUE - 1
  };
  private static final Float[] FLOATS = {
    0.0f,
    -0.0f,
    1.0f,
    -1.0f,
    0.5f,
    -0.5f,
    1.5f,
    2.5f,
    -2.5f,
    3.7f,
    10.0f,
    1e10f,
    -1e20f,
    8_388_609f,
    2_147_483_648f,
    -9.223_372e18f,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };
  private static final Double[] DOUBLES = {
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    3.7,
    10.0,
    1e10,
    -1e300,
    4_503_599_627_370_497.5,
    2_147_483_648.0,
    -9.223372036854775808e18,
    9.3e18,
    Double.MIN_VALUE,
    -Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    1e-320,
    1 + 0x1p-52,
    3e-40
  };

  private EdgeValues() {}

  public static Object[] of(Class<?> type) {
    if (type.isArray()) {
      return Memories.arrays(type.getComponentType());
    }
    return switch (type.getName()) {
      case "boolean" -> BOOLEANS;
      case "byte" -> BYTES;
      case "short" -> SHORTS;
      case "char" -> CHARS;
      case "int" -> INTS;
      case "long" -> LONGS;
      case "float" -> FLOATS;
      case "double" -> DOUBLES;
      case "java.lang.foreign.MemorySegment" -> Memories.segments();
      default -> throw new IllegalArgumentException(type.getName());
    };
  }

  /** All combinations; of the third parameter on every third value only, shifted by the others. */
  static List<Object[]> tuples(Class<?>[] types) {
    List<Object[]> tuples = new ArrayList<>();
    tuples.add(new Object[0]);
    for (int i = 0; i < types.length; i++) {
      var longer = new ArrayList<Object[]>();
      Object[] values = of(types[i]);
      int step = i < 2 ? 1 : 5;
      for (Object[] tuple : tuples) {
        for (int j = longer.size() % step; j < values.length; j += step) {
          Object[] grown = java.util.Arrays.copyOf(tuple, i + 1);
          grown[i] = values[j];
          longer.add(grown);
        }
      }
      tuples = longer;
    }
    return tuples;
  }
}
