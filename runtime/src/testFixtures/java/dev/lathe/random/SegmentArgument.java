package dev.lathe.random;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;

/**
 * A memory segment that a program is called with; each call has a copy.
 *
 * @param kind how it is made
 * @param over the argument whose array it is over; -1 for none
 */
record SegmentArgument(Kind kind, byte[] bytes, int over) {
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
   * A segment, perhaps over one of {@code arrays}.
   *
   * @param length about so many longs
   */
  static SegmentArgument random(Object[] arrays, int length, Random random) {
    int over = random.nextInt(arrays.length);
    if (random.nextBoolean() && arrays[over] != null && isOfIntegers(arrays[over])) {
      return new SegmentArgument(Kind.OVER, new byte[0], over);
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
    return new SegmentArgument(kind, bytes, -1);
  }

  private static boolean isOfIntegers(Object array) {
    Class<?> type = array.getClass().getComponentType();
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
   * @param array the copy of what it is over
   */
  MemorySegment copy(Object array) {
    return switch (kind) {
      case OVER -> overArray(array);
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

  /** As {@code Arguments} reads it, or nearly. */
  String print() {
    String text = "i8" + Arrays.toString(bytes);
    return switch (kind) {
      case OVER -> "i8#" + over;
      case CLOSED, FOREIGN -> "closed i8[0 x 100]";
      case BYTES -> text;
      case LONGS -> "i64" + Arrays.toString(longs().toArray(ValueLayout.JAVA_LONG));
      case READ_ONLY -> "readonly " + text;
      case NATIVE, NATIVE_MISALIGNED -> "native " + text;
    };
  }
}
