package dev.lathe.codegen.x64;

/**
 * Where the operands of a row go in the encoding: the manual's column "Op/En", spelled out (SDM 2A,
 * 3.1.1.4). The letters are the explicit operands in order:
 *
 * <pre>
 * R  ModRM.reg          M  ModRM.rm, register or memory    V  VEX.vvvv
 * O  low opcode bits    S  imm8[7:4] (/is4)                K  EVEX.aaa
 * I  immediate          D  displacement of a jump          C  a fixed register, not encoded
 * </pre>
 *
 * {@code ZO} is the manual's name for no operands.
 */
enum Form {
  // format:off
  ZO, M, D, I, O,
  MR, RM, MI, MC, OI, VM, VMI,
  MRI, MRC, MVR, RMI, RMV, RVM,
  RVMI, RVMS,
  RKM, MKR, RKVM, RKVMI;
  // format:on

  private final String places = name();

  /** How many explicit operands the form places. */
  int operandCount() {
    return this == ZO ? 0 : places.length();
  }

  /** The letter of the explicit operand {@code index}. */
  char place(int index) {
    return places.charAt(index);
  }
}
