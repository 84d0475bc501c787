package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.FloatContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums so far, and what else an iteration combines with what those before it have left. */
class ScanTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "s += a[i]; b[i] = s;",
        "b[i] = s; s += a[i];",
        "s -= a[i]; a[i] = s;",
        "a[i] = s; s += b[i];",
        "b[i] = s; s += a[i]; c[i] = s;",
        "s += a[i]; b[i] = s; s += c[i]; c[i] = s ^ 3;",
        "s += a[i] * 3; b[i] = (s >> 2) + i;",
        "s ^= a[i]; b[i] = s;",
        "b[i] = s; s ^= a[i];",
        "s &= a[i]; b[i] = s;",
        "s |= a[i]; b[i] = s; t += s;",
        "s = Math.max(s, a[i]); b[i] = s;",
        "b[i] = s; s = Math.min(s, a[i]);",
        "if (a[i] > s) s = a[i]; b[i] = s;",
        "s = a[i] < s ? a[i] : s; b[i] = a[i] - s;",
        "if (a[i] > s) { s = a[i]; t++; } b[i] = s;",
        "if (a[i] > 0) s += a[i]; b[i] = s;",
        "if (a[i] > 0) s++; b[i] = s;",
        "if (a[i] > 0) s += a[i]; else s -= 3; b[i] = s;",
        "if (a[i] > 0) { if (c[i] < 4) s += c[i]; else s += 2; b[i] = s; }",
        "if (a[i] < 0) continue; s += a[i]; b[i] = s;",
        "s += a[i]; t += s; b[i] = t;",
        "b[i] = t; t += s; s += a[i];",
        "s += a[i]; t = Math.max(t, s);  b[i] = s - t;",
        "s += a[i]; t = Math.max(t, b[i]); b[i] = s;",
        "s += a[i]; b[i] = s; t += a[i];",
        "s += a[i]; if (s > 40) b[i] = s; else c[i] = s;",
        "s += a[i]; if (s > 40) { t++; }",
        "s += a[i]; if (s == 12345) break; b[i] = s;",
        "b[i] = s; s += c[i] & 7; if (c[s & 7] > 99) break;",
        "s += a[i]; b[i] = c[s & 7];",
        "s += a[i] & 1; b[i] = 100 / (s | 1);",
        "int x = s; s += a[i]; b[i] = x + s;",
      })
  void intsAreScanned(String body) {
    Loops.assertVectorized(
        "int f(int n, int[] a, int[] b, int[] c) { int s = 5; int t = -3; for (int i = 0; i < n;"
            + " i++) { "
            + body
            + " } return s * 31 + t; }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s += a[i]; b[i] = s;",
        "b[i] = s; s += a[i];",
        "b[i] = s; s -= k[i]; c[i] = s;",
        "s += k[i]; d[i] = (byte) s;",
        "s += d[i]; k[i] = (int) s; d[i] = (byte) (s >> 3);",
        "s = Math.max(s, a[i]); b[i] = s;",
        "b[i] = s; s = Math.min(s, a[i]);",
        "if (d[i] > 3) s += d[i]; b[i] = s;",
        "if (a[i] < s) s = a[i]; k[i] = (int) s;",
      })
  void longsAreScanned(String body) {
    Loops.assertVectorized(
        "long f(int n, long[] a, long[] b, long[] c, int[] k, byte[] d) { long s = 7; for (int i ="
            + " 0; i < n; i++) { "
            + body
            + " } return s; }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s += a[i]; b[i] = (byte) s;",
        "s += a[i]; a[i] = (byte) (s >> 8);",
        "b[i] = (byte) s; s += a[i] & 15;",
        "s = Math.max(s, a[i]); b[i] = (byte) s;",
        "if (a[i] == 10) s++; k[i] = (short) s;",
      })
  void narrowElementsAreScannedAsInts(String body) {
    Loops.assertVectorized(
        "int f(int n, byte[] a, byte[] b, short[] k) { int s = 0; for (int i = 0; i < n; i++) { "
            + body
            + " } return s; }");
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "double"})
  void greatestFloatsAreScanned(String type) {
    for (String body :
        new String[] {
          "s = Math.max(s, a[i]); b[i] = s;",
          "b[i] = s; s = Math.min(a[i], s);",
          "if (c[i] > 0) s = Math.max(s, a[i] * 2); b[i] = s - a[i];",
          "s = Math.max(s, a[i]); t = Math.max(t, (s - a[i]) / s);",
        }) {
      Loops.assertVectorized(
          "@ f(int n, @[] a, @[] b, int[] c, @ s, @ t) { for (int i = 0; i < n; i++) { "
                  .replace("@", type)
              + body
              + " } return s - t; }");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s = a[i] - s; b[i] = s;",
        "s += s & a[i]; b[i] = s;",
        "s = s * 3 + a[i]; b[i] = s;",
        "s = Math.max(a[i], s + a[i]); b[i] = s;",
        "if (s < 9) s += a[i]; b[i] = s;",
        "s += t; t += s; b[i] = t;",
        "s = (byte) (s + a[i]); b[i] = s;",
        "if (s > 3) t = a[i]; else t = 1; s += t; b[i] = s;",
        "if (a[s & 3] > 90) break; s += a[i]; b[i] = s;",
      })
  void otherRecurrencesStayScalar(String body) {
    String text =
        "int f(int n, int[] a, int[] b) { int s = 3; int t = 1; for (int i = 0; i < n; i++) { "
            + body
            + " } return s * 31 + t; }";
    assertThat(Loops.verdicts(text)).as(body).noneMatch(Verdict::isVectorized);
    Loops.assertSame(text);
  }

  @Test
  void sumsOfFloatsAreScannedOnlyFast() {
    String text =
        "double f(int n, double[] a, double[] b, double s) { for (int i = 0; i < n; i++) { s +="
            + " a[i]; b[i] = s; } return s; }";
    for (FloatContract floats : FloatContract.values()) {
      Verdict verdict = FakeTarget.verdicts(Loops.lower(text, floats), 512).getFirst();
      boolean fast = floats == FloatContract.FAST;
      assertThat(verdict.isVectorized()).as(floats.name()).isEqualTo(fast);
      assertThat(verdict.remedy()).isEqualTo(fast ? null : "floats = FAST allows another one");
    }
  }

  /** What it is combined with is loaded where the loop does, behind a mask that needs it. */
  @Test
  void loadsThatDependOnAScanStandInNoTermsWay() {
    String text =
        "long f(int n, double[] a, double[] b, double[] c, double[] d) { long s = 4; for (int i ="
            + " 0; i < n / 3; i++) { a[3 * i] = a[3 * i + 1] != s ? Math.min(4, a[3 * i + 1]) : d[3"
            + " * i + 1] <= d[3 * i + 2] ? b[3 * i + 1] : s; if (b[3 * i + 1] == b[3 * i + 2]) s ="
            + " Math.max(s, (long) c[3 * i] * (long) c[3 * i]); } return s; }";
    Loops.assertSame(text);
  }
}
