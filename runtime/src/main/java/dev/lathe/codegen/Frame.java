package dev.lathe.codegen;

import java.util.Arrays;

/**
 * The stack frame: spill slots below the saved registers, everything addressed from the stack
 * pointer. Until the frame is laid out, a slot is memory at the pseudo base {@link #slot} and an
 * incoming argument at {@link #argument}; {@link #resolve} turns them into real addresses.
 */
public final class Frame {
  /** What a kernel may use of the caller's stack (DESIGN section 6: measured on HotSpot's). */
  public static final int LIMIT = 32 * 1024;

  private static final Operand.Reg SLOTS = Operand.Reg.physical(RegClass.GENERAL, -1);
  private static final Operand.Reg ARGUMENTS = Operand.Reg.physical(RegClass.GENERAL, -2);

  private final Operand.Reg stackPointer;
  private int[] sizes = new int[8];
  private int count;
  private int[] offsets;
  private int slotBytes;
  private int savedBytes;

  public Frame(Operand.Reg stackPointer) {
    this.stackPointer = stackPointer;
  }

  /** The incoming stack argument at {@code offset} bytes above the return address. */
  public static Operand.Mem argument(int offset) {
    return Operand.Mem.of(ARGUMENTS, offset);
  }

  /** The spill slot {@code index}. */
  static Operand.Mem slot(int index) {
    return Operand.Mem.of(SLOTS, index);
  }

  static boolean isSlot(Operand.Mem mem) {
    return mem.base() == SLOTS;
  }

  static boolean isFrameBase(Operand.Reg register) {
    return register == SLOTS || register == ARGUMENTS;
  }

  /** A new slot of {@code size} bytes: 8, 16, 32 or 64. */
  int newSlot(int size) {
    if (count == sizes.length) {
      sizes = Arrays.copyOf(sizes, count * 2);
    }
    sizes[count] = size;
    return count++;
  }

  /** How many slots there are. */
  int slotCount() {
    return count;
  }

  /**
   * Gives the slots their offsets, the widest first so that each is as aligned as the frame.
   *
   * @param saved how many registers the prologue pushes
   * @throws StackLimitException if the frame exceeds {@link #LIMIT}
   */
  public void layOut(int saved) {
    offsets = new int[count];
    int offset = 0;
    for (int size = 64; size >= 8; size >>= 1) {
      for (int i = 0; i < count; i++) {
        if (sizes[i] == size) {
          offsets[i] = offset;
          offset += size;
        }
      }
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

  /** The stack that a call takes: slots, saved registers and return address. */
  public int totalBytes() {
    return slotBytes + savedBytes + 8;
  }

  /** {@code mem} with real addresses. */
  public Operand.Mem resolve(Operand.Mem mem) {
    if (mem.base() == SLOTS) {
      return Operand.Mem.of(stackPointer, offsets[mem.displacement()]);
    }
    if (mem.base() == ARGUMENTS) {
      return Operand.Mem.of(stackPointer, slotBytes + savedBytes + 8 + mem.displacement());
    }
    return mem;
  }
}
