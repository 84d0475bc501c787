package dev.lathe.jvm;

import dev.lathe.ir.Type;
import java.util.List;

/** Operands at which semantics turn: around zero, sign, width and rounding boundaries. */
final class EdgeValues {
  private static final List<Object> INTS =
      List.of(
          0, 1, -1, 2, -2, 5, -7, 31, 32, 33, 63, 64, 127, 128, -128, -129, 255, 32767, 32768,
          -32769, 65535, 65536, 46341, 0x12345678, 0xCAFEBABE, Integer.MAX_VALUE,
          Integer.MAX_VALUE - 1, Integer.MIN_VALUE, Integer.MIN_VALUE + 1);

  private static final List<Object> LONGS =
      List.of(
          0L, 1L, -1L, 2L, -2L, 5L, -7L, 31L, 63L, 64L, 127L, 0x7FFFFFFFL, 0x80000000L,
          0xFFFFFFFFL, 0x100000000L, -0x80000000L, -0x80000001L, 3037000500L, 1L << 53,
          (1L << 53) + 1, 0x4000_0040_0000_0001L, 0x123456789ABCDEF0L, 0xCAFEBABE_DEADBEEFL,
          Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE, Long.MIN_VALUE + 1);

  private static final List<Object> FLOATS =
      List.of(
          0.0f, -0.0f, 1.0f, -1.0f, 0.5f, -0.5f, 1.5f, -1.5f, 2.5f, 0x1.fffffep-2f, 0.1f, 3.0f,
          1e10f, -1e10f, 8388609.0f, 16777217.0f, 0x1p31f, -0x1p31f, 0x1p63f, -0x1p63f, 1e-40f,
          Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE,
          Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN);

  private static final List<Object> DOUBLES =
      List.of(
          0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, -1.5, 2.5, 0x1.fffffffffffffp-2, 0.1, 3.0, 1e10,
          1e39, 0x1p31, -0x1p31, 0x1p31 - 0.5, 0x1p63, -0x1p63, 4503599627370497.5, 1e-320, 1e-45,
          Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE,
          -Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);

  private EdgeValues() {}

  /** The edge values of {@code type}, boxed as what travels: bool as an Integer. */
  static List<Object> of(Type type) {
    return switch (type.kind()) {
      case BOOL -> List.of(0, 1);
      case I64 -> LONGS;
      case F32 -> FLOATS;
      case F64 -> DOUBLES;
      default -> INTS;
    };
  }

  /** The bits that a constant of that value has in the IR. */
  static long bits(Object value) {
    return switch (value) {
      case Integer i -> i;
      case Long l -> l;
      case Float f -> Float.floatToRawIntBits(f) & 0xFFFF_FFFFL;
      case Double d -> Double.doubleToRawLongBits(d);
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  /** The inverse of {@link #bits}. */
  static Object box(Type type, long bits) {
    return switch (type.kind()) {
      case I64 -> bits;
      case F32 -> Float.intBitsToFloat((int) bits);
      case F64 -> Double.longBitsToDouble(bits);
      default -> (int) bits;
    };
  }
}
