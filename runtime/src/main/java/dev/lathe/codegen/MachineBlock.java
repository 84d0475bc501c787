package dev.lathe.codegen;

import java.util.ArrayList;
import java.util.List;

/**
 * A block of machine instructions. How it ends follows from its successors: none (the last
 * instruction is a {@link PseudoOp#RETURN}), one (a jump), or two: the first if the flags satisfy
 * {@link #condition}, which is the target's number, else the second. If it has a {@link #table},
 * its last instruction goes to one of any number of successors.
 */
public final class MachineBlock {
  private static final Operand.Reg[] NO_PARAMS = {};

  final Operand.Label label;
  final int loopDepth;
  final ArrayList<MachineInst> insts = new ArrayList<>();
  final ArrayList<MachineEdge> successors = new ArrayList<>(2);
  final ArrayList<MachineBlock> predecessors = new ArrayList<>(2);
  Operand.Reg[] params = NO_PARAMS;

  /** While edges are split: the predecessors before this one are as they will be. */
  int firstUnsplit;

  private int condition;
  private int[] table;

  /** Place in the linear order, and the positions of its begin and end; see {@link Liveness}. */
  int order;

  /** True if it was put on an edge, to have a place for moves. */
  boolean onEdge;

  /** Place in reverse postorder, which the linear order is not where blocks are rare. */
  int number;

  /** True if it stands behind those that are not, as it seldom runs. */
  boolean rare;

  /** True if it stands at the end because it is on an unlikely way, which closes no loop. */
  boolean cold;

  int from;
  int to;

  MachineBlock(Operand.Label label, int loopDepth) {
    this.label = label;
    this.loopDepth = loopDepth;
  }

  /** True if the block is a loop of its own, but for moves on the edge back. */
  public boolean repeatsItself() {
    for (MachineEdge edge : successors) {
      MachineBlock target = edge.target();
      if (target == this || target.onEdge && target.successors.getFirst().target() == this) {
        return true;
      }
    }
    return false;
  }

  /** Where the block's code begins. */
  public Operand.Label label() {
    return label;
  }

  /** The label's number, unique in the function. */
  public int id() {
    return label.id();
  }

  public int loopDepth() {
    return loopDepth;
  }

  /** True if this block is the target of a jump back. */
  public boolean isLoopHeader() {
    for (int i = 0; i < predecessors.size(); i++) {
      if (predecessors.get(i).jumpsBackTo(this)) {
        return true;
      }
    }
    return false;
  }

  /** True if this block, a predecessor of {@code other}, is a latch of its loop. */
  boolean jumpsBackTo(MachineBlock other) {
    return !cold && (number > other.number || number == other.number && order >= other.order);
  }

  /** This block's place in linear order. */
  public int order() {
    return order;
  }

  /** True if this block stands before {@code other} in linear order. */
  public boolean isBefore(MachineBlock other) {
    return order < other.order;
  }

  /** The instructions in order. */
  public List<MachineInst> insts() {
    return insts;
  }

  public List<MachineEdge> successors() {
    return successors;
  }

  public List<MachineBlock> predecessors() {
    return predecessors;
  }

  /** The target's number of the condition under which the first of two successors is taken. */
  public int condition() {
    return condition;
  }

  /** Per entry of the jump table that ends this block the number of a successor, or null. */
  public int[] table() {
    return table;
  }

  public void append(MachineInst inst) {
    insts.add(inst);
  }

  public void setParams(Operand.Reg... params) {
    this.params = params;
  }

  /** Ends this block with a jump. */
  public void jump(MachineEdge edge) {
    successors.add(edge);
  }

  /** Ends this block with a conditional branch. */
  public void branch(int condition, MachineEdge then, MachineEdge otherwise) {
    this.condition = condition;
    successors.add(then);
    successors.add(otherwise);
  }

  /** Ends this block with a jump by a table, which {@code inst} does. */
  public void table(MachineInst inst, int[] table, List<MachineEdge> edges) {
    insts.add(inst);
    this.table = table;
    successors.addAll(edges);
  }

  /** The position of the terminator, behind the last instruction. */
  int terminatorPosition() {
    return to - 2;
  }
}
