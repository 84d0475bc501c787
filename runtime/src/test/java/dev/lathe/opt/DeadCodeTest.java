package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Verifier;
import org.junit.jupiter.api.Test;

class DeadCodeTest {
  private static void becomes(String from, String to) {
    Function function = IrParser.parse(from);
    new DeadCode().run(function, new PassContext());
    Verifier.verify(function);
    assertThat(IrPrinter.print(function)).isEqualTo(to);
    Equivalence.check(IrParser.parse(from), function);
    assertThat(new DeadCode().run(function, new PassContext())).as("changes again").isFalse();
  }

  @Test
  void unusedValuesGoAndChecksStay() {
    becomes(
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = iadd.i32 v0, v1
          v3 = imul.i32 v2, v2
          v4 = nonzero.i32 v1, divide.i32
          v5 = idiv.i32 v0, v4
          ret v0
        }
        """,
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v4 = nonzero.i32 v1, divide.i32
          ret v0
        }
        """);
  }

  @Test
  void parametersThatFeedOnlyEachOtherGo() {
    becomes(
        """
        func %f(v0: i32) -> i32 {
        b0:
          v1 = const.i32 0
          jump b1(v1, v1)
        b1(v2: i32, v3: i32):
          v4 = iadd.i32 v2, v0
          v5 = const.i32 1
          v6 = iadd.i32 v3, v5
          v7 = icmp.i32 ult v6, v5
          branch v7, b1(v4, v6), b2
        b2:
          ret v6
        }
        """,
        """
        func %f(v0: i32) -> i32 {
        b0:
          v1 = const.i32 0
          jump b1(v1)
        b1(v8: i32):
          v5 = const.i32 1
          v6 = iadd.i32 v8, v5
          v7 = icmp.i32 ult v6, v5
          branch v7, b1(v6), b2
        b2:
          ret v6
        }
        """);
  }

  @Test
  void jumpsToJumpsAreSkippedAndChainsMerged() {
    becomes(
        """
        func %f(v0: i32, v1: bool) -> i32 {
        b0:
          v2 = iadd.i32 v0, v0
          jump b1(v2)
        b1(v3: i32):
          v4 = imul.i32 v3, v0
          branch v1, b2(v4), b3
        b2(v5: i32):
          jump b4(v5, v0)
        b3:
          jump b4(v0, v4)
        b4(v6: i32, v7: i32):
          v8 = isub.i32 v6, v7
          jump b5(v8)
        b5(v9: i32):
          ret v9
        }
        """,
        """
        func %f(v0: i32, v1: bool) -> i32 {
        b0:
          v2 = iadd.i32 v0, v0
          v4 = imul.i32 v2, v0
          branch v1, b4(v4, v0), b4(v0, v4)
        b4(v6: i32, v7: i32):
          v8 = isub.i32 v6, v7
          ret v8
        }
        """);
  }

  @Test
  void aBranchWhoseTargetsAreOneBecomesAJump() {
    becomes(
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = icmp.i32 lt v0, v1
          branch v2, b1, b2
        b1:
          jump b3(v0)
        b2:
          jump b3(v0)
        b3(v3: i32):
          ret v3
        }
        """,
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          ret v0
        }
        """);
  }

  @Test
  void aBlockWhoseParameterIsUsedElsewhereIsNotSkipped() {
    String text =
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = icmp.i32 lt v0, v1
          branch v2, b1(v0), b1(v1)
        b1(v3: i32):
          jump b2(v3)
        b2(v4: i32):
          v5 = const.i32 1
          v6 = ushr.i32 v4, v5
          v7 = iadd.i32 v6, v3
          v8 = icmp.i32 ne v6, v5
          branch v8, b3, b2(v5)
        b3:
          ret v7
        }
        """;
    becomes(text, text);
  }
}
