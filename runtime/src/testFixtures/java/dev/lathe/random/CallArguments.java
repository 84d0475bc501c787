package dev.lathe.random;

import dev.lathe.ir.Heap;
import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaProgram.Parameter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;

/**
 * What a program is called with. Every call is on copies of the arrays; those that are the same
 * stay the same.
 *
 * @param bits of scalars, as {@code Value.bits}
 * @param arrays by parameter; null for scalars, too
 */
public record CallArguments(long[] bits, Object[] arrays) {
  private static final int MOST = 20;
  private static final int LONG = 100;
  private static final int LONGEST = 300;

  /**
   * Arguments for a call.
   *
   * @param mayBeLong whether there may be arrays of which loops take many slices
   */
  public static CallArguments random(List<Parameter> parameters, boolean mayBeLong, Random random) {
    var bits = new long[parameters.size()];
    var arrays = new Object[bits.length];
    boolean isLong = mayBeLong && random.nextInt(3) == 0;
    int usual = length(isLong, random); // arrays are often of the same length
    for (int i = 0; i < bits.length; i++) {
      JavaType type = parameters.get(i).type();
      if (type == JavaType.SEGMENT) {
        arrays[i] = random.nextInt(40) == 0 ? null : SegmentArgument.random(arrays, usual, random);
        continue;
      }
      if (!type.isArray()) {
        bits[i] = Values.randomBits(type, random);
        continue;
      }
      int before = random.nextInt(i + 1);
      boolean isAgain = before < i && parameters.get(before).type() == type;
      if (isAgain && random.nextBoolean()) {
        arrays[i] = arrays[before];
      } else if (random.nextInt(30) != 0) {
        int length = random.nextInt(4) != 0 ? usual : length(isLong, random);
        arrays[i] = array(type.element(), length, random);
      }
    }
    return new CallArguments(bits, arrays);
  }

  private static int length(boolean isLong, Random random) {
    if (isLong) {
      return LONG + random.nextInt(LONGEST - LONG + 1);
    }
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(MOST + 1);
      case 1 -> 8 * random.nextInt(9) + random.nextInt(3); // about a multiple of lanes
      case 2 -> random.nextInt(71);
      default -> 8 + random.nextInt(MOST - 7);
    };
  }

  /** A new array of that element type. */
  public static Object array(JavaType type, int length, Random random) {
    Object array = Array.newInstance(Values.classOf(type), length);
    boolean isSmall = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      long bits =
          isSmall && type.isIntegral() ? random.nextInt(12) : Values.randomBits(type, random);
      Array.set(array, i, Values.ofBits(type, bits));
    }
    return array;
  }

  /**
   * What stands for a segment of so many bytes.
   *
   * @param over the argument of as many bytes that it is over; -1 for none
   */
  public static Object segment(int bytes, int over, Random random) {
    return SegmentArgument.ofBytes(bytes, over, random);
  }

  public boolean hasArrays() {
    for (Object array : arrays) {
      if (array != null) {
        return true;
      }
    }
    return false;
  }

  /** The arrays for one call. */
  public Object[] copies() {
    Tables.reset();
    var copies = new Object[arrays.length];
    for (int i = 0; i < copies.length; i++) {
      if (arrays[i] instanceof SegmentArgument) {
        continue; // it may be over an array
      }
      for (int j = 0; j < i && copies[i] == null; j++) {
        copies[i] = arrays[j] == arrays[i] ? copies[j] : null;
      }
      if (arrays[i] != null && copies[i] == null) {
        int length = Array.getLength(arrays[i]);
        copies[i] = Array.newInstance(arrays[i].getClass().getComponentType(), length);
        System.arraycopy(arrays[i], 0, copies[i], 0, length);
      }
    }
    for (int i = 0; i < copies.length; i++) {
      if (arrays[i] instanceof SegmentArgument segment) {
        copies[i] = segment.copy(segment.over() < 0 ? null : copies[segment.over()]);
      }
    }
    return copies;
  }

  /** The bits for an execution on {@code copies}, which become known to {@code heap}. */
  public long[] bits(Heap heap, Object[] copies) {
    long[] all = bits.clone();
    for (int i = 0; i < all.length; i++) {
      all[i] = copies[i] == null ? all[i] : heap.add(copies[i]);
    }
    return all;
  }

  /** The first array of {@code a} whose contents are not those of {@code b}; -1 for none. */
  public static int difference(Object[] a, Object[] b) {
    for (int i = 0; i < a.length; i++) {
      boolean isSame =
          a[i] instanceof MemorySegment segment
              ? !segment.scope().isAlive()
                  || !segment.isAccessibleBy(Thread.currentThread())
                  || segment.mismatch((MemorySegment) b[i]) < 0
              : Arrays.deepEquals(new Object[] {a[i]}, new Object[] {b[i]});
      if (!isSame) {
        return i;
      }
    }
    return -1;
  }

  /** The arguments of a call on {@code copies}, as reflection has them. */
  public Object[] boxed(List<Parameter> parameters, Object[] copies) {
    Object[] boxed = copies.clone();
    for (int i = 0; i < boxed.length; i++) {
      JavaType type = parameters.get(i).type();
      boxed[i] = type.isReference() ? boxed[i] : Values.ofBits(type, bits[i]);
    }
    return boxed;
  }

  /** As test files have them. */
  public List<String> print(List<Parameter> parameters) {
    Object[] copies = copies();
    var texts = new ArrayList<String>();
    var seen = new IdentityHashMap<Object, Integer>();
    for (int i = 0; i < bits.length; i++) {
      JavaType type = parameters.get(i).type();
      if (arrays[i] instanceof SegmentArgument segment) {
        texts.add(segment.print(segment.over() < 0 ? null : copies[segment.over()]));
      } else if (!type.isReference()) {
        texts.add(Values.printIr(type, Values.ofBits(type, bits[i])));
      } else if (arrays[i] == null) {
        texts.add("null");
      } else if (seen.containsKey(arrays[i])) {
        texts.add("#" + seen.get(arrays[i]));
      } else {
        seen.put(arrays[i], i);
        texts.add(print(arrays[i]));
      }
    }
    return texts;
  }

  public static String print(Object memory) {
    if (memory instanceof MemorySegment segment) {
      return Arrays.toString(segment.toArray(ValueLayout.JAVA_BYTE));
    }
    Object array = memory;
    JavaType type = JavaType.of(array.getClass().getComponentType().getName());
    var texts = new ArrayList<String>();
    for (int i = 0; i < Array.getLength(array); i++) {
      texts.add(Values.printIr(type, Array.get(array, i)));
    }
    return texts.toString();
  }
}
