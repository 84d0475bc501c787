package dev.lathe.math;

import java.math.BigDecimal;

/**
 * Computes the tables of {@link Exp}: the bits of 2^(i/16), less i where the number of sixteenths
 * is added, and what is missing from that double, relative to it.
 */
final class ExpTables {
  static final BigDecimal STEP = Reals.LN2.divide(BigDecimal.valueOf(16));

  final long[] powers = new long[16];
  final double[] rests = new double[16];

  ExpTables() {
    for (int i = 0; i < 16; i++) {
      BigDecimal power = Reals.exp(STEP.multiply(BigDecimal.valueOf(i)));
      var nearest = new BigDecimal(power.doubleValue());
      powers[i] = Double.doubleToRawLongBits(power.doubleValue()) - ((long) i << 48);
      rests[i] = Reals.divide(power.subtract(nearest), nearest).doubleValue();
    }
    rests[0] = 0;
  }
}
