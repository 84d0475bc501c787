package dev.lathe.lang;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Arrays and memory segments against javac and the JVM: results, exceptions and contents. */
class ArrayProgramTest {
  /** Runs each text with each of the lists of arguments. */
  private static void compareAll(List<Object[]> arguments, String... texts) {
    compareAll(new JavaOracle(), arguments, texts);
  }

  private static void compareAll(JavaOracle oracle, List<Object[]> arguments, String... texts) {
    for (String text : texts) {
      oracle.add(text);
    }
    for (JavaOracle.Pair pair : oracle.compile()) {
      for (Object[] list : arguments) {
        pair.compare(list);
      }
    }
  }

  private static Object[] of(Object... arguments) {
    return arguments;
  }

  /** Two arrays, that may be the same, empty or null, and an index. */
  private static List<Object[]> twoArrays(Function<int[], Object> make) {
    Object a = make.apply(new int[] {3, 1, 4, 1, 5});
    Object b = make.apply(new int[] {2, 7, 1});
    return List.of(
        of(a, b, 0),
        of(a, b, 2),
        of(a, b, 3),
        of(a, a, 1),
        of(a, a, 4),
        of(a, b, -1),
        of(b, a, 5),
        of(b, null, 1),
        of(null, b, 0),
        of(null, b, 9),
        of(a, make.apply(new int[0]), 0),
        of(a, b, Integer.MIN_VALUE));
  }

  private static final List<Object[]> INTS = twoArrays(values -> values);

  @Test
  void elementsAreReadAndWritten() {
    compareAll(
        INTS,
        "int f(int[] a, int[] b, int i) { return a[i] * 10 + b[0]; }",
        "int f(int[] a, int[] b, int i) { a[0] = 9; return b[i] + a[i]; }",
        "int f(int[] a, int[] b, int i) { a[i] = b[i] = i; return a[i]; }",
        "int f(int[] a, int[] b, int i) { return a.length * 100 + b.length; }",
        "int f(int[] a, int[] b, int i) { int s = 0; for (int k = 0; k < a.length; k++) s +="
            + " a[k] * b[k % 3]; return s; }",
        "int f(int[] a, int[] b, int i) { return a[b[i]]; }",
        "int f(int[] a, int[] b, int i) { byte k = 1; char c = 2; short s = 0; return a[k] + a[c]"
            + " + a[s] + b['\\1']; }",
        "void f(int[] a, int[] b, int i) { for (int k = 0; k <= i; k++) a[k] = b[k] + 1; }",
        "void f(int[] a, int[] b, int i) { a[i] = 1; b[i] = 2; }",
        "int f(int[] a, int[] b, int i) { return a[switch (i) { case 0 -> (byte) 1; default ->"
            + " 'a'; }]; }");
  }

  /** JLS 14.14.2. */
  @Test
  void loopsOverElements() {
    compareAll(
        INTS,
        "int f(int[] a, int[] b, int i) { int s = 0; for (int x : a) s = s * 3 + x; return s; }",
        "long f(int[] a, int[] b, int i) { long s = i; for (long x : b) { s = s * 3 + x; x = 0; }"
            + " return s; }",
        "double f(int[] a, int[] b, int i) { var s = 0f; for (final var x : a) for (float y : b) s"
            + " += x / y; return s; }",
        "int f(int[] a, int[] b, int i) { for (int x : a) { a = b; b[0] += x; } return a.length; }",
        "int f(int[] a, int[] b, int i) { for (int x : i > 2 ? a : b) if (x == i) return x + 1;"
            + " return 0; }",
        "int f(int[] a, int[] b, int i) { int s = 0; for (int x : a) { if (x == 1) continue; if (x"
            + " == 5) break; s += x; } return s; }",
        "int f(int[] a, int[] b, int i) { int s = 0; out: for (int x : a) { for (int y : b) { if"
            + " (x == y) continue out; if (x + y == 9) break out; s += x * y; } s++; } return s; }",
        "int f(int[] a, int[] b, int i) { int s; for (int x : new int[] {i, 2, i}) { s = x; a[0] +="
            + " s; } int x = 3; return x; }",
        "int f(int[] a, int[] b, int i) { for (int x : a = b) i += x; return i + a.length; }",
        "int f(int[] a, int[] b, int i) { int n = 0; for (int x : a) { b[i] = 1; n++; } return n;"
            + " }",
        "int f(int[] a, int[] b, int i) { int s = 0; for (int x : a) for (int y : a) { x += y; s +="
            + " x; } return s; }",
        "void f(int[] a, int[] b, int i) { for (int x : a) ; for (int x : b) { a[1] = x; } }");
  }

  /** The variable to which javac copies the array has a number only. */
  @Test
  void loopsOverElementsOfNullNameTheVariableAsJavaDoes() {
    compareAll(
        INTS,
        "int f(int[] a, int[] b, int i) { for (int y : b) for (int x : a) i += x; return i; }",
        "int f(int[] a, int[] b, int i) { long p = 1; double q = 2; int r = 3; for (int x : a) i +="
            + " x; { long s = 4; } for (double y : b) { i++; for (long z : b) { i += y + z; for"
            + " (int u : a) i ^= u; } } return i; }",
        "int f(int[] a, int[] b, int i) { for (long k = 0; k < 2; k++) { byte c = 1; for (int x :"
            + " a) i += x; } return i; }",
        "int f(int[] a, int[] b, int i) { switch (i) { case 0: long p = 3; default: for (int x : a)"
            + " i += x; int[] n = null; for (int y : n) i++; } return i; }",
        "int f(int[] a, int[] b, int i) { var d = switch (i) { case 2 -> 1.0; default -> { long s ="
            + " 0; for (int x : a) s += x; yield s; } }; for (int y : a) i += y; return i + (int)"
            + " d; }",
        "int f(int[] a, int[] b, int i) { for (int x : switch (i) { case 1 -> b; default -> { for"
            + " (int y : a) i += y; yield b; } }) i += x; return i; }",
        "int f(int[] a, int[] b, int i) { final int c = 4; for (int x : (int[]) null) i++; return"
            + " i; }");
  }

  /** JLS 15.26.1, 15.10.4 and 15.7. */
  @Test
  void aSimpleAssignmentChecksAfterItsRightSide() {
    compareAll(
        INTS,
        "int f(int[] a, int[] b, int i) { a[i] = i = 2; return i; }",
        "int f(int[] a, int[] b, int i) { int[] t = a; a[0] = (a = b)[i]; return t[0]; }",
        "int f(int[] a, int[] b, int i) { a[i] = 1 / (i - 9); return 1; }",
        "int f(int[] a, int[] b, int i) { a[1 / (i - 9)] = b[i]; return 1; }",
        "int f(int[] a, int[] b, int i) { a[i] = b[i] = 7 / i; return 1; }",
        "int f(int[] a, int[] b, int i) { a[b[i]] = b[1] = i; return 1; }",
        "int f(int[] a, int[] b, int i) { return a[(a = b)[i]]; }",
        "int f(int[] a, int[] b, int i) { int[] c = a; a = b; return c[i] + (c = b)[i] + c[1]; }",
        "int f(int[] a, int[] b, int i) { return a[i++] + a[i++] * 10 + a[i - 2] * i; }",
        "void f(int[] a, int[] b, int i) { (i > 1 ? a : b)[i] = (i > 2 ? b : a)[0]; }");
  }

  /** JLS 15.26.2. */
  @Test
  void aCompoundAssignmentChecksAndReadsBeforeItsRightSide() {
    compareAll(
        INTS,
        "int f(int[] a, int[] b, int i) { i = 1; a[i] += (i = 3); return i; }",
        "int f(int[] a, int[] b, int i) { a[i] += 1 / (i - 9); return 1; }",
        "int f(int[] a, int[] b, int i) { a[i] -= b[i] = 3; return 1; }",
        "int f(int[] a, int[] b, int i) { a[0] = 9; a[0] += (a[0] = 3) * a[0]; return a[0]; }",
        "int f(int[] a, int[] b, int i) { int[] t = a; a[0] += (a = b)[i] * a[0]; return t[0]; }",
        "int f(int[] a, int[] b, int i) { a[i] /= b[i] - 1; return 1; }",
        "int f(int[] a, int[] b, int i) { return a[i]++ + ++a[i] * 10 - a[i]-- - --a[i]; }",
        "int f(int[] a, int[] b, int i) { return (a[i] *= 3) + (a[i++] >>= 1) + i; }",
        "int f(int[] a, int[] b, int i) { a[i] += 2.7; return a[i] >>>= 33L; }",
        "void f(int[] a, int[] b, int i) { a[a[i]] += a[0]++; }");
  }

  /** The examples of JLS 15.7, 15.10.4 and 15.26 about arrays, exceptions by division by 0. */
  @Test
  void examplesOfTheJls() {
    var arguments = new ArrayList<Object[]>();
    int[] a = {11, 12, 13, 14};
    int[] b = {0, 1, 2, 3};
    for (int i = 0; i < 16; i++) { // which of the operands throws
      arguments.add(of(a, b, i));
      arguments.add(of(null, b, i));
    }
    compareAll(
        arguments,
        // 15.10.4-1: the array reference is evaluated first
        "int f(int[] a, int[] b, int i) { return a[(a = b)[3]]; }",
        // 15.10.4-2: its evaluation completes abruptly, so the index is not evaluated
        "int f(int[] a, int[] b, int i) { return (1 / (i & 1) > 0 ? a : b)[b[0] = 1 / (i & 2)]; }",
        // 15.10.4-3: the index is evaluated even if the reference is null
        "int f(int[] a, int[] b, int i) { return ((int[]) null)[b[1] = 1 / (i & 2)]; }",
        // 15.26.1-1: which of array, index and right side throws, and null
        "int f(int[] a, int[] b, int i) { (1 / (i & 1) > 0 ? a : b)[b[0] = 1 / (i & 2)] = b[1] = 1"
            + " / (i & 4); return 1; }",
        "int f(int[] a, int[] b, int i) { a[i & 9] = b[1] = 1 / (i & 4); return 1; }",
        // 15.26.2-1: the same of compound assignment
        "int f(int[] a, int[] b, int i) { (1 / (i & 1) > 0 ? a : b)[b[0] = 1 / (i & 2)] += b[1] ="
            + " 1 / (i & 4); return 1; }",
        "int f(int[] a, int[] b, int i) { a[i & 9] *= b[1] = 1 / (i & 4); return 1; }",
        // 15.26.2-2: the left-hand side is saved before the right one is evaluated
        "int f(int[] a, int[] b, int i) { int k = 1; k += (k = 4) * (k + 2); a[0] = 1; a[0] +="
            + " (a[0] = 4) * (a[0] + 2); return k; }",
        "int f(int[] a, int[] b, int i) { int k = 1; k = k + (k = 4) * (k + 2); a[0] = 1; a[0] ="
            + " a[0] + (a[0] = 4) * (a[0] + 2); return k; }",
        // 15.14.2, 15.15.1: an element stepped
        "int f(int[] a, int[] b, int i) { return a[b[1]++]-- + b[a[b[2]--] - 12]++ + b[1]; }");
  }

  @Test
  void referencesAreComparedSelectedAndSwapped() {
    compareAll(
        INTS,
        "boolean f(int[] a, int[] b, int i) { return a == b; }",
        "boolean f(int[] a, int[] b, int i) { return a != b ^ null == a | b != null; }",
        "boolean f(int[] a, int[] b, int i) { return (i > 1 ? a : null) == (i > 2 ? null : b); }",
        "boolean f(int[] a, int[] b, int i) { return null == null == (null != null); }",
        "boolean f(int[] a, int[] b, int i) { return (i > 1 ? null : null) == a; }",
        "int f(int[] a, int[] b, int i) { for (int k = 0; k < 5; k++) { int[] t = a; a = b; b = t;"
            + " a[0]++; } return a[i] - b[i]; }",
        "int f(int[] a, int[] b, int i) { return (i > 1 ? a : b)[0] + (i > 2 ? a : b).length; }",
        "int f(int[] a, int[] b, int i) { var c = i > 2 ? a : i > 0 ? b : null; return c[1]; }",
        "int f(int[] a, int[] b, int i) { int[] c; if (i > 1) c = a; else c = b; c[0] = 5; return"
            + " a[0]; }",
        "int f(int[] a, int[] b, int i) { int[] c = switch (i) { case 0 -> a; case 1 -> b; default"
            + " -> null; }; return c == null ? -1 : c[i]; }",
        "int f(int[] a, int[] b, int i) { int s = 0; while (a != null && s < 9) { s += a.length; a"
            + " = a == b ? null : b; } return s; }");
  }

  /** JEP 358. */
  @Test
  void exceptionsForNullNameTheVariable() {
    compareAll(
        List.of(of(null, null, 0), of(null, null, 3)),
        "int f(int[] a, int[] b, int i) { return b[i]; }",
        "void f(int[] a, int[] b, int i) { b[i] = 1; }",
        "int f(int[] a, int[] b, int i) { return b.length; }",
        "int f(int[] a, int[] b, int i) { return (i > 1 ? a : b)[0]; }",
        "int f(int[] a, int[] b, int i) { return (i > 1 ? a : b).length; }",
        "int f(int[] a, int[] b, int i) { return (a = b)[0]; }",
        "int f(int[] a, int[] b, int i) { int[] c; return (a = c = b)[0]; }",
        "int f(int[] a, int[] b, int i) { int[] c = b; return c[0]; }",
        "int f(int[] a, int[] b, int i) { return (true ? a : b)[0]; }",
        "int f(int[] a, int[] b, int i) { return ((int[]) b)[0]; }",
        "int f(int[] a, int[] b, int i) { return ((int[]) null)[0]; }",
        "int f(int[] a, int[] b, int i) { return (a = null)[0]; }",
        "int f(int[] a, int[] b, int i) { a = null; return a[0]; }",
        "int f(int[] a, int[] b, int i) { return a[b[i]]; }",
        "void f(int[] a, int[] b, int i) { a[i] += b[i]; }",
        "int f(int[] a, int[] b, int i) { return a[i]++; }");
  }

  @Test
  void everyElementTypeIsNarrowedAndWidened() {
    var a = new int[] {0, 1, -1, 127, 128, 300, 65535, 40000, Integer.MIN_VALUE};
    for (String type : List.of("byte", "short", "char", "int", "long", "float", "double")) {
      Function<int[], Object> make =
          values -> {
            Object array = EdgeArrays.of(type, values.length);
            for (int i = 0; i < values.length; i++) {
              EdgeArrays.set(array, i, values[i]);
            }
            return array;
          };
      Object array = make.apply(a);
      List<Object[]> arguments =
          List.of(
              of(array, 0), of(array, 3), of(array, 5), of(array, 8), of(array, 9), of(null, 1));
      compareAll(
          arguments,
          "T f(T[] a, int i) { return a[i]; }".replace("T", type),
          "T f(T[] a, int i) { a[0] = a[i]; a[i] += 1000; return a[i]; }".replace("T", type),
          "T f(T[] a, int i) { return a[i] = (T) (a[1] * 70000 + i); }".replace("T", type),
          "T f(T[] a, int i) { a[i] = 100; return a[i] *= 2.75; }".replace("T", type),
          "T f(T[] a, int i) { return a[i]++; }".replace("T", type),
          "T f(T[] a, int i) { return --a[i]; }".replace("T", type),
          "double f(T[] a, int i) { return a[i] / 2 + a[i] / 2.0; }".replace("T", type),
          "int f(T[] a, int i) { return a.length; }".replace("T", type));
    }
    var flags = new boolean[] {true, false, true};
    compareAll(
        List.of(of(flags, 0), of(flags, 1), of(flags, 3), of(null, 0)),
        "boolean f(boolean[] a, int i) { return a[i] && !a[1]; }",
        "boolean f(boolean[] a, int i) { a[0] = a[i] == a[1]; a[i] ^= true; return a[i] |= a[2]; }",
        "boolean f(boolean[] a, int i) { if (a[i]) { a[1] = true; } return a[i] ? a[0] : a[1]; }");
  }

  @Test
  void tablesAreReadByTheirFieldsNames() {
    var oracle = new JavaOracle();
    oracle.declare(
        "public static final int[] T = {5, 6, 7};\n"
            + "public static final int[] NONE = null;\n"
            + "public static final double[] D = {0.5};\n",
        Map.of(
            "Kernels.T", JavaType.INT_ARRAY,
            "Kernels.NONE", JavaType.INT_ARRAY,
            "Kernels.D", JavaType.DOUBLE_ARRAY));
    compareAll(
        oracle,
        INTS,
        "int f(int[] a, int[] b, int i) { return Kernels.T[i] + Kernels.T.length; }",
        "double f(int[] a, int[] b, int i) { return Kernels.D[i] * Kernels.T[1]; }",
        "int f(int[] a, int[] b, int i) { return Kernels.NONE[i]; }",
        "int f(int[] a, int[] b, int i) { return (i > 1 ? Kernels.T : a)[i]; }",
        "int f(int[] a, int[] b, int i) { int[] c = Kernels.T; c[0]++; return c[0] - Kernels.T[0];"
            + " }");
  }

  /** JLS 15.10.2, 10.6. */
  @Test
  void newArraysAreZeroedEachTime() {
    compareAll(
        INTS,
        // never executed, so that nothing is known of the length
        "int f(int[] a, int[] b, int i) { switch (0) { case 5: int[] c = new int[i & 7]; c[i] = 1;"
            + " default: } return 1; }",
        "int f(int[] a, int[] b, int i) { int s = 0, k = 0; while (k < 0 && 233 == k) { k += 2; s"
            + " += new boolean[(k & 15) - 1].length; } return s; }",
        "int f(int[] a, int[] b, int i) { switch (i & 6) { case 1: int[] c = new int[(i & 15) - 1];"
            + " c[i] = 1; case 2: default: } return 1; }",
        "int f(int[] a, int[] b, int i) { int s = 0; for (int k = 0; k + 1 < a.length; k += 2) {"
            + " switch (k) { case -32767: s += new double[(k & 15) - 1].length; case 4: s++;"
            + " default: } } return s; }",
        "int f(int[] a, int[] b, int i) { int[] c = new int[4]; c[1] = 7; return c[i] + c.length;"
            + " }",
        "int f(int[] a, int[] b, int i) { int s = 0; for (int k = 0; k < 5; k++) { int[] c = new"
            + " int[Math.min(i, 8)]; c[k]++; s += c[k]; s += c.length; } return s; }",
        "int f(int[] a, int[] b, int i) { int n = i; if (n > 9) n = 9; double[] c = new double[n];"
            + " for (int k = 0; k < n; k++) c[k] = a[k] / 2.0; return (int) (c[0] * 2); }",
        "int f(int[] a, int[] b, int i) { if (i > 99) return 1; int[] c = new int[i]; return"
            + " c.length; }",
        "int f(int[] a, int[] b, int i) { return new byte[Math.clamp((long) i, 0, 9)].length; }",
        "int f(int[] a, int[] b, int i) { char k = 3; return new short[i & 7].length + new"
            + " int[k].length + new int[k - 3].length; }",
        "int f(int[] a, int[] b, int i) { return new int[i = 3].length + i + new int[] {}.length;"
            + " }",
        "int f(int[] a, int[] b, int i) { byte[] c = {1, 'a', (byte) i,}; return c[i]; }",
        "double f(int[] a, int[] b, int i) { return new double[] {i, 2, 3f}[i] + new boolean[]"
            + " {true}.length; }",
        "int f(int[] a, int[] b, int i) { var c = new int[] {i++, i++, a[i], i}; return c[0] +"
            + " c[1] * 10 + c[2] * 100 + c[3] * 1000; }",
        "int f(int[] a, int[] b, int i) { int[] c = new int[3], d = new int[3]; for (int k = 1; k"
            + " < 20; k++) { int[] t = c; c = d; d = t; c[k % 3] += k; } return c[0] * 31 + d[1];"
            + " }",
        "int f(int[] a, int[] b, int i) { int[] c = null; int s = 0; for (int k = 0; k < 5; k++) {"
            + " if (c == null) c = new int[4]; s += c[k & 3] += k; if (k == 3) c = null; } return"
            + " s; }",
        "int f(int[] a, int[] b, int i) { int[] c = a; for (int k = 0; k < 5; k++) { int s = c[1];"
            + " c = new int[s > 3 ? 3 : 2]; c[1] = s + k; } return c[1]; }",
        "int f(int[] a, int[] b, int i) { int[] c = i > 0 ? a : new int[2]; return c == a ? 1 :"
            + " c[1]++; }",
        "int f(int[] a, int[] b, int i) { return (false ? new int[i] : a)[1]; }");
  }

  @Test
  void segmentsAreReadAndWritten() {
    MemorySegment outside = Arena.ofAuto().allocate(32, 8);
    MemorySegment bytes = MemorySegment.ofArray(new byte[32]);
    MemorySegment longs = MemorySegment.ofArray(new long[4]);
    var arguments = new ArrayList<Object[]>();
    for (MemorySegment segment : new MemorySegment[] {outside, bytes, longs, null}) {
      for (long index : new long[] {0, 1, 3, 4, 24, 25, 32, -1, 1L << 61, Long.MIN_VALUE}) {
        arguments.add(of(segment, index));
      }
    }
    arguments.add(of(longs.asReadOnly(), 1L));
    for (String type : List.of("BYTE", "SHORT", "CHAR", "INT", "LONG", "FLOAT", "DOUBLE")) {
      for (String suffix : List.of("", "_UNALIGNED")) {
        if (type.equals("BYTE") && !suffix.isEmpty()) {
          continue;
        }
        String layout = "ValueLayout.JAVA_" + type + suffix;
        String name = type.toLowerCase(Locale.ROOT);
        compareAll(
            arguments,
            "T f(MemorySegment s, long i) { return s.getAtIndex(L, i); }"
                .replace("T ", name + " ")
                .replace("L,", layout + ","),
            "T f(MemorySegment s, long i) { s.setAtIndex(L, i, (T) 77); return s.get(L, i); }"
                .replace("T ", name + " ")
                .replace("(T)", "(" + name + ")")
                .replace("L,", layout + ","),
            "void f(MemorySegment s, long i) { s.set(L, i, (T) -3.5); }"
                .replace("(T)", "(" + name + ")")
                .replace("L,", layout + ","));
      }
    }
    compareAll(
        arguments,
        "long f(MemorySegment s, long i) { return s.byteSize(); }",
        "int f(MemorySegment s, long i) { return s.get(ValueLayout.JAVA_INT, (byte) i); }",
        "boolean f(MemorySegment s, long i) { return s.get(ValueLayout.JAVA_BOOLEAN, i); }",
        "boolean f(MemorySegment s, long i) { MemorySegment t = i > 3 ? s : null; return t == s; }",
        "void f(MemorySegment s, long i) { s.set(ValueLayout.JAVA_INT, i, (int) (1 / i)); }",
        "long f(MemorySegment s, long i) { s.setAtIndex(ValueLayout.JAVA_LONG, i = i & 1, i ="
            + " i + 1); return i; }");
  }
}
