package dev.lathe.link;

import java.lang.foreign.MemorySegment;

/**
 * What the record of a call tells machine code about arrays and memory segments ({@link
 * dev.lathe.codegen.ReturnConvention#RECORD}), and how they are passed. {@link AdapterClass} calls
 * these methods for each call of a kernel, and they are inlined there.
 */
final class References {
  private References() {}

  static int length(byte[] array) {
    return array == null ? 0 : array.length;
  }

  static int length(short[] array) {
    return array == null ? 0 : array.length;
  }

  static int length(char[] array) {
    return array == null ? 0 : array.length;
  }

  static int length(int[] array) {
    return array == null ? 0 : array.length;
  }

  static int length(long[] array) {
    return array == null ? 0 : array.length;
  }

  static int length(float[] array) {
    return array == null ? 0 : array.length;
  }

  static int length(double[] array) {
    return array == null ? 0 : array.length;
  }

  /** A segment's size in bytes, -1 of null. */
  static long length(MemorySegment segment) {
    return segment == null ? -1 : segment.byteSize();
  }

  /**
   * True if {@code segment} is a file's. If that is truncated, an access ends in a signal: in Java
   * an InternalError, in machine code of ours the end of the process.
   */
  static boolean isMapped(MemorySegment segment) {
    return segment != null && segment.isMapped();
  }

  /** {@code segment}, or the null address if nothing may be accessed in it now. */
  static MemorySegment usable(MemorySegment segment) {
    return segment != null
            && segment.scope().isAlive()
            && segment.isAccessibleBy(Thread.currentThread())
        ? segment
        : MemorySegment.NULL;
  }

  static MemorySegment segment(byte[] array) {
    return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
  }

  static MemorySegment segment(short[] array) {
    return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
  }

  static MemorySegment segment(char[] array) {
    return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
  }

  static MemorySegment segment(int[] array) {
    return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
  }

  static MemorySegment segment(long[] array) {
    return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
  }

  static MemorySegment segment(float[] array) {
    return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
  }

  static MemorySegment segment(double[] array) {
    return array == null ? MemorySegment.NULL : MemorySegment.ofArray(array);
  }

  /** The segment that machine code is called with for an array or a usable segment. */
  static MemorySegment segment(Object reference) {
    if (reference instanceof MemorySegment segment) {
      return segment;
    }
    if (reference instanceof byte[] array) {
      return segment(array);
    }
    if (reference instanceof short[] array) {
      return segment(array);
    }
    if (reference instanceof char[] array) {
      return segment(array);
    }
    if (reference instanceof int[] array) {
      return segment(array);
    }
    if (reference instanceof long[] array) {
      return segment(array);
    }
    if (reference instanceof float[] array) {
      return segment(array);
    }
    return segment((double[]) reference);
  }

  /**
   * How many indices are legal: see {@link dev.lathe.codegen.MachineCode.Limit}.
   *
   * @param segment as {@link #usable} gives it
   * @param bytes that an access moves
   * @param indexed true if it counts elements, false if bytes
   */
  static long limit(
      MemorySegment segment, int bytes, boolean indexed, boolean writes, boolean aligned) {
    if (writes && segment.isReadOnly() || aligned && !canBeAligned(segment, bytes, indexed)) {
      return 0;
    }
    long size = segment.byteSize();
    return indexed ? size / bytes : Math.max(0, size - bytes + 1);
  }

  /**
   * False if no access can be aligned. Elements are if the segment is. A byte is at some offset,
   * unless the segment is of an array of smaller elements: so much the segment does not tell if it
   * begins in the midst of that.
   */
  private static boolean canBeAligned(MemorySegment segment, int bytes, boolean indexed) {
    if (segment.maxByteAlignment() >= bytes) {
      return true;
    }
    if (indexed || segment.isNative()) {
      return !indexed;
    }
    long skipped = -segment.address() & bytes - 1;
    return skipped < segment.byteSize() && segment.asSlice(skipped).maxByteAlignment() >= bytes;
  }
}
