package dev.lathe.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.Diagnostic.Kind;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One text at least for each message; javac judges Java's own errors the same. */
class DiagnosticsTest {
  /** A wrong text; {@code at} is the source of the place that the one diagnostic names. */
  record Wrong(String text, Message message, String at) {}

  static Stream<Wrong> wrongs() {
    return Stream.of(
        new Wrong("int f(Integer a) { return 1; }", Message.UNSUPPORTED_TYPE, "Integer"),
        new Wrong("int f(int a) { String s = a; return s; }", Message.UNSUPPORTED_TYPE, "String"),
        new Wrong("int f(int a) { return a + \"x\"; }", Message.UNSUPPORTED_TYPE, "\"x\""),
        new Wrong("int f(int a) { int b[] = a; return a; }", Message.UNSUPPORTED_TYPE, "["),
        new Wrong("int f(int a) { throw a; }", Message.UNSUPPORTED_STATEMENT, "throw"),
        new Wrong(
            "int f(int a) { assert a > 3 : \"x\"; return a; }", Message.UNSUPPORTED_TYPE, "\"x\""),
        new Wrong("int f(int a) { assert a; return a; }", Message.NO_CONVERSION, "a"),
        new Wrong(
            "int f(int a) { assert false : Math.random(); return a; }",
            Message.UNSUPPORTED_CALL,
            "Math.random()"),
        new Wrong("int f(int a) { int b; assert a > (b = 1); return b; }", Message.UNASSIGNED, "b"),
        new Wrong(
            "int f(int a) { int b; assert a > 0 && (b = 1) > 0 : b; return a; }",
            Message.UNASSIGNED,
            "b"),
        new Wrong(
            "int f(int a) { final int b; assert a > (b = 1); b = 2; return b; }",
            Message.FINAL_ASSIGNED,
            "b"),
        new Wrong("int f(int a) { return a[3]; }", Message.NOT_AN_ARRAY, "a"),
        new Wrong("int f(int a) { return (a + 1).length; }", Message.NOT_AN_ARRAY, "a + 1"),
        new Wrong("int f(int[] a) { return a[0][1]; }", Message.NOT_AN_ARRAY, "a[0]"),
        new Wrong("int f(int[] a) { return a[1L]; }", Message.INCOMPATIBLE_TYPES, "1L"),
        new Wrong("int f(int[] a) { return a[true]; }", Message.NO_CONVERSION, "true"),
        new Wrong("int f(int[] a) { a[0] = 2.5; return 0; }", Message.INCOMPATIBLE_TYPES, "2.5"),
        new Wrong("int f(byte[] a) { a[0] = 128; return 0; }", Message.INCOMPATIBLE_TYPES, "128"),
        new Wrong("int f(int[] a) { a.length = 2; return 0; }", Message.FINAL_ASSIGNED, "a.length"),
        new Wrong("int f(int[] a) { return a + 1; }", Message.BAD_OPERANDS, "a + 1"),
        new Wrong(
            "int f(long[] a) { for (int x : a) return x; return 1; }",
            Message.NARROW_VARIABLE,
            "a"),
        new Wrong(
            "int f(int[] a) { for (boolean x : a) return 2; return 1; }",
            Message.NO_CONVERSION,
            "a"),
        new Wrong("int f(int a) { for (int x : a) a++; return a; }", Message.NOT_AN_ARRAY, "a"),
        new Wrong("int f(int[] a) { for (int x : x) x++; return 1; }", Message.UNKNOWN_NAME, "x"),
        new Wrong(
            "int f(int[] a) { for (final int x : a) x++; return 1; }", Message.FINAL_ASSIGNED, "x"),
        new Wrong(
            "int f(int[] a) { int s; for (int x : a) s = x; return s; }", Message.UNASSIGNED, "s"),
        new Wrong(
            "int f(int[] a) { for (int x : a) { break; x++; } return 1; }",
            Message.UNREACHABLE,
            "x++;"),
        new Wrong("int f(int[] a) { for (int x : a) return x; }", Message.MISSING_RETURN, "}"),
        new Wrong("int f(int[] a) { for (int x, y : a) return x; }", Message.SYNTAX, ":"),
        new Wrong("int f(int[] a) { a += null; return 1; }", Message.BAD_OPERANDS, "a += null"),
        new Wrong("int f(int[] a) { a++; return 1; }", Message.BAD_OPERAND, "a++"),
        new Wrong("int f(boolean[] a) { a[0]++; return 1; }", Message.BAD_OPERAND, "a[0]++"),
        new Wrong(
            "boolean f(int[] a, long[] b) { return a == b; }", Message.BAD_OPERANDS, "a == b"),
        new Wrong("boolean f(int a) { return a == null; }", Message.BAD_OPERANDS, "a == null"),
        new Wrong("int f(int[] a) { long[] b = a; return 1; }", Message.NO_CONVERSION, "a"),
        new Wrong("int f(int a) { int b = null; return b; }", Message.NO_CONVERSION, "null"),
        new Wrong(
            "int f(int a) { return a > 1 ? a : null; }", Message.BOXED_ARMS, "a > 1 ? a : null"),
        new Wrong("int f(int a) { var b = null; return a; }", Message.VAR_NULL, "b = null"),
        new Wrong(
            "int[] f(int[] a) { return a; }",
            Message.ARRAY_RESULT,
            "int[] f(int[] a) { return a; }"),
        new Wrong("int f(int[][] a) { return 1; }", Message.ARRAY_OF_ARRAYS, "int[]"),
        new Wrong(
            "int f(int a) { int[] b = new int[a][2]; return 1; }",
            Message.ARRAY_OF_ARRAYS,
            "new int[a]"),
        new Wrong(
            "int f(int[] a) { assert a != null : a; return 1; }",
            Message.UNSUPPORTED_EXPRESSION,
            "a"),
        new Wrong(
            "int f(int n) { int[] b = new int[n]; return b[0]; }", Message.UNBOUNDED_ARRAY, "n"),
        new Wrong(
            "int f(int n) { int[] b = new int[(char) n]; return b[0]; }",
            Message.LARGE_ARRAY,
            "new int[(char) n]"),
        new Wrong(
            "int f(int n) { byte[] b = new byte[16385]; return b[0]; }",
            Message.LARGE_ARRAY,
            "new byte[16385]"),
        new Wrong(
            "int f(int n) { long[] b = new long[2048]; long[] c = new long[1024]; byte[] d = {1};"
                + " return d[n]; }",
            Message.LARGE_ARRAY, "{1}"),
        new Wrong(
            "int f(int n) { int[] b = {1}; for (int i = 0; i < n; i++) { int[] c = b; b = new"
                + " int[] {n}; n += c[0]; } return n; }",
            Message.KEPT_ARRAY, "new int[] {n}"),
        new Wrong(
            "int f(int n) { int[] b = null; while (n-- > 0) { int[] c = new int[3]; if (n == 5) { b"
                + " = n > 3 ? c : b; } } return b[0]; }",
            Message.KEPT_ARRAY,
            "new int[3]"),
        new Wrong(
            "boolean f(int n) { int[] b = null; do { int[] c = new int[3]; if (b == c) return"
                + " true; b = c; } while (n-- > 0); return false; }",
            Message.KEPT_ARRAY,
            "new int[3]"),
        new Wrong(
            "int f(int n) { var b = new Object[n]; return 1; }",
            Message.UNSUPPORTED_EXPRESSION,
            "Object"),
        new Wrong(
            "int f(int n) { int b[] = new int[3]; return 1; }", Message.UNSUPPORTED_TYPE, "["),
        new Wrong(
            "int f(int n) { int[] b = {1, 2L}; return 1; }", Message.INCOMPATIBLE_TYPES, "2L"),
        new Wrong("int f(int n) { int[] b = {{1}}; return 1; }", Message.ARRAY_OF_ARRAYS, "{"),
        new Wrong(
            "int f(int n) { byte[] b = new byte[2L]; return 1; }",
            Message.INCOMPATIBLE_TYPES,
            "2L"),
        new Wrong("int f(int[] a) { return a.clone()[0]; }", Message.UNSUPPORTED_CALL, "a.clone()"),
        new Wrong(
            "long f(java.lang.foreign.MemorySegment a) { return a.address(); }",
            Message.UNSUPPORTED_CALL,
            "a.address()"),
        new Wrong(
            "long f(java.lang.foreign.MemorySegment a) { return a.get(ADDRESS, 8).address(); }",
            Message.UNSUPPORTED_LAYOUT,
            "ADDRESS"),
        new Wrong(
            "void f(java.lang.foreign.MemorySegment a) {"
                + " a.set(java.lang.foreign.ValueLayout.JAVA_BYTE, 0, 3); }",
            Message.BAD_ARGUMENTS,
            "a.set(java.lang.foreign.ValueLayout.JAVA_BYTE, 0, 3)"),
        new Wrong(
            "int f(int a) { return Math.random(); }", Message.UNSUPPORTED_CALL, "Math.random()"),
        new Wrong("int f(int a) { return g(a) + 1; }", Message.UNSUPPORTED_CALL, "g(a)"),
        new Wrong("int f(int a) { a + 1 = 3; return a; }", Message.UNSUPPORTED_TARGET, "a + 1"),
        new Wrong("int f(int a) { return a +; }", Message.SYNTAX, ";"),
        new Wrong("int f(int a) { return 0x; }", Message.BAD_LITERAL, "0x"),
        new Wrong("int f(int a) { return 2147483648; }", Message.BAD_LITERAL, "2147483648"),
        new Wrong("int f(int a) { return -(2147483648); }", Message.BAD_LITERAL, "2147483648"),
        new Wrong("int f(int a) { return 08; }", Message.BAD_LITERAL, "08"),
        new Wrong("int f(int a) { return 1__2_; }", Message.BAD_LITERAL, "1__2_"),
        new Wrong("double f(int a) { return 1e400; }", Message.BAD_LITERAL, "1e400"),
        new Wrong("double f(int a) { return 1e-400; }", Message.BAD_LITERAL, "1e-400"),
        new Wrong("double f(int a) { return 0x1.0; }", Message.BAD_LITERAL, "0x1.0"),
        new Wrong("int f(int a) { return 0b12; }", Message.BAD_LITERAL, "0b12"),
        new Wrong("int f(int a) { return b * 2; }", Message.UNKNOWN_NAME, "b"),
        new Wrong("int f(int a) { { int b = a; } return b; }", Message.UNKNOWN_NAME, "b"),
        new Wrong("int f(int a) { int a = 3; return a; }", Message.ALREADY_DECLARED, "a = 3"),
        new Wrong("int f(long a) { int b = a; return b; }", Message.INCOMPATIBLE_TYPES, "a"),
        new Wrong("byte f(int a) { byte b = 128; return b; }", Message.INCOMPATIBLE_TYPES, "128"),
        new Wrong("byte f(int a) { byte b = 1L; return b; }", Message.INCOMPATIBLE_TYPES, "1L"),
        new Wrong("byte f(int a) { return a; }", Message.INCOMPATIBLE_TYPES, "a"),
        new Wrong("char f(byte a) { char c = a; return c; }", Message.INCOMPATIBLE_TYPES, "a"),
        new Wrong("float f(int a) { return 1.0; }", Message.INCOMPATIBLE_TYPES, "1.0"),
        new Wrong(
            "byte f(int a) { byte b = 1; b = b + 1; return b; }",
            Message.INCOMPATIBLE_TYPES,
            "b + 1"),
        new Wrong("int f(int a) { if (a) { a = 2; } return a; }", Message.NO_CONVERSION, "a"),
        new Wrong("int f(boolean a) { return (int) a; }", Message.NO_CONVERSION, "(int) a"),
        new Wrong("int f(boolean a) { return 1 + -a; }", Message.BAD_OPERAND, "-a"),
        new Wrong("int f(float a) { return ~a; }", Message.BAD_OPERAND, "~a"),
        new Wrong("int f(boolean a) { a++; return 1; }", Message.BAD_OPERAND, "a++"),
        new Wrong("int f(boolean a) { return a + 1; }", Message.BAD_OPERANDS, "a + 1"),
        new Wrong("int f(float a) { return 3 << a; }", Message.BAD_OPERANDS, "3 << a"),
        new Wrong(
            "boolean f(float a) { return (3 < a) < a; }", Message.BAD_OPERANDS, "(3 < a) < a"),
        new Wrong("int f(boolean a) { a += true; return 1; }", Message.BAD_OPERANDS, "a += true"),
        new Wrong(
            "int f(boolean a) { var x = a ? 1 : true; return 1; }",
            Message.BOXED_ARMS,
            "a ? 1 : true"),
        new Wrong("int f(boolean a) { return a ? 1 : true; }", Message.BAD_ARMS, "a ? 1 : true"),
        new Wrong(
            "int f(boolean a) { return (a ? 1 : true) + 1; }", Message.BAD_ARMS, "a ? 1 : true"),
        new Wrong(
            "int f(boolean a) { return (int) (a ? 2 : a ? 1 : true); }",
            Message.BOXED_ARMS,
            "a ? 1 : true"),
        new Wrong(
            "int f(int a) { return Math.max(a, true); }",
            Message.BAD_ARGUMENTS,
            "Math.max(a, true)"),
        new Wrong("int f(int a) { return Math.abs(); }", Message.BAD_ARGUMENTS, "Math.abs()"),
        new Wrong(
            "int f(int a) { return Integer.bitCount(1L); }",
            Message.BAD_ARGUMENTS,
            "Integer.bitCount(1L)"),
        new Wrong("int f(final int a) { a = 3; return a; }", Message.FINAL_ASSIGNED, "a"),
        new Wrong("int f(int a) { final int k = 1; k++; return k; }", Message.FINAL_ASSIGNED, "k"),
        new Wrong(
            "int f(int a) { final int k = a; k = 2; return k; }", Message.FINAL_ASSIGNED, "k"),
        new Wrong(
            "int f(int a) { final int k; while (a-- > 0) { k = a; } return a; }",
            Message.FINAL_ASSIGNED,
            "k"),
        new Wrong(
            "int f(int a) { final int k; if (a > 0) k = 1; k = 2; return k; }",
            Message.FINAL_ASSIGNED,
            "k"),
        new Wrong("int f(int a) { var x; return a; }", Message.VAR_WITHOUT_VALUE, "x"),
        new Wrong("int f(int a) { var x = 1, y = 2; return a; }", Message.VAR_COMPOUND, "y = 2"),
        new Wrong("int f(int a) { void x; return a; }", Message.VOID_VARIABLE, "x"),
        new Wrong("int f(int a) { a + 1; return a; }", Message.NOT_A_STATEMENT, "a + 1"),
        new Wrong("int f(int a) { (a = 1); return a; }", Message.NOT_A_STATEMENT, "(a = 1);"),
        new Wrong("int f(int a) { return; }", Message.RETURN_VALUE, "return;"),
        new Wrong("void f(int a) { return a; }", Message.RETURN_VALUE, "a"),
        new Wrong("int f(int a) { if (a > 3) return 1; }", Message.MISSING_RETURN, "}"),
        new Wrong("int f(int a) { while (a > 0) { a--; } }", Message.MISSING_RETURN, "}"),
        new Wrong("int f(int a) { return 1; a = 2; }", Message.UNREACHABLE, "a = 2;"),
        new Wrong(
            "int f(int a) { while (true) { a++; } return a; }", Message.UNREACHABLE, "return a;"),
        new Wrong("int f(int a) { while (false) a = 2; return a; }", Message.UNREACHABLE, "a = 2;"),
        new Wrong(
            "int f(int a) { for (;;) { break; a++; } return a; }", Message.UNREACHABLE, "a++;"),
        new Wrong("int f(int a) { int x; return x; }", Message.UNASSIGNED, "x"),
        new Wrong("int f(int a) { int x; if (a > 3) x = 1; return x; }", Message.UNASSIGNED, "x"),
        new Wrong(
            "int f(int a) { int x; if (a > 3 && (x = 1) > 0 || a == 0) return x; return 1; }",
            Message.UNASSIGNED,
            "x"),
        new Wrong("int f(int a) { int x = x + 1; return x; }", Message.UNASSIGNED, "x"),
        new Wrong(
            "int f(int a) { int x; switch (a) { case 1: x = 2; } return x; }",
            Message.UNASSIGNED,
            "x"),
        new Wrong("int f(int a) { break; }", Message.NO_JUMP_TARGET, "break;"),
        new Wrong(
            "int f(int a) { switch (a) { default: continue; } }",
            Message.NO_JUMP_TARGET,
            "continue;"),
        new Wrong(
            "int f(int a) { return switch (a) { default -> { return 1; } }; }",
            Message.NO_JUMP_TARGET,
            "return 1;"),
        new Wrong("int f(int a) { for (;;) { break x; } }", Message.NO_LABEL, "break x;"),
        new Wrong("int f(int a) { x: { continue x; } }", Message.NO_LABEL, "continue x;"),
        new Wrong(
            "int f(int a) { x: for (;;) { x: for (;;) { } } }",
            Message.LABEL_TWICE,
            "x: for (;;) { }"),
        new Wrong(
            "int f(boolean a) { return switch (a) { default -> 1; }; }", Message.BAD_SELECTOR, "a"),
        new Wrong("int f(float a) { switch (a) { } return 1; }", Message.BAD_SELECTOR, "a"),
        new Wrong(
            "int f(int a) { int b = 1; switch (a) { case b: } return 1; }",
            Message.CASE_NOT_CONSTANT,
            "b"),
        new Wrong(
            "int f(int a) { switch (a) { case 1: case 3 - 2: } return 1; }",
            Message.CASE_TWICE,
            "3 - 2"),
        new Wrong(
            "int f(byte a) { switch (a) { case 200: } return 1; }",
            Message.INCOMPATIBLE_TYPES,
            "200"),
        new Wrong(
            "int f(int a) { switch (a) { case 1: case 2 -> a++; } return 1; }",
            Message.MIXED_CASES,
            "case 2 -> a++;"),
        new Wrong(
            "int f(int a) { return switch (a) { case 1 -> 2; }; }",
            Message.NOT_EXHAUSTIVE,
            "switch (a) { case 1 -> 2; }"),
        new Wrong(
            "int f(int a) { return switch (a) { default -> { a++; } }; }",
            Message.NO_YIELD,
            "default -> { a++; }"),
        new Wrong(
            "int f(int a) { return switch (a) { default: a++; }; }",
            Message.NO_YIELD,
            "default: a++;"));
  }

  /** Void methods, which only definitions can call, are no text that a user can write. */
  private static final Set<Message> INTERNAL = EnumSet.of(Message.VOID_VALUE);

  private static List<Diagnostic> diagnostics(String text) {
    Parser.Result parsed = Parser.parse(text);
    var all = new ArrayList<>(parsed.diagnostics());
    if (parsed.kernel() != null) {
      all.addAll(Checker.check(parsed.kernel()).diagnostics());
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void eachErrorIsReportedOnceAtItsPlace(Wrong wrong) {
    List<Diagnostic> found = diagnostics(wrong.text);
    assertThat(found).as(wrong.text).hasSize(1);
    Diagnostic only = found.getFirst();
    assertThat(only.message()).isEqualTo(wrong.message);
    Span span = only.span();
    assertThat(wrong.text.substring(span.start(), span.end())).isEqualTo(wrong.at);
    assertThat(only.toString()).startsWith("[Lathe").doesNotContain("%s");
    if (!wrong.text.contains("null")) {
      assertThat(only.toString()).doesNotContain("null");
    }
  }

  @Test
  void everyMessageHasAText() {
    var tested = EnumSet.copyOf(INTERNAL);
    wrongs().forEach(wrong -> tested.add(wrong.message));
    assertThat(tested).containsExactlyInAnyOrder(Message.values());
  }

  @Test
  void javacRejectsWhatIsAnErrorOfJava() {
    List<Wrong> all = wrongs().filter(wrong -> wrong.message.isJava()).toList();
    // One compilation for syntax errors each: javac goes no further in their presence.
    var texts = new ArrayList<String>();
    for (Wrong wrong : all) {
      if (wrong.message == Message.SYNTAX || wrong.message == Message.BAD_LITERAL) {
        assertThat(javacErrorLines(List.of(wrong.text))).as(wrong.text).isNotEmpty();
      } else {
        texts.add(wrong.text);
      }
    }
    Set<Long> lines = javacErrorLines(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(lines).as(texts.get(i)).contains(i + 2L);
    }
  }

  @Test
  void severalErrorsAreReportedTogetherInOrder() {
    String text =
        """
        int f(int a, String s) {
          int x = b + 1;
          boolean y = x + true;
          long z = Math.random() + y;
          int w = 3 +;
          return z;
        }
        """;
    assertThat(diagnostics(text))
        .extracting(Diagnostic::message)
        .containsExactly(
            Message.UNSUPPORTED_TYPE,
            Message.SYNTAX,
            Message.UNKNOWN_NAME,
            Message.BAD_OPERANDS,
            Message.UNSUPPORTED_CALL,
            Message.INCOMPATIBLE_TYPES);
  }

  @Test
  void aMethodOfObjectHasNoNearestMethodOfAWrapperClass() {
    assertThat(Intrinsics.nearest("java.lang.Object", "hashCode"))
        .isEqualTo("a kernel computes with Java's primitive types; call it outside");
  }

  @Test
  void anUnsupportedCallNamesTheNearestSupportedMethod() {
    assertThat(diagnostics("int f(int a) { return Math.flor(a); }").getFirst().toString())
        .isEqualTo(
            "[LatheUnsupportedCall] call to Math.flor cannot be compiled;"
                + " the nearest supported method is Math.floor(double)");
    assertThat(diagnostics("int f(int a) { return Integer.parseInt(a); }").getFirst().toString())
        .isEqualTo(
            "[LatheUnsupportedCall] call to Integer.parseInt cannot be compiled;"
                + " of Integer a kernel may call bitCount, compare, compareUnsigned, compress,"
                + " divideUnsigned, expand, hashCode, highestOneBit, lowestOneBit, max, min,"
                + " numberOfLeadingZeros, numberOfTrailingZeros, remainderUnsigned, reverse,"
                + " reverseBytes, rotateLeft, rotateRight, signum, sum, toUnsignedLong");
    assertThat(diagnostics("int f(int a) { return g(a); }").getFirst().toString())
        .startsWith("[LatheUnsupportedCall] call to g cannot be compiled; ");
  }

  @Test
  void aDiagnosticShowsItsLineWithACaretUnderThePlace() {
    String text = "int f(int a) {\n  return a +\n      Math.flor(a);\n}\n";
    assertThat(diagnostics(text).getFirst().show(text))
        .isEqualTo(
            """
            line 3: [LatheUnsupportedCall] call to Math.flor cannot be compiled; the nearest \
            supported method is Math.floor(double)
                  Math.flor(a);
                  ^^^^^^^^^^^^
            """);
  }

  /** Lines with errors of a class that has one text on each line from the second. */
  private static Set<Long> javacErrorLines(List<String> texts) {
    var source = new StringBuilder("class Wrong {\n");
    for (int i = 0; i < texts.size(); i++) {
      source.append(texts.get(i).replaceFirst("\\bf\\(", "f" + i + "(")).append('\n');
    }
    source.append("}\n");
    var file =
        new SimpleJavaFileObject(
            java.net.URI.create("mem:///Wrong.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var collector = new DiagnosticCollector<JavaFileObject>();
    // Flow analysis in spite of errors elsewhere.
    List<String> options =
        List.of("-proc:none", "-XDshould-stop.ifError=FLOW", "-Xmaxerrs", "1000", "-d", "target");
    ToolProvider.getSystemJavaCompiler()
        .getTask(null, null, collector, options, null, List.of(file))
        .call();
    var lines = new TreeSet<Long>();
    for (var diagnostic : collector.getDiagnostics()) {
      if (diagnostic.getKind() == Kind.ERROR) {
        lines.add(diagnostic.getLineNumber());
      }
    }
    return lines;
  }
}
