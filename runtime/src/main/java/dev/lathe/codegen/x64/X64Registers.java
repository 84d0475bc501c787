package dev.lathe.codegen.x64;

import static dev.lathe.codegen.Operand.Reg.physical;
import static dev.lathe.codegen.RegClass.GENERAL;
import static dev.lathe.codegen.RegClass.MASK;
import static dev.lathe.codegen.RegClass.VECTOR;

import dev.lathe.codegen.Operand.Reg;

/** The physical registers of x86-64, numbered as they are encoded, and their names (SDM 1, 3.4). */
public final class X64Registers {
  // format:off
  public static final Reg RAX = physical(GENERAL, 0);
  public static final Reg RCX = physical(GENERAL, 1);
  public static final Reg RDX = physical(GENERAL, 2);
  public static final Reg RBX = physical(GENERAL, 3);
  public static final Reg RSP = physical(GENERAL, 4);
  public static final Reg RBP = physical(GENERAL, 5);
  public static final Reg RSI = physical(GENERAL, 6);
  public static final Reg RDI = physical(GENERAL, 7);
  public static final Reg R8  = physical(GENERAL, 8);
  public static final Reg R9  = physical(GENERAL, 9);
  public static final Reg R10 = physical(GENERAL, 10);
  public static final Reg R11 = physical(GENERAL, 11);
  public static final Reg R12 = physical(GENERAL, 12);
  public static final Reg R13 = physical(GENERAL, 13);
  public static final Reg R14 = physical(GENERAL, 14);
  public static final Reg R15 = physical(GENERAL, 15);

  public static final Reg XMM0  = physical(VECTOR, 0);
  public static final Reg XMM1  = physical(VECTOR, 1);
  public static final Reg XMM2  = physical(VECTOR, 2);
  public static final Reg XMM3  = physical(VECTOR, 3);
  public static final Reg XMM4  = physical(VECTOR, 4);
  public static final Reg XMM5  = physical(VECTOR, 5);
  public static final Reg XMM6  = physical(VECTOR, 6);
  public static final Reg XMM7  = physical(VECTOR, 7);
  public static final Reg XMM8  = physical(VECTOR, 8);
  public static final Reg XMM9  = physical(VECTOR, 9);
  public static final Reg XMM10 = physical(VECTOR, 10);
  public static final Reg XMM11 = physical(VECTOR, 11);
  public static final Reg XMM12 = physical(VECTOR, 12);
  public static final Reg XMM13 = physical(VECTOR, 13);
  public static final Reg XMM14 = physical(VECTOR, 14);
  public static final Reg XMM15 = physical(VECTOR, 15);
  public static final Reg XMM16 = physical(VECTOR, 16);
  public static final Reg XMM17 = physical(VECTOR, 17);
  public static final Reg XMM18 = physical(VECTOR, 18);
  public static final Reg XMM19 = physical(VECTOR, 19);
  public static final Reg XMM20 = physical(VECTOR, 20);
  public static final Reg XMM21 = physical(VECTOR, 21);
  public static final Reg XMM22 = physical(VECTOR, 22);
  public static final Reg XMM23 = physical(VECTOR, 23);
  public static final Reg XMM24 = physical(VECTOR, 24);
  public static final Reg XMM25 = physical(VECTOR, 25);
  public static final Reg XMM26 = physical(VECTOR, 26);
  public static final Reg XMM27 = physical(VECTOR, 27);
  public static final Reg XMM28 = physical(VECTOR, 28);
  public static final Reg XMM29 = physical(VECTOR, 29);
  public static final Reg XMM30 = physical(VECTOR, 30);
  public static final Reg XMM31 = physical(VECTOR, 31);

  public static final Reg K0 = physical(MASK, 0);
  public static final Reg K1 = physical(MASK, 1);
  public static final Reg K2 = physical(MASK, 2);
  public static final Reg K3 = physical(MASK, 3);
  public static final Reg K4 = physical(MASK, 4);
  public static final Reg K5 = physical(MASK, 5);
  public static final Reg K6 = physical(MASK, 6);
  public static final Reg K7 = physical(MASK, 7);

  private static final String[] NAMES_8 = {
    "al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil",
    "r8b", "r9b", "r10b", "r11b", "r12b", "r13b", "r14b", "r15b"
  };
  private static final String[] NAMES_16 = {
    "ax", "cx", "dx", "bx", "sp", "bp", "si", "di",
    "r8w", "r9w", "r10w", "r11w", "r12w", "r13w", "r14w", "r15w"
  };
  private static final String[] NAMES_32 = {
    "eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi",
    "r8d", "r9d", "r10d", "r11d", "r12d", "r13d", "r14d", "r15d"
  };
  private static final String[] NAMES_64 = {
    "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
    "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"
  };

  // format:on

  private X64Registers() {}

  /**
   * The name of the low {@code bits} of {@code reg}: {@code eax}, {@code r8b}, {@code ymm3}, {@code
   * k1}; of a virtual register its number, {@code v12}.
   */
  public static String name(Reg reg, int bits) {
    if (reg.virtual()) {
      return "v" + reg.index();
    }
    if (reg.regClass() == VECTOR) {
      return (bits <= 128 ? "xmm" : bits == 256 ? "ymm" : "zmm") + reg.index();
    }
    if (reg.regClass() == MASK) {
      return "k" + reg.index();
    }
    String[] names = bits == 8 ? NAMES_8 : bits == 16 ? NAMES_16 : bits == 32 ? NAMES_32 : NAMES_64;
    return names[reg.index()];
  }
}
