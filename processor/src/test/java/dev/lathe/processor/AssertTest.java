package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code assert} in kernels against plain Java, by the assertion status of the class loader. */
class AssertTest {
  private static final String MEMBERS =
      """
          default int plain(int a, int b) {
            assert a
                > b;
            assert a > 1
                : b;
            return a - b;
          }

          default int effects(int a, int b) {
            assert a++ > b : b / a;
            return a * 31 + b;
          }

          default boolean flag(boolean a, int b) { assert a : b > 3; return a; }

          default char letter(char a, short b) { assert b != 1 : b; assert a < 3 : a; return a; }

          default long wide(long a, byte b) { assert b != 0 : b; assert a > b : a; return a; }

          default float single(float a) { assert a > 3 : a; return a; }

          default double two(double a) { assert a > 3 : a; return a; }

          default int loop(int a, int b) {
            int s = 0;
            for (int i = 0; i < (a & 7); i++) {
              assert (s += i) != (b & 15) : i * 10 + s / (b & 1);
              s++;
            }
            return s;
          }

          default int large(int a, int b) {
            assert a != 7 : b;
            %s
            return a;
          }
      """;

  private static Object outcome(Method method, Object receiver, Object[] arguments)
      throws IllegalAccessException {
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      StackTraceElement top = e.getCause().getStackTrace()[0];
      return e.getCause() + " at " + top.toString().replace('$', '.');
    }
  }

  @ParameterizedTest
  @CsvSource({"K, true", "K, false", "Outer.K, true", "Outer.K, false"})
  void aKernelAssertsWhatItsBodyAsserts(String name, boolean enabled) throws Exception {
    boolean nested = name.equals("Outer.K");
    String members =
        MEMBERS.formatted(String.join("", Collections.nCopies(700, "a = a * 31 ^ b;\n")));
    String type = "@Jit public interface K {\n" + members + "}\n";
    CompiledClasses classes =
        TestCompiler.classes(
            "import dev.lathe.Jit;\n\n"
                + (nested ? "public interface Outer {\n" + type + "}\n" : type),
            "public final class Bodies implements " + name + " { public Bodies() {} }\n");
    String top = nested ? "Outer" : "K";
    // Of nested types Java asks the outermost class.
    classes.setDefaultAssertionStatus(!enabled);
    classes.setClassAssertionStatus(top, enabled);
    Object kernels = classes.load(nested ? "Outer_KJit" : "KJit").getMethod("create").invoke(null);
    Object bodies = classes.load("Bodies").getConstructor().newInstance();
    List<String> thrown = new ArrayList<>();
    for (Method method : classes.load(nested ? "Outer$K" : "K").getDeclaredMethods()) {
      for (Object[] tuple : EdgeValues.tuples(method.getParameterTypes())) {
        Object expected = outcome(method, bodies, tuple);
        assertThat(outcome(method, kernels, tuple)).as(method.toString()).isEqualTo(expected);
        if (expected.toString().startsWith("java.lang.AssertionError")) {
          thrown.add(method.getName());
        }
      }
    }
    if (enabled) {
      assertThat(thrown).contains("plain", "effects", "flag", "letter", "wide", "single", "two");
    } else {
      assertThat(thrown).isEmpty();
    }
  }
}
