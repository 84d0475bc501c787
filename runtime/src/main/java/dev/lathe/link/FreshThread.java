package dev.lathe.link;

/**
 * Work done on a new thread while the current one waits, for callers whose own stack is nearly used
 * up. Waiting is not interruptible; the interrupt flag is kept.
 */
abstract class FreshThread extends Thread {
  private static final long STACK_BYTES = 64 << 20;

  private Object result;
  private Throwable thrown;

  FreshThread() {
    super(null, null, "lathe-link", STACK_BYTES, false);
    setDaemon(true);
  }

  abstract Object work();

  @Override
  public final void run() {
    try {
      result = work();
    } catch (Throwable t) {
      thrown = t;
    }
  }

  /** Does the work and returns its result or throws what it threw. */
  final Object result() {
    start();
    boolean interrupted = false;
    while (true) {
      try {
        join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      currentThread().interrupt();
    }
    if (thrown != null) {
      throw Downcalls.rethrow(thrown);
    }
    return result;
  }
}
