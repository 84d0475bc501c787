package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Element;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Memory;
import dev.lathe.ir.Type;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random programs under {@link FloatContract#FAST}. All that they compute is exact, by {@link
 * ExactLoops}, so whatever is fused, reordered or multiplied by a reciprocal must have the bits
 * that the interpreter has of the program as it stands: NaN, infinities and signed zeros included,
 * which the contract honours. {@code -Dlathe.test.random=n} runs more, {@code
 * -Dlathe.test.random.seed} others.
 */
class FastProgramsTest {
  private static final int COUNT = Integer.getInteger("lathe.test.random", 24);

  /** One program of so many is looked at, whether it is in lanes. */
  private static final int SAMPLE = COUNT > 100 ? 50 : 2;

  private static final int[] COUNTS = {0, 1, 2, 5, 8, 15, 16, 17, 31, 33, 48, 63, 64, 65, 90, 96};

  @Test
  void exactProgramsHaveTheBitsOfStrictOnes() {
    long start = Long.getLong("lathe.test.random.seed", System.nanoTime() & 0xFFFF_FFFFL);
    int lanes = 0;
    int fused = 0;
    for (int i = 0; i < COUNT; i++) {
      long seed = i < COUNT / 2 && COUNT <= 24 ? i : start + i;
      var random = new Random(seed);
      String text = new ExactLoops(random).kernel();
      try {
        if (i % SAMPLE == 0) {
          Function made = Loops.lower(text, FloatContract.FAST);
          lanes += FakeTarget.verdicts(made, 512).stream().anyMatch(Verdict::isVectorized) ? 1 : 0;
          fused += Loops.has(made, "fma") ? 1 : 0;
        }
        compare(text, random);
      } catch (Throwable t) {
        throw new AssertionError(
            "-Dlathe.test.random.seed=" + (seed - i) + ", program " + i + "\n" + text, t);
      }
      if (i % 5000 == 4999) {
        System.out.println((i + 1) + " fast programs");
      }
    }
    int looked = (COUNT + SAMPLE - 1) / SAMPLE;
    assertThat(lanes).as("in lanes of " + looked).isGreaterThan(looked / 2);
    assertThat(fused).as("fused of " + looked).isGreaterThan(looked / 4);
  }

  private static void compare(String text, Random random) throws Throwable {
    Engine.Kernel reference = Engine.INTERPRETER.compile(Loops.lower(text));
    List<Engine> engines = Loops.engines();
    Engine engine = engines.get(random.nextInt(engines.size()));
    Function fast = Loops.lower(text, FloatContract.FAST);
    Engine.Kernel kernel = engine.compile(fast);
    for (int call = 0; call < 3; call++) {
      int count = COUNTS[random.nextInt(COUNTS.length)];
      long seed = random.nextLong();
      assertThat(run(fast, kernel, count, seed))
          .as(engine.name() + ", " + count + " iterations")
          .isEqualTo(run(fast, reference, count, seed));
    }
  }

  private static String run(Function function, Engine.Kernel kernel, int count, long seed) {
    var random = new Random(seed);
    boolean special = random.nextBoolean();
    var heap = new Heap();
    var arrays = new ArrayList<Object>();
    var bits = new long[function.params().size()];
    for (int i = 0; i < bits.length; i++) {
      Type type = function.params().get(i).type();
      if (type.isArray()) {
        boolean again = !arrays.isEmpty() && random.nextInt(8) == 0;
        Object last = again ? arrays.getLast() : null;
        boolean same = last != null && last.getClass() == type.element().arrayClass();
        Object array = same ? last : array(type.element(), count, special, random);
        arrays.add(array);
        bits[i] = heap.add(array);
      } else {
        double number = i == 0 ? count : ExactLoops.scalar(random, special);
        bits[i] =
            switch (type.kind()) {
              case F64 -> Double.doubleToRawLongBits(number);
              case F32 -> Float.floatToRawIntBits((float) number) & 0xFFFF_FFFFL;
              default -> (long) number;
            };
      }
    }
    Outcome outcome = Outcome.of(kernel, heap, bits);
    var text = new StringBuilder();
    Type result = function.result();
    if (outcome.exception() == null && result == Type.F64) {
      text.append(Double.longBitsToDouble(outcome.bits()));
    } else if (outcome.exception() == null && result == Type.F32) {
      text.append(Float.intBitsToFloat((int) outcome.bits()));
    } else {
      text.append(outcome.describe(result));
    }
    for (Object array : arrays) {
      for (int i = 0; i < Array.getLength(array); i++) {
        text.append(' ').append(Array.get(array, i)); // all NaNs alike
      }
    }
    return text.toString();
  }

  private static Object array(Element element, int count, boolean special, Random random) {
    Object array = Memory.newArray(element, count + random.nextInt(3));
    for (int i = 0; i < Array.getLength(array); i++) {
      double number = ExactLoops.element(random, special);
      number =
          Double.isInfinite(number) && !(array instanceof double[] || array instanceof float[])
              ? 5
              : number;
      switch (array) {
        case double[] a -> a[i] = number;
        case float[] a -> a[i] = (float) number;
        case int[] a -> a[i] = (int) number;
        case short[] a -> a[i] = (short) number;
        default -> ((byte[]) array)[i] = (byte) number;
      }
    }
    return array;
  }
}
