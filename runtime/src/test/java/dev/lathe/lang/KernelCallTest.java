package dev.lathe.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Heap;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.Module;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Kernels that call each other, against the same text compiled by javac. */
class KernelCallTest {
  /** Methods, each on lines of its own; the one named f is called with edge values. */
  private static void compare(String text) {
    Module module = module(text);
    Method f = JavaOracle.javac(javaClass(text)).get("f");
    Class<?>[] types = f.getParameterTypes();
    var random = new SplittableRandom(11);
    for (int run = 0; run < 300; run++) {
      var arguments = new Object[types.length];
      for (int i = 0; i < types.length; i++) {
        List<Object> values = EdgeValues.of(JavaOracle.typeOf(types[i]), 20);
        arguments[i] = values.get(random.nextInt(values.size()));
      }
      compare(text, module, f, arguments);
    }
  }

  private static void compare(String text, Module module, Method f, Object... arguments) {
    var forIr = new Memories(arguments);
    var forJava = new Memories(arguments);
    JavaType result = JavaOracle.typeOf(f.getReturnType());
    assertThat(forIr.describe(ofIr(module, result, forIr.arguments())))
        .as("%s with %s", text, Memories.show(arguments))
        .isEqualTo(forJava.describe(ofJava(f, forJava.arguments())));
  }

  private static Module module(String text) {
    Parser.Results parsed = Parser.parseAll(text);
    assertThat(parsed.diagnostics()).as(text).isEmpty();
    var module = new Module();
    for (Ast.Kernel kernel : parsed.kernels()) {
      Checked checked = Checker.check(kernel);
      assertThat(checked.diagnostics()).as(text).isEmpty();
      module.add(Parser.symbol(kernel), Lowering.lower(checked, kernel.name(), null));
    }
    module.verify();
    return module;
  }

  private static String javaClass(String text) {
    return "public class Kernels {\n" + text.replaceAll("(?m)^(\\w)", "public static $1") + "}\n";
  }

  private static Object ofJava(Method f, Object[] arguments) {
    try {
      return f.invoke(null, arguments);
    } catch (InvocationTargetException thrown) {
      return JavaOracle.describe(thrown.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Object ofIr(Module module, JavaType result, Object[] arguments) {
    var heap = new Heap();
    long[] bits = Memories.bits(arguments, heap);
    try {
      long value = Interpreter.runLimited(module, heap, 1_000_000, bits);
      return result == JavaType.VOID ? "null" : new Constant(result, value).box();
    } catch (ArithmeticException | IndexOutOfBoundsException | NullPointerException thrown) {
      return JavaOracle.describe(thrown);
    }
  }

  @Test
  void callsAreEvaluatedInOrder() {
    compare(
        """
        int f(int a, int b) { return g(a, a = b) * 31 + g(a++, a) - h(g(a, 3), b / a); }
        int g(int a, int b) { return a - 3 * b; }
        int h(int a, int b) { return a / b; }
        """);
    compare(
        """
        int f(int a, int b) { return a > b || g(a) == 0 ? g(b) : a != 3 && g(a - b) > 1 ? 1 : 2; }
        int g(int a) { return 7 % a; }
        """);
  }

  @Test
  void argumentsAndResultsAreConverted() {
    compare(
        """
        double f(byte a, char b) { return g(a, b) + g((short) b, a) + h(a) + k((byte) b); }
        float g(long a, double b) { return (float) (a / 3 + b); }
        byte h(int a) { return (byte) (a * 77); }
        char k(short a) { return (char) (a - 1); }
        """);
    compare(
        """
        int f(int a, int b) { boolean c = g(a > b); return g(c) || a == b ? h((char) a) : b; }
        boolean g(boolean a) { return !a; }
        short h(char a) { a += 3; return (short) a; }
        """);
  }

  @Test
  void overloadsAreThoseThatJavaChooses() {
    String overloads =
        """
        int g(byte a) { return 1; }
        int g(short a) { return 2; }
        int g(char a) { return 3; }
        int g(int a) { return 4; }
        int g(long a) { return 5; }
        int g(float a) { return 6; }
        int g(boolean a) { return 8; }
        int g(int a, long b) { return 9; }
        int g(long a, float b) { return 10; }
        int g(double a, double b) { return 11; }
        """;
    for (String argument :
        new String[] {
          "1",
          "(byte) 1",
          "'a'",
          "a",
          "(short) a",
          "2L",
          "2f",
          "a > 2",
          "a, 3",
          "a, 3f",
          "2f, 3",
          "2L, 3L",
          "3, 2d",
          "(byte) a, 'b'",
          "a > 1 ? 1 : 'a'",
          "a > 1 ? (byte) 1 : 'a'",
          "a > 1 ? (byte) 1 : 2",
          "a > 1 ? (short) 1 : (byte) a",
        }) {
      compare("int f(int a) { return g(" + argument + "); }\n" + overloads);
    }
  }

  /** JLS 15.28.1, 15.12.2.2: a switch is applicable if each of its results is. */
  @Test
  void aSwitchAsAnArgumentIsAPolyExpression() {
    String overloads =
        """
        int g(byte a) { return 1 + a; }
        int g(short a) { return 1000 + a; }
        int g(char a) { return 2000 + a; }
        int g(int a) { return 3000 + a; }
        double g(float a) { return 4000 + a / 3; }
        double g(double a) { return 5000 + a / 3; }
        int g(boolean a) { return 6000; }
        """;
    for (String results :
        new String[] {
          "case 1 -> (byte) 1; default -> 2;",
          "case 1 -> (byte) 1; default -> 'a';",
          "case 1 -> (byte) 1; default -> (short) 2;",
          "case 1 -> 1; default -> 2f;",
          "case 1 -> 1L; default -> 'b';",
          "case 1 -> true; default -> a > 3;",
          "case 1 -> switch (a) { case 2 -> 'a'; default -> (byte) 3; }; default -> 'b';",
          "case 1 -> a > 1 ? (byte) 1 : 2; default -> (byte) a;",
          "case 1: yield (byte) 1; default: { if (a > 2) { yield 'c'; } yield 3; }",
        }) {
      compare("double f(int a) { return g(switch (a) { " + results + " }); }\n" + overloads);
    }
    compare("long f(int a) { return Math.abs(switch (a) { case 1 -> a; default -> 2L; }); }\n");
    compare("int f(int a) { return Math.abs(a < 1 ? switch (a) { default -> 'a'; } : 1); }\n");
  }

  @Test
  void recursionMayBeMutualAndCallsStatements() {
    compare(
        """
        int f(int n, int k) { return even(n & 31) ? fib(n & 7) : ackermann(k & 1, n & 3); }
        boolean even(int n) { return n == 0 || odd(n - 1); }
        boolean odd(int n) { return n != 0 && even(n - 1); }
        int fib(int n) { if (n < 2) { return n; } return fib(n - 1) + fib(n - 2); }
        int ackermann(int m, int n) {
          return m == 0 ? n + 1 : ackermann(m - 1, n == 0 ? 1 : ackermann(m, n - 1));
        }
        """);
    compare(
        """
        int f(int a, int b) { g(a, b); int c = 3; c += g(a, c); h(a / 7); g(1, c); return c; }
        int g(int a, int b) { return a / b; }
        void h(int a) { if (a > 1000) { int b = 1 / (a - a); } }
        """);
  }

  @Test
  void arraysAndSegmentsArePassedOn() {
    String text =
        """
        int f(int[] a, int[] b, java.lang.foreign.MemorySegment s, int i) {
          fill(a, g(b, i));
          fill(b == null ? null : new int[] {1, 2}, 3);
          swap(a, i, b, 1);
          put(s, sum(a) + sum(i > 1 ? a : b));
          return g(a, null, i) + g(null, b, 1) + sum(new int[] {i, 2}) + (int) s.byteSize();
        }
        void fill(int[] a, int value) { for (int i = 0; i < a.length; i++) { a[i] = value; } }
        void swap(int[] a, int i, int[] b, int j) { int t = a[i]; a[i] = b[j]; b[j] = t; }
        int g(int[] a, int i) { return a[i] + 1; }
        int g(long[] a, int[] b, int i) { return b.length * i; }
        int g(int[] a, long[] b, int i) { return b == null ? a.length + i : 1; }
        int sum(int[] a) { int s = 0; for (int i = 0; i < a.length; i++) { s += a[i]; } return s; }
        void put(java.lang.foreign.MemorySegment s, int value) {
          s.setAtIndex(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 1, value);
        }
        """;
    Module module = module(text);
    Method f = JavaOracle.javac(javaClass(text)).get("f");
    int[] a = {3, 1, 4};
    int[] b = {1, 5};
    MemorySegment segment = MemorySegment.ofArray(new byte[8]);
    compare(text, module, f, a, b, segment, 0);
    compare(text, module, f, a, a, segment, 2);
    compare(text, module, f, a, b, segment, 2);
    compare(text, module, f, a, null, segment, 0);
    compare(text, module, f, null, b, segment, 1);
    compare(text, module, f, a, b, null, 1);
    compare(text, module, f, a, b, segment.asSlice(1, 6), 1);
    assertThat(
            messages(
                "int f(int[] a) { return g(null); }\nint g(int[] a) { return 1; }\n"
                    + "int g(long[] a) { return 1; }\n"))
        .containsExactly(
            "[LatheBadArguments] g does not take (null); it is declared as g(int[]) or g(long[])");
  }

  @Test
  void wrongCallsAreReported() {
    assertThat(messages("int f(int a) { return g(a); }\nvoid g(int a) { }\n"))
        .containsExactly(
            "[LatheVoidValue] a call of a void method has no value; use it as a statement");
    assertThat(messages("int f(long a) { return g(a); }\nint g(int a) { return a; }\n"))
        .containsExactly("[LatheBadArguments] g does not take (long); it is declared as g(int)");
    assertThat(
            messages(
                "int f(int a) { return g(a, a); }\nint g(int a, long b) { return 1; }\n"
                    + "int g(long a, int b) { return 1; }\n"))
        .containsExactly(
            "[LatheBadArguments] g does not take (int, int); it is declared as g(int, long) or"
                + " g(long, int)");
  }

  private static List<String> messages(String text) {
    Parser.Results parsed = Parser.parseAll(text);
    assertThat(parsed.diagnostics()).isEmpty();
    return parsed.kernels().stream()
        .flatMap(kernel -> Checker.check(kernel).diagnostics().stream())
        .map(Diagnostic::toString)
        .toList();
  }
}
