package dev.lathe.link;

import dev.lathe.codegen.ReturnConvention;

/**
 * The records that kernels are called with ({@link ReturnConvention#RECORD}). None is allocated for
 * a call: each kernel has one, which belongs to the thread that calls it first, and every thread
 * keeps one for kernels that are not its own. The former is a constant in the code that makes the
 * call, so that nothing needs to wait until it is found.
 *
 * <p>A record has the number of the thread that it belongs to, which no other thread ever has. So a
 * thread that finds its own number has found its own record, without synchronization: in a record
 * of another thread it may see 0, or that one's number. A record is in use while its budget is not
 * 0; whoever calls a kernel then, as an agent in the midst of a call might, gets another one.
 *
 * <p>There are only numbers in a record, so nothing is kept alive by one, nor by the few that stand
 * here for threads that have ended.
 */
final class Records {
  /** What a record has room for at least; behind all of it is its owner's number. */
  private static final int LEAST = 63;

  /** Records with more are made for each call. */
  private static final int MOST = 1023;

  private static final int PLACES = 64;

  private static final long[][] KEPT = new long[PLACES][];

  private Records() {}

  /**
   * A record for {@link #take} that belongs to nobody yet.
   *
   * @param longs what the kernel takes of it
   */
  static long[] ofKernel(int longs) {
    return new long[(longs > MOST ? LEAST : Math.max(longs, LEAST)) + 1];
  }

  /**
   * A record for the first slice of a call. Everything but the budget, and the long before it,
   * which is 0, is unspecified.
   *
   * @param own the kernel's
   * @param longs how long it must be at least
   */
  static long[] take(long[] own, int longs) {
    long thread = Thread.currentThread().threadId();
    if (longs >= own.length || !isFree(own, thread)) {
      return other(own, longs, thread);
    }
    own[ReturnConvention.BUDGET] = Slices.FIRST_BUDGET;
    return own;
  }

  private static boolean isFree(long[] record, long thread) {
    return record[record.length - 1] == thread && record[ReturnConvention.BUDGET] == 0;
  }

  private static long[] other(long[] own, int longs, long thread) {
    long[] record;
    if (longs > MOST) {
      record = new long[longs];
    } else if (longs < own.length && own[own.length - 1] == 0 && claim(own, thread)) {
      record = own;
    } else {
      int place = (int) thread & PLACES - 1;
      record = KEPT[place];
      if (record == null || longs >= record.length || !isFree(record, thread)) {
        record = ofKernel(longs);
        record[record.length - 1] = thread;
        KEPT[place] = record;
      }
    }
    record[ReturnConvention.BUDGET] = Slices.FIRST_BUDGET;
    return record;
  }

  private static boolean claim(long[] own, long thread) {
    synchronized (KEPT) {
      if (own[own.length - 1] != 0) {
        return false;
      }
      own[own.length - 1] = thread;
      return true;
    }
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
