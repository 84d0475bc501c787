package dev.lathe.codegen;

import java.util.Arrays;
import java.util.List;

/**
 * Live intervals of the virtual registers and busy ranges of the physical ones.
 *
 * <p>Positions: a block begins at an even position; its instructions and its terminator take two
 * each. An instruction at {@code p} reads its uses at {@code p} and writes its definitions at
 * {@code p + 1}, so a {@link Role#USE} is live up to {@code p + 1}, a {@link Role#USE_LATE} up to
 * {@code p + 2}, and a {@link Role#DEF} begins at {@code p + 1}. Moves are inserted before even
 * positions. Block parameters begin with the block; arguments are read at the end of the block that
 * passes them.
 *
 * <p>Live-in sets are found register by register, walking up from uses to the definition, so that
 * the work is proportional to the sets' size; block order and the shape of loops do not matter.
 */
final class Liveness {
  private final MachineFunction function;
  private final LiveInterval[] intervals;
  private final int[][]
      liveIn; // per block order: registers live at its begin, parameters not among them
  private final int[] liveInCount;
  private final int[]
      loopStarts; // per block order: where the loop begins that the block ends, or -1
  private final int[][] busy = new int[LinearScan.REGISTERS][];
  private final int[] busyCount = new int[LinearScan.REGISTERS];
  private final int[] blockAt; // per position / 2: the order of its block

  Liveness(MachineFunction function) {
    this.function = function;
    List<MachineBlock> blocks = function.blocks();
    int position = 0;
    for (int i = 0; i < blocks.size(); i++) {
      MachineBlock block = blocks.get(i);
      block.from = position;
      position += 4 + 2 * block.insts.size();
      block.to = position;
    }
    blockAt = new int[position >> 1];
    loopStarts = new int[blocks.size()];
    for (MachineBlock block : blocks) {
      Arrays.fill(blockAt, block.from >> 1, block.to >> 1, block.order);
      loopStarts[block.order] = -1;
      for (MachineEdge edge : block.successors) {
        if (block.jumpsBackTo(edge.target)) {
          loopStarts[block.order] = edge.target.from;
        }
      }
    }
    intervals = new LiveInterval[function.registerCount()];
    liveIn = new int[blocks.size()][];
    liveInCount = new int[blocks.size()];
    findLiveIn(blocks);
    build(blocks);
  }

  /** The interval of virtual register {@code index}, or null if it is neither used nor defined. */
  LiveInterval interval(int index) {
    return intervals[index];
  }

  /** The registers that are live at the begin of {@code block}, its parameters not among them. */
  int[] liveIn(MachineBlock block) {
    return liveIn[block.order];
  }

  int liveInCount(MachineBlock block) {
    return liveInCount[block.order];
  }

  /** The ascending ranges in which physical register {@code number} is taken. */
  int[] busy(int number) {
    return busy[number];
  }

  /** How much of {@link #busy} counts. */
  int busyCount(int number) {
    return busyCount[number];
  }

  /** True if physical register {@code number} is taken anywhere in these ascending ranges. */
  boolean isClobbered(int[] ranges, int number) {
    int[] list = busy[number];
    int count = busyCount[number];
    int low = 0;
    int high = count >> 1;
    while (low < high) { // the first range that ends behind the begin of the others
      int middle = low + high >>> 1;
      if (list[2 * middle + 1] <= ranges[0]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int j = 2 * low;
    for (int i = 0; i < ranges.length && j < count; ) {
      if (ranges[i + 1] <= list[j]) {
        i += 2;
      } else if (list[j + 1] <= ranges[i]) {
        j += 2;
      } else {
        return true;
      }
    }
    return false;
  }

  MachineBlock blockAt(int position) {
    return function.blocks().get(blockAt[position >> 1]);
  }

  /** The begin of the loop whose latch ends at {@code position}. */
  int loopStart(int position) {
    return loopStarts[blockAt[position >> 1]];
  }

  // ---- live-in sets

  private int[] useBlocks; // linked lists: for each register the blocks with an upward exposed use
  private int[] useNext;
  private int[] useHead;
  private int useCount;
  private int[] definedIn; // stamp: the block that defines the register, order + 1

  private void findLiveIn(List<MachineBlock> blocks) {
    int count = function.registerCount();
    useHead = new int[count];
    useBlocks = new int[64];
    useNext = new int[64];
    useCount = 1; // 0 ends a list
    definedIn = new int[count];
    for (MachineBlock block : blocks) {
      for (Operand.Reg param : block.params) {
        definedIn[param.index()] = block.order + 1;
      }
      for (MachineInst inst : block.insts) {
        for (int i = 0; i < inst.operands.length; i++) {
          if (inst.operands[i] instanceof Operand.Reg reg
              && reg.virtual()
              && inst.role(i) == Role.DEF) {
            definedIn[reg.index()] = block.order + 1;
          }
        }
      }
    }
    for (MachineBlock block : blocks) {
      collectUses(block);
    }
    int[] stack = new int[blocks.size()];
    int[] mark = new int[blocks.size()];
    for (int register = 0; register < count; register++) {
      int depth = 0;
      for (int use = useHead[register]; use != 0; use = useNext[use]) {
        int order = useBlocks[use];
        if (mark[order] != register + 1) {
          mark[order] = register + 1;
          stack[depth++] = order;
        }
      }
      while (depth > 0) {
        int order = stack[--depth];
        addLiveIn(order, register);
        List<MachineBlock> predecessors = blocks.get(order).predecessors;
        for (int i = 0; i < predecessors.size(); i++) {
          int above = predecessors.get(i).order;
          if (mark[above] != register + 1 && definedIn[register] != above + 1) {
            mark[above] = register + 1;
            stack[depth++] = above;
          }
        }
      }
    }
    useHead = null;
    useBlocks = null;
    useNext = null;
    definedIn = null;
  }

  private void collectUses(MachineBlock block) {
    for (MachineInst inst : block.insts) {
      if (inst.tied != null) {
        exposed(inst.tied, block);
      }
      for (int i = 0; i < inst.operands.length; i++) {
        Operand operand = inst.operands[i];
        if (operand instanceof Operand.Mem mem) {
          exposed(mem.base(), block);
          exposed(mem.index(), block);
        } else if (operand instanceof Operand.Reg reg && reg.virtual()) {
          Role role = inst.role(i);
          if (role != Role.DEF && role != Role.TEMP) {
            exposed(reg, block);
          }
        }
      }
    }
    for (MachineEdge edge : block.successors) {
      for (Operand.Reg argument : edge.arguments) {
        if (function.rematerialization(argument.index()) == null) {
          exposed(argument, block);
        }
      }
    }
  }

  private void exposed(Operand operand, MachineBlock block) {
    if (!(operand instanceof Operand.Reg reg) || !reg.virtual()) {
      return;
    }
    int register = reg.index();
    int head = useHead[register];
    if (definedIn[register] == block.order + 1 || head != 0 && useBlocks[head] == block.order) {
      return; // defined here, or known already
    }
    if (useCount == useBlocks.length) {
      useBlocks = Arrays.copyOf(useBlocks, useCount * 2);
      useNext = Arrays.copyOf(useNext, useCount * 2);
    }
    useBlocks[useCount] = block.order;
    useNext[useCount] = head;
    useHead[register] = useCount++;
  }

  private void addLiveIn(int order, int register) {
    int[] list = liveIn[order];
    int count = liveInCount[order];
    if (list == null) {
      list = liveIn[order] = new int[8];
    } else if (count == list.length) {
      list = liveIn[order] = Arrays.copyOf(list, count * 2);
    }
    list[count] = register;
    liveInCount[order] = count + 1;
  }

  // ---- intervals, from the last block to the first

  private final int[] busyUntil = new int[LinearScan.REGISTERS];
  private int[] seenLive; // stamp per register: the block (order + 1) that it is live at the end of

  private void build(List<MachineBlock> blocks) {
    seenLive = new int[function.registerCount()];
    for (int order = blocks.size() - 1; order >= 0; order--) {
      MachineBlock block = blocks.get(order);
      for (MachineEdge edge : block.successors) {
        liveOut(block, edge);
      }
      Arrays.fill(busyUntil, 0);
      for (int i = block.insts.size() - 1; i >= 0; i--) {
        instruction(block, block.insts.get(i), block.from + 2 + 2 * i);
      }
      for (Operand.Reg param : block.params) {
        define(param, block.from, LiveInterval.ANY);
      }
    }
    seenLive = null;
    for (LiveInterval interval : intervals) {
      if (interval != null) {
        interval.finish(this);
      }
    }
    for (int number = 0; number < busy.length; number++) {
      reverse(busy[number], busyCount[number]);
    }
  }

  private void liveOut(MachineBlock block, MachineEdge edge) {
    int[] list = liveIn[edge.target.order];
    for (int i = liveInCount[edge.target.order] - 1; i >= 0; i--) {
      if (seenLive[list[i]] != block.order + 1) {
        seenLive[list[i]] = block.order + 1;
        interval(function.register(list[i])).prependRange(block.from, block.to);
      }
      if (block.jumpsBackTo(edge.target)) {
        intervals[list[i]].prependUse(block.terminatorPosition(), LiveInterval.LOOP_END);
      }
    }
    for (Operand.Reg argument : edge.arguments) {
      if (function.rematerialization(argument.index()) == null) {
        LiveInterval interval = interval(argument);
        interval.prependRange(block.from, block.to);
        interval.prependUse(block.terminatorPosition(), LiveInterval.ANY);
      }
    }
  }

  private LiveInterval interval(Operand.Reg register) {
    LiveInterval interval = intervals[register.index()];
    if (interval == null) {
      interval = intervals[register.index()] = new LiveInterval(register.index());
    }
    return interval;
  }

  private void instruction(MachineBlock block, MachineInst inst, int position) {
    Operand[] operands = inst.operands;
    for (int i = 0; i < operands.length; i++) {
      if (operands[i] instanceof Operand.Reg reg) {
        Role role = inst.role(i);
        if (role == Role.DEF) {
          define(reg, position + 1, definitionKind(inst));
        } else if (role == Role.TEMP) {
          temp(reg, position, inst.op.endsBlock() ? block.to : position + 2);
        } else if (role == Role.USE_DEF) { // a physical register, such as rdx:rax of a division
          define(reg, position + 1, LiveInterval.MUST);
          use(block, reg, position, position + 1, LiveInterval.MUST);
        }
      }
    }
    if (inst.op == PseudoOp.CALL) {
      clobber(inst, position);
    }
    boolean memory = inst.hasMemory();
    for (int i = 0; i < operands.length; i++) {
      if (operands[i] instanceof Operand.Mem mem) {
        int end = inst.addressRole(i) == Role.USE_LATE ? position + 2 : position + 1;
        use(block, mem.base(), position, end, LiveInterval.MUST);
        use(block, mem.index(), position, end, LiveInterval.MUST);
      } else if (operands[i] instanceof Operand.Reg reg) {
        Role role = inst.role(i);
        if (inst.op.endsBlock() && role == Role.USE) { // moves come before it, not to its register
          use(block, reg, position, block.to, LiveInterval.MUST);
          interval(reg).prependUse(block.terminatorPosition(), LiveInterval.MUST);
        } else if (role == Role.USE || role == Role.USE_LATE) {
          int kind = LiveInterval.MUST;
          if (inst.op.readsRarely()) {
            kind = mayBeMemory(reg) ? LiveInterval.ANY : LiveInterval.MUST;
          } else if (!memory
              && mayBeMemory(reg)
              && inst.op.allowsMemory(i, function.size(reg.index()))) {
            memory = true;
            kind = anyKind(block);
          }
          use(block, reg, position, role == Role.USE ? position + 1 : position + 2, kind);
        }
      }
    }
    if (inst.tied instanceof Operand.Reg reg) {
      // loaded instead of moved; where there are three to choose from, one is memory already
      boolean any = mayBeMemory(reg) && !(inst.symmetric && operands.length > 2);
      int kind = any ? anyKind(block) : LiveInterval.MUST;
      use(block, reg, position, position + 1, kind);
    }
  }

  /** What lives across a call is in other registers, or in memory. */
  private void clobber(MachineInst call, int position) {
    for (int number = 0; number < LinearScan.REGISTERS; number++) {
      if (call.clobbers(number)
          && (busyCount[number] == 0 || busy[number][busyCount[number] - 1] > position + 1)) {
        takeBusy(number, position + 1, position + 2);
      }
    }
  }

  /** True if the register has a place in memory once it is evicted. */
  private boolean mayBeMemory(Operand.Reg reg) {
    if (!reg.virtual()) {
      return false;
    }
    MachineInst made = function.rematerialization(reg.index());
    return made == null || made.op == PseudoOp.LOAD;
  }

  /** A copy of a physical register may go to memory at once; all else is computed in a register. */
  private static int definitionKind(MachineInst inst) {
    return inst.op == PseudoOp.MOVE
            && inst.operands[1] instanceof Operand.Reg from
            && !from.virtual()
        ? LiveInterval.ANY
        : LiveInterval.MUST;
  }

  private static int anyKind(MachineBlock block) {
    return block.loopDepth > 0 ? LiveInterval.WANTED : LiveInterval.ANY;
  }

  private void define(Operand.Reg reg, int position, int kind) {
    if (!reg.virtual()) {
      int number = LinearScan.number(reg);
      takeBusy(number, position, Math.max(busyUntil[number], position + 1));
      busyUntil[number] = 0;
      return;
    }
    LiveInterval interval = interval(reg);
    if (interval.isEmpty()) {
      interval.prependRange(position, position + 1); // never used
    }
    interval.cutStart(position);
    interval.prependUse(position, kind);
  }

  private void temp(Operand.Reg reg, int position, int end) {
    if (reg.virtual()) {
      LiveInterval interval = interval(reg);
      interval.prependRange(position, end);
      interval.prependUse(position + 1, LiveInterval.MUST);
      interval.prependUse(position, LiveInterval.MUST);
    } else {
      takeBusy(LinearScan.number(reg), position, end);
    }
  }

  private void use(MachineBlock block, Operand.Reg reg, int position, int end, int kind) {
    if (reg == null || Frame.isFrameBase(reg)) {
      return;
    }
    if (!reg.virtual()) {
      int number = LinearScan.number(reg);
      busyUntil[number] = Math.max(busyUntil[number], end);
      return;
    }
    LiveInterval interval = interval(reg);
    interval.prependRange(block.from, end);
    if (end == position + 2) { // a late use: nothing may take the register here
      interval.prependUse(
          position + 1, kind == LiveInterval.MUST ? LiveInterval.MUST : LiveInterval.KEEP);
    }
    interval.prependUse(position, kind);
  }

  private void takeBusy(int number, int from, int to) {
    int[] list = busy[number];
    int count = busyCount[number];
    if (list == null) {
      list = busy[number] = new int[8];
    } else if (count == list.length) {
      list = busy[number] = Arrays.copyOf(list, count * 2);
    }
    list[count] = to; // reversed until the end
    list[count + 1] = from;
    busyCount[number] = count + 2;
  }

  private static void reverse(int[] list, int count) {
    for (int i = 0, j = count - 1; i < j; i++, j--) {
      int swap = list[i];
      list[i] = list[j];
      list[j] = swap;
    }
  }
}
