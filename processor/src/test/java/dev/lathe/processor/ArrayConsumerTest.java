package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kernels over arrays, segments and tables, and lifted ones, in projects outside this build. */
class ArrayConsumerTest extends ConsumerProject {
  private static final String WAVES =
      """
      package com.acme;

      import dev.lathe.Jit;
      import java.lang.foreign.MemorySegment;
      import java.lang.foreign.ValueLayout;

      @Jit
      public interface Waves {
        default double sum(double[] a, MemorySegment more) {
          double sum = 0;
          for (int i = 0; i < a.length; i++) {
            sum += a[i] * Tables.WEIGHTS[i & 1];
          }
          for (long i = 0; i < more.byteSize() / 8; i++) {
            sum += more.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
          }
          return sum;
        }

        default double mix(double a, double b, float t) {
          return a + (b - a) * t;
        }

        @Jit
        void mix(double[] a, MemorySegment b, float t, double[] out);
      }
      """;

  private static final String TABLES =
      """
      package com.acme;

      final class Tables {
        private Tables() {}

        static final double[] WEIGHTS = {2, -1};
      }
      """;

  private static final String MAIN =
      """
      package com.acme;

      import java.lang.foreign.MemorySegment;
      import java.util.Arrays;

      public final class Main {
        private Main() {}

        public static void main(String[] arguments) {
          Waves waves = WavesJit.create();
          double[] a = {1, 2, 3};
          double[] out = new double[3];
          MemorySegment b = MemorySegment.ofArray(new double[] {10, 20, 30});
          waves.mix(a, b, 0.5f, out);
          System.out.println(waves.sum(a, b) + " " + Arrays.toString(out));
        }
      }
      """;

  private static final String EXPECTED = "66.0 [5.5, 11.0, 16.5]";

  private void writeSources() throws Exception {
    write(sources, "com/acme/Waves.java", WAVES);
    write(sources, "com/acme/Tables.java", TABLES);
    write(sources, "com/acme/Main.java", MAIN);
  }

  @Test
  void everyModeGivesTheSame() throws Exception {
    writeSources();
    compile();
    for (String mode : new String[] {"require", "source"}) {
      assertThat(runMain("-Dlathe.native=" + mode)).isEqualTo(EXPECTED);
    }
  }

  @Test
  void aNamedModule() throws Exception {
    write(sources, "module-info.java", "module com.acme {\n  requires dev.lathe;\n}\n");
    writeSources();
    String[] arguments =
        Stream.of(compilation(classes, sources, RUNTIME.toString()))
            .map(each -> each.equals("-cp") ? "-p" : each)
            .toArray(String[]::new);
    assertThat(jdk("javac", arguments)).isEmpty();
    String path = RUNTIME + File.pathSeparator + classes;
    String access = "--enable-native-access=dev.lathe";
    assertThat(jdk("java", access, "-p", path, "-m", "com.acme/com.acme.Main").strip())
        .isEqualTo(EXPECTED);
  }

  @Test
  void aMavenProject() throws Exception {
    maven(version -> {
      write(project, "pom.xml", pom(version, ""));
      write(project, "src/main/java/com/acme/Waves.java", WAVES);
      write(project, "src/main/java/com/acme/Tables.java", TABLES);
      write(project, "src/main/java/com/acme/Main.java", MAIN);
    });
    classes = project.resolve("target/classes");
    assertThat(runMain()).isEqualTo(EXPECTED);
  }
}
