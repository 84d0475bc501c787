package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Verifier;
import org.junit.jupiter.api.Test;

class IfConversionTest {
  private static void becomes(String from, String to) {
    Function function = IrParser.parse(from);
    new IfConversion().run(function, new PassContext());
    Verifier.verify(function);
    new DeadCode().run(function, new PassContext());
    assertThat(IrPrinter.print(function)).isEqualTo(to);
    Equivalence.check(IrParser.parse(from), function);
  }

  @Test
  void aCheapDiamondBecomesSelects() {
    becomes(
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = icmp.i32 lt v0, v1
          branch v2, b1, b2
        b1:
          v3 = isub.i32 v1, v0
          jump b3(v3, v0)
        b2:
          v4 = isub.i32 v0, v1
          jump b3(v4, v0)
        b3(v5: i32, v6: i32):
          v7 = iadd.i32 v5, v6
          ret v7
        }
        """,
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = icmp.i32 lt v0, v1
          v3 = isub.i32 v1, v0
          v4 = isub.i32 v0, v1
          v8 = select.i32 v2, v3, v4
          v7 = iadd.i32 v8, v0
          ret v7
        }
        """);
  }

  @Test
  void aTriangleBecomesASelectOnEitherSide() {
    becomes(
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = icmp.i32 lt v0, v1
          branch v2, b2(v0), b1
        b1:
          v3 = shl.i32 v0, v1
          jump b2(v3)
        b2(v4: i32):
          ret v4
        }
        """,
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = icmp.i32 lt v0, v1
          v3 = shl.i32 v0, v1
          v5 = select.i32 v2, v0, v3
          ret v5
        }
        """);
  }

  @Test
  void nestedBranchesConvertInOneRun() {
    becomes(
        """
        func %f(v0: i32, v1: bool, v2: bool) -> i32 {
        b0:
          branch v1, b1, b4(v0)
        b1:
          branch v2, b2, b3(v0)
        b2:
          v3 = ineg.i32 v0
          jump b3(v3)
        b3(v4: i32):
          jump b4(v4)
        b4(v5: i32):
          ret v5
        }
        """,
        """
        func %f(v0: i32, v1: bool, v2: bool) -> i32 {
        b0:
          v3 = ineg.i32 v0
          v6 = select.i32 v2, v3, v0
          v7 = select.i32 v1, v6, v0
          ret v7
        }
        """);
  }

  @Test
  void aTruthValueOfTwoConditionsBecomesAnd() {
    Function function =
        IrParser.parse(
            """
            func %f(v0: i32, v1: i32) -> bool {
            b0:
              v2 = icmp.i32 lt v0, v1
              v3 = const.bool false
              branch v2, b1, b2(v3)
            b1:
              v4 = icmp.i32 ult v0, v1
              jump b2(v4)
            b2(v5: bool):
              ret v5
            }
            """);
    new IfConversion().run(function, new PassContext());
    new Fold().run(function, new PassContext());
    assertThat(IrPrinter.print(function)).doesNotContain("branch");
  }

  @Test
  void divisionsAndChecksAndLongSidesStayBehindTheirBranch() {
    String text =
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = icmp.i32 lt v0, v1
          branch v2, b1, b2(v0)
        b1:
          SIDE
          jump b2(v6)
        b2(v7: i32):
          ret v7
        }
        """;
    String[] sides = {
      "v3 = const.i32 7\n  v6 = idiv.i32 v0, v3",
      "v3 = nonzero.i32 v1, divide.i32\n  v6 = iadd.i32 v3, v0",
      "v3 = imul.i32 v0, v1\n  v6 = imul.i32 v3, v1"
    };
    for (String side : sides) {
      String full = text.replace("SIDE", side);
      becomes(full, full);
    }
  }

  @Test
  void twoBranchesToACommonTargetStay() {
    String text =
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = icmp.i32 lt v0, v1
          branch v2, b1, b3
        b1:
          v3 = icmp.i32 ne v0, v1
          branch v3, b2, b3
        b2:
          ret v0
        b3:
          ret v1
        }
        """;
    becomes(text, text);
  }

  @Test
  void aBranchWithinALoopConverts() {
    becomes(
        """
        func %f(v0: i32) -> i32 {
        b0:
          v1 = const.i32 31
          v2 = const.i32 0
          jump b1(v1, v2)
        b1(v3: i32, v4: i32):
          v5 = ushr.i32 v0, v3
          v6 = const.i32 1
          v7 = and.i32 v5, v6
          v8 = icmp.i32 eq v7, v6
          branch v8, b2, b3(v4)
        b2:
          v9 = iadd.i32 v4, v3
          jump b3(v9)
        b3(v10: i32):
          v11 = isub.i32 v3, v6
          v12 = icmp.i32 ge v11, v2
          branch v12, b1(v11, v10), b4
        b4:
          ret v10
        }
        """,
        """
        func %f(v0: i32) -> i32 {
        b0:
          v1 = const.i32 31
          v2 = const.i32 0
          jump b1(v1, v2)
        b1(v3: i32, v4: i32):
          v5 = ushr.i32 v0, v3
          v6 = const.i32 1
          v7 = and.i32 v5, v6
          v8 = icmp.i32 eq v7, v6
          v9 = iadd.i32 v4, v3
          v13 = select.i32 v8, v9, v4
          v11 = isub.i32 v3, v6
          v12 = icmp.i32 ge v11, v2
          branch v12, b1(v11, v13), b4
        b4:
          ret v13
        }
        """);
  }
}
