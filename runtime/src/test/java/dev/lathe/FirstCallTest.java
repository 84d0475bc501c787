package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the first call of a kernel in a fresh JVM makes the JVM do: the budget for start-up. */
class FirstCallTest {
  /** Each costs about 0.15 ms. */
  private static final int MOST_CLASSES = 80;

  private static List<String> log;

  @BeforeAll
  static void callAdd() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dlathe.native=require",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load=info,methodhandles+indy=debug:stdout:none",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lathe.kernels.FirstCall")
            .redirectErrorStream(true)
            .start();
    log = new String(process.getInputStream().readAllBytes()).lines().toList();
    assertThat(process.waitFor()).isZero();
    assertThat(log).contains("42");
  }

  private static List<String> lines(Predicate<String> wanted) {
    return log.stream().filter(wanted).toList();
  }

  @Test
  void fewClassesAreLoaded() {
    String runtime = Lathe.class.getProtectionDomain().getCodeSource().getLocation().toString();
    assertThat(lines(line -> line.startsWith("dev.lathe.") && line.endsWith("source: " + runtime)))
        .anyMatch(line -> line.startsWith("dev.lathe.codegen.x64.X64Op "))
        .hasSizeLessThanOrEqualTo(MOST_CLASSES);
  }

  @Test
  void noCallSiteOfOursIsBootstrapped() {
    // lambdas, string concatenation, pattern switches, the methods of records
    List<String> bootstrapped = lines(line -> line.contains("resolve_invokedynamic Bootstrap in "));
    assertThat(bootstrapped)
        .anyMatch(line -> line.contains(" Bootstrap in jdk/internal/foreign/"))
        .noneMatch(line -> line.contains(" Bootstrap in dev/lathe/"));
  }

  @Test
  void noClassOfOursIsMade() {
    List<String> hidden = lines(line -> line.matches("\\S+/0x[0-9a-f]+ source: .*"));
    assertThat(hidden)
        .anyMatch(line -> line.startsWith("java.lang.invoke."))
        .noneMatch(line -> line.contains("dev.lathe."));
  }

  @Test
  void noServiceIsLookedUpAndNothingLogged() {
    assertThat(lines(line -> line.contains(" source: ")))
        .noneMatch(line -> line.startsWith("java.util.ServiceLoader "))
        .noneMatch(line -> line.startsWith("java.lang.System$Logger "))
        .noneMatch(line -> line.startsWith("java.util.regex.Pattern "));
  }
}
