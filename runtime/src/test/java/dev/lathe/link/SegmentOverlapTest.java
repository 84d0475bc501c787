package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.IrParser;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Loops in lanes over segments that overlap each other and arrays, against plain Java. */
class SegmentOverlapTest {
  private static final int LENGTH = 300;
  private static final int LONG = 200_000;

  /**
   * {@code for (int i = 0; i < n; i++) b.setAtIndex(JAVA_INT, i, 3 * a.getAtIndex(JAVA_INT, i))}.
   */
  private static final String TRIPLE =
      """
      func %Triples.triple(v0: segment, v1: segment, v2: i32) {
        source "Triples.java"
      b0:
        zero = const.i32 0
        one = const.i32 1
        three = const.i32 3
        jump loop(zero)
      loop(i: i32):
        less = icmp.i32 lt i, v2 @3
        branch less, body, end
      body:
        wide = sext.i64 i @4
        j = index.i64 v0, wide, getAtIndex.i32.unaligned "a" @4
        x = load.i32 v0, j, getAtIndex.i32.unaligned @4
        y = imul.i32 x, three @4
        k = index.i64 v1, wide, setAtIndex.i32.unaligned "b" @4
        store v1, k, y, setAtIndex.i32.unaligned @4
        next = iadd.i32 i, one @3
        jump loop(next)
      end:
        ret
      }
      """;

  /** {@code for (int i = 0; i < n; i++) b.setAtIndex(JAVA_INT, i, a[i] + c[i])}. */
  private static final String SUM =
      """
      func %Sums.sum(v0: array.i32, v1: segment, v2: array.i32, v3: i32) {
        source "Sums.java"
      b0:
        zero = const.i32 0
        one = const.i32 1
        jump loop(zero)
      loop(i: i32):
        less = icmp.i32 lt i, v3 @3
        branch less, body, end
      body:
        wide = sext.i64 i @4
        j = index.i32 v0, i, load "a" @4
        x = load.i32 v0, j @4
        l = index.i32 v2, i, load "c" @4
        y = load.i32 v2, l @4
        z = iadd.i32 x, y @4
        k = index.i64 v1, wide, setAtIndex.i32.unaligned "b" @4
        store v1, k, z, setAtIndex.i32.unaligned @4
        next = iadd.i32 i, one @3
        jump loop(next)
      end:
        ret
      }
      """;

  private static final MethodHandle TRIPLES =
      TestSite.link(
          "(Ljava/lang/foreign/MemorySegment;Ljava/lang/foreign/MemorySegment;I)V",
          () -> IrParser.parse(TRIPLE));

  private static final MethodHandle SUMS =
      TestSite.link("([ILjava/lang/foreign/MemorySegment;[II)V", () -> IrParser.parse(SUM));

  private static void triple(MemorySegment a, MemorySegment b, int n) {
    for (int i = 0; i < n; i++) {
      b.setAtIndex(
          ValueLayout.JAVA_INT_UNALIGNED, i, 3 * a.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i));
    }
  }

  private static void sum(int[] a, MemorySegment b, int[] c, int n) {
    for (int i = 0; i < n; i++) {
      b.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i, a[i] + c[i]);
    }
  }

  private static int[] numbers(int length) {
    var numbers = new int[length];
    Arrays.setAll(numbers, i -> 1_000_003 * i + 7);
    return numbers;
  }

  private static void compare(MemorySegment a, MemorySegment b, long from, long to, int n)
      throws Throwable {
    triple(a.asSlice(from), a.asSlice(to), n);
    TRIPLES.invokeExact(b.asSlice(from), b.asSlice(to), n);
    assertThat(b.mismatch(a)).as("from %d to %d, %d", from, to, n).isEqualTo(-1);
  }

  @Test
  void viewsOfOneSegmentAreWrittenInJavasOrder() throws Throwable {
    int n = LENGTH / 2;
    try (Arena arena = Arena.ofConfined()) {
      for (int far = 0; far <= 2 * LENGTH; far += far < 140 ? 1 : 37) {
        int[] numbers = numbers(LENGTH);
        MemorySegment a = MemorySegment.ofArray(numbers.clone());
        MemorySegment b = MemorySegment.ofArray(numbers.clone());
        compare(a, b, 0, far, n);
        compare(a, b, far, 0, n);
        MemorySegment outside = arena.allocate(4 * LENGTH + 1).asSlice(1);
        outside.copyFrom(a);
        compare(a, outside, 0, far, n);
        compare(a, outside, far, 0, n);
      }
    }
  }

  @Test
  void segmentsOverAnArrayAreWrittenInJavasOrder() throws Throwable {
    int n = LENGTH / 2;
    for (int far = 0; far <= 2 * LENGTH; far += far < 80 ? 1 : 41) {
      int[] a = numbers(LENGTH);
      int[] b = numbers(LENGTH);
      sum(a, MemorySegment.ofArray(a).asSlice(far), a, n);
      SUMS.invokeExact(b, MemorySegment.ofArray(b).asSlice(far), b, n);
      assertThat(b).as("far %d", far).isEqualTo(a);
      int[] c = numbers(LENGTH);
      int[] d = c.clone();
      sum(a, MemorySegment.ofArray(c).asSlice(far), c, n);
      SUMS.invokeExact(b, MemorySegment.ofArray(d).asSlice(far), d, n);
      assertThat(d).as("other, far %d", far).isEqualTo(c);
    }
  }

  @Test
  void viewsStayWhereTheyAreWhileArraysMove() throws Throwable {
    for (int far : new int[] {0, 4, 64, 4096}) {
      int[] numbers = numbers(LONG + 2048);
      MemorySegment a = MemorySegment.ofArray(numbers.clone());
      MemorySegment b = MemorySegment.ofArray(numbers.clone());
      var garbage =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 3; i++) {
                  System.gc();
                }
              });
      for (int i = 0; i < 5; i++) {
        compare(a, b, 0, far, LONG);
      }
      garbage.join();
    }
  }
}
