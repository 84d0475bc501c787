package dev.lathe.samples.benchmarks;

import dev.lathe.Jit;

/**
 * Loops over scalars whose iterations depend on one another, so that nothing can be vectorised, and
 * recursion; {@code scalar.c} has the same in C. Each runs for about a millisecond or longer.
 */
public interface ScalarKernels {
  /** The sum of the integer square roots below {@code n}, digit by digit. */
  @Jit
  default long squareRoots(int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      int rest = i;
      int root = 0;
      int bit = 1 << 30;
      while (bit > rest) {
        bit >>>= 2;
      }
      while (bit != 0) {
        if (rest >= root + bit) {
          rest -= root + bit;
          root = (root >>> 1) + bit;
        } else {
          root >>>= 1;
        }
        bit >>>= 2;
      }
      sum += root;
    }
    return sum;
  }

  /** The bits of {@code n} random numbers, counted by clearing the lowest one. */
  @Jit
  default int bitCounts(int n) {
    int sum = 0;
    int x = 0x9E3779B9;
    for (int i = 0; i < n; i++) {
      x = x * 1664525 + 1013904223;
      for (int rest = x; rest != 0; rest &= rest - 1) {
        sum++;
      }
    }
    return sum;
  }

  /** Numbers of Gray codes, each made from the last. */
  @Jit
  default int grayCodes(int n) {
    int x = 1;
    for (int i = 0; i < n; i++) {
      for (int shift = 1; shift < 32; shift <<= 1) {
        x ^= x >>> shift;
      }
      x = x * 5 + i;
    }
    return x;
  }

  /** Bits reversed one at a time. */
  @Jit
  default int reversedBits(int n) {
    int x = 1;
    for (int i = 0; i < n; i++) {
      int reversed = 0;
      int rest = x;
      while (rest != 0) {
        reversed = reversed << 1 | rest & 1;
        rest >>>= 1;
      }
      x = reversed + i | 1 << 20;
    }
    return x;
  }

  /** The {@code n}-th number after the first with as many bits set: Gosper's hack. */
  @Jit
  default long permutations(int n, long first) {
    long x = first;
    for (int i = 0; i < n; i++) {
      long filled = x | x - 1;
      x = filled + 1 | (~filled & - ~filled) - 1 >>> Long.numberOfTrailingZeros(x) + 1;
    }
    return x;
  }

  /** The number of pairs below {@code n} without a common divisor, by Euclid's algorithm. */
  @Jit
  default int coprimes(int n) {
    int count = 0;
    for (int i = 1; i < n; i++) {
      for (int j = 1; j < i; j++) {
        int a = i;
        int b = j;
        while (b != 0) {
          int rest = a % b;
          a = b;
          b = rest;
        }
        if (a == 1) {
          count++;
        }
      }
    }
    return count;
  }

  /** The start below {@code n} of the longest sequence of Collatz. */
  @Jit
  default int collatz(int n) {
    int longest = 0;
    int best = 0;
    for (int i = 1; i < n; i++) {
      long x = i;
      int length = 0;
      while (x != 1) {
        x = (x & 1) == 0 ? x >> 1 : 3 * x + 1;
        length++;
      }
      if (length > longest) {
        longest = length;
        best = i;
      }
    }
    return best;
  }

  /** The sum of cube roots by Newton's iteration. */
  @Jit
  default double cubeRoots(int n) {
    double sum = 0;
    for (int i = 1; i <= n; i++) {
      double x = i;
      double root = x;
      double step;
      do {
        step = (root - x / (root * root)) / 3;
        root -= step;
      } while (Math.abs(step) > 1e-10 * root);
      sum += root;
    }
    return sum;
  }

  /** Pi from random points, by xorshift. */
  @Jit
  default double monteCarlo(int n, long seed) {
    long state = seed;
    int inside = 0;
    for (int i = 0; i < n; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      double x = (state >>> 11) * 0x1p-53;
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      double y = (state >>> 11) * 0x1p-53;
      if (x * x + y * y < 1) {
        inside++;
      }
    }
    return 4.0 * inside / n;
  }

  /** Pi as an integral, in {@code n} steps. */
  @Jit
  default double integral(int n) {
    double width = 1.0 / n;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double x = (i + 0.5) * width;
      sum += 4 / (1 + x * x);
    }
    return sum * width;
  }

  /** A machine of eight states that reads random bits. */
  @Jit
  default int machine(int n) {
    int state = 0;
    int count = 0;
    int x = 0x9E3779B9;
    for (int i = 0; i < n; i++) {
      x = x * 1664525 + 1013904223;
      int bit = x >>> 31;
      switch (state) {
        case 0 -> state = bit == 0 ? 1 : 4;
        case 1 -> {
          count += 3;
          state = bit == 0 ? 2 : 5;
        }
        case 2 -> {
          count ^= x;
          state = 3 + bit;
        }
        case 3 -> {
          count -= i;
          state = bit == 0 ? 6 : 0;
        }
        case 4 -> {
          count = count << 1 | bit;
          state = 7 - bit;
        }
        case 5 -> {
          count *= 7;
          state = bit;
        }
        case 6 -> {
          count += x >>> 16;
          state = bit == 0 ? 7 : 2;
        }
        default -> {
          count = -count;
          state = bit << 1;
        }
      }
    }
    return count;
  }

  /** The Fibonacci number {@code n} by its definition: calls and nothing else. */
  @Jit
  default int fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }

  /** Takeuchi's function: calls whose arguments are calls. */
  @Jit
  default int tak(int x, int y, int z) {
    return y >= x ? z : tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
  }
}
