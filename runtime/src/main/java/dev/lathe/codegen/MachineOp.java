package dev.lathe.codegen;

/**
 * A row of a target's op table: what register allocation and printing need to know of a machine
 * instruction. The target's enum adds the encoding.
 */
public interface MachineOp {
  /** As in the vendor's manual, in lower case. */
  String mnemonic();

  /** How many explicit operands an instruction has. */
  int operandCount();

  /** What operand {@code index} is for, where it is a register. */
  Role role(int index);

  /** The register class of operand {@code index}, or null if it is never a register. */
  RegClass regClass(int index);

  /** The physical register that operand {@code index} must be in (such as cl), or -1 for any. */
  int fixedRegister(int index);

  /** True if operand {@code index} may be {@code bytes} bytes of memory instead of a register. */
  boolean allowsMemory(int index, int bytes);

  /**
   * True if the instruction reads its registers on an unlikely way out only: all of them may be
   * memory.
   */
  default boolean readsRarely() {
    return false;
  }

  /** True if the instruction itself leaves its block: nothing may be inserted behind it. */
  default boolean endsBlock() {
    return false;
  }
}
