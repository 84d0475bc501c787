package dev.lathe.filetest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.ir.Function;
import dev.lathe.testing.Arguments;
import dev.lathe.testing.Comparison;
import dev.lathe.testing.RandomFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
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
  void contentsAreCompared() throws IOException {
    String first =
        """
        func %first(v0: array.i8, v1: array.i8, v2: segment) -> i32 {
        b0:
          v3 = const.i32 0
          v4 = const.i32 300
          v5 = index.i32 v0, v3, store
          store v0, v5, v4
          ret v3
        }
        """;
    passes("run", first, "; run: first([1], #0, null) == 0 after [44]\n");
    passes("run", first, "; run: first([1], [2], i8#0) == 0 after [44], [2], i8[44]\n");
    passes("run", first, "; run: first([1, 5], [], closed i8[7]) == 0 after [44, 5], []\n");
    fails("run", first, "; run: first([1], #0, null) == 0\n", "0 after [44]");
    fails("run", first, "; run: first([1], [2], i8#0) == 0 after [44], [2], i8[1]\n", "i8[44]");
  }

  /** What differs is written as a test file: that must say all that was compared. */
  @Test
  void randomCallsOverArraysCanBeWrittenDown() throws IOException {
    for (long seed = 1; seed <= 12; seed++) {
      var options = new RandomFunctions.Options((int) seed, true, true, true);
      Function function = RandomFunctions.generate(seed, options);
      Arguments arguments = RandomFunctions.anyArguments(function, new Random(seed));
      TestFile file = file(Comparison.testFile(function, arguments));
      FileTest.run(file, "run", "", file.cases.getFirst(), false);
    }
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
