package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import dev.lathe.lang.Message;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages about arrays, memory segments and lookup tables, each at its place. */
class ArrayDiagnosticTest {
  record Case(Enum<?> constant, String member, String text) {
    @Override
    public String toString() {
      return constant + ": " + text;
    }
  }

  private static final String FLAT =
      "[LatheArrayOfArrays] an array of arrays cannot be compiled; use one array, and"
          + " a[i * columns + j] in place of a[i][j]";
  private static final String LAYOUTS =
      " cannot be compiled; a kernel knows the constants JAVA_BOOLEAN, JAVA_BYTE, JAVA_SHORT,"
          + " JAVA_CHAR, JAVA_INT, JAVA_LONG, JAVA_FLOAT and JAVA_DOUBLE of ValueLayout, and"
          + " JAVA_INT_UNALIGNED and the like; reverse bytes by Integer.reverseBytes and the like";

  private static Case body(Enum<?> constant, String body, String text) {
    return member(
        constant, "@Jit default void f(double[] a, MemorySegment s, int i) { " + body + " }", text);
  }

  private static Case member(Enum<?> constant, String member, String text) {
    return new Case(constant, member, text);
  }

  static List<Case> cases() {
    return List.of(
        member(Message.ARRAY_OF_ARRAYS, "@Jit default int f(int@@[][] a) { return 1; }", FLAT),
        body(Message.ARRAY_OF_ARRAYS, "double@@[][] b = null;", FLAT),
        body(Message.ARRAY_OF_ARRAYS, "a = @@new double[3][4];".replace(";", "[0];"), FLAT),
        body(Message.ARRAY_OF_ARRAYS, "a[0] = @@ROWS[i][0];", FLAT),
        member(
            Message.UNSUPPORTED_TYPE,
            "@Jit default int f(Integer@@[] a) { return 1; }",
            "[LatheUnsupportedType] type Integer[] cannot be compiled; a kernel computes with"
                + " Java's primitive types, arrays of them and memory segments; use arrays of"
                + " primitive types"),
        member(
            Message.ARRAY_RESULT,
            "@Jit default int@@[] f(int[] a) { return a; }",
            "[LatheArrayResult] a kernel cannot return int[]; let the caller pass an array, and"
                + " write the results to it"),
        member(
            Message.ARRAY_RESULT,
            "@Jit default int@@[] f(int a) { int[] b = new int[3]; b[0] = a; return b; }",
            "[LatheArrayResult] a kernel cannot return int[]; let the caller pass an array, and"
                + " write the results to it"),
        member(
            Message.UNSUPPORTED_TYPE,
            "@Jit default int f(@@Object a) { int[] b = new int[3]; return b[0]; }",
            "[LatheUnsupportedType] type Object cannot be compiled; a kernel computes with"
                + " Java's primitive types, arrays of them and memory segments; use parameters for"
                + " the numbers in it"),
        member(
            Message.ARRAY_RESULT,
            "@Jit default @@MemorySegment f(MemorySegment a) { return a; }",
            "[LatheArrayResult] a kernel cannot return MemorySegment; let the caller pass an array,"
                + " and write the results to it"),
        body(
            Message.UNBOUNDED_ARRAY,
            "double[] b = new double[@@i]; a[0] = b[0];",
            "[LatheUnboundedArray] the length of this array has no bound that the compiler knows;"
                + " bound it, as in new int[Math.min(n, 64)], or let the caller pass the array"),
        body(
            Message.LARGE_ARRAY,
            "double[] b = @@new double[(char) i]; a[0] = b[0];",
            "[LatheLargeArray] the arrays that this kernel makes may take 524280 bytes; make each"
                + " of 16384 bytes and all of 24576 bytes at most, or let the caller pass them"),
        body(
            Message.KEPT_ARRAY,
            "int[] b = {1}; while (i-- > 0) { int[] c = b; b = @@new int[] {i}; a[0] += c[0] -"
                + " b[0]; }",
            "[LatheKeptArray] when this array is made again, the one that was made here before is"
                + " still used; make it before the loop, or write a new for each array that is used"
                + " at a time"),
        body(
            Message.UNSUPPORTED_LAYOUT,
            "a[0] = s.get(@@LITTLE, 0);",
            "[LatheUnsupportedLayout] layout LITTLE" + LAYOUTS),
        body(
            Message.UNSUPPORTED_LAYOUT,
            "a[0] = s.get(ValueLayout.JAVA_INT.withOrder@@(java.nio.ByteOrder.BIG_ENDIAN), 0);",
            "[LatheUnsupportedLayout] layout"
                + " ValueLayout.JAVA_INT.withOrder(java.nio.ByteOrder.BIG_ENDIAN)"
                + LAYOUTS),
        body(
            Message.UNSUPPORTED_LAYOUT,
            "a[0] = s.get(ValueLayout@@.ADDRESS, 0).byteSize();",
            "[LatheUnsupportedLayout] layout ADDRESS" + LAYOUTS),
        body(
            Message.UNSUPPORTED_CALL,
            "a[0] = s.asSlice@@(8).byteSize();",
            "[LatheUnsupportedCall] call to MemorySegment.asSlice cannot be compiled; of a memory"
                + " segment a kernel may call get, set, getAtIndex and setAtIndex, with a layout of"
                + " ValueLayout, and byteSize"),
        body(
            Message.UNSUPPORTED_CALL,
            "a = a.clone@@();",
            "[LatheUnsupportedCall] call to clone of double[] cannot be compiled; of an array a"
                + " kernel may read and write elements and read length"),
        body(
            Message.UNSUPPORTED_CALL,
            "a = TABLE.clone@@();",
            "[LatheUnsupportedCall] call to clone of double[] cannot be compiled; of an array a"
                + " kernel may read and write elements and read length"),
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "a[0] = @@NOTHING.byteSize();",
            "[LatheUnsupportedExpression] a memory segment in a field cannot be compiled; pass it"
                + " as a parameter"),
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "s = K@@.NOTHING;",
            "[LatheUnsupportedExpression] a memory segment in a field cannot be compiled; pass it"
                + " as a parameter"),
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "a[0] = Other@@.counts[i];",
            "[LatheUnsupportedExpression] array counts, which is not static and final, cannot be"
                + " compiled; make it so, or pass it as a parameter"),
        member(
            Message.UNSUPPORTED_EXPRESSION,
            "final class Hidden { private static final int[] T = {1}; }\n"
                + "  @Jit default int f(int i) { return Hidden@@.T[i]; }",
            "[LatheUnsupportedExpression] array T, which is private, cannot be compiled; as the"
                + " generated class reads it too, make it accessible in that package, or pass it as"
                + " a parameter"),
        member(
            Diagnostic.LIFTED_NONE,
            "@Jit default int f(int a, long b) { return a; }\n"
                + "  @Jit default int f(float a) { return 1; }\n"
                + "  @Jit void @@f(int[] a, int[] b, int[] out);",
            "[LatheLiftedNone] kernel f has no body and is the elementwise form of none of the"
                + " kernels of its name (f(int,long), f(float)); declare it `void`, with each"
                + " parameter of one of these as it is, or as an array of its type or a"
                + " MemorySegment, then an array for the results and, if you like, `int from, int"
                + " to`"),
        member(
            Diagnostic.LIFTED_NONE,
            "@Jit default int f(int a) { return a; }\n  @Jit int @@f(int[] a, int[] out);",
            "[LatheLiftedNone] kernel f has no body and is the elementwise form of none of the"
                + " kernels of its name (f(int)); declare it `void`, with each parameter of one of"
                + " these as it is, or as an array of its type or a MemorySegment, then an array"
                + " for the results and, if you like, `int from, int to`"),
        member(
            Diagnostic.LIFTED_MANY,
            "@Jit default int f(int a) { return a; }\n"
                + "  @Jit default int f(long a) { return 1; }\n"
                + "  @Jit void @@f(MemorySegment a, int[] out);",
            "[LatheLiftedMany] kernel f has no body and may be the elementwise form of several"
                + " kernels (f(int), f(long)); take arrays in place of segments, or rename one of"
                + " them"),
        member(
            Diagnostic.LIFTED_NAME,
            "@Jit default int f(int a, int b) { return a - b; }\n"
                + "  @Jit void f(int[] a, int @@c, int[] out);",
            "[LatheLiftedName] c stands where f(int,int) has b, and the elementwise form of a"
                + " kernel has the same names; rename one of them"),
        member(
            Message.UNSUPPORTED_CALL,
            "@Jit default int g(int a) { return a; }\n"
                + "  @Jit void g(int[] a, int[] out);\n"
                + "  @Jit default void f(int[] a) { g@@(a, a); }",
            "[LatheUnsupportedCall] call to lifted kernel g cannot be compiled; write the loop that"
                + " it stands for, and call the kernel of one element in it"),
        member(
            Message.UNSUPPORTED_CALL,
            "@Jit default int sum(int... a) { return a[0]; }\n"
                + "  @Jit default int f(int i) { return sum@@(i, i); }",
            "[LatheUnsupportedCall] call to kernel sum cannot be compiled; it takes a variable"
                + " number of arguments; let it take an array, by []"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyMessageStandsAtItsPlace(Case test) {
    TestCompiler.Marked marked =
        TestCompiler.marked(
            """
            import dev.lathe.Jit;
            import java.lang.foreign.*;

            interface K {
              double[] TABLE = {1, 2};
              MemorySegment NOTHING = MemorySegment.NULL;
              int[][] ROWS = {{1}, {2}};
              ValueLayout.OfInt LITTLE = ValueLayout.JAVA_INT;
              %s
            }

            final class Other {
              static int[] counts = {1};
            }
            """
                .formatted(test.member()));
    Compilation compilation = TestCompiler.compile(marked.source());
    assertThat(TestCompiler.messages(compilation))
        .containsExactly("K.java:" + marked.position() + ": " + test.text());
  }
}
