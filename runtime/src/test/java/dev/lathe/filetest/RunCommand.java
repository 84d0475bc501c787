package dev.lathe.filetest;

import dev.lathe.ir.Function;
import dev.lathe.ir.Literal;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import java.util.List;

/**
 * A call and what it must come to: {@code f(1, 2) == 3}, {@code f(1) == void}, or {@code f(1, 0)
 * ArithmeticException "/ by zero"} (without a message: of null). An expected {@code nan} stands for
 * every NaN, {@code nan:0x...} for that one.
 */
final class RunCommand {
  private final TestFile.Directive directive;
  private final Type result;
  private final long[] arguments;
  private final String expected;

  RunCommand(TestFile.Directive directive, Function function) {
    this.directive = directive;
    this.result = function.result();
    String text = directive.text();
    int open = text.indexOf('(');
    int close = text.indexOf(')');
    String name = text.substring(0, open);
    if (!function.name().equals(name) && !function.name().endsWith("." + name)) {
      throw malformed("the function above is " + function.name());
    }
    String list = text.substring(open + 1, close).strip();
    String[] literals = list.isEmpty() ? new String[0] : list.split(",");
    List<Value> params = function.params();
    if (literals.length != params.size()) {
      throw malformed("expected " + params.size() + " arguments");
    }
    this.arguments = new long[literals.length];
    for (int i = 0; i < literals.length; i++) {
      arguments[i] = Literal.parse(params.get(i).type(), literals[i].strip());
    }
    String rest = text.substring(close + 1).strip();
    if (directive.kind().equals("run") != rest.startsWith("==")) {
      throw malformed("expected run: f() == 1, or throws: f() Exception \"message\"");
    }
    this.expected = rest.startsWith("==") ? rest.substring(2).strip() : rest;
    if (rest.startsWith("==") && result != Type.VOID) {
      Literal.parse(result, expected); // must be well-formed
    }
  }

  private IllegalArgumentException malformed(String message) {
    return new IllegalArgumentException("line " + directive.line() + ": " + message);
  }

  /** Why this engine does not behave as expected, or null if it does. */
  String failure(Engine engine, Engine.Kernel kernel) {
    var outcome = Outcome.of(kernel, arguments);
    if (isExpected(outcome)) {
      return null;
    }
    String actual = outcome.describe(result);
    return "line "
        + directive.line()
        + ": "
        + directive.text()
        + "\n"
        + engine.name()
        + ": "
        + actual;
  }

  private boolean isExpected(Outcome outcome) {
    if (directive.kind().equals("throws")) {
      return outcome.exception() != null && isExpected(outcome.exception());
    }
    if (outcome.exception() != null) {
      return false;
    }
    if (result == Type.VOID) {
      return expected.equals("void");
    }
    long bits = Literal.parse(result, expected);
    return expected.equals("nan")
        ? new Outcome(bits, null).isSame(result, outcome)
        : bits == outcome.bits();
  }

  private boolean isExpected(Throwable exception) {
    String message = exception.getMessage();
    String name = exception.getClass().getSimpleName();
    return expected.equals(message == null ? name : name + " \"" + message + "\"");
  }
}
