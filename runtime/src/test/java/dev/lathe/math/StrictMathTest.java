package dev.lathe.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Lathe;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.MathFunction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The functions named {@code strict.} have the bits of {@link StrictMath}'s, whatever the argument.
 * {@code -Dlathe.test.strict=n} tries n million arguments of each kind.
 */
class StrictMathTest {
  private static final int COUNT = Integer.getInteger("lathe.test.strict", 0) * 1_000_000;

  /** Where algorithms change their way, or results theirs. */
  private static final double[] EDGES = {
    0x1p-1074,
    0x1p-1022,
    0x1p-1021,
    0x1p-600,
    0x1p-500,
    0x1p-57,
    0x1p-55,
    0x1p-54,
    0x1p-29,
    0x1p-28,
    0x1p-27,
    0x1p-20,
    0.25,
    0.29289321881345254,
    0.3,
    Math.log(2) / 2,
    0.4142135623730951,
    0.4375,
    0.5,
    0.67434,
    0.6875,
    Math.log(2),
    0.70710678118654752,
    Math.PI / 4,
    0.78125,
    0.975,
    1,
    1.5 * Math.log(2),
    1.1875,
    1.2247448713915890,
    1.4142135623730951,
    Math.PI / 2,
    1.7320508075688772,
    2,
    3 * Math.PI / 4,
    2.4375,
    10,
    20 * Math.log(2),
    22,
    56 * Math.log(2),
    32 * Math.PI / 2,
    708.3964185322641,
    709.7827128933840,
    710.4758600739439,
    744.4400719213812,
    745.1332191019411,
    1000,
    1024,
    1075,
    0x1p19 * Math.PI / 2,
    0x1p31,
    0x1p53,
    0x1p60,
    0x1p64,
    0x1p66,
    0x1p500,
    0x1p1023,
    Double.MAX_VALUE,
  };

  /** The doubles nearest to multiples of pi/2, by convergents of the continued fraction. */
  private static final double[] NEAR_QUARTERS = {
    0x1.6ac5b262ca1ffp849,
    0x1.b951f1572eba5p23,
    0x1.504cac51f1eafp131,
    0x1.e009c53148be1p991,
    0x1.4c96c11134d36p577,
    0x1.cfe482285f8edp860,
    0x1.db41f3cb71d7bp680,
    0x1.e7e44a78ac18cp197,
    0x1.c45cd11154dfdp295,
    0x1.83009e2e9e2ebp614,
    0x1.b2196364d750bp253,
    0x1.69eab0985179bp246,
    0x1.782b7a20df6d4p67,
    0x1.66bd5424e5655p90,
    0x1.4117573397d42p939,
    0x1.61a3db8c8d129p1021,
    0x1.8b28676cdcc5bp555,
    0x1.5ad5a62cb1cc9p143,
    0x1.0539b48d14c55p182,
    0x1.e3ca9b6c655cbp408,
  };

  static Stream<MathFunction> functions() {
    return Arrays.stream(MathFunction.values()).filter(f -> f.toString().startsWith("strict."));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void functionsHaveStrictMathsBits(MathFunction function) throws Throwable {
    var type = MethodType.methodType(double.class, Collections.nCopies(2, double.class));
    MethodHandle port = handle(Class.forName(function.owner()), function.method(), function);
    MethodHandle jdk =
        handle(StrictMath.class, function.toString().substring("strict.".length()), function);
    assertThat(port.type()).isEqualTo(type);
    List<double[]> edges = edges();
    for (double[] pair : edges) {
      compare(function, port, jdk, pair[0], pair[1]);
    }
    for (double quarter : NEAR_QUARTERS) {
      for (int i = 0; i < 64 & quarter * Math.scalb(1, i) < Double.POSITIVE_INFINITY; i++) {
        for (int by = -2; by <= 2; by++) {
          compare(function, port, jdk, shifted(quarter * Math.scalb(1, i), by), i);
        }
      }
    }
    var random = new SplittableRandom(COUNT == 0 ? 17 : System.nanoTime());
    int count = Math.max(COUNT, 10_000);
    for (int i = 0; i < count; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      double other = Double.longBitsToDouble(random.nextLong());
      compare(function, port, jdk, any, other);
      compare(function, port, jdk, any, Math.scalb(Math.abs(other) % 1 + 1, near(any, random)));
      double x = moderate(random);
      compare(function, port, jdk, x, moderate(random));
      compare(function, port, jdk, x, random.nextInt(-40, 40));
      double ratio = x * random.nextDouble(0.2, 3);
      compare(function, port, jdk, x, ratio);
      double[] edge = edges.get(random.nextInt(edges.size()));
      long word = random.nextLong(-1L << 36, 1L << 36);
      compare(
          function, port, jdk, shifted(edge[0], word), shifted(edge[1], random.nextLong(-9, 9)));
      double multiple = random.nextInt(1, 2_000_000) * (Math.PI / 4);
      compare(function, port, jdk, shifted(multiple, random.nextLong(-3, 3)), moderate(random));
      double tiny = Math.scalb(random.nextDouble(), random.nextInt(-1080, -960));
      compare(
          function, port, jdk, tiny, tiny * Math.scalb(random.nextDouble(), random.nextInt(60)));
      // Powers near the ends of the range, and of bases close to 1.
      double base =
          random.nextBoolean()
              ? Math.abs(any)
              : 1 + Math.scalb(random.nextDouble(-1, 1), -random.nextInt(50));
      double end = random.nextBoolean() ? 1024 : random.nextInt(-1076, 1025);
      double exponent = (end + random.nextDouble(-2, 2)) * Math.log(2) / StrictMath.log(base);
      compare(function, port, jdk, base, exponent);
      compare(function, port, jdk, -base, Math.rint(exponent));
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void kernelsHaveThemToo(MathFunction function) throws Throwable {
    MethodHandle kernel = Lathe.compile(elementwise(function));
    MethodHandle jdk =
        handle(StrictMath.class, function.toString().substring("strict.".length()), function);
    var random = new SplittableRandom(23);
    var x = new double[3_000];
    var y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      boolean wild = i % 300 > 200; // in runs, so that other rounds stay in lanes
      x[i] = wild ? Double.longBitsToDouble(random.nextLong()) : moderate(random);
      y[i] = wild ? shifted(x[i], random.nextLong(-1L << 56, 1L << 56)) : moderate(random);
    }
    var results = new double[x.length];
    kernel.invokeExact(x, y, results);
    for (int i = 0; i < x.length; i++) {
      double expected = (double) jdk.invokeExact(x[i], y[i]);
      if (Double.doubleToLongBits(results[i]) != Double.doubleToLongBits(expected)) {
        assertThat(results[i]).as("%s(%s, %s)", function, x[i], y[i]).isEqualTo(expected);
      }
    }
  }

  /** {@code for (int i = 0; i < x.length; i++) out[i] = f(x[i], y[i]);}. */
  private static Function elementwise(MathFunction function) {
    return IrParser.parse(
        """
        func %%elementwise(v0: array.f64, v1: array.f64, v2: array.f64) {
        b0:
          n = alen.i32 v0
          i0 = const.i32 0
          one = const.i32 1
          jump b1(i0)
        b1(i: i32):
          less = icmp.i32 lt i, n
          branch less, b2, b3
        b2:
          i1 = index.i32 v0, i, load
          x = load.f64 v0, i1
          i2 = index.i32 v1, i, load
          y = load.f64 v1, i2
          r = math.f64 %s x%s
          i3 = index.i32 v2, i, store
          store v2, i3, r
          next = iadd.i32 i, one
          jump b1(next)
        b3:
          ret
        }
        """
            .formatted(function, function.parameters() == 2 ? ", y" : ""));
  }

  private static int near(double x, SplittableRandom random) {
    return Math.clamp(Math.getExponent(x) + random.nextInt(-70, 70), -1074, 1023);
  }

  /** Of an exponent that most functions make something of. */
  private static double moderate(SplittableRandom random) {
    double x =
        Math.scalb(random.nextDouble(1, 2), random.nextInt(-60, 24) / (1 + random.nextInt(6)));
    return random.nextBoolean() ? -x : x;
  }

  private static double shifted(double x, long by) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) + by);
  }

  private static List<double[]> edges() {
    var values = new ArrayList<Double>();
    for (double edge : EDGES) {
      for (double x : new double[] {edge, Math.nextUp(edge), Math.nextDown(edge)}) {
        values.add(x);
        values.add(-x);
      }
    }
    for (double x :
        new double[] {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      values.add(x);
    }
    for (int i = 1; i < 60; i++) {
      values.add((double) i);
      values.add(-(double) i);
    }
    var pairs = new ArrayList<double[]>();
    for (double x : values) {
      for (double y : values) {
        pairs.add(new double[] {x, y});
      }
    }
    return pairs;
  }

  private static void compare(
      MathFunction function, MethodHandle port, MethodHandle jdk, double x, double y)
      throws Throwable {
    double actual = (double) port.invokeExact(x, y);
    double expected = (double) jdk.invokeExact(x, y);
    if (Double.doubleToLongBits(actual) != Double.doubleToLongBits(expected)) {
      assertThat(Double.toHexString(actual))
          .as("%s(%s, %s)", function, Double.toHexString(x), Double.toHexString(y))
          .isEqualTo(Double.toHexString(expected));
    }
  }

  /** A method of one or two parameters as one of two. */
  private static MethodHandle handle(Class<?> owner, String method, MathFunction function)
      throws ReflectiveOperationException {
    var type =
        MethodType.methodType(
            double.class, Collections.nCopies(function.parameters(), double.class));
    MethodHandle handle = MethodHandles.lookup().findStatic(owner, method, type);
    return function.parameters() == 2
        ? handle
        : MethodHandles.dropArguments(handle, 1, double.class);
  }
}
