package dev.lathe.testing;

import dev.lathe.ir.Element;
import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Literal;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a call, as text:
 *
 * <ul>
 *   <li>of scalars, and null: {@link Literal}s
 *   <li>of arrays: {@code [1, 2, 3]}, or {@code [0 x 100]} for a hundred zeros
 *   <li>{@code #0}: the same reference as argument 0
 *   <li>of segments: {@code i32[1, 2]}, memory of the heap with these elements; after {@code
 *       native} memory outside the heap, after {@code readonly} such that may not be written, after
 *       {@code closed} such whose arena is closed; {@code i32#0}: over the array that is argument
 *       0; {@code i32#0+4:12}: of that array, or of the segment that is argument 0, 12 bytes from 4
 *       on
 * </ul>
 */
public final class Arguments {
  private final List<Type> types;
  private final List<String> texts;

  /**
   * @throws IllegalArgumentException if there are not as many as {@code types}
   */
  public Arguments(List<Type> types, String list) {
    this.types = types;
    this.texts = split(list);
    if (texts.size() != types.size()) {
      throw new IllegalArgumentException("expected " + types.size() + " arguments");
    }
  }

  /** Arguments that are scalars, as {@code Value.bits}. */
  public static Arguments of(Function function, long... bits) {
    var texts = new ArrayList<String>();
    List<Type> types = function.params().stream().map(Value::type).toList();
    for (int i = 0; i < bits.length; i++) {
      texts.add(Literal.print(types.get(i), bits[i]));
    }
    return new Arguments(types, String.join(", ", texts));
  }

  /** The parts of {@code text} between commas outside brackets. */
  static List<String> split(String text) {
    var parts = new ArrayList<String>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    if (!text.isBlank()) {
      parts.add(text.substring(start).strip());
    }
    return parts;
  }

  /** The arguments' bits; the objects are made anew, in {@code heap}. */
  public long[] make(Heap heap) {
    var bits = new long[texts.size()];
    for (int i = 0; i < bits.length; i++) {
      Type type = types.get(i);
      String text = texts.get(i);
      if (!type.isReference() || text.equals("null")) {
        bits[i] = Literal.parse(type, text);
      } else if (text.startsWith("#")) {
        bits[i] = bits[Integer.parseInt(text.substring(1))];
      } else if (type.isArray()) {
        bits[i] = heap.add(array(type.element(), text));
      } else {
        bits[i] = heap.add(segment(text, heap, bits));
      }
    }
    return bits;
  }

  private static Object array(Element element, String text) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      throw new IllegalArgumentException("no array: " + text);
    }
    String inner = text.substring(1, text.length() - 1).strip();
    Class<?> component = element.arrayClass().getComponentType();
    if (inner.startsWith("0 x ")) {
      return Array.newInstance(component, Integer.parseInt(inner.substring(4)));
    }
    List<String> parts = split(inner);
    Object array = Array.newInstance(component, parts.size());
    for (int i = 0; i < parts.size(); i++) {
      set(array, i, element, Literal.parse(element.loaded(), parts.get(i)));
    }
    return array;
  }

  private static void set(Object array, int index, Element element, long bits) {
    switch (element) {
      case BOOL -> Array.setBoolean(array, index, bits != 0);
      case I8 -> Array.setByte(array, index, (byte) bits);
      case I16 -> Array.setShort(array, index, (short) bits);
      case U16 -> Array.setChar(array, index, (char) bits);
      case I32 -> Array.setInt(array, index, (int) bits);
      case I64 -> Array.setLong(array, index, bits);
      case F32 -> Array.setFloat(array, index, Float.intBitsToFloat((int) bits));
      case F64 -> Array.setDouble(array, index, Double.longBitsToDouble(bits));
    }
  }

  private static MemorySegment segment(String text, Heap heap, long[] bits) {
    String[] words = text.split(" ", 2);
    return switch (words[0]) {
      case "native" -> copy(segment(words[1], heap, bits), Arena.ofAuto());
      case "readonly" -> segment(words[1], heap, bits).asReadOnly();
      case "closed" -> {
        try (Arena arena = Arena.ofConfined()) {
          yield copy(segment(words[1], heap, bits), arena);
        }
      }
      default -> {
        int over = text.indexOf('#');
        if (over >= 0) {
          String[] parts = text.substring(over + 1).split("[+:]");
          Object base = heap.get(bits[Integer.parseInt(parts[0])]);
          MemorySegment all = base instanceof MemorySegment segment ? segment : ofArray(base);
          yield parts.length == 1
              ? all
              : all.asSlice(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        }
        int open = text.indexOf('[');
        Type array = Type.parse("array." + text.substring(0, open));
        yield ofArray(array(array.element(), text.substring(open)));
      }
    };
  }

  private static MemorySegment copy(MemorySegment segment, Arena arena) {
    MemorySegment copy = arena.allocate(segment.byteSize(), 8);
    return copy.copyFrom(segment);
  }

  static MemorySegment ofArray(Object array) {
    return switch (array) {
      case byte[] a -> MemorySegment.ofArray(a);
      case short[] a -> MemorySegment.ofArray(a);
      case char[] a -> MemorySegment.ofArray(a);
      case int[] a -> MemorySegment.ofArray(a);
      case long[] a -> MemorySegment.ofArray(a);
      case float[] a -> MemorySegment.ofArray(a);
      case double[] a -> MemorySegment.ofArray(a);
      default -> throw new IllegalArgumentException("no segment over " + array.getClass());
    };
  }

  /**
   * The contents of the arguments that are references, without repetitions, as text that {@link
   * #make} reads; dead segments left out.
   */
  public String describe(Heap heap, long[] bits) {
    var parts = new ArrayList<String>();
    for (int i = 0; i < bits.length; i++) {
      Object object = types.get(i).isReference() ? heap.get(bits[i]) : null;
      boolean again = false;
      for (int j = 0; j < i; j++) {
        again |= types.get(j).isReference() && bits[j] == bits[i];
      }
      if (object instanceof MemorySegment segment && !again && segment.scope().isAlive()) {
        parts.add("i8" + describe(Element.I8, segment.toArray(ValueLayout.JAVA_BYTE)));
      } else if (object != null && !(object instanceof MemorySegment) && !again) {
        parts.add(describe(types.get(i).element(), object));
      }
    }
    return String.join(", ", parts);
  }

  private static String describe(Element element, Object array) {
    var parts = new ArrayList<String>();
    Type type = element.loaded();
    for (int i = 0; i < Array.getLength(array); i++) {
      long bits =
          switch (Array.get(array, i)) {
            case Boolean b -> b ? 1 : 0;
            case Character c -> c;
            case Float f -> Float.floatToRawIntBits(f) & 0xFFFF_FFFFL;
            case Double d -> Double.doubleToRawLongBits(d);
            case Object number -> ((Number) number).longValue();
          };
      parts.add(EdgeValues.isNan(type, bits) ? "nan" : Literal.print(type, bits));
    }
    return parts.toString();
  }

  /** {@code text}, a list of arrays for these parameters, as {@link #describe} prints it. */
  public String canonical(String text) {
    var parts = new ArrayList<String>();
    int at = 0;
    List<String> given = split(text);
    for (int i = 0; i < types.size() && at < given.size(); i++) {
      if (!types.get(i).isReference()
          || texts.get(i).equals("null")
          || texts.get(i).startsWith("#")
          || texts.get(i).startsWith("closed")) {
        continue;
      }
      String each = given.get(at++);
      if (types.get(i).isArray()) {
        Element element = types.get(i).element();
        parts.add(describe(element, array(element, each)));
      } else {
        MemorySegment segment = segment(each, new Heap(), new long[0]);
        parts.add("i8" + describe(Element.I8, segment.toArray(ValueLayout.JAVA_BYTE)));
      }
    }
    return String.join(", ", parts);
  }

  @Override
  public String toString() {
    return String.join(", ", texts);
  }
}
