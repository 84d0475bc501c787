package dev.lathe.lang;

import dev.lathe.ir.Element;
import dev.lathe.ir.Type;

/**
 * The types of the kernel language: Java's primitive types (JLS 4.2), arrays of them, memory
 * segments, the type of {@code null}, and {@code void}.
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
  BOOLEAN_ARRAY(BOOLEAN, Element.BOOL),
  BYTE_ARRAY(BYTE, Element.I8),
  SHORT_ARRAY(SHORT, Element.I16),
  CHAR_ARRAY(CHAR, Element.U16),
  INT_ARRAY(INT, Element.I32),
  LONG_ARRAY(LONG, Element.I64),
  FLOAT_ARRAY(FLOAT, Element.F32),
  DOUBLE_ARRAY(DOUBLE, Element.F64),
  /** {@link java.lang.foreign.MemorySegment}. */
  SEGMENT("MemorySegment", Type.SEGMENT),
  /** The type of {@code null} (JLS 4.1), which fits arrays and segments. */
  NULL("null", Type.I32),
  VOID("void", Type.VOID),
  /** The type of what is in error and has been reported: it fits everywhere. */
  ERROR("<error>", Type.VOID);

  private final String text;
  private final Type ir;
  private final JavaType element; // of arrays

  JavaType(String text, Type ir) {
    this.text = text;
    this.ir = ir;
    this.element = null;
  }

  JavaType(JavaType element, Element ir) {
    this.text = element.text + "[]";
    this.ir = Type.arrayOf(ir);
    this.element = element;
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

  /** The type of arrays of this type, or null if there is none. */
  public JavaType array() {
    return this == BOOLEAN || isNumeric()
        ? values()[ordinal() - BOOLEAN.ordinal() + BOOLEAN_ARRAY.ordinal()]
        : null;
  }

  /** What an array of this type holds; null for all other types. */
  public JavaType element() {
    return element;
  }

  public boolean isArray() {
    return element != null;
  }

  /** True for arrays, segments and null. */
  public boolean isReference() {
    return ordinal() >= BOOLEAN_ARRAY.ordinal() && ordinal() <= NULL.ordinal();
  }

  /** The IR type that holds values of this type. */
  public Type ir() {
    return ir;
  }

  /** What descriptors in class files have for it (JVMS 4.3). */
  public String descriptor() {
    return switch (this) {
      case BOOLEAN -> "Z";
      case BYTE -> "B";
      case SHORT -> "S";
      case CHAR -> "C";
      case INT -> "I";
      case LONG -> "J";
      case FLOAT -> "F";
      case DOUBLE -> "D";
      case SEGMENT -> "Ljava/lang/foreign/MemorySegment;";
      case VOID -> "V";
      case NULL, ERROR -> "?";
      default -> "[" + element.descriptor();
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
   * Identity or widening conversion (JLS 5.1.1, 5.1.2, 5.1.5): also the order of subtypes of 4.10.
   */
  public boolean widensTo(JavaType to) {
    if (this == to || this == NULL && to.isReference()) {
      return true;
    }
    if (!isNumeric() || !to.isNumeric() || to == CHAR) {
      return false;
    }
    return this == CHAR ? to.ordinal() >= INT.ordinal() : ordinal() < to.ordinal();
  }

  /** Casting context (JLS 5.5): any numeric type to any other, other types to themselves. */
  public boolean castsTo(JavaType to) {
    return widensTo(to) && this != VOID || isNumeric() && to.isNumeric();
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
