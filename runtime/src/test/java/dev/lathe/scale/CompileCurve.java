package dev.lathe.scale;

import dev.lathe.codegen.x64.X64Compiler;
import dev.lathe.codegen.x64.X64Features;
import dev.lathe.ir.Function;
import dev.lathe.jvm.ClassFileCompiler;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Checker;
import dev.lathe.lang.Lowering;
import dev.lathe.lang.Parser;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.opt.Yields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints how long each phase takes for kernels of growing size: microseconds for each statement,
 * case, or whatever the shape has many of. A phase that is linear has the same number in all lines
 * of a shape. {@code [shape …]}: all without.
 */
public final class CompileCurve {
  private static final int[] PARTS = {8, 4, 2, 1};
  private static final int RUNS = 15;

  private final List<String> names = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private long since;

  private CompileCurve() {}

  /** The phases of compiling a kernel, and how long each took. */
  static CompileCurve of(String text) {
    var curve = new CompileCurve();
    curve.since = System.nanoTime();
    Parser.Result parsed = Parser.parse(text);
    curve.done("parse");
    if (parsed.kernel() == null) throw new IllegalStateException(parsed.diagnostics().toString());
    Checked checked = Checker.check(parsed.kernel());
    curve.done("check");
    if (!parsed.diagnostics().isEmpty() || !checked.diagnostics().isEmpty()) {
      throw new IllegalStateException(parsed.diagnostics() + " " + checked.diagnostics());
    }
    Function function = Lowering.lower(checked, "Curve.f", "Curve.java");
    curve.done("lower");
    ClassFileCompiler.classFile(function);
    curve.done("class file");
    Pipeline.NATIVE.run(function, new PassContext());
    curve.done("passes");
    new Yields().run(function, new PassContext());
    X64Compiler.compileSliced(function, X64Features.AVX2, null);
    curve.done("machine code");
    return curve;
  }

  private void done(String phase) {
    long now = System.nanoTime();
    names.add(phase);
    times.add(now - since);
    since = now;
  }

  private static void print(Shape shape) {
    for (int part : PARTS) {
      int n = shape.size() / part;
      String text = shape.text(n);
      long[] best = null;
      List<String> names = List.of();
      try {
        for (int run = 0; run < RUNS; run++) {
          CompileCurve curve = of(text);
          names = curve.names;
          if (best == null) {
            best = new long[names.size()];
            java.util.Arrays.fill(best, Long.MAX_VALUE);
          }
          for (int i = 0; i < best.length; i++) {
            best[i] = Math.min(best[i], curve.times.get(i));
          }
        }
      } catch (RuntimeException | Error e) {
        String message = e.toString().lines().findFirst().orElse("");
        System.out.printf("%-28s %6d  %s%n", shape.counted(), n, message);
        continue;
      }
      var line = new StringBuilder();
      line.append(String.format(Locale.ROOT, "%-28s %6d ", shape.counted(), n));
      long sum = 0;
      for (int i = 0; i < best.length; i++) {
        line.append(
            String.format(
                Locale.ROOT, " %s %.1f", names.get(i), best[i] / 1000.0 / Math.max(1, n)));
        sum += best[i];
      }
      line.append(String.format(Locale.ROOT, "  µs; %.0f ms in all", sum / 1e6));
      System.out.println(line);
    }
  }

  public static void main(String[] args) {
    for (int i = 0; i < 5; i++) { // warm up
      for (Shape shape : Shape.values()) {
        try {
          of(shape.text(Math.max(1, shape.size() / 40)));
        } catch (RuntimeException | Error e) {
          // it is told below
        }
      }
    }
    for (Shape shape : Shape.values()) {
      if (args.length == 0 || List.of(args).contains(shape.name())) {
        print(shape);
      }
    }
  }
}
