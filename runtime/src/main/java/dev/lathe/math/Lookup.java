package dev.lathe.math;

/**
 * Reads of small tables, which are constants of the code: one load where a value is computed alone,
 * a permutation of registers where many are computed at once. The table is a {@code static final}
 * field that nobody writes to.
 */
public final class Lookup {
  private Lookup() {}

  /** {@code table[index & 15]} of 16 elements. */
  public static double of16(int index, double[] table) {
    return table[index & 15];
  }

  /** {@code table[index & 15]} of 16 elements. */
  public static long of16(int index, long[] table) {
    return table[index & 15];
  }

  /** {@code table[index & 15]} of 16 elements. */
  public static float of16(int index, float[] table) {
    return table[index & 15];
  }

  /** {@code table[index & 7]} of 8 elements. */
  public static double of8(int index, double[] table) {
    return table[index & 7];
  }

  /** {@code table[index & 7]} of 8 elements. */
  public static long of8(int index, long[] table) {
    return table[index & 7];
  }

  /** {@code table[index & 7]} of 8 elements. */
  public static float of8(int index, float[] table) {
    return table[index & 7];
  }
}
