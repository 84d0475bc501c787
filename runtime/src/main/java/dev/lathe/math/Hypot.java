package dev.lathe.math;

/**
 * The length of a vector: the root of x² + y² as a sum of two doubles, corrected by its exact
 * residual (Borges, An improved algorithm for hypot(a, b), 2019).
 */
public final class Hypot {
  private Hypot() {}

  /** {@link Math#hypot}, with an error below 0.52 ulp. */
  public static double hypot(double x, double y) {
    double a = Math.abs(x);
    double b = Math.abs(y);
    double greater = Math.max(a, b);
    if (Rare.when(!(greater < 0x1p510 & (greater > 0x1p-480 | greater == 0)))) {
      return unusual(a, b);
    }
    return length(greater, Math.min(a, b));
  }

  /** Of a not less than b. */
  private static double length(double a, double b) {
    double aSquare = a * a;
    double bSquare = b * b;
    double sum = aSquare + bSquare;
    double rest = (aSquare - sum) + bSquare + (Math.fma(a, a, -aSquare) + Math.fma(b, b, -bSquare));
    double root = Math.sqrt(sum);
    double residual = Math.fma(-root, root, sum) + rest;
    return Math.fma(residual, 0.5 / (root + 0x1p-1000), root); // the root may be 0
  }

  private static double unusual(double a, double b) {
    if (a == Double.POSITIVE_INFINITY | b == Double.POSITIVE_INFINITY) {
      return Double.POSITIVE_INFINITY;
    }
    if (a != a | b != b) {
      return Double.NaN;
    }
    double scale = Math.max(a, b) > 1 ? 0x1p-600 : 0x1p600;
    return length(Math.max(a, b) * scale, Math.min(a, b) * scale) * (1 / scale);
  }
}
