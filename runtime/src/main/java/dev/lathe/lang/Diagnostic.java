package dev.lathe.lang;

/**
 * An error in a kernel's source.
 *
 * @param span the exact expression or statement
 * @param text what is wrong
 * @param remedy what to write instead
 */
public record Diagnostic(Message message, Span span, String text, String remedy) {
  /** The message, the line of {@code source} that it is about, and carets under the place. */
  public String show(String source) {
    int from = span.start();
    while (from > 0 && source.charAt(from - 1) != '\n') {
      from--;
    }
    int to = span.start();
    while (to < source.length() && source.charAt(to) != '\n') {
      to++;
    }
    int carets = Math.max(1, Math.min(span.end(), to) - span.start());
    return "line %d: %s%n%s%n%s%s%n"
        .formatted(
            span.line(),
            this,
            source.substring(from, to),
            source.substring(from, span.start()).replaceAll("[^\t]", " "),
            "^".repeat(carets))
        .replace(System.lineSeparator(), "\n");
  }

  /** The form in which users read it: {@code [LatheUnsupportedCall] call to …; use …}. */
  @Override
  public String toString() {
    return "[" + message.tag() + "] " + text + "; " + remedy;
  }
}
