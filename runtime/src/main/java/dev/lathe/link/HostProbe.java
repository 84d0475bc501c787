package dev.lathe.link;

import java.lang.invoke.MethodType;

/**
 * Makes the process's first downcalls on another thread, while the first kernel is loaded, built
 * and compiled: one after the other they would take half as long again. What it finds stays in
 * {@link Host} and {@link Downcalls}; what fails here is met again, and reported, by whoever asks
 * there.
 */
final class HostProbe extends Thread {
  private static boolean begun;
  private static volatile MethodType expected;

  private HostProbe() {
    super(null, null, "lathe-probe", 0, false);
    setDaemon(true);
  }

  /** Starts probing, the first time that this is called, if that can help and do no harm. */
  static void begin() {
    synchronized (HostProbe.class) {
      if (begun) {
        return;
      }
      begun = true;
    }
    if (Runtime.getRuntime().availableProcessors() > 1) {
      try {
        new HostProbe().start();
      } catch (OutOfMemoryError e) {
        // No thread to be had: the calling thread will probe.
      }
    }
  }

  /** The same, where the shape of a downcall that will be needed soon is known. */
  static void begin(MethodType shape) {
    expected = shape;
    begin();
  }

  @Override
  public void run() {
    try {
      NativeMode mode = Options.get().mode();
      // Without the flag the JDK prints a warning at the first native call; leave that to the
      // calling thread.
      if (mode == NativeMode.CLASSFILE
          || mode == NativeMode.SOURCE
          || !Host.nativeAccessEnabled()
          || Host.get().denial() != null) {
        return;
      }
      MethodType shape = expected;
      if (shape != null) {
        Downcalls.shape(shape);
      }
    } catch (Throwable t) {
      // The calling thread meets it too.
    }
  }
}
