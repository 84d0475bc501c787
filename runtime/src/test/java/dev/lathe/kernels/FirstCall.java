package dev.lathe.kernels;

/**
 * Times the first call of a kernel in a fresh JVM, in microseconds: making the instance, the call.
 * A test counts the classes that this loads.
 */
public final class FirstCall {
  private FirstCall() {}

  public static void main(String[] args) {
    long start = System.nanoTime();
    Arithmetic arithmetic = ArithmeticJit.create();
    long created = System.nanoTime();
    int sum = arithmetic.add(7, 35);
    long added = System.nanoTime();
    System.out.println(sum);
    System.out.println((created - start) / 1000);
    System.out.println((added - created) / 1000);
  }
}
