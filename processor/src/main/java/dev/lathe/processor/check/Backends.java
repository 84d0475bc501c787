package dev.lathe.processor.check;

import dev.lathe.codegen.StackLimitException;
import dev.lathe.codegen.x64.X64Compiler;
import dev.lathe.codegen.x64.X64Features;
import dev.lathe.ir.Function;
import dev.lathe.jvm.ClassFileCompiler;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import java.util.function.Supplier;

/**
 * Runs every pass and every backend on a kernel, for the failures that would otherwise come with
 * its first call. What they make is thrown away.
 */
final class Backends {
  private Backends() {}

  /**
   * Compiles the functions that {@code kernel} gives, a new one each time. Returns false if the
   * kernel needs more stack than native code may use, so that its class file will run.
   *
   * @throws RuntimeException if a pass or a backend has a bug
   */
  static boolean compile(Supplier<Function> kernel) {
    Function portable = kernel.get();
    Pipeline.CLASS_FILE.run(portable, new PassContext().verifying());
    ClassFileCompiler.classFile(portable);
    Function optimized = kernel.get();
    Pipeline.NATIVE.run(optimized, new PassContext().verifying());
    try {
      X64Compiler.compile(optimized, X64Features.AVX2);
      X64Compiler.compile(optimized, X64Features.AVX512);
    } catch (StackLimitException tooLarge) {
      return false;
    }
    return true;
  }
}
