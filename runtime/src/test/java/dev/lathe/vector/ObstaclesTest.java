package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.X64Features;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why loops stay scalar, in words of Java: what can be counted is, and there is a way out. */
class ObstaclesTest {
  private static Verdict verdict(String text, X64Features features) {
    return Loops.verdicts(Loops.lower(text), features).getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b[i] = Math.multiplyHigh(a[i], b[i])   | Math.multiplyHigh of longs",
        "b[i] = Math.multiplyExact(a[i], b[i])  | Math.multiplyExact of longs",
        "b[i] = a[i] / 10                       | dividing longs",
        "b[i] = a[i] % 10                       | dividing longs",
        "if (a[i] > 0) c[i] = d[i]              | loading bytes in some iterations only",
      })
  void whatAProcessorCannotDoIsCalledAsInJava(String statement, String what) {
    String text =
        "void f(int n, long[] a, long[] b, byte[] c, byte[] d) { for (int i = 0; i < n; i++) "
            + statement
            + "; }";
    Verdict verdict = verdict(text, X64Features.AVX2);
    assertThat(verdict.reason()).isEqualTo("there are no SIMD instructions for " + what);
    assertThat(verdict.remedy()).isNotNull();
  }

  @Test
  void noOpAndNoVectorIsNamed() {
    for (Op op : Op.values()) {
      for (Type scalar : List.of(Type.BOOL, Type.I32, Type.I64, Type.F32, Type.F64)) {
        Type type = scalar.withLanes(8);
        for (boolean masked : new boolean[] {false, true}) {
          String reason = MissingInstruction.of(op, type, type, masked).reason();
          assertThat(List.of(reason.split(" "))).doesNotContain(op.mnemonic(), type.toString());
        }
      }
    }
  }

  /** A kernel with {@code count} arrays, of which each is stored to. */
  private static String stores(int count, String body) {
    String params =
        IntStream.range(0, count).mapToObj(i -> "int[] a" + i).collect(Collectors.joining(", "));
    String statements =
        IntStream.range(0, count)
            .mapToObj(i -> body.replace("#", "" + i))
            .collect(Collectors.joining(" "));
    return "void f(int n, " + params + ") { for (int i = 0; i < n; i++) { " + statements + " } }";
  }

  @Test
  void pairsOfArraysAreCounted() {
    assertThat(verdict(stores(5, "a#[i + #] = i;"), X64Features.AVX512))
        .hasToString(
            "loop at line 1: scalar: 10 pairs of arrays may have elements in common, and at most 8"
                + " are compared before a loop; make several loops of it");
  }

  @Test
  void indicesThatAreLeftToCheckAreCounted() {
    assertThat(verdict(stores(43, "a#[i] = i;"), X64Features.AVX512))
        .hasToString(
            "loop at line 1: scalar: 3 indices are left to check, besides 40 at most that are"
                + " checked before a loop; make several loops of it");
  }

  @Test
  void aStrideThatIsTooLongIsTold() {
    assertThat(
            verdict(
                "int f(int n, int[] a) { int s = 0; for (int i = 0; i < n; i++) s += a[i *"
                    + " 2000000]; return s; }",
                X64Features.AVX512))
        .hasToString(
            "loop at line 1: scalar: an index grows by 2000000 in each iteration; let it grow by at"
                + " most 1048576");
  }
}
