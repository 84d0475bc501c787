package dev.lathe.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Op;
import dev.lathe.testing.Engine;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums and products under {@code floats = REPRODUCIBLE}: one tree in every engine. */
class FloatTreesTest {
  private static final int BLOCK = 1 << 14;
  private static final long GOLDEN_LONG = 4784008038881364198L;
  private static final long GOLDEN_SHORT = 4759583943124678207L;
  private static final List<Integer> LENGTHS =
      List.of(0, 1, 15, 16, 17, 31, 32, 33, 100, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 77);

  /** The engines that a kernel runs in: a few, as the loops are long. */
  private static final List<Engine> ENGINES =
      List.of(Engine.INTERPRETER, Engine.CLASS_FILE, Engine.NATIVE, Engine.NATIVE_OPTIMIZED);

  private static Function lower(String text) {
    Checked checked = Checker.check(Parser.parse(text).kernel());
    return Lowering.lower(checked, "f", null, FloatContract.REPRODUCIBLE);
  }

  private static long call(Engine engine, String text, Object array, long... rest) {
    var heap = new Heap();
    var arguments = new long[rest.length + 1];
    arguments[0] = heap.add(array);
    System.arraycopy(rest, 0, arguments, 1, rest.length);
    try {
      return engine.compile(lower(text)).call(heap, arguments);
    } catch (Throwable e) {
      throw new AssertionError(engine.name(), e);
    }
  }

  private static double[] doubles(int n) {
    return new Random(n).doubles(n, -1, 1).map(x -> Math.scalb(x, (int) (30 * x))).toArray();
  }

  /** The tree as DESIGN states it. */
  private static double tree(
      double first, double[] terms, int width, double identity, DoubleBinaryOperator op) {
    double result = first;
    for (int from = 0; from < terms.length; from += BLOCK) {
      var acc = new double[width];
      java.util.Arrays.fill(acc, identity);
      for (int i = from; i < Math.min(terms.length, from + BLOCK); i++) {
        if (!Double.isNaN(terms[i])) { // an update that is left out
          acc[i % width] = op.applyAsDouble(acc[i % width], terms[i]);
        }
      }
      for (int half = width / 2; half > 0; half /= 2) {
        for (int j = 0; j < half; j++) {
          acc[j] = op.applyAsDouble(acc[j], acc[j + half]);
        }
      }
      result = op.applyAsDouble(result, acc[0]);
    }
    return result;
  }

  private static void expect(String text, double[] array, double expected) {
    for (Engine engine : ENGINES) {
      assertThat(Double.longBitsToDouble(call(engine, text, array)))
          .as("%s, %s elements", engine.name(), array.length)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (int i = 0; i < a.length; i++) s += a[i];",
        "int i = 0; while (i < a.length) { s = s + a[i]; i++; }",
        "for (int i = 0; ; i++) { if (i >= a.length) break; s -= -a[i]; }",
        "for (int i = 0; i < a.length; s += a[i], i++) {}",
        "for (double x : a) s += x;",
        "out: for (int k = 0; k < 1; k++) { for (int i = 0; ; i++) { if (i == a.length) continue"
            + " out; s = Math.fma(a[i], 1.0, s); } }",
        "int i = 0; if (a.length > 0) do { s += a[i]; i++; } while (i < a.length);",
      })
  void sumsOfEveryForm(String loop) {
    String text = "double f(double[] a) { double s = 0.25; " + loop + " return s; }";
    for (int n : LENGTHS) {
      expect(text, doubles(n), tree(0.25, doubles(n), 16, -0.0, Double::sum));
    }
  }

  @Test
  void productsHaveTheirOwnIdentity() {
    String text =
        "double f(double[] a) { double p = -0.0; for (int i = 0; i < a.length; i++) p *= a[i];"
            + " return p; }";
    for (int n : new int[] {0, 1, 16, 33}) {
      expect(text, doubles(n), tree(-0.0, doubles(n), 16, 1, (a, b) -> a * b));
    }
  }

  @Test
  void anUpdateThatIsLeftOutLeavesItsAccumulatorAlone() {
    String text =
        "double f(double[] a) { double s = 1; for (int i = 0; i < a.length; i++) { if (a[i] !="
            + " a[i]) continue; if (a[i] > 0) s += a[i]; else { s -= -a[i]; continue; } } return s;"
            + " }";
    double[] array = doubles(BLOCK + 50);
    for (int i = 0; i < array.length; i += 3) {
      array[i] = Double.NaN;
    }
    expect(text, array, tree(1, array, 16, -0.0, Double::sum));
  }

  @Test
  void floatsHaveTwiceAsManyAccumulators() {
    String text =
        "float f(float[] a) { float s = 0; for (int i = 0; i < a.length; i++) s += a[i]; return s;"
            + " }";
    for (int n : new int[] {0, 31, 32, 65, BLOCK + 3}) {
      var array = new float[n];
      var terms = new double[n];
      for (int i = 0; i < n; i++) {
        array[i] = (float) Math.sin(i);
        terms[i] = array[i];
      }
      float expected = (float) tree(0, terms, 32, -0.0, (a, b) -> (float) a + (float) b);
      for (Engine engine : ENGINES) {
        assertThat(Float.intBitsToFloat((int) call(engine, text, array)))
            .as("%s, %s elements", engine.name(), n)
            .isEqualTo(expected);
      }
    }
  }

  /** Committed: these numbers never change. */
  @Test
  void goldenBits() {
    String sum =
        "double f(double[] a) { double s = 0; for (double k = 0; k < a.length; k++) s +="
            + " a[(int) k]; return s; }";
    assertThat(
            List.of(
                call(Engine.CLASS_FILE, sum, doubles(40_000)),
                call(Engine.INTERPRETER, sum, doubles(1_000))))
        .containsExactly(GOLDEN_LONG, GOLDEN_SHORT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s += a[i]; s += 1;",
        "s += a[i]; a[i] = s;",
        "s += a[i]; s *= 2;",
        "s = a[i] + s;",
        "s += s * a[i];",
        "a[i] = s += 1;",
        "s++;",
        "if (s < 3) s += a[i];",
        "for (int k = 0; k < 3; k++) { if (k > i) continue; a[k] += s; } s += 1;",
        "switch (i) { case 1: s += 1; case 2: s += 2; }",
      })
  void otherLoopsKeepSourceOrder(String body) {
    Function function =
        lower(
            "double f(double[] a) { double s = 0; for (int i = 0; i < a.length; i++) { "
                + body
                + " } return s; }");
    assertThat(makesArrays(function)).isFalse();
  }

  @Test
  void eachExecutionOfAnInnerLoopIsAReduction() {
    String text =
        "double f(double[] a) { double s = 0; for (int k = 0; k < 3; k++) for (int i = 0; i <"
            + " a.length; i++) s += a[i]; return s; }";
    double[] array = doubles(100);
    double once = tree(0, array, 16, -0.0, Double::sum);
    double twice = tree(once, array, 16, -0.0, Double::sum);
    expect(text, array, tree(twice, array, 16, -0.0, Double::sum));
  }

  private static boolean makesArrays(Function function) {
    return function.blocks().stream()
        .anyMatch(block -> block.values().stream().anyMatch(v -> v.op() == Op.NEWARRAY));
  }
}
