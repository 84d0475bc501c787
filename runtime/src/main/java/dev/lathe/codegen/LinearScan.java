package dev.lathe.codegen;

import java.util.ArrayList;
import java.util.PriorityQueue;

/**
 * Linear scan register allocation with splitting of live intervals: visits them by start, gives
 * each a register that is free for as long as possible, and where none is, sends the one that is
 * used farthest away to memory until it is wanted again. Values go to memory at their definition,
 * once; constants never do. Chooses locations only; {@link Resolution} rewrites the instructions.
 *
 * <p>After Wimmer and Mössenböck (VEE 2005) and Wimmer and Franz, "Linear Scan Register Allocation
 * on SSA Form" (CGO 2010).
 */
final class LinearScan {
  /** An upper bound of {@link #number}. */
  static final int REGISTERS = 96;

  /** How many numbers a class has. */
  private static final int CLASS = 32;

  private static final int NEVER = Integer.MAX_VALUE;

  /** By how many positions a constant's next use may be nearer than that of what is kept for it. */
  private static final int CHEAP = 400;

  /** How many related registers are remembered. */
  private static final int RELATED = 3;

  /** How many blocks to look back for a better place of a split. */
  private static final int SEARCH = 64;

  private final MachineFunction function;
  private final Liveness liveness;
  private final int[][] allocatable; // per class: register numbers in order of preference
  private final int[] scalars; // those of the vector registers that scalars may be in
  private final PriorityQueue<LiveInterval> unhandled = new PriorityQueue<>();
  private final LiveInterval[] active = new LiveInterval[REGISTERS];
  private final int[] activeUntil = new int[REGISTERS]; // the end of its range; NEVER if none is
  private final int[] nextEnd; // per class: before it no active nor busy range ends
  private final ArrayList<LiveInterval> inactive = new ArrayList<>();
  private final int[] busyCursor = new int[REGISTERS];
  private final int[] busyUntil = new int[REGISTERS]; // the end of the range there, or NEVER
  private final int[] free = new int[REGISTERS]; // scratch of the allocation of one interval
  private final int[] blocked = new int[REGISTERS];
  private final int[] last; // per virtual register: the physical one where it was last, or -1
  private final int[] source; // a physical one that it is moved from, or -1
  private final int[] target; // a physical one that it is moved to, or -1
  private final int[] related; // RELATED others that it is moved from or to, or -1
  private Webs webs; // null if no block has parameters
  private long steps;

  LinearScan(MachineFunction function, Liveness liveness, CallingConvention convention) {
    this.function = function;
    this.liveness = liveness;
    this.allocatable = convention.allocatable();
    this.scalars = convention.scalars();
    this.nextEnd = new int[allocatable.length];
    int count = function.registerCount();
    last = filled(count);
    source = filled(count);
    target = filled(count);
    related = filled(count * RELATED);
  }

  private static int[] filled(int count) {
    int[] array = new int[count];
    java.util.Arrays.fill(array, -1);
    return array;
  }

  /** Physical registers of all classes in one numbering. */
  static int number(Operand.Reg physical) {
    return physical.regClass().ordinal() * CLASS + physical.index();
  }

  /** A measure of the work done, for the test that it is linear. */
  long steps() {
    return steps;
  }

  /** Gives each part of each interval its location. */
  void allocate() {
    findHints();
    long[] wholes = wholes();
    java.util.Arrays.fill(activeUntil, NEVER);
    for (int number = 0; number < REGISTERS; number++) {
      busyUntil[number] = liveness.busyCount(number) == 0 ? NEVER : liveness.busy(number)[1];
    }
    for (int next = 0; next < wholes.length || !unhandled.isEmpty(); ) {
      LiveInterval current = unhandled.peek();
      LiveInterval whole = next == wholes.length ? null : liveness.interval((int) wholes[next]);
      if (current == null || whole != null && whole.compareTo(current) < 0) {
        current = whole;
        next++;
      } else {
        unhandled.remove();
      }
      steps++;
      advance(current.start);
      if (!allocateFree(current)) {
        allocateBlocked(current);
      }
      if (current.location != LiveInterval.MEMORY) {
        activate(current, current.start);
        last[current.register] = current.location;
        if (webs != null) {
          webs.placed(current.register, current.location);
        }
      }
    }
    for (int i = 0; i < function.registerCount(); i++) {
      if (liveness.interval(i) != null) {
        liveness.interval(i).sortParts();
      }
    }
  }

  /** The registers with intervals, by start and then by register. */
  private long[] wholes() {
    var keys = new long[function.registerCount()];
    int count = 0;
    for (int i = 0; i < keys.length; i++) {
      LiveInterval interval = liveness.interval(i);
      if (interval != null) {
        keys[count++] = (long) interval.start << 32 | i;
      }
    }
    keys = java.util.Arrays.copyOf(keys, count);
    java.util.Arrays.sort(keys);
    return keys;
  }

  private void activate(LiveInterval interval, int position) {
    active[interval.location] = interval;
    int until = interval.coveredUntil(position);
    activeUntil[interval.location] = until;
    int regClass = interval.location / CLASS;
    nextEnd[regClass] = Math.min(nextEnd[regClass], until);
  }

  // ---- hints: which registers would make a move disappear

  private void findHints() {
    boolean passing = false;
    for (int b = function.blocks().size() - 1; b >= 0; b--) {
      MachineBlock block = function.blocks().get(b);
      passing |= block.params.length > 0;
      findHints(block);
    }
    if (passing) {
      webs = new Webs(function, liveness);
    }
  }

  private void findHints(MachineBlock block) {
    for (MachineEdge edge : block.successors) {
      for (int i = 0; i < edge.arguments.length; i++) {
        relate(edge.target.params[i], edge.arguments[i], block.to);
      }
    }
    for (int i = block.insts.size() - 1; i >= 0; i--) {
      MachineInst inst = block.insts.get(i);
      int written = block.from + 2 * i + 3;
      if (inst.op == PseudoOp.MOVE) {
        relate(inst.operands[0], inst.operands[1], written);
      } else if (inst.tied != null) {
        relate(inst.operands[0], inst.tied, written);
        if (inst.symmetric) {
          relate(inst.operands[0], inst.operands[1], written);
        }
      }
    }
  }

  /** Notes that a move from one to the other disappears if they share a register. */
  private void relate(Operand to, Operand from, int position) {
    if (!(to instanceof Operand.Reg into) || !(from instanceof Operand.Reg of)) {
      return;
    }
    if (!of.virtual()) {
      if (into.virtual()) {
        source[into.index()] = LinearScan.number(of);
      }
    } else if (!into.virtual()) {
      target[of.index()] = LinearScan.number(into);
    } else {
      LiveInterval interval = liveness.interval(of.index());
      if (target[of.index()] < 0 && interval != null && interval.end <= position) {
        target[of.index()] = target[into.index()]; // it lives on there
      }
      addRelated(into.index(), of.index());
      addRelated(of.index(), into.index());
    }
  }

  private void addRelated(int register, int other) {
    for (int i = register * RELATED; i < (register + 1) * RELATED; i++) {
      if (related[i] < 0) {
        related[i] = other;
        return;
      }
    }
  }

  // ---- the scan

  /** Moves on to {@code position}: intervals end, fall into holes or leave them. */
  private void advance(int position) {
    int resting = inactive.size();
    steps += resting;
    for (int c = 0; c < nextEnd.length; c++) {
      if (nextEnd[c] <= position) {
        endRanges(c, position);
      }
    }
    for (int i = resting - 1; i >= 0; i--) {
      LiveInterval interval = inactive.get(i);
      if (interval.end <= position) {
        removeInactive(i);
      } else if (interval.resumes <= position) {
        removeInactive(i);
        wake(interval, position);
      }
    }
  }

  private void endRanges(int regClass, int position) {
    int next = NEVER;
    for (int number : allocatable[regClass]) {
      if (activeUntil[number] <= position) {
        leaveRange(active[number], position);
      }
      if (busyUntil[number] <= position) {
        leaveBusy(number, position);
      }
      next = Math.min(next, Math.min(activeUntil[number], busyUntil[number]));
    }
    nextEnd[regClass] = next;
  }

  /** Ends {@code interval}, which is active, or lets it rest, if it is not live again by now. */
  private void leaveRange(LiveInterval interval, int position) {
    active[interval.location] = null;
    activeUntil[interval.location] = NEVER;
    if (interval.end > position) {
      wake(interval, position);
    }
  }

  /** Makes {@code interval} active if it is live at {@code position}, else inactive. */
  private void wake(LiveInterval interval, int position) {
    interval.resumes = interval.nextLive(position);
    if (interval.resumes == position) {
      activate(interval, position);
    } else {
      inactive.add(interval);
    }
  }

  private void leaveBusy(int number, int position) {
    int[] busy = liveness.busy(number);
    int count = liveness.busyCount(number);
    int cursor = busyCursor[number];
    while (cursor < count && busy[cursor + 1] <= position) {
      cursor += 2;
    }
    busyCursor[number] = cursor;
    busyUntil[number] = cursor < count ? busy[cursor + 1] : NEVER;
  }

  private void removeInactive(int i) {
    int last = inactive.size() - 1;
    inactive.set(i, inactive.get(last));
    inactive.remove(last);
  }

  private int[] candidates(LiveInterval interval) {
    RegClass regClass = function.register(interval.register).regClass();
    return regClass == RegClass.VECTOR && function.size(interval.register) <= 8
        ? scalars
        : allocatable[regClass.ordinal()];
  }

  private int busyFrom(int number, LiveInterval current) {
    if (busyUntil[number] == NEVER || liveness.busy(number)[busyCursor[number]] >= current.end) {
      return NEVER;
    }
    return current.intersection(
        liveness.busy(number), busyCursor[number], liveness.busyCount(number));
  }

  /** Gives {@code current} a register that is free at its start, if there is one. */
  private boolean allocateFree(LiveInterval current) {
    int[] candidates = candidates(current);
    for (int number : candidates) {
      free[number] = active[number] != null ? 0 : busyFrom(number, current);
    }
    for (int i = 0; i < inactive.size(); i++) {
      LiveInterval other = inactive.get(i);
      if (free[other.location] > 0 && other.resumes < current.end) {
        steps++;
        free[other.location] = Math.min(free[other.location], current.intersection(other));
      }
    }
    int best = hinted(current, candidates);
    if (best < 0) {
      int leaves = staysUntil(current, candidates);
      if (leaves > current.start + 1) {
        unhandled.add(current.split(leaves));
        current.location = source[current.register];
        return true;
      }
      for (int number : candidates) {
        if (best < 0 || free[number] > free[best] && free[best] < current.end) {
          best = number;
        }
      }
    }
    if (best < 0) {
      throw new IllegalStateException("no registers of class " + current.register);
    }
    if (free[best] < current.end) {
      int position = free[best] & ~1; // moves stand before even positions
      if (position <= current.start + 1) {
        return false;
      }
      if (current.nextUse(current.start) >= position) {
        return false; // it would sit there unused
      }
      unhandled.add(current.split(splitPosition(current, current.start + 1, position)));
    }
    current.location = best;
    return true;
  }

  /**
   * Up to where a value should stay in the physical register that it comes in, or -1. It must leave
   * that before something writes it, such as a call. If it is not used until then, it leaves at the
   * last moment, and others may have the register that it goes to for longer; else, if that is in
   * another block, where that begins: other ways may end before, and need no register that must be
   * saved.
   */
  private int staysUntil(LiveInterval current, int[] candidates) {
    int from = source[current.register];
    if (current != current.whole
        || from < 0
        || !isCandidate(from, candidates)
        || free[from] >= current.end) {
      return -1;
    }
    int position = free[from] & ~1;
    if (position <= current.start + 1) {
      return -1;
    }
    if (current.nextUse(current.start + 1) < position) {
      position = liveness.blockAt(position).from;
    }
    return position > current.start + 1 ? outermost(current.start + 1, position) : -1;
  }

  /**
   * When {@code holder} needs its register; a use at {@code start} that reads memory just as well
   * waits, and constants, which are made anew without store and reload, are said to wait longer, as
   * is what is used next where fewer loops are around it.
   */
  private int neededAt(LiveInterval holder, int start) {
    int use = holder.nextUse(start);
    if (use == start && holder.keeps(start)) {
      return start;
    }
    if (use <= start + 1) {
      return holder.nextMust(start) > start + 1 ? start + 2 : use;
    }
    if (use == NEVER) {
      return use;
    }
    boolean constant = function.rematerialization(holder.register) != null;
    boolean outside = liveness.blockAt(use).loopDepth < liveness.blockAt(start).loopDepth;
    return constant || outside ? use + CHEAP : use;
  }

  /**
   * One of the candidates that spares a move and is free as long as {@code current} lives, or -1.
   */
  private int hinted(LiveInterval current, int[] candidates) {
    int register = current.register;
    int clobbered = 0;
    int inWeb = -1;
    if (webs != null && current == current.whole) {
      clobbered = webs.clobbered(register);
      inWeb = webs.last(register);
    }
    int end = current.end;
    if (isFree(source[register], end, candidates, clobbered)) {
      return source[register];
    }
    if (isFree(last[register], end, candidates, 0)) {
      return last[register]; // of a part before this one
    }
    if (isFree(inWeb, end, candidates, 0)) {
      return inWeb;
    }
    if (isFree(target[register], end, candidates, clobbered)) {
      return target[register];
    }
    for (int i = register * RELATED; i < (register + 1) * RELATED && related[i] >= 0; i++) {
      if (isFree(last[related[i]], end, candidates, clobbered)) {
        return last[related[i]];
      }
    }
    if (clobbered != 0) {
      for (int candidate : candidates) {
        if (free[candidate] >= end && (clobbered >> candidate & 1) == 0) {
          return candidate;
        }
      }
    }
    return -1;
  }

  /** True if {@code number} is a candidate, free up to {@code end} and not clobbered. */
  private boolean isFree(int number, int end, int[] candidates, int clobbered) {
    if (number < 0 || free[number] < end || (clobbered >> number & 1) != 0) {
      return false;
    }
    return isCandidate(number, candidates);
  }

  private static boolean isCandidate(int number, int[] candidates) {
    for (int candidate : candidates) {
      if (candidate == number) {
        return true;
      }
    }
    return false;
  }

  /** Sends {@code current} or the holders of some register to memory. */
  private void allocateBlocked(LiveInterval current) {
    int[] candidates = candidates(current);
    int start = current.start;
    for (int number : candidates) {
      blocked[number] = busyFrom(number, current);
      free[number] = blocked[number];
      LiveInterval holder = active[number];
      if (holder != null) {
        free[number] = Math.min(free[number], neededAt(holder, start));
      }
    }
    for (int i = 0; i < inactive.size(); i++) {
      LiveInterval other = inactive.get(i);
      if (free[other.location] > start
          && isCandidate(other.location, candidates)
          && current.intersection(other) != NEVER) {
        steps++;
        free[other.location] = Math.min(free[other.location], other.nextUse(start));
      }
    }
    int best = candidates[0];
    for (int number : candidates) {
      if (free[number] > free[best]) {
        best = number;
      }
    }
    int must = current.nextMust(start);
    boolean mustNow = must <= start + 1 && must != NEVER;
    boolean defined = current == current.whole;
    if (!mustNow && free[best] <= current.nextUse(defined ? start + 1 : start)) {
      spill(current, start);
      return;
    }
    if (free[best] <= start + 1 && free[best] != NEVER) {
      if (!mustNow) {
        spill(current, start);
        return;
      }
      if (free[best] <= start || (free[best] & ~1) <= start) {
        throw new IllegalStateException(
            "too few registers at " + start + " for v" + current.register + "\n" + function);
      }
    }
    if (blocked[best] < current.end) {
      unhandled.add(current.split(splitPosition(current, start + 1, blocked[best] & ~1)));
    }
    evict(best, current);
    current.location = best;
  }

  /** Makes room in {@code number} for {@code current}. */
  private void evict(int number, LiveInterval current) {
    LiveInterval holder = active[number];
    if (holder != null) {
      active[number] = null;
      activeUntil[number] = NEVER;
      evictActive(holder, current.start);
    }
    for (int i = inactive.size() - 1; i >= 0; i--) {
      LiveInterval other = inactive.get(i);
      if (other.location == number && current.intersection(other) != NEVER) {
        unhandled.add(other.split(current.start)); // it is in a hole: begins anew behind it
        removeInactive(i);
      }
    }
  }

  private void evictActive(LiveInterval holder, int position) {
    if (holder.start >= position) {
      // began at the same position and is not needed here: goes to memory as a whole
      holder.location = LiveInterval.MEMORY;
      spill(holder, position);
      return;
    }
    int cut = spillPosition(holder, holder.previousUse(position) + 1, position);
    LiveInterval rest = holder.split(cut);
    if (rest.start > position) {
      unhandled.add(rest); // the cut fell into a hole
    } else {
      spill(rest, position);
    }
  }

  /** Leaves {@code interval} in memory up to the next use behind {@code position} that wants it. */
  private void spill(LiveInterval interval, int position) {
    interval.location = LiveInterval.MEMORY;
    int wanted = interval.nextWanted(position + 1);
    if (wanted == NEVER) {
      return;
    }
    int low = Math.max(position, interval.start) + 1;
    int reload = splitPosition(interval, low, wanted & ~1);
    unhandled.add(interval.split(reload));
  }

  /**
   * The best even position in {@code [low, high]} to continue an interval elsewhere: at the latest,
   * but outside of loops that begin on the way.
   */
  private int splitPosition(LiveInterval interval, int low, int high) {
    int best = outermost(low, high);
    assert best > interval.start && best < interval.end;
    return best;
  }

  /** Where in {@code [low, high]} an interval that leaves its register should leave it. */
  private int spillPosition(LiveInterval interval, int low, int high) {
    int earliest = Math.max(low, interval.start + 1);
    return earliest < high ? outermost(earliest, high) : high;
  }

  /** {@code high}, or the begin of the last block behind {@code low} that fewer loops enclose. */
  private int outermost(int low, int high) {
    steps++;
    int best = high;
    MachineBlock block = liveness.blockAt(high);
    int depth = block.loopDepth;
    for (int i = 0; i < SEARCH && block.from >= low && block.order > 0; i++) {
      MachineBlock above = function.blocks().get(block.order - 1);
      int edge = Math.min(block.loopDepth, above.loopDepth);
      if (edge < depth) {
        depth = edge;
        best = block.from;
      }
      block = above;
    }
    return best;
  }
}
