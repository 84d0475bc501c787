package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Lathe;
import dev.lathe.LoopReport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Compiles an interface of kernels and compares each with its own body as plain Java, over edge
 * values of its parameters: results to the bit (all NaN are one), exceptions by class and message,
 * and what stands in arrays and segments afterwards.
 */
final class JavaOracle {
  private static final Pattern ADDRESS =
      Pattern.compile("address: ?[0-9a-fx]+|@[0-9a-f]+|0x[0-9a-f]+|address=[0-9]+");

  private final Object kernels;
  private final Object bodies;
  private final Class<?> type;

  private JavaOracle(Class<?> type, Object kernels, Object bodies) {
    this.type = type;
    this.kernels = kernels;
    this.bodies = bodies;
  }

  /** An interface {@code K} of the given members. */
  static JavaOracle of(String imports, String members) throws ReflectiveOperationException {
    String source =
        imports + "\nimport dev.lathe.Jit;\n\n@Jit\npublic interface K {\n" + members + "}\n";
    CompiledClasses classes =
        TestCompiler.classes(
            source, "public final class Bodies implements K { public Bodies() {} }\n");
    return new JavaOracle(
        classes.load("K"),
        classes.load("KJit").getMethod("create").invoke(null),
        classes.load("Bodies").getConstructor().newInstance());
  }

  /** Compares all kernels of the interface; returns how many calls were made. */
  int compare() throws ReflectiveOperationException {
    int calls = 0;
    Method[] methods = type.getDeclaredMethods();
    assertThat(methods).isNotEmpty();
    for (Method method : methods) {
      assertThat(
              kernels
                  .getClass()
                  .getMethod(method.getName(), method.getParameterTypes())
                  .getDeclaringClass())
          .as("%s is compiled", method)
          .isEqualTo(kernels.getClass());
      List<Object[]> tuples = EdgeValues.tuples(method.getParameterTypes());
      for (Object[] tuple : tuples) {
        Object[] copy = Memories.copy(tuple);
        Object expected = outcome(method, bodies, tuple);
        Object actual = outcome(method, kernels, copy);
        if (!Objects.equals(expected, actual)) {
          throw new AssertionError(
              method + " of " + Arrays.toString(tuple) + " is " + actual + ", not " + expected);
        }
        assertThat(Memories.contents(copy))
            .as("%s of %s", method, Arrays.toString(tuple))
            .isEqualTo(Memories.contents(tuple));
        calls++;
      }
    }
    return calls;
  }

  /** Calls one kernel, and with copies its body as plain Java, whose memory is returned. */
  Object[] run(String name, Object... arguments) throws ReflectiveOperationException {
    Object[] copy = Memories.copy(arguments);
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        assertThat(outcome(method, kernels, arguments)).isEqualTo(outcome(method, bodies, copy));
      }
    }
    return copy;
  }

  /** The instance of the generated class. */
  Object kernels() {
    return kernels;
  }

  /** What becomes of the loops of a kernel. */
  List<LoopReport> loops(String name) {
    return Lathe.report(kernels, name).getFirst().loops();
  }

  /** Compares one kernel on the given arguments, boxed. */
  void compare(String name, Object... arguments) throws ReflectiveOperationException {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        Object[] copy = Memories.copy(arguments);
        assertThat(outcome(method, kernels, copy)).isEqualTo(outcome(method, bodies, arguments));
        assertThat(Memories.contents(copy)).isEqualTo(Memories.contents(arguments));
      }
    }
  }

  private static Object outcome(Method method, Object receiver, Object[] arguments)
      throws IllegalAccessException {
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      return ADDRESS.matcher(e.getCause().toString()).replaceAll("ADDRESS");
    }
  }
}
