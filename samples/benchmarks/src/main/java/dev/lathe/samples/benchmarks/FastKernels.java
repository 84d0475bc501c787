package dev.lathe.samples.benchmarks;

import dev.lathe.Jit;

/**
 * The kernels of {@link VectorKernels} and {@link VectorMath} in which {@link Jit.Floats#FAST}
 * gives leave for something.
 */
@Jit(floats = Jit.Floats.FAST)
public interface FastKernels {
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

  default void horner(double[] x, double[] out) {
    for (int i = 0; i < x.length; i++) {
      double t = x[i];
      double p = 0.1;
      p = p * t + 0.2;
      p = p * t - 0.3;
      p = p * t + 0.4;
      p = p * t - 0.5;
      p = p * t + 0.6;
      p = p * t - 0.7;
      p = p * t + 0.8;
      p = p * t - 0.9;
      p = p * t + 1.0;
      p = p * t - 1.1;
      p = p * t + 1.2;
      p = p * t - 1.3;
      p = p * t + 1.4;
      p = p * t - 1.5;
      out[i] = p * t + 1.6;
    }
  }

  default void exps(double[] x, double[] out) {
    for (int i = 0; i < x.length; i++) {
      out[i] = Math.exp(x[i]);
    }
  }

  default void logs(double[] x, double[] out) {
    for (int i = 0; i < x.length; i++) {
      out[i] = Math.log(x[i]);
    }
  }

  default void sines(double[] x, double[] out) {
    for (int i = 0; i < x.length; i++) {
      out[i] = Math.sin(x[i]);
    }
  }

  default void powers(double[] x, double[] y, double[] out) {
    for (int i = 0; i < x.length; i++) {
      out[i] = Math.pow(x[i], y[i]);
    }
  }

  default double normal(double x) {
    double a = Math.abs(x);
    double t = 1 / (1 + 0.2316419 * a);
    double p = 1.330274429 * t - 1.821255978;
    p = (((p * t + 1.781477937) * t - 0.356563782) * t + 0.319381530) * t;
    double tail = 0.3989422804014327 * Math.exp(-0.5 * a * a) * p;
    return x < 0 ? tail : 1 - tail;
  }

  default void blackScholes(
      double[] spot,
      double[] strike,
      double[] years,
      double rate,
      double volatility,
      double[] out) {
    for (int i = 0; i < spot.length; i++) {
      double root = volatility * Math.sqrt(years[i]);
      double growth = (rate + 0.5 * volatility * volatility) * years[i];
      double d1 = (Math.log(spot[i] / strike[i]) + growth) / root;
      double present = strike[i] * Math.exp(-rate * years[i]);
      out[i] = spot[i] * normal(d1) - present * normal(d1 - root);
    }
  }
}
