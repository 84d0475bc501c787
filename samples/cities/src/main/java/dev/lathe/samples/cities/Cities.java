package dev.lathe.samples.cities;

import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the nearest neighbour of each city of the tz database, in floating point and in integers,
 * natively and as plain Java; compares all results and prints a table and the times.
 */
public final class Cities {
  private static final double EARTH_RADIUS_KM = 6371.0088; // IUGG mean radius
  private static final int ROUNDS = 31;
  private static final int SHOWN = 12;

  private final ZoneTable table;
  private final double[] x;
  private final double[] y;
  private final double[] z;

  Cities(ZoneTable table) {
    this.table = table;
    int n = table.size();
    x = new double[n];
    y = new double[n];
    z = new double[n];
    for (int i = 0; i < n; i++) {
      double latitude = Math.toRadians(table.latitude()[i]);
      double longitude = Math.toRadians(table.longitude()[i]);
      x[i] = Math.cos(latitude) * Math.cos(longitude);
      y[i] = Math.cos(latitude) * Math.sin(longitude);
      z[i] = Math.sin(latitude);
    }
  }

  /** What the kernels find. */
  record Neighbours(int[] nearest, double[] square, int[] fixedNearest, long[] fixedSquare) {
    /** True if all bits are equal. */
    boolean isSame(Neighbours other) {
      return Arrays.equals(nearest, other.nearest)
          && Arrays.equals(square, other.square)
          && Arrays.equals(fixedNearest, other.fixedNearest)
          && Arrays.equals(fixedSquare, other.fixedSquare);
    }
  }

  public static void main(String[] args) {
    var cities = new Cities(ZoneTable.load());
    CityKernels compiled = CityKernelsJit.create();
    CityKernels plain = new Plain();
    Neighbours found = cities.neighbours(compiled);
    if (!found.isSame(cities.neighbours(plain))) {
      throw new AssertionError("native and plain Java results differ");
    }
    cities.print(found);
    cities.printTimes(compiled, plain);
  }

  /** The Java bodies themselves; the lifted kernel is a loop over the scalar one. */
  static final class Plain implements CityKernels {
    @Override
    public void fixed(double[] coordinate, int[] out) {
      for (int i = 0; i < out.length; i++) {
        out[i] = fixed(coordinate[i]);
      }
    }
  }

  Neighbours neighbours(CityKernels kernels) {
    int n = table.size();
    var found = new Neighbours(new int[n], new double[n], new int[n], new long[n]);
    kernels.nearest(x, y, z, found.nearest, found.square);
    int[][] fixed = fixed(kernels);
    kernels.nearest(fixed[0], fixed[1], fixed[2], found.fixedNearest, found.fixedSquare);
    return found;
  }

  private int[][] fixed(CityKernels kernels) {
    var fixed = new int[3][table.size()];
    kernels.fixed(x, fixed[0]);
    kernels.fixed(y, fixed[1]);
    kernels.fixed(z, fixed[2]);
    return fixed;
  }

  /** The distance along the surface in kilometres of a chord on the unit sphere. */
  static double kilometres(double square) {
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(square) / 2));
  }

  private void print(Neighbours found) {
    int n = table.size();
    System.out.printf("%d cities; the loneliest:%n%n", n);
    System.out.println("city                             nearest                            km");
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(found.square[b], found.square[a]));
    for (int i = 0; i < SHOWN; i++) {
      int city = order[i];
      System.out.printf(
          Locale.ROOT,
          "%-32s %-32s %6.0f%n",
          table.names().get(city),
          table.names().get(found.nearest[city]),
          kilometres(found.square[city]));
    }
    int different = 0;
    for (int i = 0; i < n; i++) {
      different += found.nearest[i] == found.fixedNearest[i] ? 0 : 1;
    }
    System.out.printf(
        "%nIn integers the nearest of %s is another.%n%n", different == 0 ? "no city" : different);
  }

  private void printTimes(CityKernels compiled, CityKernels plain) {
    int n = table.size();
    int[][] fixed = fixed(plain);
    var nearest = new int[n];
    var square = new double[n];
    var fixedSquare = new long[n];
    var all = new double[n * n];
    System.out.printf("ns per pair of cities (median of %d)     Lathe   plain Java%n", ROUNDS);
    report("nearest, double", k -> k.nearest(x, y, z, nearest, square), compiled, plain);
    report(
        "nearest, int",
        k -> k.nearest(fixed[0], fixed[1], fixed[2], nearest, fixedSquare),
        compiled,
        plain);
    report("all squares", k -> k.squares(x, y, z, all), compiled, plain);
  }

  private interface Job {
    void run(CityKernels kernels);
  }

  private void report(String name, Job job, CityKernels compiled, CityKernels plain) {
    double pairs = (double) table.size() * table.size();
    var lathe = new double[ROUNDS];
    var java = new double[ROUNDS];
    for (int round = -ROUNDS; round < ROUNDS; round++) { // the first half warms HotSpot up
      long start = System.nanoTime();
      job.run(compiled);
      long middle = System.nanoTime();
      job.run(plain);
      long end = System.nanoTime();
      if (round >= 0) {
        lathe[round] = (middle - start) / pairs;
        java[round] = (end - middle) / pairs;
      }
    }
    Arrays.sort(lathe);
    Arrays.sort(java);
    System.out.printf(
        Locale.ROOT, "%-36s %9.3f %12.3f%n", name, lathe[ROUNDS / 2], java[ROUNDS / 2]);
  }
}
