package dev.lathe.lang;

/**
 * An error in a kernel's source.
 *
 * @param span the exact expression or statement
 * @param text what is wrong
 * @param remedy what to write instead
 */
public record Diagnostic(Message message, Span span, String text, String remedy) {
  /** The form in which users read it: {@code [LatheUnsupportedCall] call to …; use …}. */
  @Override
  public String toString() {
    return "[" + message.tag() + "] " + text + "; " + remedy;
  }
}
