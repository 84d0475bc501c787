package dev.lathe.math;

/**
 * Sine, cosine and tangent of angles so large that the multiple of pi must be subtracted in many
 * bits.
 *
 * <p>After Payne and Hanek, Radian reduction for trigonometric functions, SIGNUM 18 (1983): x / 2
 * pi less its integer is the product of x's 53 bits and 192 bits of 1 / 2 pi from where whole turns
 * end. The part of a turn that is left is at least 2^-66, so 77 bits of it are right.
 */
final class LargeAngle {
  /** What pi/16 is more than {@link Sine#STEP_1}. */
  private static final double STEP_REST = 0x1.1a62633145c07p-57;

  private LargeAngle() {}

  static double sin(double x) {
    return of(x, 0);
  }

  static double cos(double x) {
    return of(x, 8);
  }

  static double tan(double x) {
    return of(x, -1);
  }

  /** sin(x + ahead pi/16), or tan x where {@code ahead} is negative. */
  private static double of(double x, int ahead) {
    if (!(Math.abs(x) < Double.POSITIVE_INFINITY)) {
      return Double.NaN;
    }
    long bits = Double.doubleToRawLongBits(x);
    long fraction = bits & 0xfffffffffffffL | 0x10000000000000L;
    int skipped = ((int) (bits >>> 52) & 0x7ff) - (1023 + 52) + 64; // bits, after 64 zeros in front
    int first = skipped >> 6;
    int shift = skipped & 63;
    long a = 0;
    long b = 0;
    long c = 0;
    long word = word(first);
    for (int i = 1; i <= 3; i++) {
      long next = word(first + i);
      a = b;
      b = c;
      c = word << shift | next >>> 1 >>> (63 - shift);
      word = next;
    }
    // The product's last 192 bits, of which the first are a fraction of a turn.
    long low = c * fraction;
    long carry = Math.unsignedMultiplyHigh(c, fraction);
    long middle = b * fraction + carry;
    carry =
        Math.unsignedMultiplyHigh(b, fraction)
            + (middle + Long.MIN_VALUE < carry + Long.MIN_VALUE ? 1 : 0);
    long high = a * fraction + carry;
    // Steps of pi/16, 32 to a turn, and a rest of a step between -1/2 and 1/2.
    long k = (high >>> 58) + 1 >> 1;
    high = high << 5 | middle >>> 59;
    middle = middle << 5 | low >>> 59;
    low <<= 5;
    boolean negative = high < 0;
    long flip = negative ? -1 : 0; // the complement is the negative but for 2^-192
    high ^= flip;
    middle ^= flip;
    low ^= flip;
    double part1 = (high >>> 11) * 0x1p-53;
    double part2 = ((high & 0x7ff) << 42 | middle >>> 22) * 0x1p-106;
    double part3 = ((middle & 0x3fffff) << 31 | low >>> 33) * 0x1p-159;
    double sum = part1 + part2;
    double rest = (part1 - sum) + part2 + part3;
    double steps = sum + rest;
    rest += sum - steps;
    double r = steps * Sine.STEP_1;
    rest = Math.fma(steps, Sine.STEP_1, -r) + Math.fma(steps, STEP_REST, rest * Sine.STEP_1);
    boolean minus = negative != (x < 0);
    r = minus ? -r : r;
    rest = minus ? -rest : rest;
    k = x < 0 ? -k : k;
    return ahead < 0 ? Sine.quotient(r, rest, k) : Sine.sum(r, rest, k + ahead);
  }

  /** 64 zeros and the first 1280 bits of 1 / 2 pi, in words. */
  private static long word(int index) {
    return switch (index) {
      case 1 -> 0x28be60db9391054aL;
      case 2 -> 0x7f09d5f47d4d3770L;
      case 3 -> 0x36d8a5664f10e410L;
      case 4 -> 0x7f9458eaf7aef158L;
      case 5 -> 0x6dc91b8e909374b8L;
      case 6 -> 0x01924bba82746487L;
      case 7 -> 0x3f877ac72c4a69cfL;
      case 8 -> 0xba208d7d4baed121L;
      case 9 -> 0x3a671c09ad17df90L;
      case 10 -> 0x4e64758e60d4ce7dL;
      case 11 -> 0x272117e2ef7e4a0eL;
      case 12 -> 0xc7fe25fff7816603L;
      case 13 -> 0xfbcbc462d6829b47L;
      case 14 -> 0xdb4d9fb3c9f2c26dL;
      case 15 -> 0xd3d18fd9a797fa8bL;
      case 16 -> 0x5d49eeb1faf97c5eL;
      case 17 -> 0xcf41ce7de294a4baL;
      case 18 -> 0x9afed7ec47e35742L;
      case 19 -> 0x1580cc11bf1edaeaL;
      case 20 -> 0xfc33ef0826bd0d87L;
      default -> 0;
    };
  }
}
