package dev.lathe.samples.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints tables line by line, and puts each into a file where it has the place: between a line
 * {@code <!-- begin NAME -->} and a line {@code <!-- end NAME -->}, in the place of what is there.
 */
final class MarkdownTables {
  private final Path file; // or null
  private final StringBuilder table = new StringBuilder();

  MarkdownTables(Path file) {
    this.file = file;
  }

  void line(String text) {
    System.out.println(text);
    table.append(text).append('\n');
  }

  /** Ends the table of that name. */
  void end(String name) throws IOException {
    System.out.println();
    if (file != null) {
      String text = Files.readString(file);
      String begin = "<!-- begin " + name + " -->\n";
      int from = text.indexOf(begin);
      int to = text.indexOf("<!-- end " + name + " -->", from);
      if (from >= 0 && to >= 0) {
        Files.writeString(
            file, text.substring(0, from + begin.length()) + table + text.substring(to));
      }
    }
    table.setLength(0);
  }
}
