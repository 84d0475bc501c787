package dev.lathe.random;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A memory segment that a program is called with; each call has a copy.
 *
 * @param kind how it is made
 * @param over the argument that is an array or segment which it is over; -1 for none
 * @param from the first byte of that
 */
record SegmentArgument(Kind kind, byte[] bytes, int over, int from) {
  private static final int[] OFFSETS = {1, 2, 4, 7, 8, 8, 16, 20, 24, 32, 40, 64};
  private static final Arena ARENA = Arena.ofShared();
  private static final int RING = 1 << 20;
  private static final MemorySegment MEMORY = ARENA.allocate(RING, 64);
  private static final MemorySegment CLOSED = closed();
  private static final MemorySegment FOREIGN = foreign();
  private static long next;

  enum Kind {
    LONGS,
    NATIVE,
    BYTES,
    NATIVE_MISALIGNED,
    READ_ONLY,
    CLOSED,
    FOREIGN,
    OVER
  }

  /**
   * A segment, perhaps over one of {@code arrays}, all of it or the part from some byte on.
   *
   * @param length about so many longs
   */
  static SegmentArgument random(Object[] arrays, int length, Random random) {
    int over = random.nextInt(arrays.length);
    if (random.nextInt(3) != 0 && isPossible(arrays[over])) {
      int from = random.nextBoolean() ? 0 : OFFSETS[random.nextInt(OFFSETS.length)];
      return new SegmentArgument(Kind.OVER, new byte[0], over, from);
    }
    Kind kind =
        switch (random.nextInt(30)) {
          case 0 -> Kind.CLOSED;
          case 1 -> Kind.FOREIGN;
          case 2 -> Kind.READ_ONLY;
          case 3, 4 -> Kind.BYTES;
          case 5, 6 -> Kind.NATIVE_MISALIGNED;
          default -> random.nextBoolean() ? Kind.LONGS : Kind.NATIVE;
        };
    int size = 8 * length;
    if (kind != Kind.LONGS && random.nextInt(4) == 0) {
      size += random.nextInt(8);
    }
    var bytes = new byte[size];
    boolean isSmall = random.nextBoolean();
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (isSmall ? random.nextInt(4) : random.nextInt());
    }
    return new SegmentArgument(kind, bytes, -1, 0);
  }

  /**
   * A segment of exactly so many bytes, which may be misaligned.
   *
   * @param over the argument of as many bytes that it is over; -1 for none
   */
  static SegmentArgument ofBytes(int size, int over, Random random) {
    if (over >= 0) {
      return new SegmentArgument(Kind.OVER, new byte[0], over, 0);
    }
    var kinds = List.of(Kind.LONGS, Kind.NATIVE, Kind.BYTES, Kind.NATIVE_MISALIGNED);
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return new SegmentArgument(kinds.get(random.nextInt(kinds.size())), bytes, -1, 0);
  }

  /** Floats are left out: the bits of a NaN may differ. */
  private static boolean isPossible(Object argument) {
    if (argument instanceof SegmentArgument) {
      return true;
    }
    Class<?> type = argument == null ? null : argument.getClass().getComponentType();
    return type != null && type != boolean.class && type != float.class && type != double.class;
  }

  private static MemorySegment closed() {
    try (Arena arena = Arena.ofConfined()) {
      return arena.allocate(100, 8);
    }
  }

  /** Of a thread that is over, so that nobody may use it. */
  private static MemorySegment foreign() {
    var owner = new Owner();
    var thread = new Thread(owner);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return owner.segment;
  }

  /** A class of its own, as the other is being initialised. */
  private static final class Owner implements Runnable {
    private MemorySegment segment;

    @Override
    public void run() {
      segment = Arena.ofConfined().allocate(100, 8);
    }
  }

  /**
   * A copy for one call.
   *
   * @param memory the copy of what it is over
   */
  MemorySegment copy(Object memory) {
    return switch (kind) {
      case OVER -> {
        MemorySegment all = memory instanceof MemorySegment other ? other : overArray(memory);
        yield all.asSlice(Math.min(from, all.byteSize()));
      }
      case CLOSED -> CLOSED;
      case FOREIGN -> FOREIGN;
      case BYTES -> MemorySegment.ofArray(bytes.clone());
      case LONGS -> longs();
      case READ_ONLY -> longs().asReadOnly();
      case NATIVE -> allocate(0);
      case NATIVE_MISALIGNED -> allocate(bytes.length % 8 == 0 ? 1 : bytes.length % 8);
    };
  }

  private MemorySegment longs() {
    MemorySegment segment = MemorySegment.ofArray(new long[(bytes.length + 7) / 8]);
    return segment.asSlice(0, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  private MemorySegment allocate(int offset) {
    long size = bytes.length + 15 & -8;
    if (next + size > RING) {
      next = 0;
    }
    MemorySegment segment = MEMORY.asSlice(next + offset, bytes.length);
    next += size;
    return segment.copyFrom(MemorySegment.ofArray(bytes));
  }

  private static MemorySegment overArray(Object array) {
    return switch (array) {
      case byte[] a -> MemorySegment.ofArray(a);
      case short[] a -> MemorySegment.ofArray(a);
      case char[] a -> MemorySegment.ofArray(a);
      case int[] a -> MemorySegment.ofArray(a);
      case long[] a -> MemorySegment.ofArray(a);
      default -> throw new IllegalArgumentException("no integers: " + array.getClass());
    };
  }

  /**
   * As {@code Arguments} reads it, or nearly.
   *
   * @param memory what it is over
   */
  String print(Object memory) {
    String text = "i8" + Arrays.toString(bytes);
    return switch (kind) {
      case OVER -> {
        long size = copy(memory).byteSize();
        yield "i8#" + over + (from == 0 ? "" : "+" + from + ":" + size);
      }
      case CLOSED, FOREIGN -> "closed i8[0 x 100]";
      case BYTES -> text;
      case LONGS -> "i64" + Arrays.toString(longs().toArray(ValueLayout.JAVA_LONG));
      case READ_ONLY -> "readonly " + text;
      case NATIVE, NATIVE_MISALIGNED -> "native " + text;
    };
  }
}
