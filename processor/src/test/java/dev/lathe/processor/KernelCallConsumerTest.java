package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kernels that call kernels of other builds, modules and jars. */
class KernelCallConsumerTest extends ConsumerProject {
  private static final String POWERS =
      """
      package lib;

      import dev.lathe.Jit;

      public interface Powers {
        @Jit
        default int square(int a) {
          return a * a;
        }

        @Jit
        default int cube(int a) {
          return a * square(a);
        }
      }
      """;

  private static final String SUMS =
      """
      package com.acme;

      import dev.lathe.Jit;

      public interface Sums extends lib.Powers {
        @Jit
        default int sum(int a, int b) {
          return square(a) + lib.Powers.super.cube(b);
        }
      }
      """;

  private static final String MAIN =
      """
      package com.acme;

      public final class Main {
        private Main() {}

        public static void main(String[] arguments) {
          Sums sums = SumsJit.create();
          try {
            if (Boolean.getBoolean("square")) {
              System.out.println(sums.square(2));
            }
            System.out.println(sums.sum(2, 3) + " " + sums.cube(2));
          } catch (dev.lathe.LatheException e) {
            System.out.println(e.code() + ": " + e.getMessage());
          }
        }
      }
      """;

  private Path library() throws Exception {
    Path classes = project.resolve("library-classes");
    Path library = project.resolve("library");
    assertThat(jdk("javac", compilation(classes, library, RUNTIME.toString()))).isEmpty();
    return classes;
  }

  @Test
  void aCalleeIsEditedAndItsCallersAreNotCompiledAgain() throws Exception {
    Path powers = project.resolve("library");
    write(powers, "lib/Powers.java", POWERS);
    write(sources, "com/acme/Sums.java", SUMS);
    write(sources, "com/acme/Main.java", MAIN);
    Path library = library();
    String path = RUNTIME + File.pathSeparator + library;
    assertThat(jdk("javac", compilation(classes, sources, path))).isEmpty();
    assertThat(runMain(library)).isEqualTo("31 8");
    write(powers, "lib/Powers.java", POWERS.replace("return a * a", "return 100 * a"));
    library();
    assertThat(runMain(library)).isEqualTo("1100 400");
  }

  @Test
  void aCalleeThatIsNoKernelAnyMoreIsNamed() throws Exception {
    Path powers = project.resolve("library");
    write(powers, "lib/Powers.java", POWERS);
    write(sources, "com/acme/Sums.java", SUMS);
    write(sources, "com/acme/Main.java", MAIN);
    Path library = library();
    String path = RUNTIME + File.pathSeparator + library;
    assertThat(jdk("javac", compilation(classes, sources, path))).isEmpty();
    write(powers, "lib/Powers.java", POWERS.replaceFirst("@Jit", "").replace("square(a);", "3;"));
    library();
    assertThat(runMain(library))
        .isEqualTo(
            "CALLEE: kernel com.acme.Sums.sum calls square(I)I, which is no kernel of"
                + " com.acme.Sums; annotate that method with @Jit and compile the interface again");
    String inherited =
        "CALLEE: com.acme.Sums.square is no kernel any more in the interface that declares it";
    String remedy = "; compile that, and then com.acme.Sums, with Lathe's processor";
    assertThat(runMain("-Dsquare=true", library)).isEqualTo(inherited + remedy);
    // Nor did Lathe's first version give functions.
    write(powers, "lib/PowersJit.java", "package lib;\n\npublic final class PowersJit {}\n");
    String stub = powers.resolve("lib/PowersJit.java").toString();
    jdk("javac", "-proc:none", "-d", library.toString(), stub);
    String error = " (java.lang.NoSuchMethodError: ";
    assertThat(runMain("-Dsquare=true", library)).startsWith(inherited + error).endsWith(remedy);
    assertThat(runMain(library))
        .startsWith("CALLEE: kernel com.acme.Sums.sum calls")
        .contains(error);
  }

  @Test
  void modulesThatExportNothingToLathe() throws Exception {
    Path powers = project.resolve("library");
    write(powers, "module-info.java", "module lib {\n  requires dev.lathe;\n  exports lib;\n}\n");
    String hidden = POWERS.replace("package lib", "package lib.hidden");
    write(powers, "lib/hidden/Powers.java", hidden.replace("default", "static"));
    write(
        powers,
        "lib/Powers.java",
        POWERS.replace("return a * a;", "return lib.hidden.Powers.square(a);"));
    Path library = project.resolve("library-classes");
    modular(library, powers, RUNTIME.toString());
    write(
        sources,
        "module-info.java",
        "module com.acme {\n  requires dev.lathe;\n  requires lib;\n}\n");
    write(sources, "com/acme/Sums.java", SUMS);
    write(sources, "com/acme/Main.java", MAIN);
    String path = RUNTIME + File.pathSeparator + library;
    modular(classes, sources, path);
    String access = "--enable-native-access=dev.lathe";
    String all = path + File.pathSeparator + classes;
    assertThat(jdk("java", access, "-p", all, "-m", "com.acme/com.acme.Main").strip())
        .isEqualTo("31 8");
  }

  private static void modular(Path classes, Path sources, String path) throws Exception {
    String[] arguments =
        Stream.of(compilation(classes, sources, path))
            .map(each -> each.equals("-cp") ? "-p" : each)
            .toArray(String[]::new);
    assertThat(jdk("javac", arguments)).doesNotContain("warning:"); // notes there are
  }

  @Test
  void aMavenProjectOfTwoModules() throws Exception {
    maven(version -> {
      write(
          project,
          "pom.xml",
          pom(
              version,
              "<packaging>pom</packaging>"
                  + "<modules><module>library</module><module>app</module></modules>"));
      write(project, "library/pom.xml", module("library", ""));
      write(
          project,
          "app/pom.xml",
          module(
              "app",
              """
              <dependencies>
                <dependency>
                  <groupId>com.acme</groupId><artifactId>library</artifactId><version>1</version>
                </dependency>
              </dependencies>
              """));
      write(project, "library/src/main/java/lib/Powers.java", POWERS);
      write(project, "app/src/main/java/com/acme/Sums.java", SUMS);
      write(project, "app/src/main/java/com/acme/Main.java", MAIN);
    });
    classes = project.resolve("app/target/classes");
    assertThat(runMain(project.resolve("library/target/classes"))).isEqualTo("31 8");
  }

  private static String module(String name, String more) {
    return """
    <project>
      <modelVersion>4.0.0</modelVersion>
      <parent><groupId>com.acme</groupId><artifactId>consumer</artifactId><version>1</version></parent>
      <artifactId>%s</artifactId>
      %s
    </project>
    """
        .formatted(name, more);
  }
}
