package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.X64Features;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loop stores one after the other, where a condition holds. */
class PackingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "if (a[i] > 0) b[k++] = a[i];",
        "if (a[i] != 1) { b[k] = a[i] * 3; k++; }",
        "if (a[i] > 0 && (a[i] & 1) == 0) b[k++] = i;",
        "int x = a[i]; if (x < 0) { if ((x & 2) != 0) b[k++] = x; s += x; }",
        "if (a[i] == 3) continue; b[k++] = a[i];",
        "if (a[i] > 0) { b[k] = a[i]; c[k] = i; k++; }",
        "if ((a[i] & 7) != 0) { c[k++] = 5; s ^= a[i]; }",
        "if (a[i] < 0) b[k++] = a[i]; else c[s++] = a[i];",
      })
  void intsArePacked(String body) {
    Loops.assertVectorized(
        "int f(int n, int[] a, int[] b, int[] c) { int k = 0; int s = 0; for (int i = 0; i < n;"
            + " i++) { "
            + body
            + " } return k * 31 + s; }");
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte", "short", "char", "long", "float", "double"})
  void allTypesArePacked(String type) {
    Loops.assertVectorized(
        "int f(int n, "
            + type
            + "[] a, "
            + type
            + "[] b, int[] c) { int k = 0; for (int i = 0; i < n; i++) { if (a[i] > 7) { b[k] ="
            + " a[i]; c[k++] = i; } } return k; }");
  }

  @Test
  void anyIndexMayBeTheFirst() {
    Loops.assertVectorized(
        "int f(int n, int k, long[] a, long[] b) { for (int i = 0; i < n; i++) if (a[i] > 0) b[k++]"
            + " = a[i]; return k; }");
  }

  @Test
  void anIndexThatMayBeNoneLeavesARoundToTheLoop() {
    Loops.assertVectorized(
        "int f(int n, byte[] a, byte[] b) { int k = -3; for (int i = 0; i < n; i++) if (a[i] > 99)"
            + " b[k++] = a[i]; return k; }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if (a[i] > 0) { b[k++] = a[i]; b[k++] = 1; }",
        "if (a[i] > 0) b[k++] = a[i]; if (a[i] < -9) k++;",
        "if (a[i] > 0) { b[k++] = a[i]; } else { b[k] = 0; }",
        "if (a[i] > 0) { b[k++] = k; }",
        "if (a[i] > k) { b[k++] = 1; }",
        "b[i] = a[k]; if (a[i] > 0) { b[k++] = 1; }",
        "if (a[i] > 0) { b[k] = a[i]; k += 2; }",
        "if (a[i] > 0) { b[k] = a[i]; k++; } else { k--; }",
      })
  void otherCountersStayScalar(String body) {
    String text =
        "int f(int n, int[] a, int[] b) { int k = 0; for (int i = 0; i < n; i++) { "
            + body
            + " } return k; }";
    assertThat(Loops.verdicts(text)).as(body).noneMatch(Verdict::isVectorized);
    Loops.assertSame(text);
  }

  @Test
  void onlyAvx512MovesLanesTogether() {
    String text =
        "int f(int n, int[] a, int[] b) { int k = 0; for (int i = 0; i < n; i++) if (a[i] > 0)"
            + " b[k++] = a[i]; return k; }";
    assertThat(Loops.verdicts(Loops.lower(text), X64Features.AVX512))
        .allMatch(Verdict::isVectorized);
    assertThat(Loops.verdicts(Loops.lower(text), X64Features.AVX2).getFirst().reason())
        .isEqualTo("this processor has no compress of i32x8");
  }
}
