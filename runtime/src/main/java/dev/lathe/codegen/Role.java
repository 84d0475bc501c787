package dev.lathe.codegen;

/** What an instruction does to a register operand, as the allocator sees it. */
public enum Role {
  /** Read before anything is written; may share a register with a {@link #DEF}. */
  USE,
  /** Written after all uses are read. */
  DEF,
  /** Read, then written: the register is tied, as in {@code add rax, rbx}. */
  USE_DEF,
  /** Overwritten with nothing of interest, while uses are still needed: shares with no operand. */
  TEMP,
  /** Read until the end of the instruction: shares with no {@link #DEF}. */
  USE_LATE
}
