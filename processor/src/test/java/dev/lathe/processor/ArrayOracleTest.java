package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels over arrays, memory segments and lookup tables, against their bodies as plain Java. */
class ArrayOracleTest {
  @ParameterizedTest
  @ValueSource(strings = {"boolean", "byte", "short", "char", "int", "long", "float", "double"})
  void elementsOfEveryType(String type) throws Exception {
    boolean numeric = !type.equals("boolean");
    String members =
        """
          default TYPE get(TYPE[] a, int i) { return a[i]; }
          default void set(TYPE[] a, int i, TYPE v) { a[i] = v; }
          default TYPE last(TYPE[] a) { return a[a.length - 1]; }
          default int length(TYPE[] a) { return a.length; }
          default boolean isNull(TYPE[] a) { return a == null; }
          default boolean same(TYPE[] a, TYPE[] b) { return a == b || null != b && a != null; }
          default void swap(TYPE[] a, TYPE[] b, int i) { TYPE[] t = a; a = b; b = t; a[i] = b[i]; }
          default TYPE choose(TYPE[] a, TYPE[] b, boolean c) { return (c ? a : b)[0]; }
          default void copy(TYPE[] a, TYPE[] b) {
            for (int i = 0; i < a.length; i++) {
              b[i] = a[i];
            }
          }
          default int count(TYPE[] a, long before, TYPE v) {
            int count = 0;
            for (final TYPE x : a) {
              if (x == v) continue;
              for (var y : OWN) count += x == y ? 1 : 0;
            }
            return count;
          }
          TYPE[] OWN = new TYPE[3];
          default TYPE scratch(TYPE v, int i) {
            TYPE[] a = new TYPE[4];
            a[i & 3] = v;
            TYPE[] b = {v, a[0], a[3]};
            return new TYPE[] {a[1], b[1], b[2]}[i % 3];
          }
        """;
    String arithmetic =
        """
          @SuppressWarnings("lossy-conversions")
          default double steps(TYPE[] a, int i) {
            int k = i;
            double r = a[k++]++ + --a[i] + (a[k - 1] += 3.7);
            a[i] *= a[--k];
            return r + k;
          }
          default double wider(TYPE[] a) {
            double s = 0;
            all:
            for (double x : a) {
              for (double y : a) {
                if (x < y) continue all;
                if (x != x) break all;
              }
              s += x;
            }
            return s;
          }
          default TYPE sum(TYPE[] a) {
            TYPE s = 0;
            for (int i = 0; i < a.length; ++i) {
              s += a[i];
            }
            return s;
          }
        """;
    String all = numeric ? members + arithmetic : members;
    assertThat(JavaOracle.of("", all.replace("TYPE", type)).compare()).isPositive();
  }

  @Test
  void segmentsByEveryLayout() throws Exception {
    var members = new StringBuilder();
    for (String type :
        List.of("boolean", "byte", "short", "char", "int", "long", "float", "double")) {
      for (String form : List.of("", "_UNALIGNED")) {
        String layout = "JAVA_" + type.toUpperCase(java.util.Locale.ROOT) + form;
        if (form.isEmpty() || !type.equals("boolean") && !type.equals("byte")) {
          members.append(
              """
                default TYPE at%1$s(MemorySegment s, int i) { return s.getAtIndex(%1$s, i); }
                default TYPE get%1$s(MemorySegment s, int i) { return s.get(ValueLayout.%1$s, i); }
                default void put%1$s(MemorySegment s, int i, TYPE v) {
                  s.setAtIndex(java.lang.foreign.ValueLayout.%1$s, i, v);
                  s.set(%1$s, 0, v);
                }
              """
                  .formatted(layout)
                  .replace("TYPE", type));
        }
      }
    }
    members.append(
        """
          default long size(MemorySegment s) { return s == null ? -7 : s.byteSize(); }
          default long sizeOf(java.lang.foreign.MemorySegment s) { return s.byteSize(); }
          default int chosen(MemorySegment s, MemorySegment t, boolean c) {
            MemorySegment u = s;
            u = c ? u : t;
            return (u = c ? t : u).get(JAVA_INT_UNALIGNED, 3) + (c ? s : t).get(JAVA_BYTE, 0);
          }
          default double sum(MemorySegment s) {
            double sum = 0;
            for (long i = 0; i < s.byteSize() / 8; i++) {
              sum += s.getAtIndex(JAVA_DOUBLE_UNALIGNED, i);
            }
            return sum;
          }
        """);
    String imports =
        """
        import java.lang.foreign.*;
        import static java.lang.foreign.ValueLayout.*;
        """;
    assertThat(JavaOracle.of(imports, members.toString()).compare()).isPositive();
  }

  @Test
  void tablesOfEveryOrigin() throws Exception {
    String imports = "import static java.util.Objects.hash;\n";
    String members =
        """
          int[] OWN = {3, 1, 4, 1, 5};
          interface Inner { double[] HALVES = {0.5, 1.5}; }
          final class Nested { static final long[] LONGS = {7, 8}; }
          char[] NONE = null;
          default int own(int i) { return OWN[i] + OWN.length; }
          default double inner(int i) { return Inner.HALVES[i & 1] + K.Inner.HALVES.length; }
          default long nested(int i) { return Nested.LONGS[i & 1]; }
          default int none(int i) { return K.NONE[i]; }
          default void write(int i, int v) { OWN[i] += v; }
          default boolean same() { return OWN == K.OWN && NONE == null; }
          default int local(int i) { int[] t = i > 2 ? OWN : new int[8]; return t[i & 7]; }
        """;
    assertThat(JavaOracle.of(imports.replaceAll(".*\n", ""), members).compare()).isPositive();
  }

  @Test
  void moreThanSixteenParametersWithArraysAmongThem() throws Exception {
    String members =
        """
          default double f(double[] a, int p1, byte p2, boolean p3, long p4, float p5, double p6,
              int[] b, short p8, char p9, int p10, int p11, int p12, int p13, int p14, int p15,
              int p16, float[] c) {
            a[0] = p1 + p2 + (p3 ? 1 : 0) + p4 + p5 + p6 + b[0] + p8 + p9;
            b[0] = p10 + p11 + p12 + p13 + p14 + p15 + p16;
            return c[0] + a[0];
          }
          default int g(int[] a, int[] b, int[] c, int[] d, int[] e, int[] f, int[] g, int[] h,
              int[] i, int[] j, int[] k, int[] l, int[] m, int[] n, int[] o, int[] p, int[] q) {
            q[0] = a[0];
            return p[0];
          }
        """;
    JavaOracle oracle = JavaOracle.of("", members);
    for (boolean last : new boolean[] {false, true}) {
      oracle.compare(
          "f",
          new double[2],
          1,
          (byte) 2,
          last,
          4L,
          5f,
          6.0,
          new int[] {7},
          (short) 8,
          '9',
          10,
          11,
          12,
          13,
          14,
          15,
          16,
          new float[last ? 0 : 1]);
    }
    var arrays = new Object[17];
    java.util.Arrays.setAll(arrays, i -> new int[] {i});
    oracle.compare("g", arrays);
    arrays[15] = null;
    oracle.compare("g", arrays);
    java.util.Arrays.fill(arrays, arrays[3]);
    oracle.compare("g", arrays);
  }

  /** Above 200 IR values several methods build a function, above 2,000 it travels as text. */
  @ParameterizedTest
  @ValueSource(ints = {3, 90, 600})
  void functionsOfEverySizeReadTables(int statements) throws Exception {
    String members =
        """
          int[] FIRST = {3, 1, 4, 1};
          double[] SECOND = {0.5, 2, 8, -1};
          default double f(int[] a, int i) {
            double s = 0;
        """
            + "    s += FIRST[i & 3] * SECOND[i + 1 & 3] + a[0];\n".repeat(statements)
            + "    return s;\n  }\n";
    assertThat(JavaOracle.of("", members).compare()).isPositive();
  }

  @Test
  void aTableOfAnotherPackageIsInitializedByTheFirstCall() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            """
            package tables;

            public final class Sines {
              private Sines() {}

              public static final class Coarse {
                private Coarse() {}

                public static final float[] TABLE = {0, 1, 0, -1};

                static {
                  System.setProperty("lathe.test.initialized", "yes");
                }
              }
            }
            """,
            """
            package kernels;

            import static tables.Sines.Coarse.TABLE;

            import dev.lathe.Jit;

            public interface K {
              @Jit default float sine(int i) { return TABLE[i] + tables.Sines.Coarse.TABLE.length; }
            }
            """);
    Object kernels = classes.load("kernels.KJit").getMethod("create").invoke(null);
    assertThat(System.getProperty("lathe.test.initialized")).isNull();
    Method sine = classes.load("kernels.K").getMethod("sine", int.class);
    assertThat(sine.invoke(kernels, 1)).isEqualTo(5f);
    assertThat(System.clearProperty("lathe.test.initialized")).isEqualTo("yes");
    float[] table = (float[]) classes.load("tables.Sines$Coarse").getField("TABLE").get(null);
    table[1] = 40;
    assertThat(sine.invoke(kernels, 1)).as("read anew by each call").isEqualTo(44f);
  }

  @Test
  void callsOfKernelsOverArrays() throws Exception {
    String members =
        """
          default double dot(double[] a, double[] b, int from, int to) {
            double sum = 0;
            for (int i = from; i < to; i++) {
              sum += a[i] * b[i];
            }
            return sum;
          }
          default double dot(float[] a, float[] b, int from, int to) { return -1; }
          default double norm(double[] a) { return Math.sqrt(dot(a, a, 0, a.length)); }
          default void norms(double[] a, double[] b) { b[0] = norm(a); b[1] = dot(a, b, 0, 1); }
          default double nothing() { return dot((float[]) null, null, 0, 0); }
        """;
    assertThat(JavaOracle.of("", members).compare()).isPositive();
  }

  @Test
  void callsOfKernelsOverArraysInOtherInterfaces() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            """
            package lib;

            import dev.lathe.Jit;
            import java.lang.foreign.MemorySegment;
            import java.lang.foreign.ValueLayout;

            public interface Sums {
              @Jit static long sum(long[] a) {
                long sum = 0;
                for (int i = 0; i < a.length; i++) {
                  sum += a[i];
                }
                return sum;
              }

              @Jit default byte first(MemorySegment s, boolean last) {
                return s.get(ValueLayout.JAVA_BYTE, last ? s.byteSize() - 1 : 0);
              }
            }
            """,
            """
            package app;

            import static lib.Sums.sum;

            import dev.lathe.Jit;
            import java.lang.foreign.MemorySegment;

            public interface K extends lib.Sums {
              @Jit default long f(MemorySegment s, long... a) {
                return sum(a) + lib.Sums.sum(new long[] {1, 2}) + first(s, true)
                    + lib.Sums.super.first(s, false);
              }
            }
            """);
    Object kernels = classes.load("app.KJit").getMethod("create").invoke(null);
    Method f = classes.load("app.K").getMethod("f", MemorySegment.class, long[].class);
    assertThat(f.isVarArgs()).isTrue();
    MemorySegment bytes = MemorySegment.ofArray(new byte[] {40, 0, 50});
    assertThat(f.invoke(kernels, bytes, new long[] {100, 200})).isEqualTo(393L);
    assertThat(kernels.getClass().getMethod("f", MemorySegment.class, long[].class).isVarArgs())
        .isTrue();
  }
}
