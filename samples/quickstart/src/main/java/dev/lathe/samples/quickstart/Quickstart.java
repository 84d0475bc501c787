package dev.lathe.samples.quickstart;

import dev.lathe.Lathe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Compiles a first kernel and shows what became of it; then runs four scalar kernels over the bytes
 * of a file, natively and as plain Java, compares every bit and prints both times.
 *
 * <p>Argument: the file to read; by default a large one of the JDK that runs this.
 */
public final class Quickstart {
  private static final int MOST_BYTES = 16 << 20;
  private static final int ROUNDS = 5;

  private Quickstart() {}

  /** One job over all bytes: returns a digest of every result's bits. */
  private interface Job {
    long run(ByteKernels kernels, byte[] bytes);
  }

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
    System.out.printf(
        Locale.ROOT,
        "%,d bytes of %s, ns per call (median of %d):%n%n",
        bytes.length,
        file.getFileName(),
        ROUNDS);
    System.out.println("kernel        Lathe   plain Java   bits");
    ByteKernels compiled = ByteKernelsJit.create();
    ByteKernels plain = new ByteKernels() {};
    boolean same = report("fnv1a", Quickstart::fnv1a, compiled, plain, bytes);
    same &= report("mix", Quickstart::mix, compiled, plain, bytes);
    same &= report("isqrt", Quickstart::isqrt, compiled, plain, bytes);
    same &= report("smooth", Quickstart::smooth, compiled, plain, bytes);
    System.out.println(
        """

        A call into native code costs two to four nanoseconds that HotSpot, which inlines the plain
        Java body into the loop, does not pay. A one-line scalar kernel cannot win that back: such
        kernels belong inside larger ones. The table shows the overhead, not the code's speed.
        """);
    if (!same) {
      throw new AssertionError("native and plain Java results differ");
    }
  }

  private static boolean report(
      String name, Job job, ByteKernels compiled, ByteKernels plain, byte[] bytes) {
    double[] lathe = new double[ROUNDS];
    double[] java = new double[ROUNDS];
    long nativeDigest = 0;
    long javaDigest = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      nativeDigest = job.run(compiled, bytes);
      long middle = System.nanoTime();
      javaDigest = job.run(plain, bytes);
      long end = System.nanoTime();
      lathe[round] = (middle - start) / (double) bytes.length;
      java[round] = (end - middle) / (double) bytes.length;
    }
    Arrays.sort(lathe);
    Arrays.sort(java);
    boolean same = nativeDigest == javaDigest;
    System.out.printf(
        Locale.ROOT,
        "%-10s %8.2f %12.2f   %s%n",
        name,
        lathe[ROUNDS / 2],
        java[ROUNDS / 2],
        same ? "equal" : "DIFFERENT");
    return same;
  }

  private static long fnv1a(ByteKernels kernels, byte[] bytes) {
    int hash = 0x811C_9DC5;
    long digest = 0;
    for (byte b : bytes) {
      hash = kernels.fnv1a(hash, b);
      digest += hash;
    }
    return digest;
  }

  private static long mix(ByteKernels kernels, byte[] bytes) {
    long h = 0;
    long digest = 0;
    for (byte b : bytes) {
      h = kernels.mix(h, b);
      digest += h;
    }
    return digest;
  }

  private static long isqrt(ByteKernels kernels, byte[] bytes) {
    long digest = 0;
    long x = 0;
    for (byte b : bytes) {
      x = (x << 8 | b & 0xFF) & Long.MAX_VALUE >>> 4;
      digest = digest * 31 + kernels.isqrt(x);
    }
    return digest;
  }

  private static long smooth(ByteKernels kernels, byte[] bytes) {
    float state = 0;
    long digest = 0;
    for (byte b : bytes) {
      state = kernels.smooth(state, b);
      digest = digest * 31 + Float.floatToRawIntBits(state);
    }
    return digest;
  }
}
