package dev.lathe.codegen;

/**
 * Instructions that every target has and that the allocator itself inserts; the target expands them
 * when it emits code. Operand sizes are bytes.
 */
public enum PseudoOp implements MachineOp {
  /** {@code move dst, src, size}: copies a register or spill slot of 4 to 64 bytes. */
  MOVE("move"),
  /**
   * {@code exchange a, b, size}: swaps two registers of one class. Made by move resolution only.
   */
  EXCHANGE("exchange"),
  /** {@code immediate dst, bits}: a constant into a general register, flags untouched. */
  IMMEDIATE("immediate"),
  /** {@code zero dst}: all bits of a vector register to 0. */
  ZERO("zero"),
  /**
   * {@code load dst, mem, size}: a constant or an incoming argument that never changes in memory.
   */
  LOAD("load"),
  /** {@code entry regs...}: defines the argument registers; first in the entry block. */
  ENTRY("entry"),
  /** {@code return regs...}: uses the result register and leaves the function. */
  RETURN("return"),
  /**
   * {@code safepoint cost, loc, size, ...}: adds the cost up, and now and then leaves the function,
   * to be entered again with the same in all of these registers and slots, and nothing elsewhere
   * but what {@link MachineInst#remade} makes. Before allocation it has the cost only, an immediate
   * or a register.
   */
  SAFEPOINT("safepoint"),
  /**
   * {@code call label, result, arguments...}: calls a function of the same code. The result is the
   * physical register that it is in, or an immediate if there is none; arguments are the physical
   * registers that are set. Overwrites {@link MachineInst#clobbers}. The stack pointer is where the
   * frame has it.
   */
  CALL("call");

  private final String mnemonic;

  PseudoOp(String mnemonic) {
    this.mnemonic = mnemonic;
  }

  @Override
  public String mnemonic() {
    return mnemonic;
  }

  /** Operands are counted by the instruction. */
  @Override
  public int operandCount() {
    return -1;
  }

  @Override
  public Role role(int index) {
    if (this == CALL) {
      return index == 1 ? Role.DEF : Role.USE;
    }
    if (this == RETURN || this == SAFEPOINT || (index == 1 && this != ENTRY)) {
      return Role.USE;
    }
    return Role.DEF;
  }

  /** Any class: that of the register which stands there. */
  @Override
  public RegClass regClass(int index) {
    return null;
  }

  @Override
  public int fixedRegister(int index) {
    return -1;
  }

  @Override
  public boolean allowsMemory(int index, int bytes) {
    return this == MOVE && index == 1;
  }
}
