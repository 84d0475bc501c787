package dev.lathe.samples.benchmarks;

import dev.lathe.Lathe;
import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Type;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What math functions take in kernels and as {@code java.lang.Math} in plain Java, in turns in one
 * JVM, in nanoseconds for each: independent of one another, and each with the result of the one
 * before in its argument; and what a kernel that calls one takes to compile, in a warm JVM. The
 * arguments name functions; none means all. Loops are scalar unless {@code lathe.passes} is set.
 */
public final class MathTable {
  private static final int SIZE = 2048;
  private static final int REPEATS = 10;

  /** Functions named so are compared with {@link StrictMath}'s, where arguments name them. */
  private static final String STRICT = "strict.";

  private static final int ROUNDS = 41;
  private static final int COMPILATIONS = 31;
  private static final int WARM_UPS = 20;

  private final double[] x = new double[SIZE];
  private final double[] y = new double[SIZE];
  private final double[] out = new double[SIZE];

  private MathTable() {}

  public static void main(String[] arguments) throws Throwable {
    if (System.getProperty("lathe.passes") == null) {
      System.setProperty("lathe.passes", "-vectorize"); // one call after the other
    }
    System.out.println(
        "| function | ns | `Math` | ratio | chained, ns | `Math` | ratio | compiling, µs | bytes"
            + " |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (int i = 0; i < WARM_UPS; i++) {
      compile(MathFunction.EXP);
      compile(MathFunction.LOG);
    }
    var table = new MathTable();
    for (MathFunction function : MathFunction.values()) {
      boolean named =
          arguments.length == 0
              ? !function.toString().startsWith(STRICT)
              : List.of(arguments).contains(function.toString());
      if (named && function.type() == Type.F64) {
        table.print(function);
      }
    }
  }

  /** Arguments of ordinary size. */
  private void fill(String name) {
    var random = new SplittableRandom(1);
    for (int i = 0; i < SIZE; i++) {
      double unit = random.nextDouble();
      x[i] =
          switch (name) {
            case "asin", "acos" -> 2 * unit - 1;
            case "log", "log10", "pow" -> 0.01 + 50 * unit;
            case "log1p" -> 10 * unit - 0.9;
            default -> 20 * unit - 10;
          };
      y[i] = random.nextDouble(-10, 10);
    }
  }

  private void print(MathFunction function) throws Throwable {
    String name = function.toString().replace(".fast", "").replace(STRICT, "");
    Class<?> owner = function.toString().startsWith(STRICT) ? StrictMath.class : Math.class;
    fill(name);
    MethodHandle independent = Lathe.compile(MathKernels.independent(function));
    MethodHandle chained = Lathe.compile(MathKernels.chained(function));
    MathLoops java = MathLoops.of(owner, name, function.parameters());
    var times = new double[4][ROUNDS];
    double sink = 0;
    for (int round = -ROUNDS; round < ROUNDS; round++) { // the first half warms HotSpot up
      for (int form = 0; form < times.length; form++) {
        long start = System.nanoTime();
        for (int i = 0; i < REPEATS; i++) {
          switch (form) {
            case 0 -> independent.invokeExact(x, y, out);
            case 1 -> java.independent(x, y, out);
            case 2 -> sink += (double) chained.invokeExact(x, y);
            default -> sink += java.chained(x, y);
          }
        }
        if (round >= 0) {
          times[form][round] = (System.nanoTime() - start) / (double) (REPEATS * SIZE);
        }
      }
    }
    var medians = new double[times.length];
    for (int form = 0; form < times.length; form++) {
      Arrays.sort(times[form]);
      medians[form] = times[form][ROUNDS / 2];
    }
    var line = new StringBuilder("| `" + function + "` |");
    for (int form = 0; form < medians.length; form += 2) {
      double ratio = medians[form + 1] / medians[form];
      line.append(" %.2f | %.2f | %.2f |".formatted(medians[form], medians[form + 1], ratio));
    }
    long[] compiled = compile(function);
    line.append(" %d | %d |".formatted(compiled[0], compiled[1]));
    System.out.println(line + (sink == 42 ? " " : ""));
  }

  /** Microseconds and bytes of machine code of a kernel that calls {@code function} once. */
  private static long[] compile(MathFunction function) {
    var kernels = new MethodHandle[COMPILATIONS];
    var times = new long[COMPILATIONS];
    var bytes = new long[COMPILATIONS];
    for (int i = 0; i < COMPILATIONS; i++) {
      var built = MathKernels.single(function);
      long before = Lathe.codeBytes(); // others may be freed meanwhile, hence the median
      long start = System.nanoTime();
      kernels[i] = Lathe.compile(built);
      times[i] = System.nanoTime() - start;
      bytes[i] = Lathe.codeBytes() - before;
    }
    Arrays.sort(times);
    Arrays.sort(bytes);
    return new long[] {times[COMPILATIONS / 2] / 1000, bytes[COMPILATIONS / 2]};
  }
}
