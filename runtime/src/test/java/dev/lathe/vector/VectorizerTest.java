package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.X64Features;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes lanes, and that it computes the same. */
class VectorizerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, double[] a, double[] b, double k) { for (int i = 0; i < n; i++) b[i] = a[i]"
            + " * k + b[i]; }",
        "void f(int n, float[] a, float[] b) { for (int i = 0; i < n; i++) b[i] = (float)"
            + " Math.sqrt(a[i]) - b[i] / a[i]; }",
        "void f(int n, int[] a, int[] b, int k) { for (int i = 0; i < n; i++) b[i] = (a[i] << k) ^"
            + " (b[i] >>> 3) + i; }",
        "void f(int n, long[] a, long[] b) { for (int i = 0; i < n; i++) b[i] = a[i] * b[i] + i; }",
        "void f(int n, long[] a, int[] b) { for (int i = 0; i < n; i++) a[i] = a[i] << b[i]; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) a[i] = a[i] >>> b[i]; }",
        "void f(int n, int[] a, double[] b) { for (int i = 0; i < n; i++) b[i] = a[i] * b[i]; }",
        "void f(int n, double[] a, float[] b) { for (int i = 0; i < n; i++) b[i] = (float) (a[i] +"
            + " b[i]); }",
        "void f(int n, double[] a, int[] b) { for (int i = 0; i < n; i++) b[i] = (int) a[i]; }",
        "void f(int n, float[] a, long[] b) { for (int i = 0; i < n; i++) b[i] = (long) a[i]; }",
        "void f(int n, byte[] a, byte[] b) { for (int i = 0; i < n; i++) b[i] = (byte) (a[i] +"
            + " b[i]); }",
        "void f(int n, short[] a, int[] b) { for (int i = 0; i < n; i++) b[i] += a[i]; }",
        "void f(int n, char[] a, double[] b) { for (int i = 0; i < n; i++) b[i] = a[i]; }",
        "void f(int n, byte[] a, double[] b) { for (int i = 0; i < n; i++) a[i] = (byte) b[i]; }",
        "void f(int n, int[] a) { for (int i = n - 1; i >= 0; i--) a[i] = i * 3; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) b[i] = a[n - 1 - i]; }",
        "void f(int n, double[] a, float[] b) { for (int i = 0; i < n; i++) b[n - 1 - i] = (float)"
            + " a[i]; }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) a[i] = 7; }",
        "void f(int n, int[] a, long k) { for (int i = 0; i < n; i++) a[i] = (int) (k * 3 + i * k);"
            + " }",
        "void f(int n, int[] a, int[] b, int k) { for (int i = 0; i < n; i++) a[i] = b[k] + i; }",
        "void f(int n, double[] a, double[] b, double[] c) { for (int i = 0; i < n - 2; i++) c[i] ="
            + " a[i] + a[i + 1] * b[i + 2]; }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) a[i] = a[i + 1] + 1; }",
        "void f(int n, int[] a) { for (int i = 100; i < n + 100; i++) a[i - 100] = i; }",
        "void f(int n, int[] a) { for (int i = 0; i < a.length; i++) a[i] = i ^ n; }",
        "void f(int n, int[] a) { for (int i = 17; i < n; i++) a[i] = a[i - 17] * 3; }",
        "void f(int n, int[] a, float[] b) { for (int i = 0; i < n; i++) a[i] ="
            + " Float.floatToRawIntBits(b[i]) & 0x7fffffff; }",
        "void f(int n, int[] a, int k) { for (int i = 0; i < n; i++) a[i] = Math.max(Math.min(a[i],"
            + " k), -k); }",
        "void f(int n, double[] a) { for (int i = 0; i < n; i++) a[i] = Math.max(Math.abs(a[i]),"
            + " 0.5); }",
        "void f(int n, double[] a) { for (int i = 0; i < n; i++) a[i] = Math.fma(a[i], a[i],"
            + " Math.floor(a[i])); }",
        "void f(int n, int[] a, long[] b) { for (int i = 0; i < n; i++) a[i] = Long.bitCount(b[i])"
            + " + Integer.numberOfLeadingZeros(a[i]); }",
      })
  void mapsBecomeLanes(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, byte[] a, byte[] b) { for (int y = 1; y < 4; y++) for (int x = 1; x < n - 1;"
            + " x++) { int s = 0; for (int dy = -1; dy <= 1; dy++) for (int dx = -1; dx <= 1; dx++)"
            + " s += a[(y + dy) * n + x + dx] & 255; b[y * n + x] = (byte) (s / 9); } }",
        "void f(int n, int[] a, int[] b, int[] c) { for (int i = 0; i < n; i++) { int s = 0; for"
            + " (int k = 0; k < 4; k++) if (a[i + k] > 3) s += a[i + k] * b[k]; c[i] = s; } }",
        "void f(int n, double[] a, float[] b) { for (int i = 0; i < n; i++) { double s = 0; int k ="
            + " 6; do { s = s * 0.5 + a[i + k]; k -= 2; } while (k > 0); b[i] = (float) s + k; } }",
        "int f(int n, int[] a) { int s = 0; for (int i = 0; i < n; i++) for (int k = 0; k < 2; k++)"
            + " s = Math.max(s, a[2 * i + k]); return s; }",
      })
  void loopsAroundShortLoopsBecomeLanes(String text) {
    assertThat(Loops.verdicts(text)).as(text).singleElement().matches(Verdict::isVectorized);
    Loops.assertSame(text);
  }

  @Test
  void loopsBehindSplitLoopsBecomeLanes() {
    String text =
        "void f(int n, double[] x, double[] out) { double max = n; for (double v : x) max ="
            + " Math.max(max, v); double s = 0; for (int i = 0; i < x.length; i++) { out[i] ="
            + " Math.exp(x[i] - max); s += out[i]; } for (int i = 0; i < x.length; i++) out[i] /="
            + " s; }";
    assertThat(Loops.verdicts(text)).hasSize(3).allMatch(Verdict::isVectorized);
    Loops.assertSame(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(int n, int[] a) { int s = 5; for (int i = 0; i < n; i++) s += a[i]; return s; }",
        "int f(int n, int[] a) { int s = 5; for (int i = 0; i < n; i++) s -= a[i] * i; return s; }",
        "long f(int n, int[] a) { long s = 0; for (int i = 0; i < n; i++) s += a[i]; return s; }",
        "long f(int n, long[] a) { long s = 3; for (int i = 0; i < n; i++) s *= a[i] | 1; return s;"
            + " }",
        "int f(int n, byte[] a) { int s = 0; for (int i = 0; i < n; i++) s += a[i]; return s; }",
        "int f(int n, int[] a) { int m = Integer.MIN_VALUE; for (int i = 0; i < n; i++) m ="
            + " Math.max(m, a[i]); return m; }",
        "int f(int n, int[] a) { int m = 77; for (int i = 0; i < n; i++) if (a[i] < m) m = a[i];"
            + " return m; }",
        "int f(int n, int[] a, byte[] b) { int m = 77; for (int i = 0; i < n; i++) { int t = a[i] +"
            + " b[i]; m = t >= m ? t : m; } return m; }",
        "double f(int n, double[] a, double[] b) { double s = 1; for (int i = 0; i < n; i++) s +="
            + " Math.sqrt(a[i]) * b[i] - Math.abs(b[i]) / a[i]; return s; }",
        "float f(int n, float[] a, int[] b) { float s = 1; int t = 0; for (int i = 0; i < n; i++) {"
            + " s = a[i] / b[i] * (a[i] + 1) - s; t += b[i]; } return s + t; }",
        "double f(int n, double[] a) { double m = 1; for (int i = 0; i < n; i++) m = Math.min(m,"
            + " a[i]); return m; }",
        "float f(int n, float[] a) { float m = -1; for (int i = 0; i < n; i++) m = Math.max(m,"
            + " a[i]); return m; }",
        "int f(int n, int[] a) { int s = -1, x = 0, o = 0; for (int i = 0; i < n; i++) { s &= a[i];"
            + " x ^= a[i]; o |= a[i]; } return s + x * 3 + o * 5; }",
        "int f(int n, int[] a) { int c = 0; for (int i = 0; i < n; i++) if (a[i] > 0) c++; return"
            + " c; }",
        "int f(int n, int[] a, int[] b) { int c = 0; for (int i = 0; i < n; i++) { b[i] = a[i] + 1;"
            + " c += b[i]; } return c; }",
        "int f(int n, int[] a) { int s = 0; for (int i = 0; i < n; i++) { s += a[i]; s += i; s -="
            + " 3; } return s; }",
        "int f(int n) { int s = 0; int[] a = new int[40]; for (int i = 0; i < 40; i++) { a[i] = i *"
            + " n; s += a[i]; } return s; }",
        "int f(int n, int[] a) { int s = 0; int i = 0; for (; i < n; i++) s += a[i]; return s + i;"
            + " }",
      })
  void reductionsBecomeLanes(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f(int n) { int s = 0; for (int i = 0; i < n; i++) { int h = i * 0x85EBCA6B; h ^= h >>>"
            + " 13; h *= 0xC2B2AE35; s += h ^ h >>> 16; } return s; }",
        "int f(int n) { int c = 0; for (int i = 0; i < n; i++) { int h = i * 0x85EBCA6B; double x ="
            + " (h & 0xffff) * 0x1p-16, y = (h >>> 16) * 0x1p-16; if (x * x + y * y < 1) c++; }"
            + " return c; }",
        "double f(int n) { double s = 1; for (int i = 0; i < n; i++) s += Math.sqrt(i) / (i + 1);"
            + " return s; }",
        "long f(int n, long k) { long m = 0; for (int i = 0; i < n; i++) m = Math.max(m, i ^ k);"
            + " return m; }",
      })
  void loopsOfCountersBecomeLanes(String text) {
    Loops.assertVectorized(text);
  }

  /** As many registers as hide what a reduction waits for, and as there are. */
  @ParameterizedTest
  @CsvSource({
    "s = Math.max(s; a[i]), 4, 4",
    "s = s * (a[i] | 1), 8, 4",
    "s += a[i], 4, 4",
    "s += a[i]; t ^= a[i], 4, 4",
    "s += a[i]; t ^= a[i]; u |= a[i], 4, 2",
  })
  void slowReductionsTakeManyRegisters(String update, int avx512, int avx2) {
    String type = update.contains("max") ? "double" : update.contains("*") ? "long" : "int";
    String text =
        "int f(int n, T[] a) { T s = 3, t = 0, u = 0; for (int i = 0; i < n; i++) { "
            + update.replace("(s;", "(s,")
            + "; } return (int) (s + t + u); }";
    text = text.replace("T", type);
    Loops.assertVectorized(text);
    assertThat(Loops.verdicts(Loops.lower(text), X64Features.AVX512).getFirst().interleave())
        .isEqualTo(avx512);
    assertThat(Loops.verdicts(Loops.lower(text), X64Features.AVX2).getFirst().interleave())
        .isEqualTo(avx2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, double[] a, double[] b) { for (int i = 0; i < n; i++) b[i] = a[i] > b[i] ?"
            + " a[i] : b[i] - 1; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { if (a[i] > 0) b[i] = a[i]"
            + " * 3; else b[i] = -a[i]; } }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { if (a[i] > 0 && b[i] < 5)"
            + " b[i] = a[i]; } }",
        "void f(int n, int[] a, double[] b) { for (int i = 0; i < n; i++) { if (a[i] > 0 || b[i] <"
            + " 5) b[i] = Math.sqrt(b[i]); } }",
        "void f(int n, int[] a, double[] b) { for (int i = 0; i < n; i++) { if (a[i] > 0) { if"
            + " (b[i] < 0) b[i] = 1; else a[i] = 2; } else b[i] += 1; } }",
        "void f(int n, int[] a, byte[] b) { for (int i = 0; i < n; i++) { if (a[i] > 0) b[i] ="
            + " (byte) a[i]; } }",
        "void f(int n, byte[] a, long[] b) { for (int i = 0; i < n; i++) { if (a[i] > 0) b[i] ="
            + " a[i]; else if (a[i] == -1) b[i] = 0; } }",
        "void f(int n, int[] a, int[] b, boolean k) { for (int i = 0; i < n; i++) { if (k) a[i] ="
            + " b[i]; else a[i] = 1; } }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { if (a[i] < 0) continue;"
            + " b[i] = a[i]; if (a[i] > 9) continue; a[i] = b[i] + 1; } }",
        "int f(int n, int[] a, int[] b) { int s = 0; for (int i = 0; i < n; i++) { if (a[i] > 0) {"
            + " s += b[i]; } else { b[i] = 3; } } return s; }",
        "int f(int n, int[] a) { int s = 0; for (int i = 0; i < n; i++) { if (a[i] > 0) s += a[i];"
            + " else s += 3; if (a[i] == 7) s--; } return s; }",
        "int f(int n, int[] a, long[] b) { int s = 0; for (int i = 0; i < n; i++) { boolean p ="
            + " a[i] > 0; boolean q = b[i] > a[i]; if (p ^ q) s++; if (p & !q) s += 2; } return s;"
            + " }",
      })
  void conditionsBecomeMasks(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) b[i] = a[2 * i] + a[2 *"
            + " i + 1]; }",
        "void f(int n, double[] a, double[] b) { for (int i = 0; i < n; i++) b[i] = a[3 *"
            + " i] * a[3 * i + 1] - a[3 * i + 2]; }",
        "void f(int n, float[] a, double[] b) { for (int i = 0; i < n; i++) b[i] = a[4 * i"
            + " + 3]; }",
        "void f(int n, long[] a, int[] b) { for (int i = 0; i < n; i++) b[i] = (int) a[5 * i];"
            + " }",
        "void f(int n, byte[] a, byte[] b) { for (int i = 0; i < n; i++) b[i] = (byte)"
            + " ((a[3 * i] & 255) * 77 + (a[3 * i + 1] & 255) * 151 + (a[3 * i + 2] & 255) * 28 >>"
            + " 8); }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) b[2 * i] = a[i]; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i += 2) a[i] = b[i + 1] * 3;"
            + " }",
        "int f(int n, int[] a) { int s = 0; for (int i = n - 1; i >= 0; i -= 3) s += a[i]; return"
            + " s; }",
        "int f(int n, int[] a, byte[] b) { int s = 0; for (int i = 0; i < n; i++) s += a[b[i] & 3];"
            + " return s; }",
        "int f(int n, int[] a, byte[] b) { int s = 0; for (int i = 0; i < n; i++) s += a[b[i] >>"
            + " 4]; return s; }",
        "int f(int n, int[] a, int[] b) { int s = 0; for (int i = 0; i < n; i++) if ((a[i] & 64) !="
            + " 0) s += b[a[i] >> 8] ; return s; }",
        "void f(int n, int[] a, int[] b, long[] c) { for (int i = 0; i < n; i++) c[a[i] & 31] ="
            + " b[i]; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) if (i > 0) a[i] = b[i - 1] +"
            + " 1; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) a[i] = b[i] / (a[i] | 1) +"
            + " b[i] % (a[i] | 2); }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) a[i] = b[i] / a[i]; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) a[i] = (b[i] << 31) / ((a[i]"
            + " & 1) - 1 | 1); }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) if (b[i] != 0) a[i] %= b[i];"
            + " }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) a[i] = switch (a[i] & 7) { case 0 ->"
            + " 3; case 1, 5 -> a[i] >> 4; case 2 -> 9; default -> a[i] + 1; }; }",
        "int f(int n, int[] a, int[] b) { int s = 0; for (int i = 0; i < n; i++) { switch (a[i]) {"
            + " case 1: s += b[i]; case 2: b[i] = 7; break; case -1: s += 5; break; default: b[i]"
            + " += 3; } } return s; }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) a[i] = a[i] / 10; }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) a[i] = a[i] / 3 + a[i] % 3 + a[i] /"
            + " -7 + a[i] % -2147483648; }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) a[i] = a[i] / -1 ^ a[i] % -1; }",
        "void f(int n, int k, int[] a) { for (int i = 0; i < n; i++) a[i] = a[i] / k + a[i] % (k -"
            + " 1 | 1); }",
        "void f(int n, int k, int[] a) { for (int i = 0; i < n; i++) a[i] ="
            + " Integer.divideUnsigned(a[i], k) + Integer.remainderUnsigned(a[i], 10); }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) a[i] ="
            + " Integer.divideUnsigned(b[i], a[i] | 1) + Integer.remainderUnsigned(b[i], a[i] |"
            + " 3); }",
        "void f(int n, int k, short[] a) { for (int i = 0; i < n; i++) a[i] %= (k & 15) + 1; }",
      })
  void indicesAndDivisorsAreData(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, double[] a, double[] b) { for (int i = 0; i < n; i++) b[i] = Math.exp(a[i]);"
            + " }",
        "void f(int n, double[] a, double[] b) { for (int i = 0; i < n; i++) b[i] = Math.log(a[i] *"
            + " 1e-308) + Math.exp(b[i] * 740); }",
        "int f(int n, double[] a, double[] b) { int s = 0; for (int i = 0; i < n; i++) { b[i] +="
            + " Math.exp(a[i] - 708); s += (int) b[i]; } return s; }",
        "int f(int n, double[] a, int[] b) { int m = -9; for (int i = 0; i < n; i++) if (b[i] > 0)"
            + " m = Math.max(m, (int) Math.exp(a[i] - 708)); return m; }",
        "int f(int n, int[] a) { for (int i = 0; i < n; i++) if (a[i] == 3) return i; return -1; }",
        "int f(int n, int[] a, byte[] b) { int i = 0; while (i < n) { if (a[i] == b[i]) break; i++;"
            + " } return i; }",
        "int f(int n, int[] a) { int s = 0; for (int i = 0; i < n; i++) { if (a[i] == 3) break; s"
            + " += a[i]; } return s; }",
        "int f(int n, int[] a, int[] b) { int s = 0; for (int i = 0; i < n; i++) { if (a[i] == 3)"
            + " break; b[i] = 5; if (a[i] > 9) { s += a[i]; } } return s; }",
      })
  void exitsLeaveARoundToTheLoop(String text) {
    Loops.assertVectorized(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, int[] a) { for (int i = 1; i < n; i++) a[i] = a[i - 1] + a[i]; }",
        "void f(int n, int[] a, int[] b) { for (int i = 1; i < n; i++) b[i] = a[i - 1] + a[i]; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) b[i] = a[n - 1 - i] + a[i];"
            + " }",
        "void f(int n, int[] a, int[] b, int k) { for (int i = 0; i < n; i++) b[i] = a[i + k] +"
            + " a[i]; }",
        "int f(int n, int[] a) { int s = 0; for (int i = 0; i < n; i++) s = s * 31 + a[i]; return"
            + " s; }",
        "double f(int n, double[] a) { double s = 0; for (int i = 0; i < n; i++) s += a[i]; return"
            + " s; }",
        "int f(int n, int[] a) { int s = 0; for (int i = 0; i < n; i++) s += a[a[i] & 3]; return s;"
            + " }",
        "int f(int n, int[] a) { for (int i = 0; i < n; i++) if (a[i] == 3) return i; return -1; }",
        "int f(int n, int[] a) { int s = 0, t = 0; for (int i = 0; i < n; i++) { s += a[i]; t += s;"
            + " } return t; }",
        "int f(int n, int[] a) { int s = 0, m = 9; for (int i = 0; i < n; i++) { m = Math.min(m,"
            + " a[i]); s += m; } return s; }",
        "int f(int n, int[] a) { int p = 0, s = 0; for (int i = 0; i < n; i++) { s += a[i] - p; p ="
            + " a[i]; } return s; }",
        "long f(int n, long[] a, long[] b) { long m = 3; for (int i = 0; i < n; i++) { if (b[i] >"
            + " 0) { if (m > a[i]) m = a[i]; } } return m; }",
        "int f(int n, int[] a, int[] b) { int m = 9, k = 0; for (int i = 0; i < n; i++) if (a[i] <"
            + " m) { m = a[i]; k = i; } return k; }",
        "int f(int n, int[] a, int[] b) { int m = 9; for (int i = 0; i < n; i++) if (a[i] < m) { m"
            + " = a[i]; b[i] = 1; } return m; }",
        "int f(int n, int[] a, int[] b) { int m = 9; for (int i = 0; i < n; i++) { boolean c = a[i]"
            + " < m; m = c ? a[i] : m; b[i] = c ? 1 : 2; } return m; }",
        "int f(int n, int[] a, int[] b) { int m = 9; for (int i = 0; i < n; i++) if (a[i] < m) m ="
            + " b[i]; return m; }",
        "double f(int n, double[] a) { double m = 9; for (int i = 0; i < n; i++) if (a[i] < m) m ="
            + " a[i]; return m; }",
        "double f(int n, double[] a) { double s = 9; for (int i = 0; i < n; i++) if (a[i] < 1) s +="
            + " a[i]; return s; }",
        "double f(int n, double[] a) { double s = 9; for (int i = 0; i < n; i++) { s += a[i]; a[i]"
            + " = s; } return s; }",
        "double f(int n, double[] a) { double s = 9; for (int i = 0; i < n; i++) { s = s + s *"
            + " a[i]; } return s; }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) a[3] = i; }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) a[i] = a[2] + i; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) a[i] = b[2] + i; }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) if (i > 0) a[i] = a[i - 1] + 1; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) if (i > 0) a[i] = b[i - 1] +"
            + " 1; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) a[i] = b[i] / (a[i] | 1); }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) a[i] = b[i] / a[i]; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i + 1 < n; i += 2) a[i] = b[i + 1]; }",
        "void f(int n, int[] a) { for (int i = 0; i < n; i++) { int t = a[i]; a[i] = a[i + 2]; a[i"
            + " + 2] = t; } }",
        "void f(int n, int[] a) { for (int j = 0; j < 3; j++) for (int i = 0; i < n; i++) a[i] ="
            + " a[i] * 3 + j; }",
        "int f(int n, int[] a) { int s = 0; for (int j = 0; j < 3; j++) { int m = 0; for (int i ="
            + " j; i < n; i++) m += a[i]; s = s * 7 + m; } return s; }",
      })
  void whateverBecomesOfALoopItComputesTheSame(String text) {
    Loops.assertSame(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "double f(int n, int[] a) { double s = 5; for (int i = 0; i < n; i++) s += a[i]; return s;"
            + " }",
        "double f(int n, int[] a, int[] b) { double s = 5; for (int i = 0; i < n; i++) { s -= a[i]"
            + " >> 16; if (b[i] > 0) s = Math.fma(a[i] >> 12, b[i] >> 12, s); } return s; }",
        "float f(int n, byte[] a) { float s = 5; for (int i = 0; i < n; i++) s += a[i]; return s;"
            + " }",
        "float f(int n, byte[] a) { float s = 5; for (int i = 0; i < n; i++) s *= a[i] > 0 ? -1 :"
            + " 1; return s; }",
        "double f(int n, byte[] a) { double s = -0.0; for (int i = 0; i < n; i++) s += a[i] * -0.0;"
            + " return s; }",
      })
  void fastSumsAreExactWhereAllPartsAre(String text) {
    Loops.assertVectorizedFast(text);
  }

  @Test
  void arraysThatMayBeTheSameAreCompared() {
    assertThat(
            Loops.verdicts(
                "void f(int n, int[] a, int[] b) { for (int i = 1; i < n; i++) b[i] = a[i - 1]; }"))
        .containsExactly(new Verdict(1, 32, 2, 1, 1, null, null));
  }

  @Test
  void distancesLimitLanes() {
    assertThat(
            Loops.verdicts(
                "void f(int n, int[] a) { for (int i = 8; i < n; i++) a[i] = a[i - 8] + 1; }"))
        .containsExactly(new Verdict(1, 8, 1, 1, 0, null, null));
    assertThat(
            Loops.verdicts(
                "void f(int n, int[] a) { for (int i = 2; i < n; i++) a[i] = a[i - 2] + 1; }"))
        .allMatch(verdict -> !verdict.isVectorized());
  }

  @Test
  void verdictsTellWhy() {
    assertThat(
            Loops.verdicts(
                    "int f(int n, int[] a) { int s = 0; for (int i = 0; i < n; i++)\n"
                        + " s = s * a[i] + 31; return s; }")
                .getFirst()
                .toString())
        .isEqualTo("loop at line 2: scalar: an iteration needs what the one before has computed");
  }

  @Test
  void loopsThatAreEnteredFromSeveralPlacesAreLanes() {
    String text =
        "void f(double q, int t, double[] v) { if (t < 0) return; if (q > 7) v[0] = t; for (int i ="
            + " 0; i <= t; i++) v[i] = v[i] * q; }";
    assertThat(Loops.verdicts(text)).allMatch(Verdict::isVectorized);
    Loops.assertSame(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v = 0.9 * v + 0.1 * a[i];",
        "v = (v + a[i]) * 0.5;",
        "v = a[i] - v;",
        "v = a[i] / v;",
        "v = Math.fma(v, 0.9, a[i]);",
        "v = Math.max(v * 0.99, a[i]);",
      })
  void noOrderIsOfferedWhereNoneWouldHelp(String update) {
    String text =
        "double f(int n, double[] a) { double v = 0; for (int i = 0; i < n; i++) "
            + update
            + " return v; }";
    Verdict strict = Loops.verdicts(text).getFirst();
    assertThat(strict.reason()).isEqualTo("an iteration needs what the one before has computed");
    assertThat(strict.remedy()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "double f(int n, double[] a) { double s = 0; for (int i = 0; i < n; i++) s += a[i]; return"
            + " s; }",
        "double f(int n, double[] a) { double s = 0; for (int i = 0; i < n; i++) if (a[i] > 2) s"
            + " += a[i]; return s; }",
      })
  void sumsThatKeepTheirOrderSayWhatAllowsAnother(String text) {
    Verdict strict = Loops.verdicts(text).getFirst();
    assertThat(strict.reason()).isEqualTo("a sum of floats keeps its order");
    assertThat(strict.remedy()).isEqualTo("floats = REPRODUCIBLE or FAST allows another one");
    Function fast = Loops.lower(text);
    fast.setFloats(FloatContract.FAST);
    assertThat(FakeTarget.verdicts(fast, 512)).allMatch(Verdict::isVectorized);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f(int n, double[] a, double[] b) { double e = 1; for (int i = 0; i < n; i++) { e = e"
            + " + 0.1 * (a[i] - e); b[i] = e; } }",
        "void f(int n, double[] a, double[] b) { double s = 0; for (int i = 0; i < n; i++) { s +="
            + " a[i] * s; b[i] = s; } }",
      })
  void whatNoContractLetsBecomeLanesIsNoSum(String text) {
    Verdict verdict = Loops.verdicts(text).getFirst();
    assertThat(verdict.reason()).isEqualTo("an iteration needs what the one before has computed");
    assertThat(verdict.remedy()).isNull();
  }

  @Test
  void whatMayBeNullHasItsName() {
    Verdict verdict =
        Loops.verdicts(
                "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) a[i] ^= b[(i &"
                    + " 0xFFFF) % b.length]; }")
            .getFirst();
    assertThat(verdict.reason()).isEqualTo("b may be null");
    assertThat(verdict.remedy()).isEqualTo("read b.length before the outermost loop");
  }

  @Test
  void switchesOfManyCasesAreNotCopiedOftenInShortLoops() {
    var text =
        new StringBuilder("int f(int n, int[] a) { int s = 1; for (int i = 0; i < n; i++) {");
    for (String name : new String[] {"j", "k", "l"}) {
      text.append(" for (int NAME = 0; NAME < 7; NAME++)".replace("NAME", name));
    }
    text.append(" switch (s) {");
    for (int c = 0; c < 40; c++) {
      text.append(" case ").append(c * 7).append(": s = ").append(c * 13 % 40 * 7);
      text.append("; break;");
    }
    text.append(" default: s = 7; } a[i] = s; } return s; }");
    Function function = Loops.lower(text.toString());
    int blocks = function.blocks().size();
    Loops.verdicts(function, X64Features.AVX2);
    assertThat(function.blocks().size()).isLessThan(4 * blocks);
  }
}
