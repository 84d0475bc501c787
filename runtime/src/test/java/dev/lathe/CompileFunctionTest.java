package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IrException;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.Op;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CompileFunctionTest {
  private static final Type[] TYPES = {Type.I32, Type.I64, Type.F32, Type.F64, Type.BOOL};

  @Test
  void theHandleHasTheFunctionsType() throws Throwable {
    var builder = new FunctionBuilder("pick", Type.BOOL, TYPES);
    builder.ret(builder.param(4));
    MethodHandle pick = Lathe.compile(builder.build());
    assertThat(pick.type())
        .isEqualTo(
            MethodType.methodType(
                boolean.class, int.class, long.class, float.class, double.class, boolean.class));
    assertThat((boolean) pick.invokeExact(1, 2L, 3f, 4.0, true)).isTrue();
    assertThat((boolean) pick.invokeExact(1, 2L, 3f, 4.0, false)).isFalse();
  }

  @Test
  void everyTypeOfResultComesBack() throws Throwable {
    for (int i = 0; i < TYPES.length; i++) {
      var builder = new FunctionBuilder("pick", TYPES[i], TYPES);
      builder.ret(builder.param(i));
      Object result =
          Lathe.compile(builder.build()).invokeWithArguments(-7, 1L << 40, 2.5f, -0.5, true);
      assertThat(result).isEqualTo(new Object[] {-7, 1L << 40, 2.5f, -0.5, true}[i]);
    }
  }

  @Test
  void aVoidFunctionReturnsNothing() throws Throwable {
    var builder = new FunctionBuilder("nothing", Type.VOID, Type.I32);
    builder.ret();
    Lathe.compile(builder.build()).invokeExact(1);
  }

  @Test
  void manyParametersAreSeparate() throws Throwable {
    Type[] types = new Type[40];
    Object[] arguments = new Object[40];
    for (int i = 0; i < types.length; i++) {
      types[i] = TYPES[i % 5];
      arguments[i] = new Object[] {i, -1L - i, i + 0.5f, i / 7.0, i % 2 == 0}[i % 5];
    }
    for (int i = 0; i < types.length; i++) {
      var builder = new FunctionBuilder("pick", types[i], types);
      builder.ret(builder.param(i));
      MethodHandle pick = Lathe.compile(builder.build());
      assertThat(pick.type().parameterCount()).isEqualTo(40);
      assertThat(pick.invokeWithArguments(arguments)).isEqualTo(arguments[i]);
    }
  }

  @Test
  void aTrapThrowsWhatJavaThrows() {
    var builder = new FunctionBuilder("com.acme.Quotient.of", Type.I64, Type.I64, Type.I64);
    builder.source("quotient.reg");
    builder.line(3);
    Value divisor = builder.nonzero(TrapKind.DIVIDE_I64, builder.param(1));
    builder.ret(builder.op(Op.IDIV, builder.param(0), divisor));
    MethodHandle divide = Lathe.compile(builder.build());
    assertThatThrownBy(() -> divide.invokeWithArguments(1L, 0L))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("/ by zero")
        .satisfies(e ->
            assertThat(e.getStackTrace()[0]).hasToString("com.acme.Quotient.of(quotient.reg:3)"));
  }

  @Test
  void loopsRun() throws Throwable {
    Function sum =
        IrParser.parse(
            """
            func %sum(v0: i64) -> i64 {
            b0:
              v1 = const.i64 0
              jump b1(v0, v1)
            b1(v2: i64, v3: i64):
              v4 = iadd.i64 v3, v2
              v5 = const.i64 1
              v6 = isub.i64 v2, v5
              v7 = icmp.i64 gt v6, v1
              branch v7, b1(v6, v4), b2
            b2:
              ret v4
            }
            """);
    assertThat((long) Lathe.compile(sum).invokeExact(50_000_000L))
        .isEqualTo(50_000_000L * 50_000_001L / 2);
  }

  @Test
  void theFunctionMayChangeAfterwards() throws Throwable {
    var builder = new FunctionBuilder("f", Type.I32, Type.I32);
    Value sum = builder.op(Op.IADD, builder.param(0), builder.i32(1));
    builder.ret(sum);
    Function function = builder.build();
    MethodHandle first = Lathe.compile(function);
    sum.setOperand(1, function.params().get(0));
    MethodHandle second = Lathe.compile(function);
    assertThat((int) first.invokeExact(20)).isEqualTo(21);
    assertThat((int) second.invokeExact(20)).isEqualTo(40);
  }

  @Test
  void malformedFunctionsAreRefused() {
    var builder = new FunctionBuilder("f", Type.I32, Type.I32);
    builder.ret(builder.param(0));
    Function function = builder.build();
    function.addBlock();
    assertThatThrownBy(() -> Lathe.compile(function)).isInstanceOf(IrException.class);
  }

  @Test
  void explainShowsIrAndMachineCode() {
    var builder = new FunctionBuilder("twice", Type.I32, Type.I32);
    builder.ret(builder.op(Op.IADD, builder.param(0), builder.param(0)));
    assertThat(Lathe.explain(builder.build())).contains("func %twice", "machine code", "ret");
  }

  @Test
  void codeIsFreedWithTheHandle() throws Throwable {
    long before = settled();
    MethodHandle[] handles = new MethodHandle[50];
    for (int i = 0; i < handles.length; i++) {
      var builder = new FunctionBuilder("f", Type.I32, Type.I32);
      builder.ret(builder.op(Op.IADD, builder.param(0), builder.i32(i)));
      handles[i] = Lathe.compile(builder.build());
    }
    assertThat(Lathe.codeBytes()).isGreaterThan(before);
    for (int i = 0; i < handles.length; i++) {
      assertThat((int) handles[i].invokeExact(1)).isEqualTo(1 + i);
    }
    Arrays.fill(handles, null);
    assertThat(settled()).isLessThanOrEqualTo(before);
  }

  private static long settled() throws InterruptedException {
    long bytes = Long.MAX_VALUE;
    for (int i = 0; i < 50; i++) {
      System.gc();
      Thread.sleep(10);
      long now = Lathe.codeBytes();
      if (now == bytes && i > 3) {
        break;
      }
      bytes = now;
    }
    return bytes;
  }
}
