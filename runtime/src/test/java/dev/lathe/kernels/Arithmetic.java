package dev.lathe.kernels;

/** Kernels as users write them; {@link ArithmeticJit} is what the processor generates for them. */
public interface Arithmetic {
  default int add(int a, int b) {
    return a + b;
  }

  default int div(int a, int b) {
    return a / b;
  }

  default long divLong(long a, long b) {
    return a / b;
  }

  default float clampFloat(double value, float min, float max) {
    return Math.clamp((float) value, min, max);
  }

  default double clampDouble(double value, double min, double max) {
    return Math.clamp(value, min, max);
  }

  default boolean less(byte a, char b) {
    return a < b;
  }

  default byte low(short a, boolean negate) {
    return (byte) (negate ? -a : a);
  }

  default double many(
      byte a,
      short b,
      char c,
      boolean d,
      int e,
      long f,
      float g,
      double h,
      int i,
      long j,
      float k,
      double l,
      int m,
      long n,
      float o,
      double p,
      int q,
      float r,
      double s,
      float t,
      long u) {
    return (((((a - b) * c - (d ? 1 : 0)) * (e - i) + m - q) * 0.5 + (f - j) / 3 + (n ^ u))
                - (g - k) * (o - r)
                + t)
            * (h - l)
        + (p - s);
  }

  static int twice(int a) {
    return a + a;
  }
}
