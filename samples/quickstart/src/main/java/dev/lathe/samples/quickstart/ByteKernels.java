package dev.lathe.samples.quickstart;

import dev.lathe.Jit;

/**
 * What is done with one byte of input, and a kernel that does it with a whole array. All default
 * methods of the type are kernels; those that another one calls become part of it.
 */
@Jit
public interface ByteKernels {
  int FNV_PRIME = 0x0100_0193;
  long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

  /** One step of the 32-bit FNV-1a hash. */
  default int fnv1a(int hash, byte b) {
    return (hash ^ (b & 0xFF)) * FNV_PRIME;
  }

  /** One step of a 64-bit hash that multiplies, rotates and folds. */
  default long mix(long h, int b) {
    var x = h ^ b;
    x = Long.rotateLeft(x * GOLDEN_GAMMA, 31);
    return x ^ x >>> 29;
  }

  /** The largest integer whose square is not above {@code x}, for {@code x} of at least 0. */
  default int isqrt(long x) {
    long root = (long) Math.sqrt((double) x);
    root -= root * root > x ? 1 : 0;
    root += (root + 1) * (root + 1) <= x ? 1 : 0;
    return (int) root;
  }

  /** A leaky average of the signal's magnitude. */
  default float smooth(float state, byte sample) {
    float level = Math.abs(sample / 128f);
    float rate = level > state ? 0.25f : 0.0625f;
    return Math.clamp(Math.fma(level - state, rate, state), 0f, 1f);
  }

  /**
   * Reads all of {@code bytes} once and writes a digest of what each of the kernels above gives to
   * {@code digests}, in their order.
   */
  default void digest(byte[] bytes, long[] digests) {
    int hash = 0x811C_9DC5;
    long h = 0;
    long x = 0;
    float state = 0;
    long hashes = 0;
    long mixed = 0;
    long roots = 0;
    long levels = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      hash = fnv1a(hash, b);
      hashes += hash;
      h = mix(h, b);
      mixed += h;
      x = (x << 8 | b & 0xFF) & Long.MAX_VALUE >>> 4;
      roots = roots * 31 + isqrt(x);
      state = smooth(state, b);
      levels = levels * 31 + Float.floatToRawIntBits(state);
    }
    digests[0] = hashes;
    digests[1] = mixed;
    digests[2] = roots;
    digests[3] = levels;
  }
}
