package dev.lathe.kernels;

import dev.lathe.LatheException;

/** Prints code and message of the exception that a first call ends in, twice the same. */
public final class Codes {
  private Codes() {}

  public static void main(String[] args) {
    Arithmetic arithmetic = ArithmeticJit.create();
    String first = call(arithmetic);
    if (!call(arithmetic).equals(first)) {
      throw new AssertionError("the second call differs");
    }
    System.out.println(first);
  }

  private static String call(Arithmetic arithmetic) {
    try {
      return "no exception: " + arithmetic.add(1, 2);
    } catch (LatheException e) {
      return e.code() + "\n" + e.getMessage();
    }
  }
}
