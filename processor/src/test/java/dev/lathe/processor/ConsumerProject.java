package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project outside this build that uses the two jars as they are shipped, with the tools' own
 * commands: {@code javac}, {@code java}, {@code mvn}.
 */
abstract class ConsumerProject {
  static final Path PROCESSOR = Path.of(System.getProperty("lathe.test.processor.jar"));
  static final Path RUNTIME = Path.of(System.getProperty("lathe.test.runtime.jar"));

  /** A group of this process's own: another one's test may run now. */
  private static final String GROUP = "dev.lathe.consumertest" + ProcessHandle.current().pid();

  private static final String PROCESSOR_PATH = PROCESSOR + File.pathSeparator + RUNTIME;

  @TempDir Path project;
  Path sources;
  Path classes;

  @BeforeEach
  void makeFolders() {
    sources = project.resolve("src");
    classes = project.resolve("classes");
  }

  final void write(Path root, String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Runs a tool of the JDK of this test, which must succeed; returns what it prints. */
  static String jdk(String tool, String... arguments) throws Exception {
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

  final void compile() throws Exception {
    assertThat(jdk("javac", compilation(classes, sources, RUNTIME.toString()))).isEmpty();
  }

  static String[] compilation(Path classes, Path sources, String classPath, String... more)
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

  final String runMain(Path... more) throws Exception {
    return runMain("-Dlathe.native=auto", more);
  }

  final String runMain(String option, Path... more) throws Exception {
    var path = new StringBuilder(RUNTIME.toString());
    path.append(File.pathSeparator).append(classes);
    for (Path each : more) {
      path.append(File.pathSeparator).append(each);
    }
    String access = "--enable-native-access=ALL-UNNAMED";
    return jdk("java", access, option, "-cp", path.toString(), "com.acme.Main").strip();
  }

  /** Writes the files of a project that uses the artifacts of that version. */
  interface ProjectFiles {
    void write(String version) throws IOException;
  }

  /**
   * Compiles a Maven project with the processor in {@code annotationProcessorPaths}. The artifacts
   * are put into the local repository under names that nothing else has, and are removed
   * afterwards.
   */
  final void maven(ProjectFiles files) throws Exception {
    Path repository = Path.of(System.getProperty("lathe.test.maven.repository"));
    Path artifacts = repository.resolve(GROUP.replace('.', '/'));
    String version = "1";
    try {
      install(artifacts, "lathe-runtime", version, RUNTIME, "");
      install(
          artifacts, "lathe-processor", version, PROCESSOR, dependency("lathe-runtime", version));
      files.write(version);
      Path maven = Path.of(System.getProperty("lathe.test.maven.home"), "bin", "mvn");
      run(List.of(maven.toString(), "-q", "-B", "-o", "compile"), project);
    } finally {
      delete(artifacts);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
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
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
          <dependencies>%s</dependencies>
        </project>
        """
            .formatted(GROUP, name, version, dependencies));
  }

  static String dependency(String name, String version) {
    return """
    <dependency>
      <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
    </dependency>
    """
        .formatted(GROUP, name, version);
  }

  /**
   * @param more elements of the project, such as its modules
   */
  static String pom(String version, String more) {
    return """
    <project>
      <modelVersion>4.0.0</modelVersion>
      <groupId>com.acme</groupId>
      <artifactId>consumer</artifactId>
      <version>1</version>
      %s
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
                  <groupId>%s</groupId>
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
        .formatted(more, dependency("lathe-runtime", version), GROUP, version);
  }
}
