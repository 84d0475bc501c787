package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the runtime's jar holds, as it is shipped. */
class RuntimeJarConsumerTest {
  private static final long MOST_BYTES = 1 << 20;

  @Test
  void theJarIsSmallerThanAMegabyte() throws Exception {
    assertThat(Files.size(ConsumerProject.RUNTIME)).isLessThan(MOST_BYTES);
  }

  @Test
  void theFrontEndIsInTheProcessorsJarOnly() throws Exception {
    try (var runtime = new JarFile(ConsumerProject.RUNTIME.toFile());
        var processor = new JarFile(ConsumerProject.PROCESSOR.toFile())) {
      assertThat(runtime.stream().map(Object::toString))
          .contains("dev/lathe/Lathe.class")
          .noneMatch(name -> name.startsWith("dev/lathe/lang/"));
      assertThat(processor.stream().map(Object::toString))
          .contains("dev/lathe/lang/Lowering.class")
          .noneMatch(name -> name.startsWith("dev/lathe/ir/"));
    }
  }
}
