package dev.lathe.codegen;

/**
 * A function needs more stack than native code may use ({@link Frame#LIMIT}), or makes arrays that
 * a record has no room for. Nobody's mistake: the caller runs the function on the class-file
 * backend.
 */
public final class StackLimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private StackLimitException(String message) {
    super(message);
  }

  /** The exception for a frame of {@code bytes}; this class is loaded only when one is thrown. */
  public static RuntimeException of(int bytes) {
    return new StackLimitException(
        "the frame needs " + bytes + " bytes of stack, more than " + Frame.LIMIT);
  }

  /** The exception for arrays of {@code bytes} where there may be {@code most}. */
  public static RuntimeException ofArrays(long bytes, long most) {
    return new StackLimitException(
        "the arrays that it makes need " + bytes + " bytes, more than " + most);
  }
}
