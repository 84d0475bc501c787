package dev.lathe.samples.benchmarks;

import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.x64.X64Compiler;
import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64VectorCosts;
import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.link.Host;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.opt.Yields;
import dev.lathe.vector.OneFunction;
import dev.lathe.vector.Vectorizer;
import dev.lathe.vector.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What it takes to make lanes of the kernels with math, from the first builder call on. */
final class VectorCompilations {
  private static final int ROUNDS = 1_500;
  private static final int LAST = 100; // in a warm JVM
  private static final List<String> KERNELS =
      List.of(
          "exps([D[D)V",
          "logs([D[D)V",
          "sines([D[D)V",
          "powers([D[D[D)V",
          "blackScholes([D[D[DDD[D)V");

  private VectorCompilations() {}

  /** Prints medians in microseconds, and the bytes of machine code. */
  static void print(MarkdownTables tables) throws IOException {
    tables.line("| kernel | compiling, µs | bytes | fast, µs | bytes |");
    tables.line("|---|---|---|---|---|");
    for (String kernel : KERNELS) {
      var line = new StringBuilder("| `" + kernel.substring(0, kernel.indexOf('(')) + "` |");
      for (boolean fast : new boolean[] {false, true}) {
        var nanos = new long[ROUNDS];
        MachineCode code = null;
        for (int round = 0; round < ROUNDS; round++) {
          long start = System.nanoTime();
          code = compile(kernel, fast);
          nanos[round] = System.nanoTime() - start;
        }
        long[] last = Arrays.copyOfRange(nanos, ROUNDS - LAST, ROUNDS);
        Arrays.sort(last);
        line.append(
            String.format(Locale.ROOT, " %,d | %,d |", last[LAST / 2] / 1000, code.code().length));
      }
      tables.line(line.toString());
    }
    tables.end("compile");
  }

  private static MachineCode compile(String kernel, boolean fast) {
    Function function = function(kernel, fast);
    X64Features features = Host.get().features();
    var verdicts = new ArrayList<Verdict>();
    var vectorizer =
        new OneFunction(function, new Vectorizer(X64VectorCosts.of(features), verdicts::add));
    PassContext context = new PassContext().vectorizing(vectorizer);
    if (function.callees().isEmpty()) {
      Pipeline.NATIVE.run(function, context);
    } else {
      var module = new Module("this." + kernel, function);
      for (Callee callee : function.callees()) {
        String symbol = callee.symbol();
        module.add(symbol, function(symbol.substring(symbol.lastIndexOf('.') + 1), fast));
      }
      Pipeline.NATIVE.run(module, context);
    }
    if (verdicts.stream().noneMatch(Verdict::isVectorized)) {
      throw new AssertionError(kernel + ": " + verdicts);
    }
    new Yields().run(function, new PassContext());
    return X64Compiler.compileMemory(function, features, null);
  }

  private static Function function(String kernel, boolean fast) {
    return fast ? FastKernelsJit.function(kernel) : VectorMathJit.function(kernel);
  }
}
