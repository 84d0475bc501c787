package dev.lathe.link;

import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.Function;
import dev.lathe.ir.InlinedLine;
import dev.lathe.ir.Memory;
import dev.lathe.ir.TrapKind;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
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

  /**
   * Gives {@code thrown}, which the JDK threw for a trap, the frames of the kernel: between those
   * of the JDK's operation and the kernel's caller.
   *
   * @param line of the trap in {@code function}: see {@link dev.lathe.ir.Value#line}
   */
  static void raised(Throwable thrown, Function function, int line) {
    StackTraceElement[] here = thrown.getStackTrace();
    var trace = new ArrayList<StackTraceElement>();
    int frame = 0;
    while (frame < here.length && !isOurs(here[frame])) {
      if (!here[frame].getClassName().equals(Array.class.getName())) { // javac uses no method
        trace.add(here[frame]);
      }
      frame++;
    }
    appendKernel(trace, function, line);
    appendCaller(trace, Arrays.copyOfRange(here, frame, here.length));
    thrown.setStackTrace(trace.toArray(new StackTraceElement[0]));
  }

  /** Appends the frames of inlined functions, innermost first, and that of {@code function}. */
  private static void appendKernel(List<StackTraceElement> trace, Function function, int line) {
    int at = line;
    for (InlinedLine row; (row = function.inlinedLine(at)) != null; at = row.call()) {
      trace.add(frame(row.function(), row.sourceFile(), row.line()));
    }
    trace.add(frame(function, at));
  }

  /** The frame of {@code function} at that line. */
  static StackTraceElement frame(Function function, int line) {
    return frame(function.name(), function.sourceFile(), line);
  }

  private static StackTraceElement frame(String function, String sourceFile, int line) {
    int dot = function.lastIndexOf('.');
    return new StackTraceElement(
        dot < 0 ? "Kernel" : function.substring(0, dot),
        function.substring(dot + 1),
        sourceFile,
        line > 0 ? line : -1);
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
        || name.equals(Traces.class.getName())
        || name.equals(MemoryCalls.class.getName())
        || name.equals(Slices.class.getName())
        || name.equals(TrapSite.class.getName())
        || name.equals(Memory.class.getName())
        || name.equals(TrapKind.class.getName());
  }
}
