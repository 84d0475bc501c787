package dev.lathe.samples.benchmarks;

import dev.lathe.Jit;

/** Loops over arrays, from those that every compiler vectorises to those that none does. */
@Jit
public interface ArrayKernels {
  /** A chain of additions. */
  default int sum(int[] a) {
    int sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i];
    }
    return sum;
  }

  /** The sum of products, in order. */
  default double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  default void axpy(double a, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] = a * x[i] + y[i];
    }
  }

  /** Differences of neighbours. */
  default void differences(double[] x, double[] out) {
    for (int i = 0; i < x.length - 1; i++) {
      out[i] = x[i + 1] - x[i];
    }
  }

  /** A recurrence: each element depends on the one before. */
  default void smooth(double rate, double[] x) {
    for (int i = 1; i < x.length; i++) {
      x[i] = x[i - 1] + rate * (x[i] - x[i - 1]);
    }
  }

  /** A matrix, row after row, times a vector. */
  default void matrixVector(double[] matrix, double[] x, double[] out) {
    int columns = x.length;
    for (int i = 0; i < out.length; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += matrix[i * columns + j] * x[j];
      }
      out[i] = sum;
    }
  }

  /** Sums so far. */
  default void scan(int[] a, int[] out) {
    int sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i];
      out[i] = sum;
    }
  }

  /** Counts of bytes: indices that are data. */
  default void histogram(byte[] bytes, int[] counts) {
    for (int i = 0; i < bytes.length; i++) {
      counts[bytes[i] & 0xFF]++;
    }
  }

  /** The place of the first element that is not below {@code key}, in a sorted array. */
  default int lowerBound(int[] sorted, int key) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (sorted[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Sorts by insertion. */
  default void insertionSort(int[] a) {
    for (int i = 1; i < a.length; i++) {
      int each = a[i];
      int j = i - 1;
      while (j >= 0 && a[j] > each) {
        a[j + 1] = a[j];
        j--;
      }
      a[j + 1] = each;
    }
  }

  /** How many primes are below the length: their elements stay 0. */
  default int sieve(byte[] composite) {
    int count = 0;
    for (int i = 2; i < composite.length; i++) {
      if (composite[i] == 0) {
        count++;
        for (int j = i + i; j < composite.length; j += i) {
          composite[j] = 1;
        }
      }
    }
    return count;
  }

  /** A polynomial hash of bytes. */
  default int hash(byte[] bytes) {
    int hash = 0;
    for (int i = 0; i < bytes.length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }
}
