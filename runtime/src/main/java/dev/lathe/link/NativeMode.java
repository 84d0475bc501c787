package dev.lathe.link;

/** The values of {@link Option#NATIVE}. */
public enum NativeMode {
  /**
   * Native wherever it can be, else the class-file backend, with the same bits and one log line.
   */
  AUTO("auto"),
  /** Native, or an exception that says what is missing. */
  REQUIRE("require"),
  /** As {@link #AUTO}, but kernels that a call costs more than they save run as class files. */
  FASTEST("fastest"),
  /** The class-file backend always. */
  CLASSFILE("classfile"),
  /** The user's own Java bodies, for debuggers. */
  SOURCE("source");

  private final String text;

  NativeMode(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
