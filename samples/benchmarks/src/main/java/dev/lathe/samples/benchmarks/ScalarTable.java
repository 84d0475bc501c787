package dev.lathe.samples.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs every scalar kernel as Lathe's code, as plain Java and as C, in turn in one JVM, and prints
 * medians and how many times as long as Lathe's the others take. The arguments name kernels; none
 * means all.
 */
public final class ScalarTable {
  private static final int ROUNDS = 41;
  private static final long WARM_UP_NANOS = 400_000_000;

  private ScalarTable() {}

  public static void main(String[] arguments) throws Throwable {
    var names = new ArrayList<>(List.of("Lathe", "C2"));
    var libraries = new ArrayList<CLibrary>();
    for (String compiler : List.of("gcc", "clang")) {
      CLibrary library = CLibrary.compile(compiler);
      if (library == null && compiler.equals("clang")) {
        library = CLibrary.compile("clang-14"); // as Debian calls it
      }
      if (library == null) {
        System.out.println("no column for " + compiler + ": it is not installed");
      } else {
        names.add(compiler);
        libraries.add(library);
      }
    }
    System.out.printf("%-14s", "µs");
    names.forEach(name -> System.out.printf("%10s", name));
    names.subList(1, names.size()).forEach(name -> System.out.printf("%10s", "/ " + name));
    System.out.println();
    ScalarKernels java = new ScalarKernels() {};
    for (ScalarRun run : ScalarRun.values()) {
      if (arguments.length > 0 && !List.of(arguments).contains(run.kernel())) {
        continue;
      }
      var forms = new ArrayList<>(List.of(run.of(ScalarKernelsJit.create()), run.of(java)));
      libraries.forEach(library -> forms.add(run.of(library)));
      print(run.kernel(), medians(forms));
    }
  }

  private static double[] medians(List<ScalarRun.Form> forms) throws Throwable {
    Object expected = forms.get(1).run();
    for (ScalarRun.Form form : forms) {
      if (!form.run().equals(expected)) {
        throw new AssertionError(form.run() + ", not " + expected);
      }
    }
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      forms.get(1).run(); // until C2 has compiled it
    }
    var times = new double[forms.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int f = 0; f < times.length; f++) {
        long before = System.nanoTime();
        forms.get(f).run();
        times[f][round] = (System.nanoTime() - before) / 1e3;
      }
    }
    var medians = new double[times.length];
    for (int f = 0; f < times.length; f++) {
      Arrays.sort(times[f]);
      medians[f] = times[f][ROUNDS / 2];
    }
    return medians;
  }

  private static void print(String kernel, double[] medians) {
    System.out.printf("%-14s", kernel);
    for (double median : medians) {
      System.out.printf("%10.1f", median);
    }
    for (int f = 1; f < medians.length; f++) {
      System.out.printf("%10.2f", medians[f] / medians[0]);
    }
    System.out.println();
  }
}
