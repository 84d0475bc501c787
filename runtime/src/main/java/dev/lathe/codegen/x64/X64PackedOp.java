package dev.lathe.codegen.x64;

import dev.lathe.codegen.MachineOp;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.Role;

/**
 * A row of {@link X64Packed} for vectors of one length, perhaps with a mask or one lane of memory
 * for all: a line of the manual, with the columns that {@link X64Op} has.
 */
final class X64PackedOp implements MachineOp {
  private static final String[] REGISTERS = {"xmm", "ymm", "zmm"};

  private final X64Packed row;
  private final int bytes;
  private final int decoration;
  private final Encoding encoding;
  private final Encoding alternative;
  private final Form form;
  private final Signature signature;

  X64PackedOp(X64Packed row, int bytes, int decoration) {
    this.row = row;
    this.bytes = bytes;
    this.decoration = decoration;
    String vex = decoration == X64Packed.PLAIN ? row.vex(bytes) : null;
    String evex = row.evex(bytes);
    this.encoding = new Encoding(vex == null ? evex : vex);
    this.alternative = vex == null || evex == null ? null : new Encoding(evex);
    boolean masked = decoration == X64Packed.MERGING || decoration == X64Packed.ZEROING;
    String places = row.form().name();
    this.form = masked ? Form.valueOf(places.charAt(0) + "K" + places.substring(1)) : row.form();
    this.signature = new Signature(instruction(row, bytes, decoration));
  }

  private static String instruction(X64Packed row, int bytes, int decoration) {
    String[] words = row.instruction().split(" ");
    var text = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      String word = words[i];
      boolean comma = word.endsWith(",");
      String operand = comma ? word.substring(0, word.length() - 1) : word;
      text.append(' ');
      boolean written = operand.charAt(0) == '=' || operand.charAt(0) == '+';
      if (written) {
        boolean merges = decoration == X64Packed.MERGING && operand.charAt(1) != 'm';
        boolean mask = operand.charAt(1) == 'k';
        text.append(merges && !mask ? '+' : operand.charAt(0));
        operand = operand.substring(1);
      }
      appendOperand(text, operand, row, bytes, decoration);
      if (i == 1 && decoration == X64Packed.MERGING) {
        text.append(" {k}");
      } else if (i == 1 && decoration == X64Packed.ZEROING) {
        text.append(" {k}{z}");
      }
      text.append(comma ? "," : "");
    }
    return text.toString();
  }

  private static void appendOperand(
      StringBuilder text, String operand, X64Packed row, int bytes, int decoration) {
    boolean memory = operand.endsWith("/m");
    int part = operand.length() == 1 || memory ? "vhqe".indexOf(operand.charAt(0)) : -1;
    if (operand.equals("m")) {
      text.append('m').append(bytes * 8);
    } else if (part < 0) {
      text.append(operand);
    } else if (memory && decoration == X64Packed.BROADCAST) {
      text.append('m').append(row.broadcastBits()).append("bcst");
    } else {
      int size = bytes >> part;
      text.append(REGISTERS[Math.max(0, Integer.numberOfTrailingZeros(size) - 4)]);
      if (memory) {
        text.append("/m").append(size * 8);
      }
    }
  }

  X64Packed row() {
    return row;
  }

  /** The length of the vectors. */
  int bytes() {
    return bytes;
  }

  /** {@link X64Packed#PLAIN} or another. */
  int decoration() {
    return decoration;
  }

  Encoding encoding() {
    return encoding;
  }

  /** The EVEX line, for registers above 15, if {@link #encoding} is of VEX and there is one. */
  Encoding alternative() {
    return alternative;
  }

  Form form() {
    return form;
  }

  Signature signature() {
    return signature;
  }

  /** The CPUID feature that this line needs. */
  X64Feature feature() {
    boolean evex = encoding.space == Encoding.EVEX && row.feature().inBaseline();
    return evex ? X64Feature.AVX512F : row.feature();
  }

  /** True if vector operands may be registers 16–31. */
  boolean reachesUpperVectors() {
    return encoding.space == Encoding.EVEX || alternative != null;
  }

  @Override
  public String mnemonic() {
    return signature.mnemonic;
  }

  @Override
  public int operandCount() {
    return signature.operands.length;
  }

  @Override
  public Role role(int index) {
    return signature.operands[index].role;
  }

  @Override
  public RegClass regClass(int index) {
    return signature.operands[index].regClass;
  }

  @Override
  public int fixedRegister(int index) {
    return -1;
  }

  @Override
  public boolean allowsMemory(int index, int bytes) {
    OperandSpec spec = signature.operands[index];
    return spec.allowsMemory() && !spec.broadcast && spec.memoryBits <= bytes * 8;
  }

  /** Bits of the register that operand {@code index} names, or 0 if it cannot be one. */
  int registerBits(int index) {
    return signature.operands[index].registerBits;
  }

  /** How much the operand that may be memory reads or writes there; 0 if there is none. */
  int memoryBytes() {
    for (OperandSpec spec : signature.operands) {
      if (spec.allowsMemory()) {
        return spec.memoryBits / 8;
      }
    }
    return 0;
  }

  boolean writesFlags() {
    return signature.writesFlags;
  }

  /** The columns "Opcode" and "Instruction" as in the manual. */
  String notation() {
    return encoding + "  " + signature.mnemonic;
  }

  @Override
  public String toString() {
    return row + " of " + bytes + " bytes";
  }
}
