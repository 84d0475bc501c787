package dev.lathe.codegen.x64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.StackLimitException;
import dev.lathe.filetest.Run;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.opt.ExpandMath;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.testing.Comparison;
import dev.lathe.testing.Engine;
import dev.lathe.testing.RandomFunctions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code -Dlathe.fuzz=100000} makes it long; {@code -Dlathe.seed} says where to begin. */
class X64MemoryTest {
  private static final int COUNT = Integer.getInteger("lathe.fuzz", 12);
  private static final long FIRST = Long.getLong("lathe.seed", 1);
  static final Engine[] ENGINES = {
    NativeEngine.fewRegisters(),
    NativeEngine.savedRegisters(),
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
  void arraysAndSegmentsAreJavasWithAnyRegistersAndSlices(Engine engine) {
    assertThat(Run.failures(engine, "array.")).isEmpty();
    assertThat(Run.failures(engine, "segment")).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("ENGINES")
  void randomFunctionsOverArraysDoWhatTheInterpreterDoes(Engine engine) {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      var options = new RandomFunctions.Options(1 << seed % 7, seed % 5 != 0, seed % 3 != 0, true);
      Comparison.compareRandom(engine, seed, options);
    }
  }

  @Test
  void equalFunctionsGiveEqualCode() {
    for (long seed = 1; seed <= 20; seed++) {
      var options = new RandomFunctions.Options(40, true, true, true);
      Function function = RandomFunctions.generate(seed, options);
      new ExpandMath().run(function, new PassContext());
      if (MemoryCode.isFor(function)) {
        Function copy = Comparison.copy(function);
        MachineCode first = X64Compiler.compileMemory(function, X64Features.AVX2, null);
        assertThat(X64Compiler.compileMemory(copy, X64Features.AVX2, null).code())
            .isEqualTo(first.code());
        assertThat(X64Compiler.compileMemory(function, X64Features.AVX2, null).code())
            .isEqualTo(first.code());
      }
    }
  }

  private static MachineCode compile(String text) {
    Function function = IrParser.parse(text);
    return X64Compiler.compileMemory(function, X64Features.AVX2, null);
  }

  @Test
  void theRecordHasRoomForArgumentsAndLimits() {
    MachineCode code =
        compile(
            """
            func %f(v0: segment, v1: i64, v2: array.i32) -> i32 {
            b0:
              v3 = index.i64 v0, v1, get.i32.unaligned
              v4 = load.i32 v0, v3, get.i32.unaligned
              ret v4
            }
            """);
    assertThat(code.returns()).isEqualTo(ReturnConvention.RECORD);
    assertThat(code.limits()).hasSize(1);
    assertThat(code.limits().getFirst().slot()).isEqualTo(1);
    assertThat(code.limits().getFirst().access()).hasToString("get.i32.unaligned");
    assertThat(code.recordLongs()).isEqualTo(ReturnConvention.ARGUMENTS + 3 + 1);
  }

  @Test
  void newArraysAreInTheRecord() {
    MachineCode code =
        compile(
            """
            func %f(v0: i32) -> i32 {
            b0:
              v1 = newarray.array.f64 v0, 1000
              v2 = alen.i32 v1
              ret v2
            }
            """);
    assertThat(code.recordLongs()).isBetween(1006, 1016);
  }

  @Test
  void arraysTooLargeForARecordAreRefused() {
    assertThatThrownBy(() ->
            compile(
                """
                func %f(v0: i32) -> i32 {
                b0:
                  v1 = newarray.array.f64 v0, 2147483647
                  v2 = alen.i32 v1
                  ret v2
                }
                """))
        .isInstanceOf(StackLimitException.class)
        .hasMessage("the arrays that it makes need 17179869240 bytes, more than 1048576");
  }
}
