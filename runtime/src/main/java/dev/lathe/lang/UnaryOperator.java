package dev.lathe.lang;

/** The unary operators without side effect (JLS 15.15.3 to 15.15.6). */
public enum UnaryOperator {
  PLUS("+"),
  MINUS("-"),
  COMPLEMENT("~"),
  NOT("!");

  private final String text;

  UnaryOperator(String text) {
    this.text = text;
  }

  /** The operator written so, or null. */
  public static UnaryOperator of(String text) {
    for (UnaryOperator operator : values()) {
      if (operator.text.equals(text)) {
        return operator;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return text;
  }
}
