package dev.lathe.ir;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;

/**
 * What the ops on arrays and segments do, by the JDK's own operations: the meaning of these ops for
 * the interpreter, and the thrower of their exceptions for everyone.
 */
public final class Memory {
  /** By element. */
  private static final ValueLayout[] LAYOUTS = {
    ValueLayout.JAVA_BOOLEAN,
    ValueLayout.JAVA_BYTE,
    ValueLayout.JAVA_SHORT,
    ValueLayout.JAVA_CHAR,
    ValueLayout.JAVA_INT,
    ValueLayout.JAVA_LONG,
    ValueLayout.JAVA_FLOAT,
    ValueLayout.JAVA_DOUBLE
  };

  private static final int LINE = 64;

  private Memory() {}

  /** The length of an array, 0 of null. */
  static int length(Object array) {
    return array == null ? 0 : Array.getLength(array);
  }

  /** The size of a segment in bytes, 0 of null. */
  static long byteSize(Object segment) {
    return segment == null ? 0 : ((MemorySegment) segment).byteSize();
  }

  /** See {@link Op#LIMIT}. */
  static long limit(Access access, Object reference) {
    int bytes = access.element().bytes();
    if (!(reference instanceof MemorySegment segment)
        || !segment.scope().isAlive()
        || !segment.isAccessibleBy(Thread.currentThread())
        || access.isWrite() && segment.isReadOnly()
        || access.isAligned() && segment.maxByteAlignment() < bytes) {
      return 0;
    }
    long size = segment.byteSize();
    return access.isIndexed() ? size / bytes : Math.max(0, size - bytes + 1);
  }

  /** See {@link Op#DISTANCE}: the least long of what has no byte in common. */
  static long distance(Object a, Object b) {
    MemorySegment first = memory(a);
    MemorySegment second = memory(b);
    return first == null || second == null || first.asOverlappingSlice(second).isEmpty()
        ? Long.MIN_VALUE
        : second.address() - first.address();
  }

  /**
   * See {@link Op#LINEOFFSET}. Where an array of Java's is, nobody may know: it is taken to begin
   * at a multiple of 8 bytes that its length tells.
   */
  static long lineOffset(Access access, Object reference, long index) {
    boolean array = !(reference instanceof MemorySegment);
    Element element = array ? null : access.element();
    int bytes = array ? elementBytes(reference) : element.bytes();
    long start = array ? 8L * length(reference) : byteSize(reference);
    long first = start + index * (array || access.isIndexed() ? bytes : 1);
    return (first & LINE - 1) / bytes;
  }

  private static int elementBytes(Object array) {
    return switch (array) {
      case short[] _, char[] _ -> 2;
      case int[] _, float[] _ -> 4;
      case long[] _, double[] _ -> 8;
      case null, default -> 1;
    };
  }

  /** Null for null, and for booleans, over which no segment is. */
  private static MemorySegment memory(Object reference) {
    return switch (reference) {
      case byte[] array -> MemorySegment.ofArray(array);
      case short[] array -> MemorySegment.ofArray(array);
      case char[] array -> MemorySegment.ofArray(array);
      case int[] array -> MemorySegment.ofArray(array);
      case long[] array -> MemorySegment.ofArray(array);
      case float[] array -> MemorySegment.ofArray(array);
      case double[] array -> MemorySegment.ofArray(array);
      case MemorySegment segment -> segment;
      case null, default -> null;
    };
  }

  /**
   * Throws what Java throws for {@code reference} if that is null.
   *
   * @param type of the reference
   * @param name what the message calls it, or null
   */
  public static void requireNonNull(Type type, Access access, String name, Object reference) {
    if (reference == null) {
      throw new NullPointerException(nullMessage(type, access, name));
    }
  }

  /**
   * JEP 358's message for a null array or segment.
   *
   * @param type of the reference
   * @param name what the message calls it, or null
   */
  public static String nullMessage(Type type, Access access, String name) {
    String element = type.isArray() ? javaName(type.element()) : "";
    Access.Method method = access.method();
    String what =
        method == Access.Method.LENGTH
            ? "Cannot read the array length"
            : method == Access.Method.LOAD
                ? "Cannot load from " + element + " array"
                : method == Access.Method.STORE
                    ? "Cannot store to " + element + " array"
                    : "Cannot invoke \"" + invoked(access) + "\"";
    return name == null ? what : what + " because \"" + name + "\" is null";
  }

  /** The JVM has one instruction for arrays of bytes and of booleans, and tells so. */
  private static String javaName(Element element) {
    return element == Element.BOOL || element == Element.I8 ? "byte/boolean" : element.javaName();
  }

  private static String invoked(Access access) {
    if (access.method() == Access.Method.BYTE_SIZE) {
      return "java.lang.foreign.MemorySegment.byteSize()";
    }
    Element element = access.element();
    String name = element.javaName();
    String layout = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return "java.lang.foreign.MemorySegment."
        + access.method()
        + "(java.lang.foreign.ValueLayout$Of"
        + layout
        + ", long"
        + (access.isWrite() ? ", " + name : "")
        + ")";
  }

  /**
   * Does the access and throws what Java throws where it is not possible; without a write.
   *
   * @param type of the reference
   * @param name what the message calls it if it is null, or null
   */
  public static void check(Type type, Access access, String name, Object reference, long index) {
    requireNonNull(type, access, name, reference);
    if (reference instanceof MemorySegment segment) {
      if (access.isWrite() && segment.isReadOnly()) {
        set(segment, access, index, 0); // throws whatever the index
      } else {
        get(segment, access, index);
      }
    } else {
      load(reference, (int) index);
    }
  }

  /** The bits of the array's element. */
  static long load(Object array, int index) {
    return switch (array) {
      case boolean[] a -> a[index] ? 1 : 0;
      case byte[] a -> a[index];
      case short[] a -> a[index];
      case char[] a -> a[index];
      case int[] a -> a[index];
      case long[] a -> a[index];
      case float[] a -> Float.floatToRawIntBits(a[index]) & 0xFFFF_FFFFL;
      case double[] a -> Double.doubleToRawLongBits(a[index]);
      default -> throw new IllegalArgumentException("no array of primitives");
    };
  }

  static void store(Object array, int index, long bits) {
    switch (array) {
      case boolean[] a -> a[index] = (bits & 1) != 0;
      case byte[] a -> a[index] = (byte) bits;
      case short[] a -> a[index] = (short) bits;
      case char[] a -> a[index] = (char) bits;
      case int[] a -> a[index] = (int) bits;
      case long[] a -> a[index] = bits;
      case float[] a -> a[index] = Float.intBitsToFloat((int) bits);
      case double[] a -> a[index] = Double.longBitsToDouble(bits);
      default -> throw new IllegalArgumentException("no array of primitives");
    }
  }

  /** An array of {@code length} zeros; throws what Java throws for a negative length. */
  public static Object newArray(Element element, int length) {
    return Array.newInstance(element.arrayClass().getComponentType(), length);
  }

  /** The layout of an access to a segment. */
  public static ValueLayout layout(Access access) {
    ValueLayout layout = LAYOUTS[access.element().ordinal()];
    return layout.withByteAlignment(access.isAligned() ? access.element().bytes() : 1);
  }

  /** The bits of what a get of the segment gives. */
  static long get(MemorySegment segment, Access access, long index) {
    boolean at = access.isIndexed();
    return switch (layout(access)) {
      case ValueLayout.OfBoolean l ->
          (at ? segment.getAtIndex(l, index) : segment.get(l, index)) ? 1 : 0;
      case ValueLayout.OfByte l -> at ? segment.getAtIndex(l, index) : segment.get(l, index);
      case ValueLayout.OfShort l -> at ? segment.getAtIndex(l, index) : segment.get(l, index);
      case ValueLayout.OfChar l -> at ? segment.getAtIndex(l, index) : segment.get(l, index);
      case ValueLayout.OfInt l -> at ? segment.getAtIndex(l, index) : segment.get(l, index);
      case ValueLayout.OfLong l -> at ? segment.getAtIndex(l, index) : segment.get(l, index);
      case ValueLayout.OfFloat l ->
          Float.floatToRawIntBits(at ? segment.getAtIndex(l, index) : segment.get(l, index))
              & 0xFFFF_FFFFL;
      case ValueLayout.OfDouble l ->
          Double.doubleToRawLongBits(at ? segment.getAtIndex(l, index) : segment.get(l, index));
      default -> throw new AssertionError(access);
    };
  }

  static void set(MemorySegment segment, Access access, long index, long bits) {
    ValueLayout layout = layout(access);
    long offset = access.isIndexed() ? index * layout.byteSize() : index; // as setAtIndex does
    switch (layout) {
      case ValueLayout.OfBoolean l -> segment.set(l, offset, (bits & 1) != 0);
      case ValueLayout.OfByte l -> segment.set(l, offset, (byte) bits);
      case ValueLayout.OfShort l -> segment.set(l, offset, (short) bits);
      case ValueLayout.OfChar l -> segment.set(l, offset, (char) bits);
      case ValueLayout.OfInt l -> segment.set(l, offset, (int) bits);
      case ValueLayout.OfLong l -> segment.set(l, offset, bits);
      case ValueLayout.OfFloat l -> segment.set(l, offset, Float.intBitsToFloat((int) bits));
      case ValueLayout.OfDouble l -> segment.set(l, offset, Double.longBitsToDouble(bits));
      default -> throw new AssertionError(access);
    }
  }
}
