package dev.lathe.samples.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A C file as a shared library, made at run time by whatever compiler is installed. */
final class CLibrary {
  /** Strict floats, as in Java; wrapping integers, as in Java; all that the CPU has. */
  static final List<String> STRICT = List.of("-fwrapv", "-ffp-contract=off");

  /** What clang may do at most. */
  static final List<String> FAST_CLANG =
      List.of("-fwrapv", "-ffast-math", "-fveclib=libmvec", "-lmvec", "-lm");

  /** What gcc may do at most. */
  static final List<String> FAST_GCC = List.of("-fwrapv", "-ffast-math", "-lmvec", "-lm");

  private static final List<String> ALWAYS = List.of("-O3", "-march=native", "-shared", "-fPIC");

  private final SymbolLookup symbols;

  private CLibrary(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /** {@code scalar.c}, or null if there is no such compiler. */
  static CLibrary compile(String compiler) throws IOException, InterruptedException {
    return compile(compiler, "scalar.c", STRICT);
  }

  /** The library, or null if there is no such compiler. */
  static CLibrary compile(String compiler, String name, List<String> flags)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("lathe");
    Path source = folder.resolve(name);
    Path library = folder.resolve("library.so");
    try (InputStream in = CLibrary.class.getResourceAsStream(name)) {
      Files.copy(in, source);
    }
    var command = new ArrayList<String>();
    command.add(compiler);
    command.addAll(ALWAYS);
    command.addAll(List.of("-o", library.toString(), source.toString()));
    command.addAll(flags);
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

  /** The same of a method over arrays: addresses in C, and the first one's length at the end. */
  MethodHandle arrayFunction(Method method) {
    var arguments = new ArrayList<MemoryLayout>();
    for (Class<?> type : method.getParameterTypes()) {
      arguments.add(type.isArray() ? ValueLayout.ADDRESS : layout(type));
    }
    arguments.add(ValueLayout.JAVA_INT);
    MemoryLayout[] layouts = arguments.toArray(new MemoryLayout[0]);
    Class<?> result = method.getReturnType();
    return Linker.nativeLinker()
        .downcallHandle(
            symbols.findOrThrow(method.getName()),
            result == void.class
                ? FunctionDescriptor.ofVoid(layouts)
                : FunctionDescriptor.of(layout(result), layouts),
            Linker.Option.critical(true));
  }

  /** An argument for C: of an array the segment over it. */
  static Object segment(Object argument) {
    return switch (argument) {
      case double[] a -> MemorySegment.ofArray(a);
      case int[] a -> MemorySegment.ofArray(a);
      case byte[] a -> MemorySegment.ofArray(a);
      default -> argument;
    };
  }

  private static MemoryLayout layout(Class<?> type) {
    return type == int.class
        ? ValueLayout.JAVA_INT
        : type == long.class ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_DOUBLE;
  }
}
