package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops in lanes where they meet what is around them. */
class VectorCornersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        int f(int n, int[] a, int[] b) {
          int m = 100;
          boolean less = false;
          for (int i = 0; i < n; i++) { less = a[i] < m; m = less ? a[i] : m; b[i] = i; }
          return less ? m : -m;
        }
        """,
        """
        int f(int n, int[] a) {
          int m = 100;
          boolean less = false;
          for (int i = 0; i < n; i++) { less = a[i] < m; if (less) m = a[i]; }
          return less ? m : -m - 1;
        }
        """,
      })
  void whetherTheLastIterationFoundAMinimumIsNoMatterOfItsLane(String text) {
    assertThat(Loops.verdicts(text).getFirst().reason())
        .isEqualTo("an iteration needs what the one before has computed");
    Loops.assertSame(text);
  }
}
