package dev.lathe.codegen.x64;

/**
 * What the code generator may use beyond the baseline x86-64-v3 (AVX2, FMA, BMI1, BMI2, LZCNT,
 * MOVBE, POPCNT), which every host that runs native code has. Comes from the host's CPU or, to test
 * every level on one machine, from an option.
 *
 * @param avx512 AVX-512 F, CD, DQ, BW and VL, enabled by the operating system too
 * @param vpopcntdq AVX-512 VPOPCNTDQ too
 * @param vectorBits the length of vectors that loops are made of
 */
public record X64Features(boolean avx512, boolean vpopcntdq, int vectorBits) {
  /** The baseline and nothing more. */
  public static final X64Features AVX2 = new X64Features(false, false, 256);

  /** The baseline and AVX-512 F, CD, DQ, BW, VL. */
  public static final X64Features AVX512 = new X64Features(true, false, 512);

  /** The same instructions on vectors of 256 bits, for processors that are slower with 512. */
  public static final X64Features AVX512_SHORT = new X64Features(true, false, 256);

  /** The same with VPOPCNTDQ, which Ice Lake and Zen 4 and what came after them have. */
  public X64Features withVpopcntdq() {
    return new X64Features(avx512, true, vectorBits);
  }

  /** The level's name in options and tests. */
  @Override
  public String toString() {
    return !avx512 ? "avx2" : vectorBits == 512 ? "avx512" : "avx512 of 256 bits";
  }
}
