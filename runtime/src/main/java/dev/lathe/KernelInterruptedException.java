package dev.lathe;

/**
 * The calling thread was interrupted while an interruptible kernel ran, which has ended the kernel.
 * The thread's interrupt flag stays set: whoever handles this exception clears it ({@link
 * Thread#interrupted}), or leaves it to the callers.
 *
 * @see Jit#interruptible
 */
public final class KernelInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * The exception that ends {@code kernel}; for kernels compiled as class files.
   *
   * @param kernel its name, such as {@code com.acme.Search.find}
   */
  public KernelInterruptedException(String kernel) {
    super(
        kernel
            + " was ended because its thread was interrupted, as @Jit(interruptible = true) says;"
            + " the interrupt flag is still set: clear it with Thread.interrupted() to go on, or"
            + " let the thread end");
  }

  /** The same; this class is loaded only when one is thrown. */
  static RuntimeException of(String kernel) {
    return new KernelInterruptedException(kernel);
  }
}
