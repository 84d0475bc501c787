package dev.lathe.samples.benchmarks;

import java.lang.invoke.MethodHandle;

/** A fresh JVM's first result through a raw downcall; run by {@link Startup}. */
public final class FirstRawAdd {
  private FirstRawAdd() {}

  public static void main(String[] args) throws Throwable {
    long start = System.nanoTime();
    MethodHandle add = RawAdd.link(true);
    int sum = (int) add.invokeExact(7, 35);
    Startup.print(start, sum);
  }
}
