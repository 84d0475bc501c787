package dev.lathe.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrException;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.Engine;
import dev.lathe.testing.RandomFunctions;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassFileSizeTest {
  /** Checks {@code function} against the interpreter and that HotSpot would compile its methods. */
  private static void check(Function function, long[]... calls) throws Throwable {
    assertThat(codeLengths(function)).allMatch(length -> length <= 8000);
    var kernel = Engine.CLASS_FILE.compile(function);
    for (long[] arguments : calls) {
      assertThat(kernel.call(arguments)).isEqualTo(Interpreter.run(function, arguments));
    }
  }

  private static List<Integer> codeLengths(Function function) {
    var lengths = new ArrayList<Integer>();
    for (MethodModel method :
        ClassFile.of().parse(ClassFileCompiler.classFile(function)).methods()) {
      lengths.add(method.findAttribute(Attributes.code()).orElseThrow().codeLength());
    }
    return lengths;
  }

  @Test
  void aSmallFunctionIsOneMethodThatComputesOnTheOperandStack() {
    var f = new FunctionBuilder("Add.add", Type.I32, Type.I32, Type.I32);
    f.ret(f.op(Op.IADD, f.param(0), f.param(1)));
    assertThat(codeLengths(f.build())).containsExactly(4); // iload_0 iload_1 iadd ireturn
  }

  @Test
  void anExpressionOfTenThousandOperationsIsSeveralMethods() throws Throwable {
    var f = new FunctionBuilder("Big.big", Type.I64, Type.I64, Type.I64);
    Value x = f.param(0);
    for (int i = 0; i < 10_000; i++) {
      Op op = new Op[] {Op.IADD, Op.XOR, Op.IMUL, Op.ISUB}[i % 4];
      x = f.op(op, x, i % 3 == 0 ? f.param(1) : f.i64(i * 0x9E3779B97F4A7C15L));
    }
    f.ret(x);
    check(f.build(), new long[] {1, 2}, new long[] {-77, Long.MIN_VALUE});
    assertThat(codeLengths(f.build())).hasSizeGreaterThan(5);
  }

  /** All 3,000 values are computed before the first is used, so all cross methods. */
  @Test
  void valuesThatAllLiveLongAreCarriedFromMethodToMethod() throws Throwable {
    var f = new FunctionBuilder("Wide.wide", Type.F64, Type.F64, Type.F32, Type.I32, Type.I64);
    var values = new ArrayList<Value>();
    for (int i = 0; i < 3000; i++) {
      values.add(
          switch (i % 4) {
            case 0 -> f.op(Op.FMUL, f.param(0), f.f64(i));
            case 1 -> f.convert(Op.FWIDEN, Type.F64, f.op(Op.FADD, f.param(1), f.f32(i)));
            case 2 -> f.convert(Op.ITOF, Type.F64, f.op(Op.IMUL, f.param(2), f.i32(i)));
            default -> f.convert(Op.ITOF, Type.F64, f.op(Op.ISUB, f.param(3), f.i64(i)));
          });
    }
    Value sum = f.f64(0);
    for (Value value : values) {
      sum = f.op(Op.FADD, sum, value);
    }
    f.ret(sum);
    long half = Double.doubleToRawLongBits(0.5);
    check(f.build(), new long[] {half, Float.floatToRawIntBits(3.5f), 7, -9});
  }

  @Test
  void manyBranchesAreSeveralMethods() throws Throwable {
    var f = new FunctionBuilder("Branchy.f", Type.I32, Type.I32, Type.I32);
    Value x = f.param(0);
    for (int i = 0; i < 2000; i++) {
      Block then = f.block();
      Block merge = f.block(Type.I32);
      f.branch(f.icmp(IntPredicate.LT, x, f.i32(i * 1000)), new Target(then), new Target(merge, x));
      f.at(then);
      f.jump(merge, f.op(Op.IADD, f.op(Op.IMUL, x, f.i32(31)), f.param(1)));
      f.at(merge);
      x = merge.param(0);
    }
    f.ret(x);
    check(f.build(), new long[] {0, 1}, new long[] {-5, 77}, new long[] {Integer.MIN_VALUE, -1});
  }

  @Test
  void aLoopAroundMoreThanAMethodRuns() throws Throwable {
    var f = new FunctionBuilder("Loop.f", Type.I64, Type.I32);
    Block header = f.block(Type.I32, Type.I64, Type.I64);
    Block body = f.block();
    Block exit = f.block();
    f.jump(header, f.i32(0), f.i64(1), f.i64(2));
    f.at(header);
    f.branch(f.icmp(IntPredicate.LT, header.param(0), f.param(0)), body, exit);
    f.at(body);
    Value x = header.param(1);
    for (int i = 0; i < 4000; i++) {
      x = f.op(Op.IADD, f.op(Op.ROTL, x, f.i32(i)), header.param(2));
    }
    f.jump(header, f.op(Op.IADD, header.param(0), f.i32(1)), header.param(2), x);
    f.at(exit);
    f.ret(f.op(Op.ISUB, header.param(1), header.param(2)));
    check(f.build(), new long[] {0}, new long[] {1}, new long[] {2}, new long[] {9});
  }

  /** Each gets what another one had, so that none may be stored before it has been read. */
  @Test
  void threeThousandVariablesOfALoopChangePlaces() throws Throwable {
    var f = new FunctionBuilder("Loop.f", Type.I64, Type.I32);
    Type[] kinds = {Type.I32, Type.F64, Type.I64, Type.F32};
    var types = new Type[3001];
    var start = new Value[types.length];
    types[0] = Type.I32;
    start[0] = f.i32(0);
    for (int i = 1; i < types.length; i++) {
      types[i] = kinds[i % 4];
      start[i] =
          switch (i % 4) {
            case 0 -> f.op(Op.XOR, f.param(0), f.i32(i));
            case 1 -> f.f64(i);
            case 2 -> f.i64(i);
            default -> f.f32(i);
          };
    }
    Block header = f.block(types);
    Block body = f.block();
    Block exit = f.block();
    f.jump(header, start);
    f.at(header);
    f.branch(f.icmp(IntPredicate.LT, header.param(0), f.param(0)), body, exit);
    f.at(body);
    var next = new Value[types.length];
    next[0] = f.op(Op.IADD, header.param(0), f.i32(1));
    for (int i = 1; i < types.length; i++) {
      Value from = header.param(i + 4 < types.length ? i + 4 : (i - 1) % 4 + 1);
      next[i] =
          switch (i % 7) {
            case 0 -> header.param(i);
            case 1 -> start[i];
            case 2 -> types[i] == Type.I32 ? f.op(Op.IADD, from, next[0]) : from;
            default -> from;
          };
    }
    f.jump(header, next);
    f.at(exit);
    Value sum = f.i64(0);
    for (int i = 0; i < types.length; i++) {
      Value x = header.param(i);
      x = types[i] == Type.F32 ? f.convert(Op.BITCAST, Type.I32, x) : x;
      x = types[i] == Type.F64 ? f.convert(Op.BITCAST, Type.I64, x) : x;
      x = x.type() == Type.I32 ? f.convert(Op.SEXT, Type.I64, x) : x;
      sum = f.op(Op.IADD, f.op(Op.ROTL, sum, f.i32(7)), x);
    }
    f.ret(sum);
    check(f.build(), new long[] {0}, new long[] {1}, new long[] {2}, new long[] {1000});
  }

  /** The cases' edges are too long for the method of the switch, though all else is short. */
  @Test
  void edgesOfManyArgumentsAreMethodsOfTheirOwn() throws Throwable {
    var f = new FunctionBuilder("Edges.f", Type.I32, Type.I32);
    var types = new Type[400];
    Arrays.fill(types, Type.I32);
    Block merge = f.block(types);
    var cases = new ArrayList<Target>();
    for (int key = 0; key < 3; key++) {
      cases.add(new Target(merge, constants(f, types.length, key * 7)));
    }
    f.switchOn(f.param(0), new int[] {1, 2, 3}, cases, new Target(merge, constants(f, 400, 5)));
    f.at(merge);
    f.ret(f.op(Op.ISUB, merge.param(0), merge.param(399)));
    check(f.build(), new long[] {0}, new long[] {1}, new long[] {2}, new long[] {3});
  }

  private static Value[] constants(FunctionBuilder f, int count, int factor) {
    var constants = new Value[count];
    for (int i = 0; i < count; i++) {
      constants[i] = f.i32((i + 1) * factor);
    }
    return constants;
  }

  @Test
  void aSwitchOfTenThousandCasesIsSearched() throws Throwable {
    var f = new FunctionBuilder("Switch.f", Type.I32, Type.I32);
    Block exit = f.block(Type.I32);
    var keys = new int[10_000];
    var cases = new ArrayList<Target>();
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (i - 5000) * 7;
      cases.add(new Target(exit, f.i32(i)));
    }
    f.switchOn(f.param(0), keys, cases, new Target(exit, f.param(0)));
    f.at(exit);
    f.ret(exit.param(0));
    Function function = f.build();
    check(function, new long[] {0}, new long[] {-35_000}, new long[] {34_993}, new long[] {1});
    check(function, new long[] {Integer.MIN_VALUE}, new long[] {Integer.MAX_VALUE});
    var kernel = Engine.CLASS_FILE.compile(function);
    for (int i = 0; i < keys.length; i += 37) {
      assertThat(kernel.call(keys[i])).isEqualTo(i);
    }
  }

  @Test
  void moreConstantsThanAConstantPoolHoldsAreComputed() throws Throwable {
    var f = new FunctionBuilder("Constants.f", Type.I64, Type.I64);
    var random = new Random(5);
    Value x = f.param(0);
    for (int i = 0; i < 28_000; i++) {
      x = f.op(Op.XOR, x, f.i64(random.nextLong()));
      if (i > 25_000) {
        Value small = f.convert(Op.SEXT, Type.I64, f.i32(random.nextInt()));
        Value bits = f.convert(Op.BITCAST, Type.I64, f.f64(random.nextGaussian()));
        Value single = f.convert(Op.BITCAST, Type.I32, f.f32(random.nextFloat()));
        x =
            f.op(
                Op.IADD,
                f.op(Op.XOR, x, small),
                f.op(Op.IMUL, bits, f.convert(Op.SEXT, Type.I64, single)));
      }
    }
    f.ret(x);
    check(f.build(), new long[] {3});
  }

  @Test
  void randomFunctionsOfAnySizeStayWithinTheLimit() {
    for (int seed = 0; seed < 4; seed++) {
      Function function =
          RandomFunctions.generate(seed, new RandomFunctions.Options(2000, seed % 2 == 0, true));
      assertThat(codeLengths(function)).allMatch(length -> length <= 8000);
    }
  }

  @Test
  void asManyParametersAsAHandleTakesAreAccepted() throws Throwable {
    var types = new Type[254];
    Arrays.fill(types, Type.I32);
    check(sum(types), arguments(types));
    types = new Type[127];
    Arrays.fill(types, Type.F64);
    check(sum(types), arguments(types));
    types = new Type[200];
    for (int i = 0; i < types.length; i++) {
      types[i] = new Type[] {Type.I32, Type.F32, Type.I64, Type.BOOL}[i % 4];
    }
    check(sum(types), arguments(types));
    var tooMany = new Type[128];
    Arrays.fill(tooMany, Type.I64);
    assertThatThrownBy(() -> ClassFileCompiler.compile(sum(tooMany)))
        .isInstanceOf(IrException.class)
        .hasMessageContaining("256 slots");
  }

  private static Function sum(Type[] types) {
    var f = new FunctionBuilder("Many.f", Type.F64, types);
    Value sum = f.f64(0);
    for (int repeat = 0; repeat < 10; repeat++) { // enough for several methods
      for (int i = 0; i < types.length; i++) {
        Value x = f.param(i);
        if (x.type() == Type.BOOL) {
          x = f.convert(Op.ZEXT, Type.I32, x);
        }
        x = x.type().isInt() ? f.convert(Op.ITOF, Type.F64, x) : x;
        x = x.type() == Type.F32 ? f.convert(Op.FWIDEN, Type.F64, x) : x;
        sum = f.op(Op.FADD, f.op(Op.FMUL, sum, f.f64(1.0625)), x);
      }
    }
    f.ret(sum);
    return f.build();
  }

  private static long[] arguments(Type[] types) {
    var arguments = new long[types.length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] =
          switch (types[i].kind()) {
            case F32 -> Float.floatToRawIntBits(i + 0.5f);
            case F64 -> Double.doubleToRawLongBits(i + 0.25);
            case BOOL -> i / 4 % 2;
            default -> i * 77L;
          };
    }
    return arguments;
  }

  @Test
  void aTraceShowsOneFrameForAFunctionOfSeveralMethods() {
    var f = new FunctionBuilder("com.acme.Big.big", Type.I32, Type.I32).source("Big.java");
    Value x = f.param(0);
    for (int i = 1; i <= 3000; i++) {
      f.line(i);
      Value one = f.i32(1);
      f.guard(TrapKind.ADD_EXACT_I32, f.op(Op.NOT, f.op(Op.ADDOV, x, one)), x, one);
      x = f.op(Op.IADD, x, one);
    }
    f.ret(x);
    Function function = f.build();
    assertThat(codeLengths(function)).hasSizeGreaterThan(5);
    var kernel = Engine.CLASS_FILE.compile(function);
    for (int line : new int[] {1, 2, 1234, 2999, 3000}) {
      Throwable thrown = catchThrowable(() -> kernel.call(Integer.MAX_VALUE - line + 1));
      assertThat(thrown).isInstanceOf(ArithmeticException.class).hasMessage("integer overflow");
      StackTraceElement[] trace = thrown.getStackTrace();
      assertThat(trace[0].getMethodName()).isEqualTo("addExact");
      assertThat(trace[1]).hasToString("com.acme.Big.big(Big.java:" + line + ")");
      assertThat(trace[2].getClassName()).isNotEqualTo("com.acme.Big");
      assertThat(trace)
          .extracting(StackTraceElement::getMethodName)
          .contains("aTraceShowsOneFrameForAFunctionOfSeveralMethods");
    }
  }
}
