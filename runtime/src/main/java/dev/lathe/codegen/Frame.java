package dev.lathe.codegen;

import java.util.Arrays;

/**
 * The stack frame: spill slots below the saved registers, arguments of calls below the slots,
 * everything addressed from the stack pointer. Until the frame is laid out, a slot is memory at the
 * pseudo base {@link #slot}, an incoming argument at {@link #argument} and one of a call at {@link
 * #outgoing}; {@link #resolve} turns them into real addresses.
 */
public final class Frame {
  /** What a kernel may use of the caller's stack (DESIGN section 6: measured on HotSpot's). */
  public static final int LIMIT = 32 * 1024;

  private static final Operand.Reg SLOTS = Operand.Reg.physical(RegClass.GENERAL, -1);
  private static final Operand.Reg ARGUMENTS = Operand.Reg.physical(RegClass.GENERAL, -2);

  private static final Operand.Reg OUTGOING = Operand.Reg.physical(RegClass.GENERAL, -3);

  private static final Operand.Reg TABLE = Operand.Reg.physical(RegClass.GENERAL, -4);

  private final Operand.Reg stackPointer;
  private int[] sizes = new int[8];
  private int count;
  private int[] offsets;
  private int slotBytes;
  private int savedBytes;
  private int alignment;
  private boolean unaligned;
  private int callerOffset;
  private int outgoingBytes;
  private int tableBytes;

  public Frame(Operand.Reg stackPointer) {
    this.stackPointer = stackPointer;
  }

  /** The incoming stack argument at {@code offset} bytes above the return address. */
  public static Operand.Mem argument(int offset) {
    return Operand.Mem.of(ARGUMENTS, offset);
  }

  /** The argument of a call at {@code offset} bytes above what will be its return address. */
  public static Operand.Mem outgoing(int offset) {
    return Operand.Mem.of(OUTGOING, offset);
  }

  /** The target's own table, at {@code offset} bytes plus {@code index}, or null, times scale. */
  public static Operand.Mem table(Operand.Reg index, int scale, int offset) {
    return Operand.Mem.of(TABLE, index, scale, offset);
  }

  /** Makes room for {@code bytes}, a multiple of 8, of the target's own table. */
  public void reserveTable(int bytes) {
    tableBytes = bytes;
  }

  /** Makes room for {@code bytes} of arguments of a call. */
  public void reserveOutgoing(int bytes) {
    outgoingBytes = Math.max(outgoingBytes, bytes);
  }

  /** The spill slot {@code index}. */
  static Operand.Mem slot(int index) {
    return Operand.Mem.of(SLOTS, index);
  }

  /** True if {@code mem} is an incoming argument. */
  public static boolean isArgument(Operand.Mem mem) {
    return mem.base() == ARGUMENTS;
  }

  static boolean isSlot(Operand.Mem mem) {
    return mem.base() == SLOTS;
  }

  static boolean isFrameBase(Operand.Reg register) {
    return register == SLOTS || register == ARGUMENTS || register == OUTGOING || register == TABLE;
  }

  /** A new slot of {@code size} bytes: 8, 16, 32 or 64. */
  int newSlot(int size) {
    if (count == sizes.length) {
      sizes = Arrays.copyOf(sizes, count * 2);
    }
    sizes[count] = size;
    return count++;
  }

  /** A slot of 8 bytes for the target's own use. */
  public Operand.Mem reserve() {
    return slot(newSlot(8));
  }

  /** How many slots there are. */
  int slotCount() {
    return count;
  }

  /** Says that incoming arguments are read: the distance to them must be known, so no alignment. */
  public void keepUnaligned() {
    unaligned = true;
  }

  /**
   * Gives the slots their offsets, the widest first so that each is as aligned as the frame.
   *
   * @param saved how many registers the prologue pushes
   * @throws StackLimitException if the frame exceeds {@link #LIMIT}
   */
  public void layOut(int saved) {
    offsets = new int[count];
    int widest = count == 0 ? 0 : 8;
    for (int i = 0; i < count; i++) {
      widest = Math.max(widest, sizes[i]);
    }
    int offset = outgoingBytes + tableBytes;
    offset = count == 0 ? offset : offset + widest - 1 & -widest;
    for (int size = 64; size >= 8; size >>= 1) {
      for (int i = 0; i < count; i++) {
        if (sizes[i] == size) {
          offsets[i] = offset;
          offset += size;
        }
      }
    }
    if (widest > 16 && !unaligned) {
      alignment = widest;
      callerOffset = offset;
      offset = offset + 8 + widest - 1 & -widest;
    }
    slotBytes = offset;
    savedBytes = saved * 8;
    if (totalBytes() > LIMIT) {
      throw StackLimitException.of(totalBytes());
    }
  }

  /** What the prologue subtracts from the stack pointer after its pushes. */
  public int slotBytes() {
    return slotBytes;
  }

  /** What the stack pointer must be a multiple of, or 0 if it is left as it comes. */
  public int alignment() {
    return alignment;
  }

  /** Where the stack pointer from before an alignment is kept. */
  public Operand.Mem callerStackPointer() {
    return Operand.Mem.of(stackPointer, callerOffset);
  }

  /** The stack that a call takes: slots, saved registers and return address. */
  public int totalBytes() {
    return slotBytes + alignment + savedBytes + 8;
  }

  /** {@code mem} with real addresses. */
  public Operand.Mem resolve(Operand.Mem mem) {
    if (mem.base() == SLOTS) {
      return Operand.Mem.of(stackPointer, offsets[mem.displacement()]);
    }
    if (mem.base() == OUTGOING) {
      return Operand.Mem.of(stackPointer, mem.displacement());
    }
    if (mem.base() == TABLE) {
      int offset = outgoingBytes + mem.displacement();
      return Operand.Mem.of(stackPointer, mem.index(), mem.scale(), offset);
    }
    if (mem.base() == ARGUMENTS) {
      return Operand.Mem.of(stackPointer, slotBytes + savedBytes + 8 + mem.displacement());
    }
    return mem;
  }
}
