package dev.lathe.codegen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Which blocks of an allocated function have its frame, if that is made as late as possible: those
 * that call, use a saved register or memory on the stack, and all that come behind one. Short ways
 * out, such as the end of a recursion, then need no frame at all. Small blocks that return are
 * doubled where they are reached with the frame and without.
 *
 * <p>Called shrink-wrapping: Chow, "Minimizing Register Usage Penalty at Procedure Calls", PLDI
 * 1988. There is one frame only, and no loop makes it twice, because what a loop reaches from a
 * block that has it has it too.
 */
public final class FrameRegion {
  private static final int SMALL = 6;

  private final MachineFunction function;
  private final CallingConvention convention;
  private boolean[] needs; // by order
  private boolean[] has;
  private boolean[] beginsBefore;
  private boolean[] beginsBehind;

  /** The region of {@code function}, which may get more blocks. */
  public FrameRegion(MachineFunction function, CallingConvention convention) {
    this.function = function;
    this.convention = convention;
    find();
    if (!has[0] && doubleReturns()) {
      find();
    }
    if (!has[0]) {
      findBegins();
    }
  }

  /** True if the frame is there when the block ends, but for {@link #beginsBehind}. */
  public boolean has(MachineBlock block) {
    return has[block.order];
  }

  /** True if the frame is made where the block begins; the entry is left to who asks. */
  public boolean beginsBefore(MachineBlock block) {
    return beginsBefore[block.order];
  }

  /** True if the frame is made where the block, which has one successor, ends. */
  public boolean beginsBehind(MachineBlock block) {
    return beginsBehind[block.order];
  }

  private void find() {
    List<MachineBlock> blocks = function.blocks();
    needs = new boolean[blocks.size()];
    has = new boolean[blocks.size()];
    beginsBefore = new boolean[blocks.size()];
    beginsBehind = new boolean[blocks.size()];
    var work = new ArrayDeque<MachineBlock>();
    for (int i = 0; i < blocks.size(); i++) {
      MachineBlock block = blocks.get(i);
      block.order = i;
      if (needsFrame(block)) {
        needs[i] = true;
        has[i] = true;
        work.add(block);
      }
    }
    while (!work.isEmpty()) {
      for (MachineEdge edge : work.remove().successors) {
        if (!has[edge.target.order]) {
          has[edge.target.order] = true;
          work.add(edge.target);
        }
      }
    }
  }

  private boolean needsFrame(MachineBlock block) {
    for (MachineInst inst : block.insts) {
      if (inst.op == PseudoOp.CALL || needsFrame(inst.tied)) {
        return true;
      }
      for (Operand operand : inst.operands) {
        if (needsFrame(operand)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean needsFrame(Operand operand) {
    if (operand instanceof Operand.Mem mem) {
      return needsFrame(mem.base()) || needsFrame(mem.index());
    }
    return operand instanceof Operand.Reg reg
        && (Frame.isFrameBase(reg) || convention.isSaved(reg.regClass(), reg.index()));
  }

  /** Gives those who reach a small return without the frame one of their own. */
  private boolean doubleReturns() {
    boolean changed = false;
    for (MachineBlock block : new ArrayList<>(function.blocks())) {
      if (has[block.order]
          && !needs[block.order]
          && block.successors.isEmpty()
          && block.insts.size() <= SMALL) {
        changed |= doubleReturn(block);
      }
    }
    return changed;
  }

  private boolean doubleReturn(MachineBlock block) {
    MachineBlock twin = null;
    for (MachineBlock predecessor : new ArrayList<>(block.predecessors)) {
      if (has[predecessor.order]) {
        continue;
      }
      if (twin == null) {
        twin = function.newBlock(block.loopDepth);
        twin.insts.addAll(block.insts);
        List<MachineBlock> blocks = function.blocks();
        blocks.add(blocks.indexOf(predecessor) + 1, twin);
      }
      for (int i = 0; i < predecessor.successors.size(); i++) {
        if (predecessor.successors.get(i).target == block) {
          predecessor.successors.set(i, new MachineEdge(twin));
        }
      }
      block.predecessors.remove(predecessor);
      twin.predecessors.add(predecessor);
    }
    return twin != null;
  }

  private void findBegins() {
    for (MachineBlock block : function.blocks()) {
      if (has[block.order]) {
        boolean all = true;
        for (MachineBlock predecessor : block.predecessors) {
          all &= !has[predecessor.order];
        }
        beginsBefore[block.order] = all;
        for (MachineBlock predecessor : block.predecessors) {
          // an edge between several on both sides has a block of its own
          beginsBehind[predecessor.order] |= !all && !has[predecessor.order];
        }
      }
    }
  }
}
