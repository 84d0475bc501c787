package dev.lathe.link;

/**
 * Tells whether the current thread has stack left for loading and initialising classes. A
 * StackOverflowError inside a static initialiser, the JDK's included, would make that class
 * unusable for ever; so what may initialise classes for the first time asks here before.
 */
final class StackProbe {
  /** Frames of at least 350 bytes, interpreted: about 200 KB. */
  private static final int FRAMES = 600;

  private StackProbe() {}

  static boolean hasRoom() {
    try {
      return descend(FRAMES, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) >= 0;
    } catch (StackOverflowError e) {
      return false;
    }
  }

  // Once compiled its frames are smaller, but by then the classes that matter are initialised.
  private static long descend(
      int frames,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      long h,
      long i,
      long j,
      long k,
      long l,
      long m,
      long n,
      long o,
      long p) {
    return frames == 0 ? 0 : descend(frames - 1, p, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  }
}
