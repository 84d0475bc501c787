package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.testing.compile.Compilation;
import dev.lathe.Lathe;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

/** Kernels without an instance, and kernels without a result. */
class StaticAndVoidKernelsTest {
  private static final String GCD =
      """
      import dev.lathe.Jit;

      @Jit(interruptible = true)
      public interface Gcd {
        @Jit static int gcd(int a, int b) {
          while (b != 0) {
            int t = a % b;
            a = b;
            b = t;
          }
          return a;
        }

        @Jit static boolean odd(byte a, char c) { return (a ^ c & 1) != 0; }

        static int plain(int a) { return a; }

        default int twice(int a) { return a + a; }
      }
      """;

  @Test
  void staticKernelsAreMethodsOfTheGeneratedClass() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            GCD,
            """
            public final class User {
              private User() {}

              public static String use() {
                return GcdJit.gcd(48, 18) + " " + GcdJit.odd((byte) 3, 'b') + " " + GcdJit.create().twice(4);
              }
            }
            """);
    assertThat(classes.load("User").getMethod("use").invoke(null)).isEqualTo("6 true 8");
    assertThat(Lathe.explain(classes.load("GcdJit"), "gcd")).contains("machine code");
    assertThat(classes.load("GcdJit").getDeclaredMethods())
        .extracting(java.lang.reflect.Method::getName)
        .doesNotContain("plain");
  }

  @Test
  void anInterfaceMayHaveStaticKernelsOnly() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            "import dev.lathe.Jit;\n\n"
                + "interface Neg {\n"
                + "  @Jit static long neg(long a) { return -a; }\n"
                + "}\n",
            """
            public final class User {
              private User() {}

              public static long use() { return NegJit.neg(5); }
            }
            """);
    assertThat(classes.load("User").getMethod("use").invoke(null)).isEqualTo(-5L);
  }

  /** Else uses would add "cannot find symbol" to the message that counts. */
  @Test
  void aStaticKernelThatCannotBeCompiledIsStillThere() {
    Compilation compilation =
        TestCompiler.compile(
            GCD.replace("return a;\n", "return unknown;\n"),
            "class User { int use() { return GcdJit.gcd(48, 18); } }\n");
    assertThat(TestCompiler.messages(compilation))
        .containsExactly(
            "Gcd.java:11:12: cannot find symbol\n"
                + "  symbol:   variable unknown\n"
                + "  location: interface Gcd");
  }

  @Test
  void voidKernelsThrowAsTheirBodies() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            """
            import dev.lathe.Jit;

            @Jit
            public interface V {
              default void nothing() {}

              default void divide(int a, int b) { a /= b; }

              default void loop(int a, long b) {
                for (int i = 10; i >= 0; i--) {
                  if (b == i) return;
                  a = Math.addExact(a / i, 1);
                }
              }

              @Jit static void check(int a) { if (a < 0) a /= a - a; }
            }
            """,
            "public final class Bodies implements V { public Bodies() {} }\n");
    Object kernels = classes.load("VJit").getMethod("create").invoke(null);
    Object bodies = classes.load("Bodies").getConstructor().newInstance();
    Class<?> type = classes.load("V");
    Class<?>[] none = {};
    Class<?>[] two = {int.class, int.class};
    Class<?>[] wide = {int.class, long.class};
    assertThat(outcome(type, "nothing", kernels, none)).isEqualTo("null");
    for (int b = -1; b < 12; b++) {
      assertThat(outcome(type, "divide", kernels, two, 7, b))
          .isEqualTo(outcome(type, "divide", bodies, two, 7, b));
      assertThat(outcome(type, "loop", kernels, wide, 7, (long) b))
          .isEqualTo(outcome(type, "loop", bodies, wide, 7, (long) b));
    }
    var check = classes.load("VJit").getMethod("check", int.class);
    check.invoke(null, 1);
    assertThatThrownBy(() -> check.invoke(null, -1)).hasCause(new ArithmeticException("/ by zero"));
  }

  private static String outcome(
      Class<?> type, String name, Object receiver, Class<?>[] types, Object... arguments)
      throws ReflectiveOperationException {
    try {
      return "" + type.getMethod(name, types).invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      return e.getCause().toString();
    }
  }
}
