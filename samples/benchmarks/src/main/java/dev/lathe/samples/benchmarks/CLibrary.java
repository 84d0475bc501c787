package dev.lathe.samples.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code scalar.c} as a shared library, made at run time by whatever C compiler is installed. */
final class CLibrary {
  /** Strict floats, as in Java; wrapping integers, as in Java; all that the CPU has. */
  private static final List<String> FLAGS =
      List.of("-O3", "-march=native", "-fwrapv", "-ffp-contract=off", "-shared", "-fPIC");

  private final SymbolLookup symbols;

  private CLibrary(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /** The library, or null if there is no such compiler. */
  static CLibrary compile(String compiler) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("lathe");
    Path source = folder.resolve("scalar.c");
    Path library = folder.resolve("scalar.so");
    try (InputStream in = CLibrary.class.getResourceAsStream("scalar.c")) {
      Files.copy(in, source);
    }
    var command = new ArrayList<String>();
    command.add(compiler);
    command.addAll(FLAGS);
    command.addAll(List.of("-o", library.toString(), source.toString()));
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      return null; // not installed
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(compiler + " failed");
    }
    return new CLibrary(SymbolLookup.libraryLookup(library, Arena.global()));
  }

  /** The function of {@code method}'s name and types. */
  MethodHandle function(Method method) {
    var arguments = new ArrayList<MemoryLayout>();
    for (Class<?> type : method.getParameterTypes()) {
      arguments.add(layout(type));
    }
    return Linker.nativeLinker()
        .downcallHandle(
            symbols.findOrThrow(method.getName()),
            FunctionDescriptor.of(
                layout(method.getReturnType()), arguments.toArray(new MemoryLayout[0])));
  }

  private static MemoryLayout layout(Class<?> type) {
    return type == int.class
        ? ValueLayout.JAVA_INT
        : type == long.class ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_DOUBLE;
  }
}
