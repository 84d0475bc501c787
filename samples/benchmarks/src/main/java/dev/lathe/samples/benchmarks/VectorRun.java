package dev.lathe.samples.benchmarks;

import dev.lathe.Jit.Floats;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * A line of {@link VectorTable}: a kernel under a contract, with arrays for a number of elements.
 */
enum VectorRun {
  AXPY(VectorKernels.class, "axpy", n -> args(1e-9, doubles(n, 1), doubles(n, 2))),
  EXPRESSION(
      VectorKernels.class,
      "expression",
      n -> args(doubles(n, 1), doubles(n, 2), doubles(n, 3), doubles(n, 4), doubles(n, 5), of(n))),
  SUM(VectorKernels.class, "sum", n -> args((Object) doubles(n, 1))),
  SUM_REPRODUCIBLE(ReproducibleKernels.class, SUM),
  SUM_FAST(FastKernels.class, SUM),
  DOT(VectorKernels.class, "dot", n -> args(doubles(n, 1), doubles(n, 2))),
  DOT_REPRODUCIBLE(ReproducibleKernels.class, DOT),
  DOT_FAST(FastKernels.class, DOT),
  HORNER(VectorKernels.class, "horner", n -> args(doubles(n, 1), of(n))),
  HORNER_FAST(FastKernels.class, HORNER),
  MANDELBROT(VectorKernels.class, "mandelbrot", n -> args(new int[n], Math.min(n, 256))),
  BLEND(VectorKernels.class, "blend", n -> args(ints(n, 1), ints(n, 2), new int[n])),
  GRAY(VectorKernels.class, "gray", n -> args(new byte[n], bytes(3 * n))),
  FMIX(VectorKernels.class, "fmix", n -> args(ints(n, 1), new int[n])),
  JACOBI(VectorKernels.class, "jacobi", n -> args(doubles(n, 1), of(n), width(n))),
  MATMUL(VectorKernels.class, "matmul", VectorRun::matrices),
  MATMUL_256(VectorKernels.class, "matmul", n -> matrices(256 * 256)),
  MAX(VectorKernels.class, "max", n -> args((Object) doubles(n, 1))),
  NARROW(VectorKernels.class, "narrow", n -> args(ints(n, 1), new byte[n])),
  COUNT(VectorKernels.class, "count", n -> args(ints(n, 1), 12345)),
  EXP(VectorMath.class, "exps", n -> args(doubles(n, 1, -10, 10), of(n))),
  EXP_FAST(FastKernels.class, EXP),
  LOG(VectorMath.class, "logs", n -> args(doubles(n, 1, 0.01, 50), of(n))),
  LOG_FAST(FastKernels.class, LOG),
  SIN(VectorMath.class, "sines", n -> args(doubles(n, 1, -10, 10), of(n))),
  SIN_FAST(FastKernels.class, SIN),
  POW(VectorMath.class, "powers", n -> args(doubles(n, 1, .01, 50), doubles(n, 2, -10, 10), of(n))),
  POW_FAST(FastKernels.class, POW),
  BLACK_SCHOLES(VectorMath.class, "blackScholes", VectorRun::options),
  BLACK_SCHOLES_FAST(FastKernels.class, BLACK_SCHOLES);

  private static final int MATRIX = 256;

  private final Class<?> kernels;
  private final String kernel;
  private final IntFunction<Object[]> arguments;

  VectorRun(Class<?> kernels, String kernel, IntFunction<Object[]> arguments) {
    this.kernels = kernels;
    this.kernel = kernel;
    this.arguments = arguments;
  }

  /** The same under another contract. */
  VectorRun(Class<?> kernels, VectorRun strict) {
    this(kernels, strict.kernel, strict.arguments);
  }

  /** What the table calls it. */
  String title() {
    String name = this == MATMUL_256 || isMath() ? name().toLowerCase(Locale.ROOT) : kernel;
    return switch (floats()) {
      case STRICT -> name.replace('_', ' ');
      case REPRODUCIBLE -> name + ", reproducible";
      case FAST -> name.replace("_fast", "").replace('_', ' ') + ", fast";
    };
  }

  Floats floats() {
    return kernels == FastKernels.class
        ? Floats.FAST
        : kernels == ReproducibleKernels.class ? Floats.REPRODUCIBLE : Floats.STRICT;
  }

  /** The kernel's name, which is that of the C function, too. */
  String kernel() {
    return kernel;
  }

  /** The interface that declares the kernel. */
  Class<?> kernels() {
    return kernels;
  }

  /** The kernel. */
  Method method() {
    for (Method method : kernels.getDeclaredMethods()) {
      if (method.getName().equals(kernel)) {
        return method;
      }
    }
    throw new IllegalArgumentException(kernel);
  }

  /** Arguments for {@code n} elements: equal ones each time, in arrays of their own. */
  Object[] arguments(int n) {
    return arguments.apply(n);
  }

  /** True if results depend on how functions of {@link Math} round. */
  boolean isMath() {
    return compareTo(EXP) >= 0;
  }

  /** True if it is worth measuring with {@code n} elements, among others. */
  boolean suits(int n) {
    return switch (this) {
      case MATMUL -> n <= MATRIX * MATRIX;
      case MATMUL_256 -> n >= 1024 && n <= MATRIX * MATRIX;
      default -> true;
    };
  }

  /** How often it does what the table gives the time of. */
  double elements(int n) {
    return switch (this) {
      case MATMUL -> Math.pow((int) Math.sqrt(n), 3);
      case MATMUL_256 -> Math.pow(MATRIX, 3);
      default -> n;
    };
  }

  private static Object[] args(Object... arguments) {
    return arguments;
  }

  private static Object[] matrices(int n) {
    return args(doubles(n, 1), doubles(n, 2), of(n), (int) Math.sqrt(n));
  }

  private static Object[] options(int n) {
    return args(
        doubles(n, 1, 80, 120), doubles(n, 2, 80, 120), doubles(n, 3, 0.5, 2), 0.02, 0.3, of(n));
  }

  private static double[] doubles(int n, long seed) {
    return new SplittableRandom(seed).doubles(n).toArray();
  }

  private static double[] doubles(int n, long seed, double least, double bound) {
    return new SplittableRandom(seed).doubles(n, least, bound).toArray();
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
