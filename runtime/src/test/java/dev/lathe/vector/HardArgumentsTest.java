package dev.lathe.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loops in lanes with arguments at the ends of what there is: counters about the least and greatest
 * numbers, the same array twice, none, too short ones, ties, NaN and zeros of both signs.
 */
class HardArgumentsTest {
  private static final int MIN = Integer.MIN_VALUE;
  private static final int MAX = Integer.MAX_VALUE;
  private static final int SIZE = 100;

  private final Random random = new Random(7);

  private int[] ints(int length, int below) {
    return random.ints(length, -below, below).toArray();
  }

  private double[] doubles(double... of) {
    return random.ints(SIZE, 0, of.length).mapToDouble(i -> of[i]).toArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if (a[i] > 0) b[k++] = a[i];",
        "if (a[i] > 0) a[k++] = a[i];",
        "if (a[i] == 4) break; if (a[i] > 0) b[k++] = i;",
        "if (a[i] > 0) b[k++] = 100 / (a[i] - 4);",
        "if (a[i] > 0) b[k++] = a[i]; else b[s++] = i;",
        "if (a[i] > 0) b[k++] = a[i]; s = s * 31 + a[i];",
      })
  void whatIsStoredOneAfterTheOtherMayBeginAnywhere(String body) {
    int[] some = ints(SIZE, 5);
    var all = new int[SIZE];
    Arrays.fill(all, 5);
    var calls = new ArrayList<Object[]>();
    for (int n : new int[] {0, 17, SIZE}) {
      for (int k : new int[] {0, -1, -17, MIN, MAX - 5, SIZE - 40, SIZE - 1, SIZE}) {
        for (int[] a : new int[][] {some, all, null}) {
          calls.add(new Object[] {n, k, a, new int[SIZE]});
          calls.add(new Object[] {n, k, a, new int[40]});
          calls.add(new Object[] {n, k, a, a});
        }
        calls.add(new Object[] {n, k, some, null});
      }
    }
    Loops.assertSame(
        "int f(int n, int k, int[] a, int[] b) { int s = 3; for (int i = 0; i < n; i++) { "
            + body
            + " } return k * 7 + s; }",
        calls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a[i] < m", "a[i] >= m", "!(a[i] >= m)", "m <= a[i]", "a[i] < m && i != 5"})
  void theBestMayBeTiedUnorderedOrAZeroWithASign(String condition) {
    var calls = new ArrayList<Object[]>();
    for (double m : new double[] {0.0, -0.0, Double.NaN, 1 / 0.0}) {
      for (int n : new int[] {1, 16, 33, SIZE}) {
        calls.add(new Object[] {n, m, doubles(0.0, -0.0)});
        calls.add(new Object[] {n, m, doubles(-0.0, 0.0, Double.NaN, -1 / 0.0, 2)});
        calls.add(new Object[] {n, m, doubles(Double.NaN)});
      }
    }
    String loop =
        "double f(int n, double m, double[] a) { int at = -1; for (int i = 0; i < n; i++) if ("
            + condition
            + ") { m = a[i]; at = i; } ";
    Loops.assertSame(loop + "return m; }", calls);
    Loops.assertSame(loop + "return at * 1000 + 1 / m; }", calls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (int i = k; i < k + n; i++) a[i - k] = b[i - k] + i;",
        "for (int i = k; i != k + n; i++) a[i - k] += i;",
        "for (int i = k + n; i > k; i--) a[k - i + n] = i;",
        "for (int i = -k; i < n - k; i++) a[i + k] = b[i + k];",
        "for (int i = k; i < k + n; i++) s = s * 31 + (i ^ a[i - k]);",
        "for (int i = k; i < k + n; i++) if (a[i - k] <= s) { s = a[i - k]; b[0] = i; }",
      })
  void countersMayPassTheEndsOfInts(String loop) {
    var calls = new ArrayList<Object[]>();
    for (int n : new int[] {0, 16, 33, SIZE, SIZE + 1}) {
      for (int k : new int[] {0, MIN, MIN + 7, MAX, MAX - 7, MAX - 60, -5}) {
        int[] a = ints(SIZE, 50);
        calls.add(new Object[] {n, k, a, ints(SIZE, 9)});
        calls.add(new Object[] {n, k, a, a});
      }
    }
    Loops.assertSame(
        "int f(int n, int k, int[] a, int[] b) { int s = 3; " + loop + " return s; }", calls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c[i * w + j] = s",
        "c[i * n + j - w] = s",
        "c[i * n + j] = s + c[i * n + j]",
      })
  void rowsMayLieAnywhere(String store) {
    double[] a = random.doubles(SIZE).toArray();
    List<Object[]> calls = new ArrayList<>();
    for (int n : new int[] {5, 17}) {
      for (int w : new int[] {0, 1, 17, -17, MIN, 1 << 30, (1 << 30) + 17, (MAX >> 1) - 9}) {
        calls.add(new Object[] {n, w, a, random.doubles(SIZE).toArray()});
        calls.add(new Object[] {n, w, a, a});
      }
    }
    Loops.assertSame(
        "void f(int n, int w, double[] a, double[] c) { for (int i = 0; i < 5; i++) for (int j ="
            + " 0; j < n; j++) { double s = 0; for (int m = 0; m < 3; m++) s += a[i + m] * a[m * n"
            + " + j]; "
            + store
            + "; } }",
        calls);
  }
}
