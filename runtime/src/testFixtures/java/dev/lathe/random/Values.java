package dev.lathe.random;

import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Literal;
import dev.lathe.lang.JavaType;
import dev.lathe.testing.EdgeValues;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/** Arguments and results, boxed as reflection has them and as the bits of the interpreter. */
public final class Values {
  private Values() {}

  public static Class<?> classOf(JavaType type) {
    return switch (type) {
      case SEGMENT -> MemorySegment.class;
      case VOID -> void.class;
      case BOOLEAN -> boolean.class;
      case BYTE -> byte.class;
      case SHORT -> short.class;
      case CHAR -> char.class;
      case INT -> int.class;
      case LONG -> long.class;
      case FLOAT -> float.class;
      case DOUBLE -> double.class;
      default -> {
        if (!type.isArray()) {
          throw new IllegalArgumentException(type.toString());
        }
        yield classOf(type.element()).arrayType();
      }
    };
  }

  private static final long[][] EDGES = new long[JavaType.values().length][];

  static {
    for (JavaType type : JavaType.values()) {
      if (type.isNumeric() || type == JavaType.BOOLEAN) {
        EDGES[type.ordinal()] =
            Arrays.stream(EdgeValues.bits(type.ir()))
                .map(bits -> type.isFloating() ? bits : Values.bits(ofCast(type, bits)))
                .distinct()
                .toArray();
      }
    }
  }

  /**
   * The bits of an edge value, a small one, or any; now and then the one that native code keeps for
   * traps.
   */
  public static long randomBits(JavaType type, Random random) {
    long[] edges = EDGES[type.ordinal()];
    long bits = random.nextLong() >> random.nextInt(64);
    switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> {
        return edges[random.nextInt(edges.length)];
      }
      case 4 -> bits = ReturnConvention.SENTINEL;
      case 5 -> bits = random.nextInt(21) - 10;
      case 6 -> {
        if (type.isFloating()) {
          return bits(type == JavaType.FLOAT ? (Object) (float) bits : (Object) (bits / 8.0));
        }
      }
      default -> {
        if (type.isFloating()) {
          bits = random.nextLong();
        }
      }
    }
    return type == JavaType.DOUBLE
        ? bits
        : type == JavaType.FLOAT ? bits & 0xFFFF_FFFFL : bits(ofCast(type, bits));
  }

  /** The same as a box. */
  public static Object random(JavaType type, Random random) {
    return ofBits(type, randomBits(type, random));
  }

  private static Object ofCast(JavaType type, long value) {
    return switch (type) {
      case BOOLEAN -> (value & 1) != 0;
      case BYTE -> (byte) value;
      case SHORT -> (short) value;
      case CHAR -> (char) value;
      case INT -> (int) value;
      default -> value;
    };
  }

  /** As {@code Value.bits}. */
  public static long bits(Object value) {
    return switch (value) {
      case Boolean b -> b ? 1 : 0;
      case Character c -> c;
      case Float f -> Float.floatToRawIntBits(f) & 0xFFFF_FFFFL;
      case Double d -> Double.doubleToRawLongBits(d);
      default -> ((Number) value).longValue();
    };
  }

  /** The result that {@code bits} are; a narrow one that is not extended stays an Integer. */
  public static Object ofBits(JavaType type, long bits) {
    return switch (type) {
      case FLOAT -> Float.intBitsToFloat((int) bits);
      case DOUBLE -> Double.longBitsToDouble(bits);
      case LONG -> bits;
      default -> ofInt(type, (int) bits);
    };
  }

  /** The result of a handle, which returns narrow types and boolean as an Integer. */
  public static Object ofCarrier(JavaType type, Object carrier) {
    return carrier instanceof Integer value ? ofInt(type, value) : carrier;
  }

  private static Object ofInt(JavaType type, int value) {
    return switch (type) {
      case BOOLEAN -> value == 0 ? Boolean.FALSE : value == 1 ? Boolean.TRUE : (Object) value;
      case BYTE -> value == (byte) value ? (Object) (byte) value : value;
      case SHORT -> value == (short) value ? (Object) (short) value : value;
      case CHAR -> value == (char) value ? (Object) (char) value : value;
      default -> value;
    };
  }

  /** As Java source. */
  public static String print(Object value) {
    return switch (value) {
      case Boolean b -> b.toString();
      case Byte b -> "(byte) " + b;
      case Short s -> "(short) " + s;
      case Character c -> "(char) " + (int) c;
      case Integer i -> i.toString();
      case Long l -> l + "L";
      case Float f ->
          "Float.intBitsToFloat(0x%08x /* %s */)".formatted(Float.floatToRawIntBits(f), f);
      case Double d ->
          "Double.longBitsToDouble(0x%016xL /* %s */)".formatted(Double.doubleToRawLongBits(d), d);
      default -> value.toString();
    };
  }

  /** As a literal of the IR's text form. */
  public static String printIr(JavaType type, Object value) {
    boolean isNan = value instanceof Number number && Double.isNaN(number.doubleValue());
    return isNan ? "nan" : Literal.print(type.ir(), bits(value));
  }
}
