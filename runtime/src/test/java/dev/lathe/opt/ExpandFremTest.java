package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Verifier;
import org.junit.jupiter.api.Test;

class ExpandFremTest {
  /** Not a remainder, but with a branch, a loop and parameters: x doubled until it reaches y. */
  private static final String BODY =
      """
      func %%body(v0: %1$s, v1: %1$s) -> %1$s {
      b0:
        v2 = fcmp.%1$s oge v0, v1
        branch v2, b2(v1), b1(v0)
      b1(v3: %1$s):
        v4 = fadd.%1$s v3, v3
        v5 = fcmp.%1$s olt v4, v1
        branch v5, b1(v4), b2(v4)
      b2(v6: %1$s):
        ret v6
      }
      """;

  private static float body(float x, float y) {
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
    var pass =
        new ExpandFrem(
            IrParser.parse(BODY.formatted("f32")), IrParser.parse(BODY.formatted("f64")));
    assertThat(pass.run(function, new PassContext().fuel(0))).isTrue();
    Verifier.verify(function);
    assertThat(IrPrinter.print(function)).doesNotContain("frem").contains("@7").contains("@8");
    assertThat(pass.run(function, new PassContext())).isFalse();
    for (float x = 0.5f; x < 9; x += 0.75f) {
      for (float y = 0.5f; y < 9; y++) {
        float v2 = body(x, y);
        float v3 = body(y, v2);
        float v7 = v2 < v3 ? body(v3, v2 + v3) : v3;
        long actual =
            Interpreter.run(function, Float.floatToRawIntBits(x), Float.floatToRawIntBits(y));
        assertThat(Float.intBitsToFloat((int) actual)).isEqualTo(v7 - v2);
      }
    }
  }
}
