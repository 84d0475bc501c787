package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.NativeEngine;
import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64VectorCosts;
import dev.lathe.ir.Element;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Memory;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Checker;
import dev.lathe.lang.Lowering;
import dev.lathe.lang.Parser;
import dev.lathe.testing.EdgeValues;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Loops as text, compared in the interpreter: as they are, and in lanes of several widths. */
final class Loops {
  private static final int[] BITS = {512, 256, 128};

  /** Numbers of iterations around those of one and two rounds of all widths. */
  private static final int[] COUNTS = {0, 1, 2, 4, 7, 8, 9, 15, 16, 17, 19, 33, 65, 67, 131, 150};

  private static final Set<String> ONCE_EACH =
      Set.of("avx2", "avx512", "avx512 sliced with few registers");

  private Loops() {}

  static Function lower(String text) {
    return lower(text, FloatContract.STRICT);
  }

  static Function lower(String text, FloatContract floats) {
    Parser.Result parsed = Parser.parse(text);
    assertThat(parsed.diagnostics()).as(text).isEmpty();
    Checked checked = Checker.check(parsed.kernel());
    assertThat(checked.diagnostics()).as(text).isEmpty();
    return Lowering.lower(checked, "f", null, floats);
  }

  /** The verdicts on the loops of a kernel for registers of 512 bits. */
  static List<Verdict> verdicts(String text) {
    return FakeTarget.verdicts(lower(text), 512);
  }

  /** The verdicts on the loops of a kernel for a processor. */
  static List<Verdict> verdicts(Function function, X64Features features) {
    return FakeTarget.run(function, X64VectorCosts.of(features));
  }

  /**
   * Asserts that the first loop of a kernel becomes lanes, and computes the same: with arrays of
   * many lengths, as long as the first int says, one too short, and all the same.
   */
  static void assertVectorized(String text) {
    List<Verdict> verdicts = verdicts(text);
    assertThat(verdicts).as(text).isNotEmpty();
    assertThat(verdicts.getFirst().isVectorized()).as(text + " " + verdicts).isTrue();
    assertSame(text);
  }

  /** The interpreter of what is made for machines that can do all, and native code of both. */
  static List<Engine> engines() {
    var engines = new ArrayList<Engine>();
    for (int bits : BITS) {
      engines.add(FakeTarget.engine(bits));
    }
    engines.addAll(nativeEngines());
    return engines;
  }

  /** Native code of both levels, of loops in lanes. */
  static List<Engine> nativeEngines() {
    var engines = new ArrayList<Engine>();
    for (Engine engine : NativeEngine.ofVectors()) {
      boolean wide = engine.name().startsWith("avx512");
      boolean chosen = ONCE_EACH.contains(engine.name());
      VectorTarget target = X64VectorCosts.of(wide ? X64Features.AVX512 : X64Features.AVX2);
      if (chosen) {
        engines.add(engine.after(engine.name(), function -> FakeTarget.run(function, target)));
        if (engine.name().equals("avx512")) {
          VectorTarget halves = X64VectorCosts.of(X64Features.AVX512_SHORT);
          String name = X64Features.AVX512_SHORT.toString();
          engines.add(engine.after(name, function -> FakeTarget.run(function, halves)));
        }
      }
    }
    return engines;
  }

  /** The same, where sums may be reordered. */
  static void assertVectorizedFast(String text) {
    assertThat(FakeTarget.verdicts(fast(lower(text)), 512)).allMatch(Verdict::isVectorized);
    assertSame(text, Loops::fast);
  }

  private static Function fast(Function function) {
    function.setFloats(FloatContract.FAST);
    return function;
  }

  static void assertSame(String text) {
    assertSame(text, function -> function);
  }

  /** Asserts that native code does the same with copies of such arguments. */
  static void assertSame(String text, List<Object[]> calls) {
    Type result = lower(text).result();
    Engine.Kernel reference = Engine.INTERPRETER.compile(lower(text));
    List<String> expected =
        calls.stream().map(call -> GivenCall.run(result, reference, call)).toList();
    for (Engine engine : nativeEngines()) {
      Engine.Kernel kernel = engine.compile(lower(text));
      for (int i = 0; i < calls.size(); i++) {
        String actual = GivenCall.run(result, kernel, calls.get(i));
        if (!actual.equals(expected.get(i))) { // there are too many to describe each
          assertThat(actual)
              .as("%s of %s with %s", engine.name(), text, Arrays.deepToString(calls.get(i)))
              .isEqualTo(expected.get(i));
        }
      }
    }
  }

  private static void assertSame(String text, UnaryOperator<Function> contract) {
    assertSame(text, contract, 1);
  }

  /** The same with records of so many elements in the arrays. */
  static void assertVectorizedRecords(String text, int size) {
    List<Verdict> verdicts = verdicts(text);
    assertThat(verdicts.getFirst().isVectorized()).as(text + " " + verdicts).isTrue();
    assertSame(text, function -> function, size);
  }

  /**
   * Compares one engine for each width of registers over some calls; tells what lanes there are.
   */
  static boolean assertSame(String text, int size, Random random) {
    Function function = lower(text);
    Engine.Kernel reference = Engine.INTERPRETER.compile(lower(text));
    List<Engine> engines = engines();
    Engine lanes = engines.get(random.nextInt(BITS.length));
    Engine machine = engines.get(BITS.length + random.nextInt(engines.size() - BITS.length));
    for (Engine engine : List.of(lanes, machine)) {
      Engine.Kernel vectorized = engine.compile(lower(text));
      for (int call = 0; call < 4; call++) {
        int count = COUNTS[COUNTS.length - 1 - random.nextInt(4)];
        int shape = random.nextInt(4);
        long seed = random.nextLong();
        var expected = new Call(function, count, shape, seed, size).run(reference);
        var actual = new Call(function, count, shape, seed, size).run(vectorized);
        assertThat(actual).as(engine.name() + " of\n" + text).isEqualTo(expected);
      }
    }
    return verdicts(text).stream().anyMatch(Verdict::isVectorized);
  }

  private static void assertSame(String text, UnaryOperator<Function> contract, int size) {
    Function function = lower(text);
    String plain = IrPrinter.print(function);
    Engine.Kernel reference = Engine.INTERPRETER.compile(lower(text));
    for (Engine engine : engines()) {
      Engine.Kernel vectorized = engine.compile(contract.apply(lower(text)));
      var random = new Random(42);
      for (int count : COUNTS) {
        int first = size == 1 ? 0 : random.nextInt(4); // of records one of the shapes
        for (int shape = first; shape < (size == 1 ? 4 : first + 1); shape++) {
          long seed = random.nextLong();
          var expected = new Call(function, count, shape, seed, size).run(reference);
          var actual = new Call(function, count, shape, seed, size).run(vectorized);
          assertThat(actual)
              .as(
                  "%s, %s iterations, shape %s of\n%s\n%s",
                  engine.name(), count, shape, text, plain)
              .isEqualTo(expected);
        }
      }
    }
  }

  /** One call with made-up arguments. */
  private record Call(Function function, int count, int shape, long seed, int size) {
    String run(Engine.Kernel kernel) {
      var random = new Random(seed);
      var heap = new Heap();
      var arrays = new ArrayList<Object>();
      var bits = new long[function.params().size()];
      boolean first = true;
      for (int i = 0; i < bits.length; i++) {
        Type type = function.params().get(i).type();
        if (type.isArray()) {
          Object array = alias(arrays, type.element());
          if (array == null) {
            array = make(type.element(), random);
            arrays.add(array);
          }
          bits[i] = heap.add(array);
        } else if (type == Type.I32 && first) {
          bits[i] = count;
          first = false;
        } else {
          bits[i] = scalar(type, random);
        }
      }
      Outcome outcome = Outcome.of(kernel, heap, bits);
      var text = new StringBuilder(describe(outcome));
      for (Object array : arrays) {
        text.append(' ').append(describe(array));
      }
      return text.toString();
    }

    private String describe(Outcome outcome) {
      Type type = function.result();
      boolean nan =
          outcome.exception() == null
              && type.isFloat()
              && EdgeValues.same(
                  type, outcome.bits(), type == Type.F32 ? 0x7fc00000L : 0x7ff8L << 48);
      return nan ? "nan" : outcome.describe(type);
    }

    private Object alias(List<Object> arrays, Element element) {
      for (Object array : arrays) {
        if (shape == 1 && array.getClass() == element.arrayClass()) {
          return array;
        }
      }
      return null;
    }

    private Object make(Element element, Random random) {
      int length =
          size
              * switch (shape) {
                case 0 -> count;
                case 3 -> Math.max(count - 1 - random.nextInt(3), 0);
                default -> count + 5;
              };
      Object array = Memory.newArray(element, length);
      double[] few = random.nextInt(3) == 0 ? few(random) : null;
      for (int i = 0; i < length; i++) {
        switch (array) {
          case byte[] a -> a[i] = (byte) random.nextInt();
          case short[] a -> a[i] = (short) random.nextInt();
          case char[] a -> a[i] = (char) random.nextInt();
          case int[] a -> a[i] = random.nextInt() >> (few != null ? 30 : random.nextInt(32));
          case long[] a -> a[i] = random.nextLong() >> (few != null ? 62 : random.nextInt(64));
          case float[] a -> a[i] = (float) (few != null ? one(few, random) : special(random));
          case double[] a -> a[i] = few != null ? one(few, random) : special(random);
          default -> Array.setBoolean(array, i, random.nextBoolean());
        }
      }
      return array;
    }

    /** Values of which an array has many each: zeros, NaN, ties. */
    private static double[] few(Random random) {
      double[] all = {-0.0, 0.0, -0.0, 0.0, -1, Double.NEGATIVE_INFINITY, Double.NaN, 2};
      var few = new double[1 + random.nextInt(4)];
      int sort = random.nextInt(3) == 0 ? all.length : 5;
      for (int i = 0; i < few.length; i++) {
        few[i] = all[random.nextInt(sort)] * (sort == 5 && random.nextBoolean() ? -1 : 1);
      }
      return few;
    }

    private static double one(double[] few, Random random) {
      return few[random.nextInt(random.nextInt(8) == 0 ? few.length : Math.min(few.length, 2))];
    }

    private static double special(Random random) {
      return switch (random.nextInt(12)) {
        case 0 -> -0.0;
        case 1 -> 0.0;
        case 2 -> random.nextInt(8) == 0 ? Double.NaN : 1;
        case 3 -> random.nextInt(8) == 0 ? Double.NEGATIVE_INFINITY : -1;
        default -> random.nextGaussian() * Math.scalb(1.0, random.nextInt(20) - 10);
      };
    }

    private static long scalar(Type type, Random random) {
      return switch (type.kind()) {
        case BOOL -> random.nextInt(2);
        case I32 -> random.nextInt(7);
        case F32 -> Float.floatToRawIntBits((float) start(random)) & 0xFFFF_FFFFL;
        case F64 -> Double.doubleToRawLongBits(start(random));
        default -> random.nextInt(1000);
      };
    }

    private static double start(Random random) {
      return switch (random.nextInt(4)) {
        case 0 -> Double.NEGATIVE_INFINITY;
        case 1 -> Double.POSITIVE_INFINITY;
        default -> special(random);
      };
    }

    private static String describe(Object array) {
      var text = new StringBuilder("[");
      for (int i = 0; i < Array.getLength(array); i++) {
        text.append(Array.get(array, i)).append(' '); // all NaNs alike
      }
      return text.append(']').toString();
    }
  }

  /** True if {@code function} has a value of that op. */
  static boolean has(Function function, String mnemonic) {
    return function.blocks().stream()
        .flatMap(block -> block.values().stream())
        .map(Value::op)
        .anyMatch(op -> op.mnemonic().equals(mnemonic));
  }
}
