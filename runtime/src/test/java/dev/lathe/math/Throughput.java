package dev.lathe.math;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * Prints what a call takes as compiled by HotSpot, in nanoseconds: independent calls, and each with
 * the result of the one before in its argument; Lathe's and {@code java.lang.Math}'s in turns.
 */
final class Throughput {
  private static final int SIZE = 2048;

  private Throughput() {}

  /** Loaded once for each function, so that HotSpot inlines it. */
  interface Loop {
    void independent(DoubleBinaryOperator f, double[] x, double[] y, double[] out);

    double chained(DoubleBinaryOperator f, double[] x, double[] y);
  }

  static final class Copied implements Loop {
    @Override
    public void independent(DoubleBinaryOperator f, double[] x, double[] y, double[] out) {
      for (int i = 0; i < out.length; i++) {
        out[i] = f.applyAsDouble(x[i], y[i]);
      }
    }

    @Override
    public double chained(DoubleBinaryOperator f, double[] x, double[] y) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum = f.applyAsDouble(Math.fma(sum, 1e-300, x[i]), y[i]);
      }
      return sum;
    }
  }

  private static Loop copy() throws ReflectiveOperationException, IOException {
    try (var in = Throughput.class.getResourceAsStream("Throughput$Copied.class")) {
      var hidden = MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), true);
      return (Loop) hidden.lookupClass().getDeclaredConstructor().newInstance();
    }
  }

  public static void main(String... names) throws ReflectiveOperationException, IOException {
    System.out.println(
        "| function | accurate | fast | `Math` | chained: accurate | fast | `Math` |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (Subject subject : Subject.ALL) {
      if (names.length == 0 || Arrays.asList(names).contains(subject.name())) {
        print(subject);
      }
    }
  }

  private static void print(Subject subject) throws ReflectiveOperationException, IOException {
    double[] x = new double[SIZE];
    double[] y = new double[SIZE];
    double[] out = new double[SIZE];
    var random = new java.util.SplittableRandom(1);
    double limit = Math.min(subject.to(), 100);
    for (int i = 0; i < SIZE; i++) {
      x[i] = random.nextDouble(Math.max(subject.from(), -limit), limit);
      y[i] = random.nextDouble(-20, 20);
    }
    DoubleBinaryOperator[] functions = {subject.ours(), subject.fast(), subject.math()};
    double[][] independent = new double[3][31];
    double[][] chained = new double[3][31];
    Loop[] loops = {copy(), copy(), copy()};
    double sink = 0;
    for (int round = -40; round < 31; round++) {
      for (int f = 0; f < 3; f++) {
        if (functions[f] == null) {
          continue;
        }
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
          loops[f].independent(functions[f], x, y, out);
        }
        long middle = System.nanoTime();
        for (int i = 0; i < 20; i++) {
          sink += loops[f].chained(functions[f], x, y);
        }
        long end = System.nanoTime();
        if (round >= 0) {
          independent[f][round] = (middle - start) / (20.0 * SIZE);
          chained[f][round] = (end - middle) / (20.0 * SIZE);
        }
      }
    }
    var line = new StringBuilder("| `" + subject.name() + "` |");
    for (double[][] kind : new double[][][] {independent, chained}) {
      for (double[] times : kind) {
        Arrays.sort(times);
        line.append(" %.2f |".formatted(times[times.length / 2]));
      }
    }
    System.out.println(line + (sink == 42 ? " " : ""));
  }
}
