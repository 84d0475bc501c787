package dev.lathe.math;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Computes the tables of {@link Log}. */
final class LogTables {
  private static final BigDecimal UNIT = new BigDecimal(0x1p-42);

  /**
   * Of {@link FastFloats}: multiples of up to 128 of ln 2's are exact, and so are sums with them.
   */
  private static final BigDecimal FLOAT_UNIT = new BigDecimal(0x1p-16);

  final double[] reciprocals = new double[16];
  final double[] logs = new double[16];
  final double[] rests = new double[16];
  final double[] nearest = new double[16];
  final float[] floats = new float[16];
  final float[] floatRests = new float[16];
  double least;
  double greatest;

  /**
   * For each of 16 intervals the c that makes r = m c - 1 smallest among those that make it exact
   * for all m in the interval; 1 for the one around 1.
   */
  LogTables() {
    for (int i = 0; i < 16; i++) {
      double from = Double.longBitsToDouble(Log.LEAST_MANTISSA + ((long) i << 48));
      double to = Double.longBitsToDouble(Log.LEAST_MANTISSA + (i + 1L << 48));
      boolean around1 = from < 1 && to > 1;
      double best = 1;
      double size = 1;
      for (int bits = 3; bits <= 7 && !around1; bits++) {
        double unit = Math.scalb(1.0, -bits);
        for (double c = unit; c < 2; c += unit) {
          double reach = Math.max(Math.abs(from * c - 1), Math.abs(to * c - 1));
          // r is a multiple of this; all such below 2^53 of it are doubles
          double last = unit * (to <= 1 ? 0x1p-53 : 0x1p-52);
          if (reach <= last * 0x1p53 && reach < size) {
            best = c;
            size = reach;
          }
        }
      }
      BigDecimal log = Reals.log(new BigDecimal(best)).negate();
      BigDecimal high = log.divide(UNIT, 0, RoundingMode.HALF_EVEN).multiply(UNIT);
      reciprocals[i] = best;
      logs[i] = high.doubleValue();
      nearest[i] = log.doubleValue();
      rests[i] = log.subtract(high).doubleValue();
      BigDecimal floatHigh = log.divide(FLOAT_UNIT, 0, RoundingMode.HALF_EVEN).multiply(FLOAT_UNIT);
      floats[i] = floatHigh.floatValue();
      floatRests[i] = log.subtract(floatHigh).floatValue();
      least = Math.min(least, from * best - 1);
      greatest = Math.max(greatest, to * best - 1);
    }
  }
}
