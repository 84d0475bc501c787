package dev.lathe.ir;

/**
 * What an array holds, or an access to a memory segment moves: one row for each primitive type of
 * Java. Narrow elements are extended when they are loaded and truncated when they are stored, as
 * Java promotes and casts them.
 */
public enum Element {
  /** One byte, 0 or 1. */
  BOOL("bool", 'Z', 1, boolean[].class),
  I8("i8", 'B', 1, byte[].class),
  I16("i16", 'S', 2, short[].class),
  /** Java's {@code char}: zero-extended. */
  U16("u16", 'C', 2, char[].class),
  I32("i32", 'I', 4, int[].class),
  I64("i64", 'J', 8, long[].class),
  F32("f32", 'F', 4, float[].class),
  F64("f64", 'D', 8, double[].class);

  private static final Element[] VALUES = values();

  private final String text;
  private final char descriptor;
  private final int bytes;
  private final Class<?> array;

  Element(String text, char descriptor, int bytes, Class<?> array) {
    this.text = text;
    this.descriptor = descriptor;
    this.bytes = bytes;
    this.array = array;
  }

  static int count() {
    return VALUES.length;
  }

  static Element at(int ordinal) {
    return VALUES[ordinal];
  }

  /** The element of that text form, or null. */
  static Element parse(String text) {
    for (Element element : VALUES) {
      if (element.text.equals(text)) {
        return element;
      }
    }
    return null;
  }

  /** The element of the Java type with this descriptor, such as {@code 'D'}; null if none. */
  public static Element of(char descriptor) {
    for (Element element : VALUES) {
      if (element.descriptor == descriptor) {
        return element;
      }
    }
    return null;
  }

  /** The character of the Java type in descriptors. */
  public char descriptor() {
    return descriptor;
  }

  /** The size in memory. */
  public int bytes() {
    return bytes;
  }

  /** Java's class of arrays of it. */
  public Class<?> arrayClass() {
    return array;
  }

  /** The Java type's name, such as {@code double}. */
  public String javaName() {
    return array.getComponentType().getName();
  }

  /** The type of a loaded or stored value: {@code i32} for the narrow integers. */
  public Type loaded() {
    return switch (this) {
      case BOOL -> Type.BOOL;
      case I8, I16, U16, I32 -> Type.I32;
      case I64 -> Type.I64;
      case F32 -> Type.F32;
      case F64 -> Type.F64;
    };
  }

  /** The op that makes of an int what is loaded where it was stored; null if that is the same. */
  public Op narrowing() {
    return switch (this) {
      case I8 -> Op.SEXT8;
      case I16 -> Op.SEXT16;
      case U16 -> Op.ZEXT16;
      case BOOL, I32, I64, F32, F64 -> null;
    };
  }

  /** What it is as a lane; of a bool, which is none, the byte. */
  public Type.Kind lane() {
    return switch (this) {
      case BOOL, I8 -> Type.Kind.I8;
      case I16, U16 -> Type.Kind.I16;
      case I32 -> Type.Kind.I32;
      case I64 -> Type.Kind.I64;
      case F32 -> Type.Kind.F32;
      case F64 -> Type.Kind.F64;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
