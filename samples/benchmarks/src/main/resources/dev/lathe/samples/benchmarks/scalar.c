// The kernels of ScalarKernels in C. Signed overflow wraps (-fwrapv), sums are not contracted.
#include <math.h>
#include <stdint.h>

int64_t squareRoots(int32_t n) {
  int64_t sum = 0;
  for (int32_t i = 0; i < n; i++) {
    int32_t rest = i;
    int32_t root = 0;
    int32_t bit = 1 << 30;
    while (bit > rest) {
      bit = (int32_t)((uint32_t)bit >> 2);
    }
    while (bit != 0) {
      if (rest >= root + bit) {
        rest -= root + bit;
        root = (int32_t)((uint32_t)root >> 1) + bit;
      } else {
        root = (int32_t)((uint32_t)root >> 1);
      }
      bit = (int32_t)((uint32_t)bit >> 2);
    }
    sum += root;
  }
  return sum;
}

int32_t bitCounts(int32_t n) {
  int32_t sum = 0;
  uint32_t x = 0x9E3779B9;
  for (int32_t i = 0; i < n; i++) {
    x = x * 1664525 + 1013904223;
    for (uint32_t rest = x; rest != 0; rest &= rest - 1) {
      sum++;
    }
  }
  return sum;
}

int32_t grayCodes(int32_t n) {
  uint32_t x = 1;
  for (int32_t i = 0; i < n; i++) {
    for (int32_t shift = 1; shift < 32; shift <<= 1) {
      x ^= x >> shift;
    }
    x = x * 5 + i;
  }
  return (int32_t)x;
}

int32_t reversedBits(int32_t n) {
  uint32_t x = 1;
  for (int32_t i = 0; i < n; i++) {
    uint32_t reversed = 0;
    uint32_t rest = x;
    while (rest != 0) {
      reversed = reversed << 1 | (rest & 1);
      rest >>= 1;
    }
    x = (reversed + i) | 1 << 20;
  }
  return (int32_t)x;
}

int64_t permutations(int32_t n, int64_t first) {
  uint64_t x = first;
  for (int32_t i = 0; i < n; i++) {
    uint64_t filled = x | (x - 1);
    uint64_t low = (~filled & -~filled) - 1;
    x = (filled + 1) | low >> ((__builtin_ctzll(x) + 1) & 63);
  }
  return x;
}

int32_t coprimes(int32_t n) {
  int32_t count = 0;
  for (int32_t i = 1; i < n; i++) {
    for (int32_t j = 1; j < i; j++) {
      int32_t a = i;
      int32_t b = j;
      while (b != 0) {
        int32_t rest = a % b;
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

int32_t collatz(int32_t n) {
  int32_t longest = 0;
  int32_t best = 0;
  for (int32_t i = 1; i < n; i++) {
    int64_t x = i;
    int32_t length = 0;
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

double cubeRoots(int32_t n) {
  double sum = 0;
  for (int32_t i = 1; i <= n; i++) {
    double x = i;
    double root = x;
    double step;
    do {
      step = (root - x / (root * root)) / 3;
      root -= step;
    } while (fabs(step) > 1e-10 * root);
    sum += root;
  }
  return sum;
}

double monteCarlo(int32_t n, int64_t seed) {
  uint64_t state = seed;
  int32_t inside = 0;
  for (int32_t i = 0; i < n; i++) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    double x = (int64_t)(state >> 11) * 0x1p-53;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    double y = (int64_t)(state >> 11) * 0x1p-53;
    if (x * x + y * y < 1) {
      inside++;
    }
  }
  return 4.0 * inside / n;
}

double integral(int32_t n) {
  double width = 1.0 / n;
  double sum = 0;
  for (int32_t i = 0; i < n; i++) {
    double x = (i + 0.5) * width;
    sum += 4 / (1 + x * x);
  }
  return sum * width;
}

int32_t machine(int32_t n) {
  int32_t state = 0;
  uint32_t count = 0;
  uint32_t x = 0x9E3779B9;
  for (int32_t i = 0; i < n; i++) {
    x = x * 1664525 + 1013904223;
    int32_t bit = x >> 31;
    switch (state) {
      case 0:
        state = bit == 0 ? 1 : 4;
        break;
      case 1:
        count += 3;
        state = bit == 0 ? 2 : 5;
        break;
      case 2:
        count ^= x;
        state = 3 + bit;
        break;
      case 3:
        count -= i;
        state = bit == 0 ? 6 : 0;
        break;
      case 4:
        count = count << 1 | bit;
        state = 7 - bit;
        break;
      case 5:
        count *= 7;
        state = bit;
        break;
      case 6:
        count += x >> 16;
        state = bit == 0 ? 7 : 2;
        break;
      default:
        count = -count;
        state = bit << 1;
    }
  }
  return (int32_t)count;
}

int32_t fib(int32_t n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

int32_t tak(int32_t x, int32_t y, int32_t z) {
  return y >= x ? z : tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}
