package dev.lathe.filetest;

import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Literal;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.Arguments;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Messages;
import dev.lathe.testing.Outcome;
import java.util.List;

/**
 * A call and what it must come to: {@code f(1, 2) == 3}, {@code f(1) == void}, or {@code f(1, 0)
 * ArithmeticException "/ by zero"} (without a message: of null; one that ends with {@code ...} may
 * go on). An expected {@code nan} stands for every NaN, {@code nan:0x...} for that one. What the
 * arguments that are arrays and segments then hold follows as {@code after [1, 2], i32[3]}; without
 * that word they must be as before. Their syntax stands in {@link Arguments}.
 */
final class RunCommand {
  private static final String MORE = "...\"";

  private final TestFile.Directive directive;
  private final Type result;
  private final Arguments arguments;
  private final String expected;
  private final String after; // null for as before

  RunCommand(TestFile.Directive directive, Function function) {
    this.directive = directive;
    this.result = function.result();
    String text = directive.text();
    int open = text.indexOf('(');
    int close = text.indexOf(')', open);
    String name = text.substring(0, open);
    if (!function.name().equals(name) && !function.name().endsWith("." + name)) {
      throw malformed("the function above is " + function.name());
    }
    String list = text.substring(open + 1, close).strip();
    List<Type> types = function.params().stream().map(Value::type).toList();
    try {
      this.arguments = new Arguments(types, list);
      arguments.make(new Heap()); // must be well-formed
    } catch (IllegalArgumentException e) {
      throw malformed(e.getMessage());
    }
    String rest = text.substring(close + 1).strip();
    if (directive.kind().equals("run") != rest.startsWith("==")) {
      throw malformed("expected run: f() == 1, or throws: f() Exception \"message\"");
    }
    int word = rest.lastIndexOf(" after ");
    this.after = word < 0 ? null : arguments.canonical(rest.substring(word + 7));
    rest = word < 0 ? rest : rest.substring(0, word).strip();
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
    var heap = new Heap();
    long[] bits = arguments.make(heap);
    String before = arguments.describe(heap, bits);
    var outcome = Outcome.of(kernel, heap, bits);
    String holds = arguments.describe(heap, bits);
    if (isExpected(outcome) && holds.equals(after == null ? before : after)) {
      return null;
    }
    String actual = outcome.describe(result) + (holds.isEmpty() ? "" : " after " + holds);
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
    String actual =
        message == null ? name : name + " \"" + Messages.withoutAddresses(message) + "\"";
    return expected.endsWith(MORE)
        ? actual.startsWith(expected.substring(0, expected.length() - MORE.length()))
        : expected.equals(actual);
  }
}
