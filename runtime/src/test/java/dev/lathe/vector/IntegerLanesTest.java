package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.X64Features;
import dev.lathe.ir.Function;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Integer arithmetic in lanes that no instruction does: quotients, upper halves, overflow. */
class IntegerLanesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a[i] / b[i]",
        "a[i] % b[i]",
        "a[i] / (b[i] | 1) + a[i] % (b[i] >> 40 | 1)",
        "(a[i] | 0x7FFF_FFFF_FFFF_F000L) / (b[i] | 1)",
        "a[i] % (b[i] & 7 | 1) - (a[i] >> 9) / ((b[i] & 1) - 1 | 1)",
        "Long.MIN_VALUE / (b[i] >> (i & 63) | 1)",
      })
  void longsAreDividedByLongs(String expression) {
    Loops.assertVectorized(longs(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a[i] / 10 + a[i] % 1_000_003",
        "a[i] / -7 ^ a[i] % 64",
        "a[i] / 1024 - a[i] / -2",
        "a[i] / Long.MIN_VALUE + a[i] % Long.MAX_VALUE",
        "Long.divideUnsigned(a[i], 10) ^ Long.remainderUnsigned(a[i], 7)",
        "Long.divideUnsigned(a[i], 1L << 63) ^ Long.remainderUnsigned(a[i], -3)",
        "Math.floorMod(a[i], 12) + Math.floorDiv(a[i], 86_400_000L)",
      })
  void longsAreDividedByConstants(String expression) {
    Loops.assertVectorized(longs(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a[i] / 10 + a[i] % 1_000_003",
        "a[i] / -7 ^ a[i] % 64",
        "a[i] / 1024 - a[i] / -2",
        "a[i] / Integer.MIN_VALUE + a[i] % Integer.MAX_VALUE",
        "Integer.divideUnsigned(a[i], 10) ^ Integer.remainderUnsigned(a[i], 7)",
        "Integer.divideUnsigned(a[i], 1 << 31) ^ Integer.remainderUnsigned(a[i], -3)",
        "Math.floorMod(a[i], 12) + Math.floorDiv(a[i], 86_400)",
        "a[i] / 641 + a[i] / 3 * 3",
      })
  void intsAreDividedByConstants(String expression) {
    Loops.assertVectorized(ints(expression));
  }

  @Test
  void longsAreDividedByWhatDoesNotChange() {
    Loops.assertVectorized(
        "void f(int n, long d, long[] a, long[] b) { for (int i = 0; i < n; i++) { b[i] = a[i] / d"
            + " ^ a[i] % (d >> 50 | 1); } }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a[i] >>> 8 & 0xFF) * (a[i] >>> 24) + (b[i] >>> 8 & 0xFF) * 3) & 0xFF00",
        "(a[i] >>> 3 & 0x1FFF) + b[i] & 0xFFFF",
        "(a[i] >>> 3 & 0x1FFF) + b[i] & 0x1FFFF",
        "(a[i] >>> 4 & 0xFFF_0FFF) ^ (b[i] << 5 & 0xFFE0_FFE0)",
        "(a[i] >>> 8 & 0xFF) - (b[i] >>> 8 & 0xFF)",
        "(short) ((a[i] >>> 12 & 0xF) - b[i])",
      })
  void fieldsAreHalvesOfLanes(String expression) {
    Loops.assertVectorized(ints(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Math.multiplyHigh(a[i], b[i])",
        "Math.multiplyHigh(a[i], -3)",
        "Math.unsignedMultiplyHigh(a[i], b[i])",
        "Math.unsignedMultiplyHigh(a[i], 0xCCCC_CCCC_CCCC_CCCDL)",
      })
  void productsHaveUpperHalves(String expression) {
    Loops.assertVectorized(longs(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Math.addExact(a[i] >> 2, b[i] >> 1)",
        "Math.subtractExact(a[i], 5L)",
        "Math.multiplyExact(a[i] >> 40, b[i] >> 38)",
        "Math.multiplyExact(a[i], b[i])",
        "Math.negateExact(a[i])",
        "Math.toIntExact(a[i] >> 32)",
        "Math.toIntExact(a[i])",
        "a[i] > 0 ? Math.incrementExact(a[i]) : b[i]",
        "Math.clamp(a[i], -5L, 7L)",
      })
  void exactOpsOfLongsLeaveARoundToTheLoop(String expression) {
    Loops.assertVectorized(longs(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Math.addExact(a[i] >> 2, b[i] >> 1)",
        "Math.addExact(a[i], b[i])",
        "Math.multiplyExact(a[i] >> 16, b[i] >> 15)",
        "Math.multiplyExact(a[i], 3)",
        "Math.absExact(a[i] >> 1)",
        "a[i] < 9 ? Math.decrementExact(a[i]) : b[i]",
        "(byte) Math.addExact(a[i] & 0xFF, b[i] & 3)",
      })
  void exactOpsOfIntsLeaveARoundToTheLoop(String expression) {
    Loops.assertVectorized(ints(expression));
  }

  @Test
  void boundsThatDoNotChangeAreTestedInEachRound() {
    Loops.assertVectorized(
        "void f(int n, int lo, int hi, int[] a, int[] b) { for (int i = 0; i < n; i++) { b[i] ="
            + " Math.clamp(a[i], lo, hi); } }");
  }

  @Test
  void assertionsLeaveARoundToTheLoop() {
    Loops.assertVectorized(
        "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { assert a[i] != 77; b[i] ="
            + " a[i] + 1; } }");
  }

  @Test
  void processorsHaveThemToo() {
    assertLanes("Math.multiplyHigh(a[i], b[i])", true, false);
    assertLanes("Math.multiplyExact(a[i], b[i])", true, false);
    assertLanes("Math.addExact(a[i], b[i])", true, true);
    assertLanes("a[i] / b[i]", true, false);
    assertLanes("a[i] / 10", true, false);
    assertLanes("a[i] / 8", true, true);
  }

  @Test
  void divisionWithoutSignsByLongsIsRefused() {
    List<Verdict> verdicts = Loops.verdicts(longs("Long.divideUnsigned(a[i], b[i])"));
    assertThat(verdicts.getFirst().reason())
        .isEqualTo("it divides longs without a sign by what is no constant");
  }

  private static void assertLanes(String expression, boolean avx512, boolean avx2) {
    Function wide = Loops.lower(longs(expression));
    assertThat(Loops.verdicts(wide, X64Features.AVX512))
        .as(expression)
        .allMatch(verdict -> verdict.isVectorized() == avx512);
    Function narrow = Loops.lower(longs(expression));
    assertThat(Loops.verdicts(narrow, X64Features.AVX2))
        .as(expression)
        .allMatch(verdict -> verdict.isVectorized() == avx2);
  }

  private static String longs(String expression) {
    return "void f(int n, long[] a, long[] b) { for (int i = 0; i < n; i++) { b[i] = "
        + expression
        + "; } }";
  }

  private static String ints(String expression) {
    return "void f(int n, int[] a, int[] b) { for (int i = 0; i < n; i++) { b[i] = "
        + expression
        + "; } }";
  }
}
