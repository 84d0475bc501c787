package dev.lathe.codegen.x64;

/** An instruction-set extension that a row of {@link X64Op} needs, as CPUID reports it. */
public enum X64Feature {
  /** Every x86-64 processor. */
  BASE,
  POPCNT,
  LZCNT,
  BMI1,
  BMI2,
  MOVBE,
  AVX,
  AVX2,
  FMA,
  F16C,
  AVX512F,
  AVX512DQ,
  AVX512BW,
  AVX512VL,
  AVX512CD,
  AVX512_VBMI,
  AVX512_BITALG,
  AVX512_VPOPCNTDQ;

  /** True if x86-64-v3, below which Lathe generates no native code, includes this. */
  public boolean inBaseline() {
    return compareTo(F16C) <= 0;
  }
}
