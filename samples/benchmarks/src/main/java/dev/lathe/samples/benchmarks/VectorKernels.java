package dev.lathe.samples.benchmarks;

import dev.lathe.Jit;

/** Loops that become lanes: what {@link VectorTable} measures. */
@Jit
public interface VectorKernels {
  default void axpy(double a, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] = a * x[i] + y[i];
    }
  }

  /** An expression of five arrays. */
  default void expression(
      double[] a, double[] b, double[] c, double[] d, double[] e, double[] out) {
    for (int i = 0; i < a.length; i++) {
      out[i] = (a[i] + b[i]) * c[i] - d[i] * e[i];
    }
  }

  default double sum(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i];
    }
    return sum;
  }

  default double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** A polynomial of degree 15. */
  default void horner(double[] x, double[] out) {
    for (int i = 0; i < x.length; i++) {
      double t = x[i];
      double p = 0.1;
      p = p * t + 0.2;
      p = p * t - 0.3;
      p = p * t + 0.4;
      p = p * t - 0.5;
      p = p * t + 0.6;
      p = p * t - 0.7;
      p = p * t + 0.8;
      p = p * t - 0.9;
      p = p * t + 1.0;
      p = p * t - 1.1;
      p = p * t + 1.2;
      p = p * t - 1.3;
      p = p * t + 1.4;
      p = p * t - 1.5;
      out[i] = p * t + 1.6;
    }
  }

  /** How many iterations each pixel takes to leave, 256 at most. */
  default void mandelbrot(int[] out, int width) {
    int height = out.length / width;
    for (int row = 0; row < height; row++) {
      double y0 = row * (2.5 / height) - 1.25;
      for (int column = 0; column < width; column++) {
        double x0 = column * (3.0 / width) - 2.25;
        double x = 0;
        double y = 0;
        int count = 0;
        while (count < 256 && x * x + y * y <= 4) {
          double next = x * x - y * y + x0;
          y = 2 * x * y + y0;
          x = next;
          count++;
        }
        out[row * width + column] = count;
      }
    }
  }

  /** Lays pixels over others by their alpha. */
  default void blend(int[] over, int[] under, int[] out) {
    for (int i = 0; i < over.length; i++) {
      int s = over[i];
      int d = under[i];
      int alpha = s >>> 24;
      int rest = 255 - alpha;
      int redBlue = ((s & 0xFF00FF) * alpha + (d & 0xFF00FF) * rest) >>> 8 & 0xFF00FF;
      int green = ((s >>> 8 & 0xFF) * alpha + (d >>> 8 & 0xFF) * rest) & 0xFF00;
      out[i] = 0xFF000000 | redBlue | green;
    }
  }

  /** Gray of red, green and blue bytes that take turns. */
  default void gray(byte[] out, byte[] rgb) {
    for (int i = 0; i < out.length; i++) {
      int red = rgb[3 * i] & 0xFF;
      int green = rgb[3 * i + 1] & 0xFF;
      int blue = rgb[3 * i + 2] & 0xFF;
      out[i] = (byte) (77 * red + 150 * green + 29 * blue >> 8);
    }
  }

  /** The last step of murmur hash 3. */
  default void fmix(int[] x, int[] out) {
    for (int i = 0; i < x.length; i++) {
      int h = x[i];
      h ^= h >>> 16;
      h *= 0x85EBCA6B;
      h ^= h >>> 13;
      h *= 0xC2B2AE35;
      h ^= h >>> 16;
      out[i] = h;
    }
  }

  /** The mean of a point's four neighbours and itself, rows of {@code width}. */
  default void jacobi(double[] in, double[] out, int width) {
    int height = in.length / width;
    for (int row = 1; row < height - 1; row++) {
      for (int column = 1; column < width - 1; column++) {
        int at = row * width + column;
        out[at] = 0.2 * (in[at] + in[at - 1] + in[at + 1] + in[at - width] + in[at + width]);
      }
    }
  }

  /** The product of square matrices, as one writes it down. */
  default void matmul(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += a[i * n + k] * b[k * n + j];
        }
        out[i * n + j] = sum;
      }
    }
  }

  default double max(double[] x) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < x.length; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  default void narrow(int[] x, byte[] out) {
    for (int i = 0; i < x.length; i++) {
      out[i] = (byte) x[i];
    }
  }

  default int count(int[] x, int limit) {
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      if (x[i] < limit) {
        count++;
      }
    }
    return count;
  }
}
