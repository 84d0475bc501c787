package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Kernel;
import dev.lathe.KernelInterruptedException;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.Module;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StackCallsTest {
  private static final String FIBONACCI =
      """
      func %com.acme.Fib.fib(v0: i32) -> i64 {
        source "Fib.java"
        symbol "fib"
        callee %fib(i32) -> i64
      b0:
        v1 = const.i32 2
        v2 = icmp.i32 lt v0, v1 @7
        branch v2, b1, b2
      b1:
        v3 = sext.i64 v0
        ret v3
      b2:
        v4 = const.i32 1
        v5 = isub.i32 v0, v4
        v6 = call.i64 %fib(v5) @8
        v7 = isub.i32 v0, v1
        v8 = call.i64 %fib(v7) @8
        v9 = iadd.i64 v6, v8
        ret v9
      }
      """;

  /** down(n, end) counts n down; at 0 divides by end. Line 3 recurses, line 4 divides. */
  private static final String DOWN =
      """
      func %com.acme.Down.down(v0: i32, v1: i32) -> i32 {
        source "Down.java"
        symbol "down"
        callee %down(i32, i32) -> i32
      b0:
        v2 = const.i32 0
        v3 = icmp.i32 eq v0, v2
        branch v3, b1, b2
      b1:
        v4 = nonzero.i32 v1, divide.i32 @4
        v5 = const.i32 100
        v6 = idiv.i32 v5, v4 @4
        ret v6
      b2:
        v7 = const.i32 1
        v8 = isub.i32 v0, v7
        v9 = call.i32 %down(v8, v1) @3
        v10 = iadd.i32 v9, v7
        ret v10
      }
      """;

  private static final String FOR_EVER =
      """
      func %com.acme.Ever.ever(v0: i64) -> i64 {
        source "Ever.java"
        symbol "ever"
        interruptible
        callee %ever(i64) -> i64
      b0:
        v1 = const.i64 1
        v2 = const.i64 0
        v3 = icmp.i64 eq v0, v2
        branch v3, b1(v2), b2
      b1(v4: i64):
        v5 = iadd.i64 v4, v1
        v6 = icmp.i64 ne v5, v2
        branch v6, b1(v5), b3
      b2:
        v7 = isub.i64 v0, v1
        v8 = call.i64 %ever(v7)
        ret v8
      b3:
        ret v5
      }
      """;

  private static MethodHandle link(String descriptor, String text) {
    return TestSite.linkModule(descriptor, () -> parse(text));
  }

  private static Module parse(String text) {
    return IrParser.parseModule(text);
  }

  private static final MethodHandle FIB = link("(I)J", FIBONACCI);
  private static final MethodHandle DOWN_TO = link("(II)I", DOWN);

  private static long fib(int n) {
    try {
      return (long) FIB.invokeExact(n);
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  private static int down(int n, int end) {
    try {
      return (int) DOWN_TO.invokeExact(n, end);
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  @Test
  void recursionRunsNatively() {
    assertThat(fib(20)).isEqualTo(6765);
  }

  @Test
  void deepRecursionReturns() {
    assertThat(down(20_000, 1)).isEqualTo(20_100);
  }

  @Test
  void runawayRecursionIsAStackOverflowError() {
    assertThatThrownBy(() -> down(-1, 1))
        .isInstanceOf(StackOverflowError.class)
        .satisfies(error -> {
          StackTraceElement[] trace = error.getStackTrace();
          assertThat(trace[0].toString()).isEqualTo("com.acme.Down.down(Down.java:3)");
          assertThat(trace[1].getClassName()).isEqualTo(StackCallsTest.class.getName());
          assertThat(trace[1].getMethodName()).isEqualTo("down");
        });
    assertThat(down(10, 1)).isEqualTo(110);
  }

  @Test
  void trapsDeepInRecursionThrowWhatJavaThrows() {
    for (int depth : new int[] {0, 1, 100, 30_000}) {
      assertThatThrownBy(() -> down(depth, 0))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage("/ by zero")
          .satisfies(thrown -> {
            StackTraceElement[] trace = thrown.getStackTrace();
            assertThat(trace[0].toString()).isEqualTo("com.acme.Down.down(Down.java:4)");
            int kernel = Math.min(depth, 1000);
            assertThat(trace[kernel].getMethodName()).isEqualTo("down");
            if (depth <= 100) {
              assertThat(trace[depth + 1].getClassName()).isEqualTo(StackCallsTest.class.getName());
            }
          });
    }
  }

  @Test
  void interruptEndsRecursionWithALoop() throws Exception {
    MethodHandle ever = link("(J)J", FOR_EVER);
    Throwable[] thrown = new Throwable[1];
    boolean[] flag = new boolean[1];
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                long result = (long) ever.invokeExact(100L);
                thrown[0] = new AssertionError(result);
              } catch (Throwable t) {
                thrown[0] = t;
                flag[0] = Thread.currentThread().isInterrupted();
              }
            });
    Thread.sleep(20);
    assertThat(thread.isAlive()).isTrue();
    thread.interrupt();
    thread.join();
    assertThat(thrown[0]).isInstanceOf(KernelInterruptedException.class);
    assertThat(flag[0]).isTrue();
  }

  @Test
  void manyThreadsHaveAStackEach() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<Long>>();
      for (int i = 0; i < 2000; i++) {
        int n = i % 15;
        Callable<Long> task = () -> fib(n) + down(n + 1000, 1);
        results.add(executor.submit(task));
      }
      long[] fib = new long[15];
      for (int i = 0; i < fib.length; i++) {
        fib[i] = i < 2 ? i : fib[i - 1] + fib[i - 2];
      }
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(fib[i % 15] + i % 15 + 1100);
      }
    }
  }

  @Test
  void stacksAreGivenBackHoweverACallEnds() {
    fib(1);
    int before = NativeStack.count();
    for (int i = 0; i < 300; i++) {
      assertThatThrownBy(() -> down(3, 0)).isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> down(-1, 0)).isInstanceOf(StackOverflowError.class);
      fib(3);
    }
    assertThat(NativeStack.count()).isLessThanOrEqualTo(before + 4);
  }

  @Test
  void stacksBeyondThePoolAreUnmapped() {
    var stacks = new ArrayList<NativeStack>();
    for (int i = 0; i < 3 * NativeStack.MOST_IDLE; i++) {
      stacks.add(NativeStack.take());
    }
    stacks.forEach(NativeStack::release);
    assertThat(NativeStack.count()).isLessThanOrEqualTo(NativeStack.MOST_IDLE + 4);
  }
}
