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
  SENTINEL_VALUE;

  /** The bits of an i64 or f64 result that tell of a trap; as f64 a finite number. */
  public static final long SENTINEL = 0x5EED_0FF1_8BAD_F00DL;
}
