package dev.lathe.ir;

import java.util.HashMap;
import java.util.Map;

/**
 * The type of a value: a scalar, or a vector of {@code lanes} equal scalars. Instances are
 * interned: compare with {@code ==}.
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
    F64("f64", 64);

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

  private final Kind kind;
  private final int lanes;
  private final String text;

  private Type(Kind kind, int lanes, String text) {
    this.kind = kind;
    this.lanes = lanes;
    this.text = text;
  }

  private static Type scalar(Kind kind) {
    Type type = new Type(kind, 1, kind.text);
    BY_TEXT.put(type.text, type);
    return type;
  }

  /**
   * The type whose text form is {@code text}, such as {@code i32} or {@code void}.
   *
   * @return the type, or null if there is none of that name
   */
  public static Type parse(String text) {
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

  /** The text form: {@code i32}, {@code f64}, {@code bool}. */
  @Override
  public String toString() {
    return text;
  }
}
