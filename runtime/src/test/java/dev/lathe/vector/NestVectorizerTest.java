package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which loops that have loops in them become lanes, and that they compute the same. */
class NestVectorizerTest {
  private static final String MATMUL =
      "for (int i = 0; i < k; i++) for (int j = 0; j < n; j++) { double s = 0; for (int m = 0; m <"
          + " k; m++) s += a[i * k + m] * b[m * n + j]; c[i * n + j] = s; }";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, double[] a, double[] b, double[] c) { for (int i = 0; i < n; i++) { double s"
            + " = 0; for (int k = 0; k < 3; k++) s += a[k] * b[i + k]; c[i] = s; } }",
        "void f(int n, int k, float[] a, float[] b) { for (int i = 0; i < n; i++) { float s = a[i];"
            + " for (int j = 0; j < k; j++) s = s * s + j; b[i] = s; } }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) { int h = a[i]; for (int j = 0; j <"
            + " 5; j++) { if ((h & 1) != 0) h = h * 3 + 1; else h >>= 1; } a[i] = h; } }",
        "void f(int n, double[] a, byte[] b, double[] c) { for (int i = 0; i < n; i++) { double s ="
            + " 0; for (int k = 0; k < 4; k++) s += b[i] * a[k + 1]; c[i] = s; } }",
        "void f(int n, int k, double[] a, double[] b) { for (int i = 0; i < n; i++) { double s = 0,"
            + " t = 1; for (int j = 0; j < k; j++) { s += a[i] * j; t *= s; } for (int j = 0; j <"
            + " k + 1; j++) { t -= a[j]; } b[i] = s + t; } }",
        "void f(int n, int k, double[] a, short[] b) { for (int i = 0; i < n; i++) { double s = 0;"
            + " for (int j = 0; j < k; j++) { if (a[i] > j) s += a[j]; } if (s > 1) b[i] = (short)"
            + " s; } }",
        "int f(int n, int k, double[] a) { int i = 0; for (; i < n; i++) { double s = 0; for (int j"
            + " = 0; j < k; j++) s += a[i]; a[i] = s; } return i; }",
        "void f(int n, int k, long[] a) { for (int i = 0; i < n; i++) { long s = 0; int last = 0;"
            + " for (int j = 0; j < k; j++) { s = s * 31 + a[i]; last = j; } a[i] = s + last; } }",
      })
  void loopsAroundLoopsThatCountBecomeLanes(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) { int h = a[i]; int count = 0; while"
            + " (h != 0) { h &= h - 1; count++; } a[i] = count; } }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { double x = 0, y = 0, p ="
            + " a[i] * 0.01, q = i * 0.02; int count = 0; while (count < 40 && x * x + y * y <= 4)"
            + " { double t = x * x - y * y + p; y = 2 * x * y + q; x = t; count++; } b[i] = count;"
            + " } }",
        "void f(int n, int[] a, double[] b) { for (int i = 0; i < n; i++) { double x = 0; int count"
            + " = 0; while (count < 40 && x < 9) { x = x * 0.7 + Math.abs(b[i]); count++; } b[i] ="
            + " x; a[i] = count; } }",
        "void f(int n, long[] a) { for (int i = 0; i < n; i++) { long x = a[i] & 63; int d = 0; do"
            + " { if ((x & 1) == 0) { x >>= 1; } else { x = 3 * x + 1; if (x > 500) break; } d++; }"
            + " while (x > 1); a[i] = x * 1000 + d; } }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) { int x = a[i] & 1023; int r = -1;"
            + " for (int k = 0; k < 20; k++) { if (x * k % 8 == 5) { r = k; break; } if (x + k =="
            + " 77) { r = 100 + k; break; } x += k; } a[i] = r + x; } }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) { int x = a[i]; if (x > 0) { while (x"
            + " > 3) x = (x >> 1) - 1; } a[i] = x; } }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) { int s = 0; for (int k = 0; k < (i"
            + " & 7); k++) s += k * a[i]; a[i] = s; } }",
        "void f(int n, int k, int[] a, double[] b, double[] c) { for (int i = 0; i < n; i++) {"
            + " double last = 0; int q = 7; for (int j = 0; j < k; j++) { last = b[j] + 1; q = j *"
            + " b.length; if (last > a[i]) break; } c[i] = last * b[0] + q; } }",
        "void f(int n, int[] a, double[] b, int k) { for (int i = 0; i < n; i++) { double s = a[i];"
            + " for (int j = 0; j < k; j++) { s = s * b[j] + b[i]; a[i] += j; if (s > 3) break; }"
            + " a[i] -= (int) s; } }",
      })
  void loopsAroundLoopsThatDependOnDataBecomeLanes(String text) {
    Loops.assertVectorized(text);
  }

  @Test
  void loopsAroundLoopsOverAllOfAnArrayBecomeLanes() {
    String text =
        "void f(int n, double[] a, double[] b, int[] c) { for (int i = 0; i < a.length; i++) {"
            + " double best = 1e9; int at = 0; for (int k = 0; k < b.length; k++) { double d = a[i]"
            + " - b[k]; d *= d; if (d < best) { best = d; at = k; } } c[i] = at; } }";
    assertThat(Loops.verdicts(text).getFirst())
        .hasToString("loop at line 1: 32 lanes, 4 registers, 1 check");
    Loops.assertSame(text);
  }

  @Test
  void aProductOfMatricesBecomesLanesOfItsMiddleLoop() {
    String text = "void f(int n, int k, double[] a, double[] b, double[] c) { " + MATMUL + " }";
    assertThat(Loops.verdicts(text).getFirst())
        .hasToString("loop at line 1: 32 lanes, 4 registers, jam 4, 5 checks");
    Loops.assertSame(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // rows of one array that is also read, a shorter row than the columns are, bytes
        "void f(int n, int w, double[] a, double[] b, double[] c) { for (int i = 0; i < n; i++) for"
            + " (int j = 0; j < n; j++) { double s = c[i * w + j]; for (int m = 0; m < 9; m++) s +="
            + " a[i * 9 + m] * b[m * n + j]; c[i * w + j] = s; } }",
        "void f(int n, int k, float[] a, float[] b) { for (int i = 0; i < 7; i++) for (int j = 1; j"
            + " < n; j++) { float s = i; for (int m = 0; m < k; m++) s = s * b[j + m] + i; a[i * n"
            + " + j] = s; } }",
        "void f(int n, int k, int[] a, int[] b, byte[] c) { for (int i = 0; i < 9; i++) for (int j"
            + " = 0; j < n; j++) { int s = 0; for (int m = 0; m < k; m++) if (b[m * n + j] > 3) s"
            + " += a[m + i] * b[j + m * n]; c[i * n + j] = (byte) s; } }",
        "int f(int n, int k, long[] a, long[] b) { int i = 2; for (; i < 8; i++) for (int j = 0; j"
            + " < n; j++) { long s = 1; for (int m = 0; m < k; m++) s = s * 31 + b[j + m * n] * i;"
            + " if (b[j] > 0) a[(i - 2) * n + j] = s; } return i * 3; }",
        "void f(int n, int k, int h, double[] a, double[] b, double[] c) { for (int i = 0; i < h;"
            + " i++) { int row = i * n; for (int j = 0; j < n; j++) { double s = 0, t = 1; for (int"
            + " m = 0; m < k; m++) { s += a[row + m] * b[m * n + j]; t -= b[m * n + j]; } c[row +"
            + " j] = s * t; } } }",
      })
  void iterationsAroundLoopsInLanesGoAlong(String text) {
    assertThat(Loops.verdicts(text).getFirst().jam()).as(text).isGreaterThan(1);
    Loops.assertSame(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // one row, rows of different length, an element that others write, nothing to share
        "void f(int n, double[] a, double[] b, double[] c) { for (int i = 0; i < 9; i++) for (int j"
            + " = 0; j < n; j++) { double s = 0; for (int m = 0; m < 3; m++) s += a[i + m] * b[m +"
            + " j]; c[j] = s; } }",
        "void f(int n, double[] a, double[] b, double[] c) { for (int i = 0; i < 9; i++) for (int j"
            + " = 0; j < n - i; j++) { double s = 0; for (int m = 0; m < 3; m++) s += a[i + m] *"
            + " b[m + j]; c[i * n + j] = s; } }",
        "void f(int n, double[] a, double[] b, double[] c) { for (int i = 0; i < 9; i++) for (int j"
            + " = 0; j < n; j++) { double s = 0; for (int m = 0; m < i; m++) s += a[i + m] * b[m +"
            + " j]; c[i * n + j] = s; } }",
        "void f(int n, double[] a, double[] c) { for (int i = 0; i < 9; i++) for (int j = 0; j < n;"
            + " j++) { double s = 0; for (int m = 0; m < 3; m++) s += a[i + m] * j; c[i * n + j] ="
            + " s; } }",
        "int f(int n, double[] a, double[] b, double[] c) { int t = 0; for (int i = 0; i < 9; i++)"
            + " { for (int j = 0; j < n; j++) { double s = 0; for (int m = 0; m < 3; m++) s += a[i"
            + " + m] * b[m + j]; c[i * n + j] = s; } t += i * t + 1; } return t; }",
      })
  void otherIterationsAroundLoopsInLanesComeOneAfterTheOther(String text) {
    assertThat(Loops.verdicts(text).getFirst().jam()).as(text).isLessThan(2);
    Loops.assertSame(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 512})
  void loopsThatLanesLeaveGoInPairsWhereRegistersSuffice(int bits) {
    Function function =
        Loops.lower(
            "void f(int n, int[] a) { for (int i = 0; i < n; i++) { double x = 0, y = 0, p = i *"
                + " 0.01, q = i * 0.02; int count = 0; while (count < 40 && x * x + y * y <= 4) {"
                + " double t = x * x - y * y + p; y = 2 * x * y + q; x = t; count++; } a[i] ="
                + " count; } }");
    assertThat(FakeTarget.verdicts(function, bits).getFirst().interleave()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int w, int h, int[] a, int[] b) { for (int y = 0; y < h; y++)\n for (int x = 0; x <"
            + " w; x++)\n b[x * h + y] = a[y * w + x]; }",
        "void f(int w, int h, float[] a, float[] b) { for (int y = 0; y < h; y++) {\n int k ="
            + " Math.clamp(y - 1, 0, h - 2);\n for (int x = 0; x < w; x++)\n b[y * w + x] = a[k * w"
            + " + x / 2]; } }",
      })
  void nestsAroundLanesNeedNoVerdict(String text) {
    assertThat(Loops.verdicts(text)).singleElement().matches(Verdict::isVectorized);
  }

  @Test
  void whatKeepsANestScalarIsToldIfALoopInItIsScalarToo() {
    assertThat(
            Loops.verdicts(
                "void f(int n, int[] a) { for (int i = 0; i < n; i++) { int h = 0;\n"
                    + " for (int j = 0; j < 40; j++) { h = h * h + j; a[i * 2 + j * 3] = h; } } }"))
        .extracting(Verdict::toString)
        .hasSize(2)
        .allMatch(verdict -> verdict.contains(": scalar: "));
  }

  @Test
  void masksThatAProcessorLacksAreAskedFor() {
    VectorTarget target =
        new VectorTarget() {
          @Override
          public int bits() {
            return 256;
          }

          @Override
          public int cost(Op op, Type type, Type from, boolean masked) {
            return masked ? -1 : 1;
          }
        };
    var verdicts = new ArrayList<Verdict>();
    Pipeline.NATIVE.run(
        Loops.lower(
            "void f(int n, int[] a, byte[] b) { for (int i = 0; i < n; i++) { int s = a[i]; for"
                + " (int k = 0; k < 9; k++) s *= s; if (s > 1) b[i] = (byte) s; } }"),
        new PassContext().vectorizing(new Vectorizer(target, verdicts::add)));
    assertThat(verdicts.getFirst().reason())
        .isEqualTo("there are no SIMD instructions for storing bytes in some iterations only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) { int s = 0; for (int k = 0; k < 4;"
            + " k++) s += a[i + k]; a[i] = s; } }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { for (int k = 0; k < 4;"
            + " k++) a[i + k] = b[i] * k; } }",
        "void f(int n, double[] a, double[] b) { for (int i = 0; i < n; i++) { double s = 0; for"
            + " (int k = 0; k < n; k++) s += a[k]; b[3] = s; } }",
        "void f(int n, double[] a, double[] b) { double s = 0; for (int i = 0; i < n; i++) { for"
            + " (int k = 0; k < 9; k++) s += a[k]; b[i] = s; } }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) { int s = 0; for (int k = 0; k <"
            + " a[i]; k++) { s += k; if (k > 20) break; } a[i] = s; } }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { int k = 0; while (b[k] <"
            + " a[i]) k++; a[i] = k; } }",
      })
  void otherNestsStayAsTheyAre(String text) {
    Loops.assertSame(text);
  }
}
