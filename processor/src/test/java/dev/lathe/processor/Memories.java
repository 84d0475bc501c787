package dev.lathe.processor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Arrays and segments to call kernels with: edge cases, copies, and what stands in them. */
final class Memories {
  private static final int[] LENGTHS = {0, 1, 3, 19};

  private Memories() {}

  /** Null, and arrays of several lengths with edge values in them. */
  static Object[] arrays(Class<?> element) {
    var arrays = new Object[LENGTHS.length + 1];
    Object[] values = EdgeValues.of(element);
    for (int i = 0; i < LENGTHS.length; i++) {
      Object array = Array.newInstance(element, LENGTHS[i]);
      for (int j = 0; j < LENGTHS[i]; j++) {
        Array.set(array, j, values[(j + i) % values.length]);
      }
      arrays[i + 1] = array;
    }
    return arrays;
  }

  /** Null, and segments of the heap and of native memory, of several sizes and alignments. */
  static Object[] segments() {
    MemorySegment outside = Arena.ofAuto().allocate(80, 8);
    for (int i = 0; i < 80; i++) {
      outside.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 37));
    }
    return new Object[] {
      null,
      outside,
      MemorySegment.ofArray(new double[] {1, -2, Double.NaN, 1e300, 4, 5, 6, 7, 8, 9}),
      outside.asSlice(1, 70),
      MemorySegment.ofArray(new int[] {1, -1, 3}),
      MemorySegment.ofArray(new byte[41]),
      MemorySegment.NULL,
      outside.asReadOnly()
    };
  }

  /** The arguments, with copies of all memory; what was one array is one in the copy. */
  static Object[] copy(Object[] arguments) {
    Map<Object, Object> copies = new IdentityHashMap<>();
    var copied = new Object[arguments.length];
    for (int i = 0; i < copied.length; i++) {
      Object argument = arguments[i];
      copied[i] = argument == null ? null : copies.computeIfAbsent(argument, Memories::copy);
    }
    return copied;
  }

  private static Object copy(Object argument) {
    if (argument.getClass().isArray()) {
      int length = Array.getLength(argument);
      Object array = Array.newInstance(argument.getClass().getComponentType(), length);
      System.arraycopy(argument, 0, array, 0, length);
      return array;
    }
    if (!(argument instanceof MemorySegment segment)) {
      return argument;
    }
    MemorySegment copy;
    if (segment.isNative()) {
      long misalignment = segment.address() & 7;
      copy = Arena.ofAuto().allocate(segment.byteSize() + misalignment, 8).asSlice(misalignment);
    } else {
      copy =
          segment
              .heapBase()
              .map(base ->
                  switch (copy(base)) {
                    case byte[] bytes -> MemorySegment.ofArray(bytes);
                    case int[] ints -> MemorySegment.ofArray(ints);
                    case double[] doubles -> MemorySegment.ofArray(doubles);
                    default -> throw new IllegalArgumentException(base.toString());
                  })
              .orElseThrow();
    }
    copy.copyFrom(segment);
    return segment.isReadOnly() ? copy.asReadOnly() : copy;
  }

  /** What stands in the arrays and segments among {@code arguments}; all NaN are one. */
  static List<Object> contents(Object[] arguments) {
    var contents = new ArrayList<Object>();
    for (Object argument : arguments) {
      if (argument instanceof MemorySegment segment) {
        var bytes = new ArrayList<Byte>();
        for (byte each : segment.toArray(ValueLayout.JAVA_BYTE)) {
          bytes.add(each);
        }
        contents.add(bytes);
      } else if (argument != null && argument.getClass().isArray()) {
        var elements = new ArrayList<Object>();
        for (int i = 0; i < Array.getLength(argument); i++) {
          elements.add(Array.get(argument, i)); // boxes, whose equals knows one NaN
        }
        contents.add(elements);
      }
    }
    return contents;
  }
}
