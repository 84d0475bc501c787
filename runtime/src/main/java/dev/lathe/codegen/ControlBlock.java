package dev.lathe.codegen;

/**
 * What stands at the top of a stack that kernels bring with them: 8-byte fields at these offsets.
 * The stack begins right below.
 *
 * @see ReturnConvention#STACK
 */
public final class ControlBlock {
  /** How far down the stack pointer may be when a function that calls begins. */
  public static final int LIMIT = 0;

  /** The stack pointer of who called the kernel. */
  public static final int CALLER = 8;

  /** The kernel's stack pointer while it waits to be called again. */
  public static final int KERNEL = 16;

  /** How many safepoints may be passed, less one. */
  public static final int BUDGET = 24;

  /** The raw bits of the result; those above its type are unspecified. */
  public static final int RESULT = 32;

  /** Which function of the module found the stack used up. */
  public static final int WHERE = 40;

  /** The arguments of kernels that have too many for a call: one field each, low bytes first. */
  public static final int ARGUMENTS = 64;

  /** The size of it all. */
  public static final int BYTES = 4096;

  /**
   * What must be left of the stack below {@link #LIMIT}: a frame, that of a function which calls no
   * other, and as much again for handlers of signals.
   */
  public static final int RESERVE = 4 * Frame.LIMIT;

  private ControlBlock() {}
}
