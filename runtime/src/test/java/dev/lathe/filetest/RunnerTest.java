package dev.lathe.filetest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong expectations fail, and malformed files are refused. */
class RunnerTest {
  private static final String NEGATE =
      """
      func %a.negate(v0: f32) -> f32 {
      b0:
        v1 = fneg.f32 v0
        ret v1
      }
      """;
  private static final String DIVIDE =
      """
      func %divide(v0: i32) -> i32 {
      b0:
        v1 = nonzero.i32 v0, divide.i32
        v2 = const.i32 100
        v3 = idiv.i32 v2, v1
        ret v3
      }
      """;

  @TempDir private Path directory;

  private TestFile file(String text) throws IOException {
    return TestFile.read(Files.writeString(directory.resolve("test.lir"), text));
  }

  private void passes(String test, String function, String directives) throws IOException {
    TestFile file = file("; test " + test + "\n\n" + function + directives);
    FileTest.run(file, test, "", file.cases.getFirst(), false);
  }

  private void fails(String test, String function, String directives, String message) {
    assertThatThrownBy(() -> passes(test, function, directives)).hasMessageContaining(message);
  }

  @Test
  void resultsAreCompared() throws IOException {
    passes("run", NEGATE, "; run: negate(1.5) == -1.5\n; run: negate(nan) == nan\n");
    fails("run", NEGATE, "; run: negate(0.0) == 0.0\n", "interpreter: -0.0");
    fails("run", NEGATE, "; run: negate(nan) == nan:0x7fc00000\n", "interpreter: nan:0xffc00000");
    fails("run", NEGATE, "; run: negate(nan) == 1.0\n", "interpreter: nan");
    fails("run", DIVIDE, "; run: divide(0) == 0\n", "ArithmeticException: / by zero");
    fails("run", DIVIDE, "; run: divide(7) == 14\n; run: divide(8) == 13\n", "divide(8) == 13");
  }

  @Test
  void exceptionsAreCompared() throws IOException {
    passes("run", DIVIDE, "; throws: divide(0) ArithmeticException \"/ by zero\"\n");
    fails("run", DIVIDE, "; throws: divide(0) ArithmeticException\n", "by zero");
    fails("run", DIVIDE, "; throws: divide(0) RuntimeException \"/ by zero\"\n", "by zero");
    fails("run", DIVIDE, "; throws: divide(1) ArithmeticException \"/ by zero\"\n", "100");
  }

  @Test
  void commandsMustBeWellFormed() {
    fails("run", DIVIDE, "", "run: and throws:");
    fails("run", DIVIDE, "; run: negate(1) == 1\n", "the function above is divide");
    fails("run", DIVIDE, "; run: divide(1, 2) == 1\n", "expected 1 arguments");
    fails("run", DIVIDE, "; run: divide(x) == 1\n", "x is no i32");
    fails("run", DIVIDE, "; run: divide(1) == 1.5\n", "1.5 is no i32");
    fails("run", DIVIDE, "; run: divide(1) 1\n", "expected run:");
  }

  @Test
  void outputIsChecked() throws IOException {
    passes("print", NEGATE, "; check: func %\n; check: ret\n; not: fabs\n; count: v1 == 2\n");
    fails("print", NEGATE, "; check: ret\n; check: func\n", "no 'func'");
    fails("print", NEGATE, "; not: fneg\n", "fneg");
    fails("print", NEGATE, "; count: v1 == 1\n", "occurrences");
    passes("print", NEGATE, "");
    fails("print", NEGATE.replace("v1", "x"), "", "lathe.bless");
    fails("print", NEGATE, ";| func\n", "lathe.bless");
    fails("opt dce", DIVIDE, "; check: ret\n", "dce");
  }

  @Test
  void errorsAreCounted() throws IOException {
    String wrong = NEGATE.replace("fneg.f32 v0", "iadd.f32 v0, v1");
    passes("verify", NEGATE, "");
    passes("verify", wrong, "; error: iadd does not take f32\n; error: v1 is used before\n");
    fails("verify", wrong, "; error: iadd does not take f32\n", "1 error");
    fails("verify", wrong, "", "2 errors");
    fails("verify", NEGATE, "; error: iadd\n", "errors expected");
  }

  @Test
  void filesMustBeWellFormed() {
    assertThatThrownBy(() -> file("; test run\n")).hasMessageContaining("and a function");
    assertThatThrownBy(() -> file(NEGATE)).hasMessageContaining("needs a line '; test");
    fails("run", NEGATE, "; runs: negate(1.0)\n", "unknown directive runs");
    fails("run", NEGATE, "negate(1.0)\n", "neither a function nor a comment");
    fails("run", "; check: x\n" + NEGATE, "", "a directive above all functions");
    fails("run", "func %f() {\n", "", "does not end");
    fails("optimise", NEGATE, "; check: x\n", "unknown test: optimise");
  }

  @Test
  void blessingReplacesTheOutputOnly() throws IOException {
    String before = "; test print\n\n" + NEGATE;
    String after = "; a comment\n\n" + DIVIDE + ";| old\n; not: x\n";
    Path path = file(before + after).path;
    TestFile.bless(path, "a.negate", "new\n\nlines\n");
    String blessed = before + ";| new\n;|\n;| lines\n" + after;
    assertThat(path).content().isEqualTo(blessed);
    TestFile.bless(path, "divide", "other\n");
    assertThat(path).content().isEqualTo(blessed.replace("old", "other"));
    assertThat(TestFile.read(path).cases)
        .extracting(TestFile.Case::exact)
        .containsExactly("new\n\nlines\n", "other\n");
  }
}
