package dev.lathe.lang;

/**
 * The value of a constant expression (JLS 15.29).
 *
 * @param type a primitive type
 * @param bits the value as in {@link dev.lathe.ir.Value#bits}: integers sign-extended ({@code char}
 *     zero-extended), floats as raw int bits zero-extended, doubles as raw long bits, booleans 0 or
 *     1
 */
public record Constant(JavaType type, long bits) {
  public static Constant of(boolean value) {
    return new Constant(JavaType.BOOLEAN, value ? 1 : 0);
  }

  public static Constant of(char value) {
    return new Constant(JavaType.CHAR, value);
  }

  public static Constant of(int value) {
    return new Constant(JavaType.INT, value);
  }

  public static Constant of(long value) {
    return new Constant(JavaType.LONG, value);
  }

  public static Constant of(float value) {
    return new Constant(JavaType.FLOAT, Float.floatToRawIntBits(value) & 0xFFFF_FFFFL);
  }

  public static Constant of(double value) {
    return new Constant(JavaType.DOUBLE, Double.doubleToRawLongBits(value));
  }

  /**
   * The constant of a box as reflection and javac's trees hold it, or null for any other object.
   */
  public static Constant ofBox(Object box) {
    return switch (box) {
      case Boolean value -> of(value.booleanValue());
      case Byte value -> new Constant(JavaType.BYTE, value);
      case Short value -> new Constant(JavaType.SHORT, value);
      case Character value -> of(value.charValue());
      case Integer value -> of(value.intValue());
      case Long value -> of(value.longValue());
      case Float value -> of(value.floatValue());
      case Double value -> of(value.doubleValue());
      case null, default -> null;
    };
  }

  /** The value in the box of its type. */
  public Object box() {
    return switch (type) {
      case BOOLEAN -> bits != 0;
      case BYTE -> (byte) bits;
      case SHORT -> (short) bits;
      case CHAR -> (char) bits;
      case INT -> (int) bits;
      case LONG -> bits;
      case FLOAT -> floatValue();
      case DOUBLE -> doubleValue();
      default -> throw new IllegalStateException("no constant of " + type);
    };
  }

  public boolean booleanValue() {
    return bits != 0;
  }

  /** The value cast to {@code int} (JLS 5.1.3). */
  public int intValue() {
    return switch (type) {
      case FLOAT -> (int) Float.intBitsToFloat((int) bits);
      case DOUBLE -> (int) Double.longBitsToDouble(bits);
      default -> (int) bits;
    };
  }

  /** The value cast to {@code long}. */
  public long longValue() {
    return switch (type) {
      case FLOAT -> (long) Float.intBitsToFloat((int) bits);
      case DOUBLE -> (long) Double.longBitsToDouble(bits);
      default -> bits;
    };
  }

  /** The value cast to {@code float}, in one rounding. */
  public float floatValue() {
    return switch (type) {
      case FLOAT -> Float.intBitsToFloat((int) bits);
      case DOUBLE -> (float) Double.longBitsToDouble(bits);
      default -> (float) bits;
    };
  }

  /** The value cast to {@code double}. */
  public double doubleValue() {
    return switch (type) {
      case FLOAT -> Float.intBitsToFloat((int) bits);
      case DOUBLE -> Double.longBitsToDouble(bits);
      default -> (double) bits;
    };
  }

  /**
   * The value after a cast to {@code to} (JLS 5.5); float to byte, short, char goes by way of int.
   */
  public Constant cast(JavaType to) {
    return switch (to) {
      case BOOLEAN -> this;
      case BYTE -> new Constant(to, (byte) intValue());
      case SHORT -> new Constant(to, (short) intValue());
      case CHAR -> new Constant(to, (char) intValue());
      case INT -> of(intValue());
      case LONG -> of(longValue());
      case FLOAT -> of(floatValue());
      case DOUBLE -> of(doubleValue());
      default -> throw new IllegalArgumentException("cast to " + to);
    };
  }

  /**
   * True if this constant of type {@code byte}, {@code short}, {@code char} or {@code int} may be
   * narrowed to {@code to} without a cast (JLS 5.2): its value is one of that type.
   */
  public boolean fits(JavaType to) {
    return to.isNarrow() && type.promoted() == JavaType.INT && cast(to).bits() == bits;
  }

  @Override
  public String toString() {
    return switch (type) {
      case CHAR -> "(char) " + bits;
      case BYTE, SHORT -> "(" + type + ") " + bits;
      case LONG -> bits + "L";
      case FLOAT -> floatValue() + "F";
      default -> box().toString();
    };
  }
}
