package dev.lathe.samples.benchmarks;

/** A fresh JVM's first result through Lathe; run by {@link Startup}. */
public final class FirstAdd {
  private FirstAdd() {}

  public static void main(String[] args) {
    long start = System.nanoTime();
    int sum = CallKernelsJit.create().add(7, 35);
    Startup.print(start, sum);
  }
}
