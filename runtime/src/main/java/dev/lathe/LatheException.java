package dev.lathe;

import dev.lathe.link.LinkException;

/** A kernel cannot run as demanded; the message says why and what to do. */
public final class LatheException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Code {
    /** A {@code lathe.*} system property has an unknown name or value. */
    OPTION,
    /** The generated class was built for a newer IR format than this runtime knows. */
    FORMAT,
    /** {@code lathe.native=require}, but native code cannot run here. */
    NATIVE_UNAVAILABLE,
    /** {@code lathe.native=require}, and the compiler failed on a kernel: a bug in Lathe. */
    COMPILER,
    /** The class that was asked about has no such kernel. */
    NO_KERNEL,
    /** A kernel calls one that cannot be found, perhaps since it was compiled anew. */
    CALLEE
  }

  private final Code code;

  private LatheException(LinkException e) {
    super(e.getMessage(), e.getCause());
    this.code = Code.valueOf(e.code().name());
  }

  // The result type keeps the verifier from loading this class with those that call.
  static RuntimeException of(LinkException e) {
    return new LatheException(e);
  }

  /** What went wrong, for programs. */
  public Code code() {
    return code;
  }
}
