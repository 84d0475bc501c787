package dev.lathe.link;

/**
 * A thread that initialises a holder class, links a site or makes its class-file form while the
 * current thread, whose stack is nearly used up, waits. Waiting is not interruptible; the interrupt
 * flag is kept.
 *
 * <p>A StackOverflowError inside a static initialiser, the JDK's included, would make that class
 * unusable for ever; so whatever may initialise classes for the first time asks {@link #needed}
 * before.
 */
final class FreshThread extends Thread {
  private static final long STACK_BYTES = 64 << 20; // address space; pages are taken when touched

  /** Frames of at least 350 bytes, interpreted: about 200 KB. */
  private static final int FRAMES = 600;

  private final Class<?> holder;
  private final KernelSite site;
  private final boolean classFile;
  private Throwable thrown;

  /**
   * Will initialise {@code holder} and link {@code site}, those that are not null, and make the
   * site's class-file form if {@code classFile}.
   */
  FreshThread(Class<?> holder, KernelSite site, boolean classFile) {
    super(null, null, "lathe-link", STACK_BYTES, false);
    this.holder = holder;
    this.site = site;
    this.classFile = classFile;
    setDaemon(true);
  }

  /** True if the current thread has too little stack left to load and initialise classes. */
  static boolean needed() {
    try {
      return descend(FRAMES, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) < 0;
    } catch (StackOverflowError e) {
      return true;
    }
  }

  // Once compiled its frames are smaller, but by then the classes that matter are initialised.
  // format:off
  private static long descend(
      int frames,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      long h,
      long i,
      long j,
      long k,
      long l,
      long m,
      long n,
      long o,
      long p) {
    return frames == 0 ? 0 : descend(frames - 1, p, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  }

  // format:on

  @Override
  public void run() {
    try {
      if (holder != null) {
        Holders.initializeHere(holder);
      }
      if (site != null) {
        site.linkHere();
      }
      if (classFile) {
        site.classFileHere();
      }
    } catch (Throwable t) {
      thrown = t;
    }
  }

  /** Runs the thread to its end and throws what it threw. */
  void work() {
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
  }
}
