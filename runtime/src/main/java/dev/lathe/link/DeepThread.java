package dev.lathe.link;

import java.lang.invoke.MethodHandle;

/**
 * A thread that runs a kernel's class-file form while the current thread, whose stack was too small
 * for that, waits. Interrupts are passed on to the kernel; the flag is kept.
 */
final class DeepThread extends Thread {
  private static final long STACK_BYTES = 256 << 20; // address space; pages are taken when touched

  private final MethodHandle kernel;
  private final Object[] arguments;
  private Object result;
  private Throwable thrown;

  /** Will call {@code kernel}. */
  DeepThread(MethodHandle kernel, Object[] arguments) {
    super(null, null, "lathe-deep", STACK_BYTES, false);
    this.kernel = kernel;
    this.arguments = arguments;
    setDaemon(true);
  }

  @Override
  public void run() {
    try {
      result = kernel.invokeWithArguments(arguments);
    } catch (Throwable t) {
      thrown = t;
    }
  }

  /** Runs the thread to its end; returns what the kernel returned, or throws what it threw. */
  Object result() {
    start();
    boolean interrupted = false;
    while (true) {
      try {
        join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        interrupt(); // which ends an interruptible kernel
      }
    }
    if (interrupted) {
      currentThread().interrupt();
    }
    if (thrown != null) {
      Traces.move(thrown);
      throw Downcalls.rethrow(thrown);
    }
    return result;
  }
}
