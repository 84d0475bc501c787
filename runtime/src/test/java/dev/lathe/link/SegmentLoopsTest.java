package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lathe.ir.IrParser;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Loops over memory segments whose checks are before the loop, against the API. */
class SegmentLoopsTest {
  private static final int LONG = 1_000_000;

  /** {@code for (long i = from; i < to; i++) s += a.getAtIndex(JAVA_DOUBLE, i);} */
  private static final String SUM =
      """
      func %Sums.sum(v0: segment, v1: i64, v2: i64) -> f64 {
        source "Sums.java"
      b0:
        zero = const.f64 0.0
        one = const.i64 1
        three = const.i32 3
        jump loop(v1, zero)
      loop(i: i64, s: f64):
        less = icmp.i64 lt i, v2 @3
        branch less, body, end
      body:
        up = shl.i64 i, three @4
        down = shr.i64 up, three @4
        j = index.i64 v0, down, getAtIndex.f64 "a" @4
        x = load.f64 v0, j, getAtIndex.f64 @4
        t = fadd.f64 s, x @4
        k = iadd.i64 i, one @3
        jump loop(k, t)
      end:
        ret s
      }
      """;

  /** {@code for (int i = 0; i < n; i++) a.setAtIndex(JAVA_INT, i, i);} */
  private static final String COUNT =
      """
      func %Counts.count(v0: segment, v1: i32) {
        source "Counts.java"
      b0:
        zero = const.i32 0
        one = const.i32 1
        jump loop(zero)
      loop(i: i32):
        less = icmp.i32 lt i, v1 @3
        branch less, body, end
      body:
        wide = sext.i64 i @4
        j = index.i64 v0, wide, setAtIndex.i32 "a" @4
        store v0, j, i, setAtIndex.i32 @4
        k = iadd.i32 i, one @3
        jump loop(k)
      end:
        ret
      }
      """;

  private static final MethodHandle KERNEL =
      TestSite.link("(Ljava/lang/foreign/MemorySegment;JJ)D", () -> IrParser.parse(SUM));

  private static final MethodHandle WRITER =
      TestSite.link("(Ljava/lang/foreign/MemorySegment;I)V", () -> IrParser.parse(COUNT));

  private static double sum(MemorySegment a, long from, long to) {
    double s = 0;
    for (long i = from; i < to; i++) {
      s += a.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
    }
    return s;
  }

  private static void count(MemorySegment a, int n) {
    for (int i = 0; i < n; i++) {
      a.setAtIndex(ValueLayout.JAVA_INT, i, i);
    }
  }

  private static MemorySegment doubles(MemorySegment segment) {
    for (long i = 0; i < segment.byteSize() / 8; i++) {
      segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * i, i % 1000 + 0.5);
    }
    return segment;
  }

  private static void compare(MemorySegment a, long from, long to) {
    Throwable expected = catchThrowable(() -> sum(a, from, to));
    if (expected != null) {
      assertThatThrownBy(() -> KERNEL.invoke(a, from, to))
          .hasSameClassAs(expected)
          .hasMessage(expected.getMessage());
      return;
    }
    try {
      assertThat((double) KERNEL.invokeExact(a, from, to)).isEqualTo(sum(a, from, to));
    } catch (Throwable unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Test
  void segmentsOfTheHeapAndNativeOnesAreReadUpToWhereTheyEnd() {
    try (Arena arena = Arena.ofConfined()) {
      for (long n : new long[] {0, 1, 2, 15, 16, 17, 1000, LONG}) {
        for (MemorySegment a :
            new MemorySegment[] {
              doubles(arena.allocate(8 * n, 8)),
              doubles(MemorySegment.ofArray(new double[(int) n])),
              doubles(MemorySegment.ofArray(new long[(int) n + 1]).asSlice(8)),
            }) {
          compare(a, 0, n);
          compare(a.asReadOnly(), n / 2, n);
          compare(a, 0, n + 1);
          compare(a, -1, n);
          compare(a, 1L << 61, (1L << 61) + n); // the same as from 0
          compare(a, (1L << 61) - 1, (1L << 61) + n);
        }
      }
    }
  }

  @Test
  void segmentsThatAreNotAlignedAreRefusedAtTheFirstAccess() {
    try (Arena arena = Arena.ofConfined()) {
      compare(doubles(arena.allocate(804, 8)).asSlice(4), 0, 100);
      compare(MemorySegment.ofArray(new byte[800]), 0, 100);
      compare(MemorySegment.ofArray(new byte[800]), 0, 0);
    }
  }

  @Test
  void closedSegmentsAndThoseOfOtherThreadsAreRefusedAtTheFirstAccess() throws Exception {
    MemorySegment closed;
    try (Arena arena = Arena.ofShared()) {
      closed = arena.allocate(800, 8);
    }
    compare(closed, 0, 100);
    compare(closed, 0, 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment confined = arena.allocate(800, 8);
      var failure = new AtomicReference<Throwable>();
      Thread other =
          Thread.ofPlatform()
              .start(() -> failure.set(catchThrowable(() -> compare(confined, 0, 100))));
      other.join();
      assertThat(failure.get()).isNull();
    }
  }

  @Test
  void segmentsAreWrittenUpToWhereTheyEnd() throws Throwable {
    for (int n : new int[] {0, 1, 7, 8, 100, 200_000}) {
      MemorySegment a = MemorySegment.ofArray(new int[100]);
      MemorySegment b = MemorySegment.ofArray(new int[100]);
      Throwable expected = catchThrowable(() -> count(a, n));
      Throwable actual = catchThrowable(() -> WRITER.invoke(b, n));
      assertThat(actual == null).isEqualTo(expected == null);
      if (expected != null) {
        assertThat(actual)
            .hasSameClassAs(expected)
            .hasMessage(expected.getMessage().replace(a.toString(), b.toString()));
      }
      assertThat(b.mismatch(a)).isEqualTo(-1);
    }
    MemorySegment fixed = MemorySegment.ofArray(new int[100]).asReadOnly();
    Throwable expected = catchThrowable(() -> count(fixed, 3));
    assertThatThrownBy(() -> WRITER.invoke(fixed, 3))
        .hasSameClassAs(expected)
        .hasMessage(expected.getMessage());
  }
}
