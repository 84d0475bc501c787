package dev.lathe.lang;

import dev.lathe.ir.Heap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Copies of arguments for one execution: what is the same array twice is so among the copies, too.
 */
final class Memories {
  private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();
  private final List<Object> references = new ArrayList<>();
  private final Object[] arguments;

  Memories(Object[] originals) {
    this.arguments = new Object[originals.length];
    for (int i = 0; i < originals.length; i++) {
      arguments[i] = copy(originals[i]);
    }
  }

  private Object copy(Object original) {
    if (original == null || Constant.ofBox(original) != null) {
      return original;
    }
    Object known = copies.get(original);
    if (known != null) {
      return known;
    }
    Object copy = original;
    if (original.getClass().isArray()) {
      copy = Array.newInstance(original.getClass().componentType(), Array.getLength(original));
      System.arraycopy(original, 0, copy, 0, Array.getLength(original));
    } else if (original instanceof MemorySegment segment && segment.heapBase().isPresent()) {
      copy =
          switch (copy(segment.heapBase().get())) {
            case byte[] a -> MemorySegment.ofArray(a);
            case int[] a -> MemorySegment.ofArray(a);
            case long[] a -> MemorySegment.ofArray(a);
            default -> throw new IllegalArgumentException("no segment over it");
          };
    } else if (original instanceof MemorySegment segment && isCopied(segment)) {
      copy = Arena.ofAuto().allocate(segment.byteSize(), 8).copyFrom(segment);
    }
    copies.put(original, copy);
    references.add(copy);
    return copy;
  }

  /** Those that may be written: others are the same for both. */
  private static boolean isCopied(MemorySegment segment) {
    return !segment.isReadOnly() && segment.isNative() && segment.scope().isAlive();
  }

  Object[] arguments() {
    return arguments;
  }

  /** The arguments' bits; what are references is added to {@code heap}. */
  static long[] bits(Object[] arguments, Heap heap) {
    var bits = new long[arguments.length];
    for (int i = 0; i < bits.length; i++) {
      Constant scalar = Constant.ofBox(arguments[i]);
      bits[i] = scalar == null ? heap.add(arguments[i]) : scalar.bits();
    }
    return bits;
  }

  /** The outcome of the execution, addresses left out, and what it left in memory. */
  String describe(Object outcome) {
    String text = String.valueOf(outcome).replaceAll("(@|0x)[0-9a-f]+", "");
    return text + " " + show(references.toArray());
  }

  static String show(Object[] values) {
    var texts = new ArrayList<String>();
    for (Object value : values) {
      texts.add(
          switch (value) {
            case boolean[] a -> Arrays.toString(a);
            case byte[] a -> Arrays.toString(a);
            case short[] a -> Arrays.toString(a);
            case char[] a -> Arrays.toString(a);
            case int[] a -> Arrays.toString(a);
            case long[] a -> Arrays.toString(a);
            case float[] a -> Arrays.toString(a);
            case double[] a -> Arrays.toString(a);
            case MemorySegment segment when segment.scope().isAlive() ->
                Arrays.toString(segment.toArray(ValueLayout.JAVA_BYTE));
            case null, default -> String.valueOf(value);
          });
    }
    return texts.toString();
  }
}
