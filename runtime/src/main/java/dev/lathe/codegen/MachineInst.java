package dev.lathe.codegen;

/**
 * One machine instruction: an op and its operands, virtual registers before allocation and physical
 * ones, slots and constants after it.
 *
 * <p>Every virtual register has one definition. So where a row's operand 0 is {@link Role#USE_DEF},
 * the instruction says in {@link #tied} which value the register holds before: operand 0 is then a
 * plain definition, and the target puts {@code tied} into it when it emits the instruction ({@code
 * mov d, a; sub d, b} unless d and a share a register). If the instruction is {@link #symmetric},
 * the target can start from any operand, and all may share operand 0's register; otherwise the
 * others are read late.
 */
public final class MachineInst {
  private static final Operand[] NONE = {};

  /** The registers above those of {@link #clobbers}: all masks, which no callee keeps. */
  static final int FIRST_MASK = 64;

  final MachineOp op;
  final int line;
  final boolean symmetric;
  Operand[] operands;
  Operand tied;

  /** What stood here before allocation; kept for who checks that, else null. */
  Operand[] originalOperands;

  Operand originalTied;

  /**
   * Of a call: the general and vector registers that it overwrites, as bits {@link
   * LinearScan#number}; besides them every mask register.
   */
  long clobbers;

  /** Of a safepoint: what makes the constants that are in registers anew. */
  MachineInst[] remade;

  public MachineInst(MachineOp op, int line, Operand... operands) {
    this(op, line, null, false, operands);
  }

  /** An instruction whose operand 0 holds {@code tied} before it. */
  public MachineInst(MachineOp op, int line, Operand tied, boolean symmetric, Operand... operands) {
    this.op = op;
    this.line = line;
    this.tied = tied;
    this.symmetric = symmetric;
    this.operands = operands.length == 0 ? NONE : operands;
  }

  /** A call; see {@link PseudoOp#CALL}. */
  public static MachineInst call(int line, CallingConvention callee, Operand... operands) {
    var call = new MachineInst(PseudoOp.CALL, line, operands);
    call.clobbers = callee.clobbers();
    return call;
  }

  /** True if the instruction leaves nothing behind in register {@code number}, or its result. */
  boolean clobbers(int number) {
    return op == PseudoOp.CALL && (number >= FIRST_MASK || (clobbers >>> number & 1) != 0);
  }

  public MachineOp op() {
    return op;
  }

  /** The source line, or 0. */
  public int line() {
    return line;
  }

  public int operandCount() {
    return operands.length;
  }

  public Operand operand(int index) {
    return operands[index];
  }

  /** The value that operand 0 holds before the instruction, or null if it is not tied. */
  public Operand tied() {
    return tied;
  }

  /** Of an allocated safepoint: what makes the constants that are in registers anew. */
  public MachineInst[] remade() {
    return remade;
  }

  /**
   * True if the operands in {@link #tied} and after operand 0 may change places; the target knows
   * what else changes with them.
   */
  public boolean symmetric() {
    return symmetric;
  }

  /** What operand {@code index} is for in this instruction, ties considered. */
  Role role(int index) {
    Role role = op.role(index);
    if (tied == null) {
      return role;
    }
    if (index == 0) {
      return Role.DEF;
    }
    boolean same = tied.equals(operands[index]); // where both are, a move changes nothing
    return role == Role.USE && !symmetric && !same ? Role.USE_LATE : role;
  }

  /** When the registers in memory operand {@code index} are read. */
  Role addressRole(int index) {
    // a tied register may be written by a move before the address is formed
    return tied == null && op.role(index) != Role.TEMP ? Role.USE : Role.USE_LATE;
  }

  /** True if one operand is memory already, so that no other may become it. */
  boolean hasMemory() {
    for (Operand operand : operands) {
      if (operand instanceof Operand.Mem) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    var text = new StringBuilder(op.mnemonic());
    for (int i = 0; i < operands.length; i++) {
      text.append(i == 0 ? " " : ", ").append(text(operands[i]));
    }
    if (tied != null) {
      text.append(symmetric ? " symmetric with " : " tied to ").append(text(tied));
    }
    return text.toString();
  }

  static String text(Operand operand) {
    return switch (operand) {
      case Operand.Reg reg -> (reg.virtual() ? "v" : reg.regClass() + ".") + reg.index();
      case Operand.Imm imm -> Long.toString(imm.value());
      case Operand.Label label -> "L" + label.id();
      case Operand.Mem mem -> {
        var text = new StringBuilder("[");
        if (mem.label() != null) {
          text.append('L').append(mem.label().id());
        }
        if (mem.base() != null) {
          text.append(Frame.isSlot(mem) ? "slot" : text(mem.base()));
        }
        if (mem.index() != null) {
          text.append(" + ").append(text(mem.index())).append('*').append(mem.scale());
        }
        yield text.append(" + ").append(mem.displacement()).append(']').toString();
      }
    };
  }
}
