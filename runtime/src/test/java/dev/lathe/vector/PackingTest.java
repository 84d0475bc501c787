package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.X64Features;
import java.util.List;
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
        "if (a[i] > 0) a[k++] = a[i];",
        "if (a[i] > 0 && b[i] != 3) { s += a[i]; a[k++] = b[i] - a[i]; }",
        "if (a[i] % 3 == 0) { a[k] = a[i]; b[k++] = b[i]; }",
        "int x = a[i]; if (x > 0) { a[k] = 7; a[k++] = x; }",
        "a[i] ^= 5; if (b[i] > 0) a[k++] = i;",
      })
  void whatIsReadIsPacked(String body) {
    String text =
        "int f(int n, int[] a, int[] b) { int k = 0; int s = 0; for (int i = 0; i < n; i++) { @ }"
            + " return k * 31 + s; }";
    Loops.assertVectorized(text.replace("@", body));
  }

  @Test
  void whatFollowsIsReadToo() {
    Loops.assertVectorized(
        "int f(int n, long[] a) { int k = 0; for (int i = 0; i < n - 3; i++) if (a[i + 2] > a[i] +"
            + " a[i + 1]) a[k++] = a[i + 3]; return k; }");
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte", "char", "float", "double"})
  void allTypesArePackedInPlace(String type) {
    Loops.assertVectorized(
        "int f(int n, "
            + type
            + "[] a) { int k = 0; for (int i = 0; i < n; i++) { if (a[i] > 7) a[k++] = a[i]; }"
            + " return k; }");
  }

  /** Rounds go on only where nothing is stored that a later iteration reads. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "int k = p; for (int i = p; i < n; i++)",
        "int k = p; for (int i = q; i < n; i++)",
        "int k = p - 3; for (int i = 2; i < n; i++)",
      })
  void theFirstIndicesAreCompared(String loop) {
    Loops.assertVectorized(
        "int f(int n, int p, int q, int[] a) { "
            + loop
            + " if (a[i] > 0) a[k++] = a[i]; return k; }");
    Loops.assertVectorized(
        "int f(int n, int p, int q, int[] a, int[] b) { "
            + loop
            + " if (a[i] != 0) b[k++] = a[i]; return k; }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int k = 1; for (int i = 0; i < n; i++) { if (a[i] > 0) a[k++] = a[i]; }",
        "int k = 0; for (int i = 1; i < n; i++) { if (a[i] > 0) a[k++] = a[i - 2 + 0 * k]; }",
        "int k = 0; for (int i = 0; i < n; i++) { if (a[i] > 0) { a[k] = 7; a[k++] = a[i]; } }",
        "int k = 0; for (int i = 0; i < n; i++) { if (a[i] > 0) { a[k] = a[i]; k++; } s += a[i]; }",
        "int k = 0; for (int i = n - 1; i >= 0; i--) { if (a[i] > 0) a[k++] = a[i]; }",
        "int k = 0; for (int i = 0; i < n; i++) { if (a[i] > 0) { a[k++] = 1; a[i] = 2; } }",
        "int k = 0; for (int i = 0; i < n; i++) { if (a[i] > 0) { a[k++] = a[3]; } }",
        "int k = 0; for (int i = 0; i < n; i++) { if (a[a[i] & 7] > 0) { a[k++] = 1; } }",
        "int k = 0; int j = 0; for (int i = 0; i < n; i++) { if (a[i] > 0) a[k++] = 1; if (a[i] <"
            + " 9) a[j++] = 2; }",
      })
  void whatAnIterationReadsLaterIsNotOverwritten(String loop) {
    String text = "int f(int n, int[] a) { int s = 0; " + loop + " return s + k; }";
    assertThat(Loops.verdicts(text)).as(loop).noneMatch(Verdict::isVectorized);
    Loops.assertSame(text);
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

  @ParameterizedTest
  @ValueSource(strings = {"byte", "char", "int", "long", "float", "double"})
  void allLevelsMoveLanesTogether(String type) {
    String text =
        "int f(int n, T[] a, T[] b) { int k = 0; for (int i = 0; i < n; i++) if (a[i] > 0)"
            + " b[k++] = a[i]; return k; }";
    for (X64Features features : List.of(X64Features.AVX512, X64Features.AVX2)) {
      assertThat(Loops.verdicts(Loops.lower(text.replace("T", type)), features))
          .allMatch(Verdict::isVectorized);
    }
  }
}
