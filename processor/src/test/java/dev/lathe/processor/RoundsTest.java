package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;

/** Kernels that need what other processors generate wait for it. */
class RoundsTest {
  /** Generates one of its sources in each round. */
  private static final class Generator extends EveryRoundProcessor {
    private final Map<String, String> sources;

    Generator(Map<String, String> sources) {
      this.sources = new LinkedHashMap<>(sources);
    }

    @Override
    public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
      if (!sources.isEmpty()) {
        String name = sources.keySet().iterator().next();
        try (var writer = processingEnv.getFiler().createSourceFile(name).openWriter()) {
          writer.write(sources.remove(name));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return false;
    }
  }

  private static CompiledClasses compile(Map<String, String> generated, String... sources)
      throws Exception {
    Compilation compilation =
        Compiler.javac()
            .withOptions("-Xlint:all", "-Werror")
            .withProcessors(new Generator(generated), new LatheProcessor())
            .compile(TestCompiler.files(sources));
    assertThat(TestCompiler.messages(compilation)).isEmpty();
    return CompiledClasses.of(compilation);
  }

  @Test
  void aConstantOfAGeneratedClass() throws Exception {
    var generated = new LinkedHashMap<String, String>();
    generated.put("First", "final class First { private First() {} }\n");
    generated.put(
        "Config", "final class Config { static final int K = 40; private Config() {} }\n");
    CompiledClasses classes =
        compile(
            generated,
            """
            import dev.lathe.Jit;

            public interface Add {
              @Jit default int add(int a) { return a + Config.K; }
            }
            """);
    Object add = classes.load("AddJit").getMethod("create").invoke(null);
    assertThat(classes.load("AddJit").getDeclaredMethod("add", int.class).invoke(add, 2))
        .isEqualTo(42);
  }

  @Test
  void aConstantMadeOfOneOfAGeneratedClass() throws Exception {
    CompiledClasses classes =
        compile(
            Map.of(
                "Config", "final class Config { static final int K = 40; private Config() {} }\n"),
            """
            import dev.lathe.Jit;

            public interface Add {
              int MORE = Config.K + 1;

              @Jit default int add(int a) { return a + MORE; }
            }
            """);
    Object add = classes.load("AddJit").getMethod("create").invoke(null);
    assertThat(classes.load("AddJit").getDeclaredMethod("add", int.class).invoke(add, 1))
        .isEqualTo(42);
  }

  @Test
  void aGeneratedSuperinterfaceWithKernels() throws Exception {
    CompiledClasses classes =
        compile(
            Map.of(
                "Base",
                "public interface Base { @dev.lathe.Jit default int base(int a) { return -a; }"
                    + " }\n"),
            """
            import dev.lathe.Jit;

            public interface Sub extends Base {
              @Jit default int sub(int a) { return a - 1; }
            }
            """);
    assertThat(classes.load("SubJit").getDeclaredMethod("base", int.class)).isNotNull();
    assertThat(classes.load("BaseJit").getDeclaredMethod("base", int.class)).isNotNull();
  }

  @Test
  void aGeneratedInterface() throws Exception {
    CompiledClasses classes =
        compile(
            Map.of(
                "Late",
                "public interface Late { @dev.lathe.Jit default int f(int a) { return ~a; } }\n"),
            "public interface Early { @dev.lathe.Jit default int f(int a) { return -a; } }\n");
    assertThat(classes.load("LateJit").getDeclaredMethod("f", int.class)).isNotNull();
  }
}
