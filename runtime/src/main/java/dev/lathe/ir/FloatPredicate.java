package dev.lathe.ir;

/**
 * The relation that {@link Op#FCMP} tests. {@code O…} ("ordered") is false and {@code U…}
 * ("unordered") is true if an operand is NaN. Java's {@code == < <= > >=} are the ordered ones and
 * {@code !=} is {@link #UNE} (JLS 15.20.1, 15.21.1); the others arise by inversion: {@code !(a <
 * b)} is {@link #UGE}, not {@link #OGE}. -0.0 equals 0.0 in all of them.
 */
public enum FloatPredicate {
  OEQ("oeq"),
  UNE("une"),
  OLT("olt"),
  UGE("uge"),
  OLE("ole"),
  UGT("ugt"),
  OGT("ogt"),
  ULE("ule"),
  OGE("oge"),
  ULT("ult"),
  ONE("one"),
  UEQ("ueq"),
  ORD("ord"),
  UNO("uno");

  private static final FloatPredicate[] VALUES = values();

  private final String text;

  FloatPredicate(String text) {
    this.text = text;
  }

  /** The predicate of that text form, or null. */
  static FloatPredicate parse(String text) {
    for (FloatPredicate predicate : VALUES) {
      if (predicate.text.equals(text)) {
        return predicate;
      }
    }
    return null;
  }

  /** How many there are. */
  static int count() {
    return VALUES.length;
  }

  static FloatPredicate at(int ordinal) {
    return VALUES[ordinal];
  }

  /** The predicate that holds exactly when this one does not, NaN included. */
  public FloatPredicate inverse() {
    return VALUES[ordinal() ^ 1]; // the order of the constants is pairs of inverses
  }

  /** True if an unordered operand counts as a greater one: less, ordered, and its inverses. */
  public boolean isUnorderedGreater() {
    return ordinal() >= OLT.ordinal() && ordinal() <= UGT.ordinal();
  }

  /** True for those that ask whether there is an order, or which is none of Java's operators. */
  public boolean isOfOrder() {
    return ordinal() >= ONE.ordinal();
  }

  /** The predicate {@code q} with {@code a q b} equal to {@code b this a}. */
  public FloatPredicate swapped() {
    return switch (this) {
      case OEQ, UNE, ONE, UEQ, ORD, UNO -> this;
      case OLT -> OGT;
      case OGT -> OLT;
      case OLE -> OGE;
      case OGE -> OLE;
      case ULT -> UGT;
      case UGT -> ULT;
      case ULE -> UGE;
      case UGE -> ULE;
    };
  }

  /** The relation's value; floats are widened to double, which keeps it. */
  public boolean test(double a, double b) {
    return switch (this) {
      case OEQ -> a == b;
      case UNE -> a != b;
      case OLT -> a < b;
      case UGE -> !(a < b);
      case OLE -> a <= b;
      case UGT -> !(a <= b);
      case OGT -> a > b;
      case ULE -> !(a > b);
      case OGE -> a >= b;
      case ULT -> !(a >= b);
      case ONE -> a < b || a > b;
      case UEQ -> !(a < b || a > b);
      case ORD -> a == a && b == b;
      case UNO -> a != a || b != b;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
