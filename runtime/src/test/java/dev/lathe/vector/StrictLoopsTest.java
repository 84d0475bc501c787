package dev.lathe.vector;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops with functions of {@link StrictMath} become lanes, on all machines. */
class StrictLoopsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "acos", "asin", "atan", "cbrt", "cos", "cosh", "exp", "expm1", "log", "log10", "log1p",
        "sin", "sinh", "tan", "tanh",
      })
  void functionsOfOneNumberBecomeLanes(String name) {
    Loops.assertVectorized(
        "void f(int n, double[] a, double[] b) { for (int i = 0; i < n; i++) b[i] = StrictMath."
            + name
            + "(a[i] * 0.01); }");
  }

  @ParameterizedTest
  @ValueSource(strings = {"atan2", "hypot", "pow"})
  void functionsOfTwoNumbersBecomeLanes(String name) {
    Loops.assertVectorized(
        "void f(int n, double[] a, double[] b) { for (int i = 0; i < n; i++) b[i] = StrictMath."
            + name
            + "(a[i], b[i]); }");
  }
}
