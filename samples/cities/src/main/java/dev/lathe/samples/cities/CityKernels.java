package dev.lathe.samples.cities;

import dev.lathe.Jit;

/**
 * Which city is nearest to each, and how far all are from each other. A city is a point on the unit
 * sphere, so the square of a chord between two orders them as their distance along the surface
 * does.
 */
@Jit
public interface CityKernels {
  /** Fixed point: how many units the sphere's radius has. The square of a diameter fits a long. */
  int RADIUS = 1 << 30;

  /** A coordinate in fixed point. */
  default int fixed(double coordinate) {
    return (int) Math.rint(coordinate * RADIUS);
  }

  /** The same for all: a lifted kernel, whose body is the one above. */
  @Jit
  void fixed(double[] coordinate, int[] out);

  /** The nearest other city of each and the square of the chord to it. */
  default void nearest(double[] x, double[] y, double[] z, int[] nearest, double[] square) {
    for (int i = 0; i < x.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      int at = -1;
      for (int j = 0; j < x.length; j++) {
        double dx = x[i] - x[j];
        double dy = y[i] - y[j];
        double dz = z[i] - z[j];
        double length = dx * dx + dy * dy + dz * dz;
        if (j != i && length < least) {
          least = length;
          at = j;
        }
      }
      nearest[i] = at;
      square[i] = least;
    }
  }

  /** The same in integers. */
  default void nearest(int[] x, int[] y, int[] z, int[] nearest, long[] square) {
    for (int i = 0; i < x.length; i++) {
      long least = Long.MAX_VALUE;
      int at = -1;
      for (int j = 0; j < x.length; j++) {
        long dx = (long) x[i] - x[j];
        long dy = (long) y[i] - y[j];
        long dz = (long) z[i] - z[j];
        long length = dx * dx + dy * dy + dz * dz;
        if (j != i && length < least) {
          least = length;
          at = j;
        }
      }
      nearest[i] = at;
      square[i] = least;
    }
  }

  /** The squares of all chords, row after row: {@code out[i * n + j]} for cities i and j of n. */
  default void squares(double[] x, double[] y, double[] z, double[] out) {
    int n = x.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double dx = x[i] - x[j];
        double dy = y[i] - y[j];
        double dz = z[i] - z[j];
        out[i * n + j] = dx * dx + dy * dy + dz * dz;
      }
    }
  }
}
