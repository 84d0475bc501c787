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
    Type type = BY_TEXT.get(text);
    return type == null && text.indexOf('x') > 0 ? Vectors.parse(text) : type;
  }

  /** The most lanes that a vector has. */
  public static final int MAX_LANES = 64;

  /** The vectors, apart, so that kernels without them load less. */
  private static final class Vectors {
    static final Type[][] OF = new Type[Kind.F64.ordinal() + 1][]; // by kind, log2 of lanes

    static {
      for (int k = Kind.BOOL.ordinal(); k < OF.length; k++) {
        Kind kind = Kind.values()[k];
        OF[k] = new Type[Integer.numberOfTrailingZeros(MAX_LANES) + 1];
        for (int log = 1; log < OF[k].length; log++) {
          OF[k][log] = new Type(kind, 1 << log, null, kind.text + "x" + (1 << log));
        }
      }
    }

    static Type parse(String text) {
      for (int k = Kind.BOOL.ordinal(); k < OF.length; k++) {
        for (int log = 1; log < OF[k].length; log++) {
          if (OF[k][log].text.equals(text)) {
            return OF[k][log];
          }
        }
      }
      return null;
    }
  }

  /** True if there are vectors of so many lanes: a power of two from 2 to {@link #MAX_LANES}. */
  public static boolean isLaneCount(int lanes) {
    return lanes >= 2 && lanes <= MAX_LANES && Integer.bitCount(lanes) == 1;
  }

  /**
   * The vectors of {@code lanes} times {@code kind}: {@code f64x8}; of {@link Kind#BOOL}, masks.
   *
   * @param kind no reference and not void
   * @param lanes see {@link #isLaneCount}
   */
  public static Type vector(Kind kind, int lanes) {
    if (!isLaneCount(lanes)) {
      throw new IllegalArgumentException("there are no vectors of " + lanes + " lanes");
    }
    return Vectors.OF[kind.ordinal()][Integer.numberOfTrailingZeros(lanes)];
  }

  /** The vectors with this one's lanes, or this scalar type, but of the other kind. */
  public Type withKind(Kind other) {
    return lanes > 1 ? vector(other, lanes) : scalarOf(other);
  }

  /** What so many lanes of this type are: a vector, or for 1 the {@link #scalar}. */
  public Type withLanes(int count) {
    return count == 1 ? scalar() : vector(kind, count);
  }

  /** The masks with this type's lanes; for a scalar {@link #BOOL}. */
  public Type mask() {
    return lanes > 1 ? vector(Kind.BOOL, lanes) : BOOL;
  }

  /** The type of one lane outside of a vector: {@code i32} for the narrow integers. */
  public Type scalar() {
    return lanes > 1 ? scalarOf(kind) : this;
  }

  private static Type scalarOf(Kind kind) {
    return switch (kind) {
      case BOOL -> BOOL;
      case I8, I16, I32 -> I32;
      case I64 -> I64;
      case F32 -> F32;
      case F64 -> F64;
      case VOID, ARRAY, SEGMENT -> throw new IllegalArgumentException("no lanes are " + kind);
    };
  }

  /** True for vectors, masks among them. */
  public boolean isVector() {
    return lanes > 1;
  }

  /** True for vectors of {@code i8} and {@code i16}. */
  public boolean isNarrow() {
    return kind == Kind.I8 || kind == Kind.I16;
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

  /** True if a lane of this type may have these {@link Value#bits}. */
  boolean isCanonical(long bits) {
    return switch (kind) {
      case BOOL -> bits >>> 1 == 0;
      case ARRAY, SEGMENT -> bits == 0;
      case I32 -> bits == (int) bits;
      case F32 -> bits >>> 32 == 0;
      case I8 -> bits == (byte) bits;
      case I16 -> bits == (short) bits;
      case VOID, I64, F64 -> true;
    };
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

  /**
   * The text form: {@code i32}, {@code bool}, {@code f64x8}, {@code array.f64}, {@code segment}.
   */
  @Override
  public String toString() {
    return text;
  }
}
