package dev.lathe.codegen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Carries the decisions of {@link LinearScan} out: gives spilled registers their slots, writes
 * physical registers and memory into the instructions, and inserts the stores, reloads and moves
 * between the parts of split intervals, inside of blocks and on the edges between them. Moves to
 * where a value is already disappear, and so do constants that are made anew at their uses.
 */
final class Resolution {
  private final MachineFunction function;
  private final Liveness liveness;
  private final Frame frame;
  private final int[] vectors; // the vector registers that may be used
  private final boolean keepOriginals;
  private final int[] slots; // per virtual register: its slot, or -1
  private ParallelMove moves;
  private Safepoints safepoints; // null if there are none
  private int[] movesAt; // per position / 2: list of split points before that instruction
  private int[] storesAt; // the same: definitions at that instruction to store
  private LiveInterval[] listed;
  private int[] nextListed;
  private int listedCount;

  Resolution(
      MachineFunction function,
      Liveness liveness,
      Frame frame,
      int[] vectors,
      boolean keepOriginals) {
    this.vectors = vectors;
    this.function = function;
    this.liveness = liveness;
    this.frame = frame;
    this.keepOriginals = keepOriginals;
    this.slots = new int[function.registerCount()];
  }

  void run() {
    assignSlots();
    if (function.hasSafepoints()) {
      safepoints = new Safepoints(function, liveness);
    }
    List<MachineBlock> blocks = function.blocks();
    int positions = blocks.getLast().to;
    movesAt = new int[(positions >> 1) + 1];
    storesAt = new int[(positions >> 1) + 1];
    listed = new LiveInterval[16];
    nextListed = new int[16];
    listedCount = 1; // 0 ends a list
    for (int i = 0; i < slots.length; i++) {
      LiveInterval interval = liveness.interval(i);
      if (interval != null) {
        listMoves(interval);
      }
    }
    for (int i = 0; i < blocks.size(); i++) {
      rewrite(blocks.get(i));
    }
    for (int i = 0; i < blocks.size(); i++) {
      MachineBlock block = blocks.get(i);
      for (int e = 0; e < block.successors.size(); e++) {
        connect(block, block.successors.get(e));
      }
    }
  }

  // ---- slots

  /** Slots are shared by registers that are live one after the other. */
  private void assignSlots() {
    Arrays.fill(slots, -1);
    ArrayList<LiveInterval> spilled = null;
    for (int i = 0; i < slots.length; i++) {
      LiveInterval interval = liveness.interval(i);
      if (interval != null && function.rematerialization(i) == null && interval.touchesMemory()) {
        if (spilled == null) {
          spilled = new ArrayList<>();
        }
        spilled.add(interval);
      }
    }
    if (spilled == null) {
      return;
    }
    spilled.sort(null);
    var ends = new PriorityQueue<Long>(); // end << 32 | register
    var free =
        new ArrayDeque<?>[] {
          new ArrayDeque<Integer>(),
          new ArrayDeque<Integer>(),
          new ArrayDeque<Integer>(),
          new ArrayDeque<Integer>()
        };
    for (LiveInterval interval : spilled) {
      while (!ends.isEmpty() && ends.peek() >>> 32 <= interval.start) {
        int ended = (int) (long) ends.remove();
        freeSlots(free, ended).push(slots[ended]);
      }
      ArrayDeque<Integer> reusable = freeSlots(free, interval.register);
      slots[interval.register] =
          reusable.isEmpty()
              ? frame.newSlot(Math.max(8, function.size(interval.register)))
              : reusable.pop();
      int end = interval.parts == null ? interval.end : interval.parts.getLast().end;
      ends.add((long) end << 32 | interval.register);
    }
  }

  @SuppressWarnings("unchecked")
  private ArrayDeque<Integer> freeSlots(ArrayDeque<?>[] free, int register) {
    int size = Math.max(8, function.size(register));
    return (ArrayDeque<Integer>) free[Integer.numberOfTrailingZeros(size) - 3];
  }

  // ---- moves inside of blocks

  private void listMoves(LiveInterval whole) {
    if (slots[whole.register] >= 0 && whole.location != LiveInterval.MEMORY) {
      list(storesAt, whole);
    }
    if (whole.parts == null) {
      return;
    }
    for (int i = 1; i < whole.parts.size(); i++) {
      LiveInterval before = whole.parts.get(i - 1);
      LiveInterval part = whole.parts.get(i);
      if (part.location != LiveInterval.MEMORY
          && before.location != part.location
          && before.end == part.start
          && liveness.blockAt(part.start).from != part.start) {
        list(movesAt, part);
      }
    }
  }

  private void list(int[] heads, LiveInterval part) {
    if (listedCount == listed.length) {
      listed = Arrays.copyOf(listed, listedCount * 2);
      nextListed = Arrays.copyOf(nextListed, listedCount * 2);
    }
    listed[listedCount] = part;
    nextListed[listedCount] = heads[part.start >> 1];
    heads[part.start >> 1] = listedCount++;
  }

  private ParallelMove moves() {
    if (moves == null) { // most functions need none
      moves = new ParallelMove(function, frame);
    }
    return moves;
  }

  private void insertMoves(int position, List<MachineInst> out) {
    int at = movesAt[position >> 1];
    if (at == 0) {
      return;
    }
    for (; at != 0; at = nextListed[at]) {
      LiveInterval part = listed[at];
      move(part.location, part.whole.partAt(part.start - 1).location, part.register);
    }
    emitMoves(out);
  }

  private void emitMoves(List<MachineInst> out) {
    if (moves != null) {
      moves.emit(out);
    }
  }

  /**
   * Moves a register's value from one location to another; stores have happened at its definition.
   */
  private void move(int to, int from, int register) {
    if (to == LiveInterval.MEMORY || to == from) {
      return;
    }
    if (from != LiveInterval.MEMORY) {
      moves().add(to, from, register);
    } else if (slots[register] >= 0) {
      moves().add(to, LinearScan.REGISTERS + slots[register], register);
    } else {
      moves().addConstant(to, register);
    }
  }

  private void insertStores(int position, List<MachineInst> out) {
    for (int at = storesAt[position >> 1]; at != 0; at = nextListed[at]) {
      LiveInterval part = listed[at];
      moves().add(LinearScan.REGISTERS + slots[part.register], part.location, part.register);
      emitMoves(out);
    }
  }

  // ---- instructions

  private void rewrite(MachineBlock block) {
    var out = new ArrayList<MachineInst>(block.insts.size() + 4);
    insertStores(block.from, out); // of parameters
    for (int i = 0; i < block.insts.size(); i++) {
      MachineInst inst = block.insts.get(i);
      int position = block.from + 2 + 2 * i;
      insertMoves(position, out);
      if (inst.op.endsBlock()) {
        insertMoves(block.terminatorPosition(), out);
      }
      if (isUnusedConstant(inst, block, position)) {
        continue;
      }
      if (inst.op == PseudoOp.SAFEPOINT) {
        Operand cost = located(inst.operands[0], position);
        safepoints.complete(inst, cost, position, slots, keepOriginals);
        out.add(inst);
        continue;
      }
      Operand[] before = inst.operands;
      Operand tiedBefore = inst.tied;
      var after = new Operand[before.length];
      for (int o = 0; o < before.length; o++) {
        boolean written = before[o] instanceof Operand.Reg && inst.role(o) == Role.DEF;
        after[o] = located(before[o], written ? position + 1 : position);
      }
      inst.operands = after;
      inst.tied = tiedBefore == null ? null : located(tiedBefore, position);
      if (keepOriginals) {
        inst.originalOperands = before;
        inst.originalTied = tiedBefore;
      }
      if (keepOriginals || inst.op != PseudoOp.MOVE || !after[0].equals(after[1])) {
        out.add(inst);
      }
      insertStores(position, out);
    }
    if (block.table() == null) {
      insertMoves(block.terminatorPosition(), out);
    }
    block.insts.clear();
    block.insts.addAll(out);
  }

  /** True if {@code inst} makes a constant that is made anew wherever it is used. */
  private boolean isUnusedConstant(MachineInst inst, MachineBlock block, int position) {
    if (inst.operands.length == 0
        || !(inst.operands[0] instanceof Operand.Reg reg)
        || !reg.virtual()
        || function.rematerialization(reg.index()) != inst) {
      return false;
    }
    LiveInterval whole = liveness.interval(reg.index());
    if (whole.nextUse(position + 2) != Integer.MAX_VALUE || whole.end >= block.to) {
      return false;
    }
    return whole.parts == null || whole.parts.get(1).location == LiveInterval.MEMORY;
  }

  private Operand located(Operand operand, int position) {
    if (operand instanceof Operand.Reg reg) {
      return reg.virtual() ? located(reg, position) : reg;
    }
    if (operand instanceof Operand.Mem mem
        && (mem.base() != null && mem.base().virtual()
            || mem.index() != null && mem.index().virtual())) {
      return new Operand.Mem(
          (Operand.Reg) (mem.base() == null ? null : located(mem.base(), position)),
          (Operand.Reg) (mem.index() == null ? null : located(mem.index(), position)),
          mem.scale(),
          mem.displacement(),
          mem.label());
    }
    return operand;
  }

  private Operand located(Operand.Reg reg, int position) {
    if (!reg.virtual()) {
      return reg;
    }
    int location = liveness.interval(reg.index()).partAt(position).location;
    if (location != LiveInterval.MEMORY) {
      return Operand.Reg.physical(reg.regClass(), location & 31);
    }
    return slots[reg.index()] >= 0
        ? Frame.slot(slots[reg.index()])
        : function.rematerialization(reg.index()).operands[1];
  }

  // ---- edges

  private void connect(MachineBlock block, MachineEdge edge) {
    MachineBlock target = edge.target;
    for (int i = 0; i < edge.arguments.length; i++) {
      connect(block, target, target.params[i].index(), edge.arguments[i].index());
    }
    int[] live = liveness.liveIn(target);
    for (int i = liveness.liveInCount(target) - 1; i >= 0; i--) {
      LiveInterval whole = liveness.interval(live[i]);
      if (whole.parts != null) {
        int to = whole.partAt(target.from).location;
        move(to, whole.partAt(block.to - 1).location, live[i]);
      }
    }
    if (moves != null && edge.arguments.length > 1) {
      moves.setScratch(freeVector(block, edge));
    }
    if (block.successors.size() == 1) {
      emitMoves(block.insts);
    } else {
      var before = new ArrayList<MachineInst>();
      emitMoves(before);
      if (!before.isEmpty()) {
        target.insts.addAll(0, before);
      }
    }
  }

  /** A vector register that holds nothing on the way along {@code edge}, or -1. */
  private int freeVector(MachineBlock block, MachineEdge edge) {
    MachineBlock target = edge.target;
    long busy = 0; // bits: numbers of vector registers
    for (int i = 0; i < edge.arguments.length; i++) {
      busy |= vectorAt(target.params[i].index(), target.from);
      busy |= vectorAt(edge.arguments[i].index(), block.to - 1);
    }
    int[] live = liveness.liveIn(target);
    for (int i = liveness.liveInCount(target) - 1; i >= 0; i--) {
      busy |= vectorAt(live[i], target.from) | vectorAt(live[i], block.to - 1);
    }
    for (int vector : vectors) {
      if ((busy >>> (vector & 31) & 1) == 0) {
        return vector;
      }
    }
    return -1;
  }

  /** The bit of the vector register that {@code register} is in at {@code position}, or 0. */
  private long vectorAt(int register, int position) {
    LiveInterval whole = liveness.interval(register);
    int location = whole == null ? LiveInterval.MEMORY : whole.partAt(position).location;
    boolean vector = location >= 0 && location >> 5 == RegClass.VECTOR.ordinal();
    return vector ? 1L << (location & 31) : 0;
  }

  private void connect(MachineBlock block, MachineBlock target, int param, int argument) {
    LiveInterval parameter = liveness.interval(param);
    int location = parameter.partAt(target.from).location;
    int to = location != LiveInterval.MEMORY ? location : LinearScan.REGISTERS + slots[param];
    LiveInterval passed = liveness.interval(argument);
    int from = LiveInterval.MEMORY;
    if (passed != null && passed.partAt(block.to - 1).covers(block.to - 1)) {
      from = passed.partAt(block.to - 1).location;
    }
    if (from != LiveInterval.MEMORY) {
      moves().add(to, from, param);
    } else if (function.rematerialization(argument) != null) {
      moves().addConstant(to, argument);
    } else {
      moves().add(to, LinearScan.REGISTERS + slots[argument], param);
    }
  }
}
