package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shape of the processor: who may know whom. */
class PackagesTest {
  private static final Path ROOT = Path.of("src/main/java/dev/lathe/processor");

  private static List<String> imports(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(PackagesTest::lines)
          .filter(line -> line.startsWith("import "))
          .toList();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"discover", "check", "emit"})
  void onlyCaptureKnowsJavacsTrees(String folder) throws IOException {
    assertThat(imports(folder)).isNotEmpty().noneMatch(line -> line.contains("com.sun."));
    assertThat(imports("capture")).anyMatch(line -> line.contains("com.sun.source"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"discover", "capture", "emit"})
  void nothingButCheckRunsTheCompiler(String folder) throws IOException {
    assertThat(imports(folder))
        .noneMatch(line -> line.contains("dev.lathe.opt") || line.contains("dev.lathe.codegen"))
        .noneMatch(line -> line.contains("dev.lathe.processor.check"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"discover", "capture"})
  void theFirstStepsDoNotKnowTheLast(String folder) throws IOException {
    assertThat(imports(folder)).noneMatch(line -> line.contains("dev.lathe.processor.emit"));
  }
}
