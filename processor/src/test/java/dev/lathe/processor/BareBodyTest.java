package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Kernels with a body but without {@code default}, in a build that exports javac's trees. */
class BareBodyTest {
  private static final String ADD =
      """
      import dev.lathe.Jit;

      public interface Add {
        @Jit int add(int a, int b) { return a + b; }
        @Jit default int twice(int a) { return a + a; }
      }
      """;

  @Test
  void theyCompileWithoutWarningAndRun() throws Exception {
    CompiledClasses classes = TestCompiler.classes(ADD);
    Object add = classes.load("AddJit").getMethod("create").invoke(null);
    assertThat(
            classes
                .load("AddJit")
                .getDeclaredMethod("add", int.class, int.class)
                .invoke(add, 7, 35))
        .isEqualTo(42);
    assertThat(classes.load("Add").getMethod("add", int.class, int.class).isDefault()).isTrue();
  }

  @Test
  void otherClassesUseThemAsDefaultMethods() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            ADD,
            """
            public final class User implements Add {
              public User() {}

              public int use(int a) { return Add.super.add(a, twice(a)); }

              public static int all() { return new User().use(3) + AddJit.create().add(1, 2); }
            }
            """);
    assertThat(classes.load("User").getMethod("all").invoke(null)).isEqualTo(12);
  }

  @Test
  void anInterfaceInheritsThem() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            "import dev.lathe.Jit;\n\npublic interface Sub extends Add {\n"
                + "  @Jit int sub(int a, int b) { return a - b; }\n}\n",
            ADD);
    Object sub = classes.load("SubJit").getMethod("create").invoke(null);
    assertThat(
            classes
                .load("SubJit")
                .getDeclaredMethod("add", int.class, int.class)
                .invoke(sub, 7, 35))
        .isEqualTo(42);
  }

  @Test
  void aTypeMarkedAsKernelsMeansThemToo() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            "import dev.lathe.Jit;\n\n"
                + "@Jit\n"
                + "public interface K {\n"
                + "  int f(int a) { return ~a; }\n"
                + "}\n");
    Object kernels = classes.load("KJit").getMethod("create").invoke(null);
    assertThat(classes.load("KJit").getDeclaredMethod("f", int.class).invoke(kernels, 41))
        .isEqualTo(-42);
  }

  @Test
  void aBodyOfAnotherMethodStaysAnError() {
    assertThat(
            TestCompiler.messages(
                TestCompiler.compile(ADD.replace("}\n}", "}\n  int g() { return 1; }\n}"))))
        .containsExactly(
            "Add.java:6:7: [LatheAbstractMethod] Add has the abstract method g, which AddJit could"
                + " not implement; give it a body or move it to another interface");
  }
}
