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
    Function optimized = null;
    for (X64Features features : LoopVerdicts.LEVELS) {
      if (optimized == null || portable.hasReferences() || hasLanes(portable)) {
        optimized = kernel.get();
        optimized.setAssertions(true);
        optimise(optimized, symbol, known, features, loops);
      }
      if (!optimized.callees().isEmpty()) {
        return true; // compiled when what it calls is known, or never
      }
      try {
        if (optimized.hasReferences()) {
          X64Compiler.compileMemory(optimized, features, null);
        } else {
          X64Compiler.compile(optimized, features);
        }
      } catch (StackLimitException tooLarge) {
        return false;
      }
    }
    return true;
  }

  /** True if there may be loops, which are other code on each level. */
  private static boolean hasLanes(Function function) {
    return function.blocks().size() > 1 || !function.callees().isEmpty();
  }

  /** Runs the passes of native code, as the runtime does on a host of that level. */
  private static void optimise(
      Function function,
      String symbol,
      KnownKernels known,
      X64Features features,
      LoopVerdicts loops) {
    Consumer<Verdict> verdicts = verdict -> loops.add(verdict, features);
    var vectorizer = new Vectorizer(X64VectorCosts.of(features), verdicts);
    PassContext context = new PassContext().verifying();
    Module module = known.module(symbol, function);
    if (module == null) {
      loops.setUnknownCallee(function.callees().getFirst().symbol());
      Pipeline.NATIVE.run(function, context);
    } else {
      Pipeline.NATIVE.run(module, context.vectorizing(new OneFunction(function, vectorizer)));
    }
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
