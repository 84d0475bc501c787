package dev.lathe.processor.emit;

import java.util.List;

/** The names and lines of a kernel's source, for the comments beside the calls that rebuild it. */
public final class SourceLines {
  private final List<String> lines;
  private final List<String> parameters;

  /**
   * @param source the text of the whole file
   * @param parameters the names of the kernel's parameters
   */
  public SourceLines(String source, List<String> parameters) {
    this.lines = source.lines().toList();
    this.parameters = parameters;
  }

  /** The name of a parameter. */
  String parameter(int index) {
    return parameters.get(index);
  }

  /** The text of a line counted from 1, fit for an end-of-line comment; null if there is none. */
  String text(int line) {
    if (line < 1 || line > lines.size()) {
      return null;
    }
    String text = lines.get(line - 1).strip();
    // A Unicode escape is an escape in a comment too (JLS 3.3), and might end it.
    return text.isEmpty() ? null : text.replace("\\u", "\\ u");
  }
}
