package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects outside this build that use the two jars as they are shipped. */
class ConsumerTest extends ConsumerProject {
  private static final String ADD =
      """
      package com.acme;

      import dev.lathe.Jit;

      public interface Add {
        @Jit
        default int add(int a, int b) {
          return a + b;
        }
      }
      """;

  private static final String MAIN =
      """
      package com.acme;

      public final class Main {
        private Main() {}

        public static void main(String[] arguments) {
          System.out.println(AddJit.create().add(7, 35));
        }
      }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"auto", "require", "fastest", "classfile", "source"})
  void everyModeGivesTheSame(String mode) throws Exception {
    write(sources, "com/acme/Add.java", ADD);
    write(sources, "com/acme/Main.java", MAIN);
    compile();
    String path = RUNTIME + File.pathSeparator + classes;
    String option = "-Dlathe.native=" + mode;
    String access = "--enable-native-access=ALL-UNNAMED";
    assertThat(jdk("java", option, access, "-cp", path, "com.acme.Main").strip()).isEqualTo("42");
  }

  @Test
  void plainJavacThenABodyIsEdited() throws Exception {
    write(sources, "com/acme/Add.java", ADD);
    write(sources, "com/acme/Main.java", MAIN);
    compile();
    assertThat(runMain()).isEqualTo("42");
    // The stale class files are on the class path of nobody: javac's default is not to look there.
    write(sources, "com/acme/Add.java", ADD.replace("a + b", "a * b"));
    compile();
    assertThat(runMain()).isEqualTo("245");
  }

  @Test
  void bodiesWithoutDefaultTakeOneFlag() throws Exception {
    write(sources, "com/acme/Add.java", ADD.replace("default ", ""));
    write(sources, "com/acme/Main.java", MAIN);
    String flag = "-J--add-exports=jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED";
    assertThat(jdk("javac", compilation(classes, sources, RUNTIME.toString(), flag))).isEmpty();
    assertThat(runMain()).isEqualTo("42");
  }

  @Test
  void anInterfaceIsRenamedAndAnotherDeleted() throws Exception {
    write(sources, "com/acme/Add.java", ADD);
    write(sources, "com/acme/Old.java", ADD.replace("Add", "Old"));
    write(sources, "com/acme/Main.java", MAIN);
    compile();
    Files.delete(sources.resolve("com/acme/Old.java"));
    Files.delete(sources.resolve("com/acme/Add.java"));
    write(sources, "com/acme/Sum.java", ADD.replace("Add", "Sum"));
    write(sources, "com/acme/Main.java", MAIN.replace("Add", "Sum"));
    classes = project.resolve("classes2");
    compile();
    assertThat(runMain()).isEqualTo("42");
    try (Stream<Path> files = Files.list(classes.resolve("com/acme"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "Main.class", "Sum.class", "SumJit.class", "SumJit$add_II.class", "SumJit.java");
    }
  }

  @Test
  void anInterfaceInheritsKernelsOfAnotherBuild() throws Exception {
    Path library = project.resolve("library");
    write(library, "com/acme/Add.java", ADD);
    Path libraryClasses = project.resolve("library-classes");
    assertThat(jdk("javac", compilation(libraryClasses, library, RUNTIME.toString()))).isEmpty();
    write(
        sources,
        "com/acme/app/Sub.java",
        ADD.replace("com.acme", "com.acme.app")
            .replace("interface Add", "interface Sub extends com.acme.Add")
            .replace("int add", "int sub")
            .replace("a + b", "a - b"));
    write(
        sources,
        "com/acme/Main.java",
        MAIN.replace(
            "AddJit.create().add(7, 35)",
            "com.acme.app.SubJit.create().sub(com.acme.app.SubJit.create().add(70, 7), 35)"));
    String path = RUNTIME + File.pathSeparator + libraryClasses;
    assertThat(jdk("javac", compilation(classes, sources, path))).isEmpty();
    assertThat(runMain(libraryClasses)).isEqualTo("42");
    assertThat(Files.readString(classes.resolve("com/acme/app/SubJit.java")))
        .contains("return AddJit.function(\"add(II)I\");");
  }

  @Test
  void aNamedModuleRequiresTheRuntime() throws Exception {
    write(
        sources,
        "module-info.java",
        "module com.acme {\n  requires dev.lathe;\n  exports com.acme;\n}\n");
    write(sources, "com/acme/Add.java", ADD);
    write(sources, "com/acme/Main.java", MAIN);
    String[] arguments =
        Stream.of(compilation(classes, sources, RUNTIME.toString()))
            .map(each -> each.equals("-cp") ? "-p" : each)
            .toArray(String[]::new);
    assertThat(jdk("javac", arguments)).isEmpty();
    assertThat(Files.readString(classes.resolve("com/acme/AddJit.java")))
        .doesNotContain("Generated(");
    String path = RUNTIME + File.pathSeparator + classes;
    assertThat(
            jdk(
                    "java",
                    "--enable-native-access=dev.lathe",
                    "-p",
                    path,
                    "-m",
                    "com.acme/com.acme.Main")
                .strip())
        .isEqualTo("42");
  }

  @Test
  void aMavenProject() throws Exception {
    maven(version -> {
      write(project, "pom.xml", pom(version, ""));
      write(project, "src/main/java/com/acme/Add.java", ADD);
      write(project, "src/main/java/com/acme/Main.java", MAIN);
    });
    classes = project.resolve("target/classes");
    assertThat(runMain()).isEqualTo("42");
  }
}
