package dev.lathe.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Op;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.EdgeValues;
import java.lang.classfile.ClassFile;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassFileTrapTest {
  @ParameterizedTest
  @EnumSource
  void aFailingGuardThrowsWhatTheJdkOperationThrows(TrapKind kind) throws Throwable {
    var types = new Type[kind.arity() + 1];
    types[0] = Type.BOOL;
    for (int i = 0; i < kind.arity(); i++) {
      types[i + 1] = kind.operand(i);
    }
    var f = new FunctionBuilder("com.acme.Add.add", Type.I32, types).source("Add.java");
    f.line(17);
    var operands = new Value[kind.arity()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = f.param(i + 1);
    }
    f.guard(kind, f.param(0), operands);
    f.ret(f.i32(1));
    MethodHandle kernel = ClassFileCompiler.compile(f.build());

    MethodHandle jdk = operation(kind);
    int thrown = 0;
    for (Object[] arguments : tuples(kind)) {
      Throwable expected =
          kind.isConstructor()
              ? (Throwable) jdk.invokeWithArguments(arguments)
              : catchThrowable(() -> jdk.invokeWithArguments(arguments));
      var all = new ArrayList<Object>();
      all.add(1);
      for (Object argument : arguments) {
        all.add(argument instanceof Boolean truth ? (Object) (truth ? 1 : 0) : argument);
      }
      assertThat(kernel.invokeWithArguments(all)).isEqualTo(1);
      all.set(0, 0);
      Throwable actual = catchThrowable(() -> kernel.invokeWithArguments(all));
      if (expected == null) {
        assertThat(actual).isInstanceOf(IllegalStateException.class);
        continue;
      }
      thrown++;
      assertThat(actual).hasSameClassAs(expected).hasMessage(expected.getMessage());
      assertThat(kernelFrame(actual)).isEqualTo("com.acme.Add.add(Add.java:17)");
    }
    assertThat(thrown).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = "(DIVIDE|REMAINDER)(_UNSIGNED)?_I(32|64)", mode = EnumSource.Mode.MATCH_ALL)
  void aZeroDivisorThrowsWhatTheDivisionThrows(TrapKind kind) throws Throwable {
    Type type = kind.operand(0);
    var f = new FunctionBuilder("Add.add", type, type, type).source("Add.java");
    f.line(2);
    Value divisor = f.nonzero(kind, f.op(Op.ISUB, f.param(1), f.constant(type, 1)));
    f.line(1);
    f.ret(f.op(Op.IDIV, f.param(0), divisor));
    MethodHandle kernel = ClassFileCompiler.compile(f.build());

    assertThat(kernel.invokeWithArguments(box(type, 42), box(type, 8))).isEqualTo(box(type, 6));
    Throwable actual =
        catchThrowable(() -> kernel.invokeWithArguments(box(type, 42), box(type, 1)));
    assertThat(actual).isInstanceOf(ArithmeticException.class).hasMessage("/ by zero");
    assertThat(kernelFrame(actual)).isEqualTo("Add.add(Add.java:2)");
  }

  /**
   * HotSpot omits message and trace of an exception that a division throws often; the option that
   * keeps them is on in tests, but not at users'.
   */
  @Test
  void noDivisionIsExecutedInOrderToThrow() {
    var f = new FunctionBuilder("Add.add", Type.I32, Type.I32, Type.I32);
    f.ret(f.op(Op.IREM, f.param(0), f.nonzero(TrapKind.REMAINDER_I32, f.param(1))));
    long remainders =
        ClassFile.of()
            .parse(ClassFileCompiler.classFile(f.build()))
            .methods()
            .getFirst()
            .code()
            .orElseThrow()
            .elementStream()
            .filter(element -> element.toString().contains("IREM"))
            .count();
    assertThat(remainders).isEqualTo(1);
  }

  @Test
  void trapsAreRaisedInOrder() {
    var f = new FunctionBuilder("Add.add", Type.I32, Type.I32, Type.I32).source("Add.java");
    f.line(1);
    Value first = f.nonzero(TrapKind.DIVIDE_I32, f.param(1));
    f.line(2);
    f.guard(TrapKind.NEGATE_EXACT_I32, f.bool(false), f.param(0));
    f.line(3);
    f.ret(f.op(Op.IDIV, f.param(0), first));
    MethodHandle kernel = ClassFileCompiler.compile(f.build());
    assertThat(catchThrowable(() -> kernel.invokeWithArguments(Integer.MIN_VALUE, 0)))
        .hasMessage("/ by zero");
    assertThat(catchThrowable(() -> kernel.invokeWithArguments(Integer.MIN_VALUE, 1)))
        .hasMessage("integer overflow");
  }

  @Test
  void theTraceIsThatOfJavaCode() {
    Function function = exactSum("com.acme.Outer$Add.add", "Outer.java");
    Throwable actual = catchThrowable(() -> call(ClassFileCompiler.compile(function)));
    StackTraceElement[] trace = actual.getStackTrace();
    assertThat(trace[0].getClassName()).isEqualTo("java.lang.Math");
    assertThat(trace[1]).hasToString("com.acme.Outer$Add.add(Outer.java:9)");
    assertThat(trace[2].getMethodName()).isEqualTo("call");
  }

  @Test
  void namesThatAClassFileCannotBearAreBent() {
    assertThat(firstOwnFrame(exactSum("add", null))).isEqualTo("Kernel.add(Unknown Source)");
    assertThat(firstOwnFrame(exactSum("a;b.c[d.<init>", null)))
        .isEqualTo("a_b.c_d._init_(Unknown Source)");
    assertThat(firstOwnFrame(exactSum("..", null))).isEqualTo("_._._(Unknown Source)");
    assertThat(firstOwnFrame(exactSum("java.lang.Integer.add", "Integer.java")))
        .isEqualTo("lathe.java.lang.Integer.add(Integer.java:9)");
    assertThat(firstOwnFrame(exactSum("größe.Zähler.zähle", "Zähler.java")))
        .isEqualTo("größe.Zähler.zähle(Zähler.java:9)");
    assertThat(firstOwnFrame(exactSum("dev.lathe.ir.Function.name", "Function.java")))
        .isEqualTo("dev.lathe.ir.Function.name(Function.java:9)");
  }

  private static Function exactSum(String name, String source) {
    var f = new FunctionBuilder(name, Type.I32, Type.I32).source(source);
    f.line(9);
    f.guard(TrapKind.ADD_EXACT_I32, f.bool(false), f.param(0), f.param(0));
    f.ret(f.param(0));
    return f.build();
  }

  private static int call(MethodHandle kernel) throws Throwable {
    return (int) kernel.invokeExact(Integer.MAX_VALUE);
  }

  private static String firstOwnFrame(Function function) {
    MethodHandle kernel = ClassFileCompiler.compile(function);
    Throwable actual = catchThrowable(() -> call(kernel));
    assertThat(actual).isInstanceOf(ArithmeticException.class);
    return actual.getStackTrace()[1].toString();
  }

  /** The first frame that is not the JDK's. */
  private static String kernelFrame(Throwable thrown) {
    for (StackTraceElement element : thrown.getStackTrace()) {
      if (!"java.base".equals(element.getModuleName())) {
        return element.toString();
      }
    }
    throw new AssertionError(thrown);
  }

  /** Edge values: all of them for one operand, a random choice of tuples for several. */
  private static List<Object[]> tuples(TrapKind kind) {
    var result = new ArrayList<Object[]>();
    var random = new Random(1);
    for (int i = 0; i < 300; i++) {
      var tuple = new Object[kind.arity()];
      for (int j = 0; j < tuple.length; j++) {
        long[] edges = EdgeValues.bits(kind.operand(j));
        long bits = edges[j == 0 ? i % edges.length : random.nextInt(edges.length)];
        tuple[j] = kind == TrapKind.ASSERT_CHAR ? (char) bits : box(kind.operand(j), bits);
      }
      result.add(tuple);
    }
    return result;
  }

  private static MethodHandle operation(TrapKind kind) throws ReflectiveOperationException {
    String owner = kind.owner() == null ? ClassFileTrapTest.class.getName() : kind.owner();
    MethodType type = MethodType.fromMethodDescriptorString(kind.descriptor(), null);
    if (kind.isConstructor()) {
      return MethodHandles.lookup().findConstructor(Class.forName(owner.replace('/', '.')), type);
    }
    String name = kind.method().equals("/") ? "divide" : kind.method();
    return MethodHandles.lookup()
        .findStatic(
            Class.forName(owner.replace('/', '.')), name.equals("%") ? "remainder" : name, type);
  }

  static int divide(int a, int b) {
    return a / b;
  }

  static long divide(long a, long b) {
    return a / b;
  }

  static int remainder(int a, int b) {
    return a % b;
  }

  static long remainder(long a, long b) {
    return a % b;
  }

  private static Object box(Type type, long bits) {
    return switch (type.kind()) {
      case BOOL -> bits != 0;
      case I64 -> bits;
      case F32 -> Float.intBitsToFloat((int) bits);
      case F64 -> Double.longBitsToDouble(bits);
      default -> (int) bits;
    };
  }
}
