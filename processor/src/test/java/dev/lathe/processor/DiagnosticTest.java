package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import dev.lathe.lang.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every message that a source can bring about, with file, line and column. The mark {@code @@}
 * stands before the place that the message points at.
 */
class DiagnosticTest {
  /**
   * @param constant a constant of {@link Diagnostic} or of {@link Message}
   * @param source the file, with a mark
   * @param text the whole message
   */
  record Case(Enum<?> constant, String source, String text) {
    @Override
    public String toString() {
      return constant + ": " + text;
    }
  }

  private static Case body(Enum<?> constant, String body, String text) {
    return new Case(constant, "@Jit default int f(int a, long b, double c) { " + body + " }", text);
  }

  private static Case member(Enum<?> constant, String member, String text) {
    return new Case(constant, member, text);
  }

  private static Case file(Enum<?> constant, String source, String text) {
    return new Case(constant, source, text);
  }

  static List<Case> cases() {
    return List.of(
        // The interface
        file(
            Diagnostic.NOT_AN_INTERFACE,
            "import dev.lathe.Jit;\nclass K {\n  @@@Jit int f(int a) { return a; }\n}\n",
            "[LatheNotAnInterface] @Jit belongs on interfaces and their methods, and K is a class;"
                + " move its kernels to an interface"),
        file(
            Diagnostic.NOT_AN_INTERFACE,
            "import dev.lathe.Jit;\n@@@Jit record K(int f) {}\n",
            "[LatheNotAnInterface] @Jit belongs on interfaces and their methods, and K is a record;"
                + " move its kernels to an interface"),
        file(
            Diagnostic.PRIVATE_INTERFACE,
            "import dev.lathe.Jit;\n"
                + "class K {\n"
                + "  private @@interface P {\n"
                + "    @Jit default int f() { return 1; }\n"
                + "  }\n"
                + "}\n",
            "[LathePrivateInterface] P is private, so that no class beside it can implement it;"
                + " make it package-private"),
        file(
            Diagnostic.LOCAL_INTERFACE,
            """
            import dev.lathe.Jit;
            interface K {
              @Jit default int f() { return 1; }
              static void g() {
                @@interface P {
                  @Jit default int h() { return 1; }
                }
              }
            }
            """,
            "[LatheLocalInterface] P is declared in a method, where no other class can implement"
                + " it; move it out of the method"),
        file(
            Diagnostic.NOT_AN_INTERFACE,
            """
            import dev.lathe.Jit;
            interface K {
              @Jit default int f() { return 1; }
              static void g() {
                @@class P {
                  @Jit int h() { return 1; }
                }
              }
            }
            """,
            "[LatheNotAnInterface] @Jit belongs on interfaces and their methods, and P is a class;"
                + " move its kernels to an interface"),
        file(
            Diagnostic.GENERIC_INTERFACE,
            "import dev.lathe.Jit;\ninterface K<@@T> {\n  @Jit default int f() { return 1; }\n}\n",
            "[LatheGenericInterface] K has type parameters, and kernels compute with primitive"
                + " types only; remove them"),
        file(
            Diagnostic.SEALED_INTERFACE,
            "import dev.lathe.Jit;\n"
                + "sealed @@interface K {\n"
                + "  @Jit default int f() { return 1; }\n"
                + "  final class C implements K {}\n"
                + "}\n",
            "[LatheSealedInterface] K is sealed and does not permit KJit; add it to the permits"
                + " clause"),
        file(
            Diagnostic.NAME_TAKEN,
            "import dev.lathe.Jit;\n"
                + "@@interface K {\n"
                + "  @Jit default int f() { return 1; }\n"
                + "}\n"
                + "final class KJit {}\n",
            "[LatheNameTaken] class KJit exists already, and Lathe generates a class of that name;"
                + " rename it or the interface"),
        file(
            Diagnostic.NO_KERNELS,
            "import dev.lathe.Jit;\n@@@Jit interface K {\n  static int f() { return 1; }\n}\n",
            "[LatheNoKernels] @Jit on K means its default methods, and it has none; add one or"
                + " remove @Jit"),
        member(
            Diagnostic.CREATE_TAKEN,
            "@Jit default int f() { return 1; } default int @@create() { return 2; }",
            "[LatheCreateTaken] create() without arguments is what KJit offers to make an instance;"
                + " rename this method"),
        member(
            Diagnostic.FUNCTION_TAKEN,
            "@Jit default int f() { return 1; } default int @@function(String s) { return 2; }",
            "[LatheFunctionTaken] function(String) is what KJit offers to other kernels to link"
                + " their calls; rename this method"),
        member(
            Diagnostic.ABSTRACT_METHOD,
            "@Jit default int f() { return 1; } int @@k(int a);",
            "[LatheAbstractMethod] K has the abstract method k, which KJit could not implement;"
                + " give it a body or move it to another interface"),
        // The method
        member(
            Diagnostic.BODY_MISSING,
            "@Jit int @@f(int a);",
            "[LatheBodyMissing] kernel f has no body to compile; write `default` and a body"),
        member(
            Diagnostic.PRIVATE_KERNEL,
            "@Jit private int @@f(int a) { return a; }",
            "[LathePrivateKernel] kernel f is private, so that no class can override it; make it a"
                + " default method"),
        member(
            Diagnostic.GENERIC_METHOD,
            "@Jit default <@@T> int f(int a) { return a; }",
            "[LatheGenericMethod] kernel f has type parameters, and kernels compute with primitive"
                + " types only; remove them"),
        member(
            Diagnostic.THROWS_CLAUSE,
            "@Jit default int f(int a) throws @@InterruptedException { return a; }",
            "[LatheThrowsClause] kernel f declares `throws`, and what a kernel can throw is"
                + " unchecked; remove the clause"),
        member(
            Diagnostic.VECTORIZE_REQUIRED,
            "@Jit(vectorize = Jit.Vectorize.REQUIRED) default void f(int[] a) {\n"
                + "    int k = 1;\n"
                + "    @@for (int i = k; i < a.length; i++) {\n"
                + "      a[i] += a[i - 1];\n"
                + "    }\n"
                + "  }",
            "[LatheVectorizeRequired] this loop of kernel f cannot become SIMD code, as vectorize ="
                + " REQUIRED asks for: an iteration may read or write what another one writes;"
                + " write it differently, or let vectorize be AUTO"),
        member(
            Diagnostic.VECTORIZE_NO_LOOP,
            "@Jit(vectorize = Jit.Vectorize.REQUIRED) default int @@f(int a) { return a; }",
            "[LatheVectorizeNoLoop] kernel f has no loop that could become"
                + " SIMD code, as vectorize = REQUIRED asks for; remove it"),
        // Types
        member(
            Message.UNSUPPORTED_TYPE,
            "@Jit default int f(@@String a) { return 1; }",
            "[LatheUnsupportedType] type String cannot be compiled; a kernel computes with Java's"
                + " primitive types, arrays of them and memory segments; use parameters for the"
                + " numbers in it"),
        member(
            Message.UNSUPPORTED_TYPE,
            "@Jit default @@Integer f(int a) { return a; }",
            "[LatheUnsupportedType] type Integer cannot be compiled; a kernel computes with Java's"
                + " primitive types, arrays of them and memory segments; use int"),
        member(
            Message.UNSUPPORTED_TYPE,
            "@Jit default int f(java.util.List@@<String> a) { return 1; }",
            "[LatheUnsupportedType] type java.util.List<String> cannot be compiled; a kernel"
                + " computes with Java's primitive types, arrays of them and memory segments; use"
                + " an array with the numbers in it, which `for` goes through too"),
        body(
            Message.UNSUPPORTED_TYPE,
            "@@String s = null; return a;",
            "[LatheUnsupportedType] type String cannot be compiled; a kernel computes with Java's"
                + " primitive types, arrays of them and memory segments; use parameters for the"
                + " numbers in it"),
        body(
            Message.UNSUPPORTED_TYPE,
            "return (@@Integer) a;",
            "[LatheUnsupportedType] type Integer cannot be compiled; a kernel computes with Java's"
                + " primitive types, arrays of them and memory segments; use int"),
        // Statements
        body(
            Message.UNSUPPORTED_TYPE,
            "for (int i : @@LIST) { a += i; } return a;",
            "[LatheUnsupportedType] type java.util.List<java.lang.Integer> cannot be compiled; a"
                + " kernel computes with Java's primitive types, arrays of them and memory"
                + " segments; use an array with the numbers in it, which `for` goes through too"),
        body(
            Message.UNSUPPORTED_TYPE,
            "java.util.List@@<Integer> l = null; for (int i : l) { a += i; } return a;",
            "[LatheUnsupportedType] type java.util.List<Integer> cannot be compiled; a kernel"
                + " computes with Java's primitive types, arrays of them and memory segments; use"
                + " an array with the numbers in it, which `for` goes through too"),
        body(
            Message.UNSUPPORTED_STATEMENT,
            "@@throw new ArithmeticException();",
            "[LatheUnsupportedStatement] `throw` cannot be compiled; check in the caller, or use"
                + " the …Exact methods of Math"),
        body(
            Message.UNSUPPORTED_STATEMENT,
            "@@try { a++; } finally { a--; } return a;",
            "[LatheUnsupportedStatement] `try` cannot be compiled; catch in the caller"),
        body(
            Message.UNSUPPORTED_STATEMENT,
            "@@synchronized (K.class) { a++; } return a;",
            "[LatheUnsupportedStatement] `synchronized` cannot be compiled; lock in the caller"),
        body(
            Message.UNSUPPORTED_STATEMENT,
            "@@record C(int x) {} return a;",
            "[LatheUnsupportedStatement] a local class cannot be compiled; declare it outside the"
                + " kernel"),
        body(
            Message.UNSUPPORTED_STATEMENT,
            "while (true) { switch (a) { default -> @@throw null; } }",
            "[LatheUnsupportedStatement] `throw` cannot be compiled; check in the caller, or use"
                + " the …Exact methods of Math"),
        body(
            Message.BAD_SELECTOR,
            "switch (@@b) { default: } return a;",
            "[LatheBadSelector] a switch over long cannot be compiled; select by an int, char,"
                + " short or byte, or compare in `if`"),
        member(
            Message.UNSUPPORTED_TYPE,
            "@Jit default int f(Thread@@.State s) { return switch (s) { case NEW -> 1; default ->"
                + " 2; }; }",
            "[LatheUnsupportedType] type Thread.State cannot be compiled; a kernel computes with"
                + " Java's primitive types, arrays of them and memory segments; use parameters for"
                + " the numbers in it"),
        member(
            Message.UNSUPPORTED_TYPE,
            "@Jit default int f(@@Integer s) { switch (s) { case 1: return 1; default: return 2; }"
                + " }",
            "[LatheUnsupportedType] type Integer cannot be compiled; a kernel computes with Java's"
                + " primitive types, arrays of them and memory segments; use int"),
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "return switch (@@\"x\") { default -> 2; };",
            "[LatheUnsupportedExpression] a string cannot be compiled; a kernel computes with"
                + " Java's primitive types, arrays of them and memory segments"),
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "return @@new Object();",
            "[LatheUnsupportedExpression] `new` cannot be compiled; kernels allocate nothing; use"
                + " local variables"),
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "assert a > 0 : \"a is \" @@+ a; return a;",
            "[LatheUnsupportedExpression] a string as the detail of `assert` cannot be compiled;"
                + " give a number, as in `assert a > 0 : a`, or no detail"),
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "assert a > 0 : @@new Object(); return a;",
            "[LatheUnsupportedExpression] `new` cannot be compiled; kernels allocate nothing; use"
                + " local variables"),
        body(
            Message.UNSUPPORTED_STATEMENT,
            "@@class C {} return a;",
            "[LatheUnsupportedStatement] a local class cannot be compiled; declare it outside the"
                + " kernel"),
        // Expressions
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "return @@\"x\" == K.NAME ? 1 : 2;".replace(" == K.NAME", " != (a + b)"),
            "[LatheUnsupportedExpression] a string cannot be compiled; a kernel computes with"
                + " Java's primitive types, arrays of them and memory segments"),
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "return switch (a) { case @@Integer i -> 2; default -> 3; };",
            "[LatheUnsupportedExpression] a pattern cannot be compiled; list constants, and compare"
                + " in `if` what is no constant"),
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "return K@@.class.hashCode() + a;".replace(".hashCode()", ""),
            "[LatheUnsupportedExpression] a class literal cannot be compiled; a kernel computes"
                + " with Java's primitive types, arrays of them and memory segments"),
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "return a + @@SEED;",
            "[LatheUnsupportedExpression] field SEED, which is not a compile-time constant, cannot"
                + " be compiled; make it final with a constant initializer, or pass its value as a"
                + " parameter"),
        body(
            Message.UNSUPPORTED_EXPRESSION,
            "return @@this;",
            "[LatheUnsupportedExpression] `this` cannot be compiled; a kernel is a function of its"
                + " parameters; pass what it needs"),
        // Calls
        body(
            Message.UNSUPPORTED_CALL,
            "return (int) System.nanoTime@@();",
            "[LatheUnsupportedCall] call to System.nanoTime cannot be compiled; a kernel may call"
                + " arithmetic methods of Math, StrictMath, Integer, Long, Short, Byte, Character,"
                + " Float, Double and Boolean"),
        body(
            Message.UNSUPPORTED_CALL,
            "return \"x\".length@@();",
            "[LatheUnsupportedCall] call to \"x\".length cannot be compiled; a kernel calls static"
                + " methods and methods of its own interface; call it outside"),
        body(
            Message.UNSUPPORTED_CALL,
            "return a + Integer.parseInt@@(\"1\");",
            "[LatheUnsupportedCall] call to Integer.parseInt cannot be compiled; of Integer a"
                + " kernel may call bitCount, compare, compareUnsigned, compress, divideUnsigned,"
                + " expand, hashCode, highestOneBit, lowestOneBit, max, min, numberOfLeadingZeros,"
                + " numberOfTrailingZeros, remainderUnsigned, reverse, reverseBytes, rotateLeft,"
                + " rotateRight, signum, sum, toUnsignedLong"),
        body(
            Message.UNSUPPORTED_CALL,
            "return a + g@@(a);",
            "[LatheUnsupportedCall] call to g cannot be compiled; it is not a kernel; annotate it"
                + " with @Jit"),
        body(
            Message.UNSUPPORTED_CALL,
            "return a + s@@(\"x\");",
            "[LatheUnsupportedCall] call to s cannot be compiled; it is not a kernel; annotate it"
                + " with @Jit"),
        body(
            Message.UNSUPPORTED_CALL,
            "return a + this.p@@(a);",
            "[LatheUnsupportedCall] call to this.p cannot be compiled; it is private; make it a"
                + " default method and annotate it with @Jit"),
        body(
            Message.UNSUPPORTED_CALL,
            "return a + Other.twice@@(a);",
            "[LatheUnsupportedCall] call to Other.twice cannot be compiled; it is not a kernel;"
                + " move it to an interface and annotate it with @Jit"),
        // An overload that takes objects is the one that javac chooses.
        body(
            Message.UNSUPPORTED_CALL,
            "return a + h@@(2.5);",
            "[LatheUnsupportedCall] call to h cannot be compiled; it is not a kernel; annotate it"
                + " with @Jit"),
        body(
            Message.BOXED_ARMS,
            "var x = a > 3 @@? 1 : true; return a;",
            "[LatheBoxedArms] int and boolean have no common primitive type; make both numeric or"
                + " both boolean"),
        body(
            Message.UNSUPPORTED_TARGET,
            "Other@@.count = 3; return a;",
            "[LatheUnsupportedTarget] assignment to something that is no local variable, parameter"
                + " or element of an array; assign to a local variable and return its value"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyMessageStandsAtItsPlace(Case test) {
    String source = test.source();
    if (!source.contains("import dev.lathe")) {
      source =
          """
          import dev.lathe.Jit;

          interface K {
            int SEED = Integer.getInteger("x", 1);
            int[] COUNTS = {0};
            java.util.List<Integer> LIST = java.util.List.of(0);
            %s
            @Jit default int h(int a) { return a; }
            default int g(int a) { return a; }
            default int h(Object a) { return 1; }
            static int s(String s) { return s.length(); }
            private int p(int a) { return a; }
          }

          final class Other {
            static int count;
            static int twice(int a) { return 2 * a; }
          }
          """
              .formatted(source);
    }
    TestCompiler.Marked marked = TestCompiler.marked(source);
    Compilation compilation = TestCompiler.compile(marked.source());
    assertThat(TestCompiler.messages(compilation))
        .containsExactly("K.java:" + marked.position() + ": " + test.text());
  }

  @Test
  void everyConstantIsTested() {
    var tested = new HashSet<Enum<?>>();
    cases().forEach(test -> tested.add(test.constant()));
    tested.addAll(OtherDiagnosticTest.TESTED);
    ArrayDiagnosticTest.cases().forEach(test -> tested.add(test.constant()));
    var all = new ArrayList<Enum<?>>(Arrays.asList(Diagnostic.values()));
    for (Message message : Message.values()) {
      if (!message.isJava()) {
        all.add(message);
      }
    }
    assertThat(tested).containsExactlyInAnyOrderElementsOf(all);
  }
}
