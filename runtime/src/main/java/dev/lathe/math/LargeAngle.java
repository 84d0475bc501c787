package dev.lathe.math;

/**
 * The bits of 1 / 2 pi by which {@link Sine} multiplies angles so large that the multiple of pi
 * must be subtracted in many bits.
 *
 * <p>After Payne and Hanek, Radian reduction for trigonometric functions, SIGNUM 18 (1983): x / 2
 * pi less its integer is the product of x's 53 bits and 192 bits of 1 / 2 pi from where whole turns
 * end. The part of a turn that is left is at least 2^-66, so 77 bits of it are right.
 */
final class LargeAngle {
  /** 64 zeros and the first 960 bits of 1 / 2 pi. */
  private static final long[] TURN = {
    0,
    0x28be60db9391054aL,
    0x7f09d5f47d4d3770L,
    0x36d8a5664f10e410L,
    0x7f9458eaf7aef158L,
    0x6dc91b8e909374b8L,
    0x01924bba82746487L,
    0x3f877ac72c4a69cfL,
    0xba208d7d4baed121L,
    0x3a671c09ad17df90L,
    0x4e64758e60d4ce7dL,
    0x272117e2ef7e4a0eL,
    0xc7fe25fff7816603L,
    0xfbcbc462d6829b47L,
    0xdb4d9fb3c9f2c26dL,
    0xd3d18fd9a797fa8bL,
  };

  /** The words after these, the last of which no double needs. */
  private static final long[] TURN_END = {
    0x5d49eeb1faf97c5eL,
    0xcf41ce7de294a4baL,
    0x9afed7ec47e35742L,
    0x1580cc11bf1edaeaL,
    0xfc33ef0826bd0d87L,
    0,
    0,
    0,
  };

  private LargeAngle() {}

  /** Where in these bits those begin that do not make whole turns of {@code x}. */
  static int skipped(double x) {
    return ((int) (Double.doubleToRawLongBits(x) >>> 52) & 0x7ff) - (1023 + 52) + 64;
  }

  /** 64 bits from there on, from 64 {@code i} later. */
  static long bits(int skipped, int i) {
    int index = (skipped >> 6) + i;
    int shift = skipped & 63;
    return word(index) << shift | word(index + 1) >>> 1 >>> (63 - shift);
  }

  private static long word(int index) {
    return index < 16 ? Lookup.of16(index, TURN) : Lookup.of8(index, TURN_END);
  }
}
