package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/**
 * Errors in statements that javac finds after annotation processing: the user sees them once, in
 * javac's words, and nothing of Lathe.
 */
class StatementErrorsTest {
  /** Errors of attribution: types, names, jumps, constants. */
  private static final List<String> ATTRIBUTION =
      List.of(
          // Definite assignment
          "for (final int i = 0; i < a; i++) { } return a;",
          // Jumps and labels
          "break; ",
          "continue; ",
          "if (c) break; return a;",
          "switch (a) { case 1: continue; } return a;",
          "while (c) { break out; } return a;",
          "l: { while (c) { continue l; } } return a;",
          "l: while (c) { l: while (c) { break l; } } return a;",
          "l: while (c) { } while (c) { break l; } return a;",
          "return switch (a) { case 1 -> { return 3; } default -> 2; };",
          "while (c) { a = switch (a) { case 1: break; default: yield 2; }; } return a;",
          "while (c) { a = switch (a) { case 1 -> { continue; } default -> 2; }; } return a;",
          // Switches
          "switch (a) { case 1: case 2: case 1: } return a;",
          "switch (a) { case 'a', 97 -> a++; default -> { } } return a;",
          "switch (a) { default: default: } return a;",
          "switch (a) { case a: } return a;",
          "int k = 3; switch (a) { case k: } return a;",
          "switch ((byte) a) { case 1000: } return a;",
          "switch ((char) a) { case -1: } return a;",
          "switch (a) { case 1L: } return a;",
          "switch (a) { case true: } return a;",
          "return switch (a) { };",
          "return switch (a) { case 1 -> 2; default -> d; };",
          "boolean r = switch (a) { case 1 -> 2; default -> true; }; return a;",
          // Types and names
          "switch (a) { case 1: a++; case 2 -> a--; } return a;",
          "yield (a); return a;",
          "final int r = 1; for (;;) { if (c) r++; }",
          "if (a) return 1; return 2;",
          "if (a = 1) return 1; return 2;",
          "while (b) a++; return a;",
          "do a++; while (d > 1 ? 2 : 3); return a;",
          "for (int i = 0; i; i++) { } return a;",
          "for (byte i = 0; i < a; i = i + 1) { } return a;",
          "int r = 1; while (c) { int r = 2; } return r;",
          "for (int a = 0; c; ) { } return a;",
          "for (int i = 0; c; ) { } return i;",
          "switch (a) { case 1: int r = 1; break; case 2: int r = 2; } return a;",
          "int i = 0, i = 1; return i;",
          "int r = 1, s = r + b; return s;",
          "while (c) { return b; } return a;",
          "while (unknown) { a++; } return a;",
          "switch (a) { case UNKNOWN: } return a;");

  /** Errors of flow analysis, which javac begins if there were no others. */
  private static final List<String> FLOW =
      List.of(
          // Definite assignment
          "int r; if (c) r = 1; return r;",
          "int r; while (c) { r = 1; break; } return r;",
          "int r; while (c) { a += r; r = 1; } return a;",
          "int r; for (int i = 0; i < a; i++) r = i; return r;",
          "int r; do { if (c) continue; r = 1; } while (r < 3); return a;",
          "int r; switch (a) { case 1: r = 1; break; default: } return r;",
          "int r; switch (a) { case 1 -> r = 1; case 2 -> r = 2; } return r;",
          "switch (a) { case 1: int r = 1; break; case 2: r++; } return a;",
          "int r; int s = switch (a) { case 1 -> { r = 1; yield 1; } default -> 2; }; return r +"
              + " s;",
          "int r; l: { if (c) break l; r = 1; } return r;",
          "int r; if (c && (r = a) > 1 || r > 2) return 1; return 2;",
          "final int r; while (c) { r = 1; } return a;",
          "final int r; if (c) r = 1; r = 2; return r;",
          // Missing return and unreachable code
          "if (c) return 1;",
          "if (c) { return 1; } else if (a > 2) { return 2; }",
          "for (;;) { break; }",
          "while (a > 0) { return 1; }",
          "l: while (true) { while (true) { break l; } }",
          "switch (a) { case 1: return 1; default: break; }",
          "switch (a) { case 1 -> { return 1; } case 2 -> { return 2; } }",
          "while (true) { } return 1;",
          "for (;;) { if (c) continue; } a++;",
          "do { a++; } while (true); return a;",
          "while (false) { a++; } return a;",
          "for (; false; ) a++; return a;",
          "while (true) { break; a++; } return a;",
          "while (true) { continue; a++; }",
          "return a; { a++; }",
          "if (c) { return 1; } else { return 2; } return 3;",
          "switch (a) { case 1: return 1; a++; default: return 2; }",
          "switch (a) { case 1 -> { return 1; } default -> { return 2; } } return 3;",
          "return switch (a) { case 1: yield 1; a++; default: yield 2; };",
          // Switches
          "return switch (a) { case 1 -> 2; };",
          "return switch (a) { case 1 -> { a++; } default -> 2; };",
          "return switch (a) { case 1: yield 2; default: a++; };");

  private static final List<String> SYNTAX =
      List.of(
          "if (c) int r = 1; return a;",
          "switch (a) { case 1 -> a + 1; default -> { } } return a;",
          "for (int i = 0; c; i + 1) { } return a;",
          "var r = 1, s = 2; return r + s;");

  @Test
  void ofTypesAndNamesAreJavacsOwn() {
    compare(ATTRIBUTION);
  }

  @Test
  void ofFlowAreJavacsOwn() {
    compare(FLOW);
  }

  @Test
  void ofSyntaxAreJavacsOwn() {
    compare(SYNTAX);
  }

  /** Every body has one error, which with Lathe is the same. */
  private static void compare(List<String> bodies) {
    var text = new StringBuilder("interface K {\n");
    for (int i = 0; i < bodies.size(); i++) {
      text.append("  @dev.lathe.Jit default int f").append(i);
      text.append("(int a, long b, boolean c, double d) { ").append(bodies.get(i)).append(" }\n");
    }
    JavaFileObject source = JavaFileObjects.forSourceString("K", text.append("}\n").toString());
    List<String> expected = messages(Compiler.javac().withOptions("-proc:none"), source);
    assertThat(expected)
        .extracting(message -> message.split(":")[1])
        .containsExactlyElementsOf(
            IntStream.range(0, bodies.size()).mapToObj(i -> "" + (i + 2)).toList());
    JavaFileObject user =
        JavaFileObjects.forSourceString(
            "User",
            "class User { final KJit k = KJit.create(); int use() { return k.f0(1, 2, true, 3); }"
                + " }");
    Compiler lathe = Compiler.javac().withProcessors(new LatheProcessor());
    assertThat(messages(lathe, source, user)).isEqualTo(expected);
  }

  private static List<String> messages(Compiler javac, JavaFileObject... sources) {
    Compilation compilation = javac.compile(sources);
    assertThat(compilation.notes()).isEmpty();
    return TestCompiler.messages(compilation).stream()
        .sorted(Comparator.comparingInt(message -> Integer.parseInt(message.split(":")[1])))
        .toList();
  }
}
