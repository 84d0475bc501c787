package dev.lathe.codegen;

import java.util.Arrays;
import java.util.List;

/**
 * Assignments that happen at once, put into an order of single moves: what others still read is
 * written last, and cycles are turned through a free vector register, by exchanges of registers or
 * through a slot. Constants come after all others. Linear in the number of moves.
 */
final class ParallelMove {
  private static final int NONE = -1;

  private final MachineFunction function;
  private final Frame frame;
  private int[] source; // per location: where its new value is now, or NONE
  private int[] value; // per location: the virtual register that moves there
  private int[] readers; // per location: how many moves still read it
  private int[] targets = new int[16];
  private int targetCount;
  private int[] constants = new int[8]; // pairs: location, virtual register
  private int constantCount;
  private Operand.Mem turnSlot; // where a cycle is broken
  private int turnSlotSize;
  private int scratch = NONE; // a vector register that nobody uses meanwhile

  ParallelMove(MachineFunction function, Frame frame) {
    this.function = function;
    this.frame = frame;
    int locations = LinearScan.REGISTERS + frame.slotCount();
    source = new int[locations];
    value = new int[locations];
    readers = new int[locations];
    Arrays.fill(source, NONE);
  }

  /** Adds the move of {@code register} from one location to another. */
  void add(int to, int from, int register) {
    if (to == from) {
      return;
    }
    if (source[to] != NONE) {
      throw new IllegalStateException("two values for location " + to);
    }
    if (targetCount == targets.length) {
      targets = Arrays.copyOf(targets, targetCount * 2);
    }
    targets[targetCount++] = to;
    source[to] = from;
    value[to] = register;
    readers[from]++;
  }

  /** Adds the making of {@code register} in a location. */
  void addConstant(int to, int register) {
    if (constantCount == constants.length) {
      constants = Arrays.copyOf(constants, constantCount * 2);
    }
    constants[constantCount++] = to;
    constants[constantCount++] = register;
  }

  /**
   * Names the location of a vector register that may be written by the next {@link #emit}: it takes
   * moves, where an exchange takes three operations that wait for each other.
   */
  void setScratch(int location) {
    scratch = location;
  }

  /** Appends the moves to {@code out} and forgets them. */
  void emit(List<MachineInst> out) {
    for (int i = 0; i < targetCount; i++) {
      int to = targets[i];
      while (source[to] != NONE && readers[to] == 0) { // whom this move frees comes next
        int from = source[to];
        out.add(move(operand(to, value[to]), operand(from, value[to]), value[to]));
        source[to] = NONE;
        readers[from]--;
        to = from;
      }
    }
    for (int i = 0; i < targetCount; i++) {
      if (source[targets[i]] != NONE) {
        turn(targets[i], out);
      }
    }
    targetCount = 0;
    scratch = NONE;
    for (int i = 0; i < constantCount; i += 2) {
      int register = constants[i + 1];
      out.add(remade(function, register, operand(constants[i], register)));
    }
    constantCount = 0;
  }

  /** Emits the cycle that begins at {@code first}. */
  private void turn(int first, List<MachineInst> out) {
    boolean registers = true;
    int widest = first;
    for (int at = first; ; ) {
      registers &= at < LinearScan.REGISTERS;
      if (size(value[at]) > size(value[widest])) {
        widest = at;
      }
      at = source[at];
      if (at == first) {
        break;
      }
    }
    boolean vector = first >> 5 == RegClass.VECTOR.ordinal();
    if (registers && !(vector && scratch != NONE)) {
      int size = size(value[widest]);
      for (int at = first; source[at] != first; ) {
        int from = source[at];
        out.add(
            new MachineInst(
                PseudoOp.EXCHANGE,
                0,
                operand(at, value[at]),
                operand(from, value[at]),
                new Operand.Imm(size)));
        clear(at);
        at = from;
        if (source[at] == first) {
          clear(at);
          return;
        }
      }
      return;
    }
    int held = lastOf(first); // reads first
    Operand free = registers ? operand(scratch, value[held]) : slot(value[held]);
    out.add(move(free, operand(first, value[held]), value[held]));
    for (int at = first; at != held; ) {
      int from = source[at];
      out.add(move(operand(at, value[at]), operand(from, value[at]), value[at]));
      clear(at);
      at = from;
    }
    out.add(move(operand(held, value[held]), free, value[held]));
    clear(held);
  }

  /** The slot that cycles are turned through, with room for {@code register}. */
  private Operand slot(int register) {
    int size = Math.max(8, size(register));
    if (turnSlotSize < size) {
      turnSlot = Frame.slot(frame.newSlot(size));
      turnSlotSize = size;
    }
    return turnSlot;
  }

  private int lastOf(int first) {
    int at = first;
    while (source[at] != first) {
      at = source[at];
    }
    return at;
  }

  private void clear(int at) {
    readers[source[at]]--;
    source[at] = NONE;
  }

  private int size(int register) {
    return function.size(register);
  }

  private Operand operand(int location, int register) {
    return operand(function, location, register);
  }

  static Operand operand(MachineFunction function, int location, int register) {
    return location < LinearScan.REGISTERS
        ? Operand.Reg.physical(function.register(register).regClass(), location & 31)
        : Frame.slot(location - LinearScan.REGISTERS);
  }

  private MachineInst move(Operand to, Operand from, int register) {
    return new MachineInst(PseudoOp.MOVE, 0, to, from, new Operand.Imm(size(register)));
  }

  /** The instruction that makes constant {@code register} in {@code to}. */
  static MachineInst remade(MachineFunction function, int register, Operand to) {
    MachineInst pattern = function.rematerialization(register);
    Operand[] operands = pattern.operands.clone();
    operands[0] = to;
    var made = new MachineInst(pattern.op, pattern.line, operands);
    made.originalTied = function.register(register); // for the checker: what is made here
    return made;
  }
}
