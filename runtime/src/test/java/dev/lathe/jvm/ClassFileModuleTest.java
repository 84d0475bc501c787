package dev.lathe.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls between functions as Java calls: their stack traces, sizes, interrupts. */
class ClassFileModuleTest {
  private static final String FRAMES =
      """
      func %a.Main.run(v0: i32) -> i32 {
        source "Main.java"
        callee %"a.Main.run(B)I"(i32) -> i32
      b0:
        v1 = call.i32 %"a.Main.run(B)I"(v0) @3
        ret v1
      }
      func %a.Main.run(v0: i32) -> i32 {
        source "Main.java"
        symbol "a.Main.run(B)I"
        callee %"b.Other$In.run(I)I"(i32) -> i32
      b0:
        v1 = call.i32 %"b.Other$In.run(I)I"(v0) @14
        ret v1
      }
      func %"b.Other$In.run"(v0: i32) -> i32 {
        source "Other.java"
        symbol "b.Other$In.run(I)I"
      b0:
        v1 = const.i32 100 @25
        v2 = nonzero.i32 v0, divide.i32 @26
        v3 = idiv.i32 v1, v2
        ret v3
      }
      """;

  /** What an interrupt raises here. */
  public static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Interrupted(String kernel) {
      super(kernel);
    }
  }

  private static List<String> frames(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .map(StackTraceElement::toString)
        .filter(frame -> !frame.startsWith("java.base/"))
        .takeWhile(frame -> !frame.startsWith("app//") && !frame.startsWith("dev.lathe"))
        .toList();
  }

  @Test
  void everyFunctionHasItsFrame() throws Throwable {
    MethodHandle run = ClassFileCompiler.compile(IrParser.parseModule(FRAMES), null);
    assertThat((int) run.invokeExact(7)).isEqualTo(14);
    Throwable thrown = catchThrowable(() -> run.invokeWithArguments(0));
    assertThat(thrown).isInstanceOf(ArithmeticException.class).hasMessage("/ by zero");
    assertThat(frames(thrown))
        .containsExactly(
            "b.Other$In.run(Other.java:26)", "a.Main.run(Main.java:14)", "a.Main.run(Main.java:3)");
  }

  @Test
  void functionsOfOneNameAndAllParametersStayApart() throws Throwable {
    Type[] types = Collections.nCopies(254, Type.I32).toArray(Type[]::new);
    var callee = new Callee("g", Type.I32, types);
    var other = new Callee("h", Type.I32, types);
    var f = new FunctionBuilder("A.f", Type.I32, types);
    var arguments = new Value[types.length];
    Arrays.setAll(arguments, f::param);
    f.ret(f.op(Op.ISUB, f.call(callee, arguments), f.call(other, arguments)));
    var g = new FunctionBuilder("A.f", Type.I32, types);
    g.ret(g.param(253));
    var h = new FunctionBuilder("A.f", Type.I32, types);
    h.ret(h.param(1));
    Module module = new Module("f", f.build()).add("g", g.build()).add("h", h.build());
    module.verify();
    Object[] numbers = new Object[254];
    Arrays.setAll(numbers, i -> i);
    assertThat(ClassFileCompiler.compile(module, null).invokeWithArguments(numbers)).isEqualTo(252);
  }

  /** f(n, x): thousands of operations between two calls of itself, and a trap at the end. */
  private static Function large() {
    var self = new Callee("com.acme.Big.big(II)I", Type.I32, Type.I32, Type.I32);
    var f = new FunctionBuilder("com.acme.Big.big", Type.I32, Type.I32, Type.I32);
    f.source("Big.java");
    var end = f.block();
    var step = f.block();
    f.branch(f.icmp(IntPredicate.LE, f.param(0), f.i32(0)), end, step);
    f.at(end);
    f.line(5);
    f.ret(f.op(Op.IDIV, f.i32(1000), f.nonzero(TrapKind.DIVIDE_I32, f.param(1))));
    f.at(step);
    Value less = f.op(Op.ISUB, f.param(0), f.i32(1));
    f.line(10);
    Value first = f.call(self, less, f.param(1));
    Value x = first;
    for (int i = 0; i < 4000; i++) {
      f.line(100 + i);
      x = f.op(Op.IADD, f.op(Op.ROTL, x, f.i32(7)), i % 9 == 0 ? first : f.param(1));
    }
    f.line(20);
    Value second = f.call(self, less, f.op(Op.ISUB, f.param(1), f.i32(1)));
    f.ret(f.op(Op.XOR, x, second));
    return f.build();
  }

  @Test
  void functionsOfSeveralMethodsCallThemselves() throws Throwable {
    var module = new Module("com.acme.Big.big(II)I", large());
    MethodHandle big = ClassFileCompiler.compile(module, null);
    for (int n = 0; n < 6; n++) {
      assertThat(big.invokeWithArguments(n, 77)).isEqualTo((int) Interpreter.run(module, n, 77));
    }
    Throwable thrown = catchThrowable(() -> big.invokeWithArguments(3, 1));
    assertThat(thrown).isInstanceOf(ArithmeticException.class).hasMessage("/ by zero");
    assertThat(frames(thrown))
        .containsExactly(
            "com.acme.Big.big(Big.java:5)",
            "com.acme.Big.big(Big.java:20)",
            "com.acme.Big.big(Big.java:10)",
            "com.acme.Big.big(Big.java:10)");
  }

  @Test
  void errorsOfFunctionsOfSeveralMethodsHaveOneFrameEach() {
    var f = new FunctionBuilder("com.acme.Big.check", Type.I32, Type.I32);
    f.source("Big.java");
    Value x = f.param(0);
    for (int i = 0; i < 4000; i++) {
      f.line(100 + i);
      x = f.op(Op.IADD, f.op(Op.ROTL, x, f.i32(7)), f.param(0));
    }
    f.line(7);
    f.guard(TrapKind.ASSERT_I32, f.bool(false), f.param(0));
    f.ret(x);
    MethodHandle check = ClassFileCompiler.compile(Module.of(f.build()), null);
    Throwable thrown = catchThrowable(() -> check.invokeWithArguments(23));
    assertThat(thrown).isInstanceOf(AssertionError.class).hasMessage("23");
    assertThat(frames(thrown)).containsExactly("com.acme.Big.check(Big.java:7)");
  }

  @Test
  void endlessRecursionOverflowsTheStack() {
    Module module =
        IrParser.parseModule("func %f() {\n callee %f()\nb0:\n call %f()\n call %f()\n ret\n}\n");
    MethodHandle f = ClassFileCompiler.compile(module, null);
    assertThat(catchThrowable(f::invokeExact)).isInstanceOf(StackOverflowError.class);
  }

  private static void endsByInterrupt(Module module, String name, Object... arguments) {
    module.verify();
    MethodHandle kernel = ClassFileCompiler.compile(module, Interrupted.class);
    Thread.currentThread().interrupt();
    try {
      assertThat(catchThrowable(() -> kernel.invokeWithArguments(arguments)))
          .isInstanceOf(Interrupted.class)
          .hasMessage(name);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  private static Module endlessLoop(String header, int padding) {
    var f = new FunctionBuilder("A.loop", Type.I64, Type.I64).source("A.java");
    if (header != null) {
      f.interruptible();
    }
    var loop = f.block(Type.I64);
    f.line(3);
    f.jump(loop, f.param(0));
    f.at(loop);
    f.line(4);
    Value x = loop.param(0);
    for (int i = 0; i < padding; i++) {
      x = f.op(Op.ROTL, f.op(Op.IADD, x, f.param(0)), f.i32(1));
    }
    x = f.op(Op.IADD, x, f.i64(1));
    var exit = f.block();
    f.branch(f.icmp(IntPredicate.EQ, x, f.i64(-1)), new Target(exit), new Target(loop, x));
    f.at(exit);
    f.ret(x);
    return Module.of(f.build());
  }

  @Test
  void anInterruptEndsALoop() {
    endsByInterrupt(endlessLoop("interruptible", 0), "A.loop", 0L);
    endsByInterrupt(endlessLoop("interruptible", 5000), "A.loop", 0L);
  }

  @Test
  void anInterruptWhileALoopRunsEndsIt() throws InterruptedException {
    MethodHandle kernel =
        ClassFileCompiler.compile(endlessLoop("interruptible", 0), Interrupted.class);
    var thrown = new Throwable[1];
    var thread = new Thread(() -> thrown[0] = catchThrowable(() -> kernel.invokeWithArguments(0L)));
    thread.setDaemon(true);
    thread.start();
    Thread.sleep(20);
    thread.interrupt();
    thread.join(60_000);
    assertThat(thrown[0]).isInstanceOf(Interrupted.class);
    assertThat(frames(thrown[0])).containsExactly("A.loop(A.java:4)");
  }

  @Test
  void anInterruptEndsARecursionAndWhatIsCalled() {
    String root =
        """
        func %%A.root(v0: i64) -> i64 {
          interruptible
          callee %%%s(i64) -> i64
        b0:
          v1 = call.i64 %%%s(v0) @9
          ret v1
        }
        """;
    String loop = endlessLoop(null, 0).toString();
    endsByInterrupt(IrParser.parseModule(root.formatted("A.loop", "A.loop") + loop), "A.root", 0L);
    endsByInterrupt(IrParser.parseModule(root.formatted("A.root", "A.root")), "A.root", 0L);
  }

  @Test
  void aFunctionThatIsNotInterruptibleDoesNotCare() throws Throwable {
    Function f = large();
    f.setInterruptible(false);
    Thread.currentThread().interrupt();
    try {
      MethodHandle kernel =
          ClassFileCompiler.compile(new Module("com.acme.Big.big(II)I", f), Interrupted.class);
      assertThat((int) kernel.invokeExact(0, 8)).isEqualTo(125);
      assertThat((int) kernel.invokeExact(2, 8)).isNotZero();
    } finally {
      Thread.interrupted();
    }
  }
}
