package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Projects outside this build that use the two jars as they are shipped, with the tools' own
 * commands: {@code javac}, {@code java}, {@code mvn}.
 */
class ConsumerTest {
  private static final Path PROCESSOR = Path.of(System.getProperty("lathe.test.processor.jar"));
  private static final Path RUNTIME = Path.of(System.getProperty("lathe.test.runtime.jar"));
  private static final String PROCESSOR_PATH = PROCESSOR + File.pathSeparator + RUNTIME;

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

  @TempDir private Path project;
  private Path sources;
  private Path classes;

  @BeforeEach
  void makeFolders() {
    sources = project.resolve("src");
    classes = project.resolve("classes");
  }

  private void write(Path root, String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Runs a tool of the JDK of this test, which must succeed; returns what it prints. */
  private static String jdk(String tool, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.add(tool.equals("java") ? "-XX:TieredStopAtLevel=1" : "-J-XX:TieredStopAtLevel=1");
    command.addAll(List.of(arguments));
    return run(command, null);
  }

  private static String run(List<String> command, Path folder) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
    return output;
  }

  private void compile() throws Exception {
    assertThat(jdk("javac", compilation(classes, sources, RUNTIME.toString()))).isEmpty();
  }

  private static String[] compilation(Path classes, Path sources, String classPath, String... more)
      throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("-Xlint:all", "-Werror", "-implicit:none"));
    arguments.addAll(List.of("--processor-path", PROCESSOR_PATH));
    arguments.addAll(List.of("-d", classes.toString(), "-cp", classPath));
    try (Stream<Path> files = Files.walk(sources)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::toString)
          .sorted()
          .forEach(arguments::add);
    }
    return arguments.toArray(String[]::new);
  }

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

  private String runMain(Path... more) throws Exception {
    var path = new StringBuilder(RUNTIME.toString());
    path.append(File.pathSeparator).append(classes);
    for (Path each : more) {
      path.append(File.pathSeparator).append(each);
    }
    return jdk(
            "java", "--enable-native-access=ALL-UNNAMED", "-cp", path.toString(), "com.acme.Main")
        .strip();
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

  /**
   * A Maven project with the processor in {@code annotationProcessorPaths}. The artifacts are put
   * into the local repository under names that nothing else has, and are removed afterwards.
   */
  @Test
  void aMavenProject() throws Exception {
    Path repository = Path.of(System.getProperty("lathe.test.maven.repository"));
    String version = "1." + ProcessHandle.current().pid();
    // A group of this process's own: another one's test may run now.
    Path artifacts = repository.resolve("dev/lathe/consumertest" + version.substring(2));
    try {
      install(artifacts, "lathe-runtime", version, RUNTIME, "");
      install(
          artifacts, "lathe-processor", version, PROCESSOR, dependency("lathe-runtime", version));
      write(project, "pom.xml", pom(version));
      write(project, "src/main/java/com/acme/Add.java", ADD);
      write(project, "src/main/java/com/acme/Main.java", MAIN);
      Path maven = Path.of(System.getProperty("lathe.test.maven.home"), "bin", "mvn");
      run(List.of(maven.toString(), "-q", "-B", "-o", "compile"), project);
      classes = project.resolve("target/classes");
      assertThat(runMain()).isEqualTo("42");
    } finally {
      try (Stream<Path> files = Files.walk(artifacts)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void install(Path artifacts, String name, String version, Path jar, String dependencies)
      throws IOException {
    Path folder = artifacts.resolve(name).resolve(version);
    Files.createDirectories(folder);
    Files.copy(jar, folder.resolve(name + "-" + version + ".jar"));
    write(
        folder,
        name + "-" + version + ".pom",
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>dev.lathe.consumertest%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
          <dependencies>%s</dependencies>
        </project>
        """
            .formatted(version.substring(2), name, version, dependencies));
  }

  private static String dependency(String name, String version) {
    return """
    <dependency>
      <groupId>dev.lathe.consumertest%s</groupId><artifactId>%s</artifactId><version>%s</version>
    </dependency>
    """
        .formatted(version.substring(2), name, version);
  }

  private static String pom(String version) {
    return """
    <project>
      <modelVersion>4.0.0</modelVersion>
      <groupId>com.acme</groupId>
      <artifactId>consumer</artifactId>
      <version>1</version>
      <properties>
        <maven.compiler.release>25</maven.compiler.release>
        <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
      </properties>
      <dependencies>%s</dependencies>
      <build>
        <plugins>
          <plugin>
            <groupId>org.apache.maven.plugins</groupId>
            <artifactId>maven-toolchains-plugin</artifactId>
            <version>3.3.0</version>
            <executions>
              <execution>
                <goals><goal>select-jdk-toolchain</goal></goals>
                <configuration><version>[25,)</version></configuration>
              </execution>
            </executions>
          </plugin>
          <plugin>
            <groupId>org.apache.maven.plugins</groupId>
            <artifactId>maven-resources-plugin</artifactId>
            <version>3.5.0</version>
          </plugin>
          <plugin>
            <groupId>org.apache.maven.plugins</groupId>
            <artifactId>maven-compiler-plugin</artifactId>
            <version>3.16.0</version>
            <configuration>
              <compilerArgs>
                <arg>-Xlint:all</arg>
                <arg>-Werror</arg>
              </compilerArgs>
              <annotationProcessorPaths>
                <path>
                  <groupId>dev.lathe.consumertest%s</groupId>
                  <artifactId>lathe-processor</artifactId>
                  <version>%s</version>
                </path>
              </annotationProcessorPaths>
            </configuration>
          </plugin>
        </plugins>
      </build>
    </project>
    """
        .formatted(dependency("lathe-runtime", version), version.substring(2), version);
  }
}
