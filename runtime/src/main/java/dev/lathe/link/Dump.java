package dev.lathe.link;

import dev.lathe.codegen.MachineCode;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@link Option#DUMP}: for each kernel a file {@code .lir} with its IR as built, {@code .opt.lir}
 * as optimised, and {@code .bin} with its machine code ({@code objdump -D -b binary -m
 * i386:x86-64}). Overloads are numbered.
 */
final class Dump {
  private final Path stem;

  /**
   * Writes the IR of {@code function}, or of {@code module} if that is not null.
   *
   * @throws LinkException if the directory cannot be written to
   */
  Dump(String directory, Function function, Module module) {
    String name = fileName(function.name());
    try {
      Path folder = Files.createDirectories(Path.of(directory));
      Path file = folder.resolve(name + ".lir");
      for (int i = 2; Files.exists(file); i++) {
        file = folder.resolve(name + "-" + i + ".lir");
      }
      write(file, text(function, module));
      String written = file.getFileName().toString();
      stem = folder.resolve(written.substring(0, written.length() - ".lir".length()));
    } catch (IOException e) {
      throw refused(e);
    }
  }

  void write(Function optimised, Module module, MachineCode code) {
    try {
      write(sibling(".opt.lir"), text(optimised, module));
      write(sibling(".bin"), code.code());
    } catch (IOException e) {
      throw refused(e);
    }
  }

  private static byte[] text(Function function, Module module) {
    String text = module == null ? IrPrinter.print(function) : IrPrinter.print(module);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // Not by a channel, which refuses to write in a thread whose interrupt flag is set.
  private static void write(Path file, byte[] bytes) throws IOException {
    try (var out = new FileOutputStream(file.toFile())) {
      out.write(bytes);
    }
  }

  private Path sibling(String suffix) {
    return stem.resolveSibling(stem.getFileName() + suffix);
  }

  private static LinkException refused(IOException e) {
    return new LinkException(
        LinkException.Code.OPTION, Option.DUMP.key() + ": cannot write: " + e, e);
  }

  private static String fileName(String kernel) {
    var name = new StringBuilder(kernel);
    for (int i = 0; i < name.length(); i++) {
      if (!Character.isJavaIdentifierPart(name.charAt(i)) && name.charAt(i) != '.') {
        name.setCharAt(i, '_');
      }
    }
    return name.toString();
  }
}
