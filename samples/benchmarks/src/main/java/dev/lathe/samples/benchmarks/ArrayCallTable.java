package dev.lathe.samples.benchmarks;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Locale;

/**
 * Calls a kernel over a short array, a raw critical downcall and plain Java in turn in one JVM, and
 * prints medians: what {@link ArrayCallBenchmark} measures, for machines that have other work.
 */
public final class ArrayCallTable {
  private static final MethodHandle RAW = RawAdd.linkLoad();
  private static final ArrayKernels LATHE = ArrayKernelsJit.create();
  private static final ArrayKernels JAVA = new ArrayKernels() {};
  private static final int CALLS = 20_000;
  private static final int WARM_UP = 400;
  private static final int ROUNDS = 201;

  private static long sink;

  private ArrayCallTable() {}

  public static void main(String[] arguments) throws Throwable {
    System.out.printf("%-10s%10s%10s%10s%10s%n", "elements", "raw, ns", "Lathe", "Java", "/ raw");
    for (int length : new int[] {1, 16, 64}) {
      var array = new int[length];
      Arrays.setAll(array, i -> i);
      for (int round = 0; round < WARM_UP; round++) {
        sink += raw(array) + lathe(array) + java(array);
      }
      var times = new double[3][ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        sink += raw(array);
        long afterRaw = System.nanoTime();
        sink += lathe(array);
        long afterLathe = System.nanoTime();
        sink += java(array);
        times[0][round] = (double) (afterRaw - start) / CALLS;
        times[1][round] = (double) (afterLathe - afterRaw) / CALLS;
        times[2][round] = (double) (System.nanoTime() - afterLathe) / CALLS;
      }
      for (double[] each : times) {
        Arrays.sort(each);
      }
      double raw = times[0][ROUNDS / 2];
      double lathe = times[1][ROUNDS / 2];
      System.out.printf(
          Locale.ROOT,
          "%-10d%10.2f%10.2f%10.2f%10.2f%n",
          length,
          raw,
          lathe,
          times[2][ROUNDS / 2],
          lathe / raw);
    }
  }

  private static long raw(int[] array) throws Throwable {
    long sum = 0;
    for (int i = 0; i < CALLS; i++) {
      sum += (int) RAW.invokeExact(MemorySegment.ofArray(array));
    }
    return sum;
  }

  private static long lathe(int[] array) {
    long sum = 0;
    for (int i = 0; i < CALLS; i++) {
      sum += LATHE.sum(array);
    }
    return sum;
  }

  private static long java(int[] array) {
    long sum = 0;
    for (int i = 0; i < CALLS; i++) {
      sum += JAVA.sum(array);
    }
    return sum;
  }
}
