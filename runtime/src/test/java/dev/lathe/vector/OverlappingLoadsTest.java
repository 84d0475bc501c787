package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64VectorCosts;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stencils load what neighbours have in common once, and compute the same. */
class OverlappingLoadsTest {
  private static final String SUM =
      "void f(int n, # a, # b) { for (int i = 1; i < n - 1; i++) b[i] = (#) (a[i - 1] + a[i] + a[i"
          + " + 1]); }";

  private static long count(Function function, Op op) {
    return function.blocks().stream()
        .flatMap(block -> block.values().stream())
        .filter(value -> value.op() == op && !isMasked(value))
        .count();
  }

  private static boolean isMasked(Value value) {
    return value.op() == Op.VLOAD && value.mask() != null;
  }

  @ParameterizedTest
  @CsvSource({"float", "double", "int", "long"})
  void sumsOfNeighboursLoadMostOnce(String type) {
    String text = SUM.replace("(#) ", "").replace("#", type + "[]");
    Function function = Loops.lower(text);
    var verdict = FakeTarget.run(function, X64VectorCosts.of(X64Features.AVX512)).getFirst();
    int registers = verdict.interleave();
    assertThat(registers).isGreaterThan(1);
    assertThat(count(function, Op.VLOAD)).isEqualTo(registers + 2);
    assertThat(count(function, Op.PERMUTE2)).isEqualTo(2 * (registers - 1));
    Loops.assertSame(text);
  }

  @Test
  void whatIsNotOneInstructionIsLoaded() {
    Function function = Loops.lower(SUM.replace("(#) ", "").replace("#", "double[]"));
    FakeTarget.run(function, X64VectorCosts.of(X64Features.AVX2));
    assertThat(count(function, Op.PERMUTE2)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, short[] a, short[] b) { for (int i = 1; i < n - 1; i++) b[i] = (short)"
            + " (a[i - 1] + a[i] + a[i + 1]); }",
        "void f(int n, float[] a, float[] b) { for (int i = 2; i < n - 2; i++) b[i] = a[i + 2] *"
            + " 0.1f + a[i - 2] + a[i + 1] - a[i] * a[i - 1]; }",
        "void f(int n, int[] a) { for (int i = 0; i < n - 20; i++) a[i] = a[i + 1] * 3 + a[i + 17]"
            + " - a[i + 18]; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n - 2; i++) { b[i] = a[i + 1] -"
            + " a[i]; a[i] = a[i + 1] + a[i + 2]; } }",
        "void f(int n, int w, double[] a, double[] b) { for (int r = 1; r < 3; r++) for (int c = 1;"
            + " c < n - 1; c++) { int at = r * n + c; b[at] = a[at] + a[at - 1] + a[at + 1] + a[at"
            + " - n] + a[at + n]; } }",
      })
  void otherStencilsComputeTheSame(String text) {
    Loops.assertSame(text);
  }
}
