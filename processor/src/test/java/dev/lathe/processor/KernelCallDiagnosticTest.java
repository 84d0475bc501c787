package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that take more than one interface to be wrong. */
class KernelCallDiagnosticTest {
  @TempDir private Path folder;

  /** Compiles a source without Lathe and takes it away; returns the class path with its classes. */
  private List<File> withoutLathe(String name, String source) throws Exception {
    Path file = folder.resolve(name + ".java");
    Files.writeString(file, source);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", folder.toString(), file.toString());
    assertThat(status).isZero();
    Files.delete(file);
    return Stream.concat(
            Stream.of(folder.toFile()),
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(File::new))
        .toList();
  }

  @Test
  void aCalleeMayBeAbstract() {
    assertThat(
            TestCompiler.messages(
                TestCompiler.compile(
                    """
                    interface K {
                      int g(int a);
                      @dev.lathe.Jit default int f(int a) { return g(a) + g(1); }
                    }
                    """)))
        .containsExactlyInAnyOrder(
            "K.java:2:7: [LatheAbstractMethod] K has the abstract method g, which KJit could not"
                + " implement; give it a body or move it to another interface",
            "K.java:3:49: [LatheUnsupportedCall] call to g cannot be compiled; it has no body; give"
                + " it one and annotate it with @Jit",
            "K.java:3:56: [LatheUnsupportedCall] call to g cannot be compiled; it has no body; give"
                + " it one and annotate it with @Jit");
  }

  @Test
  void aCalleeMayBeOverriddenByWhatIsNoKernel() {
    assertThat(
            TestCompiler.messages(
                TestCompiler.compile(
                    """
                    interface A {
                      @dev.lathe.Jit default int g(int a) { return a; }
                      @dev.lathe.Jit default int f(int a) { return g(a); }
                    }
                    """,
                    """
                    interface B extends A {
                      @Override default int g(int a) { return -a; }
                      @dev.lathe.Jit default int h(int a) { return a; }
                    }
                    """)))
        .containsExactly(
            "B.java:2:25: [LatheCalleeOverridden] kernel A.f, which B inherits, calls g, and this"
                + " method overrides that without being a kernel; annotate it with @Jit");
  }

  @Test
  void theInterfaceOfACalleeMayBeCompiledWithoutLathe() throws Exception {
    List<File> classPath =
        withoutLathe(
            "A",
            """
            public interface A {
              @dev.lathe.Jit default int g(int a) { return a; }
            }
            """);
    Compilation compilation =
        TestCompiler.compiler()
            .withClasspath(classPath)
            .compile(
                TestCompiler.files(
                    """
                    interface B extends A {
                      @dev.lathe.Jit default int f(int a) { return A.super.g(a) + g(1); }
                    }
                    """));
    assertThat(TestCompiler.messages(compilation))
        .containsExactly(
            "B.java:2:57: [LatheUnsupportedCall] call to kernel A.super.g cannot be compiled; class"
                + " AJit, which Lathe generates for it, was not found; compile A with this version"
                + " of Lathe",
            "B.java:2:64: [LatheUnsupportedCall] call to kernel g cannot be compiled; class AJit,"
                + " which Lathe generates for it, was not found; compile A with this version of"
                + " Lathe");
  }
}
