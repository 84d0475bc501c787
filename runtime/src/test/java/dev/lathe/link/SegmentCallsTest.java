package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lathe.ir.IrParser;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SegmentCallsTest {
  /** Takes many slices. */
  private static final int LONG = 2_000_000;

  /** {@code for (i = from; i < to; i++) s += segment.getAtIndex(JAVA_LONG, i);} */
  private static final String SUM =
      """
      func %Segments.sum(v0: segment, v1: i64, v2: i64) -> i64 {
        source "Segments.java"
      b0:
        zero = const.i64 0
        one = const.i64 1
        jump loop(v1, zero)
      loop(i: i64, s: i64):
        less = icmp.i64 lt i, v2
        branch less, body, end
      body:
        j = index.i64 v0, i, getAtIndex.i64 "s" @4
        x = load.i64 v0, j, getAtIndex.i64 @4
        t = iadd.i64 s, x
        k = iadd.i64 i, one
        jump loop(k, t)
      end:
        ret s
      }
      """;

  private static MethodHandle link() {
    return TestSite.link("(Ljava/lang/foreign/MemorySegment;JJ)J", () -> IrParser.parse(SUM));
  }

  private static long sum(MemorySegment segment, long from, long to) {
    long s = 0;
    for (long i = from; i < to; i++) {
      s += segment.getAtIndex(ValueLayout.JAVA_LONG, i);
    }
    return s;
  }

  private static void agree(MethodHandle kernel, MemorySegment segment, long from, long to) {
    Throwable javas = catchThrowable(() -> sum(segment, from, to));
    if (javas == null) {
      try {
        assertThat((long) kernel.invokeExact(segment, from, to)).isEqualTo(sum(segment, from, to));
      } catch (Throwable t) {
        throw new AssertionError(t);
      }
    } else {
      assertThatThrownBy(() -> kernel.invoke(segment, from, to))
          .hasSameClassAs(javas)
          .hasMessage(javas.getMessage());
    }
  }

  @Test
  void segmentsOfAllArenasAreReadAndRefusedAsByTheirApi() throws Throwable {
    MethodHandle kernel = link();
    Arena confined = Arena.ofConfined();
    Arena shared = Arena.ofShared();
    var segments =
        List.of(
            Arena.global().allocate(808, 8),
            Arena.ofAuto().allocate(808, 8),
            confined.allocate(808, 8),
            shared.allocate(808, 8),
            MemorySegment.ofArray(new long[101]),
            MemorySegment.ofArray(new double[101]).asReadOnly(),
            MemorySegment.ofArray(new byte[808]),
            MemorySegment.ofArray(new int[202]),
            MemorySegment.ofArray(new long[101]).asSlice(4),
            MemorySegment.ofArray(new long[101]).asSlice(8),
            Arena.global().allocate(816, 8).asSlice(4, 808),
            MemorySegment.ofArray(new long[0]),
            MemorySegment.NULL);
    for (MemorySegment segment : segments) {
      if (!segment.isReadOnly()) {
        for (long i = 0; i < segment.byteSize(); i++) {
          segment.set(ValueLayout.JAVA_BYTE, i, (byte) i);
        }
      }
      for (long[] range :
          new long[][] {{0, 0}, {0, 101}, {0, 102}, {-1, 3}, {1L << 60, 1L << 61}}) {
        agree(kernel, segment, range[0], range[1]);
      }
    }
    Thread other = Thread.ofPlatform().start(() -> agree(kernel, segments.get(2), 0, 100));
    var thrown = new AtomicReference<Throwable>();
    other.setUncaughtExceptionHandler((_, t) -> thrown.set(t));
    other.join();
    assertThat(thrown.get()).isNull();
    confined.close();
    shared.close();
    for (MemorySegment segment : segments) {
      agree(kernel, segment, 0, 101);
      agree(kernel, segment, 0, 0);
    }
    assertThatThrownBy(() -> kernel.invoke(null, 0L, 1L))
        .isInstanceOf(NullPointerException.class)
        .hasMessageEndingWith("because \"s\" is null");
  }

  @Test
  void segmentsBeyondTwoGigabytesHaveLongIndices() throws Throwable {
    MethodHandle kernel = link();
    long longs = (5L << 30) / 8;
    try (Arena arena = Arena.ofShared()) {
      MemorySegment segment = sparse(arena, 8 * longs);
      segment.setAtIndex(ValueLayout.JAVA_LONG, longs - 1, 42);
      segment.setAtIndex(ValueLayout.JAVA_LONG, 3L << 27, 1);
      agree(kernel, segment, longs - 10, longs);
      agree(kernel, segment, (3L << 27) - 10, (3L << 27) + 10);
      agree(kernel, segment, longs - 10, longs + 1);
    }
  }

  /** Memory of which only touched pages are there. */
  private static MemorySegment sparse(Arena arena, long bytes) throws IOException {
    var file = File.createTempFile("lathe", ".sparse");
    try (var access = new RandomAccessFile(file, "rw")) {
      access.setLength(bytes);
      return access.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
    } finally {
      file.delete();
    }
  }

  @Test
  void aSharedArenaIsNotClosedWhileASliceRuns() throws Throwable {
    MethodHandle kernel = link();
    for (int round = 0; round < 4; round++) {
      Arena arena = Arena.ofShared();
      MemorySegment segment = arena.allocate(8L * LONG, 8);
      var begun = new CountDownLatch(1);
      var thrown = new AtomicReference<Throwable>();
      Thread reader =
          Thread.ofPlatform()
              .start(() -> {
                begun.countDown();
                try {
                  while (true) {
                    long _ = (long) kernel.invokeExact(segment, 0L, (long) LONG);
                  }
                } catch (Throwable t) {
                  thrown.set(t);
                }
              });
      begun.await();
      boolean closed = false;
      while (!closed) {
        try {
          arena.close();
          closed = true;
        } catch (IllegalStateException e) { // it is being read
          Thread.onSpinWait();
        }
      }
      reader.join();
      assertThat(thrown.get())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Already closed");
    }
  }

  /** In machine code of ours the access behind the end would be a signal that ends the process. */
  @Test
  void aMappedFileThatIsTruncatedIsAnErrorAsInJava() throws Throwable {
    Path path = Files.createTempFile("lathe", ".bin");
    try (Arena arena = Arena.ofShared();
        var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MemorySegment segment = file.map(FileChannel.MapMode.READ_WRITE, 0, 1 << 16, arena);
      segment.setAtIndex(ValueLayout.JAVA_LONG, 8000, 42);
      MethodHandle kernel = link();
      agree(kernel, segment, 0, 8192);
      file.truncate(0);
      assertThatThrownBy(
              () -> {
                long _ = (long) kernel.invokeExact(segment, 0L, 8192L);
              })
          .isInstanceOf(InternalError.class);
    } finally {
      Files.delete(path);
    }
  }
}
