package dev.lathe.ir;

/** IR that is malformed: built, parsed or rewritten against the rules. The message shows where. */
public final class IrException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IrException(String message) {
    super(message);
  }

  /** The same as the constructor; this class is loaded only when one is thrown. */
  static RuntimeException of(String message) {
    return new IrException(message);
  }
}
