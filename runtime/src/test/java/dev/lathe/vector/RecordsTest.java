package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops over arrays of records, all of whose fields have the type of the array. */
class RecordsTest {
  private static final List<String> TYPES =
      List.of("byte", "short", "char", "int", "long", "float", "double");

  static List<String> ofAllTypes() {
    var texts = new ArrayList<String>();
    for (String type : TYPES) {
      for (int size = 2; size <= 4; size++) {
        var body = new StringBuilder();
        for (int field = 0; field < size; field++) {
          String from = "a[" + size + " * i + " + (size - 1 - field) + "]";
          String value = "(" + type + ") (" + from + " * 3 + " + field + ")";
          body.append("b[" + size + " * i + " + field + "] = " + value + "; ");
        }
        String head = "void f(int n, " + type + "[] a, " + type + "[] b) ";
        texts.add(head + "{ for (int i = 0; i < n; i++) { " + body + "} }");
      }
    }
    return texts;
  }

  @ParameterizedTest
  @MethodSource("ofAllTypes")
  void fieldsAreLoadedAndStoredTogether(String text) {
    Loops.assertVectorizedRecords(text, 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // some fields only: nothing behind the last is loaded
        "void f(int n, byte[] a, byte[] b) { for (int i = 0; i < n; i++) b[i] = a[4 * i + 1]; }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) b[i] = a[4 * i + 2] + a[4 *"
            + " i + 1]; }",
        "void f(int n, double[] a, double[] b) { for (int i = 0; i < n; i++) b[i] = a[3 * i + 2] +"
            + " a[3 * i + 1]; }",
        "void f(int n, short[] a, int[] b) { for (int i = 0; i < n; i++) b[i] = a[4 * i + 3] - a[4"
            + " * i]; }",
        "int f(int n, byte[] a) { int s = 0; for (int i = 0; i < n; i++) s += (a[3 * i] & 255) *"
            + " a[3 * i + 2]; return s; }",
        // of two records at once
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n - 1; i++) b[i] = a[2 * i + 3] -"
            + " a[2 * i + 2] + a[2 * i + 1] * a[2 * i]; }",
        "void f(int n, float[] a, float[] b) { for (int i = 0; i < 2 * n; i += 2) { b[i + 1] ="
            + " a[i]; b[i] = -a[i + 1]; } }",
        // in place
        "void f(int n, float[] a) { for (int i = 0; i < n; i++) { float t = a[2 * i]; a[2 * i] ="
            + " a[2 * i + 1]; a[2 * i + 1] = t; } }",
        "void f(int n, int[] a, int k) { for (int i = 0; i < n; i++) { a[3 * i] *= k; a[3 * i + 1]"
            + " += k; a[3 * i + 2] ^= k; } }",
        "void f(int n, byte[] a, byte[] b) { for (int i = 0; i < n; i++) { b[2 * i] = a[i]; b[2 * i"
            + " + 1] = a[i + 1]; } }",
        // where stores move down, no load moves up past them
        "void f(int n, int[] a, short[] b, byte[] c) { for (int i = 0; i < n; i++) { b[2 * i] = 1;"
            + " b[2 * i + 1] = (short) (b[2 * i + 1] > 1 ? 1 : a[2 * i]); c[2 * i] = (byte) b[2 *"
            + " i]; } }",
        // products of complex numbers
        "void f(int n, double[] a, double[] b, double[] c) { for (int i = 0; i < n; i++) { int re ="
            + " 2 * i; int im = re + 1; c[re] = a[re] * b[re] - a[im] * b[im]; c[im] = a[re] *"
            + " b[im] + a[im] * b[re]; } }",
        "void f(int n, float[] a, float[] b, float[] c) { for (int i = 0; i < n; i++) { c[2 * i] ="
            + " a[2 * i] * b[2 * i] - a[2 * i + 1] * b[2 * i + 1]; c[2 * i + 1] = a[2 * i] * b[2 *"
            + " i + 1] + a[2 * i + 1] * b[2 * i]; } }",
        // a field alone, or with a hole, is stored one by one
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { b[3 * i] = a[i]; b[3 * i +"
            + " 2] = a[i] * 3; } }",
        "void f(int n, int[] a, int[] b, int[] c) { for (int i = 0; i < n; i++) { b[2 * i] = a[i];"
            + " a[i] = 3; b[2 * i + 1] = c[2 * i + 1]; } }",
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { if (a[i] > 0) b[2 * i] ="
            + " a[2 * i + 1] + a[2 * i]; b[2 * i + 1] = 5; } }",
        // what exits
        "int f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { if (a[2 * i] > a[2 * i + 1]"
            + " + 1000000000) return i; b[i] = a[2 * i]; } return -1; }",
        "int f(int n, byte[] a) { for (int i = 0; i < n; i++) { if (a[3 * i] + a[3 * i + 1] == a[3"
            + " * i + 2]) return i; } return -1; }",
        "void f(int n, byte[] a, byte[] b) { for (int i = n - 1; i >= 0; i--) b[i] = (byte) (a[n -"
            + " 1 - i] + i); }",
        "void f(int n, short[] a, char[] b) { for (int i = n - 1; i >= 0; i--) b[i] = (char) (a[i]"
            + " * 3); }",
      })
  void recordsComeInManyWays(String text) {
    Loops.assertVectorizedRecords(text, 4);
  }

  @Test
  void storesDoNotMovePastWhatMayBeTheSame() {
    String text =
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { b[2 * i] = 7; a[i] = 8;"
            + " b[2 * i + 1] = 9; } }";
    Loops.assertSame(text);
    assertThat(Loops.verdicts(text).getFirst().checks()).isEqualTo(1);
  }
}
