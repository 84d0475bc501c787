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
  private static final int ROUNDS = 600;
  private static final int LAST = 100; // of them, in a warm JVM
  private static final List<String> KERNELS =
      List.of(
          "exps([D[D)V",
          "logs([D[D)V",
          "sines([D[D)V",
          "powers([D[D[D)V",
          "blackScholes([D[D[DDD[D)V");

  private VectorCompilations() {}

  /** Prints medians in microseconds, and the bytes of machine code; all take turns. */
  static void print(MarkdownTables tables) throws IOException {
    int count = 2 * KERNELS.size();
    var nanos = new long[count][LAST];
    var bytes = new int[count];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        MachineCode code = compile(KERNELS.get(i / 2), i % 2 == 1);
        nanos[i][round % LAST] = System.nanoTime() - start;
        bytes[i] = code.code().length;
      }
    }
    tables.line("| kernel | compiling, µs | bytes | fast, µs | bytes |");
    tables.line("|---|---|---|---|---|");
    for (int k = 0; k < KERNELS.size(); k++) {
      String kernel = KERNELS.get(k);
      var line = new StringBuilder("| `" + kernel.substring(0, kernel.indexOf('(')) + "` |");
      for (int i = 2 * k; i < 2 * k + 2; i++) {
        Arrays.sort(nanos[i]);
        line.append(
            String.format(Locale.ROOT, " %,d | %,d |", nanos[i][LAST / 2] / 1000, bytes[i]));
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
