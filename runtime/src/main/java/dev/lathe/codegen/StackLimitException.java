package dev.lathe.codegen;

/**
 * A function needs more stack than native code may use ({@link Frame#LIMIT}). Nobody's mistake: the
 * caller runs the function on the class-file backend.
 */
public final class StackLimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StackLimitException(int bytes) {
    super("the frame needs " + bytes + " bytes of stack, more than " + Frame.LIMIT);
  }
}
