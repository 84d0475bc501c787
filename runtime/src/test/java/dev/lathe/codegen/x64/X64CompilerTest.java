package dev.lathe.codegen.x64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.RegisterAllocation;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.StackLimitException;
import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.opt.Pipeline;
import dev.lathe.testing.Comparison;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import dev.lathe.testing.RandomFunctions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code -Dlathe.fuzz=100000} makes it long; {@code -Dlathe.seed} says where to begin. */
class X64CompilerTest {
  private static final int COUNT = Integer.getInteger("lathe.fuzz", 60);
  private static final long FIRST = Long.getLong("lathe.seed", 1);
  static final Engine[] ENGINES = {
    NativeEngine.fewRegisters(), NativeEngine.savedRegisters(), Engine.NATIVE_OPTIMIZED
  };

  @ParameterizedTest
  @FieldSource("ENGINES")
  void randomFunctionsDoWhatTheInterpreterDoes(Engine engine) {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      var options = new RandomFunctions.Options(1 << seed % 9, seed % 5 != 0, seed % 3 != 0);
      Function function = RandomFunctions.generate(seed, options);
      Engine.Kernel kernel = engine.compile(Comparison.copy(function));
      var random = new Random(seed);
      for (int i = 0; i < 6; i++) {
        long[] arguments = RandomFunctions.arguments(function, random);
        Outcome expected = Outcome.of(a -> Interpreter.runLimited(function, 200_000, a), arguments);
        boolean cut = expected.exception() instanceof IllegalStateException;
        if (!cut && !Outcome.of(kernel, arguments).isSame(function.result(), expected)) {
          Comparison.compare(engine, function, arguments); // shrinks
        }
      }
    }
  }

  @Test
  void equalFunctionsGiveEqualCode() {
    for (long seed = 1; seed <= 40; seed++) {
      Function function = RandomFunctions.generate(seed);
      Pipeline.NATIVE.run(function);
      Function copy = Comparison.copy(function);
      MachineCode first = X64Compiler.compile(function, X64Features.AVX2);
      assertThat(X64Compiler.compile(function, X64Features.AVX2).code()).isEqualTo(first.code());
      assertThat(X64Compiler.compile(copy, X64Features.AVX2).code()).isEqualTo(first.code());
    }
  }

  @Test
  void workOfAllocationGrowsLinearly() {
    for (boolean branches : new boolean[] {false, true}) {
      long small = steps(large(1_000, branches));
      long large = steps(large(16_000, branches));
      assertThat(large).isLessThan(small * 20);
    }
  }

  private static long steps(Function function) {
    CodeBuffer buffer = X64Encoder.newBuffer();
    CallingConvention convention = X64CallingConvention.systemV();
    var lowering =
        new X64Lowering(
            function, buffer, X64Features.AVX2, convention, ReturnConvention.PLAIN, null);
    return RegisterAllocation.run(lowering.run(), convention, new Frame(X64Registers.RSP), null);
  }

  @Test
  void functionsOfAHundredThousandValuesCompile() {
    Function function = large(100_000, false);
    Engine.Kernel kernel = Engine.NATIVE.compile(large(10_000, true));
    assertThat(X64Compiler.compile(function, X64Features.AVX2).code().length)
        .isGreaterThan(300_000);
    assertThat(Outcome.of(kernel, 3, 5))
        .isEqualTo(Outcome.of(a -> Interpreter.run(large(10_000, true), a), 3, 5));
  }

  /** Operations on recent values, every sixth time behind a branch. */
  private static Function large(int count, boolean branches) {
    var f = new FunctionBuilder("large", Type.I64, Type.I64, Type.I64);
    var random = new Random(1);
    var recent = new Value[40];
    Arrays.setAll(recent, i -> f.param(i & 1));
    Op[] ops = {Op.IADD, Op.IMUL, Op.XOR, Op.ISUB};
    for (int i = 0; i < count; i++) {
      Value a = recent[random.nextInt(recent.length)];
      Value b = recent[i % recent.length];
      Value value = f.op(ops[random.nextInt(ops.length)], a, b);
      if (branches && i % 6 == 0) {
        Block other = f.block();
        Block join = f.block(Type.I64);
        f.branch(f.icmp(IntPredicate.LT, a, b), new Target(other), new Target(join, value));
        f.at(other);
        f.jump(join, f.op(Op.IADD, a, f.i64(i)));
        f.at(join);
        value = join.param(0);
      }
      recent[(i + 1) % recent.length] = value;
    }
    Value sum = recent[0];
    for (Value value : recent) {
      sum = f.op(Op.XOR, sum, value);
    }
    f.ret(sum);
    return f.build();
  }

  @ParameterizedTest
  @FieldSource("ENGINES")
  void twoHundredFiftyFourParametersArrive(Engine engine) throws Throwable {
    var types = new Type[254];
    Type[] all = {Type.I32, Type.F64, Type.I64, Type.F32, Type.BOOL};
    Arrays.setAll(types, i -> all[i % all.length]);
    var f = new FunctionBuilder("many", Type.I64, types);
    Value sum = f.i64(0);
    var arguments = new long[types.length];
    long expected = 0;
    for (int i = 0; i < types.length; i++) {
      Value param = f.param(i);
      arguments[i] = types[i] == Type.BOOL ? i & 1 : i * 31;
      Value wide =
          switch (types[i].kind()) {
            case I32 -> f.convert(Op.SEXT, Type.I64, param);
            case BOOL -> f.convert(Op.SEXT, Type.I64, f.convert(Op.ZEXT, Type.I32, param));
            case F32 -> f.convert(Op.SEXT, Type.I64, f.convert(Op.BITCAST, Type.I32, param));
            case F64 -> f.convert(Op.BITCAST, Type.I64, param);
            default -> param;
          };
      sum = f.op(Op.IADD, f.op(Op.ROTL, sum, f.i32(7)), wide);
      expected = Long.rotateLeft(expected, 7) + arguments[i];
    }
    f.ret(sum);
    assertThat(engine.compile(f.build()).call(arguments)).isEqualTo(expected);
  }

  /** As a long nest of conditional expressions is: each join only passes its value on. */
  @Test
  void longChainsOfEmptyBlocksAreSkipped() throws Throwable {
    var f = new FunctionBuilder("nest", Type.I32, Type.I32, Type.I32);
    var joins = new Block[200];
    for (int i = 0; i < joins.length; i++) {
      joins[i] = f.block(Type.I32);
      Block then = f.block();
      Block otherwise = f.block();
      Value equal = f.icmp(IntPredicate.EQ, f.param(0), f.i32(i));
      f.branch(equal, new Target(then), new Target(otherwise));
      f.at(then);
      f.jump(joins[i], f.op(Op.IMUL, f.param(1), f.i32(i)));
      f.at(otherwise);
    }
    f.jump(joins[joins.length - 1], f.param(1));
    for (int i = joins.length - 1; i > 0; i--) {
      f.at(joins[i]);
      f.jump(joins[i - 1], joins[i].param(0));
    }
    f.at(joins[0]);
    f.ret(joins[0].param(0));
    Engine.Kernel kernel = Engine.NATIVE.compile(f.build());
    assertThat(kernel.call(150, 10)).isEqualTo(1500);
    assertThat(kernel.call(200, 10)).isEqualTo(10);
  }

  @Test
  void emptyBlocksThatGoRoundInACircleAreCompiled() throws Throwable {
    var f = new FunctionBuilder("round", Type.I32, Type.BOOL);
    Block here = f.block();
    Block there = f.block();
    Block out = f.block();
    f.branch(f.param(0), new Target(here), new Target(out));
    f.at(here);
    f.jump(there);
    f.at(there);
    f.jump(here);
    f.at(out);
    f.ret(f.i32(7));
    assertThat(Engine.NATIVE.compile(f.build()).call(0)).isEqualTo(7);
  }

  @Test
  void aFrameBeyondTheLimitIsRefused() {
    var f = new FunctionBuilder("deep", Type.I64, Type.I64);
    var values = new ArrayList<Value>();
    values.add(f.param(0));
    for (int i = 0; i < 5_000; i++) {
      values.add(f.op(Op.IMUL, values.getLast(), f.param(0)));
    }
    Value sum = values.getFirst();
    for (Value value : values) {
      sum = f.op(Op.XOR, sum, value);
    }
    f.ret(sum);
    Function function = f.build();
    assertThatThrownBy(() -> X64Compiler.compile(function, X64Features.AVX2))
        .isInstanceOf(StackLimitException.class)
        .hasMessageContaining("32768");
  }

  @Test
  void listingShowsInstructionsUnderTheirLines() {
    var f = new FunctionBuilder("Add.add", Type.I32, Type.I32, Type.I32).source("Add.java");
    f.line(4);
    Value sum = f.op(Op.IADD, f.param(0), f.param(1));
    f.line(5);
    f.ret(f.op(Op.XOR, sum, f.i32(9)));
    assertThat(X64Compiler.listing(f.build(), X64Features.AVX2))
        .isEqualTo(
            """
            L0:
              ; Add.java:4
                lea eax,[rdi+rsi*1]
              ; Add.java:5
                xor eax,0x9
                ret
            """);
  }

  @Test
  void trapSitesStandInSourceOrder() {
    var f = new FunctionBuilder("f", Type.I32, Type.I32, Type.I32);
    f.line(1);
    Value quotient = f.op(Op.IDIV, f.param(0), f.nonzero(TrapKind.DIVIDE_I32, f.param(1)));
    f.line(2);
    f.ret(f.op(Op.IREM, f.param(1), f.nonzero(TrapKind.REMAINDER_I32, quotient)));
    MachineCode code = X64Compiler.compile(f.build(), X64Features.AVX2);
    assertThat(code.returns()).isEqualTo(ReturnConvention.PACKED);
    assertThat(code.sites())
        .containsExactly(
            new TrapSite(TrapKind.DIVIDE_I32, 1), new TrapSite(TrapKind.REMAINDER_I32, 2));
  }

  @Test
  void remaindersMustHaveBeenExpanded() {
    var f = new FunctionBuilder("f", Type.F64, Type.F64, Type.F64);
    f.ret(f.op(Op.FREM, f.param(0), f.param(1)));
    Function function = f.build();
    assertThatThrownBy(() -> X64Compiler.compile(function, X64Features.AVX2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frem");
  }

  @Test
  void windowsCountsArgumentsByPosition() {
    CallingConvention windows = X64CallingConvention.windows();
    CallingConvention systemV = X64CallingConvention.systemV();
    assertThat(windows.argument(RegClass.VECTOR, 1, 0)).isEqualTo(1);
    assertThat(systemV.argument(RegClass.VECTOR, 1, 0)).isEqualTo(0);
    assertThat(windows.argument(RegClass.GENERAL, 4, 0)).isEqualTo(-1);
    assertThat(windows.stackArguments()).isEqualTo(32);
    assertThat(windows.isSaved(RegClass.GENERAL, 7)).isTrue();
    assertThat(systemV.isSaved(RegClass.GENERAL, 7)).isFalse();
  }
}
