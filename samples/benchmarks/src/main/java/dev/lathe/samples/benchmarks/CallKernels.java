package dev.lathe.samples.benchmarks;

import dev.lathe.Jit;

/** Kernels so small that their time is the call's. */
@Jit
public interface CallKernels {
  default int add(int a, int b) {
    return a + b;
  }

  /** Can throw: its result comes back beside a trap site. */
  default int divide(int a, int b) {
    return a / b;
  }

  /** Can throw: a trap is told by a sentinel. */
  default long addExact(long a, long b) {
    return Math.addExact(a, b);
  }

  default double fma(double a, double b, double c) {
    return Math.fma(a, b, c);
  }
}
