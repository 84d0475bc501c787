package dev.lathe.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java files of all modules. */
class SourceFilesTest {
  private static final int LONGEST = 600;

  /** Files that are a table for the most part. */
  private static final Set<String> TABLES = Set.of("X64Op.java");

  private static List<Path> sources() throws IOException {
    try (Stream<Path> tree = Files.walk(Path.of(".."))) {
      return tree.filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !path.toString().replace('\\', '/').contains("/target/"))
          .toList();
    }
  }

  @Test
  void onlyTablesAreLong() throws IOException {
    var tooLong = new TreeSet<String>();
    for (Path path : sources()) {
      if (Files.readAllLines(path).size() > LONGEST) {
        tooLong.add(path.getFileName().toString());
      }
    }
    assertThat(tooLong).isEqualTo(new TreeSet<>(TABLES));
  }

  @Test
  void everyPackageHasItsDocumentation() throws IOException {
    var undocumented = new TreeSet<Path>();
    for (Path path : sources()) {
      boolean main = path.toString().replace('\\', '/').contains("/src/main/java/");
      boolean packaged = !path.endsWith("module-info.java");
      if (main && packaged && !Files.exists(path.resolveSibling("package-info.java"))) {
        undocumented.add(path.getParent());
      }
    }
    assertThat(undocumented).isEmpty();
  }
}
