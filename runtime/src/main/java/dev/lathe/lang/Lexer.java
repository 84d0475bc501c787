package dev.lathe.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits a kernel's text into tokens (JLS 3): Unicode escapes, comments, identifiers, literals. */
final class Lexer {
  enum Kind {
    IDENTIFIER,
    KEYWORD,
    /** A numeric literal; {@link Literals} gives its value. */
    NUMBER,
    /** A character literal; the token's text is the one character. */
    CHARACTER,
    STRING,
    OPERATOR,
    END
  }

  /** A token; offsets are those of the text before Unicode escapes were translated. */
  record Token(Kind kind, String text, int start, int end, int line) {
    boolean is(String symbol) {
      return (kind == Kind.OPERATOR || kind == Kind.KEYWORD) && text.equals(symbol);
    }
  }

  private static final Set<String> KEYWORDS =
      Set.of(
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "const",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "final",
          "finally",
          "float",
          "for",
          "goto",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "try",
          "void",
          "volatile",
          "while",
          "true",
          "false",
          "null",
          "_");

  // Longest first.
  private static final String[] OPERATORS = {
    ">>>=", "<<=", ">>=", ">>>", "...", "->", "::", "++", "--", "&&", "||", "==", "!=", "<=", ">=",
    "+=", "-=", "*=", "/=", "&=", "|=", "^=", "%=", "<<", ">>", "(", ")", "{", "}", "[", "]", ";",
    ",", ".", "@", "=", ">", "<", "!", "~", "?", ":", "+", "-", "*", "/", "&", "|", "^", "%"
  };

  private final StringBuilder text = new StringBuilder(); // Unicode escapes translated
  private final int[] offsets; // where each character of text stands in the source
  private final List<Token> tokens = new ArrayList<>();
  private final List<Diagnostic> diagnostics;
  private int at;
  private int line = 1;

  private Lexer(String source, List<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
    this.offsets = new int[source.length() + 1];
    translate(source);
  }

  /** The tokens of {@code source}, the last of kind {@link Kind#END}. */
  static List<Token> tokens(String source, List<Diagnostic> diagnostics) {
    var lexer = new Lexer(source, diagnostics);
    while (lexer.skipBlanks()) {
      lexer.token();
    }
    lexer.add(Kind.END, "end of text", lexer.text.length());
    return lexer.tokens;
  }

  /** JLS 3.3: a backslash begins an escape if the number of those just before it is even. */
  private void translate(String source) {
    int i = 0;
    while (i < source.length()) {
      offsets[text.length()] = i;
      char c = source.charAt(i++);
      text.append(c);
      if (c != '\\' || i == source.length()) {
        continue;
      }
      if (source.charAt(i) != 'u') {
        offsets[text.length()] = i;
        text.append(source.charAt(i++)); // an escaped character, maybe a backslash itself
        continue;
      }
      int digits = i;
      while (digits < source.length() && source.charAt(digits) == 'u') {
        digits++;
      }
      int value = 0;
      for (int k = 0; k < 4; k++) {
        int digit =
            digits + k < source.length() ? Character.digit(source.charAt(digits + k), 16) : -1;
        value = digit < 0 || value < 0 ? -1 : value * 16 + digit;
      }
      if (value < 0) {
        syntax(
            i - 1, Math.min(digits + 4, source.length()), "a Unicode escape has four hex digits");
        continue;
      }
      text.setCharAt(text.length() - 1, (char) value);
      i = digits + 4;
    }
    offsets[text.length()] = source.length();
  }

  private void syntax(int start, int end, String what) {
    diagnostics.add(Message.SYNTAX.at(new Span(0, start, end, line), what, "correct it"));
  }

  private boolean skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n' || c == '\r') {
        newLine();
      } else if (c == ' ' || c == '\t' || c == '\f') {
        at++;
      } else if (starts("//")) {
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
          at++;
        }
      } else if (starts("/*")) {
        skipComment();
      } else {
        return true;
      }
    }
    return false;
  }

  private void newLine() {
    line++;
    at += starts("\r\n") ? 2 : 1;
  }

  private void skipComment() {
    int start = at;
    at += 2;
    while (!starts("*/")) {
      if (at >= text.length()) {
        syntax(offsets[start], offsets[at], "this comment has no end");
        return;
      }
      if (text.charAt(at) == '\n' || text.charAt(at) == '\r') {
        newLine();
      } else {
        at++;
      }
    }
    at += 2;
  }

  private boolean starts(String prefix) {
    for (int i = 0; i < prefix.length(); i++) {
      if (at + i >= text.length() || text.charAt(at + i) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void add(Kind kind, String content, int end) {
    tokens.add(new Token(kind, content, offsets[at], offsets[end], line));
    at = end;
  }

  private void token() {
    char c = text.charAt(at);
    if (Character.isJavaIdentifierStart(text.codePointAt(at))) {
      int end = at;
      while (end < text.length() && Character.isJavaIdentifierPart(text.codePointAt(end))) {
        end += Character.charCount(text.codePointAt(end));
      }
      String word = text.substring(at, end);
      add(KEYWORDS.contains(word) ? Kind.KEYWORD : Kind.IDENTIFIER, word, end);
    } else if (isDigit(c) || c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
      number();
    } else if (c == '\'') {
      character();
    } else if (c == '"') {
      string();
    } else {
      operator();
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Takes all that looks like a number, so that a malformed one is one error. */
  private void number() {
    boolean hex = starts("0x") || starts("0X");
    int end = at;
    while (end < text.length()) {
      char c = text.charAt(end);
      char before = end == at ? ' ' : Character.toLowerCase(text.charAt(end - 1));
      boolean sign = (c == '+' || c == '-') && (hex ? before == 'p' : before == 'e');
      if (!sign && c != '.' && !Character.isJavaIdentifierPart(c)) {
        break;
      }
      end++;
    }
    add(Kind.NUMBER, text.substring(at, end), end);
  }

  /** JLS 3.10.4: one UTF-16 code unit, or an escape sequence (3.10.7). */
  private void character() {
    int end = at + 1;
    String value = null;
    if (end < text.length() && text.charAt(end) == '\\') {
      int digits = end + 1;
      int octal = 0;
      int limit = digits + (digits < text.length() && text.charAt(digits) <= '3' ? 3 : 2);
      while (digits < Math.min(limit, text.length())
          && text.charAt(digits) >= '0'
          && text.charAt(digits) <= '7') {
        octal = octal * 8 + text.charAt(digits++) - '0';
      }
      if (digits > end + 1) {
        value = String.valueOf((char) octal);
        end = digits;
      } else if (digits < text.length()) {
        int escape = "btnfrs\"'\\".indexOf(text.charAt(digits));
        value = escape < 0 ? null : "\b\t\n\f\r \"'\\".substring(escape, escape + 1);
        end = digits + 1;
      }
    } else if (end < text.length() && "'\n\r".indexOf(text.charAt(end)) < 0) {
      value = text.substring(end, end + 1);
      end++;
    }
    boolean closed = end < text.length() && text.charAt(end) == '\'';
    if (value == null || !closed) {
      while (end < text.length() && "'\n\r".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      end = Math.min(text.length(), end + 1);
      syntax(offsets[at], offsets[end], "this is not a character literal");
      add(Kind.CHARACTER, "?", end);
      return;
    }
    add(Kind.CHARACTER, value, end + 1);
  }

  private void string() {
    int end = at + 1;
    while (end < text.length() && "\"\n\r".indexOf(text.charAt(end)) < 0) {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    end = Math.min(text.length(), end + 1);
    add(Kind.STRING, text.substring(at, end), end);
  }

  private void operator() {
    for (String operator : OPERATORS) {
      if (starts(operator)) {
        add(Kind.OPERATOR, operator, at + operator.length());
        return;
      }
    }
    int end = at + Character.charCount(text.codePointAt(at));
    syntax(offsets[at], offsets[end], "there is no symbol " + text.substring(at, end));
    at = end;
  }
}
