package dev.lathe.codegen.x64;

import dev.lathe.codegen.CallingConvention;

/** The calling conventions of x86-64. */
final class X64CallingConvention {
  // Registers that a callee may write come first, of those the ones with short encodings, of those
  // the ones that no result or division asks for.
  private static final int[] GENERAL = {1, 6, 7, 2, 0, 8, 9, 10, 11, 3, 5, 14, 15, 12, 13};
  private static final int[] GENERAL_WINDOWS = {1, 2, 0, 8, 9, 10, 11, 6, 7, 3, 5, 14, 15, 12, 13};
  private static final int[] VECTOR = {1, 2, 3, 4, 5, 6, 7, 0, 8, 9, 10, 11, 12, 13, 14, 15};
  private static final int[] VECTOR_WINDOWS = {1, 2, 3, 4, 5, 0}; // the others must be kept
  private static final int[] MASK = {1, 2, 3, 4, 5, 6, 7};

  private X64CallingConvention() {}

  /** System V Application Binary Interface, AMD64 supplement 1.0, section 3.2: Linux, macOS. */
  static CallingConvention systemV() {
    return new CallingConvention(
        new int[] {7, 6, 2, 1, 8, 9}, // rdi, rsi, rdx, rcx, r8, r9
        new int[] {0, 1, 2, 3, 4, 5, 6, 7},
        false,
        0,
        1 << 3 | 1 << 5 | 0xF << 12, // rbx, rbp, r12-r15
        0,
        new int[][] {GENERAL, VECTOR, MASK});
  }

  /** The same with registers 16–31, for functions with vectors where there is AVX-512. */
  static CallingConvention systemVWide() {
    return wide(systemV());
  }

  /** A convention with registers 16–31 for vectors. */
  static CallingConvention wide(CallingConvention convention) {
    int[] upper = new int[16];
    for (int i = 0; i < upper.length; i++) {
      upper[i] = 16 + i;
    }
    return convention.withVectors(upper);
  }

  /**
   * Between the functions of a module: as System V, with more argument registers. The control block
   * of the stack is in {@link X64Module#CONTROL} always, and, if the module counts down, what is
   * left in {@link X64Module#BUDGET}: no function writes them but at its own safepoints.
   */
  static CallingConvention module(boolean counts) {
    CallingConvention all =
        new CallingConvention(
            new int[] {7, 6, 2, 1, 8, 9, 10}, // rdi, rsi, rdx, rcx, r8, r9, r10
            new int[] {0, 1, 2, 3, 4, 5, 6, 7},
            false,
            0,
            1 << 3 | 1 << 5 | 0xF << 12, // rbx, rbp, r12-r15
            0,
            new int[][] {GENERAL, VECTOR, MASK});
    CallingConvention own = all.without(X64Module.CONTROL);
    return counts ? own.without(X64Module.BUDGET) : own;
  }

  /** Microsoft x64: rcx, rdx, r8, r9 by position, 32 bytes of shadow space, xmm6-15 kept. */
  static CallingConvention windows() {
    return new CallingConvention(
        new int[] {1, 2, 8, 9},
        new int[] {0, 1, 2, 3},
        true,
        32,
        1 << 3 | 1 << 5 | 1 << 6 | 1 << 7 | 0xF << 12, // rbx, rbp, rsi, rdi, r12-r15
        0xFFC0,
        new int[][] {GENERAL_WINDOWS, VECTOR_WINDOWS, MASK});
  }
}
