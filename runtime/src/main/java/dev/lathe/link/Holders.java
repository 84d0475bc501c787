package dev.lathe.link;

/**
 * Initialises holder classes where their static initialisers, and those of all classes that they
 * need for the first time, cannot meet the end of the stack, and hardly the end of memory. Has no
 * static initialiser itself.
 */
public final class Holders {
  /** Held while a holder is initialised; released where that needs memory to fail in good order. */
  private static byte[] reserve;

  private static boolean prepared;

  private Holders() {}

  /**
   * Loads the classes that {@link #initialize} needs before it has looked at the stack: where it
   * ends, class loading breaks classes of the JDK. Begins to probe the host meanwhile.
   */
  public static void prepare() {
    if (!prepared && !FreshThread.needed()) {
      HostProbe.begin();
      prepared = new FreshThread(null, null, false).isDaemon();
    }
  }

  /**
   * Initialises {@code holder}, on another thread if this one's stack is nearly used up.
   *
   * @throws VirtualMachineError if there is not enough stack or memory to begin; nothing has
   *     happened
   */
  public static void initialize(Class<?> holder) {
    if (FreshThread.needed()) {
      new FreshThread(holder, null, false).work();
    } else {
      initializeHere(holder);
    }
  }

  static void initializeHere(Class<?> holder) {
    reserve = new byte[256 << 10];
    try {
      Class.forName(holder.getName(), true, holder.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(e);
    } finally {
      reserve = null;
    }
  }

  static void releaseReserve() {
    reserve = null;
  }
}
