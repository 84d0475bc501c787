package dev.lathe.link;

import dev.lathe.codegen.ReturnConvention;

/**
 * The records that kernels are called with ({@link ReturnConvention#RECORD}). A thread uses its own
 * again, so that a call allocates none.
 *
 * <p>A kept record has the number of the thread that made it, which no other thread ever has, and
 * only that thread writes it. So a thread that finds its own number has found its own record,
 * without any synchronization: of an array that another thread has just put there it may see zeros,
 * or the other's number. A record is in use while its budget is not 0; whoever calls a kernel then,
 * as an agent in the midst of a call might, gets another one.
 *
 * <p>There are only numbers in a record, so nothing is kept alive by one, nor by the few that stand
 * here for threads that have ended.
 */
final class Records {
  /** What a kept record has room for, and its owner's number behind. */
  private static final int LONGS = 63;

  private static final int OWNER = LONGS;

  private static final int PLACES = 64;

  private static final long[][] KEPT = new long[PLACES][];

  private Records() {}

  /**
   * A record for the first slice of a call. Everything but the budget and the long before, which is
   * 0, is unspecified.
   */
  static long[] take(int longs) {
    long thread = Thread.currentThread().threadId();
    long[] kept = KEPT[(int) thread & PLACES - 1];
    if (longs > LONGS
        || kept == null
        || kept[OWNER] != thread
        || kept[ReturnConvention.BUDGET] != 0) {
      return make(longs, thread);
    }
    kept[ReturnConvention.BUDGET] = Slices.FIRST_BUDGET;
    return kept;
  }

  private static long[] make(int longs, long thread) {
    var record = new long[Math.max(longs, LONGS + 1)];
    record[ReturnConvention.BUDGET] = Slices.FIRST_BUDGET;
    if (longs <= LONGS) {
      record[OWNER] = thread;
      KEPT[(int) thread & PLACES - 1] = record;
    }
    return record;
  }

  /** Says that a call with {@code record} has ended in its first slice. */
  static void release(long[] record) {
    record[ReturnConvention.BUDGET] = 0;
  }

  /** Says that a call with {@code record} has ended. */
  static void reset(long[] record) {
    record[ReturnConvention.RESUME] = 0;
    record[ReturnConvention.BUDGET] = 0;
  }
}
