package dev.lathe.math;

/**
 * A real number.
 *
 * @param nearest the nearest double, infinite beyond the range
 * @param rest what is missing from {@code nearest}, in units of its last place: at most a half
 */
record Value(double nearest, double rest) {

  /**
   * How far a result is off, in units of the last place of the nearest double: 0.5 at most if it is
   * rounded correctly. Infinite if it is NaN, infinite or zero with a wrong sign unlike the nearest
   * one.
   */
  double error(double result) {
    if (Double.doubleToLongBits(result) == Double.doubleToLongBits(nearest)) {
      return Math.abs(rest);
    }
    double error = Math.abs((result - nearest) / Math.ulp(nearest) - rest);
    return error <= Double.MAX_VALUE && (result != 0 || nearest != 0)
        ? error
        : Double.POSITIVE_INFINITY;
  }

  /** The same of the float that is nearest, in units of its last place. */
  double floatError(float result) {
    float rounded = (float) nearest;
    if (Float.floatToIntBits(result) == Float.floatToIntBits(rounded)
        && !(Math.abs(rounded) <= Float.MAX_VALUE)) {
      return 0;
    }
    double error = Math.abs(((double) result - nearest) / Math.ulp(rounded));
    return error <= Double.MAX_VALUE
            && (result != 0 || Float.floatToIntBits(rounded) << 1 != 0 || 1 / result == 1 / rounded)
        ? error
        : Double.POSITIVE_INFINITY;
  }
}
