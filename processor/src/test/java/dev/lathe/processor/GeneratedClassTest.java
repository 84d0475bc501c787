package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the generated class promises. */
class GeneratedClassTest {
  private static final String ADD =
      """
      import dev.lathe.Jit;

      public interface Add {
        Add A = AddJit.create();

        @Jit default int add(int a, int b) { return a + b; }
        @Jit default int div(int a, int b) { return a / b; }
      }
      """;

  @Test
  void itIsFinalAndItsInstancesAreEqual() throws Exception {
    Class<?> generated = TestCompiler.classes(ADD).load("AddJit");
    assertThat(Modifier.isFinal(generated.getModifiers())).isTrue();
    assertThat(generated.getConstructors()).isEmpty();
    Object one = generated.getMethod("create").invoke(null);
    Object two = generated.getMethod("create").invoke(null);
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two).isNotEqualTo("x").isNotEqualTo(null);
  }

  @Test
  void itIsSerializable() throws Exception {
    CompiledClasses classes = TestCompiler.classes(ADD);
    Object add = classes.load("AddJit").getMethod("create").invoke(null);
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(add);
    }
    try (var in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass description)
              throws ClassNotFoundException {
            return Class.forName(description.getName(), false, classes);
          }
        }) {
      assertThat(in.readObject()).isEqualTo(add);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Add", "AddJit"})
  void anInterfaceConstantWorksWhicheverIsInitializedFirst(String first) throws Exception {
    CompiledClasses classes = TestCompiler.classes(ADD);
    classes.load(first);
    Object constant = classes.load("Add").getField("A").get(null);
    assertThat(classes.load("Add").getMethod("add", int.class, int.class).invoke(constant, 7, 35))
        .isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Add", "AddJit"})
  void manyThreadsMayBeTheFirst(String entry) throws Exception {
    CompiledClasses classes = TestCompiler.classes(ADD);
    var barrier = new CyclicBarrier(16);
    var results = new ArrayList<FutureTask<Object>>();
    for (int i = 0; i < 16; i++) {
      int a = i;
      var task =
          new FutureTask<>(() -> {
            barrier.await();
            Object add =
                entry.equals("Add")
                    ? classes.load("Add").getField("A").get(null)
                    : classes.load("AddJit").getMethod("create").invoke(null);
            return classes.load("Add").getMethod("add", int.class, int.class).invoke(add, a, 1);
          });
      results.add(task);
      Thread.ofPlatform().daemon().start(task);
    }
    for (int i = 0; i < 16; i++) {
      assertThat(results.get(i).get()).isEqualTo(i + 1);
    }
  }

  /** In plain Java, two threads that begin at the two ends of this cycle can block for ever. */
  @Test
  void threadsMayBeginAtBothEndsAtOnce() throws Exception {
    Compilation compilation = TestCompiler.compile(ADD);
    for (int round = 0; round < 300; round++) {
      CompiledClasses classes = CompiledClasses.of(compilation);
      Class<?> add = Class.forName("Add", false, classes);
      Class<?> generated = Class.forName("AddJit", false, classes);
      var barrier = new CyclicBarrier(2);
      var constant =
          new FutureTask<>(() -> {
            barrier.await();
            return add.getField("A").get(null);
          });
      var created =
          new FutureTask<>(() -> {
            barrier.await();
            return generated.getMethod("create").invoke(null);
          });
      Thread.ofPlatform().daemon().start(constant);
      Thread.ofPlatform().daemon().start(created);
      assertThat(constant.get(30, TimeUnit.SECONDS)).isEqualTo(created.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void exceptionsAreThoseOfTheBody() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            ADD,
            """
            public final class User {
              private User() {}

              public static String message() {
                try {
                  return "" + AddJit.create().div(1, 0);
                } catch (ArithmeticException e) {
                  return e.getMessage();
                }
              }
            }
            """);
    assertThat(classes.load("User").getMethod("message").invoke(null)).isEqualTo("/ by zero");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  int COUNT = Log.initialized();\n"})
  void itGivesTheFunctionOfEachKernelAndInitializesNothing(String constant) throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            """
            public interface Base {
              @dev.lathe.Jit default int twice(int a) { return a + a; }
            }
            """,
            "public interface Sub extends Base {\n"
                + constant
                + "  @dev.lathe.Jit default int add(int a, int b) { return a + b; }\n"
                + "  default int plain() { return 1; }\n"
                + "}\n",
            """
            public final class Log {
              public static int count;

              private Log() {}

              static int initialized() {
                return ++count;
              }
            }
            """);
    Class<?> generated = Class.forName("SubJit", false, classes);
    var table = generated.getMethod("function", String.class);
    assertThat(table.invoke(null, "add(II)I").toString()).contains("%Sub.add(", "iadd.i32");
    assertThat(table.invoke(null, "twice(I)I").toString()).contains("%Base.twice(", "iadd.i32");
    assertThat(table.invoke(null, "plain()I")).isNull();
    assertThat(table.invoke(null, "add(II)I")).isNotSameAs(table.invoke(null, "add(II)I"));
    assertThat(classes.load("Log").getField("count").get(null)).isEqualTo(0);
  }

  @Test
  void aKernelMayHaveTheNameOfAHolder() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            """
            @dev.lathe.Jit
            public interface K {
              default int f(int a) { return a; }
              default int f_I() { return 1; }
              default int f_IReady() { return 2; }
            }
            """);
    Object kernels = classes.load("KJit").getMethod("create").invoke(null);
    assertThat(classes.load("K").getMethod("f", int.class).invoke(kernels, 5)).isEqualTo(5);
    assertThat(classes.load("K").getMethod("f_I").invoke(kernels)).isEqualTo(1);
  }

  @Test
  void itSaysWhoGeneratedItAndNotWhen() throws Exception {
    Compilation one = TestCompiler.compile(ADD);
    Compilation two = TestCompiler.compile(ADD);
    assertThat(texts(one)).isEqualTo(texts(two));
    assertThat(texts(one).getFirst())
        .contains("@Generated(\"dev.lathe.processor.LatheProcessor\")")
        .doesNotContain("date", "20");
  }

  private static List<String> texts(Compilation compilation) throws Exception {
    var texts = new ArrayList<String>();
    for (JavaFileObject file : compilation.generatedSourceFiles()) {
      texts.add(file.getCharContent(true).toString());
    }
    return texts;
  }

  /** Sources of which every one compiles with all warnings as errors. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "import dev.lathe.Jit;\n"
            + "@Deprecated\n"
            + "public interface K {\n"
            + "  @Jit default int f(int a) { return a; }\n"
            + "}\n",
        "import dev.lathe.Jit;\n"
            + "public interface K {\n"
            + "  @Deprecated @Jit default int f(int a) { return a; }\n"
            + "}\n",
        "import dev.lathe.Jit;\n"
            + "public interface K {\n"
            + "  @Deprecated(forRemoval = true) @Jit default int f(int a) { return a; }\n"
            + "}\n",
        "import dev.lathe.Jit;\n"
            + "public interface K {\n"
            + "  boolean equals(Object other);\n"
            + "  int hashCode();\n"
            + "  String toString();\n"
            + "  @Jit default int f() { return 1; }\n"
            + "}\n",
        "import dev.lathe.Jit;\n"
            + "public interface K {\n"
            + "  static K create() { return KJit.create(); }\n"
            + "  @Jit default int f() { return 1; }\n"
            + "}\n",
        "import dev.lathe.Jit;\n"
            + "public interface K {\n"
            + "  default Object readResolve() { return this; }\n"
            + "  @Jit default int f() { return 1; }\n"
            + "}\n",
        "import dev.lathe.Jit;\n"
            + "public sealed interface K permits KJit {\n"
            + "  @Jit default int f() { return 1; }\n"
            + "}\n",
        "import dev.lathe.Jit;\n"
            + "public interface K {\n"
            + "  @Jit(floats = Jit.Floats.FAST, interruptible = true, vectorize ="
            + " Jit.Vectorize.OFF) default double f(double a) { return a; }\n"
            + "}\n",
        "@dev.lathe.Jit\n"
            + "public interface K {\n"
            + "  default int f(final int a) { ; { int b = a; return b; } }\n"
            + "  static int g() { return 1; }\n"
            + "  private int h() { return 2; }\n"
            + "  default int i() { int a = 1, b = 2; return a + b; }\n"
            + "}\n",
        "public class Outer {\n"
            + "  public Outer() {}\n"
            + "  public interface Mid {\n"
            + "    @dev.lathe.Jit\n"
            + "    interface K {\n"
            + "      int C = 1;\n"
            + "      default int f() { return C; }\n"
            + "    }\n"
            + "  }\n"
            + "}\n",
        "package a;\n\n"
            + "import dev.lathe.Jit;\n\n"
            + "public interface Kernel {\n"
            + "  Kernel Value = KernelJit.create();\n"
            + "  @Jit default int make(int Op) { return Op; }\n"
            + "}\n",
        "@dev.lathe.Jit\npublic interface Object {\n  default int f() { return 1; }\n}\n",
        "import java.io.Serializable;\n"
            + "public interface K extends Serializable, Comparable<K> {\n"
            + "  @Override default int compareTo(K other) { return 0; }\n"
            + "  @dev.lathe.Jit default int f() { return 1; }\n"
            + "}\n",
      })
  void itCompilesWithoutWarnings(String source) {
    assertThat(TestCompiler.messages(TestCompiler.compile(source))).isEmpty();
  }

  @Test
  void aLargeKernelTravelsAsText() throws Exception {
    var statements = new StringBuilder();
    for (int i = 0; i < 1500; i++) {
      statements.append("a = a * ").append(2 * i + 3).append(" ^ a >> 3; ");
    }
    CompiledClasses classes =
        TestCompiler.classes(
            "@dev.lathe.Jit\npublic interface K {\n  default int f(int a) { "
                + statements
                + "return a; }\n}\n",
            "public final class Body implements K { public Body() {} }\n");
    Object kernel = classes.load("KJit").getMethod("create").invoke(null);
    Object body = classes.load("Body").getConstructor().newInstance();
    var method = classes.load("K").getMethod("f", int.class);
    for (int a : new int[] {0, 1, -1, 12345, Integer.MIN_VALUE}) {
      assertThat(method.invoke(kernel, a)).isEqualTo(method.invoke(body, a));
    }
  }
}
