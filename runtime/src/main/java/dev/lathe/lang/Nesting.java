package dev.lathe.lang;

/**
 * Recursion that the depth of a source cannot overflow: every so many levels it goes on on the
 * stack of another thread, while this one waits.
 */
final class Nesting {
  /** How many levels the caller's stack must have room for. */
  private static final int LEVELS_AT_FIRST = 64;

  /** As many as make the time that starting a thread takes small beside theirs. */
  private static final int LEVELS_PER_STACK = 512;

  private static final long STACK_BYTES = 8 << 20;

  /** What is done one level deeper. */
  interface Level<T, E extends Exception> {
    T run() throws E;
  }

  private int depth;

  int depth() {
    return depth;
  }

  /** Goes back to an earlier {@link #depth}, after an exception. */
  void setDepth(int depth) {
    this.depth = depth;
  }

  <T, E extends Exception> T deeper(Level<T, E> level) throws E {
    depth++;
    T result =
        depth % LEVELS_PER_STACK == LEVELS_AT_FIRST ? new FreshStack<>(level).call() : level.run();
    depth--;
    return result;
  }

  private static final class FreshStack<T, E extends Exception> implements Runnable {
    private final Level<T, E> level;
    private T result;
    private Throwable thrown;

    FreshStack(Level<T, E> level) {
      this.level = level;
    }

    @Override
    public void run() {
      try {
        result = level.run();
      } catch (Throwable t) {
        thrown = t;
      }
    }

    T call() throws E {
      var thread = new Thread(null, this, "lathe-nesting", STACK_BYTES);
      thread.start();
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true; // compilation is short and goes on
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      switch (thrown) {
        case null -> {
          return result;
        }
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        default -> {
          @SuppressWarnings("unchecked") // a level throws no other checked exception
          E checked = (E) thrown;
          throw checked;
        }
      }
    }
  }
}
