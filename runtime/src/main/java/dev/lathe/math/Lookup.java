package dev.lathe.math;

/** Tables so small that vector code holds them in registers. */
final class Lookup {
  private Lookup() {}

  /** The element at {@code index} modulo 16 of a table of 16 constants. */
  static double of16(int index, double[] table) {
    return table[index & 15];
  }
}
