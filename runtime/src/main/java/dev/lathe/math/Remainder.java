package dev.lathe.math;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Java's {@code %} of floating point (JLS 15.17.3), which is C's {@code fmod}, in other operations.
 */
public final class Remainder {
  private static volatile Function function;

  private Remainder() {}

  /**
   * {@code x % y} in the kernel language. Where the quotient is below 2^53, its integral part is
   * right or 1 too large, and one {@code fma} gives the remainder or the remainder less y, both
   * exact: they are multiples of y's last place and smaller than y. A larger quotient is reduced 52
   * bits at a time by multiples of y, at most 41 times.
   */
  static double remainder(double x, double y) {
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

  /**
   * The IR of {@link #remainder}: two parameters and a result of {@code f64}. Not to be changed.
   */
  public static Function function() {
    Function result = function;
    if (result == null) { // racing threads read equal ones
      result = read();
      function = result;
    }
    return result;
  }

  private static Function read() {
    try (InputStream in = Remainder.class.getResourceAsStream("remainder.lir")) {
      return IrParser.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
