package dev.lathe.codegen.x64;

import dev.lathe.codegen.MachineBlock;
import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Reg;
import java.util.List;

/** Which instructions tell by their flags, too, what their result is (SDM 2, "Flags Affected"). */
final class X64Flags {
  // format:off
  /** Instructions whose last effect is to set ZF and SF by the integer in their first operand. */
  private static final X64Op[] SETS_FLAGS = {
    X64Op.ADD_R32_RM32, X64Op.ADD_R64_RM64, X64Op.ADD_RM32_IMM32, X64Op.ADD_RM64_IMM32,
    X64Op.SUB_R32_RM32, X64Op.SUB_R64_RM64,
    X64Op.AND_R32_RM32, X64Op.AND_R64_RM64, X64Op.AND_RM32_IMM32, X64Op.AND_RM64_IMM32,
    X64Op.OR_R32_RM32, X64Op.OR_R64_RM64, X64Op.OR_RM32_IMM32, X64Op.OR_RM64_IMM32,
    X64Op.XOR_R32_RM32, X64Op.XOR_R64_RM64, X64Op.XOR_RM32_IMM32, X64Op.XOR_RM64_IMM32,
    X64Op.ANDN_R32, X64Op.ANDN_R64, X64Op.BLSR_R32, X64Op.BLSR_R64,
    X64Op.NEG_RM32, X64Op.NEG_RM64,
    X64Op.SHL_RM32_IMM8, X64Op.SHL_RM64_IMM8, X64Op.SHR_RM32_IMM8, X64Op.SHR_RM64_IMM8,
    X64Op.SAR_RM32_IMM8, X64Op.SAR_RM64_IMM8,
  };

  // format:on

  private X64Flags() {}

  /**
   * True if {@code block} ends with a test for 0, and a branch on it, though the instruction before
   * has set the flags that the branch reads.
   */
  static boolean isVain(MachineBlock block) {
    List<MachineInst> insts = block.insts();
    int last = insts.size() - 1;
    if (last < 1) {
      return false;
    }
    MachineInst test = insts.get(last);
    boolean wide = test.op() == X64Op.TEST_RM64_R64;
    if (!wide && test.op() != X64Op.TEST_RM32_R32
        || !(test.operand(0) instanceof Reg tested)
        || !tested.equals(test.operand(1))
        || !readsResult(block.condition())) {
      return false;
    }
    MachineInst before = insts.get(last - 1);
    for (X64Op op : SETS_FLAGS) {
      if (before.op() == op) {
        Operand by = before.operand(before.operandCount() - 1);
        return tested.equals(before.operand(0))
            && op.registerBits(0) == (wide ? 64 : 32)
            && !(by instanceof Imm imm && imm.value() == 0); // a shift by 0 sets no flags
      }
    }
    return false;
  }

  /** True for a condition of ZF or SF alone. */
  private static boolean readsResult(int condition) {
    return condition == Condition.E.ordinal()
        || condition == Condition.NE.ordinal()
        || condition == Condition.S.ordinal()
        || condition == Condition.NS.ordinal();
  }
}
