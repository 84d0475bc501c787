package dev.lathe.processor.check;

import dev.lathe.codegen.StackLimitException;
import dev.lathe.codegen.x64.X64Compiler;
import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64VectorCosts;
import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Module;
import dev.lathe.ir.Type;
import dev.lathe.jvm.ClassFileCompiler;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.vector.OneFunction;
import dev.lathe.vector.Vectorizer;
import dev.lathe.vector.Verdict;
import java.util.function.Consumer;
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
   * @param symbol what calls of it name
   * @param known what it may call
   * @param loops receives what becomes of its loops
   * @throws RuntimeException if a pass or a backend has a bug
   */
  static boolean compile(
      Supplier<Function> kernel, String symbol, KnownKernels known, LoopVerdicts loops) {
    Function portable = kernel.get();
    portable.setAssertions(true);
    Pipeline.CLASS_FILE.run(portable, new PassContext().verifying());
    ClassFileCompiler.compile(withCallees(portable), null);
    Function optimized = kernel.get();
    optimized.setAssertions(true);
    if (optimized.hasReferences()) {
      return compileMemory(kernel, symbol, known, loops);
    }
    Pipeline.NATIVE.run(optimized, new PassContext().verifying());
    if (!optimized.callees().isEmpty()) {
      return true; // compiled when what it calls is known
    }
    try {
      for (X64Features features : LoopVerdicts.LEVELS) {
        X64Compiler.compile(optimized, features);
      }
    } catch (StackLimitException tooLarge) {
      return false;
    }
    return true;
  }

  /** The same for kernels over arrays and segments, whose code differs from level to level. */
  private static boolean compileMemory(
      Supplier<Function> kernel, String symbol, KnownKernels known, LoopVerdicts loops) {
    for (X64Features features : LoopVerdicts.LEVELS) {
      Function optimized = kernel.get();
      optimized.setAssertions(true);
      Consumer<Verdict> verdicts = verdict -> loops.add(verdict, features);
      var vectorizer = new Vectorizer(X64VectorCosts.of(features), verdicts);
      var one = new OneFunction(optimized, vectorizer);
      PassContext context = new PassContext().verifying().vectorizing(one);
      Module module = known.module(symbol, optimized);
      if (module == null) {
        loops.setUnknownCallee(optimized.callees().getFirst().symbol());
        Pipeline.NATIVE.run(optimized, new PassContext().verifying());
      } else {
        Pipeline.NATIVE.run(module, context);
      }
      if (!optimized.callees().isEmpty()) {
        return true; // compiled when what it calls is known, or never
      }
      try {
        X64Compiler.compileMemory(optimized, features, null);
      } catch (StackLimitException tooLarge) {
        return false;
      }
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
