package dev.lathe.codegen;

import java.util.ArrayList;

/**
 * Where a virtual register, or after splitting a part of one, is live: half-open ranges of
 * positions with holes between them, and the positions where it is used. The parts share the arrays
 * of the whole and see a window of them, so that a split costs a binary search only.
 *
 * <p>After Wimmer and Mössenböck, "Optimized Interval Splitting in a Linear Scan Register
 * Allocator", VEE 2005.
 */
final class LiveInterval implements Comparable<LiveInterval> {
  /** {@link #location} of a part that lives in memory: its slot, or where it can be made anew. */
  static final int MEMORY = -1;

  /** A use that reads memory just as well. */
  static final int ANY = 0;

  /** A use in a loop: could read memory, a register is better. */
  static final int WANTED = 1;

  /** A use or definition that needs a register. */
  static final int MUST = 2;

  /** The end of a loop that uses the register: no use, but a reason not to evict it before. */
  static final int LOOP_END = 3;

  /** The end of an instruction that reads late: a register may not be taken away here. */
  static final int KEEP = 4;

  private static final int NONE = Integer.MAX_VALUE;

  final int register;

  /** The whole, where the parts are listed once there are several. */
  final LiveInterval whole;

  /** All parts in order of position after {@link LinearScan}, or null while there is only one. */
  ArrayList<LiveInterval> parts;

  int start;
  int end;

  /** Of a part that {@link LinearScan} lets rest: where it is live again. */
  int resumes;

  /** A physical register's number in {@link LinearScan#number}, or {@link #MEMORY}. */
  int location = MEMORY;

  private int[] ranges; // start, end, start, end, ...
  private int firstRange;
  private int lastRange;
  private int[] uses; // position << 3 | kind
  private int firstUse;
  private int lastUse;

  LiveInterval(int register) {
    this.register = register;
    this.whole = this;
    this.ranges = new int[2];
    this.uses = new int[2];
  }

  private LiveInterval(LiveInterval of) {
    this.register = of.register;
    this.whole = of.whole;
    this.ranges = of.ranges;
    this.uses = of.uses;
  }

  /** Adds a range while building; ranges come in descending order and may touch the last one. */
  void prependRange(int from, int to) {
    int n = lastRange;
    if (n > 0 && ranges[n - 1] <= to) { // reversed while building: ranges[n - 1] is the start
      ranges[n - 1] = Math.min(from, ranges[n - 1]);
      ranges[n - 2] = Math.max(to, ranges[n - 2]);
      return;
    }
    if (n + 2 > ranges.length) {
      ranges = java.util.Arrays.copyOf(ranges, n * 2);
    }
    ranges[n] = to;
    ranges[n + 1] = from;
    lastRange = n + 2;
  }

  /** Sets the begin of the earliest range while building: there stands the definition. */
  void cutStart(int from) {
    ranges[lastRange - 1] = from;
  }

  boolean isEmpty() {
    return lastRange == 0;
  }

  /** Adds a use while building; uses come in descending order, but for those of one instruction. */
  void prependUse(int position, int kind) {
    if (lastUse == uses.length) {
      uses = java.util.Arrays.copyOf(uses, lastUse * 2);
    }
    int i = lastUse++;
    for (; i > 0 && uses[i - 1] >> 3 < position; i--) {
      uses[i] = uses[i - 1];
    }
    uses[i] = position << 3 | kind;
  }

  /**
   * Ends building: puts ranges and uses in ascending order and drops the ends of loops that do not
   * use the register.
   */
  void finish(Liveness liveness) {
    for (int i = 0, j = lastRange - 1; i < j; i++, j--) {
      int swap = ranges[i];
      ranges[i] = ranges[j];
      ranges[j] = swap;
    }
    for (int i = 0, j = lastUse - 1; i < j; i++, j--) {
      int swap = uses[i];
      uses[i] = uses[j];
      uses[j] = swap;
    }
    int kept = 0;
    int lastReal = -1;
    for (int i = 0; i < lastUse; i++) {
      if ((uses[i] & 7) != LOOP_END) {
        lastReal = uses[i] >> 3;
      } else if (lastReal < liveness.loopStart(uses[i] >> 3)) {
        continue; // the loop does not use the register
      }
      uses[kept++] = uses[i];
    }
    lastUse = kept;
    start = ranges[0];
    end = ranges[lastRange - 1];
  }

  private int rangeStart(int i) {
    return Math.max(ranges[i], start);
  }

  private int rangeEnd(int i) {
    return Math.min(ranges[i + 1], end);
  }

  /** The length of {@link #ranges} of a whole that has not been split. */
  int rangesLength() {
    return lastRange;
  }

  /** A copy of the ranges of a whole that has not been split. */
  int[] ranges() {
    return java.util.Arrays.copyOf(ranges, lastRange);
  }

  /** The end of the range in which this part is live at {@code position}. */
  int coveredUntil(int position) {
    return rangeEnd(rangeAt(position));
  }

  /** The first position from {@code position} on, which is before the end, where it is live. */
  int nextLive(int position) {
    return Math.max(position, ranges[rangeAt(position)]);
  }

  /** True if this part is live at {@code position}. */
  boolean covers(int position) {
    if (position < start || position >= end) {
      return false;
    }
    return ranges[rangeAt(position)] <= position;
  }

  /** The index of the first range that ends behind {@code position}. */
  private int rangeAt(int position) {
    int low = firstRange;
    int high = lastRange - 2;
    while (low < high) {
      int middle = (low + high >>> 2) << 1;
      if (ranges[middle + 1] > position) {
        high = middle;
      } else {
        low = middle + 2;
      }
    }
    return low;
  }

  /** The first position where both are live, or {@link Integer#MAX_VALUE}. */
  int intersection(LiveInterval other) {
    int position = Math.max(start, other.start);
    if (position >= end || position >= other.end) {
      return NONE;
    }
    int i = rangeAt(position);
    int j = other.rangeAt(position);
    while (i < lastRange && j < other.lastRange) {
      int from = Math.max(rangeStart(i), other.rangeStart(j));
      int thisEnd = rangeEnd(i);
      int otherEnd = other.rangeEnd(j);
      if (from < Math.min(thisEnd, otherEnd)) {
        return from;
      }
      if (thisEnd < otherEnd) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return NONE;
  }

  /**
   * The first position where this part is live in one of the ascending {@code fixed} ranges, of
   * which those before index {@code cursor} are over; or {@link Integer#MAX_VALUE}.
   */
  int intersection(int[] fixed, int cursor, int count) {
    int i = firstRange;
    int j = cursor;
    while (i < lastRange && j < count) {
      int thisEnd = rangeEnd(i);
      int from = Math.max(rangeStart(i), fixed[j]);
      if (from < Math.min(thisEnd, fixed[j + 1])) {
        return from;
      }
      if (thisEnd < fixed[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return NONE;
  }

  /** The position of the first use at or behind {@code position}, or {@link Integer#MAX_VALUE}. */
  int nextUse(int position) {
    int i = useAt(position);
    return i < lastUse ? uses[i] >> 3 : NONE;
  }

  /** The same for uses that need a register. */
  int nextMust(int position) {
    for (int i = useAt(position); i < lastUse; i++) {
      if ((uses[i] & 7) == MUST) {
        return uses[i] >> 3;
      }
    }
    return NONE;
  }

  /** True if a register that is held at {@code position} may not be taken away there. */
  boolean keeps(int position) {
    for (int i = useAt(position); i < lastUse && uses[i] >> 3 == position; i++) {
      if ((uses[i] & 7) == KEEP) {
        return true;
      }
    }
    return false;
  }

  /** The same for uses that need a register or profit from one. */
  int nextWanted(int position) {
    for (int i = useAt(position); i < lastUse; i++) {
      int kind = uses[i] & 7;
      if (kind == MUST || kind == WANTED) {
        return uses[i] >> 3;
      }
    }
    return NONE;
  }

  /** The position of the last use before {@code position}, or {@link #start}. */
  int previousUse(int position) {
    int i = useAt(position) - 1;
    return i >= firstUse ? Math.max(uses[i] >> 3, start) : start;
  }

  private int useAt(int position) {
    int low = firstUse;
    int high = lastUse;
    int key = position << 3;
    while (low < high) {
      int middle = low + high >>> 1;
      if (uses[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Cuts this part at {@code position}, strictly inside it, and returns the rest, which begins
   * there or, if that is a hole, behind the hole.
   */
  LiveInterval split(int position) {
    assert start < position && position < end;
    LiveInterval rest = new LiveInterval(this);
    int range = rangeAt(position);
    rest.firstRange = range;
    rest.lastRange = lastRange;
    rest.start = Math.max(position, ranges[range]);
    rest.end = end;
    rest.lastUse = lastUse;
    rest.firstUse = useAt(position);
    lastUse = rest.firstUse;
    if (ranges[range] < position) {
      lastRange = range + 2;
      end = position;
    } else {
      lastRange = range;
      end = ranges[range - 1];
    }
    if (whole.parts == null) {
      whole.parts = new ArrayList<>(4);
      whole.parts.add(whole);
    }
    whole.parts.add(rest);
    return rest;
  }

  /** Of the whole: the part that is live at {@code position}. */
  LiveInterval partAt(int position) {
    if (parts == null) {
      return this;
    }
    int low = 0;
    int high = parts.size() - 1;
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (parts.get(middle).start <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return parts.get(low);
  }

  /** Of the whole: puts the parts in order of position. */
  void sortParts() {
    if (parts != null) {
      for (int i = 1; i < parts.size(); i++) {
        LiveInterval part = parts.get(i);
        int j = i - 1;
        for (; j >= 0 && parts.get(j).start > part.start; j--) {
          parts.set(j + 1, parts.get(j));
        }
        parts.set(j + 1, part);
      }
    }
  }

  /** Of the whole: true if some part lives in memory. */
  boolean touchesMemory() {
    if (parts == null) {
      return location == MEMORY;
    }
    for (LiveInterval part : parts) {
      if (part.location == MEMORY) {
        return true;
      }
    }
    return false;
  }

  /** By start, then by register: the order in which {@link LinearScan} allocates. */
  @Override
  public int compareTo(LiveInterval other) {
    return start != other.start
        ? Integer.compare(start, other.start)
        : Integer.compare(register, other.register);
  }
}
