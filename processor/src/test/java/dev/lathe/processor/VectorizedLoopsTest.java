package dev.lathe.processor;

import static dev.lathe.assertions.KernelAssertions.assertVectorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lathe.Lathe;
import dev.lathe.LoopReport;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Loops that become lanes, from annotated methods on: the bits of their bodies as plain Java. */
class VectorizedLoopsTest {
  private static JavaOracle oracle;

  @BeforeAll
  static void compileKernels() throws Exception {
    oracle =
        JavaOracle.of(
            "",
            """
              default void axpy(double a, double[] x, double[] y) {
                for (int i = 0; i < y.length; i++) {
                  y[i] += a * x[i];
                }
              }
              default int sum(int[] a) {
                int s = 0;
                for (int i = 0; i < a.length; i++) {
                  s += a[i];
                }
                return s;
              }
              default long dot(int[] a, int[] b) {
                long s = 0;
                for (int i = 0; i < a.length; i++) {
                  s += (long) a[i] * b[i];
                }
                return s;
              }
              default void clamp(float[] in, float[] out, float low) {
                for (int i = 0; i < in.length; i++) {
                  out[i] = in[i] < low ? low : in[i] > 1 ? 1 : in[i];
                }
              }
              default void some(int[] in, int[] out) {
                for (int i = 0; i < in.length; i++) {
                  if ((in[i] & 1) != 0) {
                    out[i] = in[i] * 3;
                  }
                }
              }
              default void shift(long[] a, int n) {
                for (int i = 0; i < n; i++) {
                  a[i] = a[i + 1] ^ 5;
                }
              }
              default void part(int[] in, int[] out, int from, int to) {
                for (int i = from; i < to; i++) {
                  out[i] = in[i] + i;
                }
              }
              default double mean(double a, double b) { return (a + b) / 2; }
              default void means(double[] a, double[] b, double[] out) {
                for (int i = 0; i < out.length; i++) {
                  out[i] = mean(a[i], b[i]);
                }
              }
              default void scale(java.lang.foreign.MemorySegment in, java.lang.foreign.MemorySegment out, double k) {
                for (long i = 0; i < out.byteSize() / 8; i++) {
                  double x = in.getAtIndex(java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED, i);
                  out.setAtIndex(java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED, i, k * x);
                }
              }
              default void increase(java.lang.foreign.MemorySegment a, int n) {
                for (int i = 0; i < n; i++) {
                  a.set(java.lang.foreign.ValueLayout.JAVA_INT, 4L * i, a.get(java.lang.foreign.ValueLayout.JAVA_INT, 4L * i) + 1);
                }
              }
              default void add(float[] a, java.lang.foreign.MemorySegment b) {
                for (int i = 0; i < a.length; i++) {
                  a[i] += b.get(java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED, 2L * i + 1);
                }
              }
              default void backwards(java.lang.foreign.MemorySegment a, java.lang.foreign.MemorySegment b) {
                int n = (int) (b.byteSize() / 4);
                for (int i = 0; i < n; i++) {
                  b.setAtIndex(
                      java.lang.foreign.ValueLayout.JAVA_INT, i, a.getAtIndex(java.lang.foreign.ValueLayout.JAVA_INT, n - 1 - i));
                }
              }
              default void prefix(int[] a) {
                for (int i = 1; i < a.length; i++) {
                  a[i] += a[i - 1];
                }
              }
              @dev.lathe.Jit(vectorize = dev.lathe.Jit.Vectorize.OFF)
              default void plain(int[] a) {
                for (int i = 0; i < a.length; i++) {
                  a[i] += 7;
                }
              }
            """);
    assumeThat(Lathe.status().isa()).isEqualTo("avx512"); // the one level that has vectors
  }

  private static double[] doubles(int n, int seed) {
    double[] special = {0.0, -0.0, Double.NaN, 1e308, -1e308, Double.MIN_VALUE};
    var random = new Random(seed);
    var array = new double[n];
    Arrays.setAll(
        array, i -> random.nextInt(5) == 0 ? special[random.nextInt(6)] : random.nextGaussian());
    return array;
  }

  private static float[] floats(int n, int seed) {
    double[] wide = doubles(n, seed);
    var array = new float[n];
    for (int i = 0; i < n; i++) {
      array[i] = (float) wide[i];
    }
    return array;
  }

  private static int[] ints(int n, int seed) {
    return new Random(seed).ints(n).toArray();
  }

  private static long[] longs(int n, int seed) {
    return new Random(seed).longs(n).toArray();
  }

  @Test
  void loopsOverArraysAreLanes() {
    for (String name : List.of("axpy", "sum", "dot", "clamp", "some", "shift", "part", "means")) {
      List<LoopReport> loops = oracle.loops(name);
      assertThat(loops).as(name).hasSize(1).allMatch(LoopReport::isVectorized);
      assertThat(loops.getFirst().line()).as(name).isPositive();
    }
    assertThat(oracle.loops("plain")).isEmpty();
  }

  @Test
  void reportsAndAssertionsNameWhatStaysScalar() {
    assertVectorized(oracle.kernels(), "axpy", "sum", "means");
    assertThat(Lathe.report(oracle.kernels(), "axpy").getFirst().toString())
        .isEqualTo("K.axpy(D[D[D)V: native\n  loop at line 7: 16 lanes, 2 registers");
    assertThatThrownBy(() -> assertVectorized(oracle.kernels()))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "not all loops are SIMD code:\nK.prefix([I)V: native\n  loop at line")
        .hasMessageContaining(": scalar: an iteration may read or write what another one writes");
    assertThatThrownBy(() -> assertVectorized(oracle.kernels(), "plain"))
        .hasMessage("there is no loop that could be SIMD code:\nK.plain([I)V: native");
  }

  @Test
  void loopsOverSegmentsAreLanesWhereIndicesFollowEachOther() throws Exception {
    for (String name : List.of("scale", "increase", "add", "backwards")) {
      assertThat(oracle.loops(name)).as(name).hasSize(1).allMatch(LoopReport::isVectorized);
    }
    for (int n = 0; n <= 70; n += n < 35 ? 1 : 5) {
      MemorySegment a = MemorySegment.ofArray(ints(2 * n, 1));
      MemorySegment b = MemorySegment.ofArray(ints(2 * n, 2));
      oracle.compare("scale", a, MemorySegment.ofArray(doubles(n, 3)), 0.5);
      oracle.compare("increase", a, 2 * n);
      oracle.compare("increase", a, 2 * n + 1);
      oracle.compare("backwards", a, b);
      if (n > 0) {
        oracle.compare("add", floats(4 * n - 1, 4), a);
        oracle.compare("add", floats(4 * n, 5), a);
      }
    }
  }

  @Test
  void allLengthsGiveTheBitsOfPlainJava() throws Exception {
    for (int n = 0; n <= 70; n++) {
      oracle.compare("axpy", 1.5, doubles(n, 1), doubles(n, 2));
      oracle.compare("sum", ints(n, 3));
      oracle.compare("dot", ints(n, 4), ints(n, 5));
      oracle.compare("clamp", floats(n, 6), floats(n, 7), -0.0f);
      oracle.compare("some", ints(n, 8), ints(n, 9));
      oracle.compare("shift", longs(n + 1, 10), n);
      oracle.compare("part", ints(80, 11), ints(80, 12), 80 - n, 80);
      oracle.compare("part", ints(80, 11), ints(80, 12), 3, n);
      oracle.compare("means", doubles(n, 13), doubles(n, 14), doubles(n, 15));
      oracle.compare("plain", ints(n, 16));
    }
  }

  @Test
  void arraysMayBeOne() throws Exception {
    for (int n : new int[] {1, 15, 16, 17, 64, 70}) {
      double[] doubles = doubles(n, 1);
      oracle.compare("axpy", -3.0, doubles, doubles);
      oracle.compare("means", doubles, doubles, doubles);
      int[] ints = ints(n, 2);
      oracle.compare("dot", ints, ints);
      oracle.compare("some", ints, ints);
      oracle.compare("part", ints, ints, 1, n);
    }
  }

  @Test
  void exceptionsComeAfterWhatWasWrittenBefore() throws Exception {
    for (int n = 0; n <= 70; n++) {
      oracle.compare("axpy", 2.0, doubles(n, 1), doubles(70, 2));
      oracle.compare("some", ints(70, 3), ints(n, 4));
      oracle.compare("dot", ints(70, 5), ints(n, 6));
      oracle.compare("shift", longs(n, 7), 70);
      oracle.compare("part", ints(n, 8), ints(40, 9), 0, 70);
      oracle.compare("part", ints(40, 8), ints(40, 9), -n, 40);
    }
    oracle.compare("axpy", 2.0, null, doubles(40, 2));
    oracle.compare("some", ints(40, 3), null);
  }

  @Test
  void arraysMoveWhileLanesRun() throws Exception {
    var done = new AtomicBoolean();
    Thread collector =
        Thread.ofPlatform()
            .start(() -> {
              Object[] kept = new Object[64];
              for (int i = 0; !done.get(); i++) {
                kept[i % kept.length] = new byte[1 << 16];
                if (i % 2000 == 0) {
                  System.gc();
                }
              }
            });
    try {
      for (int round = 0; round < 3; round++) {
        int n = 200_000 + round;
        double[] y = doubles(n, 2);
        assertThat(oracle.run("axpy", 2.0, doubles(n, 1), y)[2]).isEqualTo(y);
        int[] out = ints(n, 6);
        assertThat(oracle.run("some", ints(n, 5), out)[1]).isEqualTo(out);
        oracle.run("dot", out, ints(n, 4));
      }
    } finally {
      done.set(true);
      collector.join();
    }
  }
}
