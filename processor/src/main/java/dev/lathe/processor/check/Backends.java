package dev.lathe.processor.check;

import dev.lathe.codegen.StackLimitException;
import dev.lathe.codegen.x64.X64Compiler;
import dev.lathe.codegen.x64.X64Features;
import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Module;
import dev.lathe.ir.Type;
import dev.lathe.jvm.ClassFileCompiler;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs every pass and every backend on a kernel, for the failures that would otherwise come with
 * its first call. What they make is thrown away.
 */
final class Backends {
  private Backends() {}

  /**
   * Compiles the functions that {@code kernel} gives, a new one each time, with assertions. Returns
   * false if the kernel needs more stack than native code may use, so that its class file will run.
   *
   * @throws RuntimeException if a pass or a backend has a bug
   */
  static boolean compile(Supplier<Function> kernel) {
    Function portable = kernel.get();
    portable.setAssertions(true);
    Pipeline.CLASS_FILE.run(portable, new PassContext().verifying());
    ClassFileCompiler.compile(withCallees(portable), null);
    Function optimized = kernel.get();
    optimized.setAssertions(true);
    Pipeline.NATIVE.run(optimized, new PassContext().verifying());
    if (!optimized.callees().isEmpty()) {
      return true; // compiled when what it calls is known
    }
    try {
      for (X64Features features : List.of(X64Features.AVX2, X64Features.AVX512)) {
        if (optimized.hasReferences()) {
          X64Compiler.compileMemory(optimized, features, null);
        } else {
          X64Compiler.compile(optimized, features);
        }
      }
    } catch (StackLimitException tooLarge) {
      return false;
    }
    return true;
  }

  /** A module in which stand-ins take the place of what {@code function} calls. */
  private static Module withCallees(Function function) {
    Module module = new Module("root", function);
    for (Callee callee : function.callees()) {
      Type[] params = callee.params().toArray(new Type[0]);
      var builder = new FunctionBuilder("dev.lathe.Callee.call", callee.result(), params);
      if (callee.result() == Type.VOID) {
        builder.ret();
      } else {
        builder.ret(builder.constant(callee.result(), 0));
      }
      module.add(callee.symbol(), builder.build());
    }
    return module;
  }
}
