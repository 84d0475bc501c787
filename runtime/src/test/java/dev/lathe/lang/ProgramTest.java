package dev.lathe.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluation order, assignments and control flow against javac and the JVM. */
class ProgramTest {
  /** Runs each text over edge values of its parameters, all tuples up to two, and random ones. */
  private static void compareAll(String... texts) {
    compareAll(new JavaOracle(), texts);
  }

  private static void compareAll(JavaOracle oracle, String... texts) {
    for (String text : texts) {
      oracle.add(text);
    }
    var random = new SplittableRandom(7);
    for (JavaOracle.Pair pair : oracle.compile()) {
      Class<?>[] types = pair.java().getParameterTypes();
      var values = new ArrayList<List<Object>>();
      for (Class<?> type : types) {
        values.add(EdgeValues.of(JavaOracle.typeOf(type), 20));
      }
      int runs = types.length < 2 ? values.getFirst().size() : 600;
      for (int i = 0; i < runs; i++) {
        var arguments = new Object[types.length];
        for (int k = 0; k < arguments.length; k++) {
          List<Object> of = values.get(k);
          arguments[k] = of.get(types.length < 2 ? i : random.nextInt(of.size()));
        }
        pair.compare(arguments);
      }
    }
  }

  @Test
  void operandsAreEvaluatedFromLeftToRight() {
    compareAll(
        "int f(int a) { return a + (a = 3); }",
        "int f(int a) { return (a = 3) * a; }",
        "int f(int i) { i = i++ + i; return i; }",
        "int f(int i) { i = i++; return i; }",
        "int f(int i) { return i++ + ++i * i-- - --i; }",
        "int f(int a) { a += a++ * 2 + a; return a; }",
        "int f(int a) { return a - (a = 5) - (a -= 2) - a; }",
        "int f(int a, int b) { return (a = b) / (b = 2) + a * b; }",
        "int f(int a, int b) { int k = a; return k + (k = 4) * (k += 2) << (b & 3) + k; }",
        "int f(int a, int b) { a = b = a + b; return a ^ b * 31; }",
        "boolean f(int a, int b) { return a < (a = b) | a == b; }",
        "int f(int a, int b, int c) { return (a = b) < c ? a + (a = c) : (c = a) - a; }");
  }

  @Test
  void anExceptionLeavesNoLaterEffectAndComesInOrder() {
    compareAll(
        "int f(int a, int b) { return a / b + a % b; }",
        "int f(int a, int b) { return a / b + Math.addExact(a, b); }",
        "int f(int a, int b) { return Math.multiplyExact(a, b) + a / b; }",
        "int f(int a, int b) { return b != 0 ? a / b : Math.toIntExact(1L << 40); }",
        "int f(int a, int b) { return b == 0 || a / b > 3 ? 1 : a % b; }",
        "long f(long a, int b) { a /= b; a %= b + 1; return a; }",
        "short f(short a, long b) { a /= b; return a; }",
        "int f(int a) { return 1 / 0 * a; }",
        "int f(int a) { return a > 5 ? a % 0 : 3; }",
        "int f(int a) { int unused = a / 0; return 1; }");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void assertionsAreEvaluatedOnlyIfEnabledAndTheirDetailsOnlyIfTheyFail(boolean enabled) {
    compareAll(
        new JavaOracle(enabled),
        "int f(int a) { assert a > 3; return a; }",
        "int f(int a) { assert true; assert true : 1 / 0; return a; }",
        "int f(int a) { if (a > 0) assert false; else assert false : a; return a; }",
        "boolean f(boolean a) { assert a : a; return a; }",
        "byte f(byte a) { assert a > 3 : a; return a; }",
        "short f(short a) { assert a > 3 : a; return a; }",
        "char f(char a) { assert a < 3 : a; return a; }",
        "int f(char a, byte b) { assert a < b : a > 7 ? a : b; return a; }",
        "int f(char a, byte b) { assert a < b : a < 7 ? a : 'x'; return a; }",
        "long f(long a) { assert a > 3 : a; return a; }",
        "float f(float a) { assert a > 3 : a; return a; }",
        "double f(double a) { assert a > 3 : a; return a; }",
        "int f(int a) { assert a > 3 : 'x'; return a; }",
        "int f(int a) { assert a > 3 : (byte) 300; return a; }",
        "int f(int a, int b) { assert a++ > b : b = a; return a * 31 + b; }",
        "int f(int a, int b) { assert a > 0 && b++ > 0 || (b -= 3) < a : a / b; return a + b; }",
        "int f(int a, int b) { assert a / b > 2 : a % (b - 1); return a ^ b; }",
        "int f(int a, int b) { int c; assert a > 0 || (c = b) > 5 : c; c = 2; return c; }",
        "int f(int a, int b) { final int c; assert a > b : c = a; c = 2; return c; }",
        "int f(int a, int b) { assert switch (a) { case 1 -> b > 1; default -> a < b; } : switch"
            + " (b) { case 1: yield 'c'; default: yield 2L * a; }; return a; }",
        "int f(int a, int b) { int s = 0; for (int i = 0; i < (a & 7); i++) { assert (s += i) != (b"
            + " & 15) : i * 10 + s / b; s++; } return s; }",
        "int f(int a) { while (true) { assert a < 50; if (a-- < 1) return a; a /= 2; } }",
        "void f(int a) { assert a > 0; }");
  }

  @Test
  void shortCircuitsSkipTheRightSide() {
    compareAll(
        "int f(int a, int b) { boolean r = a > 0 && b++ > 0 || (b -= 3) < a; return r ? b : -b; }",
        "int f(int a, int b) { if (a > 0 && (a = b) > 0 || !(b < (b = 7))) { a++; } return a * 31 +"
            + " b; }",
        "int f(int a, int b) { return !(a < b) && !(a > b) ? 1 : a < b ^ b / 3 > a ? 2 : 3; }",
        "boolean f(double a, double b) { return !(a < b) == a >= b || !(a > b && b > a); }",
        "boolean f(boolean a, boolean b) { return a && b | !a ^ b || a != b & (a = b); }",
        "boolean f(boolean a, boolean b) { boolean c = a ? b : !b; c &= a; c |= b; c ^= true;"
            + " return c; }",
        "int f(int a, int b) { boolean c; if (a > b && (c = a > 3)) { return c ? 1 : 2; } return 3;"
            + " }",
        "int f(int a, int b) { return (a > b && b > 3 || a == 7) && (b != 2 || a / b > 1) ? a : b;"
            + " }");
  }

  /** The examples of JLS 15.26 that need no arrays, and others of their kind. */
  @Test
  void assignmentsNarrowAsJlsSaysIn1526() {
    compareAll(
        "short f(short x) { x += 4.6; return x; }",
        "int f(int x) { x += 3.5; return x; }",
        "int f(int k) { k += (k = 4) * (k + 2); return k; }",
        "int f(int k) { k = k + (k = 4) * (k + 2); return k; }",
        "byte f(byte b) { b >>>= 1; return b; }",
        "byte f(byte b) { b <<= 33; b >>= 1L; return b; }",
        "char f(char c) { c -= 1; c *= 2.5f; return c; }",
        "int f(int x) { x += 0.0f; return x; }",
        "int f(int x) { x *= 1.1; x /= 0.3f; return x; }",
        "long f(long x) { x += 1e30; x -= 0.5f; return x; }",
        "long f(long x) { x <<= 65; x >>>= x; return x; }",
        "float f(float x) { x += 1e-9; x %= 0.1; return x; }",
        "float f(long x) { float y = x; return y; }",
        "byte f(double x) { return (byte) x; }",
        "char f(float x) { return (char) x; }",
        "short f(long x) { return (short) x; }",
        "int f(byte b) { b++; b++; --b; return b++ + ++b; }",
        "int f(char c) { return c++ * 2 - --c; }",
        "float f(float x) { return x++ - --x; }");
  }

  @Test
  void constantsFoldAsJavaFoldsThem() {
    compareAll(
        "byte f(int a) { final int k = 100; byte b = k; return b; }",
        "char f(boolean c) { return true ? 1 : 'a'; }",
        "int f(boolean c) { final byte b = 1; var x = c ? b : 'a'; return x; }",
        "int f(boolean c) { var x = c ? (byte) 1 : (short) 2; return x + (c ? 'a' : 0); }",
        "long f(int a) { return 1 << 33 | 1L << 33 | -1 >>> 1 | (byte) 200 | (char) -1; }",
        "double f(int a) { return 1 / 3 + 1 / 3.0 + 0x1p-3 + 1e1f + .5 + 0f + 1D + 5 % 3.5 + 'a';"
            + " }",
        "float f(int a) { return (float) 9007199254740993L + (float) 0x1.000001p0 + 16777217; }",
        "int f(int a) { return Integer.MAX_VALUE + 1 - Integer.MIN_VALUE * -1 + Byte.MIN_VALUE; }",
        "int f(int a) { return (int) Float.NaN + (int) 1e20 + (byte) 300.7 + (char) -5.5 + (short)"
            + " 1e9; }",
        "int f(int a) { return Double.NaN == Double.NaN ? 1 : 0.0 == -0.0 ? 1.0 / -0.0 < 0 ? 4 : 5"
            + " : 3; }",
        "long f(int a) { return 0x7fff_ffff + 0b1010_1010 + 0_17 + 0L + 0xFFFF_FFFF_FFFF_FFFFL; }",
        "int f(int a) { return '\\n' + '\\'' + '\\\\' + '\\0' + '\\377' + '\\u0041' + '\\uu0041' +"
            + " '\"' + '\\s'; }",
        "int f(int a) { return -2147483648 + - 2147483648 + (int) -9223372036854775808L; }",
        "int f(int a) { if (false) { return 1 / 0; } while (true) { return a; } }",
        "int f(int a) { int b = 3; if (true) b = a; else b = 5; return b + (false ? a : 1); }",
        "int f(int a) { final boolean debug = false; if (debug && a > 3) { a = 0; } return a; }",
        "double f(int a) { return Math.PI * Float.MAX_VALUE + Character.MAX_VALUE + Long.SIZE; }");
  }

  @Test
  void loopsRunAsJavaRunsThem() {
    compareAll(
        "int f(int n) { int s = 0; for (int i = 0; i < (n & 31); i++) s += i * i; return s; }",
        "int f(int n) { int s = 0, i = n & 15; while (i > 0) { i--; if (i == 3) continue; s ^= s *"
            + " 31 + i; } return s; }",
        "int f(int n) { int s = 0; n &= 31; do { s += n; if (s > 100) break; } while (n-- > 0);"
            + " return s; }",
        "int f(int n) { n &= 7; int c = 0; outer: for (int i = 0; i < n; i++) { for (int j = 0; ;"
            + " j++) { if (j > i) continue outer; if (i * j == 12) break outer; c += i ^ j; } }"
            + " return c; }",
        "int f(int a, int b) { while (b != 0) { int t = a % b; a = b; b = t; } return a; }",
        "int f(int n) { int a = 0, b = 1; for (int i = n & 63; i-- > 0; ) { int t = a + b; a = b; b"
            + " = t; } return a; }",
        "int f(int n) { int x = 1; for (;;) { if (x > (n & 1023)) return x; x += x; } }",
        "int f(int n) { int s = 0; for (int i = 0, j = n & 15; i < j; i++, j--) { s += i * j; }"
            + " return s; }",
        "int f(int n) { block: { if (n > 3) break block; n = n * 2; } return n; }",
        "int f(int n) { a: b: for (int i = 0; i < 5; i++) { if (i == (n & 3)) continue b; if (i >"
            + " 3) break a; n += i; } return n; }",
        "long f(long h) { for (int i = 0; i < 8; i++) { h ^= h >>> 33; h *= 0xff51afd7ed558ccdL; }"
            + " return h; }",
        "int f(int n) { int i = 0; while (i++ < 10 && (n >>= 1) != 0) ; return i; }",
        "double f(double x) { double g = x; for (int i = 0; i < 5; i++) g = 0.5 * (g + x / g);"
            + " return g; }",
        "int f(int n) { int x = 0; do { x++; if (x == 3) continue; n += x; } while (x < 5 && n !="
            + " 9); return n * x; }",
        "int f(int n) { final int k; if (n > 0) k = n; else k = -n; return k; }",
        "int f(int n) { int x; while (true) { x = n; if (n++ > 0) break; n = 5; } return x; }");
  }

  @Test
  void switchesRunAsJavaRunsThem() {
    compareAll(
        "int f(int n) { switch (n & 7) { case 0: n++; case 1: n += 2; break; case 5: return 9;"
            + " default: n = -n; case 2: } return n; }",
        "int f(int n) { switch (n) { case 1, 2, -1 -> n = 10; case 3 -> { n++; } default -> { if (n"
            + " > 50) break; n = 7; } } return n; }",
        "int f(char c) { return switch (c) { case 'a', 'A' -> 1; case '\\u0001' -> { int x = c;"
            + " yield x * 2; } default -> -1; }; }",
        "int f(byte b) { return switch (b) { case 1: case 2: yield 5; case -128: b++; default:"
            + " yield b; }; }",
        "double f(int n) { var x = switch (n & 3) { case 0 -> 'a'; case 1 -> 1; default -> (byte)"
            + " 3; }; return x / 2 + x; }",
        "double f(int n) { return switch (n & 3) { case 0 -> 'a'; case 1 -> 1L; default -> 2.5f; }"
            + " / 2; }",
        "byte f(int n) { byte b = switch (n & 1) { case 0 -> 1; default -> 'x'; }; return b; }",
        "int f(int n) { int s = 0; for (int i = 0; i < 9; i++) { switch (i) { case 2: continue;"
            + " case 7: break; default: s += n; } s++; } return s; }",
        "int f(int n) { outer: while (true) { switch (n & 3) { case 0: break outer; default: n++; }"
            + " } return n; }",
        "int f(int n) { return 1 + switch (n) { case 0 -> n = 4; default -> n + switch (n & 1) {"
            + " case 0 -> 2; default -> { while (true) { if (n-- < 3) break; n /= 2; } yield n; }"
            + " }; } * n; }",
        "int f(short s) { switch (s) { } switch (s) { default: s = 3; } return s; }",
        "int f(int n) { int x; switch (n) { case 1: x = 1; break; default: x = 2; } return x; }",
        "int f(int yield) { yield = yield + 1; return yield; }");
  }

  @Test
  void everyIntegerWidthKeepsItsValueInVariables() {
    compareAll(
        "int f(byte a, short b, char c) { byte x = (byte) (a + b); short y = (short) (x * c); char"
            + " z = (char) -y; return x + y * z; }",
        "long f(byte a, short b, char c) { return a * (long) b - c >>> a; }",
        "boolean f(byte a, char b) { return a == b || (byte) b == a || (char) a == b; }",
        "float f(char a, short b) { return a / (float) b; }",
        "int f(long a, float b) { return (int) (a * b) ^ (int) a ^ (int) b; }");
  }
}
