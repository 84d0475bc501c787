package dev.lathe.samples.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs every array kernel as Lathe's code and as plain Java, in turn in one JVM, and prints medians
 * and how many times as long as Lathe's plain Java takes: once with HotSpot as it is, once without
 * its vectoriser. The arguments name runs; none means all.
 */
public final class ArrayTable {
  private static final int ROUNDS = 41;
  private static final long BATCH_NANOS = 200_000;
  private static final long WARM_UP_NANOS = 600_000_000;

  private static long sink;

  private ArrayTable() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0 && arguments[0].equals("here")) {
      table(List.of(arguments).subList(1, arguments.length));
      return;
    }
    System.out.println("HotSpot with its vectoriser:");
    start(arguments);
    System.out.println("HotSpot without (-XX:-UseSuperWord):");
    start(arguments, "-XX:-UseSuperWord");
  }

  private static void start(String[] arguments, String... options)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ArrayTable.class.getName(), "here"));
    command.addAll(List.of(arguments));
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("the run failed");
    }
  }

  private static void table(List<String> names) {
    ArrayKernels[] forms = {ArrayKernelsJit.create(), new ArrayKernels() {}};
    System.out.printf("%-16s%10s%10s%10s%n", "ns", "Lathe", "Java", "/ Java");
    for (ArrayRun run : ArrayRun.values()) {
      if (names.isEmpty() || names.contains(run.name())) {
        double[] medians = medians(run, forms);
        System.out.printf(
            Locale.ROOT,
            "%-16s%10.0f%10.0f%10.2f%n",
            run,
            medians[0],
            medians[1],
            medians[1] / medians[0]);
      }
    }
  }

  private static double[] medians(ArrayRun run, ArrayKernels[] forms) {
    if (run != ArrayRun.AXPY && run.run(forms[0]) != run.run(forms[1])) { // axpy accumulates
      throw new AssertionError(run + ": native and plain Java results differ");
    }
    long batch = 1;
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) { // until C2 has compiled both
      long before = System.nanoTime();
      repeat(run, forms[0], batch);
      repeat(run, forms[1], batch);
      if (System.nanoTime() - before < BATCH_NANOS) {
        batch *= 2;
      }
    }
    var times = new double[forms.length][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int f = 0; f < forms.length; f++) {
        long before = System.nanoTime();
        repeat(run, forms[f], batch);
        times[f][round] = (double) (System.nanoTime() - before) / batch;
      }
    }
    var medians = new double[forms.length];
    for (int f = 0; f < forms.length; f++) {
      Arrays.sort(times[f]);
      medians[f] = times[f][ROUNDS / 2];
    }
    return medians;
  }

  private static void repeat(ArrayRun run, ArrayKernels kernels, long times) {
    for (long i = 0; i < times; i++) {
      sink += run.run(kernels); // a loop whose result nobody takes is none to HotSpot
    }
  }
}
