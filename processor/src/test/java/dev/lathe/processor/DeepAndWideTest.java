package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.lathe.scale.Shape;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Kernels as deep or wide as javac takes them are captured, and compute what they should. */
class DeepAndWideTest {
  /** What javac itself needs, by a wide margin: it recurses deeper than the processor. */
  private static final long STACK_BYTES = 64 << 20;

  @Test
  void kernelsOfGreatSizeAreCaptured() throws Exception {
    var task =
        new FutureTask<Void>(() -> {
          compare();
          return null;
        });
    new Thread(null, task, "deep", STACK_BYTES).start();
    task.get();
  }

  private static void compare() throws Exception {
    var text = new StringBuilder("@dev.lathe.Jit public interface Deep {\n");
    for (Shape shape : Shape.values()) {
      text.append("default ")
          .append(shape.text(shape.sizeInJava()).replace("int f(", "int " + shape + "("));
    }
    Compilation compilation =
        Compiler.javac()
            .withOptions("-Xlint:none", "-implicit:none")
            .withProcessors(new LatheProcessor())
            .compile(
                JavaFileObjects.forSourceString("Deep", text.append("}\n").toString()),
                JavaFileObjects.forSourceString(
                    "Bodies", "public final class Bodies implements Deep { public Bodies() {} }"));
    assertThat(TestCompiler.messages(compilation)).isEmpty();
    CompiledClasses classes = CompiledClasses.of(compilation);
    Object kernels = classes.load("DeepJit").getMethod("create").invoke(null);
    Object bodies = classes.load("Bodies").getConstructor().newInstance();
    for (Method method : classes.load("Deep").getDeclaredMethods()) {
      int size = Shape.valueOf(method.getName()).sizeInJava();
      for (int argument : new int[] {0, 77, size - 1}) {
        var arguments = new Object[method.getParameterCount()];
        Arrays.fill(arguments, argument);
        assertThat(outcome(method, kernels, arguments))
            .as("%s of %d", method.getName(), argument)
            .isEqualTo(outcome(method, bodies, arguments));
      }
    }
  }

  private static Object outcome(Method method, Object receiver, Object[] arguments)
      throws IllegalAccessException {
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      return e.getCause().toString();
    }
  }
}
