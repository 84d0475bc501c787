package dev.lathe.codegen;

import dev.lathe.ir.Function;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A function as machine instructions over virtual registers. Blocks stand in linear order, which is
 * the layout of the code; the first is the entry. Each virtual register has a class, a size in
 * bytes and one definition; a register with a {@link #rematerialization} can be made anew anywhere.
 */
public final class MachineFunction {
  private final Function source;
  private final ArrayList<MachineBlock> blocks = new ArrayList<>();
  private Operand.Reg[] registers = new Operand.Reg[64];
  private byte[] sizes = new byte[64];
  private MachineInst[] rematerializations = new MachineInst[64];
  private final CodeBuffer buffer;
  private int registerCount;
  private boolean safepoints;
  private int outgoingBytes = -1;

  /**
   * A function without blocks.
   *
   * @param buffer where its code will go: it gives out the labels
   */
  public MachineFunction(Function source, CodeBuffer buffer) {
    this.source = source;
    this.buffer = buffer;
  }

  /** The IR that this function was lowered from. */
  public Function source() {
    return source;
  }

  /** The blocks in linear order. */
  public List<MachineBlock> blocks() {
    return blocks;
  }

  /** A block that is not yet in {@link #blocks}. */
  public MachineBlock newBlock(int loopDepth) {
    return new MachineBlock(buffer.newLabel(), loopDepth);
  }

  /** Where the code will go; labels of constants and stubs come from here. */
  public CodeBuffer buffer() {
    return buffer;
  }

  /** A new virtual register; {@code size} is 4, 8, 16, 32 or 64 bytes. */
  public Operand.Reg newRegister(RegClass regClass, int size) {
    if (registerCount == registers.length) {
      registers = Arrays.copyOf(registers, registerCount * 2);
      sizes = Arrays.copyOf(sizes, registerCount * 2);
      rematerializations = Arrays.copyOf(rematerializations, registerCount * 2);
    }
    Operand.Reg register = Operand.Reg.virtual(regClass, registerCount);
    registers[registerCount] = register;
    sizes[registerCount++] = (byte) size;
    return register;
  }

  /** Says that the function has a {@link PseudoOp#SAFEPOINT}. */
  public void addSafepoint() {
    safepoints = true;
  }

  public boolean hasSafepoints() {
    return safepoints;
  }

  /** Says that the function has a {@link PseudoOp#CALL} with so many bytes of stack arguments. */
  public void addCall(int bytes) {
    outgoingBytes = Math.max(outgoingBytes, bytes);
  }

  public boolean hasCalls() {
    return outgoingBytes >= 0;
  }

  /** The most that a call passes on the stack. */
  public int outgoingBytes() {
    return Math.max(0, outgoingBytes);
  }

  public int registerCount() {
    return registerCount;
  }

  public Operand.Reg register(int index) {
    return registers[index];
  }

  /** The size of virtual register {@code index} in bytes. */
  public int size(int index) {
    return sizes[index];
  }

  /**
   * Says that {@code inst}, which defines {@code register} and uses no register, may be repeated
   * anywhere. If its operand 1 is memory, that memory may stand for the register.
   */
  public void rematerialize(Operand.Reg register, MachineInst inst) {
    rematerializations[register.index()] = inst;
  }

  /** How to make virtual register {@code index} anew, or null if it must be kept. */
  public MachineInst rematerialization(int index) {
    return rematerializations[index];
  }

  /**
   * Ends construction: fills in predecessors and puts an empty block on every edge from a block
   * with several successors to one with several predecessors or with parameters, so that each edge
   * has a place for moves. Where one of two ways leads into a loop or stays in one, what is on the
   * other stands behind all blocks, as does a way to rare blocks.
   */
  public void finishBlocks() {
    for (MachineBlock block : blocks) {
      for (MachineEdge edge : block.successors) {
        edge.target.predecessors.add(block);
      }
    }
    var layout = new ArrayList<MachineBlock>(blocks.size());
    var cold = new ArrayList<MachineBlock>();
    for (int b = 0; b < blocks.size(); b++) {
      MachineBlock block = blocks.get(b);
      layout.add(block);
      int count = block.successors.size();
      if (count < 2) {
        continue;
      }
      int deepest = 0; // of the loop that a branch enters or stays in
      for (int i = 0; i < count; i++) {
        deepest = Math.max(deepest, rank(block.successors.get(i).target));
      }
      MachineBlock next = b + 1 < blocks.size() ? blocks.get(b + 1) : null;
      MachineBlock last = null; // on the way to the next block, so that both follow one another
      for (int i = 0; i < count; i++) {
        MachineEdge edge = block.successors.get(i);
        if (edge.target.predecessors.size() > 1 || edge.target.params.length > 0) {
          MachineBlock middle = split(block, i, edge);
          if (edge.target == next && last == null) {
            last = middle;
          } else if (count == 2 && rank(edge.target) < deepest || edge.target.rare && !block.rare) {
            middle.cold = true;
            cold.add(middle);
          } else {
            layout.add(middle);
          }
        }
      }
      if (last != null) {
        layout.add(last);
      }
    }
    layout.addAll(cold);
    blocks.clear();
    blocks.addAll(layout);
    for (int i = 0; i < blocks.size(); i++) {
      blocks.get(i).order = i;
    }
  }

  /** Higher for what is in more loops, or leads to one without a choice. */
  private static int rank(MachineBlock block) {
    return block.successors.size() == 1
        ? Math.max(2 * block.loopDepth, 2 * block.successors.getFirst().target.loopDepth - 1)
        : 2 * block.loopDepth;
  }

  private MachineBlock split(MachineBlock block, int index, MachineEdge edge) {
    MachineBlock middle = newBlock(Math.min(block.loopDepth, edge.target.loopDepth));
    middle.onEdge = true;
    middle.number = block.number;
    middle.rare = block.rare;
    block.successors.set(index, new MachineEdge(middle));
    middle.predecessors.add(block);
    middle.successors.add(edge);
    // Edges come in the order in which predecessors were added: those before are done with.
    List<MachineBlock> predecessors = edge.target.predecessors;
    int at = edge.target.firstUnsplit;
    while (predecessors.get(at) != block) {
      at++;
    }
    predecessors.set(at, middle);
    edge.target.firstUnsplit = at + 1;
    return middle;
  }

  /** The instructions as text, for error messages and tests. */
  @Override
  public String toString() {
    var text = new StringBuilder(source.name()).append('\n');
    for (MachineBlock block : blocks) {
      text.append('L').append(block.id()).append('(');
      for (Operand.Reg param : block.params) {
        text.append(" v").append(param.index());
      }
      text.append(" ):\n");
      for (MachineInst inst : block.insts) {
        text.append("  ").append(inst).append('\n');
      }
      for (MachineEdge edge : block.successors) {
        text.append("  -> L").append(edge.target.id()).append('(');
        for (Operand.Reg argument : edge.arguments) {
          text.append(" v").append(argument.index());
        }
        text.append(" )\n");
      }
    }
    return text.toString();
  }
}
