package dev.lathe.lang;

/** The binary operators (JLS 15.17 to 15.24), with the precedence that the parser climbs. */
public enum BinaryOperator {
  MULTIPLY("*", 10),
  DIVIDE("/", 10),
  REMAINDER("%", 10),
  ADD("+", 9),
  SUBTRACT("-", 9),
  SHIFT_LEFT("<<", 8),
  SHIFT_RIGHT(">>", 8),
  SHIFT_RIGHT_UNSIGNED(">>>", 8),
  LESS("<", 7),
  GREATER(">", 7),
  LESS_EQUAL("<=", 7),
  GREATER_EQUAL(">=", 7),
  EQUAL("==", 6),
  NOT_EQUAL("!=", 6),
  AND("&", 5),
  XOR("^", 4),
  OR("|", 3),
  CONDITIONAL_AND("&&", 2),
  CONDITIONAL_OR("||", 1);

  private final String text;
  private final int precedence;

  BinaryOperator(String text, int precedence) {
    this.text = text;
    this.precedence = precedence;
  }

  /** The operator written so, or null. */
  public static BinaryOperator of(String text) {
    for (BinaryOperator operator : values()) {
      if (operator.text.equals(text)) {
        return operator;
      }
    }
    return null;
  }

  /** Higher binds tighter; 1 is the lowest. */
  public int precedence() {
    return precedence;
  }

  public boolean isShift() {
    return precedence == 8;
  }

  /** {@code < > <= >=}. */
  public boolean isRelational() {
    return precedence == 7;
  }

  /** {@code == !=}. */
  public boolean isEquality() {
    return precedence == 6;
  }

  /** {@code & ^ |}: bitwise on integers, logical on booleans. */
  public boolean isBitwise() {
    return this == AND || this == XOR || this == OR;
  }

  /** {@code && ||}. */
  public boolean isShortCircuit() {
    return precedence <= 2;
  }

  @Override
  public String toString() {
    return text;
  }
}
