package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import javax.annotation.processing.ProcessingEnvironment;
import org.junit.jupiter.api.Test;

/** Lathe compiles kernels through the wrappers that build tools put around the environment. */
class UnwrappingTest {
  /** As Gradle's: the real one is in a field {@code delegate}. */
  private static final class Gradle extends HiddenEnvironment {
    @SuppressWarnings("unused") // read by reflection
    private final ProcessingEnvironment delegate;

    Gradle(ProcessingEnvironment delegate) {
      super(() -> delegate);
      this.delegate = delegate;
    }
  }

  /** As IntelliJ's: a proxy whose handler keeps the real one. */
  private static ProcessingEnvironment proxy(ProcessingEnvironment environment) {
    InvocationHandler handler = (proxy, method, arguments) -> method.invoke(environment, arguments);
    return (ProcessingEnvironment)
        Proxy.newProxyInstance(
            UnwrappingTest.class.getClassLoader(),
            new Class<?>[] {ProcessingEnvironment.class},
            handler);
  }

  private static void runsThrough(UnaryOperator<ProcessingEnvironment> wrapper) throws Exception {
    Compilation compilation =
        Compiler.javac()
            .withOptions("-Xlint:all", "-Werror")
            .withProcessors(new WrappedLathe(wrapper))
            .compile(
                TestCompiler.files(
                    "public interface Add { @dev.lathe.Jit default int add(int a, int b) { return a"
                        + " + b; } }"));
    assertThat(TestCompiler.messages(compilation)).isEmpty();
    assertThat(
            CompiledClasses.of(compilation)
                .load("AddJit")
                .getDeclaredMethod("add", int.class, int.class))
        .isNotNull();
  }

  @Test
  void gradlesWrapper() throws Exception {
    runsThrough(Gradle::new);
  }

  @Test
  void aProxyWithAHandler() throws Exception {
    runsThrough(UnwrappingTest::proxy);
  }

  @Test
  void intellijsWrapperThatItsOwnClassUnwraps() throws Exception {
    runsThrough(org.jetbrains.jps.javac.APIWrappers::wrap);
  }

  @Test
  void wrappersInWrappers() throws Exception {
    runsThrough(environment -> proxy(new Gradle(proxy(environment))));
  }

  @Test
  void noWrapper() throws Exception {
    runsThrough(environment -> environment);
  }
}
