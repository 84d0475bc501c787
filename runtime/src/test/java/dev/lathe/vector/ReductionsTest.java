package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reductions as users write them become lanes, and have Java's bits. */
class ReductionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "double f(int n, double[] a, double m) { for (int i = 0; i < n; i++) m = Math.max(m, a[i]);"
            + " return m; }",
        "float f(int n, float[] a, float m) { for (int i = 0; i < n; i++) m = Math.min(a[i], m);"
            + " return m; }",
        "double f(int n, double[] a, double m, double k) { for (int i = 0; i < n; i++) { m ="
            + " Math.max(m, a[i]); k = Math.min(k, a[i]); } return m - k; }",
        "float f(int n, float[] a, float m) { for (int i = 0; i < n; i++) { m = Math.max(m, a[i]);"
            + " m = Math.max(-a[i], m); } return m; }",
        "float f(int n, float[] a, int[] b, float m) { for (int i = 0; i < n; i++) if (b[i] > 0) m"
            + " = Math.max(m, a[i]); return m; }",
        "double f(int n, double[] a, int[] b, double m) { for (int i = 0; i < n; i++) { if (b[i] >"
            + " 0) m = Math.min(m, a[i]); else m = Math.min(m, -a[i]); } return m; }",
        "double f(int n, double[] a, double[] b, double m) { for (int i = 0; i < n; i++) { b[i] ="
            + " a[i] * 2; m = Math.max(m, b[i] * a[i]); } return m; }",
        "double f(int n, double[] a, double m) { for (int i = 0; i < n; i++) m = Math.max(m,"
            + " Math.abs(a[i])); return m; }",
      })
  void leastAndGreatestFloats(String text) {
    Loops.assertVectorized(text);
  }

  /** What is not done in an iteration adds nothing, not even 0.0 to -0.0. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "double f(int n, double[] a, double[] b, double s) { for (int i = 0; i < n; i++) if (b[i] >"
            + " 0) s += Math.sqrt(a[i]) / b[i]; return s; }",
        "float f(int n, float[] a, float[] b, float s) { for (int i = 0; i < n; i++) if (b[i] > 0)"
            + " s -= Math.abs(a[i]) / b[i] + a[i] / (b[i] + 1); return s; }",
        "double f(int n, double[] a, double[] b) { double s = -0.0; for (int i = 0; i < n; i++) s ="
            + " Math.fma(Math.sqrt(a[i]) / b[i], Math.sqrt(b[i]), s); return s; }",
        "double f(int n, double[] a, double[] b) { double s = -0.0; for (int i = 0; i < n; i++) if"
            + " (a[i] > b[i]) s = Math.fma(Math.sqrt(a[i]) / b[i], Math.sqrt(b[i]) / a[i], s);"
            + " return s; }",
        "double f(int n, double[] a, double[] b) { double s = -0.0; for (int i = 0; i < n; i++) {"
            + " if (a[i] > b[i]) s += Math.sqrt(a[i]) / b[i]; else s += b[i] / Math.sqrt(-a[i]); }"
            + " return s; }",
        "double f(int n, double[] a, double[] b, double s) { for (int i = 0; i < n; i++) { if (a[i]"
            + " < 0) continue; s *= Math.sqrt(a[i]) / Math.sqrt(b[i]); } return s; }",
        "float f(int n, float[] a, float s) { for (int i = 0; i < n; i++) if (a[i] > 0) s /="
            + " (float) Math.sqrt(a[i]) / (a[i] + 1); return s; }",
        "double f(int n, double[] a, double[] b, double s) { for (int i = 0; i < n; i++) { double x"
            + " = Math.sqrt(a[i]) / b[i]; s += x; if (x > 1) s += Math.sqrt(x) / a[i]; } return s;"
            + " }",
      })
  void sumsInOrder(String text) {
    Loops.assertVectorized(text);
  }

  /**
   * The first zero stays, or the last one comes; NaN is never better, and nothing better than it.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "double f(int n, double[] a, double m) { for (int i = 0; i < n; i++) if (a[i] > m) m ="
            + " a[i]; return m; }",
        "double f(int n, double[] a, double m) { for (int i = 0; i < n; i++) m = a[i] < m ? a[i] :"
            + " m; return m; }",
        "float f(int n, float[] a, float m) { for (int i = 0; i < n; i++) if (a[i] >= m) m = a[i];"
            + " return m; }",
        "float f(int n, float[] a, float m) { for (int i = 0; i < n; i++) m = m >= a[i] ? a[i] : m;"
            + " return m; }",
        "double f(int n, double[] a, int[] b, double m) { for (int i = 0; i < n; i++) if (b[i] > 0"
            + " && a[i] < m) m = a[i]; return m; }",
        "double f(int n, double[] a, double[] b, double m) { for (int i = 0; i < n; i++) { b[i] ="
            + " a[i] + 1; if (m < a[i]) m = a[i]; } return m; }",
        "float f(int n, float[] a, float m, float k) { for (int i = 0; i < n; i++) { if (a[i] < m)"
            + " m = a[i]; if (a[i] > k) k = a[i]; } return m - k; }",
      })
  void floatsThatCompareBetter(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(int n, int[] a, int m, int k) { for (int i = 0; i < n; i++) if (a[i] < m) { m ="
            + " a[i]; k = i; } return k * 31 + m; }",
        "int f(int n, int[] a, int m, int k) { for (int i = 0; i < n; i++) if (a[i] >= m) { k = i;"
            + " m = a[i]; } return k * 31 + m; }",
        "long f(int n, long[] a, long m, long k) { for (int i = 0; i < n; i++) if (m >= a[i]) { m ="
            + " a[i]; k = i * 3; } return k * 31 + m; }",
        "long f(int n, long[] a, long m) { int k = -7; for (int i = n - 1; i >= 0; i--) if (m <"
            + " a[i]) { m = a[i]; k = i; } return k * 31 + m; }",
        "int f(int n, double[] a, double m) { int k = -1; for (int i = 0; i < n; i++) if (a[i] < m)"
            + " { m = a[i]; k = i; } return k; }",
        "int f(int n, double[] a, double m) { int k = -1; for (int i = 0; i < n; i++) if (!(a[i] >="
            + " m)) { k = i; } else { m = a[i]; } return k; }",
        "double f(int n, double[] a, double m) { double k = -1; for (int i = 0; i < n; i++) if"
            + " (a[i] >= m) { m = a[i]; k = i; } return k + 1 / m; }",
        "float f(int n, float[] a, float[] b, float m) { float k = 3; for (int i = 0; i < n; i++)"
            + " if (a[i] > m) { m = a[i]; k = b[i]; } return k; }",
        "int f(int n, byte[] a, int m) { int k = -1; for (int i = 0; i < n; i++) if (a[i] > m) { m"
            + " = a[i]; k = i; } return k; }",
        "int f(int n, short[] a, int m) { int k = -1; boolean even = false; for (int i = 0; i < n;"
            + " i++) if (a[i] < m) { m = a[i]; k = i; even = (a[i] & 1) == 0; } return even ? k :"
            + " -k; }",
        "int f(int n, int[] a, int[] b, int m) { int k = -1; for (int i = 0; i < n; i++) if (b[i] >"
            + " 0 && a[i] > m) { m = a[i]; k = i; } return k; }",
        "int f(int n, float[] a, int[] b, float m) { int k = -1; for (int i = 0; i < n; i++) if"
            + " (b[i] > 0 & a[i] > m) { m = a[i]; k = b[i]; } return k; }",
        "int f(int n, int[] a, double[] b, double m) { int k = -1; for (int i = 0; i < n; i++) if"
            + " (b[i] * 2 <= m) { m = b[i] * 2; k = a[i]; } return k; }",
        "long f(int n, byte[] a, long[] b, long m) { long k = -1; for (int i = 0; i < n; i++) if"
            + " (b[i] < m) { m = b[i]; k = a[i]; } return k; }",
        "int f(int n, int[] a) { int m = 100, k = -1, z = 7; for (int i = 0; i < n; i++) { if (a[i]"
            + " <= m) { m = a[i]; k = z; } z += 2147483640; } return k * 31 + m; }",
      })
  void placesOfTheBest(String text) {
    if (text.contains("else { m")) {
      Loops.assertSame(text);
    } else {
      Loops.assertVectorized(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(int n, int[] a) { int k = -1; for (int i = 0; i < n; i++) if (a[i] > 0) k = i;"
            + " return k; }",
        "int f(int n, double[] a) { int k = -1; for (int i = 0; i < n; i++) if (a[i] > 0) k = i;"
            + " return k; }",
        "double f(int n, double[] a, int[] b) { double v = -1; for (int i = 0; i < n; i++) if (b[i]"
            + " > 0) v = a[i]; return v; }",
        "int f(int n, byte[] a) { int flag = 0; for (int i = 0; i < n; i++) if (a[i] > 120) flag ="
            + " 1; return flag; }",
        "int f(int n, int[] a, int[] b) { int v = 0; for (int i = 0; i < n; i++) { if (a[i] > 0) {"
            + " b[i] = 3; v = a[i]; } } return v; }",
        "int f(int n, int[] a, int k) { int v = 0; for (int i = 0; i < n; i++) { if (a[i] > k) v ="
            + " a[i]; else if (a[i] < -k) v = i; } return v; }",
      })
  void lastOfSome(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(int n, int[] a, boolean k) { boolean any = k; for (int i = 0; i < n; i++) any |="
            + " a[i] > 99; return any ? 3 : 4; }",
        "int f(int n, double[] a, boolean k) { boolean all = k; for (int i = 0; i < n; i++) all &="
            + " a[i] < 99; return all ? 3 : 4; }",
        "int f(int n, byte[] a) { boolean odd = false; for (int i = 0; i < n; i++) odd ^= a[i] < 9;"
            + " return odd ? 3 : 4; }",
        "int f(int n, int[] a) { boolean any = false; for (int i = 0; i < n; i++) if (a[i] > 99)"
            + " any = true; return any ? 3 : 4; }",
        "int f(int n, short[] a, short[] b) { boolean same = true; for (int i = 0; i < n; i++) if"
            + " (a[i] != b[i]) same = false; return same ? 3 : 4; }",
        "int f(int n, int[] a) { boolean all = true; for (int i = 0; i < n; i++) all = all && a[i]"
            + " < 99; return all ? 3 : 4; }",
        "int f(int n, double[] a, int[] b) { boolean any = false; for (int i = 0; i < n; i++) any ="
            + " any || a[i] > 99 && b[i] < 3 || Double.isNaN(a[i]); return any ? 3 : 4; }",
        "int f(int n, int[] a) { boolean up = true; for (int i = 1; i < n; i++) up &= a[i - 1] <="
            + " a[i]; return up ? 3 : 4; }",
        "int f(int n, int[] a, double[] b) { boolean p = true, q = false; for (int i = 0; i < n;"
            + " i++) { p &= a[i] < 99; q |= b[i] > a[i]; } return p ? q ? 1 : 2 : q ? 3 : 4; }",
        "int f(int n, byte[] a, boolean k) { boolean all = k; for (int i = 0; i < n; i++) if (!all)"
            + " all = a[i] == 77; return all ? 3 : 4; }",
      })
  void truthsOfAnyAndAll(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(int n, int[] a, int h) { for (int i = 0; i < n; i++) h = 31 * h + a[i]; return h; }",
        "int f(int n, byte[] a, int h) { for (int i = 0; i < n; i++) h = h * 31 + (a[i] & 255);"
            + " return h; }",
        "long f(int n, long[] a, long h, long c) { for (int i = n - 1; i >= 0; i--) h = a[i] + h *"
            + " c; return h; }",
        "long f(int n, int[] a, long[] b, long h) { int k = 7; for (int i = 0; i < n; i++) { h = h"
            + " * 0x5851F42D4C957F2DL - b[i] * a[i]; k = k * -3 - a[i]; } return h + k; }",
        "int f(int n, char[] a, int h) { for (int i = 0; i < n; i++) { if (a[i] == 7) return i; h ="
            + " 31 * h + a[i]; } return h; }",
      })
  void polynomialsOfIntegers(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "byte f(int n, byte[] a) { byte s = 5; for (int i = 0; i < n; i++) s += a[i]; return s; }",
        "short f(int n, byte s, int[] a) { for (int i = 0; i < n; i++) s -= a[i] * 3; return s; }",
        "char f(int n, char[] a) { char s = 1; for (int i = 0; i < n; i++) s += a[i]; return s; }",
        "int f(int n, short[] a) { short s = 7; for (int i = 0; i < n; i++) if (a[i] > 0) s +="
            + " a[i]; return s; }",
        "int f(int n, char[] a, byte[] b) { char s = 9; byte t = 3; for (int i = 0; i < n; i++) { s"
            + " *= a[i] | 1; t ^= b[i]; t ^= 7; } return s + t; }",
        "int f(int n, byte[] a) { byte s = 5; int t = 0; for (int i = 0; i < n; i++) { s += a[i]; s"
            + " += 3; t += a[i] & 3; } return s * t; }",
        "byte f(int n, byte[] a) { byte s = -1; for (int i = 0; i < n; i++) s &= a[i] | 0x3F;"
            + " return s; }",
        "int f(int n, byte[] a) { byte s = 0; for (int i = 0; i < n; i++) s++; return s; }",
        "int f(int n, byte[] a) { byte s = 5; for (int i = 0; i < n; i++) { if (a[i] > 126) break;"
            + " s += a[i]; } return s; }",
      })
  void sumsOfNarrowIntegers(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(int n, int s, byte[] a) { s *= 999; for (int i = 0; i < n; i++) if (a[i] > 60) s ="
            + " (byte) (s + a[i]); return s; }",
        "int f(int n, byte[] a) { int s = 0; for (int i = 0; i < n; i++) { s += a[i]; if (a[i] >"
            + " 60) s = (byte) s; } return s; }",
        "int f(int n, byte[] a) { char s = 0; for (int i = 0; i < n; i++) s = (char) ((byte) (s +"
            + " a[i]) + a[i]); return s; }",
        "int f(int n, byte[] a, int[] b) { byte s = 0; for (int i = 0; i < n; i++) { s += a[i];"
            + " b[i] = s; } return s; }",
        "int f(int n, byte[] a) { byte s = 0; for (int i = 0; i < n; i++) s = (byte)"
            + " Math.max((byte) (s + 1), a[i]); return s; }",
      })
  void whatDependsOnCastsInBetweenStaysScalar(String text) {
    assertThat(Loops.verdicts(text)).as(text).noneMatch(Verdict::isVectorized);
    Loops.assertSame(text);
  }

  /** The cast at the end would change what no iteration has. */
  @Test
  void whatAnExitPassesBeforeAnyCastStaysWhole() {
    String text =
        "int f(int n, byte[] a, int s) { for (int i = 0; i < n; i++) { if (a[i] > 50) break; s ="
            + " (byte) (s + a[i]); } return s; }";
    var a = new byte[300];
    a[0] = 77;
    Loops.assertSame(text, List.<Object[]>of(new Object[] {a.length, a, 1000}));
    assertThat(Loops.verdicts(text)).noneMatch(Verdict::isVectorized);
  }
}
