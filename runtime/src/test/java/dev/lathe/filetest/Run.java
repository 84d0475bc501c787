package dev.lathe.filetest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.Module;
import dev.lathe.testing.Engine;
import java.util.ArrayList;
import java.util.List;

/**
 * Tests that execute a function in every engine and compare with {@code run:} and {@code throws:}.
 */
public final class Run {
  private Run() {}

  static void execute(TestFile.Case test) {
    assertThat(test.directives("run", "throws")).as("run: and throws:").isNotEmpty();
    var failures = new ArrayList<String>();
    for (Engine engine : Engine.ALL) {
      failures.addAll(failures(test, engine));
    }
    for (Engine engine : Engine.OF_VECTORS) {
      failures.addAll(failures(test, engine));
    }
    assertThat(failures).isEmpty();
  }

  /** True if {@code engine} passes the tests of all functions whose text contains {@code text}. */
  public static boolean passes(Engine engine, String text) {
    return failures(engine, text).isEmpty();
  }

  /** What fails of the tests of all functions whose text contains {@code text}. */
  public static List<String> failures(Engine engine, String text) {
    var failures = new ArrayList<String>();
    for (TestFile file : TestFile.readAll()) {
      if (file.tests.contains("run")) {
        for (TestFile.Case test : file.cases) {
          if (test.source().contains(text)) {
            failures.addAll(failures(test, engine));
          }
        }
      }
    }
    return failures;
  }

  private static List<String> failures(TestFile.Case test, Engine engine) {
    Module module = IrParser.parseModule(test.source());
    if (!engine.compiles(module)) {
      return List.of();
    }
    Function function = module.root();
    Module copy = IrParser.parseModule(test.source()); // may be changed
    copy.functions().forEach(TestTables::bind);
    Engine.Kernel kernel = engine.compile(copy);
    var failures = new ArrayList<String>();
    for (TestFile.Directive directive : test.directives("run", "throws")) {
      String failure = new RunCommand(directive, function).failure(engine, kernel);
      if (failure != null) {
        failures.add(failure);
      }
    }
    return failures;
  }
}
