package dev.lathe.samples.quickstart;

import dev.lathe.Lathe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Compiles a first kernel and shows what became of it; then runs an array kernel over the bytes of
 * a file, natively and as plain Java, compares every bit and prints both times.
 *
 * <p>Argument: the file to read; by default a large one of the JDK that runs this.
 */
public final class Quickstart {
  private static final int MOST_BYTES = 16 << 20;
  private static final int ROUNDS = 5;

  private static final int WARM_UP = 2;
  private static final String[] NAMES = {"fnv1a", "mix", "isqrt", "smooth"};

  private Quickstart() {}

  public static void main(String[] args) throws IOException {
    showFirstKernel();
    Path file =
        args.length > 0
            ? Path.of(args[0])
            : Path.of(System.getProperty("java.home"), "lib", "modules");
    runOverBytes(file);
  }

  private static void showFirstKernel() {
    Add add = AddJit.create();
    System.out.println("7 + 35 = " + add.add(7, 35));
    System.out.println();
    System.out.println(Lathe.explain(add, "add"));
  }

  private static void runOverBytes(Path file) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES);
    }
    ByteKernels compiled = ByteKernelsJit.create();
    ByteKernels plain = new ByteKernels() {};
    var lathe = new double[ROUNDS];
    var java = new double[ROUNDS];
    var nativeDigests = new long[NAMES.length];
    var javaDigests = new long[NAMES.length];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long start = System.nanoTime();
      compiled.digest(bytes, nativeDigests);
      long middle = System.nanoTime();
      plain.digest(bytes, javaDigests);
      long end = System.nanoTime();
      if (round >= 0) {
        lathe[round] = (middle - start) / (double) bytes.length;
        java[round] = (end - middle) / (double) bytes.length;
      }
    }
    Arrays.sort(lathe);
    Arrays.sort(java);
    System.out.printf(Locale.ROOT, "%,d bytes of %s:%n%n", bytes.length, file.getFileName());
    for (int i = 0; i < NAMES.length; i++) {
      boolean same = nativeDigests[i] == javaDigests[i];
      System.out.printf(
          "%-8s %016x   %s%n",
          NAMES[i], nativeDigests[i], same ? "as plain Java" : "DIFFERENT IN PLAIN JAVA");
    }
    System.out.printf(
        Locale.ROOT,
        "%nns per byte (median of %d): Lathe %.2f, plain Java %.2f%n",
        ROUNDS,
        lathe[ROUNDS / 2],
        java[ROUNDS / 2]);
    if (!Arrays.equals(nativeDigests, javaDigests)) {
      throw new AssertionError("native and plain Java results differ");
    }
  }
}
