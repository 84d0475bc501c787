package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import dev.lathe.ir.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class GvnTest {
  private static void becomes(String from, String to) {
    Function function = IrParser.parse(from);
    new Gvn().run(function, new PassContext());
    Verifier.verify(function);
    assertThat(IrPrinter.print(function)).isEqualTo(to);
    Equivalence.check(IrParser.parse(from), function);
  }

  @Test
  void equalValuesAreOneAndTheFirstKeepsItsLine() {
    becomes(
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = iadd.i32 v0, v1 @3
          v3 = iadd.i32 v1, v0 @4
          v4 = isub.i32 v0, v1
          v5 = isub.i32 v1, v0
          v6 = imul.i32 v2, v3
          v7 = imul.i32 v4, v5
          v8 = imul.i32 v6, v7
          ret v8
        }
        """,
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = iadd.i32 v0, v1 @3
          v4 = isub.i32 v0, v1
          v5 = isub.i32 v1, v0
          v6 = imul.i32 v2, v2
          v7 = imul.i32 v4, v5
          v8 = imul.i32 v6, v7
          ret v8
        }
        """);
  }

  @Test
  void comparesThatAreMirrorImagesAreOne() {
    becomes(
        """
        func %f(v0: i32, v1: i32) -> bool {
        b0:
          v2 = icmp.i32 lt v0, v1
          v3 = icmp.i32 gt v1, v0
          v4 = icmp.i32 gt v0, v1
          v5 = and.bool v2, v3
          v6 = or.bool v5, v4
          ret v6
        }
        """,
        """
        func %f(v0: i32, v1: i32) -> bool {
        b0:
          v2 = icmp.i32 lt v0, v1
          v4 = icmp.i32 gt v0, v1
          v5 = and.bool v2, v2
          v6 = or.bool v5, v4
          ret v6
        }
        """);
  }

  @Test
  void aDivisorIsCheckedOnceWhateverTheDivision() {
    becomes(
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = nonzero.i32 v1, divide.i32
          v3 = idiv.i32 v0, v2
          v4 = nonzero.i32 v1, remainder.i32
          v5 = irem.i32 v0, v4
          v6 = iadd.i32 v3, v5
          ret v6
        }
        """,
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = nonzero.i32 v1, divide.i32
          v3 = idiv.i32 v0, v2
          v5 = irem.i32 v0, v2
          v6 = iadd.i32 v3, v5
          ret v6
        }
        """);
  }

  @Test
  void aGuardThatADominatingOneImpliesGoes() {
    becomes(
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = addov.i32 v0, v1
          v3 = not.bool v2
          guard v3, addExact.i32(v0, v1)
          jump b1
        b1:
          v4 = addov.i32 v1, v0
          v5 = not.bool v4
          guard v5, addExact.i32(v0, v1)
          v6 = iadd.i32 v0, v1
          ret v6
        }
        """,
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = addov.i32 v0, v1
          v3 = not.bool v2
          guard v3, addExact.i32(v0, v1)
          jump b1
        b1:
          v6 = iadd.i32 v0, v1
          ret v6
        }
        """);
  }

  @Test
  void valuesOfBlocksThatDoNotDominateAreKept() {
    String text =
        """
        func %f(v0: i32, v1: bool) -> i32 {
        b0:
          branch v1, b1, b2
        b1:
          v2 = imul.i32 v0, v0
          jump b3(v2)
        b2:
          v3 = imul.i32 v0, v0
          v4 = ineg.i32 v3
          jump b3(v4)
        b3(v5: i32):
          v6 = imul.i32 v0, v0
          v7 = iadd.i32 v5, v6
          ret v7
        }
        """;
    becomes(text, text);
  }

  @Test
  void argumentsOfBackEdgesAreReplacedToo() {
    becomes(
        """
        func %f(v0: i32) -> i32 {
        b0:
          v1 = const.i32 0
          v2 = const.i32 0
          jump b1(v1, v2)
        b1(v3: i32, v4: i32):
          v5 = const.i32 1
          v6 = iadd.i32 v3, v5
          v7 = const.i32 1
          v8 = iadd.i32 v3, v7
          v9 = const.i32 100
          v10 = icmp.i32 lt v6, v9
          branch v10, b1(v8, v0), b2
        b2:
          ret v8
        }
        """,
        """
        func %f(v0: i32) -> i32 {
        b0:
          v1 = const.i32 0
          jump b1(v1, v1)
        b1(v3: i32, v4: i32):
          v5 = const.i32 1
          v6 = iadd.i32 v3, v5
          v9 = const.i32 100
          v10 = icmp.i32 lt v6, v9
          branch v10, b1(v6, v0), b2
        b2:
          ret v6
        }
        """);
  }

  @Test
  void tablesOfDifferentLengthsAreDifferentWhateverTheyBeginWith() {
    Function function =
        IrParser.parse(
            """
            func %f(v0: i32) -> f64 {
            b0:
              v1 = const.f64 1.0
              v2 = const.f64 2.0
              v3 = lookup.f64 v0, v1, v2
              v4 = lookup.f64 v0, v1, v2, v1, v2
              v5 = lookup.f64 v0, v1, v2
              v6 = fadd.f64 v3, v4
              v7 = fadd.f64 v6, v5
              ret v7
            }
            """);
    List<Value> lookups =
        function.entry().values().stream().filter(value -> value.op() == Op.LOOKUP).toList();
    assertThat(Gvn.isSame(lookups.get(0), lookups.get(1))).isFalse();
    assertThat(Gvn.isSame(lookups.get(1), lookups.get(0))).isFalse();
    assertThat(Gvn.isSame(lookups.get(2), lookups.get(0))).isTrue();
  }

  @Test
  void aParameterForWhichAllEdgesPassOneValueIsThat() {
    becomes(
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = iadd.i32 v0, v1
          jump b1(v0, v2)
        b1(v3: i32, v4: i32):
          v5 = const.i32 1
          v6 = ushr.i32 v3, v5
          v9 = iadd.i32 v0, v1
          v7 = icmp.i32 ult v4, v6
          branch v7, b1(v6, v9), b2(v4)
        b2(v8: i32):
          ret v8
        }
        """,
        """
        func %f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = iadd.i32 v0, v1
          jump b1(v0, v2)
        b1(v3: i32, v4: i32):
          v5 = const.i32 1
          v6 = ushr.i32 v3, v5
          v7 = icmp.i32 ult v2, v6
          branch v7, b1(v6, v2), b2(v2)
        b2(v8: i32):
          ret v2
        }
        """);
  }
}
