package dev.lathe.opt;

import dev.lathe.ir.Function;
import dev.lathe.ir.InlinedLine;
import dev.lathe.ir.Value;

/** Which lines the copies have that an {@link Inliner} makes. */
final class CopiedLines {
  private final Function function;
  private final Function body;
  private final boolean same;
  private final boolean inlined;
  private final int call;
  private final int[] lines; // what the body's inlined lines become, or 0; null if all are the same

  private CopiedLines(Function function, Function body, boolean same, boolean inlined, int call) {
    this.function = function;
    this.body = body;
    this.same = same;
    this.inlined = inlined;
    this.call = call;
    this.lines = same ? null : new int[body.inlinedLines().size()];
  }

  /** All copies have the line of {@code value}, as they are a part of it. */
  static CopiedLines of(Value value) {
    return new CopiedLines(null, null, true, false, value.line());
  }

  /** Copies of {@code body} have their own lines in {@code function}, of which it is a copy too. */
  static CopiedLines own(Function function, Function body) {
    return new CopiedLines(function, body, false, false, 0);
  }

  /** Copies of {@code body} in {@code function} tell that {@code call} stood there. */
  static CopiedLines inlined(Function function, Function body, Value call) {
    return new CopiedLines(function, body, false, true, call.line());
  }

  /** The line of the copy of a value with that line. */
  int copy(int line) {
    if (same) {
      return call;
    }
    InlinedLine row = body.inlinedLine(line);
    if (row == null) {
      boolean unknown = line == 0 && call == 0;
      return inlined && !unknown
          ? function.addInlinedLine(new InlinedLine(body.name(), body.sourceFile(), line, call))
          : line;
    }
    int number = line - Function.INLINED;
    if (lines[number] == 0) {
      lines[number] =
          function.addInlinedLine(
              new InlinedLine(row.function(), row.sourceFile(), row.line(), copy(row.call())));
    }
    return lines[number];
  }
}
