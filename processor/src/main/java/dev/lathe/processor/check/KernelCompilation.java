package dev.lathe.processor.check;

import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Checker;
import dev.lathe.lang.Diagnostic;
import dev.lathe.lang.Lowering;
import dev.lathe.processor.Reporter;
import dev.lathe.processor.capture.Captured;
import dev.lathe.processor.capture.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Compiles a captured kernel the whole way. What Lathe does not support is reported; what is an
 * error of Java itself is left to javac, which reports it in its own words.
 */
public final class KernelCompilation {
  private final Function function;
  private final Position leftToJavac;
  private final String reason;
  private final boolean isNative;
  private final LoopVerdicts loops;

  private KernelCompilation(Position leftToJavac, String reason) {
    this(null, false, null, leftToJavac, reason);
  }

  private KernelCompilation(
      Function function,
      boolean isNative,
      LoopVerdicts loops,
      Position leftToJavac,
      String reason) {
    this.function = function;
    this.isNative = isNative;
    this.loops = loops;
    this.leftToJavac = leftToJavac;
    this.reason = reason;
  }

  /**
   * Compiles {@code captured}.
   *
   * @param symbol what calls of it name
   * @param contract what {@code @Jit} says of it
   * @param known what it may call
   * @throws RuntimeException if Lathe has a bug
   */
  public static KernelCompilation of(
      Captured captured, String symbol, Contract contract, KnownKernels known, Reporter reporter) {
    Checked checked = Checker.check(captured.kernel());
    var diagnostics = new ArrayList<>(captured.diagnostics());
    Diagnostic ofJava = null;
    for (Diagnostic diagnostic : checked.diagnostics()) {
      if (!diagnostic.message().isJava()) {
        diagnostics.add(diagnostic);
      } else if (ofJava == null) {
        ofJava = diagnostic;
      }
    }
    diagnostics.sort(Comparator.comparingInt(diagnostic -> diagnostic.span().start()));
    for (Diagnostic diagnostic : diagnostics) {
      reporter.error(captured.position(diagnostic.span()), diagnostic.toString());
    }
    if (captured.leftToJavac() != null) {
      Position position = captured.position(captured.leftToJavac());
      return new KernelCompilation(position, "it knows no such name");
    }
    if (ofJava != null) {
      return new KernelCompilation(captured.position(ofJava.span()), ofJava.text());
    }
    if (!diagnostics.isEmpty()) {
      return new KernelCompilation(null, null);
    }
    Supplier<Function> lowered = () -> contract.lower(checked, captured);
    Function function = lowered.get();
    var loops = new LoopVerdicts();
    boolean isNative = Backends.compile(lowered, symbol, known, loops);
    return new KernelCompilation(function, isNative, loops, null, null);
  }

  /** The kernels that a captured one calls; none if it has errors. */
  public static List<Callee> callees(Captured captured) {
    Checked checked = Checker.check(captured.kernel());
    boolean bad =
        !captured.diagnostics().isEmpty()
            || captured.leftToJavac() != null
            || !checked.diagnostics().isEmpty();
    return bad ? List.of() : Lowering.lower(checked, captured.name(), null).callees();
  }

  /** The IR, or null if there was an error. */
  public Function function() {
    return function;
  }

  /** True if there is a function and native code can run it. */
  public boolean isNative() {
    return isNative;
  }

  /** What becomes of its loops; null if there is no function. */
  LoopVerdicts loops() {
    return loops;
  }

  /** Where javac is expected to report an error that Lathe did not report; else null. */
  public Position leftToJavac() {
    return leftToJavac;
  }

  /** What Lathe found wrong at {@link #leftToJavac}. */
  public String reason() {
    return reason;
  }
}
