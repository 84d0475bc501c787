package dev.lathe.codegen.x64;

import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;

/**
 * Instructions as text, in Intel syntax as {@code objdump -d -M intel} prints it, with one space
 * after the mnemonic. Labels are {@code L3}; virtual registers {@code v12}.
 */
public final class X64Printer {
  /** The predicates of vcmp, by imm8 (SDM 2A, table 3-1); the first eight are those of vpcmp. */
  private static final String[] COMPARISONS = {
    "eq", "lt", "le", "unord", "neq", "nlt", "nle", "ord",
    "eq_uq", "nge", "ngt", "false", "neq_oq", "ge", "gt", "true",
    "eq_os", "lt_oq", "le_oq", "unord_s", "neq_us", "nlt_uq", "nle_uq", "ord_s",
    "eq_us", "nge_uq", "ngt_uq", "false_os", "neq_os", "ge_oq", "gt_oq", "true_us"
  };

  private X64Printer() {}

  /** The text of the instruction; implicit operands are left out. */
  public static String text(X64Op op, Operand... operands) {
    return text(op.signature(), op.alternative(), operands);
  }

  /** The same for a row of the other table. */
  static String text(X64PackedOp op, Operand... operands) {
    return text(op.signature(), op.alternative(), operands);
  }

  private static String text(Signature signature, Encoding alternative, Operand[] operands) {
    StringBuilder out = new StringBuilder(40);
    String mnemonic = signature.mnemonic;
    int last = operands.length - 1;
    int prefix = mnemonic.startsWith("vcmp") ? 4 : 5;
    if (last >= 0 && operands[last] instanceof Imm predicate && isComparison(mnemonic, predicate)) {
      // vcmppd xmm0,xmm1,xmm2,1 is written vcmpltpd xmm0,xmm1,xmm2
      out.append(mnemonic, 0, prefix);
      out.append(COMPARISONS[(int) predicate.value()]);
      out.append(mnemonic, prefix, mnemonic.length());
      last--;
    } else {
      out.append(mnemonic);
    }
    char separator = ' ';
    for (int i = 0; i <= last; i++) {
      if (signature.operands[i].implicit) {
        continue;
      }
      OperandSpec spec = signature.operands[i];
      out.append(spec.predicate ? '{' : separator);
      append(out, signature, alternative, spec, operands[i]);
      out.append(spec.zeroing ? "}{z}" : spec.predicate ? "}" : "");
      separator = ',';
    }
    return out.toString();
  }

  /** True if the predicate has a name; two of vpcmp's eight have none. */
  private static boolean isComparison(String mnemonic, Imm predicate) {
    long value = predicate.value();
    return mnemonic.startsWith("vcmp") && value >= 0 && value < 32
        || mnemonic.startsWith("vpcmp") && value >= 0 && value < 8 && (value & 3) != 3;
  }

  private static void append(
      StringBuilder out,
      Signature signature,
      Encoding alternative,
      OperandSpec spec,
      Operand operand) {
    if (operand instanceof Reg register) {
      out.append(X64Registers.name(register, spec.registerBits));
    } else if (operand instanceof Imm constant) {
      appendImmediate(out, signature, alternative, spec, constant.value());
    } else if (operand instanceof Mem memory) {
      appendSize(out, spec);
      appendAddress(out, memory);
    } else {
      out.append('L').append(((Label) operand).id());
    }
  }

  /** Immediates are printed as the unsigned bits that the instruction works with. */
  private static void appendImmediate(
      StringBuilder out, Signature signature, Encoding alternative, OperandSpec spec, long value) {
    if (alternative != null && alternative.immediateBytes == 0 && value == 1) {
      out.append('1'); // a shift by one has no immediate
      return;
    }
    int bits = spec.immediateBits;
    if (bits == 32 && signature.operands[0].registerBits != 32) {
      bits = 64; // sign-extended
    }
    out.append("0x").append(Long.toHexString(bits == 64 ? value : value & (1L << bits) - 1));
  }

  private static void appendSize(StringBuilder out, OperandSpec spec) {
    if (spec.broadcast) {
      out.append(spec.memoryBits == 64 ? "QWORD BCST " : "DWORD BCST ");
      return;
    }
    switch (spec.memoryBits) {
      case 8 -> out.append("BYTE PTR ");
      case 16 -> out.append("WORD PTR ");
      case 32 -> out.append("DWORD PTR ");
      case 64 -> out.append("QWORD PTR ");
      case 128 -> out.append("XMMWORD PTR ");
      case 256 -> out.append("YMMWORD PTR ");
      case 512 -> out.append("ZMMWORD PTR ");
      default -> {} // an address only
    }
  }

  private static void appendAddress(StringBuilder out, Mem memory) {
    if (memory.label() != null) {
      out.append("[rip+L").append(memory.label().id());
      if (memory.displacement() != 0) {
        appendDisplacement(out, memory.displacement());
      }
      out.append(']');
      return;
    }
    if (memory.base() == null && memory.index() == null) {
      out.append("ds:0x").append(Long.toHexString(memory.displacement()));
      return;
    }
    out.append('[');
    if (memory.base() != null) {
      out.append(X64Registers.name(memory.base(), 64));
    }
    if (memory.index() != null) {
      if (memory.base() != null) {
        out.append('+');
      }
      out.append(X64Registers.name(memory.index(), 64)).append('*').append(memory.scale());
    }
    if (hasDisplacement(memory)) {
      appendDisplacement(out, memory.displacement());
    }
    out.append(']');
  }

  /** True where the encoding has one, be it zero: without base, and with rbp or r13 as base. */
  private static boolean hasDisplacement(Mem memory) {
    Reg base = memory.base();
    return memory.displacement() != 0 || base == null || !base.virtual() && (base.index() & 7) == 5;
  }

  private static void appendDisplacement(StringBuilder out, int displacement) {
    long magnitude = Math.abs((long) displacement);
    out.append(displacement < 0 ? '-' : '+').append("0x").append(Long.toHexString(magnitude));
  }
}
