package dev.lathe.link;

import java.lang.foreign.MemorySegment;

/**
 * A piece of executable memory and what of it is free: ranges of whole cache lines, kept in order
 * of address and merged when they touch. Allocation is first fit. Not thread-safe.
 */
final class CodeChunk {
  private static final int LINE = 64;

  private final MemorySegment memory;
  private final long executable;
  private Range free;

  /** Free bytes from {@code start} up to, not including, {@code end}: offsets into the chunk. */
  private static final class Range {
    long start;
    long end;
    Range next;

    Range(long start, long end, Range next) {
      this.start = start;
      this.end = end;
      this.next = next;
    }
  }

  /**
   * A chunk that is all free.
   *
   * @param writable address for writing
   * @param executable address for executing the same bytes
   * @param size a multiple of 64
   */
  CodeChunk(long writable, long executable, long size) {
    this.memory = Downcalls.memory(writable, size);
    this.executable = executable;
    this.free = new Range(0, size, null);
  }

  long writable() {
    return memory.address();
  }

  long executable() {
    return executable;
  }

  long size() {
    return memory.byteSize();
  }

  boolean isEmpty() {
    return free != null && free.start == 0 && free.end == size();
  }

  boolean fits(int length, int alignment) {
    for (Range range = free; range != null; range = range.next) {
      if (aligned(range.start, alignment) + length <= range.end) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes {@code length} bytes, rounded up to whole lines, and returns their executable address.
   */
  long allocate(int length, int alignment) {
    Range before = null;
    for (Range range = free; range != null; before = range, range = range.next) {
      long start = aligned(range.start, alignment);
      long end = aligned(start + length, LINE);
      if (end <= range.end) {
        Range rest = end < range.end ? new Range(end, range.end, range.next) : range.next;
        if (start > range.start) {
          range.end = start;
          range.next = rest;
        } else if (before == null) {
          free = rest;
        } else {
          before.next = rest;
        }
        return executable + start;
      }
    }
    throw new IllegalStateException("no room for " + length + " bytes");
  }

  /** Gives back what {@link #allocate} returned for this length. */
  void free(long address, int length) {
    long start = address - executable;
    long end = aligned(start + length, LINE);
    Range before = null;
    Range after = free;
    while (after != null && after.start < start) {
      before = after;
      after = after.next;
    }
    if (after != null && after.start == end) {
      end = after.end;
      after = after.next;
    }
    if (before != null && before.end == start) {
      before.end = end;
      before.next = after;
    } else if (before == null) {
      free = new Range(start, end, after);
    } else {
      before.next = new Range(start, end, after);
    }
  }

  void write(long address, byte[] code) {
    MemorySegment.copy(MemorySegment.ofArray(code), 0, memory, address - executable, code.length);
  }

  void fill(long address, int length, byte value) {
    memory.asSlice(address - executable, length).fill(value);
  }

  private static long aligned(long offset, int alignment) {
    int unit = Math.max(alignment, LINE);
    return offset + unit - 1 & -unit;
  }
}
