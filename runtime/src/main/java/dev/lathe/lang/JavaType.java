package dev.lathe.lang;

import dev.lathe.ir.Type;

/**
 * The types of the kernel language: Java's primitive types (JLS 4.2) and {@code void}.
 *
 * <p>Values of {@code byte}, {@code short} and {@code char} live in {@code i32}, extended.
 */
public enum JavaType {
  BOOLEAN("boolean", Type.BOOL),
  BYTE("byte", Type.I32),
  SHORT("short", Type.I32),
  CHAR("char", Type.I32),
  INT("int", Type.I32),
  LONG("long", Type.I64),
  FLOAT("float", Type.F32),
  DOUBLE("double", Type.F64),
  VOID("void", Type.VOID),
  /** The type of what is in error and has been reported: it fits everywhere. */
  ERROR("<error>", Type.VOID);

  private final String text;
  private final Type ir;

  JavaType(String text, Type ir) {
    this.text = text;
    this.ir = ir;
  }

  /** The type with that keyword, or null. */
  public static JavaType of(String keyword) {
    return switch (keyword) {
      case "boolean" -> BOOLEAN;
      case "byte" -> BYTE;
      case "short" -> SHORT;
      case "char" -> CHAR;
      case "int" -> INT;
      case "long" -> LONG;
      case "float" -> FLOAT;
      case "double" -> DOUBLE;
      case "void" -> VOID;
      default -> null;
    };
  }

  /** The IR type that holds values of this type. */
  public Type ir() {
    return ir;
  }

  /** The letter that descriptors in class files have for it (JVMS 4.3). */
  char descriptor() {
    return switch (this) {
      case BOOLEAN -> 'Z';
      case BYTE -> 'B';
      case SHORT -> 'S';
      case CHAR -> 'C';
      case INT -> 'I';
      case LONG -> 'J';
      case FLOAT -> 'F';
      case DOUBLE -> 'D';
      case VOID -> 'V';
      case ERROR -> '?';
    };
  }

  public boolean isNumeric() {
    return ordinal() >= BYTE.ordinal() && ordinal() <= DOUBLE.ordinal();
  }

  public boolean isIntegral() {
    return ordinal() >= BYTE.ordinal() && ordinal() <= LONG.ordinal();
  }

  public boolean isFloating() {
    return this == FLOAT || this == DOUBLE;
  }

  /** True for {@code byte}, {@code short} and {@code char}. */
  public boolean isNarrow() {
    return this == BYTE || this == SHORT || this == CHAR;
  }

  /**
   * Identity or widening primitive conversion (JLS 5.1.1, 5.1.2): also the order of subtypes of
   * 4.10.1.
   */
  public boolean widensTo(JavaType to) {
    if (this == to) {
      return true;
    }
    if (!isNumeric() || !to.isNumeric() || to == CHAR) {
      return false;
    }
    return this == CHAR ? to.ordinal() >= INT.ordinal() : ordinal() < to.ordinal();
  }

  /** Casting context (JLS 5.5): any numeric type to any other, boolean to itself. */
  public boolean castsTo(JavaType to) {
    return this == to && this != VOID || isNumeric() && to.isNumeric();
  }

  /** Unary numeric promotion (JLS 5.6) of a numeric type. */
  public JavaType promoted() {
    return isNarrow() ? INT : this;
  }

  /** Binary numeric promotion (JLS 5.6) of two numeric types. */
  public static JavaType promoted(JavaType a, JavaType b) {
    JavaType wider = a.ordinal() > b.ordinal() ? a : b;
    return wider.promoted();
  }

  @Override
  public String toString() {
    return text;
  }
}
