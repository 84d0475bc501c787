package dev.lathe.math;

/**
 * {@link StrictMath}'s cube root and hypotenuse: those of fdlibm 5.3 (Sun Microsystems, 1993), as
 * {@code StrictMath} documents, in the same order of rounded operations.
 */
public final class StrictRoots {
  /** What a third of an upper word is less than that of the root, at most 3 %. */
  private static final long THIRD = 715094163;

  /** The same for subnormal numbers times 2^54. */
  private static final long THIRD_SUBNORMAL = 696219795;

  private static final double C = 19.0 / 35;
  private static final double D = -864.0 / 1225;
  private static final double E = 99.0 / 70;
  private static final double F = 45.0 / 28;
  private static final double G = 5.0 / 14;

  private StrictRoots() {}

  /**
   * {@link StrictMath#cbrt}: 5 bits from a third of the exponent, 23 by a rational function, of
   * which 20 are kept, so that the square is exact in one step of Newton.
   */
  public static double cbrt(double x) {
    double size = Math.abs(x);
    boolean subnormal = size < Double.MIN_NORMAL;
    double scaled = subnormal ? size * 0x1p54 : size;
    long third = (Double.doubleToRawLongBits(scaled) >>> 32) * 0x55555556L >>> 32;
    double t = Double.longBitsToDouble(third + (subnormal ? THIRD_SUBNORMAL : THIRD) << 32);
    double r = t * t / size;
    double s = C + r * t;
    t *= G + F / (s + E + D / s);
    long bits = Double.doubleToRawLongBits(t) & 0xffffffff00000000L;
    t = Double.longBitsToDouble(bits + 0x100000000L); // greater than the root
    s = t * t;
    r = size / s;
    r = (r - t) / (t + t + r);
    t = t + t * r;
    boolean itself = !(size > 0 & size < Double.POSITIVE_INFINITY);
    return Rare.when(itself) ? x + x : Math.copySign(t, x);
  }

  /**
   * {@link StrictMath#hypot}: the root of the sum of squares, in which the greatest product is of
   * upper words and exact. Where the smaller side is subnormal both are scaled, but the words are
   * those from before, as in fdlibm.
   */
  public static double hypot(double x, double y) {
    double sizeX = Math.abs(x);
    double sizeY = Math.abs(y);
    long wordX = Double.doubleToRawLongBits(sizeX) >>> 32;
    long wordY = Double.doubleToRawLongBits(sizeY) >>> 32;
    boolean swap = wordY > wordX; // equal ones stay, whatever the lower words
    double greater = swap ? sizeY : sizeX;
    double less = swap ? sizeX : sizeY;
    boolean far = (swap ? wordY - wordX : wordX - wordY) > 0x3c00000; // 2^60
    boolean large = Math.max(wordX, wordY) > 0x5f300000;
    boolean subnormal = less < Double.MIN_NORMAL;
    boolean small = less < 0x1p-500;
    double scale = large ? 0x1p-600 : subnormal ? 0x1p1022 : small ? 0x1p600 : 1.0;
    double back = large ? 0x1p600 : subnormal ? 0x1p-1022 : small ? 0x1p-600 : 1.0;
    double a = greater * scale;
    double b = less * scale;
    double w = a - b;
    double twice = a + a;
    long word = Double.doubleToRawLongBits(subnormal ? greater : a) & 0xffffffff00000000L;
    double first = Double.longBitsToDouble(w > b ? word : word + 0x10000000000000L); // twice that
    double second = w > b ? first : Halves.upper(subnormal ? less : b);
    double apart = b * -b - (a - first) * (a + first);
    double close = w * -w - (first * (b - second) + (twice - first) * b);
    double length = back * Math.sqrt(first * second - (w > b ? apart : close));
    length = far | less == 0 ? greater + less : length;
    boolean infinite = sizeX == Double.POSITIVE_INFINITY | sizeY == Double.POSITIVE_INFINITY;
    boolean itself = infinite | x != x | y != y;
    return Rare.when(itself) ? infinite ? Double.POSITIVE_INFINITY : x + y : length;
  }
}
