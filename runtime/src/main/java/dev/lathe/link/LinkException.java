package dev.lathe.link;

/** A kernel cannot be linked. The public API turns it into its own exception of the same code. */
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong; the names are those of the public exception's codes. */
  public enum Code {
    /** A {@code lathe.*} system property has an unknown name or value. */
    OPTION,
    /** The generated class was built for a newer IR format than this runtime knows. */
    FORMAT,
    /** Native code is required but cannot run here; the message names the remedy. */
    NATIVE_UNAVAILABLE,
    /** The compiler failed on a kernel while native code is required. */
    COMPILER,
    /** A class that was asked about has no such kernel. */
    NO_KERNEL,
    /** A kernel calls one that cannot be found. */
    CALLEE
  }

  private final Code code;

  public LinkException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public LinkException(Code code, String message) {
    this(code, message, null);
  }

  public Code code() {
    return code;
  }
}
