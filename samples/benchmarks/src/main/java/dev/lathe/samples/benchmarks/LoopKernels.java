package dev.lathe.samples.benchmarks;

import dev.lathe.Jit;

/** Loops over scalars, so tight that whatever an iteration costs besides shows. */
@Jit
public interface LoopKernels {
  /** Counted: two operations wait for one another. */
  default long sum(long n) {
    long s = 0;
    for (long i = 0; i < n; i++) {
      s = (s ^ i) + i;
    }
    return s;
  }

  /** Counted: nothing waits, as many operations at once as the CPU can. */
  default int wide(int n) {
    int a = 1;
    int b = 2;
    int c = 3;
    int d = 4;
    for (int i = 0; i < n; i++) {
      a ^= i;
      b += i;
      c |= i;
      d -= i;
    }
    return a + b + c + d;
  }

  /** Counted: one addition of floats waits for the other. */
  default double integral(int n) {
    double h = 1.0 / n;
    double s = 0;
    for (int i = 0; i < n; i++) {
      double x = (i + 0.5) * h;
      s += 4 / (1 + x * x);
    }
    return s * h;
  }

  /** Counted twice: the inner loop takes 30 iterations. */
  default long nested(int n) {
    long s = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 30; j++) {
        s = (s ^ j) + i;
      }
    }
    return s;
  }

  /** Counted twice: the inner loop takes fewer iterations than the outer one has made. */
  default long triangle(int n) {
    long s = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        s = (s ^ j) + i;
      }
    }
    return s;
  }

  /** Not counted: how often depends on the data. */
  default int collatz(long from) {
    int steps = 0;
    long x = from;
    while (x != 1) {
      x = (x & 1) == 0 ? x >> 1 : 3 * x + 1;
      steps++;
    }
    return steps;
  }

  /** Not counted, and nothing but a shift, a comparison and a count. */
  default int bits(long x) {
    int count = 0;
    while (x != 0) {
      x &= x - 1;
      count++;
    }
    return count;
  }
}
