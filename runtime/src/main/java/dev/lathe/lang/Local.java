package dev.lathe.lang;

/** A parameter or local variable of a kernel. */
public final class Local {
  private final int index;
  private final String name;
  private final boolean isFinal;
  private final boolean isParameter;
  private final Local before;
  private final int hidden;
  private JavaType type;
  private Constant constant;

  /**
   * @param before the one in scope that was declared before this; null if there is none
   * @param hidden how many words the variables take that the Java compiler adds before it
   */
  Local(
      int index,
      String name,
      JavaType type,
      boolean isFinal,
      boolean isParameter,
      Local before,
      int hidden) {
    this.index = index;
    this.before = before;
    this.hidden = hidden;
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

  /**
   * The number that the variable has in a class file (JVMS 2.6.1), if {@code this} takes none: long
   * and double take two.
   */
  int slot() {
    int slot = hidden;
    for (Local local = before; local != null; local = local.before) {
      slot += local.type == JavaType.LONG || local.type == JavaType.DOUBLE ? 2 : 1;
    }
    return slot;
  }

  /** Completes a {@code var} by its initializer's type. */
  void setType(JavaType type) {
    this.type = type;
  }

  void setConstant(Constant constant) {
    this.constant = constant;
  }
}
