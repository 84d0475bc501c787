package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.NativeEngine;
import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64VectorCosts;
import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Conversions and counts for which AVX2 has no instructions, over numbers of all magnitudes. */
class Avx2NumbersTest {
  private static final int COUNT = 40_000;

  private final Random random = new Random(26);
  private final long[] longs = new long[COUNT];
  private final int[] ints = new int[COUNT];
  private final double[] doubles = new double[COUNT];
  private final float[] floats = new float[COUNT];

  /** AVX2, on which all that is possible seems to pay. */
  private static final VectorTarget CHEAP =
      new VectorTarget() {
        private final VectorTarget real = X64VectorCosts.of(X64Features.AVX2);

        @Override
        public int bits() {
          return real.bits();
        }

        @Override
        public int cost(Op op, Type type, Type from, boolean masked) {
          return Math.min(real.cost(op, type, from, masked), 0);
        }
      };

  /** Calls a loop in lanes that sets {@code b}. */
  private static void run(String parameters, String element, Object... arrays) {
    Engine avx2 =
        NativeEngine.ofVectors().stream()
            .filter(each -> each.name().equals("avx2"))
            .findFirst()
            .orElse(null);
    Assumptions.assumeTrue(avx2 != null);
    Engine engine = avx2.after("avx2", function -> FakeTarget.run(function, CHEAP));
    String text =
        "void f(int n, " + parameters + ") { for (int i = 0; i < n; i++) b[i] = " + element + "; }";
    Function function = Loops.lower(text);
    assertThat(FakeTarget.run(Loops.lower(text), CHEAP))
        .first()
        .matches(Verdict::isVectorized, text);
    var heap = new Heap();
    var bits = new long[1 + arrays.length];
    bits[0] = COUNT;
    for (int i = 0; i < arrays.length; i++) {
      bits[1 + i] = heap.add(arrays[i]);
    }
    assertThat(Outcome.of(engine.compile(function), heap, bits).exception()).isNull();
  }

  private static void each(IntConsumer check) {
    for (int i = 0; i < COUNT; i++) {
      check.accept(i);
    }
  }

  private long anyLong() {
    long any = random.nextLong() >> random.nextInt(64);
    return random.nextInt(3) == 0 ? any & -1L << random.nextInt(64) : any;
  }

  private double anyDouble() {
    return switch (random.nextInt(8)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> (double) anyLong() + random.nextInt(5) - 2;
      case 2 -> Math.scalb(random.nextGaussian(), 52 + random.nextInt(14));
      case 3 -> random.nextInt(9) == 0 ? Double.NaN : random.nextInt(9) * 0.25 - 1;
      default -> Math.scalb(random.nextGaussian(), random.nextInt(70) - 3);
    };
  }

  @Test
  void longsBecomeFloats() {
    each(i -> longs[i] = anyLong());
    run("long[] a, float[] b", "(float) a[i]", longs, floats);
    each(i -> assertThat(floats[i]).as("%s", longs[i]).isEqualTo((float) longs[i]));
  }

  @Test
  void doublesBecomeLongs() {
    each(i -> doubles[i] = anyDouble());
    run("double[] a, long[] b", "(long) a[i]", doubles, longs);
    each(i -> assertThat(longs[i]).as("%s", doubles[i]).isEqualTo((long) doubles[i]));
  }

  @Test
  void floatsBecomeLongs() {
    each(i -> floats[i] = (float) anyDouble());
    run("float[] a, long[] b", "(long) a[i]", floats, longs);
    each(i -> assertThat(longs[i]).as("%s", floats[i]).isEqualTo((long) floats[i]));
  }

  @Test
  void longsAreShiftedWithTheirSign() {
    each(i -> longs[i] = anyLong());
    long[] shifted = new long[COUNT];
    for (int n = 0; n < 64; n += n < 30 || n > 33 ? 7 : 1) {
      int by = n;
      run("long[] a, long[] b", "a[i] >> " + n, longs, shifted);
      each(i -> assertThat(shifted[i]).isEqualTo(longs[i] >> by));
    }
  }

  @Test
  void zerosOfIntsAreCounted() {
    each(i -> ints[i] = (int) anyLong());
    int[] counts = new int[COUNT];
    run("int[] a, int[] b", "Integer.numberOfLeadingZeros(a[i])", ints, counts);
    each(i -> assertThat(counts[i]).isEqualTo(Integer.numberOfLeadingZeros(ints[i])));
    run("int[] a, int[] b", "Integer.numberOfTrailingZeros(a[i])", ints, counts);
    each(i -> assertThat(counts[i]).isEqualTo(Integer.numberOfTrailingZeros(ints[i])));
  }

  @Test
  void lanesPayForCountsOfIntsButNotForSingleConversionsToLongs() {
    String loop = "{ for (int i = 0; i < n; i++) b[i] = #; }";
    String count = loop.replace("#", "Integer.numberOfLeadingZeros(a[i])");
    Function counts = Loops.lower("void f(int n, int[] a, int[] b) " + count);
    assertThat(Loops.verdicts(counts, X64Features.AVX2)).allMatch(Verdict::isVectorized);
    String convert = loop.replace("#", "(long) a[i]");
    Function converts = Loops.lower("void f(int n, double[] a, long[] b) " + convert);
    assertThat(Loops.verdicts(converts, X64Features.AVX2))
        .extracting(Verdict::reason)
        .containsExactly("lanes would be no faster");
  }

  @Test
  void zerosOfLongsAreCounted() {
    each(i -> longs[i] = anyLong());
    run("long[] a, int[] b", "Long.numberOfLeadingZeros(a[i])", longs, ints);
    each(i -> assertThat(ints[i]).isEqualTo(Long.numberOfLeadingZeros(longs[i])));
    run("long[] a, int[] b", "Long.numberOfTrailingZeros(a[i])", longs, ints);
    each(i -> assertThat(ints[i]).isEqualTo(Long.numberOfTrailingZeros(longs[i])));
  }

  @Test
  void lanesThatAreOffReadNothing() {
    each(i -> ints[i] = random.nextInt(3) == 0 ? random.nextInt(COUNT) : -1 - random.nextInt(9));
    each(i -> floats[i] = i);
    double[] sums = new double[COUNT];
    run("int[] a, double[] b, float[] c", "a[i] < 0 ? i : c[a[i]]", ints, sums, floats);
    each(i -> assertThat(sums[i]).isEqualTo(ints[i] < 0 ? i : floats[ints[i]]));
  }
}
