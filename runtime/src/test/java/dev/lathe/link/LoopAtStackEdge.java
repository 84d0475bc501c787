package dev.lathe.link;

import java.lang.invoke.MethodHandle;

/**
 * Calls a kernel that takes many slices for the first time where the stack ends, then a frame
 * higher, and so on until it succeeds.
 */
final class LoopAtStackEdge {
  private static MethodHandle kernel;
  private static int failures;
  private static long result;

  private LoopAtStackEdge() {}

  public static void main(String[] args) throws Throwable {
    kernel = TestSite.link("(J)J", SlicesTest::counting);
    var thread = new Thread(null, LoopAtStackEdge::descend, "edge", 600_000);
    thread.start();
    thread.join();
    System.out.println(failures > 0 ? "met the edge" : "never met the edge");
    System.out.println(result == SlicesTest.count(1_000_000) ? "right" : "wrong: " + result);
    result = (long) kernel.invokeExact(2_000_000L);
    System.out.println(result == SlicesTest.count(2_000_000) ? "right" : "wrong: " + result);
  }

  private static void descend() {
    try {
      descend();
    } catch (StackOverflowError e) {
      // falls through to the call, in every frame on the way back until one succeeds
    }
    if (result == 0) {
      try {
        result = (long) kernel.invokeExact(1_000_000L);
      } catch (StackOverflowError e) {
        failures++;
        throw e;
      } catch (Throwable t) {
        throw new AssertionError(t);
      }
    }
  }
}
