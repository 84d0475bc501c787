package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.lathe.processor.capture.AcceptedClasses;
import dev.lathe.processor.capture.JavacSource;
import dev.lathe.processor.capture.Position;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that take more than one source file to bring about. */
class OtherDiagnosticTest {
  static final Set<Diagnostic> TESTED =
      Set.of(
          Diagnostic.COMPILER,
          Diagnostic.RUNTIME_MISSING,
          Diagnostic.KOTLIN_STUBS,
          Diagnostic.SOURCE_LEVEL,
          Diagnostic.DEFAULT_MISSING,
          Diagnostic.DEFAULT_MISSING_TOO,
          Diagnostic.STATIC_KERNEL,
          Diagnostic.REFUSED_BY_LATHE,
          Diagnostic.INTERNAL_ERROR,
          Diagnostic.JAVA_BODIES,
          Diagnostic.CALLEE_OVERRIDDEN, // in KernelCallDiagnosticTest
          Diagnostic.INHERITED_JAVA_BODY,
          Diagnostic.TOO_MUCH_STACK,
          Diagnostic.BOOLEAN_ARRAY,
          Diagnostic.LOOP, // in LoopDiagnosticTest
          Diagnostic.VECTORIZE_LEVEL,
          Diagnostic.VECTORIZE_UNKNOWN,
          Diagnostic.MISSING_NAMES);

  private static final String ADD =
      """
      import dev.lathe.Jit;

      public interface Add {
        @Jit default int add(int a, int b) { return a + b; }
      }
      """;

  private static final String USER =
      "class User { final AddJit add = AddJit.create(); int use() { return add.add(1, 2); } }\n";

  @TempDir private Path folder;

  @Test
  void kaptsStubsHaveNoBodies() {
    Compilation compilation =
        Compiler.javac()
            .withOptions("-Akapt.kotlin.generated=build")
            .withProcessors(new LatheProcessor())
            .compile(TestCompiler.files(ADD.replace("default", "").replaceAll("\\{ ret.* }", ";")));
    assertThat(TestCompiler.messages(compilation))
        .containsExactly(
            "Add.java:3:8: [LatheKotlinStubs] kapt shows interface Add without its bodies, so that"
                + " there is nothing to compile; write kernels in a Java source, which javac"
                + " compiles");
  }

  @Test
  void anOlderSourceLevelIsAnErrorAtOnce() {
    Compilation compilation =
        Compiler.javac()
            .withOptions("--release", "21")
            .withProcessors(new LatheProcessor())
            .compile(TestCompiler.files(ADD, ADD.replace("Add", "Sub")));
    assertThat(TestCompiler.messages(compilation))
        .containsExactly(
            "Add.java:3:8: [LatheSourceLevel] kernels need source level 25, this build has 21; set"
                + " --release 25 or later");
  }

  @Test
  void withoutTheExportABodyNeedsDefault() throws Exception {
    Path source = folder.resolve("Add.java");
    Files.writeString(
        source, ADD.replace("@Jit default ", "@Jit int neg(int a) { return -a; }\n  @Jit "));
    assertThat(
            javac(
                folder,
                "--processor-path",
                System.getProperty("java.class.path"),
                source.toString()))
        .isEqualTo(
            """
            Add.java:4: error: [LatheDefaultMissing] kernel neg has a body but is not `default`; write \
            `default`, or let javac accept such bodies with the flag \
            --add-exports=jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED of the JVM that javac runs in \
            (javac: put -J before it; Maven: <fork>true</fork> and the same -J argument in <compilerArgs>; \
            Gradle: options.fork = true and options.forkOptions.jvmArgs)
              @Jit int neg(int a) { return -a; }
                       ^
            Add.java:5: error: [LatheDefaultMissing] kernel add has a body but is not `default` either; \
            write `default`, or set the same flag
              @Jit int add(int a, int b) { return a + b; }
                       ^
            2 errors
            """);
  }

  @Test
  void aStaticKernelIsNotedToStayJavaInTheInterface() {
    Compilation compilation = TestCompiler.compile(ADD.replace("default", "static"));
    assertThat(compilation.errors()).isEmpty();
    assertThat(compilation.notes())
        .extracting(TestCompiler::text)
        .containsExactly(
            "Add.java:4:19: [LatheStaticKernel] Add.add stays plain Java, as nothing overrides a"
                + " static method; call AddJit.add for the kernel");
  }

  @Test
  void theProcessorPathNeedsTheRuntimeToo() throws Exception {
    Path add = folder.resolve("Add.java");
    Files.writeString(add, ADD);
    Path sub = folder.resolve("Sub.java");
    Files.writeString(sub, ADD.replace("Add", "Sub"));
    Path user = folder.resolve("User.java");
    Files.writeString(user, "class User { Add add = AddJit.create(); }");
    Path runtime =
        Path.of(dev.lathe.Jit.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String withoutRuntime =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).toAbsolutePath().equals(runtime.toAbsolutePath()))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(
            javac(
                folder,
                "--processor-path",
                withoutRuntime,
                add.toString(),
                sub.toString(),
                user.toString()))
        .isEqualTo(
            """
            error: [LatheRuntimeMissing] the processor path lacks lathe-runtime of the processor's own \
            version (java.lang.NoClassDefFoundError: dev/lathe/ir/Type); name both, as in \
            --processor-path lathe-processor.jar:lathe-runtime.jar
            1 error
            """);
  }

  /** Runs javac in a JVM of its own, which has none of the tests' flags; returns what it prints. */
  static String javac(Path folder, String... arguments) throws IOException, InterruptedException {
    Path javac = Path.of(System.getProperty("java.home"), "bin", "javac");
    var command = new java.util.ArrayList<String>();
    command.add(javac.toString());
    command.add("-J-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-Xlint:all", "-Werror", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("-d", folder.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output.replace(folder + File.separator, "");
  }

  /** Reports every class that javac accepts, as if Lathe had refused a kernel in it. */
  private static final class Refusing extends EveryRoundProcessor {
    private AcceptedClasses accepted;

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
      super.init(environment);
      accepted = AcceptedClasses.of(environment);
    }

    @Override
    public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
      for (var root : round.getRootElements()) {
        Position position = JavacSource.of(processingEnv).position(root);
        String message = Diagnostic.REFUSED_BY_LATHE.message("f", "no " + root);
        accepted.whenAccepted((TypeElement) root, () -> position.print(Kind.ERROR, message));
      }
      return false;
    }
  }

  @Test
  void whatOnlyLatheRefusesIsABugOfLathe() {
    Compilation accepted =
        Compiler.javac()
            .withProcessors(new Refusing())
            .compile(JavaFileObjects.forSourceString("K", "interface K {\n}\n"));
    assertThat(TestCompiler.messages(accepted))
        .containsExactly(
            "K.java:1:1: [LatheInternalError] javac accepts kernel f and Lathe does not (no K);"
                + " this is a bug in Lathe: please report it with the text of the kernel");
    Compilation refused =
        Compiler.javac()
            .withProcessors(new Refusing())
            .compile(JavaFileObjects.forSourceString("K", "interface K {\n  int A = 1L;\n}\n"));
    assertThat(TestCompiler.messages(refused))
        .containsExactly(
            "K.java:2:11: incompatible types: possible lossy conversion from long to int");
  }

  @Test
  void aBugOfLatheIsOneMessageWithoutTrace() {
    JavaFileObject unreadable =
        new SimpleJavaFileObject(URI.create("string:///Add.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            for (StackTraceElement frame : new Throwable().getStackTrace()) {
              if (frame.getClassName().startsWith("dev.lathe.processor.capture.")) {
                throw new UnsupportedOperationException("read twice");
              }
            }
            return ADD;
          }
        };
    Compilation compilation = TestCompiler.compiler().compile(unreadable);
    assertThat(TestCompiler.messages(compilation))
        .containsExactly(
            "Add.java:4:20: [LatheInternalError] compiling kernel add failed with"
                + " com.sun.tools.javac.util.ClientCodeException:"
                + " java.lang.UnsupportedOperationException: read twice; this is a bug in Lathe:"
                + " please report it with the text of the kernel, and meanwhile remove its @Jit");
  }

  /** Hides the environment, so that no trees can be had of it. */
  private static Compilation compileOpaquely(UnaryOperator<ProcessingEnvironment> wrapper) {
    return Compiler.javac()
        .withOptions("-Xlint:all")
        .withProcessors(new WrappedLathe(wrapper))
        .compile(TestCompiler.files(ADD, ADD.replace("Add", "Sub")));
  }

  @Test
  void anotherCompilerIsOneError() {
    Compilation compilation =
        compileOpaquely(environment -> new org.example.Opaque(() -> environment));
    assertThat(TestCompiler.messages(compilation))
        .containsExactly(
            "[LatheCompiler] Lathe reads kernels from javac's syntax trees, which"
                + " org.example.Opaque does not have; compile with javac 25 or later");
  }

  @Test
  void underEclipseTheJavaBodiesRun() throws Exception {
    Compilation compilation =
        compileOpaquely(environment -> new org.eclipse.Opaque(() -> environment));
    assertThat(TestCompiler.messages(compilation))
        .containsExactly(
            "Add.java:3:8: [LatheJavaBodies] AddJit runs the Java bodies of Add: it was not"
                + " compiled by javac; use javac for native code",
            "Sub.java:3:8: [LatheJavaBodies] SubJit runs the Java bodies of Sub: it was not"
                + " compiled by javac; use javac for native code");
    CompiledClasses classes = CompiledClasses.of(compilation);
    Object add = classes.load("AddJit").getMethod("create").invoke(null);
    assertThat(classes.load("Add").getMethod("add", int.class, int.class).invoke(add, 7, 35))
        .isEqualTo(42);
  }

  @Test
  void anInheritedKernelWithoutSourceAndClassKeepsItsJavaBody() throws Exception {
    Path add = folder.resolve("Add.java");
    Files.writeString(add, ADD);
    assertThat(javac(folder, "-proc:none", add.toString())).isEmpty();
    Files.delete(add);
    Compilation compilation = subOf(folder);
    assertThat(TestCompiler.messages(compilation)).isEmpty();
    assertThat(compilation.notes())
        .extracting(TestCompiler::text)
        .containsExactly(
            "Sub.java:3:8: [LatheInheritedJavaBody] SubJit runs the Java body of kernel add, whose"
                + " source is not part of this compilation and whose class AddJit was not found;"
                + " compile Add with this version of Lathe");
  }

  @Test
  void anInheritedKernelOfAnOlderLatheKeepsItsJavaBody() throws Exception {
    Path add = folder.resolve("Add.java");
    Files.writeString(add, ADD);
    Path generated = folder.resolve("AddJit.java");
    Files.writeString(generated, "public final class AddJit implements Add {}\n");
    assertThat(javac(folder, "-proc:none", add.toString(), generated.toString())).isEmpty();
    Files.delete(add);
    Files.delete(generated);
    assertThat(subOf(folder).notes())
        .extracting(TestCompiler::text)
        .containsExactly(
            "Sub.java:3:8: [LatheInheritedJavaBody] SubJit runs the Java body of kernel add, whose"
                + " source is not part of this compilation and whose class AddJit was generated by"
                + " an older version of Lathe; compile Add with this version of Lathe");
  }

  /**
   * Compiles an interface that inherits from {@code Add}, whose class file is in {@code folder}.
   */
  private static Compilation subOf(Path folder) {
    return TestCompiler.compiler()
        .withClasspath(
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of(folder.toFile()),
                    java.util.Arrays.stream(
                            System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(File::new))
                .toList())
        .compile(
            TestCompiler.files(
                """
                import dev.lathe.Jit;

                public interface Sub extends Add {
                  @Jit default int sub(int a, int b) { return a - b; }
                }
                """));
  }

  @Test
  void aKernelThatNativeCodeHasNoStackForIsNoted() {
    var body = new StringBuilder("long sum = 0; long v0 = a;");
    var sums = new StringBuilder("sum ^= v0");
    for (int i = 1; i < 4_150; i++) {
      body.append("long v").append(i).append(" = v").append(i - 1).append(" * a;");
      sums.append(i % 100 == 0 ? "; sum ^= v" : " ^ v").append(i);
    }
    Compilation compilation =
        TestCompiler.compile(
            "import dev.lathe.Jit;\n\npublic interface Deep {\n  @Jit default long deep(long a) { "
                + body
                + sums
                + "; return sum; }\n}\n");
    assertThat(compilation.errors()).isEmpty();
    assertThat(compilation.notes())
        .extracting(TestCompiler::text)
        .containsExactly(
            "Deep.java:4:21: [LatheTooMuchStack] kernel deep needs more than 32 KB of stack and"
                + " will run as a class file, with the same results; make smaller kernels of it"
                + " for native code");
  }

  @Test
  void anArrayOfBooleansIsNoted() {
    Compilation compilation =
        TestCompiler.compile(
            """
            import dev.lathe.Jit;

            public interface Any {
              @Jit default boolean any(boolean[] a, byte[] b, int i) { return a[i] || b[i] > 0; }
            }
            """);
    assertThat(compilation.errors()).isEmpty();
    assertThat(compilation.notes())
        .extracting(TestCompiler::text)
        .containsExactly(
            "Any.java:4:38: [LatheBooleanArray] a is an array of booleans, which the JDK lends to"
                + " no native code, so kernel any will run as a class file, with the same results;"
                + " take a byte[] for native code");
  }

  @Test
  void aNameThatNothingDeclaresIsLeftToJavac() {
    Compilation compilation = TestCompiler.compile(ADD.replace("a + b", "a + Config.C"), USER);
    assertThat(TestCompiler.messages(compilation))
        .containsExactly(
            "User.java:1:20: cannot find symbol\n  symbol:   class AddJit\n  location: class User");
    assertThat(compilation.notes())
        .extracting(TestCompiler::text)
        .containsExactly(
            "Add.java:3:8: [LatheMissingNames] AddJit was not generated, because Add names Config,"
                + " which no source and no annotation processor declares; correct the name or"
                + " import it");
  }

  /** It is not waited for, so that uses of the class add nothing to javac's message. */
  @ParameterizedTest
  @ValueSource(strings = {"C", "Integer.MAX", "f(b)", "this.f(b)", "Math.f(b)", "CONSTANT"})
  void aNameThatNothingCanDeclareIsLeftToJavac(String name) {
    Compilation compilation =
        TestCompiler.compile(
            ADD.replace("a + b; }", "a + " + name + "; }\n  int CONSTANT = MISSING + 1;"), USER);
    List<String> messages = TestCompiler.messages(compilation);
    assertThat(messages).allMatch(message -> message.contains("cannot find symbol"));
    assertThat(messages)
        .extracting(message -> message.replaceFirst(": .*(?s:.*)", ""))
        .containsExactlyInAnyOrder(
            name.equals("CONSTANT")
                ? new String[] {"Add.java:5:18"}
                : new String[] {
                  "Add.java:4:" + (51 + Math.max(name.indexOf('.'), 0)), "Add.java:5:18"
                });
    assertThat(compilation.notes()).isEmpty();
  }

  @Test
  void aMissingNameHidesNoErrorOfOtherKernelsAndDoublesNone() {
    Compilation compilation =
        TestCompiler.compile(
            """
            import dev.lathe.Jit;

            public interface Two {
              @Jit default int missing(int a) { return a + C.D; }
              @Jit default int length(String s) { return 1; }
            }
            """);
    assertThat(TestCompiler.messages(compilation))
        .singleElement()
        .asString()
        .startsWith("Two.java:5:27: [LatheUnsupportedType] type String cannot be compiled");
    assertThat(compilation.notes())
        .extracting(TestCompiler::text)
        .singleElement()
        .asString()
        .startsWith("Two.java:3:8: [LatheMissingNames]");
  }
}
