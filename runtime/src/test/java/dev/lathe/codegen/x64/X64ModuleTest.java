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

  @ParameterizedTest
  @FieldSource("ENGINES")
  void recursesTwice(Engine engine) throws Throwable {
    assertThat(engine.compile(IrParser.parseModule(FIBONACCI)).call(20)).isEqualTo(6765);
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
