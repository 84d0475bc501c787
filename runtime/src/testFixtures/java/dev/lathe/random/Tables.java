package dev.lathe.random;

import dev.lathe.ir.Function;
import dev.lathe.ir.Table;
import dev.lathe.lang.JavaType;
import dev.lathe.lang.Names;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lookup tables that random programs read, and now and then write. */
public final class Tables {
  static final String NAME = "Tables";

  public static final boolean[] TRUTHS = {true, false, false, true, true, false, true, false, true};
  public static final byte[] BYTES = {0, 1, -1, 127, -128, 5, 9, 64, 3, 17};
  public static final short[] SHORTS = {7, -7, 32767, -32768, 0, 1, 2, 300};
  public static final char[] CHARS = {'a', 'b', 'c', 0, '\uffff', '\u8000', 'x', '1', '2'};
  public static final int[] INTS = new int[40];
  public static final long[] LONGS = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, 12, 100, 3};
  public static final float[] FLOATS = {0f, -0f, 1.5f, Float.NaN, 1e30f, -2f, 0.1f, 3f, 4f, 5f};
  public static final double[] DOUBLES = new double[70];

  static {
    for (int i = 0; i < INTS.length; i++) {
      INTS[i] = i * i % 11;
    }
    for (int i = 0; i < DOUBLES.length; i++) {
      DOUBLES[i] = i / 8.0 - 3;
    }
  }

  private static final Map<String, Object> ALL = new LinkedHashMap<>();
  private static final Map<String, JavaType> TYPES = new LinkedHashMap<>();

  static {
    for (Field field : Tables.class.getFields()) {
      try {
        Object table = field.get(null);
        String name = NAME + "." + field.getName();
        ALL.put(name, table);
        TYPES.put(name, JavaType.of(field.getType().getComponentType().getName()).array());
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static final Object[] FIRST = contents();

  private Tables() {}

  /** The tables' types, by the names that programs have for them. */
  public static Map<String, JavaType> types() {
    return TYPES;
  }

  /** The same for Lathe's parser. */
  public static Names names() {
    return new Names(TYPES, Map.of(), Map.of());
  }

  /** What reads the table of that name. */
  public static MethodHandle getter(String name) {
    return MethodHandles.constant(ALL.get(name).getClass(), ALL.get(name));
  }

  /** Gives the tables of a function that was parsed from text. */
  public static void bind(Function function) {
    if (!function.tables().isEmpty()) {
      function.setTables(
          function.tables().stream()
              .map(table -> new Table(table.symbol(), table.type(), getter(table.symbol())))
              .toList());
    }
  }

  /** Copies of all tables. */
  public static Object[] contents() {
    var contents = new Object[ALL.size()];
    int i = 0;
    for (Object table : ALL.values()) {
      int length = Array.getLength(table);
      contents[i] = Array.newInstance(table.getClass().getComponentType(), length);
      System.arraycopy(table, 0, contents[i++], 0, length);
    }
    return contents;
  }

  /** Puts back into the tables what was in them at first. */
  public static void reset() {
    int i = 0;
    for (Object table : ALL.values()) {
      System.arraycopy(FIRST[i++], 0, table, 0, Array.getLength(table));
    }
  }

  /** True if the tables hold what {@link #contents} has told. */
  public static boolean hold(Object[] contents) {
    return Arrays.deepEquals(contents, ALL.values().toArray());
  }
}
