package dev.lathe.ir;

/**
 * The relation that {@link Op#ICMP} tests. {@code U…} compare as unsigned (JLS has no such
 * operator; {@code Integer.compareUnsigned} and bounds checks need them).
 */
public enum IntPredicate {
  EQ("eq"),
  NE("ne"),
  LT("lt"),
  GE("ge"),
  LE("le"),
  GT("gt"),
  ULT("ult"),
  UGE("uge"),
  ULE("ule"),
  UGT("ugt");

  private static final IntPredicate[] VALUES = values();

  private final String text;

  IntPredicate(String text) {
    this.text = text;
  }

  /** The predicate of that text form, or null. */
  static IntPredicate parse(String text) {
    for (IntPredicate predicate : VALUES) {
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

  static IntPredicate at(int ordinal) {
    return VALUES[ordinal];
  }

  /** The predicate that holds exactly when this one does not. */
  public IntPredicate inverse() {
    return VALUES[ordinal() ^ 1]; // the order of the constants is pairs of inverses
  }

  /** The predicate {@code q} with {@code a q b} equal to {@code b this a}. */
  public IntPredicate swapped() {
    return switch (this) {
      case EQ, NE -> this;
      case LT -> GT;
      case GT -> LT;
      case LE -> GE;
      case GE -> LE;
      case ULT -> UGT;
      case UGT -> ULT;
      case ULE -> UGE;
      case UGE -> ULE;
    };
  }

  /** The relation's value for two sign-extended operands of equal width. */
  public boolean test(long a, long b) {
    return switch (this) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case GE -> a >= b;
      case LE -> a <= b;
      case GT -> a > b;
      case ULT -> Long.compareUnsigned(a, b) < 0;
      case UGE -> Long.compareUnsigned(a, b) >= 0;
      case ULE -> Long.compareUnsigned(a, b) <= 0;
      case UGT -> Long.compareUnsigned(a, b) > 0;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
