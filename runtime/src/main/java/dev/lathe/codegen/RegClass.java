package dev.lathe.codegen;

/** The register files that the allocator knows. A register belongs to exactly one. */
public enum RegClass {
  /** General-purpose registers: integers, bools, addresses. */
  GENERAL,
  /** Vector registers: scalar floats and all vectors. */
  VECTOR,
  /** Mask registers (AVX-512 {@code k0}–{@code k7}). */
  MASK
}
