package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpandMathTest {
  /** Not a remainder, but with a branch, a loop and parameters: x doubled until it reaches y. */
  private static final String BODY =
      """
      func %body(v0: f64, v1: f64) -> f64 {
      b0:
        v2 = fcmp.f64 oge v0, v1
        branch v2, b2(v1), b1(v0)
      b1(v3: f64):
        v4 = fadd.f64 v3, v3
        v5 = fcmp.f64 olt v4, v1
        branch v5, b1(v4), b2(v4)
      b2(v6: f64):
        ret v6
      }
      """;

  private static double body(double x, double y) {
    if (x >= y) {
      return y;
    }
    do {
      x += x;
    } while (x < y);
    return x;
  }

  @Test
  void everyRemainderBecomesACopyOfTheBody() {
    Function function =
        IrParser.parse(
            """
            func %f(v0: f32, v1: f32) -> f32 {
            b0:
              v2 = frem.f32 v0, v1 @7
              v3 = frem.f32 v1, v2 @8
              v4 = fcmp.f32 olt v2, v3
              branch v4, b1, b2(v3)
            b1:
              v5 = fadd.f32 v2, v3
              v6 = frem.f32 v3, v5
              jump b2(v6)
            b2(v7: f32):
              v8 = fsub.f32 v7, v2
              ret v8
            }
            """);
    var pass = new ExpandMath(IrParser.parse(BODY));
    assertThat(pass.run(function, new PassContext().fuel(0))).isTrue();
    Verifier.verify(function);
    assertThat(IrPrinter.print(function)).doesNotContain("frem").contains("@7").contains("@8");
    assertThat(pass.run(function, new PassContext())).isFalse();
    for (float x = 0.5f; x < 9; x += 0.75f) {
      for (float y = 0.5f; y < 9; y++) {
        float v2 = (float) body(x, y);
        float v3 = (float) body(y, v2);
        float v7 = v2 < v3 ? (float) body(v3, v2 + v3) : v3;
        long actual =
            Interpreter.run(function, Float.floatToRawIntBits(x), Float.floatToRawIntBits(y));
        assertThat(Float.intBitsToFloat((int) actual)).isEqualTo(v7 - v2);
      }
    }
  }

  @Test
  void remaindersOfFloatsAreJavas() {
    String[] kernels = {"(frem d e)", "(frem f g)", "(fadd (frem d e) (frem e d))", "(frem f 3f)"};
    for (String kernel : kernels) {
      Function function = Expressions.parse(kernel);
      Pipeline.NATIVE.run(function, new PassContext().verifying());
      assertThat(IrPrinter.print(function)).doesNotContain("frem");
      boolean[] used = new boolean[Expressions.VARIABLES.length()];
      for (int i = 0; i < used.length; i++) {
        used[i] = kernel.matches(".*[ (]" + Expressions.VARIABLES.charAt(i) + "\\b.*");
      }
      Equivalence.check(Expressions.parse(kernel), function, used);
    }
  }

  @Test
  void thePassCannotBeTurnedOff() {
    assertThatThrownBy(() ->
            Pipeline.NATIVE.run(
                Expressions.parse("(frem d e)"), new PassContext().without("expand-math")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expand-math");
  }

  @Test
  void aBodyThatIsNotThereOrCutOffIsSaidToBe() {
    String two = BODY.replace("%body", "%other") + "\n" + BODY;
    String head = "func %body(";
    assertThat(IrPrinter.print(MathBodies.find(two, head))).isEqualTo(BODY);
    for (String cut : List.of(two.substring(0, two.length() - 2), two.replace('b', 'd'), "")) {
      assertThatThrownBy(() -> MathBodies.find(cut, head))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(head);
    }
  }
}
