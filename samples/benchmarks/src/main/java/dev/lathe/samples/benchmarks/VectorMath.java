package dev.lathe.samples.benchmarks;

import dev.lathe.Jit;

/** Loops over arrays that call functions of {@link Math}: what {@link VectorTable} measures. */
@Jit
public interface VectorMath {
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

  /**
   * The probability that a normally distributed number is below {@code x}, but for 7.5e-8
   * (Abramowitz and Stegun 26.2.17).
   */
  default double normal(double x) {
    double a = Math.abs(x);
    double t = 1 / (1 + 0.2316419 * a);
    double p = 1.330274429 * t - 1.821255978;
    p = (((p * t + 1.781477937) * t - 0.356563782) * t + 0.319381530) * t;
    double tail = 0.3989422804014327 * Math.exp(-0.5 * a * a) * p;
    return x < 0 ? tail : 1 - tail;
  }

  /** Prices of European calls on a share. */
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
