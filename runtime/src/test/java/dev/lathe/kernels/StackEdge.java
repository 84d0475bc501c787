package dev.lathe.kernels;

import dev.lathe.Lathe;

/**
 * Calls a kernel for the first time where the stack ends, then again a frame higher, and so on
 * until it succeeds; so with a kernel that traps for the first time, which makes its class-file
 * form.
 */
public final class StackEdge {
  private static Arithmetic arithmetic;
  private static int failures;
  private static int result;
  private static Throwable trap;

  private StackEdge() {}

  public static void main(String[] args) throws InterruptedException {
    arithmetic = ArithmeticJit.create();
    Thread thread = new Thread(null, StackEdge::descend, "edge", 600_000);
    thread.start();
    thread.join();
    System.out.println(result);
    System.out.println(failures > 0 ? "met the edge" : "never met the edge");
    System.out.println(ArithmeticJit.create().div(85, 2));
    thread = new Thread(null, StackEdge::descendToTrap, "edge", 600_000);
    thread.start();
    thread.join();
    System.out.println(trap);
    System.out.println(Lathe.compiledKernels());
  }

  private static void descend() {
    try {
      descend();
    } catch (StackOverflowError e) {
      // falls through to the call, in every frame on the way back until one succeeds
    }
    if (result == 0) {
      try {
        result = arithmetic.add(7, 35);
      } catch (StackOverflowError e) {
        failures++;
        throw e;
      }
    }
  }

  private static void descendToTrap() {
    try {
      descendToTrap();
    } catch (StackOverflowError e) {
      // falls through to the call, as above
    }
    if (trap == null) {
      try {
        arithmetic.div(1, 0);
      } catch (StackOverflowError e) {
        throw e;
      } catch (Throwable t) {
        trap = t;
      }
    }
  }
}
