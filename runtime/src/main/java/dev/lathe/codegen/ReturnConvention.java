package dev.lathe.codegen;

/** How a kernel's machine code gives back its result, and a trap. */
public enum ReturnConvention {
  /** The result as in C; the kernel cannot trap. */
  PLAIN,
  /**
   * An i64: on a trap its high half is the number of the trap site, counted from 1; else the high
   * half is 0 and the low half the result (i32, bool, raw bits of an f32, or 0 for void).
   */
  PACKED,
  /**
   * The result (i64, f64) as in C, which is {@link #SENTINEL} on any trap. If a genuine result has
   * these bits the caller finds out by running the function once more, elsewhere.
   */
  SENTINEL_VALUE,
  /**
   * By way of a record, whose address is one more argument, the last. It is an array of longs:
   * {@link #RESUME} is 0 at first; {@link #BUDGET} says how much the call may spend: it leaves at
   * the safepoint whose cost uses it up; {@link #RESULT} receives the raw bits of the result, of
   * which those above its type are unspecified; the others belong to the function. Returns 0 when
   * it is done; less than 0, the negative number of the trap site counted from 1, on a trap; more
   * than 0 when it wants to be called again with the same arguments and the same contents of the
   * record, the budget excepted. A memory kernel takes its arguments otherwise: see {@link
   * #ARGUMENTS}.
   */
  RECORD,
  /**
   * By way of the control block of the stack that the kernel brings, whose address is one more
   * argument, the last: the status as in {@link #RECORD}, but a call again is one of another entry
   * that takes the control block alone; see {@code X64Module}.
   */
  STACK;

  /** The status of {@link #STACK} that tells that the kernel's stack is used up. */
  public static final int OVERFLOW = Integer.MIN_VALUE;

  /** The bits of an i64 or f64 result that tell of a trap; as f64 a finite number. */
  public static final long SENTINEL = 0x5EED_0FF1_8BAD_F00DL;

  /** The long of a record that holds 0 or, in another slice, the address where the code goes on. */
  public static final int RESUME = 0;

  /** The long of a record that holds the budget of a call, at least 1. */
  public static final int BUDGET = 1;

  /** The long of a record that holds the result. */
  public static final int RESULT = 2;

  /**
   * The long of a memory kernel's record where its arguments begin; the kernel itself is called
   * with addresses only: {@code int f(slot 1, ..., slot k, record)}. Slots are the parameters that
   * are references, in order, and behind them {@link dev.lathe.ir.Function#tables}, in order. The
   * address of an array is that of its element 0, of a segment {@code address()}; of null it is 0.
   *
   * <p>The record holds from here on: a long for each parameter, in order: a scalar's bits, those
   * above its type being ignored (a bool is an i32, 0 or 1), an array's length (0 of null), a
   * segment's byteSize (-1 of null); a long for each table, its length; a long for each of {@link
   * MachineCode#limits}. The kernel does not change them. Everything behind must be kept between
   * slices.
   *
   * <p>On a trap the record tells the operands from {@link #RESULT} on, bits above their types
   * unspecified: those of the JDK operation of {@link TrapSite#kind}; else of an {@code index} the
   * slot (0 is null, those above k are arrays that the kernel has made), the index, and the array's
   * length; of a {@code newarray} the length; of a {@code nonnull} none. Memory has been written by
   * then, so that nobody may run the kernel again: see {@link TrapSite#raise}.
   */
  public static final int ARGUMENTS = 5;
}
