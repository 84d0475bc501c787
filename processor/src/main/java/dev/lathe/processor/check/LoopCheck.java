package dev.lathe.processor.check;

import dev.lathe.ir.Vectorize;
import dev.lathe.processor.Diagnostic;
import dev.lathe.processor.Reporter;
import dev.lathe.processor.capture.Captured;
import dev.lathe.processor.capture.JavacSource;
import dev.lathe.processor.capture.Position;
import dev.lathe.processor.discover.JitAnnotation;
import dev.lathe.vector.Verdict;
import java.util.StringJoiner;
import java.util.TreeMap;
import javax.lang.model.element.ExecutableElement;

/**
 * Says what becomes of loops: a note for each where remarks are asked for, and an error for one
 * that {@code vectorize = REQUIRED} forbids to stay scalar.
 */
public final class LoopCheck {
  private final JavacSource source;
  private final Reporter reporter;
  private final boolean remarks;

  /**
   * @param remarks whether notes are asked for
   */
  public LoopCheck(JavacSource source, Reporter reporter, boolean remarks) {
    this.source = source;
    this.reporter = reporter;
    this.remarks = remarks;
  }

  /** Reports on the loops of a kernel that has been compiled. */
  public void check(
      ExecutableElement kernel, Captured captured, Contract contract, KernelCompilation compiled) {
    LoopVerdicts loops = compiled.loops();
    String name = kernel.getSimpleName().toString();
    if (remarks) {
      remark(kernel, captured, loops);
    }
    if (contract.vectorize() != Vectorize.REQUIRED) {
      return;
    }
    if (loops.unknownCallee() != null) {
      reporter.note(kernel, Diagnostic.VECTORIZE_UNKNOWN, name, loops.unknownCallee());
      return;
    }
    boolean none = true;
    for (Verdict verdict : loops.on(LoopVerdicts.REQUIRED)) {
      none = false;
      if (!verdict.isVectorized()) {
        reporter.error(
            position(verdict.line(), kernel, captured),
            Diagnostic.VECTORIZE_REQUIRED.message(
                name,
                verdict.reason(),
                verdict.remedy() == null
                    ? "write it differently, or let vectorize be AUTO"
                    : verdict.remedy()));
      }
    }
    for (Verdict verdict : loops.on(LoopVerdicts.BASELINE)) {
      if (!verdict.isVectorized() && !loops.on(LoopVerdicts.REQUIRED).contains(verdict)) {
        reporter.note(
            position(verdict.line(), kernel, captured),
            Diagnostic.VECTORIZE_LEVEL.message(
                name, LoopVerdicts.REQUIRED, LoopVerdicts.BASELINE, verdict.reason()));
      }
    }
    if (none && JitAnnotation.isOn(kernel, "vectorize")) {
      reporter.error(source.position(kernel), kernel, Diagnostic.VECTORIZE_NO_LOOP, name);
    }
  }

  /** Notes what becomes of the loops of each line: one note for all levels. */
  private void remark(ExecutableElement kernel, Captured captured, LoopVerdicts loops) {
    var lines = new TreeMap<Integer, StringJoiner>();
    for (Verdict verdict : loops.all()) {
      lines
          .computeIfAbsent(verdict.line(), _ -> new StringJoiner("; "))
          .add(words(verdict) + " (" + loops.levels(verdict) + ")");
    }
    lines.forEach((line, text) ->
        reporter.note(
            position(line, kernel, captured),
            Diagnostic.LOOP.message(kernel.getSimpleName().toString(), text.toString())));
  }

  private Position position(int line, ExecutableElement kernel, Captured captured) {
    Position position = captured.loopAt(line);
    return position == null ? source.position(kernel) : position;
  }

  /** The verdict without the line, which the message stands at. */
  private static String words(Verdict verdict) {
    String text = verdict.toString();
    return text.substring(text.indexOf(": ") + 2);
  }
}
