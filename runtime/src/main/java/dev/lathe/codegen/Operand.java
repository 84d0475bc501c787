package dev.lathe.codegen;

/** An operand of a {@link MachineOp}: register, immediate, memory or label. */
public sealed interface Operand {
  /**
   * A register. Physical ones are numbered as in the vendor's manual (rax 0, rsp 4, xmm3 3, k1 1);
   * virtual ones are numbered by the function that they belong to.
   */
  record Reg(RegClass regClass, int index, boolean virtual) implements Operand {
    public static Reg physical(RegClass regClass, int index) {
      return new Reg(regClass, index, false);
    }

    public static Reg virtual(RegClass regClass, int index) {
      return new Reg(regClass, index, true);
    }

    // Those that a record gets by itself are bootstrapped by invokedynamic, which costs
    // milliseconds
    // in a fresh JVM.
    @Override
    public boolean equals(Object other) {
      return other instanceof Reg reg
          && regClass == reg.regClass
          && index == reg.index
          && virtual == reg.virtual;
    }

    @Override
    public int hashCode() {
      return regClass.ordinal() << 1 | (virtual ? 1 : 0) | index << 3;
    }
  }

  /** An immediate; the row it is used in says how many bits of it are encoded. */
  record Imm(long value) implements Operand {}

  /**
   * Memory at {@code base + index * scale + displacement}, or, if {@code label} is not null, at
   * that label plus displacement (relative to the instruction pointer). {@code base} and {@code
   * index} may be null; their role is always {@link Role#USE}.
   */
  record Mem(Reg base, Reg index, int scale, int displacement, Label label) implements Operand {
    public static Mem of(Reg base, int displacement) {
      return new Mem(base, null, 1, displacement, null);
    }

    public static Mem of(Reg base, Reg index, int scale, int displacement) {
      return new Mem(base, index, scale, displacement, null);
    }

    public static Mem of(Label label) {
      return new Mem(null, null, 1, 0, label);
    }
  }

  /**
   * A place in the code (a block, a constant, a stub), bound to an offset by {@code CodeBuffer}.
   */
  record Label(int id) implements Operand {}
}
