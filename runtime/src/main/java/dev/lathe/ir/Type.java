package dev.lathe.ir;

import java.util.HashMap;
import java.util.Map;

/**
 * The type of a value: a scalar, a vector of {@code lanes} equal scalars, or a reference to an
 * array of primitives or to a memory segment. Instances are interned: compare with {@code ==}.
 *
 * <p>Scalars of Java's {@code byte}, {@code short} and {@code char} live in {@link #I32}, sign- or
 * zero-extended as Java promotes them; {@code i8} and {@code i16} exist only as lanes and in
 * memory.
 */
public final class Type {
  /** What one lane holds. */
  public enum Kind {
    /** No value: the result of a void function or of a check that only exits. */
    VOID("void", 0),
    /** A truth value; in a general register 0 or 1, as lanes a mask. */
    BOOL("bool", 1),
    I8("i8", 8),
    I16("i16", 16),
    I32("i32", 32),
    I64("i64", 64),
    F32("f32", 32),
    F64("f64", 64),
    /** A reference to an array of {@link Type#element}, or null. Of no size that anyone may use. */
    ARRAY("array", 32),
    /** A reference to a {@link java.lang.foreign.MemorySegment}, or null. */
    SEGMENT("segment", 32);

    private final String text;
    private final int bits;

    Kind(String text, int bits) {
      this.text = text;
      this.bits = bits;
    }

    /** Bits of one lane; 1 for {@link #BOOL}, 0 for {@link #VOID}. */
    public int bits() {
      return bits;
    }
  }

  private static final Map<String, Type> BY_TEXT = new HashMap<>();

  public static final Type VOID = scalar(Kind.VOID);
  public static final Type BOOL = scalar(Kind.BOOL);
  public static final Type I32 = scalar(Kind.I32);
  public static final Type I64 = scalar(Kind.I64);
  public static final Type F32 = scalar(Kind.F32);
  public static final Type F64 = scalar(Kind.F64);
  public static final Type SEGMENT = scalar(Kind.SEGMENT);

  private final Kind kind;
  private final int lanes;
  private final Element element; // null unless an array
  private final String text;

  private Type(Kind kind, int lanes, Element element, String text) {
    this.kind = kind;
    this.lanes = lanes;
    this.element = element;
    this.text = text;
  }

  private static Type scalar(Kind kind) {
    Type type = new Type(kind, 1, null, kind.text);
    BY_TEXT.put(type.text, type);
    return type;
  }

  /** The arrays, apart, so that kernels without them load less. */
  private static final class Arrays {
    static final Type[] OF = new Type[Element.count()];

    static {
      for (int i = 0; i < OF.length; i++) {
        OF[i] = new Type(Kind.ARRAY, 1, Element.at(i), PREFIX + Element.at(i));
      }
    }
  }

  private static final String PREFIX = "array.";

  /** The type of references to arrays of {@code element}: {@code array.f64}. */
  public static Type arrayOf(Element element) {
    return Arrays.OF[element.ordinal()];
  }

  /**
   * The type whose text form is {@code text}, such as {@code i32} or {@code void}.
   *
   * @return the type, or null if there is none of that name
   */
  public static Type parse(String text) {
    if (text.startsWith(PREFIX)) {
      Element element = Element.parse(text.substring(PREFIX.length()));
      return element == null ? null : arrayOf(element);
    }
    return BY_TEXT.get(text);
  }

  /** What one lane holds. */
  public Kind kind() {
    return kind;
  }

  /** The number of lanes; 1 for a scalar. */
  public int lanes() {
    return lanes;
  }

  /** Bits of one lane. */
  public int bits() {
    return kind.bits;
  }

  /** What an array of this type holds; null for all other types. */
  public Element element() {
    return element;
  }

  /** True for arrays and segments. */
  public boolean isReference() {
    return kind.ordinal() >= Kind.ARRAY.ordinal();
  }

  public boolean isArray() {
    return kind == Kind.ARRAY;
  }

  public boolean isSegment() {
    return kind == Kind.SEGMENT;
  }

  /** True for {@code i32} and {@code i64} and vectors of integers. */
  public boolean isInt() {
    return kind.ordinal() >= Kind.I8.ordinal() && kind.ordinal() <= Kind.I64.ordinal();
  }

  /** True for {@code f32} and {@code f64} and vectors of them. */
  public boolean isFloat() {
    return kind == Kind.F32 || kind == Kind.F64;
  }

  /** True for {@code bool} and masks. */
  public boolean isBool() {
    return kind == Kind.BOOL;
  }

  /** The text form: {@code i32}, {@code f64}, {@code bool}, {@code array.f64}, {@code segment}. */
  @Override
  public String toString() {
    return text;
  }
}
