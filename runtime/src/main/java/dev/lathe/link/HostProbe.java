package dev.lathe.link;

import java.lang.invoke.MethodType;

/**
 * Makes the process's first downcalls on another thread, while the first kernel is compiled:
 * together they would take half as long again. What it finds stays in {@link Host} and {@link
 * Downcalls}; what fails here is met again, and reported, by whoever asks there.
 */
final class HostProbe extends Thread {
  private final MethodType shape;

  private HostProbe(MethodType shape) {
    super(null, null, "lathe-probe", 0, false);
    this.shape = shape;
    setDaemon(true);
  }

  /**
   * Starts probing, if that can help and do no harm.
   *
   * @param shape of the downcall that will be needed next, most likely
   */
  static void start(MethodType shape) {
    // Without the flag the JDK prints a warning at the first call; leave that to the calling
    // thread.
    if (Runtime.getRuntime().availableProcessors() > 1 && Host.nativeAccessEnabled()) {
      try {
        new HostProbe(shape).start();
      } catch (OutOfMemoryError e) {
        // No thread to be had: the calling thread probes.
      }
    }
  }

  @Override
  public void run() {
    try {
      if (Host.get().denial() == null) {
        Downcalls.shape(shape);
      }
    } catch (Throwable t) {
      // The calling thread meets it too.
    }
  }
}
