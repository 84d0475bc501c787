package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.testing.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sums that may be reordered begin at a line of the cache, but how they are ordered does not depend
 * on where arrays are: the same elements give the same bits.
 */
class AlignedSumsTest {
  private static final int[] COUNTS = {0, 1, 31, 40, 47, 63, 80, 100, 137, 232, 239, 300};

  /** Elements after those that are summed: arrays of other lengths stand elsewhere. */
  private static final int PLACES = 8;

  private static Function fast(String text) {
    return Loops.lower(text, FloatContract.FAST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "double f(int n, double[] a, double[] b) { double s = 0; for (int i = 0; i < n; i++) s +="
            + " a[i]; return s; }",
        "double f(int n, double[] a, double[] b) { double s = 3; for (int i = 0; i < n; i++) s +="
            + " a[i] * b[i]; return s; }",
        "double f(int n, double[] a, double[] b) { double s = 1; double t = 0; for (int i = 0; i <"
            + " n; i++) { s *= a[i]; t -= b[i]; } return s + t; }",
        "double f(int n, double[] a, double[] b) { double s = 0; int c = 0; for (int i = 0; i < n;"
            + " i++) { if (a[i] > 0) { s += b[i]; c++; } } return s + c; }",
        "double f(int n, double[] a, float[] b) { float s = 0; double t = 0; for (int i = 0; i < n;"
            + " i++) { s += b[i]; t += a[i]; } return s + t; }",
        "double f(int n, float[] a, float[] b) { float s = 0; for (int i = n - 1, j = 0; i >= 0;"
            + " i--, j++) s += a[j] * b[j]; return s; }",
        "double f(int n, double[] a, double[] b) { double s = 0; double t = 0; for (int i = 0; i <"
            + " n; i++) { s += a[i]; b[i] = s; t += s * b[i]; } return t; }",
      })
  void bitsDoNotDependOnWhereArraysAre(String text) {
    List<Engine> engines = new ArrayList<>(List.of(FakeTarget.engine(512), FakeTarget.engine(128)));
    engines.addAll(Loops.nativeEngines());
    for (Engine engine : engines) {
      Engine.Kernel kernel = engine.compile(fast(text));
      for (int count : COUNTS) {
        long expected = result(kernel, text, count, count, false);
        for (int more = 1; more < PLACES; more++) {
          assertThat(result(kernel, text, count, count + more, false))
              .as("%s, %s of %s elements", engine.name(), count, count + more)
              .isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "double f(int n, double[] a, double[] b) { double s = 0; for (int i = 0; i < n; i++) s +="
            + " a[i]; return s; }",
        "double f(int n, float[] a, double[] b) { float s = 5; double t = 0; for (int i = 0; i < n;"
            + " i++) { s += a[i]; t -= b[i]; } return s + t; }",
        "double f(int n, double[] a, double[] b) { double s = 3; for (int i = 0; i < n; i++) s +="
            + " a[i] * b[i]; return s; }",
        "double f(int n, double[] a, double[] b) { double s = 3; double t = 0; for (int i = 0; i <"
            + " n; i++) { b[i] = s; s += a[i]; t += b[i]; } return s + t; }",
      })
  void noElementIsLostOrTakenTwice(String text) {
    Engine.Kernel plain = Engine.INTERPRETER.compile(fast(text));
    List<Engine> engines = new ArrayList<>(List.of(FakeTarget.engine(512), FakeTarget.engine(128)));
    engines.addAll(Loops.nativeEngines());
    for (Engine engine : engines) {
      Engine.Kernel kernel = engine.compile(fast(text));
      for (int count : COUNTS) {
        for (int more = 0; more < PLACES; more++) {
          assertThat(result(kernel, text, count, count + more, true))
              .as("%s, %s of %s elements", engine.name(), count, count + more)
              .isEqualTo(result(plain, text, count, count + more, true));
        }
      }
    }
  }

  /** The bits for numbers that depend on {@code count} alone; sums of whole ones are exact. */
  private static long result(
      Engine.Kernel kernel, String text, int count, int length, boolean isWhole) {
    var random = new Random(count);
    var heap = new Heap();
    long a = heap.add(numbers(text.contains("float[] a"), length, isWhole, random));
    random.setSeed(~count);
    long b = heap.add(numbers(text.contains("float[] b"), length, isWhole, random));
    try {
      return kernel.call(heap, count, a, b);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static Object numbers(boolean isFloat, int length, boolean isWhole, Random random) {
    var floats = new float[length];
    var doubles = new double[length];
    for (int i = 0; i < length; i++) {
      doubles[i] = isWhole ? random.nextInt(201) - 100 : random.nextGaussian();
      floats[i] = (float) doubles[i];
    }
    return isFloat ? floats : doubles;
  }
}
