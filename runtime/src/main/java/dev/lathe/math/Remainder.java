package dev.lathe.math;

/**
 * Java's {@code %} of floating point (JLS 15.17.3), which is C's {@code fmod}, in other operations.
 */
public final class Remainder {
  private Remainder() {}

  /**
   * {@code x % y}. Where the quotient is below 2^53, its integral part is right or 1 too large, and
   * one {@code fma} gives the remainder or the remainder less y, both exact: they are multiples of
   * y's last place and smaller than y. A larger quotient is reduced 52 bits at a time by multiples
   * of y, at most 41 times.
   */
  public static double remainder(double x, double y) {
    double rest = Math.abs(x);
    double divisor = Math.abs(y);
    if (rest < divisor) {
      return x;
    }
    if (!(divisor > 0 && rest < Double.POSITIVE_INFINITY)) {
      return Double.NaN;
    }
    double multiple = divisor;
    while (rest / multiple >= 0x1p53) {
      multiple *= 0x1p52;
    }
    boolean last;
    do {
      double next = Math.fma(-Math.floor(rest / multiple), multiple, rest);
      rest = next < 0 ? next + multiple : next;
      last = multiple == divisor;
      multiple *= 0x1p-52;
    } while (!last);
    return Math.copySign(rest, x);
  }
}
