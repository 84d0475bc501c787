package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64VectorCosts;
import dev.lathe.ir.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops of which lanes leave rounds for what is rare: these have tails with lanes that are off. */
class RareTailsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { b[i] = Math.addExact(a[i],"
            + " b[i]); } }",
        "void f(int n, int[] a, int[] b) { for (int i = n - 1; i >= 0; i--) { b[n - 1 - i] ="
            + " Math.multiplyExact(a[n - 1 - i], 3) + i; } }",
        "int f(int n, int[] a, int[] b) { int s = 5; for (int i = 0; i < n; i++) { b[i] ="
            + " Math.negateExact(a[i]); s += b[i]; } return s; }",
        "int f(int n, int[] a) { int m = 7; int i = 0; for (; i < n; i++) { m = Math.max(m,"
            + " Math.absExact(a[i])); } return m + i; }",
        "long f(int n, long[] a, long k) { long s = k; for (int i = 0; i < n; i++) { s ^="
            + " Math.addExact(a[i] >> 2, k) * i; } return s; }",
        "void f(int n, double[] a, double[] b) { for (int i = 0; i < n; i++) { b[i] ="
            + " Math.exp(a[i]); } }",
        "double f(int n, double[] a, double[] b) { double m = 0; for (int i = 0; i < n; i++) {"
            + " double e = Math.exp(a[i]); if (a[i] > 0) { b[i] = e; } m = Math.max(m, e); } return"
            + " m; }",
        "void f(int n, float[] a, int[] b, int[] c) { for (int i = 0; i < n; i++) { if (a[i] < 1) {"
            + " b[i] = Math.negateExact(c[i]) / 10; } else { b[i] = i; } } }",
      })
  void iterationsThatAreNoRoundAreDoneUnderAMask(String text) {
    assertThat(countOfTails(text)).isEqualTo(1);
    Loops.assertVectorized(text);
  }

  @Test
  void sumsOfFunctionsHaveTailsToo() {
    String text =
        "double f(int n, double[] a) { double s = 1; for (int i = 0; i < n; i++) { s +="
            + " Math.exp(a[i] * 0) * 0.5; } return s; }";
    Loops.assertVectorizedFast(text);
  }

  @Test
  void aLoopThatMayEndEarlyHasNone() {
    String text =
        "int f(int n, int[] a) { for (int i = 0; i < n; i++) { if (a[i] == 3) { return i; } }"
            + " return -1; }";
    assertThat(countOfTails(text)).isZero();
    Loops.assertVectorized(text);
  }

  @Test
  void aLongBodyIsNotMadeAThirdTime() {
    String text =
        "void f(int n, double[] a, double[] b) { for (int i = 0; i < n; i++) { b[i] ="
            + " Math.exp(Math.log(a[i]) * Math.pow(a[i], b[i])) + Math.sin(a[i]) / Math.tan(b[i]);"
            + " } }";
    assertThat(countOfTails(text)).isZero();
  }

  private static long countOfTails(String text) {
    Function function = Loops.lower(text);
    FakeTarget.run(function, X64VectorCosts.of(X64Features.AVX512));
    return function.blocks().stream()
        .flatMap(block -> block.values().stream())
        .filter(value -> value.op().mnemonic().equals("firstlanes"))
        .count();
  }
}
