package dev.lathe.link;

import dev.lathe.ir.IrParser;
import java.lang.invoke.MethodHandle;

/**
 * Calls recursive kernels from every frame of Java that there is room for, from where the stack
 * ends up, on a platform thread and on a virtual one: each call must give its result or the error
 * that it must throw, or end in a StackOverflowError.
 */
public final class DeepCalls {
  private static final int CALLS = 2000;

  private static final MethodHandle SUM =
      TestSite.linkModule(
          "(I)I",
          () ->
              IrParser.parseModule(
                  """
                  func %sum(v0: i32) -> i32 {
                    callee %sum(i32) -> i32
                  b0:
                    v1 = const.i32 0
                    v2 = icmp.i32 eq v0, v1
                    branch v2, b1, b2
                  b1:
                    ret v0
                  b2:
                    v3 = const.i32 1
                    v4 = isub.i32 v0, v3
                    v5 = call.i32 %sum(v4)
                    v6 = iadd.i32 v5, v0
                    ret v6
                  }
                  """));

  private static int results;
  private static int overflows;
  private static int left;

  private DeepCalls() {}

  public static void main(String[] args) throws InterruptedException {
    int first = call(10) + call(-1); // links the call
    for (boolean virtual : new boolean[] {false, true}) {
      for (int depth : new int[] {10, 10_000, -1}) {
        results = 0;
        overflows = 0;
        left = CALLS;
        Thread thread =
            virtual
                ? Thread.ofVirtual().unstarted(() -> descend(depth))
                : new Thread(null, () -> descend(depth), "deep", 600_000);
        thread.start();
        thread.join();
        boolean all = first == 56 && results + overflows == CALLS - left && overflows > 0;
        boolean right = all && (depth < 0 ? results == 0 : results > 0);
        System.out.println(right ? "right" : results + " results, " + overflows + " overflows");
      }
    }
  }

  private static void descend(int depth) {
    try {
      descend(depth);
    } catch (StackOverflowError e) {
      // falls through to the call, in every frame on the way back
    }
    if (left == 0) {
      return;
    }
    int result = call(depth);
    left--;
    if (result == depth * (depth + 1) / 2) {
      results++;
    } else if (result == 1) {
      overflows++;
    }
  }

  /** The sum, 1 for a StackOverflowError, or -1 for another. */
  private static int call(int depth) {
    try {
      return (int) SUM.invokeExact(depth);
    } catch (StackOverflowError e) {
      return 1;
    } catch (Throwable t) {
      return -1;
    }
  }
}
