package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.X64Features;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.testing.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sums and products under {@code floats = REPRODUCIBLE} run in lanes, and have the same bits
 * everywhere and for ever.
 */
class ReproducibleTest {
  private static final int BLOCK = 1 << 14;

  private static final int[] LENGTHS = {
    0,
    1,
    15,
    16,
    17,
    31,
    32,
    33,
    48,
    63,
    65,
    100,
    1000,
    BLOCK - 1,
    BLOCK,
    BLOCK + 1,
    BLOCK + 16,
    BLOCK + 33,
    2 * BLOCK,
    2 * BLOCK + 77
  };

  private static final Map<Integer, List<Object>> FLOATS = new HashMap<>();
  private static final Map<Integer, List<Object>> DOUBLES = new HashMap<>();

  static {
    for (int n : LENGTHS) {
      FLOATS.put(n, arguments(n, true));
      DOUBLES.put(n, arguments(n, false));
    }
  }

  /** For interpreters, which are slow. */
  private static final int[] FEW = {0, 17, 31, 48, 65, BLOCK + 33};

  private static final int[] SHORT = {0, 17, 31, 48, 65, 1000};

  private static Function lower(String text) {
    return Loops.lower(text, FloatContract.REPRODUCIBLE);
  }

  /** What the results are for all lengths, in one number. */
  private static long bits(Engine engine, String text, int... lengths) {
    Engine.Kernel kernel = engine.compile(lower(text));
    long all = 0;
    for (int n : lengths) {
      var heap = new Heap();
      var arguments = new ArrayList<Long>();
      for (Object each : (text.startsWith("float") ? FLOATS : DOUBLES).get(n)) {
        arguments.add(each instanceof Integer number ? (long) number : heap.add(each));
      }
      long result;
      try {
        result = kernel.call(heap, arguments.stream().mapToLong(x -> x).toArray());
      } catch (Throwable e) {
        throw new AssertionError(engine.name() + ", " + n + " elements of " + text, e);
      }
      all = 31 * all + result;
    }
    return all;
  }

  /** Of the kernels, which write to none of them. */
  private static List<Object> arguments(int n, boolean isFloat) {
    var random = new Random(n);
    List<Object> all = new ArrayList<>(List.of(n));
    for (int a = 0; a < 2; a++) {
      if (isFloat) {
        var array = new float[n];
        for (int i = 0; i < n; i++) {
          array[i] = 1.2f - random.nextFloat();
        }
        all.add(array);
      } else {
        all.add(random.doubles(n, -1, 1).map(x -> 1 + 0.5 * x).toArray());
      }
    }
    all.add(random.ints(n, -9, 9).toArray());
    return all;
  }

  private static String kernel(String body) {
    String type = body.contains("float") ? "float" : "double";
    return "T f(int n, T[] a, T[] b, int[] k) { T s = 1; ".replace("T", type)
        + body.replace("float ", "")
        + " return s; }";
  }

  /** These numbers never change. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for (int i = 0; i < n; i++) s += a[i]; | -129214725287412664",
        "for (int i = 0; i < n; i++) s -= a[i] * b[i]; | -8861149985563905439",
        "for (int i = 0; i < n; i++) s += a[i] * a[i]; | 6217898786052544578",
        "for (int i = 0; i < n; i++) s *= a[i]; | -514275731154061020",
        "for (int i = 0; i < n; i++) s = Math.fma(a[i], b[i], s); | -3121463563207430483",
        "float for (int i = 0; i < n; i++) s += a[i]; | -6427723260097996509",
        "float for (int i = 0; i < n; i++) s += a[i] * b[i]; | -5983471416187333851",
        "float for (int i = 0; i < n; i++) s *= a[i] + 0.4f; | -4708247857843317722",
        "for (int i = 0; i < n; i++) if (k[i] > 0) s += a[i]; | 5231902672775740447",
        "for (int i = 0; i < n; i++) if (k[i] > 0) s += a[i]; else s -= b[i]; |"
            + " -3071566831526536154",
        "double t = 0; for (int i = 0; i < n; i++) { s += a[i]; t += a[i] * b[i]; } s -= t; |"
            + " 1435174956105507854",
        "for (int i = 0; i < n; i++) s += Math.sqrt(a[i]) / (k[i] + 20); | 503804816408758843",
        "for (int i = n - 1; i >= 0; i--) s += a[i]; | -129214726199821497",
        "for (int i = 3; i < n - 5; i++) s += a[i] * b[i + 5]; | 6854889608506399606",
        "for (int i = 0; i < n; i++) s += 1 / (1.0 + i); | -5838091910264400695",
        "for (int j = 0; j < 3; j++) for (int i = j; i < n; i++) s += a[i]; | -8325969833798915533",
      })
  void bitsAreTheSameEverywhere(String body, long golden) {
    String text = kernel(body);
    for (X64Features features : List.of(X64Features.AVX512, X64Features.AVX2)) {
      assertThat(Loops.verdicts(lower(text), features)).anyMatch(Verdict::isVectorized);
    }
    assertThat(bits(Engine.CLASS_FILE, text, LENGTHS)).isEqualTo(golden);
    long few = bits(Engine.CLASS_FILE, text, FEW);
    assertThat(bits(Engine.INTERPRETER, text, FEW)).isEqualTo(few);
    assertThat(bits(FakeTarget.engine(512), text, FEW)).isEqualTo(few);
    assertThat(bits(Engine.NATIVE_OPTIMIZED, text, LENGTHS)).isEqualTo(golden);
    long shortest = bits(Engine.CLASS_FILE, text, SHORT);
    for (Engine engine : Loops.nativeEngines()) {
      boolean copies = engine.name().contains("sliced"); // all arrays, between slices
      assertThat(bits(engine, text, copies ? SHORT : LENGTHS))
          .as(engine.name())
          .isEqualTo(copies ? shortest : golden);
    }
  }
}
