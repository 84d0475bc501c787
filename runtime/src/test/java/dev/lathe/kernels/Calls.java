package dev.lathe.kernels;

import dev.lathe.Lathe;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls every kernel of an {@link Arithmetic} on some values and notes results and exceptions with
 * the line they come from. As a program it prints this for {@link ArithmeticJit}, then the
 * counters.
 */
public final class Calls {
  private Calls() {}

  public static void main(String[] args) {
    for (String line : of(ArithmeticJit.create(), true)) {
      System.out.println(line);
    }
    System.out.println("native " + Lathe.compiledKernels() + " other " + Lathe.fallbackKernels());
  }

  public static List<String> of(Arithmetic a, boolean jit) {
    var lines = new ArrayList<String>();
    int[] ints = {0, 1, -1, 7, Integer.MIN_VALUE, Integer.MAX_VALUE};
    long[] longs = {0, 1, -1, 7, Long.MIN_VALUE, Long.MAX_VALUE, 0x5EED_0FF1_8BAD_F00DL};
    double[] doubles = {
      -0.0, 1.5, -7, Double.NaN, Double.MAX_VALUE, Double.longBitsToDouble(longs[6])
    };
    for (int x : ints) {
      for (int y : ints) {
        note(lines, "add", () -> a.add(x, y));
        note(lines, "div", () -> a.div(x, y));
        note(lines, "less", () -> a.less((byte) x, (char) y));
        note(lines, "low", () -> a.low((short) x, y < 0));
      }
      note(lines, "twice", () -> jit ? ArithmeticJit.twice(x) : Arithmetic.twice(x));
    }
    for (long x : longs) {
      for (long y : longs) {
        note(lines, "divLong", () -> a.divLong(x, y));
      }
    }
    for (double x : doubles) {
      for (double y : doubles) {
        note(lines, "clampFloat", () -> a.clampFloat(x, (float) y, 9f));
        note(lines, "clampDouble", () -> a.clampDouble(x, y, doubles[5]));
        note(lines, "many", () -> many(a, x, y));
      }
    }
    return lines;
  }

  private static double many(Arithmetic a, double x, double y) {
    return a.many(
        (byte) x,
        (short) y,
        (char) 40000,
        x < y,
        (int) x,
        (long) y,
        (float) y,
        x,
        3,
        4,
        5,
        6.25,
        -7,
        -8,
        (float) x,
        y,
        11,
        12,
        13,
        14,
        (long) x);
  }

  private interface Call {
    Object get();
  }

  private static void note(List<String> lines, String kernel, Call call) {
    String outcome;
    try {
      outcome = call.get().toString();
    } catch (ArithmeticException | IllegalArgumentException e) {
      StackTraceElement top = e.getStackTrace()[0];
      for (StackTraceElement frame : e.getStackTrace()) {
        if (frame.getClassName().endsWith("Arithmetic")) {
          top = frame;
          break;
        }
      }
      outcome = e + " at " + top.getFileName() + ":" + top.getLineNumber();
    }
    lines.add(kernel + " " + outcome);
  }
}
