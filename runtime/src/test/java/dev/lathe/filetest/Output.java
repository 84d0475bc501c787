package dev.lathe.filetest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lathe.codegen.x64.X64Compiler;
import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64VectorCosts;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.vector.FakeTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tests that turn a function into text and compare that with what the file expects. */
final class Output {
  private Output() {}

  /** The output of a test such as {@code opt fold gvn}, or null if it is not one with an output. */
  static String of(String test, String target, String source) {
    List<String> words = Arrays.asList(test.split(" +"));
    return switch (words.getFirst()) {
      case "print" -> IrPrinter.print(IrParser.parse(source));
      case "opt" -> {
        var names = new ArrayList<>(Pipeline.NATIVE.names());
        if (words.size() > 1) {
          assertThat(names).as("passes").containsAll(words.subList(1, words.size()));
          names.removeAll(words);
          names.remove("expand-math"); // is no choice
        } else {
          names.clear();
        }
        var context = new PassContext().without(names.toArray(String[]::new)).verifying();
        Module module = IrParser.parseModule(source);
        Pipeline.NATIVE.run(module, context);
        yield IrPrinter.print(module);
      }
      case "vector" ->
          FakeTarget.output(
              IrParser.parseModule(source),
              !target.isEmpty()
                  ? X64VectorCosts.of(features(target))
                  : new FakeTarget(words.size() > 1 ? Integer.parseInt(words.get(1)) : 512));
      case "lower" -> listing(IrParser.parse(source), features(target));
      default -> throw new IllegalArgumentException("unknown test: " + test);
    };
  }

  private static X64Features features(String target) {
    return switch (target) {
      case "x64+avx2" -> X64Features.AVX2;
      case "x64+avx512" -> X64Features.AVX512;
      case "x64+avx512+vpopcntdq" -> X64Features.AVX512.withVpopcntdq();
      case "x64+avx512:256" -> X64Features.AVX512_SHORT;
      default -> throw new IllegalArgumentException("unknown target: " + target);
    };
  }

  static void compare(TestFile file, TestFile.Case test, String output, boolean bless) {
    List<TestFile.Directive> checks = test.directives("check", "not", "count");
    if (bless && (test.exact() != null || checks.isEmpty())) {
      boolean asSource = test.exact() == null && output.equals(test.source());
      if (!asSource && !output.equals(test.exact())) {
        TestFile.bless(file.path, test.name(), output);
      }
      return;
    }
    if (test.exact() != null || checks.isEmpty()) {
      assertThat(output)
          .as("run with -Dlathe.bless to accept the output, then review the change")
          .isEqualTo(test.exact() == null ? test.source() : test.exact());
    }
    int from = 0;
    for (TestFile.Directive check : checks) {
      switch (check.kind()) {
        case "check" -> {
          int at = output.indexOf(check.text(), from);
          if (at < 0) {
            fail(
                "line "
                    + check.line()
                    + ": no '"
                    + check.text()
                    + "' in\n"
                    + output.substring(from));
          }
          from = at + check.text().length();
        }
        case "not" -> assertThat(output).as("line " + check.line()).doesNotContain(check.text());
        default -> count(check, output);
      }
    }
  }

  private static void count(TestFile.Directive check, String output) {
    int equals = check.text().lastIndexOf("==");
    String wanted = check.text().substring(0, equals).strip();
    int count = 0;
    for (int at = output.indexOf(wanted); at >= 0; at = output.indexOf(wanted, at + 1)) {
      count++;
    }
    assertThat(count)
        .as("line %d: occurrences of '%s' in%n%s", check.line(), wanted, output)
        .isEqualTo(Integer.parseInt(check.text().substring(equals + 2).strip()));
  }

  private static String listing(Function function, X64Features features) {
    if (function.params().stream().noneMatch(param -> param.type().isReference())) {
      return X64Compiler.listing(function, features);
    }
    var text = new StringBuilder();
    X64Compiler.compileMemory(function, features, text);
    return text.toString();
  }
}
