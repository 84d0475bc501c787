package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Type;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops in lanes where they meet what is around them. */
class VectorCornersTest {
  @Test
  void theLeastOfWhatDoesNotChangeHasLanesOfItsOwnWidth() {
    Loops.assertVectorized(
        "float f(int n, float k, byte[] a) { float s = 9; for (int i = 0; i < n; i++) { s ="
            + " Math.min(s, k); a[i] = 3; } return s; }");
  }

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
  void whetherTheLastIterationFoundAMinimumIsAMatterOfAllBefore(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        int f(int n, int[] a, int[] b) {
          int k = 0;
          for (int i = 0; i < 64; i++) {
            int h = a[i] & 7;
            k = 0;
            do { h--; k++; } while (h > 0);
            b[i] = i;
          }
          return k;
        }
        """,
        """
        int f(int n, int[] a, int[] b) {
          int k = 0;
          for (int i = 0; i < 64; i++) {
            int h = a[i] & 7;
            k = 0;
            do { h--; k += 3; } while (h > 0);
            b[i] = h;
          }
          return switch (k) { case 3 -> 1; case 6 -> 5; case 9 -> 8; case 12 -> 99; default -> 17; };
        }
        """,
      })
  void whatAKernelReturnsOfAnInnerLoopIsTheLastLanes(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        void f(int n, int k, int[] a, int[] b) {
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) if (a[i + 2 * j] > 3) { b[i] = j; break; }
          }
        }
        """,
        """
        void f(int n, int k, int[] a, double[] x, int[] b) {
          for (int i = 0; i < n; i++) {
            double s = a[i];
            for (int j = 0; j < k; j++) {
              s = s * 0.5 + x[i + j];
              if (s > 1) { b[i] = j; break; }
            }
          }
        }
        """,
        """
        void f(int n, int k, int[] a, int[] b) {
          for (int i = 0; i < n; i++) {
            int r = -1;
            double s = a[i];
            for (int j = 0; j < k; j++) {
              s = s * 0.5 + 1;
              if (a[i + 2 * j] > s) { r = j; break; }
            }
            b[i] = r;
          }
        }
        """,
      })
  void wherePlacesThatLanesFindAreUsedBehindALoopTheLoopCountsOn(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        void f(int n, int k, int[] a, double[] x, double[] b) {
          for (int i = 0; i < n; i++) {
            double s = a[i];
            for (int j = 0; j < k; j++) {
              s = s * 0.5 + j;
              if (s > 1) { b[i] = x[i + 2 * j]; break; }
            }
          }
        }
        """,
        """
        void f(int n, int k, int[] a, float[] b, float[] c) {
          int l = b.length;
          for (int i = 0; i < n; i++) {
            float s = 0;
            for (int j = a[i] & 3; j < k; j++) if (i + j >= 0 && i + j < l) s = s * 3 + b[i + j];
            c[i] = s;
          }
        }
        """,
      })
  void indicesThatLanesHaveOfTheirOwnAreNotInOrder(String text) {
    assertThat(Loops.verdicts(text).getFirst().isVectorized()).isFalse();
    Loops.assertSame(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        int f(int n, int[] c) {
          int[] t = new int[64];
          if (c.length < 64) return 1;
          boolean x = false;
          int i = 0;
          do { x = c[i] > n; t[i] = c[i] * 3; } while (++i < 64);
          int m = 7;
          i = 0;
          do { m += t[i]; if (x) break; c[i] = 6; } while (++i < 64);
          return m;
        }
        """,
      })
  void aLoopMayBeLeftByWhatTheOneBeforeHasFound(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        void f(int n, int k, int[] a, int[] b) {
          int l = b.length - 5;
          for (int i = -5; i < n; i++) {
            double s = 0;
            for (int j = 0; j < k; j++) s = s * 3 + j + i;
            if (i >= 0 && i < l) b[i] = (int) s;
            a[i + 5] = (int) s;
          }
        }
        """,
      })
  void whereTheFirstLaneIsOffItsIndexMayBeNegative(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(int n, int m, int[] a) { int s = 0; for (int i = m; i <= n; i++) s ^= i * 3; return"
            + " s; }",
        "long f(long n, long m, int[] a) { long s = 0; for (long i = m; i <= n; i++) s ^= i * 3;"
            + " return s; }",
        "int f(int n, int m, int[] a) { int s = 0; for (int i = ~m; i >= ~n; i--) s ^= i * 3;"
            + " return s; }",
        "long f(long n, long m, int[] a) { long s = 0; for (long i = ~m; i >= ~n; i--) s ^= i * 3;"
            + " return s; }",
      })
  void aLoopThatNeverEndsDoesNotDoSoInLanes(String text) {
    Function function = Loops.lower(text);
    long most = function.params().getFirst().type() == Type.I64 ? Long.MAX_VALUE : 0x7FFF_FFFF;
    Engine.Kernel kernel = FakeTarget.engine(512).compile(function);
    for (int count : new int[] {1, 16, 65, 100}) {
      var heap = new Heap();
      long array = heap.add(new int[1]);
      Outcome outcome = Outcome.of(kernel, heap, new long[] {most, most - count, array});
      assertThat(outcome.exception()).as("%s iterations", count).hasMessageContaining("longer");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        int f(int n, short[] a, char[] b) {
          int s = 4;
          for (int i = 0; i < n; i++) { s = a[i]; b[i] = (char) (s | i); }
          return s;
        }
        """,
        """
        int f(int n, byte[] a, short[] b) {
          int s = 4;
          for (int i = 0; i < n; i++) { s = a[i]; b[i] = (short) (s ^ 3); }
          return s;
        }
        """,
      })
  void theLastNarrowElementIsAnIntBehindTheLoop(String text) {
    Loops.assertVectorized(text);
  }

  @Test
  void aHashWantsAllBitsOfWhatIsStoredInFewer() {
    Loops.assertVectorized(
        """
        int f(int n, int[] a, short[] b) {
          int h = 1;
          for (int i = 0; i < n; i++) {
            int x = a[i] > 0 ? a[i] : b[i];
            h = x + 31 * h;
            b[i] = (short) x;
          }
          return h;
        }
        """);
  }
}
