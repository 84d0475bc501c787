package dev.lathe.filetest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lathe.ir.IrException;
import dev.lathe.ir.IrParser;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the test files under {@code src/test/filetests}; {@link TestFile} says what stands in them.
 */
class FileTest {
  private static final boolean BLESS = Boolean.getBoolean("lathe.bless");

  @TestFactory
  Stream<DynamicNode> filetests() {
    return TestFile.readAll().stream().map(FileTest::container);
  }

  private static DynamicContainer container(TestFile file) {
    var tests = new ArrayList<DynamicTest>();
    List<String> targets = file.targets.isEmpty() ? List.of("") : file.targets;
    for (String test : file.tests) {
      for (String target : targets) {
        for (TestFile.Case function : file.cases) {
          String name = (test + " " + target).strip() + ": " + function.name();
          var line = URI.create(file.path.toUri() + "?line=" + function.line());
          tests.add(
              DynamicTest.dynamicTest(name, line, () -> run(file, test, target, function, BLESS)));
        }
      }
    }
    String name = file.path.getParent().getFileName() + "/" + file.path.getFileName();
    return DynamicContainer.dynamicContainer(name, file.path.toUri(), tests.stream());
  }

  static void run(
      TestFile file, String test, String target, TestFile.Case function, boolean bless) {
    switch (test) {
      case "verify" -> verify(function);
      case "run" -> Run.execute(function);
      default -> {
        String output = Output.of(test, target, function.source());
        Output.compare(file, function, output, bless);
      }
    }
  }

  /** Expects exactly the errors that the directives name, none if there are none. */
  private static void verify(TestFile.Case function) {
    List<TestFile.Directive> errors = function.directives("error");
    if (errors.isEmpty()) {
      IrParser.parse(function.source());
      return;
    }
    var exception =
        catchThrowableOfType(IrException.class, () -> IrParser.parse(function.source()));
    assertThat(exception).as("errors expected").isNotNull();
    for (TestFile.Directive error : errors) {
      assertThat(exception).as("line " + error.line()).hasMessageContaining(error.text());
    }
    if (!exception.getMessage().startsWith("line ")) {
      String count = errors.size() == 1 ? ": 1 error\n" : ": " + errors.size() + " errors\n";
      assertThat(exception).hasMessageContaining(count);
    } else {
      assertThat(errors).as("errors of the parser, which stops at the first").hasSize(1);
    }
  }
}
