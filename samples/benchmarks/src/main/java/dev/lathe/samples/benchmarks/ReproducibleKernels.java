package dev.lathe.samples.benchmarks;

import dev.lathe.Jit;

/** The sums of {@link VectorKernels} by the tree of {@link Jit.Floats#REPRODUCIBLE}. */
@Jit(floats = Jit.Floats.REPRODUCIBLE)
public interface ReproducibleKernels {
  default double sum(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i];
    }
    return sum;
  }

  default double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
