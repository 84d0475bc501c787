package dev.lathe.codegen.x64;

import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.Role;

/**
 * One operand of a row of {@link X64Op}, read from the manual's notation: {@code r/m32}, {@code
 * xmm/m64}, {@code m128}, {@code imm8}, {@code rel32}, {@code cl}. Sizes are in bits.
 *
 * <p>Before it stands its role, as in GCC's constraints: {@code =} is written, {@code +} is read
 * and written, nothing is read only. In angle brackets is an implicit operand: part of the row for
 * the allocator, neither encoded nor printed. In braces is a predicate, {@code {k}} or {@code
 * {k}{z}}.
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

    int fixed = fixedName(notation);
    fixedRegister = fixed < 0 ? -1 : FIXED_INDEXES[fixed];
    regClass = fixed < 0 ? registerClass(notation) : RegClass.GENERAL;
    registerBits = fixed < 0 ? registerBits(notation, regClass) : FIXED_BITS[fixed];
    memoryBits = memoryBits(notation);
    predicate = notation.charAt(0) == '{';
    zeroing = notation.endsWith("{z}");
    broadcast = notation.endsWith("bcst");
    immediateBits = notation.startsWith("imm") ? number(notation, 3) : 0;
    relative = notation.startsWith("rel");
    if (regClass == null && memoryBits == 0 && immediateBits == 0 && !relative) {
      throw new IllegalArgumentException("operand notation " + notation);
    }
  }

  private static int fixedName(String notation) {
    for (int i = 0; i < FIXED_NAMES.length; i++) {
      if (notation.equals(FIXED_NAMES[i])) {
        return i;
      }
    }
    return -1;
  }

  private static RegClass registerClass(String notation) {
    return switch (notation.charAt(0)) {
      case 'r' -> notation.startsWith("rel") ? null : RegClass.GENERAL;
      case 'x', 'y', 'z' -> RegClass.VECTOR;
      case 'k', '{' -> RegClass.MASK;
      default -> null;
    };
  }

  private static int registerBits(String notation, RegClass regClass) {
    if (regClass == RegClass.GENERAL) {
      return number(notation, notation.startsWith("r/m") ? 3 : 1);
    }
    return switch (notation.charAt(0)) {
      case 'x' -> 128;
      case 'y' -> 256;
      case 'z' -> 512;
      case 'k', '{' -> 64;
      default -> 0;
    };
  }

  private static int memoryBits(String notation) {
    if (notation.equals("m")) {
      return ADDRESS;
    }
    int start = notation.charAt(0) == 'm' ? 0 : notation.indexOf("/m") + 1;
    return notation.startsWith("m", start) ? number(notation, start + 1) : 0;
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
