package dev.lathe.codegen.x64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.opt.Yields;
import dev.lathe.testing.Comparison;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import dev.lathe.testing.RandomFunctions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code -Dlathe.fuzz=100000} makes it long; {@code -Dlathe.seed} says where to begin. */
class X64SlicesTest {
  private static final int COUNT = Integer.getInteger("lathe.fuzz", 60);
  private static final long FIRST = Long.getLong("lathe.seed", 1);
  static final Engine[] ENGINES = {
    NativeEngine.sliced(),
    NativeEngine.slicedFewRegisters(),
    NativeEngine.slicedSavedRegisters(),
    NativeEngine.sliced()
        .after(
            "optimized and verified, then sliced",
            function -> Pipeline.NATIVE.run(function, new PassContext().verifying()))
  };

  @ParameterizedTest
  @FieldSource("ENGINES")
  void slicesComeToWhatTheInterpreterDoes(Engine engine) {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      var options = new RandomFunctions.Options(1 << seed % 9, true, seed % 3 != 0);
      Function function = RandomFunctions.generate(seed, options);
      Engine.Kernel kernel = engine.compile(Comparison.copy(function));
      var random = new Random(seed);
      for (int i = 0; i < 6; i++) {
        long[] arguments = RandomFunctions.arguments(function, random);
        Outcome expected = Outcome.of(a -> Interpreter.runLimited(function, 20_000, a), arguments);
        boolean cut = expected.exception() instanceof IllegalStateException;
        if (!cut && !Outcome.of(kernel, arguments).isSame(function.result(), expected)) {
          Comparison.compare(engine, function, arguments); // shrinks
        }
      }
    }
  }

  private static Function sum() {
    Function function =
        IrParser.parse(
            """
            func %sum(v0: i64) -> i64 {
            b0:
              v1 = const.i64 0
              v2 = const.i64 1
              jump b1(v1, v1)
            b1(v3: i64, v4: i64):
              v5 = icmp.i64 lt v3, v0
              v6 = iadd.i64 v3, v2
              v7 = iadd.i64 v4, v3
              branch v5, b1(v6, v7), b2
            b2:
              ret v4
            }
            """);
    new Yields().run(function, new PassContext());
    return function;
  }

  @Test
  void theRecordHasRoomForWhatIsLive() {
    MachineCode code = X64Compiler.compileSliced(sum(), X64Features.AVX2, null);
    assertThat(code.returns()).isEqualTo(ReturnConvention.RECORD);
    assertThat(code.recordLongs()).isBetween(6, 8);
  }

  @Test
  void withoutASafepointTheRecordHasTheResultOnly() {
    var f = new FunctionBuilder("f", Type.I64, Type.I64);
    f.ret(f.op(Op.IADD, f.param(0), f.i64(1)));
    assertThat(X64Compiler.compileSliced(f.build(), X64Features.AVX2, null).recordLongs())
        .isEqualTo(3);
  }

  @Test
  void codeThatIsNotCalledInSlicesHasNoSafepoints() {
    Function function = sum();
    String listing = X64Compiler.listing(function, X64Features.AVX2);
    Pipeline.NATIVE.run(function);
    assertThat(listing).doesNotContain("r13").doesNotContain("dec ");
  }

  @ParameterizedTest
  @FieldSource("ENGINES")
  void theRecordArrivesBehindManyArguments(Engine engine) throws Throwable {
    for (int count = 0; count <= 40; count++) {
      var types = new Type[count + 1];
      Arrays.fill(types, Type.I64);
      for (int i = 2; i < types.length; i += 3) {
        types[i] = Type.F64;
      }
      var f = new FunctionBuilder("many", Type.I64, types);
      var loop = f.block(Type.I64, Type.I64);
      var end = f.block();
      f.jump(loop, f.i64(0), f.param(0));
      f.at(loop);
      Value sum = loop.param(0);
      long expected = 0;
      var arguments = new long[types.length];
      for (int i = 1; i < types.length; i++) {
        Value param = f.param(i);
        Value bits = types[i] == Type.F64 ? f.convert(Op.BITCAST, Type.I64, param) : param;
        sum = f.op(Op.IADD, sum, bits);
        arguments[i] = 1L << i;
        expected += 5 * arguments[i];
      }
      arguments[0] = 5;
      Value left = f.op(Op.ISUB, loop.param(1), f.i64(1));
      f.branch(
          f.icmp(IntPredicate.GT, left, f.i64(0)), new Target(loop, sum, left), new Target(end));
      f.at(end);
      f.ret(sum);
      assertThat(engine.compile(f.build()).call(arguments)).isEqualTo(expected);
    }
  }
}
