package dev.lathe.processor.random;

import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Literal;
import dev.lathe.lang.JavaType;
import dev.lathe.processor.EdgeValues;
import java.util.Random;

/** Arguments and results, boxed as reflection has them and as the bits of the interpreter. */
final class Values {
  private Values() {}

  static Class<?> classOf(JavaType type) {
    return switch (type) {
      case BOOLEAN -> boolean.class;
      case BYTE -> byte.class;
      case SHORT -> short.class;
      case CHAR -> char.class;
      case INT -> int.class;
      case LONG -> long.class;
      case FLOAT -> float.class;
      case DOUBLE -> double.class;
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  /** An edge value, or any; now and then the one that native code keeps for traps. */
  static Object random(JavaType type, Random random) {
    int choice = random.nextInt(8);
    if (choice < 5) {
      Object[] edges = EdgeValues.of(classOf(type));
      return edges[random.nextInt(edges.length)];
    }
    if (choice == 5 && type == JavaType.LONG) {
      return ReturnConvention.SENTINEL;
    }
    if (choice == 5 && type == JavaType.DOUBLE) {
      return Double.longBitsToDouble(ReturnConvention.SENTINEL);
    }
    long bits = random.nextLong() >> random.nextInt(64);
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case BYTE -> (byte) bits;
      case SHORT -> (short) bits;
      case CHAR -> (char) bits;
      case INT -> (int) bits;
      case LONG -> bits;
      case FLOAT -> choice == 6 ? (float) bits : Float.intBitsToFloat((int) bits);
      default -> choice == 6 ? (double) bits / 8 : Double.longBitsToDouble(random.nextLong());
    };
  }

  /** As {@code Value.bits}. */
  static long bits(Object value) {
    return switch (value) {
      case Boolean b -> b ? 1 : 0;
      case Character c -> c;
      case Float f -> Float.floatToRawIntBits(f) & 0xFFFF_FFFFL;
      case Double d -> Double.doubleToRawLongBits(d);
      default -> ((Number) value).longValue();
    };
  }

  /** The result that {@code bits} are; a narrow one that is not extended stays an Integer. */
  static Object ofBits(JavaType type, long bits) {
    return switch (type) {
      case FLOAT -> Float.intBitsToFloat((int) bits);
      case DOUBLE -> Double.longBitsToDouble(bits);
      case LONG -> bits;
      default -> ofInt(type, (int) bits);
    };
  }

  /** The result of a handle, which returns narrow types and boolean as an Integer. */
  static Object ofCarrier(JavaType type, Object carrier) {
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
  static String print(Object value) {
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
  static String printIr(JavaType type, Object value) {
    boolean isNan = value instanceof Number number && Double.isNaN(number.doubleValue());
    return isNan ? "nan" : Literal.print(type.ir(), bits(value));
  }
}
