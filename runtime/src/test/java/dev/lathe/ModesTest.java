package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.kernels.Arithmetic;
import dev.lathe.kernels.Calls;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels in JVMs of their own, under options and denials: the same results in every form. */
class ModesTest {
  private static final String MAIN = "dev.lathe.kernels.Calls";
  private static final String ENABLED = "--enable-native-access=ALL-UNNAMED";

  private record Run(int exit, List<String> out, String err) {}

  private static Run java(List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(arguments);
    File err = File.createTempFile("lathe-test-", ".err");
    Process process = new ProcessBuilder(command).redirectError(err).start();
    List<String> out = new String(process.getInputStream().readAllBytes()).lines().toList();
    int exit = process.waitFor();
    String errors = java.nio.file.Files.readString(err.toPath());
    err.delete();
    return new Run(exit, out, errors);
  }

  private static Run calls(String... flags) throws IOException, InterruptedException {
    var arguments = new ArrayList<>(List.of(flags));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    return java(arguments);
  }

  /** Where the classes of the module dev.lathe are. */
  private static String module() throws Exception {
    return Path.of(Lathe.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }

  private static Run modularCalls(String... flags) throws Exception {
    return modular(MAIN, flags);
  }

  private static Run modular(String main, String... flags) throws Exception {
    var tests =
        Path.of(ModesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var arguments = new ArrayList<>(List.of(flags));
    arguments.addAll(
        List.of("-p", module(), "--add-modules", "dev.lathe", "-cp", tests.toString(), main));
    return java(arguments);
  }

  private static void assertResults(Run run, int compiled, int other) {
    assertThat(run.err).doesNotContain("Exception");
    assertThat(run.exit).isZero();
    var expected = new ArrayList<>(Calls.of(new Arithmetic() {}, false));
    expected.add("native " + compiled + " other " + other);
    assertThat(run.out).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "-Dlathe.native=require, 9, 0",
    "-Dlathe.isa=avx2, 9, 0",
    "-Dlathe.vector.bits=256, 9, 0",
    "-Dlathe.test.executableMemory=sealed, 9, 0",
    "-Dlathe.native=fastest, 0, 9",
    "-Dlathe.native=classfile, 0, 9",
    "-Dlathe.native=source, 0, 9",
    "'-Dlathe.kernels=*Arithmetic.clamp*:classfile,*.many:off', 6, 3",
    "'-Dlathe.passes=-gvn,-fold', 9, 0",
    "-Dlathe.fuel=1, 9, 0"
  })
  void everyModeGivesTheResultsOfPlainJava(String option, int compiled, int other)
      throws Exception {
    Run run = calls(ENABLED, option);
    assertResults(run, compiled, other);
    assertThat(run.err).isEmpty();
  }

  @Test
  void nativeCodeRunsWithTheJdksWarningWhereNativeAccessIsNotEnabled() throws Exception {
    Run run = calls("-Dlathe.native=require");
    assertResults(run, 9, 0);
    assertThat(run.err).contains("WARNING: Use --enable-native-access=ALL-UNNAMED");
  }

  @Test
  void nativeCodeRunsFromANamedModule() throws Exception {
    Run run = modularCalls("--enable-native-access=dev.lathe", "-Dlathe.native=require");
    assertResults(run, 9, 0);
    assertThat(run.err).isEmpty();
  }

  /** Class files call the bodies in a package that the module does not export. */
  @ParameterizedTest
  @CsvSource({"require, 1", "classfile, 0"})
  void mathFunctionsRunInANamedModule(String mode, int compiled) throws Exception {
    Run run =
        modular(
            "dev.lathe.kernels.CubeRoot",
            "--enable-native-access=dev.lathe",
            "-Dlathe.native=" + mode);
    assertThat(run.err).isEmpty();
    assertThat(run.out).containsExactly("3.0 native " + compiled);
  }

  @Test
  void deniedNativeAccessOnTheClassPathIsReportedOnceWithTheFlag() throws Exception {
    Run run = calls("--illegal-native-access=deny");
    assertResults(run, 0, 9);
    assertThat(run.err).containsOnlyOnce("add --enable-native-access=ALL-UNNAMED;");
  }

  @Test
  void deniedNativeAccessOnTheModulePathIsReportedOnceWithTheFlag() throws Exception {
    Run run = modularCalls("--illegal-native-access=deny");
    assertResults(run, 0, 9);
    assertThat(run.err).containsOnlyOnce("add --enable-native-access=dev.lathe;");
  }

  @Test
  void deniedExecutableMemoryIsReportedOnceWithTheRemedy() throws Exception {
    Run run = calls(ENABLED, "-Dlathe.test.executableMemory=denied");
    assertResults(run, 0, 9);
    assertThat(run.err).containsOnlyOnce("refuses to map executable memory");
  }

  @ParameterizedTest
  @CsvSource({
    "--illegal-native-access=deny, NATIVE_UNAVAILABLE, add --enable-native-access=ALL-UNNAMED",
    "-Dlathe.test.executableMemory=denied, NATIVE_UNAVAILABLE, refuses to map executable memory",
    "-Dlathe.isa=avx10, OPTION, lathe.isa=avx10",
    "-Dlathe.vector.bits=384, OPTION, lathe.vector.bits=384",
    "-Dlathe.fule=3, OPTION, unknown system property lathe.fule",
    "-Dlathe.passes=-nosuch, OPTION, nosuch"
  })
  void whatCannotBeDoneIsAnExceptionUnderRequire(String flag, String code, String message)
      throws Exception {
    var run =
        java(
            List.of(
                flag,
                "-Dlathe.native=require",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lathe.kernels.Codes"));
    assertThat(run.out).hasSize(2).first().isEqualTo(code);
    assertThat(run.out.get(1)).contains(message);
  }

  @Test
  void aFirstCallWhereTheStackEndsLeavesEverythingUsable() throws Exception {
    Run run =
        java(
            List.of(
                ENABLED,
                "-Dlathe.native=require",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lathe.kernels.StackEdge"));
    assertThat(run.err).isEmpty();
    assertThat(run.out)
        .containsExactly(
            "42", "met the edge", "42", "java.lang.ArithmeticException: / by zero", "2");
  }

  @Test
  void memoryStaysFlatWhileKernelsOverArraysComeAndGo() throws Exception {
    Run run =
        java(
            List.of(
                ENABLED,
                "-Dlathe.native=require",
                "-Xms48m",
                "-Xmx48m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lathe.link.ArrayKernelSoak",
                "kernels",
                "400"));
    assertThat(run.err).isEmpty();
    assertThat(run.out).last().isEqualTo("flat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "require"})
  void codeMemoryThatIsExhaustedCanBeHadAgain(String mode) throws Exception {
    Run run =
        java(
            List.of(
                ENABLED,
                "-Dlathe.native=" + mode,
                "-Dlathe.test.executableMemory=exhausted",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lathe.link.ArrayKernelSoak",
                "exhaust"));
    String refusal = "the operating system refuses 262144 more bytes of executable memory";
    assertThat(run.out).containsExactly(refusal, "those before work", refusal, "as many again");
    String warning = refusal + "; kernels run as class files, with the same results";
    assertThat(run.err).contains(mode.equals("auto") ? warning : "");
  }

  @Test
  void theDoctorNamesTheFlagThatIsMissing() throws Exception {
    Run run = java(List.of("-p", module(), "-m", "dev.lathe/dev.lathe.Doctor"));
    assertThat(run.exit).isZero();
    assertThat(String.join("\n", run.out))
        .contains("native code:       yes", "add --enable-native-access=dev.lathe", "x86-64-v3");
  }

  @Test
  void recursiveKernelsAreSafeWhereverTheStackOfJavaIs() throws Exception {
    Run run =
        java(
            List.of(
                ENABLED, "-cp", System.getProperty("java.class.path"), "dev.lathe.link.DeepCalls"));
    assertThat(run.err).isEmpty();
    assertThat(run.out).containsOnly("right").hasSize(6);
    assertThat(run.exit).isZero();
  }
}
