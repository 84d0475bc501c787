package dev.lathe.processor.emit;

import java.util.List;

/** The lines of a kernel's source file, for the comments beside the calls that rebuild it. */
public final class SourceLines {
  private final List<String> lines;

  public SourceLines(String source) {
    this.lines = source.lines().toList();
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
