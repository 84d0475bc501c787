package dev.lathe.vector;

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
}
