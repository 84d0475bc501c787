package dev.lathe.lang;

import static dev.lathe.ir.FloatContract.FAST;
import static dev.lathe.ir.FloatContract.STRICT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.ir.Block;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shape of lowered functions, and sources of extreme size. */
class LoweringTest {
  private static int params(Function function) {
    int count = 0;
    for (Block block : function.blocks()) {
      count += block == function.entry() ? 0 : block.params().size();
    }
    return count;
  }

  @Test
  void straightLineCodeIsOneBlockWithoutCopies() {
    Function function = JavaOracle.lower("int f(int a, int b) { int c = a; c += b; return c; }");
    assertThat(IrPrinter.print(function))
        .isEqualTo(
            """
            func %f(v0: i32, v1: i32) -> i32 {
            b0:
              v2 = iadd.i32 v0, v1 @1
              ret v2
            }
            """);
  }

  @Test
  void aLoopHasAParameterForEachVariableThatItChangesAndNoOther() {
    Function function =
        JavaOracle.lower(
            "int f(int n, int k) { int s = 0; for (int i = 0; i < n; i++) {"
                + " if (i == k) { k = k; } s += k; } return s; }");
    assertThat(params(function)).isEqualTo(2);
  }

  @Test
  void onlyTheTakenPartOfAConstantConditionIsLowered() {
    Function function =
        JavaOracle.lower(
            "int f(int a) { if (1 > 2) { a /= 0; } a = true ? a : a / 0; while (true) { return a; }"
                + " }");
    for (Block block : function.blocks()) {
      assertThat(block.values()).isEmpty();
    }
  }

  @Test
  void constantExpressionsAreConstantsOfTheTypeTheyAreUsedIn() {
    Function function = JavaOracle.lower("long f(long a) { return 3 * 4 + 'a' + a; }");
    assertThat(function.blocks()).hasSize(1);
    assertThat(function.entry().values()).hasSize(2);
    assertThat(function.entry().values().getFirst().isConst(109)).isTrue();
  }

  @Test
  void aDivisorThatIsAConstantNeedsNoCheck() {
    Function function = JavaOracle.lower("int f(int a) { return a / 7 % 5; }");
    assertThat(function.entry().values()).noneMatch(value -> value.op() == Op.NONZERO);
  }

  @Test
  void cheapArmsAreSelectedAndOthersBranchedTo() {
    assertThat(JavaOracle.lower("int f(int a) { return a < 0 ? -a : a; }").blocks()).hasSize(1);
    assertThat(JavaOracle.lower("boolean f(int a) { return a > 0 && a < 9; }").blocks()).hasSize(1);
    assertThat(JavaOracle.lower("int f(int a, int b) { return a < 0 ? a / b : a; }").blocks())
        .hasSize(4);
  }

  @Test
  void valuesOfAnInlinedDefinitionCarryTheLineOfTheCall() {
    Function function =
        JavaOracle.lower("int f(int a) {\n  return\n      Math.floorMod(\n          a, a);\n}");
    for (Value value : function.entry().values()) {
      assertThat(value.line()).isEqualTo(3);
    }
  }

  @Test
  void aThousandParenthesesAndALongChainNeedNoMoreThanTheStack() {
    String nested = "(".repeat(1_000) + "a" + " + 1)".repeat(1_000);
    assertThat(Interpreter.run(JavaOracle.lower("int f(int a) { return " + nested + "; }"), 5))
        .isEqualTo(1_005);
    String toTheRight = "(a + ".repeat(1_000) + "1" + ")".repeat(1_000);
    assertThat(Interpreter.run(JavaOracle.lower("int f(int a) { return " + toTheRight + "; }"), 5))
        .isEqualTo(5_001);
    String sum = "a" + " + 1".repeat(20_000);
    assertThat(Interpreter.run(JavaOracle.lower("int f(int a) { return " + sum + "; }"), 5))
        .isEqualTo(20_005);
    String all = "a > 0" + " && a / 3 > 0".repeat(10_000);
    assertThat(Interpreter.run(JavaOracle.lower("boolean f(int a) { return " + all + "; }"), 5))
        .isEqualTo(1);
    String any = "if (a < 0" + " || a / 3 < 0 && a != 1".repeat(10_000) + ") return 1; return 0;";
    assertThat(Interpreter.run(JavaOracle.lower("int f(int a) { " + any + " }"), 5)).isZero();
  }

  @Test
  void nestingBeyondTheLimitIsAnErrorAndNoStackOverflow() {
    for (String nested :
        new String[] {
          "return " + "(".repeat(10_000) + "a;",
          "return " + "- ".repeat(10_000) + "a;",
          "return " + "a < 0 ? 1 : ".repeat(10_000) + "a;",
          "return " + "a < 0 ? ".repeat(10_000) + "a" + " : 1".repeat(10_000) + ";",
          "{".repeat(10_000),
          "if (a > 0) ".repeat(10_000) + "return a;",
          "return " + "Math.abs(".repeat(10_000) + "a;"
        }) {
      var diagnostics = Parser.parse("int f(int a) { " + nested + " }").diagnostics();
      assertThat(diagnostics.getFirst().text()).isEqualTo("this is nested too deeply");
    }
  }

  @Test
  void tenThousandStatementsAreLoweredInLinearTime() {
    var body = new StringBuilder("int f(int a) { int s = 0, k = a;");
    for (int i = 0; i < 10_000; i++) {
      body.append(" if (s > ").append(i).append(") { s = s * 3 / a; } else { s += k; }");
    }
    Function function = JavaOracle.lower(body.append(" return s; }").toString());
    assertThat(params(function)).isEqualTo(10_000);
    assertThat(Interpreter.run(function, 0)).isZero();
  }

  @Test
  void aKernelWithErrorsIsNotLowered() {
    Checked checked = Checker.check(Parser.parse("int f(int a) { return b; }").kernel());
    assertThatThrownBy(() -> Lowering.lower(checked, "f", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no variable b");
  }

  @Test
  void aFastKernelCallsTheFastVariantsOfMathFunctions() {
    assertThat(functions("double f(double a) { return Math.sin(a) + Math.cbrt(a); }", STRICT))
        .containsExactly("sin", "cbrt");
    assertThat(functions("double f(double a) { return Math.sin(a) + Math.cbrt(a); }", FAST))
        .containsExactly("sin.fast", "cbrt");
  }

  @Test
  void aFunctionOfAFloatThatIsNarrowedIsOneOfFloats() {
    assertThat(functions("float f(float a) { return (float) Math.log(a); }", STRICT))
        .containsExactly("log.float");
    assertThat(functions("float f(float a) { return (float) (Math.log((double) a)); }", FAST))
        .containsExactly("log.fast.float");
    assertThat(functions("float f(float a) { return (float) Math.log10(a); }", FAST))
        .containsExactly("log10.float");
    assertThat(functions("float f(double a) { return (float) Math.log(a); }", STRICT))
        .containsExactly("log");
    assertThat(functions("float f(int a) { return (float) Math.log(a); }", STRICT))
        .containsExactly("log");
    assertThat(functions("double f(float a) { return Math.log(a); }", STRICT))
        .containsExactly("log");
    assertThat(functions("float f(float a) { return (float) Math.exp(a); }", STRICT))
        .containsExactly("exp");
  }

  private static List<String> functions(String text, FloatContract floats) {
    Checked checked = Checker.check(Parser.parse(text).kernel());
    return Lowering.lower(checked, "f", null, floats).entry().values().stream()
        .filter(value -> value.op() == Op.MATH)
        .map(value -> value.mathFunction().toString())
        .toList();
  }
}
