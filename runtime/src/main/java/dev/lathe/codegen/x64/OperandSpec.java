package dev.lathe.codegen.x64;

import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.Role;

/**
 * One operand of a row of {@link X64Op}, read from the manual's notation: {@code r/m32}, {@code
 * xmm/m64}, {@code m128}, {@code imm8}, {@code rel32}, {@code cl}. Sizes are in bits.
 *
 * <p>Before it stands its role, as in GCC's constraints: {@code =} is written, {@code +} is read
 * and written, nothing is read only. In angle brackets is an implicit operand: part of the row for
 * the allocator, neither encoded nor printed.
 */
final class OperandSpec {
  /** {@link #memoryBits} of {@code m}: an address that is not accessed (lea). */
  static final int ADDRESS = -1;

  private static final String[] FIXED_NAMES = {
    "al", "cl", "eax", "ecx", "edx", "ebx", "rax", "rcx", "rdx"
  };
  private static final int[] FIXED_INDEXES = {0, 1, 0, 1, 2, 3, 0, 1, 2};
  private static final int[] FIXED_BITS = {8, 8, 32, 32, 32, 32, 64, 64, 64};

  /** The operand as the manual writes it, without role and brackets. */
  final String notation;

  final Role role;
  final boolean implicit;

  /** Class of the register, or null if the operand cannot be one. */
  final RegClass regClass;

  final int registerBits;

  /** The only register allowed, or -1. */
  final int fixedRegister;

  /** Size of the memory access, {@link #ADDRESS}, or 0 if the operand cannot be memory. */
  final int memoryBits;

  /** True for a mask that selects the lanes to write ({@code {k}}), where k0 cannot stand. */
  final boolean predicate;

  /** True for a predicate whose other lanes become zero ({@code {k}{z}}). */
  final boolean zeroing;

  /** True if memory is one element, copied to all lanes ({@code m64bcst}). */
  final boolean broadcast;

  /** Size of the encoded immediate, or 0. */
  final int immediateBits;

  /** True for the target of a jump or call. */
  final boolean relative;

  /** Reads the operand at {@code row[start, end)}. */
  OperandSpec(String row, int start, int end) {
    int at = start;
    Role parsedRole = Role.USE;
    if (row.charAt(at) == '=') {
      parsedRole = Role.DEF;
      at++;
    } else if (row.charAt(at) == '+') {
      parsedRole = Role.USE_DEF;
      at++;
    }
    implicit = row.charAt(at) == '<';
    notation = implicit ? row.substring(at + 1, end - 1) : row.substring(at, end);
    role = parsedRole;

    RegClass parsedClass = null;
    int parsedRegisterBits = 0;
    int parsedFixed = -1;
    int parsedMemoryBits = 0;
    for (int i = 0; i < FIXED_NAMES.length; i++) {
      if (notation.equals(FIXED_NAMES[i])) {
        parsedClass = RegClass.GENERAL;
        parsedFixed = FIXED_INDEXES[i];
        parsedRegisterBits = FIXED_BITS[i];
      }
    }
    if (parsedClass == null) {
      if (notation.startsWith("r/m")) {
        parsedClass = RegClass.GENERAL;
        parsedRegisterBits = number(notation, 3);
      } else if (notation.charAt(0) == 'r' && notation.charAt(1) != 'e') {
        parsedClass = RegClass.GENERAL;
        parsedRegisterBits = number(notation, 1);
      } else if (notation.startsWith("mm", 1) && notation.charAt(0) != 'i') {
        parsedClass = RegClass.VECTOR;
        char size = notation.charAt(0);
        parsedRegisterBits = size == 'x' ? 128 : size == 'y' ? 256 : 512;
      } else if (notation.charAt(0) == 'k' || notation.startsWith("{k}")) {
        parsedClass = RegClass.MASK;
        parsedRegisterBits = 64;
      }
      if (notation.equals("m")) {
        parsedMemoryBits = ADDRESS;
      } else if (notation.charAt(0) == 'm') {
        parsedMemoryBits = number(notation, 1);
      } else if (notation.indexOf("/m") > 0) {
        parsedMemoryBits = number(notation, notation.indexOf("/m") + 2);
      }
    }
    regClass = parsedClass;
    registerBits = parsedRegisterBits;
    fixedRegister = parsedFixed;
    memoryBits = parsedMemoryBits;
    predicate = notation.charAt(0) == '{';
    zeroing = notation.endsWith("{z}");
    broadcast = notation.endsWith("bcst");
    immediateBits = notation.startsWith("imm") ? number(notation, 3) : 0;
    relative = notation.startsWith("rel");
  }

  private static int number(String text, int start) {
    int value = 0;
    for (int i = start; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      value = value * 10 + digit;
    }
    if (value == 0) {
      throw new IllegalArgumentException("operand notation " + text);
    }
    return value;
  }

  boolean allowsMemory() {
    return memoryBits != 0;
  }

  @Override
  public String toString() {
    return notation;
  }
}
