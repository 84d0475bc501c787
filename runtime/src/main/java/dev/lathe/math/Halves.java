package dev.lathe.math;

/**
 * The two words of a double, of which the algorithms of fdlibm speak: the upper one has the sign,
 * the exponent and 20 bits of the fraction.
 */
final class Halves {
  private Halves() {}

  /** x without the lower word. */
  static double upper(double x) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & 0xffffffff00000000L);
  }
}
