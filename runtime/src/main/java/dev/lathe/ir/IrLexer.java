package dev.lathe.ir;

/**
 * Splits the text form of the IR into tokens. The current token is {@link #kind} and {@link #text};
 * {@link #next} moves on. Blanks and comments ({@code ;} to the end of the line) separate tokens.
 */
final class IrLexer {
  // Kinds of tokens; every other kind is the punctuation character itself.
  static final int NAME = -1;
  static final int NUMBER = -2;
  static final int STRING = -3;
  static final int ARROW = -4;
  static final int END = -5;

  private final String input;
  private int start;
  private int end;
  private int kind;
  private boolean firstOnLine;

  IrLexer(String input) {
    this.input = input;
    next();
  }

  /** The current token's kind. */
  int kind() {
    return kind;
  }

  /** The offset of the current token in the input. */
  int start() {
    return start;
  }

  /** True if the current token is the first of its line, or the end. */
  boolean isFirstOnLine() {
    return firstOnLine;
  }

  /** The current token's characters; a string's with the escapes replaced. */
  String text() {
    return kind == STRING ? unescape() : input.substring(start, end);
  }

  boolean is(String word) {
    return kind == NAME && end - start == word.length() && input.startsWith(word, start);
  }

  /** Goes to the token at {@code offset}, a value that {@link #start} had. */
  void seek(int offset) {
    end = offset;
    next();
  }

  /** Goes to the first token of a later line. */
  void skipLine() {
    int newline = input.indexOf('\n', start);
    end = newline < 0 ? input.length() : newline;
    next();
  }

  void next() {
    skipBlanks();
    start = end;
    if (start == input.length()) {
      kind = END;
      firstOnLine = true;
      return;
    }
    char c = input.charAt(end++);
    if (Character.isJavaIdentifierStart(c)) {
      while (end < input.length() && isNamePart(input.charAt(end))) {
        end++;
      }
      kind = NAME;
      if (is("nan") && input.startsWith(":0x", end)) {
        end++;
        scanNumber();
      }
    } else if (c == '-' && end < input.length() && input.charAt(end) == '>') {
      end++;
      kind = ARROW;
    } else if (c == '-' || c >= '0' && c <= '9') {
      scanNumber();
    } else if (c == '"') {
      scanString();
    } else if ("(){}[],:=@%^".indexOf(c) >= 0) {
      kind = c;
    } else {
      throw error(start, "unexpected character '" + c + "'");
    }
  }

  private void skipBlanks() {
    firstOnLine = end == 0;
    while (end < input.length()) {
      char c = input.charAt(end);
      if (c == ';') {
        int newline = input.indexOf('\n', end);
        end = newline < 0 ? input.length() : newline;
      } else if (c == '\n') {
        firstOnLine = true;
        end++;
      } else if (c == ' ' || c == '\t' || c == '\r') {
        end++;
      } else {
        return;
      }
    }
  }

  /**
   * A dot belongs to the name: function names, mnemonics with their suffix and trap kinds have one.
   */
  static boolean isNamePart(char c) {
    return c == '.' || Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  /** Takes everything that can belong to a number, {@code -inf} too; the parser judges it. */
  private void scanNumber() {
    kind = NUMBER;
    while (end < input.length()) {
      char c = input.charAt(end);
      char before = input.charAt(end - 1);
      boolean exponentSign =
          (c == '-' || c == '+')
              && (before == 'e' || before == 'E' || before == 'p' || before == 'P');
      if (!isNamePart(c) && !exponentSign) {
        return;
      }
      end++;
    }
  }

  private void scanString() {
    kind = STRING;
    while (end < input.length() && input.charAt(end) != '\n') {
      char c = input.charAt(end++);
      if (c == '"') {
        return;
      }
      if (c == '\\' && end < input.length()) {
        if ("\"\\nr".indexOf(input.charAt(end)) < 0) {
          throw error(end - 1, "unknown escape in a string");
        }
        end++;
      }
    }
    throw error(start, "string without an end");
  }

  private String unescape() {
    var out = new StringBuilder();
    for (int i = start + 1; i < end - 1; i++) {
      char c = input.charAt(i);
      if (c == '\\') {
        c = input.charAt(++i);
        c = c == 'n' ? '\n' : c == 'r' ? '\r' : c;
      }
      out.append(c);
    }
    return out.toString();
  }

  /** Goes on if the current token is this word. */
  void expect(String word) {
    if (!is(word)) {
      throw unexpected("'" + word + "'");
    }
    next();
  }

  /** Goes on if the current token is this punctuation character. */
  void expect(char punctuation) {
    if (kind != punctuation) {
      throw unexpected("'" + punctuation + "'");
    }
    next();
  }

  /** The text of the current token, which must be of this kind; goes on. */
  String take(int expected, String what) {
    if (kind != expected) {
      throw unexpected(what);
    }
    String text = text();
    next();
    return text;
  }

  IrException unexpected(String expected) {
    return error(start, "expected " + expected);
  }

  /** An exception that shows the line of {@code offset} with a caret under it. */
  IrException error(int offset, String message) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset; i++) {
      if (input.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    int lineEnd = input.indexOf('\n', lineStart);
    var out = new StringBuilder("line ").append(line).append(": ").append(message).append('\n');
    out.append(input, lineStart, lineEnd < 0 ? input.length() : lineEnd).append('\n');
    for (int i = lineStart; i < offset; i++) {
      out.append(input.charAt(i) == '\t' ? '\t' : ' ');
    }
    return new IrException(out.append('^').toString());
  }
}
