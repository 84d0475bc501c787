package dev.lathe.ir;

/** Parses the lines of values, and the table of those that are of functions inlined. */
final class IrLines {
  private IrLines() {}

  /** Reads what follows {@code inlined} and the name of what was. */
  static void declare(IrLexer lexer, Function function, String name) {
    int offset = lexer.start();
    String file = lexer.kind() == IrLexer.STRING ? lexer.take(IrLexer.STRING, "") : null;
    lexer.expect('@');
    int line = line(lexer, function);
    if (line >= Function.INLINED || !lexer.is("at")) {
      throw lexer.unexpected("the line in the function, and at");
    }
    lexer.next();
    lexer.expect('@');
    int before = function.inlinedLines().size();
    function.addInlinedLine(new InlinedLine(name, file, line, line(lexer, function)));
    if (function.inlinedLines().size() == before) {
      throw lexer.error(offset, "this line is declared twice");
    }
  }

  /** Reads a line, such as {@code 7}, or {@code i0} for the first one inlined. */
  static int line(IrLexer lexer, Function function) {
    int offset = lexer.start();
    boolean inlined = lexer.kind() == IrLexer.NAME;
    String text = lexer.take(inlined ? IrLexer.NAME : IrLexer.NUMBER, "a line");
    try {
      int number = Integer.parseInt(inlined ? text.substring(1) : text);
      int known = inlined ? function.inlinedLines().size() : Function.INLINED;
      if (number < known && (!inlined || text.charAt(0) == 'i' && number >= 0)) {
        return inlined ? Function.INLINED + number : number;
      }
    } catch (NumberFormatException e) {
      // as any other text
    }
    throw lexer.error(offset, "expected a line, such as 7 or i0");
  }
}
