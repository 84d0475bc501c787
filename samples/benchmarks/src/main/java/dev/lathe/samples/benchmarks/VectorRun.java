package dev.lathe.samples.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** What is measured of {@link VectorKernels}: each kernel with arrays for a number of elements. */
enum VectorRun {
  AXPY("axpy", n -> args(1e-9, doubles(n, 1), doubles(n, 2))),
  EXPRESSION(
      "expression",
      n -> args(doubles(n, 1), doubles(n, 2), doubles(n, 3), doubles(n, 4), doubles(n, 5), of(n))),
  SUM("sum", n -> args((Object) doubles(n, 1))),
  DOT("dot", n -> args(doubles(n, 1), doubles(n, 2))),
  HORNER("horner", n -> args(doubles(n, 1), of(n))),
  MANDELBROT("mandelbrot", n -> args(new int[n], Math.min(n, 256))),
  BLEND("blend", n -> args(ints(n, 1), ints(n, 2), new int[n])),
  GRAY("gray", n -> args(new byte[n], bytes(3 * n))),
  FMIX("fmix", n -> args(ints(n, 1), new int[n])),
  JACOBI("jacobi", n -> args(doubles(n, 1), of(n), width(n))),
  MATMUL("matmul", n -> args(doubles(n, 1), doubles(n, 2), of(n), (int) Math.sqrt(n))),
  MAX("max", n -> args((Object) doubles(n, 1))),
  NARROW("narrow", n -> args(ints(n, 1), new byte[n])),
  COUNT("count", n -> args(ints(n, 1), 12345));

  private final String kernel;
  private final IntFunction<Object[]> arguments;

  VectorRun(String kernel, IntFunction<Object[]> arguments) {
    this.kernel = kernel;
    this.arguments = arguments;
  }

  /** The kernel's name. */
  String kernel() {
    return kernel;
  }

  /** Arguments for {@code n} elements: equal ones each time, in arrays of their own. */
  Object[] arguments(int n) {
    return arguments.apply(n);
  }

  /** True if the work does not grow as the number of elements does. */
  boolean isMatrix() {
    return this == MATMUL;
  }

  private static Object[] args(Object... arguments) {
    return arguments;
  }

  private static double[] doubles(int n, long seed) {
    return new SplittableRandom(seed).doubles(n).toArray();
  }

  private static double[] of(int n) {
    return new double[n];
  }

  private static int[] ints(int n, long seed) {
    return new SplittableRandom(seed).ints(n).toArray();
  }

  private static byte[] bytes(int n) {
    var bytes = new byte[n];
    new SplittableRandom(7).nextBytes(bytes);
    return bytes;
  }

  private static int width(int n) {
    return n < 64 ? Math.max(n, 1) : Integer.highestOneBit((int) Math.sqrt(n));
  }

  /** A digest of the arrays among {@code arguments}. */
  static long digest(Object[] arguments) {
    long digest = 0;
    for (Object argument : arguments) {
      digest =
          31 * digest
              + switch (argument) {
                case double[] a -> Arrays.hashCode(a);
                case int[] a -> Arrays.hashCode(a);
                case byte[] a -> Arrays.hashCode(a);
                default -> 0;
              };
    }
    return digest;
  }
}
