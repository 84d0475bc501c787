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

  /** What {@link #outcomes} is made of. */
  public static final int LESS = 1;

  public static final int EQUAL = 2;
  public static final int GREATER = 4;

  /** The relation of signed numbers that holds for these: one or two of them. */
  public static IntPredicate of(int outcomes) {
    int ordinal = 0;
    while (VALUES[ordinal].outcomes() != outcomes) {
      ordinal++;
    }
    return VALUES[ordinal];
  }

  /** Which of less, equal and greater this relation holds for. */
  public int outcomes() {
    return switch (this) {
      case EQ -> EQUAL;
      case NE -> LESS | GREATER;
      case LT, ULT -> LESS;
      case LE, ULE -> LESS | EQUAL;
      case GT, UGT -> GREATER;
      case GE, UGE -> EQUAL | GREATER;
    };
  }

  /** True for {@link #EQ} and {@link #NE}. */
  public boolean isEquality() {
    return ordinal() < LT.ordinal();
  }

  /** True for the relations of unsigned numbers, which the others than equality have too. */
  public boolean isUnsigned() {
    return ordinal() >= ULT.ordinal();
  }

  /** This relation of signed numbers. */
  public IntPredicate signed() {
    return isUnsigned() ? VALUES[ordinal() - ULT.ordinal() + LT.ordinal()] : this;
  }

  /** This relation of unsigned numbers. */
  public IntPredicate unsigned() {
    return isEquality() || isUnsigned() ? this : VALUES[ordinal() - LT.ordinal() + ULT.ordinal()];
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
