package dev.lathe.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions that call each other: builder, text form, verifier, interpreter. */
class ModuleTest {
  private static final String OVERLOADS =
      """
      func %a.B.f(v0: i32) -> i32 {
        source "B.java"
        symbol "a.B.f(I)I"
        callee %"a.B.f(B)I"(i32) -> i32
      b0:
        v1 = sext8.i32 v0
        v2 = call.i32 %"a.B.f(B)I"(v1) @7
        ret v2
      }

      func %a.B.f(v0: i32) -> i32 {
        source "B.java"
        symbol "a.B.f(B)I"
        interruptible
        vectorize off
      b0:
        v1 = ineg.i32 v0
        ret v1
      }

      func %unused() {
      b0:
        ret
      }
      """;

  private static final String ENDLESS =
      "func %f() {\n callee %f()\nb0:\n call %f()\n call %f()\n ret\n}\n";

  @Test
  void printingWhatWasParsedGivesTheText() {
    Module module = IrParser.parseModule(OVERLOADS);
    assertThat(module).hasToString(OVERLOADS);
    assertThat(module.symbols()).containsExactly("a.B.f(I)I", "a.B.f(B)I", "unused");
    assertThat(module.root()).isSameAs(module.function("a.B.f(I)I"));
    assertThat(Interpreter.run(module, 257)).isEqualTo(-1);
  }

  @Test
  void theBuilderMakesTheTableOfCallees() {
    var f = new FunctionBuilder("f", Type.I64, Type.I32).interruptible().assertions(true);
    f.vectorize(Vectorize.REQUIRED);
    Value first = f.call(new Callee("g", Type.I64, Type.I32), f.param(0));
    f.call(new Callee("h", Type.VOID));
    Value second = f.call(new Callee("g", Type.I64, List.of(Type.I32)), f.param(0));
    f.ret(f.op(Op.SELECT, f.op(Op.ASSERTIONS), first, second));
    assertThat(f.build())
        .hasToString(
            """
            func %f(v0: i32) -> i64 {
              interruptible
              assertions
              vectorize required
              callee %g(i32) -> i64
              callee %h()
            b0:
              v1 = call.i64 %g(v0)
              call %h()
              v3 = call.i64 %g(v0)
              v4 = assertions.bool
              v5 = select.i64 v4, v1, v3
              ret v5
            }
            """);
    assertThatThrownBy(() -> f.call(new Callee("g", Type.I64, Type.I64), f.param(0)))
        .isInstanceOf(IrException.class);
    assertThatThrownBy(() -> f.call(new Callee("g", Type.I32, Type.I32), f.param(0)))
        .isInstanceOf(IrException.class)
        .hasMessage("%g(i32) -> i64 is called as %g(i32) -> i32");
  }

  @Test
  void calleesMustBeThereAndHaveTheTypes() {
    String caller = "func %f() {\n callee %g(i32)\n callee %h()\nb0:\n ret\n}\n";
    String other = "func %g() {\nb0:\n ret\n}\n";
    assertThatThrownBy(() -> IrParser.parseModule(caller + other))
        .isInstanceOf(IrException.class)
        .hasMessage("f calls %g(i32), which has other types\nf calls h, which is not there");
    assertThatThrownBy(() -> IrParser.parseModule(other + other))
        .isInstanceOf(IrException.class)
        .hasMessage("two functions are g");
    assertThatThrownBy(() -> IrParser.parseModule(""))
        .isInstanceOf(IrException.class)
        .hasMessage("a module needs a function");
  }

  @Test
  void theRootStays() {
    Module module = IrParser.parseModule(OVERLOADS);
    module.remove("unused");
    assertThat(module.size()).isEqualTo(2);
    assertThatThrownBy(() -> module.remove("a.B.f(I)I"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endlessRecursionOverflowsTheStack() {
    Module module = IrParser.parseModule(ENDLESS);
    assertThatThrownBy(() -> Interpreter.run(module)).isInstanceOf(StackOverflowError.class);
    assertThatThrownBy(() -> Interpreter.runLimited(module, 1000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("f runs longer than the limit");
  }

  @Test
  void aFunctionAloneCallsNobody() {
    Function f = IrParser.parse(ENDLESS);
    assertThatThrownBy(() -> Interpreter.run(f))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("%f() is not there to be called");
  }
}
