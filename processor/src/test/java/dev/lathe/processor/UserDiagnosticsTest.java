package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** javac's own messages are the same with Lathe as without, and come once. */
class UserDiagnosticsTest {
  private static List<String> withLathe(String... sources) {
    return TestCompiler.messages(
        Compiler.javac()
            .withOptions("-Xlint:all,-processing")
            .withProcessors(new LatheProcessor())
            .compile(TestCompiler.files(sources)));
  }

  private static List<String> withoutLathe(String... sources) {
    return TestCompiler.messages(
        Compiler.javac()
            .withOptions("-Xlint:all,-processing", "-proc:none")
            .compile(TestCompiler.files(sources)));
  }

  @Test
  void warningsAreUnchanged() {
    String[] sources = {
      """
      import static java.lang.Integer.*;
      import dev.lathe.Jit;

      public interface K {
        int OLD = Old.LIMIT + (int) 3;

        @Jit
        default int f(int a) {
          int b = (int) a;
          byte c = 1;
          c += 300.5;
          return b / 0 + Old.LIMIT + c + MAX_VALUE + (a << 40) + OLD;
        }

        default int g(int a) {
          return (int) a / 0;
        }
      }
      """,
      """
      public final class Old {
        private Old() {}

        @Deprecated public static final int LIMIT = 7;
      }
      """
    };
    assertThat(withLathe(sources)).hasSizeGreaterThan(5).isEqualTo(withoutLathe(sources));
  }

  /** Each body has one error of Java's, at which Lathe says nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "return a + b;",
        "int r = b; return r;",
        "boolean r = a; return a;",
        "return a > 0;",
        "return !a;",
        "return a && c;",
        "return c + a;",
        "return c ? a : c;",
        "int a = 3; return a;",
        "int r; return r;",
        "final int r = 1; r = 2; return r;",
        "var r; return a;",
        "return;",
        "int r = a;",
        "return a; ",
        "a + 1; return a;",
        "return Math.max(a, c);",
        "return Math.maxx(a, 1);",
        "return Maths.max(a, 1);",
        "return unknown;",
        "return unknown(a);",
        "return a.length;",
        "return a.length();",
        "return a[0];",
        "a[0] = 1; return a;",
        "int[] r = {1, c}; return r[0];",
        "int[] r = {1}; return r[b];",
        "int[] r = {1}; r.length = 3; return a;",
        "int[] r = {1}; return r.size;",
        "int[] r = {1}; return r;",
        "int[] r = 1; return a;",
        "int r = {1}; return a;",
        "int[] r = new long[3]; return a;",
        "int r = null; return r;",
        "var r = {1}; return a;",
        "return a == null ? 1 : 2;",
        "java.lang.foreign.MemorySegment s = null; return s.length;",
        "java.lang.foreign.MemorySegment s = null; s[0] = 1; return a;",
        "java.lang.foreign.MemorySegment s = null; return s.get(0);",
        "java.lang.foreign.MemorySegment s = null; s.byteSize() = 3; return a;",
        "return new int[c].length;",
        "int[] r = {1}; r++; return a;",
        "int[] r = {1}; r[0] = 2.5; return a;",
        "return (boolean) a;",
        "return Integer.MAX_VALU;",
        "return java.lang.Foo.X;",
        "unknown r = 1; return a;",
        "byte r = 1000; return r;",
        "float r = 1.0; return (int) r;",
        "return a << c;",
        "a += c; return a;",
        "c++; return a;",
        "return ~d;",
        "return a == c ? 1 : 2;",
        "return 1; return 2;",
        "K = 3; return a;",
        "int r = 08; return r;"
      })
  void errorsAreJavacsOwn(String body) {
    String source =
        "import dev.lathe.Jit;\npublic interface K {\n"
            + "  @Jit default int f(int a, long b, boolean c, double d) {\n    "
            + body
            + "\n  }\n}\n";
    if (body.equals("return a; ")) {
      source = source.replace("int f(int a", "boolean f(int a");
    }
    List<String> expected = withoutLathe(source);
    assertThat(expected).hasSize(1);
    assertThat(withLathe(source)).isEqualTo(expected);
  }

  @Test
  void usesOfTheGeneratedClassAddNothingToAnErrorOfLathe() {
    assertThat(
            withLathe(
                "import dev.lathe.Jit;\npublic interface K {\n"
                    + "  @Jit default int f(int a) { throw null; }\n}\n",
                "public class User {\n"
                    + "  private final KJit k = KJit.create();\n"
                    + "  int f() { return k.f(1); }\n"
                    + "}\n"))
        .containsExactly(
            "K.java:3:31: [LatheUnsupportedStatement] `throw` cannot be compiled; check in the"
                + " caller, or use the …Exact methods of Math");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "interface K { @Jit default <T> int f(T t) { return 1; } }",
        "interface K<T> { @Jit default int f(T t) { return 1; } }"
      })
  void aTypeParameterIsNoMissingName(String source) {
    Compilation compilation = TestCompiler.compile("import dev.lathe.Jit;\n" + source + "\n");
    assertThat(TestCompiler.messages(compilation))
        .extracting(text -> text.replaceFirst(".*\\[(\\w+)].*", "$1"))
        .containsExactlyInAnyOrder(
            source.contains("K<") ? "LatheGenericInterface" : "LatheGenericMethod",
            "LatheUnsupportedType");
    assertThat(compilation.notes()).isEmpty();
  }

  @Test
  void anErrorInAnInheritedKernelComesOnce() {
    assertThat(
            withLathe(
                """
                import dev.lathe.Jit;
                public interface Base {
                  @Jit default double f(double a) { return Math.random() + a; }
                }
                """,
                """
                import dev.lathe.Jit;
                public interface One extends Base {
                  @Jit default int g(int a) { return a; }
                }
                """,
                """
                import dev.lathe.Jit;
                public interface Two extends One {
                  @Jit default int h(int a) { return a; }
                }
                """))
        .singleElement()
        .asString()
        .startsWith("Base.java:3:55: [LatheUnsupportedCall]");
  }

  @Test
  void allErrorsOfAFileComeAtOnce() {
    assertThat(
            withLathe(
                """
                import dev.lathe.Jit;
                public interface K {
                  @Jit default int f(int[][] a) { synchronized (a) { } return System.identityHashCode(a); }
                  @Jit static int g() { return 1; }
                  @Jit default <T> long h(String s) throws Exception { String t = s; return Math.random() > 0 ? 1 : 2; }
                  int abstractOne();
                }
                """))
        .extracting(text -> text.replaceFirst("(\\S+: \\[\\w+]).*", "$1"))
        .containsExactlyInAnyOrder(
            "K.java:3:25: [LatheArrayOfArrays]",
            "K.java:3:35: [LatheUnsupportedStatement]",
            "K.java:3:86: [LatheUnsupportedCall]",
            "K.java:5:17: [LatheGenericMethod]",
            "K.java:5:27: [LatheUnsupportedType]",
            "K.java:5:44: [LatheThrowsClause]",
            "K.java:5:56: [LatheUnsupportedType]",
            "K.java:5:88: [LatheUnsupportedCall]",
            "K.java:6:7: [LatheAbstractMethod]");
  }
}
