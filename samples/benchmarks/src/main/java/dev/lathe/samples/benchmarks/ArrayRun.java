package dev.lathe.samples.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/** What is measured of {@link ArrayKernels}: each kernel on arrays of its own. */
enum ArrayRun {
  SUM(k -> k.sum(Data.INTS)),
  DOT(k -> bits(k.dot(Data.X, Data.Y))),
  AXPY(k -> {
    k.axpy(0.5, Data.X, Data.OUT);
    return bits(Data.OUT[Data.N - 1]);
  }),
  DIFFERENCES(k -> {
    k.differences(Data.X, Data.OUT);
    return bits(Data.OUT[Data.N - 2]);
  }),
  SMOOTH(k -> {
    System.arraycopy(Data.X, 0, Data.OUT, 0, Data.N);
    k.smooth(0.25, Data.OUT);
    return bits(Data.OUT[Data.N - 1]);
  }),
  MATRIX_VECTOR(k -> {
    k.matrixVector(Data.MATRIX, Data.ROW, Data.PRODUCT);
    return bits(Data.PRODUCT[63]);
  }),
  SCAN(k -> {
    k.scan(Data.INTS, Data.SUMS);
    return Data.SUMS[Data.N - 1];
  }),
  HISTOGRAM(k -> {
    Arrays.fill(Data.COUNTS, 0);
    k.histogram(Data.BYTES, Data.COUNTS);
    return Data.COUNTS[0];
  }),
  LOWER_BOUND(k -> {
    long sum = 0;
    for (int i = 0; i < Data.N; i++) {
      sum += k.lowerBound(Data.SORTED, Data.INTS[i]);
    }
    return sum;
  }),
  INSERTION_SORT(k -> {
    System.arraycopy(Data.INTS, 0, Data.WORK, 0, 256);
    k.insertionSort(Data.WORK);
    return Data.WORK[100];
  }),
  SIEVE(k -> {
    Arrays.fill(Data.COMPOSITE, (byte) 0);
    return k.sieve(Data.COMPOSITE);
  }),
  HASH(k -> k.hash(Data.BYTES));

  /** The arrays: 4,096 elements, but for the work of the last three. */
  private static final class Data {
    static final int N = 4096;
    static final int[] INTS = new SplittableRandom(1).ints(N).toArray();
    static final int[] SORTED = Arrays.stream(INTS).sorted().toArray();
    static final int[] WORK = new int[256];
    static final double[] X = new SplittableRandom(2).doubles(N).toArray();
    static final double[] Y = new SplittableRandom(3).doubles(N).toArray();
    static final double[] OUT = new double[N];
    static final double[] MATRIX = new SplittableRandom(4).doubles(64 * 64).toArray();
    static final double[] ROW = Arrays.copyOf(X, 64);
    static final double[] PRODUCT = new double[64];
    static final byte[] BYTES = new byte[N];
    static final int[] SUMS = new int[N];
    static final int[] COUNTS = new int[256];
    static final byte[] COMPOSITE = new byte[N];

    static {
      for (int i = 0; i < N; i++) {
        BYTES[i] = (byte) INTS[i];
      }
    }
  }

  private final ToLongFunction<ArrayKernels> run;

  ArrayRun(ToLongFunction<ArrayKernels> run) {
    this.run = run;
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  /** Runs the kernel of {@code kernels}; a digest of its result. */
  long run(ArrayKernels kernels) {
    return run.applyAsLong(kernels);
  }
}
