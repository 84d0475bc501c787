package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Lathe;
import dev.lathe.ir.IrParser;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What rounds store one after the other while another thread writes what they read. */
class RacingPackingTest {
  /** {@code if (a[i] > 0) b[k++] = a[i]}, with one load for both. */
  private static final String PACK =
      """
      func %Pack.positives(v0: array.i32, v1: array.i32) -> i32 {
        source "Pack.java"
      b0:
        zero = const.i32 0
        one = const.i32 1
        n = alen.i32 v0
        jump loop(zero, zero)
      loop(i: i32, k: i32):
        less = icmp.i32 lt i, n
        branch less, body, end
      body:
        p = index.i32 v0, i, load "a" @3
        x = load.i32 v0, p @3
        positive = icmp.i32 gt x, zero
        branch positive, keep, next(k)
      keep:
        q = index.i32 v1, k, store "b" @3
        store v1, q, x @3
        more = iadd.i32 k, one
        jump next(more)
      next(m: i32):
        j = iadd.i32 i, one
        jump loop(j, m)
      end:
        ret k
      }
      """;

  @Test
  void whatIsStoredIsWhatWasDecidedOn() throws Throwable {
    if (Lathe.status().nativeCode()) {
      assertThat(Lathe.explain(IrParser.parse(PACK))).contains("compress.");
    }
    MethodHandle kernel = TestSite.link("([I[I)I", () -> IrParser.parse(PACK));
    var a = new int[1000];
    var b = new int[1000];
    try (var _ = new Writer(a)) {
      for (int call = 0; call < 5_000; call++) {
        Arrays.fill(b, -7);
        int count = (int) kernel.invokeExact(a, b);
        assertThat(Arrays.stream(b, 0, count)).allMatch(x -> x > 0);
        assertThat(Arrays.stream(b, count, 1000)).allMatch(x -> x == -7);
      }
    }
  }

  @Test
  void nothingIsStoredBehindWhatIsReadInPlace() throws Throwable {
    MethodHandle kernel = TestSite.link("([I[I)I", () -> IrParser.parse(PACK));
    var a = new int[1000];
    try (var _ = new Writer(a)) {
      for (int call = 0; call < 5_000; call++) {
        assertThat((int) kernel.invokeExact(a, a)).isBetween(0, 1000);
        assertThat(Arrays.stream(a, 512, 1000)).allMatch(x -> x == 0);
      }
    }
  }

  /** Writes to the first 512 elements until it is closed. */
  private static final class Writer implements AutoCloseable {
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final Thread thread;

    Writer(int[] array) {
      thread =
          new Thread(() -> {
            for (int i = 0; running.get(); i++) {
              array[i * 31 & 511] = i % 3 == 0 ? i & 0xFFFF : -i;
            }
          });
      thread.start();
    }

    @Override
    public void close() {
      running.set(false);
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
