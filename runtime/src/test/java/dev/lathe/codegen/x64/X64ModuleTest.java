package dev.lathe.codegen.x64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.Comparison;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import dev.lathe.testing.Outlining;
import dev.lathe.testing.RandomFunctions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code -Dlathe.fuzz=100000} makes it long; {@code -Dlathe.seed} says where to begin. */
class X64ModuleTest {
  private static final int COUNT = Integer.getInteger("lathe.fuzz", 25);
  private static final long FIRST = Long.getLong("lathe.seed", 1);
  static final Engine[] ENGINES = {
    ModuleEngine.plain(),
    ModuleEngine.optimized(),
    ModuleEngine.fewRegisters(),
    ModuleEngine.savedRegisters(),
    ModuleEngine.interruptible(),
    ModuleEngine.interruptibleFewRegisters()
  };

  private static final String FIBONACCI =
      """
      func %fib(v0: i32) -> i64 {
        callee %fib(i32) -> i64
      b0:
        v1 = const.i32 2
        v2 = icmp.i32 lt v0, v1
        branch v2, b1, b2
      b1:
        v3 = sext.i64 v0
        ret v3
      b2:
        v4 = const.i32 1
        v5 = isub.i32 v0, v4
        v6 = call.i64 %fib(v5)
        v7 = isub.i32 v0, v1
        v8 = call.i64 %fib(v7)
        v9 = iadd.i64 v6, v8
        ret v9
      }
      """;

  /** Vectors and masks that live across calls, and where a function leaves to be entered again. */
  private static final String VECTORS =
      """
      func %f(v0: i32) -> i32 {
        callee %f(i32) -> i32
      b0:
        v1 = splat.i32x8 v0
        v2 = const.i32 3
        v3 = splat.i32x8 v2
        v4 = imul.i32x8 v1, v3
        v5 = firstlanes.boolx8 v0
        v6 = const.i32 0
        v7 = icmp.i32 le v0, v6
        branch v7, b1, b2
      b1:
        v8 = extract.i32 v4, 1
        ret v8
      b2:
        v9 = const.i32 1
        v10 = isub.i32 v0, v9
        v11 = call.i32 %f(v10)
        v12 = splat.i32x8 v11
        v13 = select.i32x8 v5, v12, v4
        yield
        v14 = iadd.i32x8 v13, v4
        v15 = select.i32x8 v5, v14, v1
        v16 = extract.i32 v15, 0
        v17 = extract.i32 v15, 7
        v18 = imul.i32 v16, v17
        ret v18
      }
      """;

  @Test
  void vectorsLiveAcrossCallsAndSlices() throws Throwable {
    String text =
        NativeEngine.features().avx512()
            ? VECTORS.replace("x8", "x16").replace(", 7", ", 15")
            : VECTORS;
    Engine[] engines = {ModuleEngine.plain(), ModuleEngine.interruptible()};
    for (Engine engine : engines) {
      Engine.Kernel kernel = engine.compile(IrParser.parseModule(text));
      for (int n = -1; n < 40; n++) {
        long expected = Interpreter.run(IrParser.parseModule(text), n);
        assertThat(kernel.call(n)).as(engine.name() + " " + n).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ENGINES")
  void recursesTwice(Engine engine) throws Throwable {
    assertThat(engine.compile(IrParser.parseModule(FIBONACCI)).call(20)).isEqualTo(6765);
  }

  private static final String ACKERMANN =
      """
      func %ack(v0: i32, v1: i32) -> i32 {
        callee %ack(i32, i32) -> i32
      b0:
        v2 = const.i32 0
        v3 = const.i32 1
        v4 = icmp.i32 eq v0, v2
        branch v4, b1, b2
      b1:
        v5 = iadd.i32 v1, v3
        ret v5
      b2:
        v6 = isub.i32 v0, v3
        v7 = icmp.i32 eq v1, v2
        branch v7, b3(v3), b4
      b4:
        v8 = isub.i32 v1, v3
        v9 = call.i32 %ack(v0, v8)
        jump b3(v9)
      b3(v10: i32):
        v11 = call.i32 %ack(v6, v10)
        ret v11
      }
      """;

  @ParameterizedTest
  @FieldSource("ENGINES")
  void recursesInsideOfRecursion(Engine engine) throws Throwable {
    Engine.Kernel kernel = engine.compile(IrParser.parseModule(ACKERMANN));
    assertThat(kernel.call(2, 9)).isEqualTo(21);
    assertThat(kernel.call(3, 3)).isEqualTo(61);
  }

  /** Two jumps lead to a short test, where a value is spilled, and so the frame is made. */
  private static final String SHORT_TEST =
      """
      func %f(v0: i64, v1: bool) -> i64 {
        callee %f(i64, bool) -> i64
      b0:
        v2 = const.i32 1
        branch v1, b3(v1, v0), b1(v2, v1, v0)
      b1(v3: i32, v4: bool, v5: i64):
        v6 = const.i32 -1
        v7 = iadd.i32 v3, v6
        v8 = const.i32 0
        v9 = icmp.i32 lt v7, v8
        branch v9, b3(v4, v5), b2
      b2:
        v10 = const.bool false
        v11 = const.i64 57246
        jump b1(v7, v10, v11)
      b3(v12: bool, v13: i64):
        branch v12, b4, b5
      b4:
        v14 = const.bool false
        v15 = const.i64 48
        v16 = call.i64 %f(v15, v14)
        v17 = call.i64 %f(v15, v14)
        v18 = xor.i64 v17, v13
        ret v18
      b5:
        v19 = const.i64 5
        ret v19
      }
      """;

  @ParameterizedTest
  @FieldSource("ENGINES")
  void aTestThatMakesTheFrameIsNotRepeatedWithoutIt(Engine engine) throws Throwable {
    Engine.Kernel kernel = engine.compile(IrParser.parseModule(SHORT_TEST));
    assertThat(kernel.call(77, 1)).isEqualTo(77 ^ 5);
    assertThat(kernel.call(77, 0)).isEqualTo(5);
  }

  /** tak(x, y, z) = y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z. */
  private static final String TAK =
      """
      func %tak(v0: i32, v1: i32, v2: i32) -> i32 {
        callee %tak(i32, i32, i32) -> i32
      b0:
        v3 = const.i32 1
        v4 = icmp.i32 lt v1, v0
        branch v4, b1, b2
      b1:
        v5 = isub.i32 v0, v3
        v6 = call.i32 %tak(v5, v1, v2)
        v7 = isub.i32 v1, v3
        v8 = call.i32 %tak(v7, v2, v0)
        v9 = isub.i32 v2, v3
        v10 = call.i32 %tak(v9, v0, v1)
        v11 = call.i32 %tak(v6, v8, v10)
        ret v11
      b2:
        ret v2
      }
      """;

  @ParameterizedTest
  @FieldSource("ENGINES")
  void argumentsChangePlaces(Engine engine) throws Throwable {
    assertThat(engine.compile(IrParser.parseModule(TAK)).call(9, 6, 3)).isEqualTo(6);
  }

  /** sum(n) = for (i = 0; i < n; i++) s += sum(i); return s + 1: which is 2 to the power of n. */
  private static final String LOOP_THAT_CALLS =
      """
      func %sum(v0: i32) -> i64 {
        callee %sum(i32) -> i64
      b0:
        v1 = const.i32 0
        v2 = const.i64 0
        v3 = const.i32 1
        jump b1(v1, v2)
      b1(v4: i32, v5: i64):
        v6 = icmp.i32 lt v4, v0
        branch v6, b2, b3
      b2:
        v7 = call.i64 %sum(v4)
        v8 = iadd.i64 v5, v7
        v9 = iadd.i32 v4, v3
        jump b1(v9, v8)
      b3:
        v10 = const.i64 1
        v11 = iadd.i64 v5, v10
        ret v11
      }
      """;

  @ParameterizedTest
  @FieldSource("ENGINES")
  void loopsCall(Engine engine) throws Throwable {
    Engine.Kernel kernel = engine.compile(IrParser.parseModule(LOOP_THAT_CALLS));
    for (int n = 0; n < 9; n++) {
      assertThat(kernel.call(n)).isEqualTo(1L << n);
    }
  }

  /** f(n, x1, x2, ...) = n == 0 ? x1 + 2 * x2 + 3 * x3 ... : f(n - 1, ..., x2, x1). */
  @ParameterizedTest
  @FieldSource("ENGINES")
  void passesManyArguments(Engine engine) throws Throwable {
    for (int count = 1; count <= 30; count++) {
      var types = new Type[count + 1];
      Arrays.fill(types, Type.I64);
      var f = new FunctionBuilder("many", Type.I64, types);
      var callee = new dev.lathe.ir.Callee("many", Type.I64, types);
      var again = f.block();
      var end = f.block();
      f.branch(f.icmp(IntPredicate.EQ, f.param(0), f.i64(0)), end, again);
      f.at(again);
      var reversed = new Value[types.length];
      reversed[0] = f.op(Op.ISUB, f.param(0), f.i64(1));
      for (int i = 1; i <= count; i++) {
        reversed[i] = f.param(count + 1 - i);
      }
      f.ret(f.call(callee, reversed));
      f.at(end);
      Value sum = f.param(1);
      for (int i = 2; i <= count; i++) {
        sum = f.op(Op.IADD, sum, f.op(Op.IMUL, f.param(i), f.i64(i)));
      }
      f.ret(sum);
      Engine.Kernel kernel = engine.compile(Module.of(f.build()));
      for (int n = 0; n < 3; n++) {
        var arguments = new long[types.length];
        arguments[0] = n;
        long expected = 0;
        for (int i = 1; i <= count; i++) {
          arguments[i] = 100L + i;
          expected += i * (n % 2 == 0 ? 100L + i : 100L + count + 1 - i);
        }
        assertThat(kernel.call(arguments)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ENGINES")
  void randomModulesComputeWhatTheirFunctionsDoWithoutCalls(Engine engine) {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      var options = new RandomFunctions.Options(1 << seed % 8, true, seed % 3 != 0);
      Function function = RandomFunctions.generate(seed, options);
      var random = new Random(seed);
      Module module = Outlining.of(Comparison.copy(function), random);
      String text = IrPrinter.print(module);
      Engine.Kernel kernel = engine.compile(module);
      for (int i = 0; i < 6; i++) {
        long[] arguments = RandomFunctions.arguments(function, random);
        Outcome expected = Outcome.of(a -> Interpreter.runLimited(function, 5_000, a), arguments);
        if (!(expected.exception() instanceof IllegalStateException)) {
          Outcome outcome = Outcome.of(kernel, arguments);
          assertThat(outcome.isSame(function.result(), expected))
              .as("%s: seed %d, %s, not %s of %s", engine.name(), seed, outcome, expected, text)
              .isTrue();
        }
      }
    }
  }

  @Test
  void theListingNamesTheFunctions() {
    var listing = new StringBuilder();
    Module module = IrParser.parseModule(FIBONACCI);
    X64Compiler.compileModule(module, false, X64Features.AVX2, listing);
    assertThat(listing.toString()).contains("; entry\n").contains("; fib\n");
  }
}
