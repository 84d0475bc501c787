package dev.lathe.samples.benchmarks;

/** A fresh JVM's first compilation; run by {@link Startup}. Argument: operations, 0 for an add. */
public final class FirstCompile {
  private FirstCompile() {}

  public static void main(String[] args) {
    int operations = Integer.parseInt(args[0]);
    dev.lathe.link.Host.get(); // the probe of CPU and memory is not the compiler's
    long start = System.nanoTime();
    Compilations.compile(operations == 0 ? Compilations.add() : Compilations.chain(operations));
    Startup.print(start, 42);
  }
}
