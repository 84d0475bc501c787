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

  @Override
  public String toString() {
    return text;
  }
}
