package dev.lathe.link;

import java.util.ArrayList;
import java.util.List;

/** Puts stack traces together for errors that did not come about on the stack that they are of. */
final class Traces {
  private Traces() {}

  /** The error of a kernel that has used up its stack in the function of {@code frame}. */
  static StackOverflowError overflow(StackTraceElement frame) {
    var error = new StackOverflowError();
    var trace = new ArrayList<StackTraceElement>();
    trace.add(frame);
    appendCaller(trace, error.getStackTrace());
    error.setStackTrace(trace.toArray(new StackTraceElement[0]));
    return error;
  }

  /** Gives {@code thrown}, which another thread threw, the current thread's callers. */
  static void move(Throwable thrown) {
    var trace = new ArrayList<StackTraceElement>();
    StackTraceElement[] there = thrown.getStackTrace();
    int kernel = 0;
    while (kernel < there.length && !isOurs(there[kernel])) {
      kernel++;
    }
    if (kernel == there.length) {
      return; // so deep that it was cut off
    }
    trace.addAll(List.of(there).subList(0, kernel));
    appendCaller(trace, new Throwable().getStackTrace());
    thrown.setStackTrace(trace.toArray(new StackTraceElement[0]));
  }

  /** Appends the frames of {@code here} from the one that called the kernel's handle on. */
  private static void appendCaller(List<StackTraceElement> trace, StackTraceElement[] here) {
    int caller = 0;
    while (caller < here.length && isOurs(here[caller])) {
      caller++;
    }
    trace.addAll(List.of(here).subList(caller, here.length));
  }

  private static boolean isOurs(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.lang.invoke.")
        || name.equals("java.lang.Thread")
        || name.equals(StackCalls.class.getName())
        || name.equals(DeepThread.class.getName())
        || name.equals(Traces.class.getName());
  }
}
