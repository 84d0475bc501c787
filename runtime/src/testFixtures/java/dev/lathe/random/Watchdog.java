package dev.lathe.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Tells of a program that does not end, and ends the process: native code that loops for ever
 * cannot be stopped otherwise. Time is counted in short sleeps of a thread of its own, so that a
 * machine which is suspended or busy with others does not count.
 */
public final class Watchdog {
  private static final int TICK_MILLIS = 1000;

  /** So many ticks for one program, which takes a few milliseconds. */
  private static final int LIMIT = 180;

  private final Consumer<String> alarm;
  private volatile Object watched; // whose toString tells what it is
  private volatile Thread worker;

  private Watchdog(Consumer<String> alarm) {
    this.alarm = alarm;
  }

  /** Writes to the error stream and to {@code target/failures}, and ends the process. */
  public static Watchdog started() {
    return started(TICK_MILLIS, LIMIT, Watchdog::halt);
  }

  static Watchdog started(int tickMillis, int limit, Consumer<String> alarm) {
    var watchdog = new Watchdog(alarm);
    Thread.ofPlatform().daemon().name("watchdog").start(() -> watchdog.watch(tickMillis, limit));
    return watchdog;
  }

  /**
   * What the current thread does from now on.
   *
   * @param what tells about it if it does not end; null for nothing to watch
   */
  public void watch(Object what) {
    worker = Thread.currentThread();
    watched = what;
  }

  private void watch(int tickMillis, int limit) {
    Object last = null;
    int ticks = 0;
    while (true) {
      try {
        Thread.sleep(tickMillis);
      } catch (InterruptedException e) {
        return;
      }
      Object now = watched;
      ticks = now != null && now == last ? ticks + 1 : 0;
      last = now;
      if (ticks >= limit) {
        alarm.accept(describe(now));
        return;
      }
    }
  }

  private String describe(Object what) {
    var text = new StringBuilder("does not end: ").append(what).append('\n');
    for (StackTraceElement frame : worker.getStackTrace()) {
      text.append("    at ").append(frame).append('\n');
    }
    return text.toString();
  }

  private static void halt(String text) {
    System.err.println(text);
    System.err.flush();
    try {
      Path path = Path.of("target", "failures", "hang-" + System.nanoTime() + ".txt");
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      e.printStackTrace();
    }
    Runtime.getRuntime().halt(3);
  }
}
