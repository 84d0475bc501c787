package dev.lathe.lang;

/** A parameter or local variable of a kernel. */
public final class Local {
  private final int index;
  private final String name;
  private final boolean isFinal;
  private final boolean isParameter;
  private JavaType type;
  private Constant constant;

  Local(int index, String name, JavaType type, boolean isFinal, boolean isParameter) {
    this.index = index;
    this.name = name;
    this.type = type;
    this.isFinal = isFinal;
    this.isParameter = isParameter;
  }

  /** A number unique in the kernel: parameters first, in order. */
  public int index() {
    return index;
  }

  public String name() {
    return name;
  }

  public JavaType type() {
    return type;
  }

  public boolean isFinal() {
    return isFinal;
  }

  public boolean isParameter() {
    return isParameter;
  }

  /** The value of a constant variable (JLS 4.12.4), or null for any other. */
  public Constant constant() {
    return constant;
  }

  /** Completes a {@code var} by its initializer's type. */
  void setType(JavaType type) {
    this.type = type;
  }

  void setConstant(Constant constant) {
    this.constant = constant;
  }
}
