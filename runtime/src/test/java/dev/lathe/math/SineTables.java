package dev.lathe.math;

import java.math.BigDecimal;

/** Computes the tables of {@link Sine}: of i·pi/16, a double and what is missing from it. */
final class SineTables {
  static final BigDecimal STEP = Reals.PI.divide(BigDecimal.valueOf(16));

  final double[] sines = new double[16];
  final double[] sineRests = new double[16];
  final double[] cosines = new double[16];
  final double[] cosineRests = new double[16];

  SineTables() {
    for (int i = 0; i < 16; i++) {
      BigDecimal angle = STEP.multiply(BigDecimal.valueOf(i));
      set(sines, sineRests, i, i == 0 ? BigDecimal.ZERO : Reals.sin(angle));
      set(cosines, cosineRests, i, i == 8 ? BigDecimal.ZERO : Reals.cos(angle));
    }
  }

  private static void set(double[] values, double[] rests, int i, BigDecimal value) {
    values[i] = value.doubleValue();
    rests[i] = value.subtract(new BigDecimal(values[i])).doubleValue();
  }
}
