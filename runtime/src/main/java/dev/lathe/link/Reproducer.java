package dev.lathe.link;

import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The file that a bug of ours leaves behind: the kernel's IR, which compiles without the program.
 */
final class Reproducer {
  private Reproducer() {}

  /** Writes the file and returns words that name it, to append to a message. */
  static String write(KernelSite site, Throwable bug) {
    try {
      File file = File.createTempFile("lathe-", ".lir");
      try (var out = new PrintWriter(file, StandardCharsets.UTF_8)) {
        Module module = site.module();
        boolean alone = module.size() == 1;
        out.print(alone ? IrPrinter.print(module.root()) : IrPrinter.print(module));
        out.println("; " + site.name());
        for (Throwable t = bug; t != null; t = t.getCause()) {
          out.println("; " + t.toString().replace("\n", "\n; "));
          for (StackTraceElement frame : t.getStackTrace()) {
            out.println(";   at " + frame);
          }
        }
      }
      return "; please report it with " + file;
    } catch (IOException | RuntimeException e) {
      return "; no file to reproduce it could be written: " + e;
    }
  }
}
