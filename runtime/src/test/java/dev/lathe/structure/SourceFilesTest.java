package dev.lathe.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The Java files of all modules. */
class SourceFilesTest {
  private static final int LONGEST = 600;

  private static List<Path> sources() throws IOException {
    var sources = new ArrayList<Path>();
    Files.walkFileTree(
        Path.of(".."),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            // What is built changes while this walks.
            boolean built = folder.endsWith("target") || folder.endsWith(".git");
            return built ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }

  @Test
  void noFileIsLong() throws IOException {
    var tooLong = new TreeSet<String>();
    for (Path path : sources()) {
      if (Files.readAllLines(path).size() > LONGEST) {
        tooLong.add(path.getFileName().toString());
      }
    }
    assertThat(tooLong).isEmpty();
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
