package dev.lathe.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InterpreterTest {
  @Test
  void argumentsArePassedAllAtOnce() {
    Function f =
        IrParser.parse(
            """
            func %fibonacci(n: i32) -> i32 {
            entry:
              zero = const.i32 0
              one = const.i32 1
              jump loop(n, zero, one)
            loop(i: i32, a: i32, b: i32):
              done = icmp.i32 eq i, zero
              sum = iadd.i32 a, b
              less = isub.i32 i, one
              branch done, exit(a), loop(less, b, sum)
            exit(result: i32):
              ret result
            }
            """);
    assertThat(Interpreter.run(f, 10)).isEqualTo(55);
  }

  @Test
  void endlessLoopsMeetTheLimit() {
    Function f = IrParser.parse("func %f() {\nb0:\n  jump b1\nb1:\n  jump b1\n}");
    assertThatThrownBy(() -> Interpreter.runLimited(f, 1000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("f runs longer than the limit");
  }

  @Test
  void anAccessWhoseIndexShouldNotHaveBeenProvenIsRefused() {
    Function load =
        IrParser.parse(
            """
            func %f(v0: array.i32, v1: i32) -> i32 {
            b0:
              v2 = proven.i32 v0, v1
              v3 = load.i32 v0, v2
              ret v3
            }
            """);
    Module module = Module.of(load);
    var heap = new Heap();
    long array = heap.add(new int[] {5, 6, 7});
    assertThat(Interpreter.runLimited(module, heap, 9, array, 2)).isEqualTo(7);
    for (long bad : new long[] {3, -1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> Interpreter.runLimited(module, heap, 9, array, bad))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("v3 = load.i32 v0, v2 is not possible");
    }
    assertThatThrownBy(() -> Interpreter.runLimited(module, heap, 9, 0, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void argumentsAreCounted() {
    Function f = IrParser.parse("func %f(v0: i32) {\nb0:\n  ret\n}");
    assertThatThrownBy(() -> Interpreter.run(f)).isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * The operands for which each JDK operation throws, found by search, give the JDK's exception.
   */
  @ParameterizedTest
  @EnumSource
  void trapsThrowWhatTheJdkThrows(TrapKind kind) throws Throwable {
    var builder = new FunctionBuilder("f", Type.VOID, types(kind));
    var operands = new Value[kind.arity()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = builder.param(i);
    }
    builder.guard(kind, builder.bool(false), operands);
    builder.ret();
    Function f = builder.build();
    int thrown = 0;
    long[] edges = {
      0, 1, -1, 5, Integer.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE, ~Long.MIN_VALUE
    };
    for (long a : edges) {
      for (long b : new long[] {0, -1, Integer.MAX_VALUE, Long.MAX_VALUE, 9}) {
        long[] arguments = {wrap(kind, 0, a), wrap(kind, 1, b), wrap(kind, 2, 3)};
        var used = Arrays.copyOf(arguments, kind.arity());
        Throwable expected = catchThrowable(() -> invoke(kind, arguments));
        Throwable actual = catchThrowable(() -> Interpreter.run(f, used));
        if (expected == null) {
          assertThat(actual).isInstanceOf(IllegalStateException.class);
        } else {
          thrown++;
          assertThat(actual).hasSameClassAs(expected).hasMessage(expected.getMessage());
        }
      }
    }
    assertThat(thrown).isPositive();
  }

  private static Type[] types(TrapKind kind) {
    var types = new Type[kind.arity()];
    for (int i = 0; i < types.length; i++) {
      types[i] = kind.operand(i);
    }
    return types;
  }

  private static long wrap(TrapKind kind, int operand, long value) {
    if (operand >= kind.arity()) {
      return 0;
    }
    return switch (kind.operand(operand).kind()) {
      case BOOL -> value & 1;
      case I32 -> (int) value;
      case F32 -> Float.floatToRawIntBits(value) & 0xFFFF_FFFFL;
      case F64 -> Double.doubleToRawLongBits(value);
      default -> value;
    };
  }

  /** Calls the method that the kind's owner, name and descriptor say. */
  private static void invoke(TrapKind kind, long[] bits) throws Throwable {
    var arguments = new Object[kind.arity()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] =
          switch (kind.operand(i).kind()) {
            case BOOL -> bits[i] != 0;
            case I32 -> kind == TrapKind.ASSERT_CHAR ? (Object) (char) bits[i] : (int) bits[i];
            case F32 -> Float.intBitsToFloat((int) bits[i]);
            case F64 -> Double.longBitsToDouble(bits[i]);
            default -> bits[i];
          };
    }
    if (kind.owner() == null) {
      boolean wide = kind.operand(0) == Type.I64;
      long a = bits[0];
      long b = bits[1];
      if (kind.method().equals("/")) {
        assertThat(wide ? a / b : (int) a / (int) b).isNotNull();
      } else {
        assertThat(wide ? a % b : (int) a % (int) b).isNotNull();
      }
      return;
    }
    if (kind.isConstructor()) {
      throw (Throwable)
          MethodHandles.lookup()
              .findConstructor(
                  Class.forName(kind.owner().replace('/', '.')),
                  MethodType.fromMethodDescriptorString(kind.descriptor(), null))
              .invokeWithArguments(arguments);
    }
    MethodHandle method =
        MethodHandles.lookup()
            .findStatic(
                Class.forName(kind.owner().replace('/', '.')),
                kind.method(),
                MethodType.fromMethodDescriptorString(kind.descriptor(), null));
    method.invokeWithArguments(arguments);
  }
}
