package dev.lathe.link;

import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64VectorCosts;
import dev.lathe.ir.Function;
import dev.lathe.ir.Vectorize;
import dev.lathe.opt.LoopVectorizer;
import dev.lathe.opt.Pass;
import dev.lathe.opt.PassContext;
import dev.lathe.vector.Vectorizer;
import dev.lathe.vector.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * The pass that makes loops of one kernel lanes of the host's vectors, and remembers what became of
 * each loop. Functions that the kernel calls are left out: what has been inlined is part of it, and
 * native code over arrays calls nothing.
 */
final class Vectorization implements LoopVectorizer {
  private final Function kernel;
  private final List<Verdict> verdicts = new ArrayList<>();

  Vectorization(Function kernel) {
    this.kernel = kernel;
  }

  @Override
  public String name() {
    return Vectorizer.NAME;
  }

  @Override
  public boolean run(Function function, PassContext context) {
    Vectorizer vectorizer = vectorizer(function);
    return vectorizer != null && vectorizer.run(function, context);
  }

  @Override
  public Pass nests() {
    return new Pass() {
      @Override
      public String name() {
        return Vectorizer.NESTS;
      }

      @Override
      public boolean run(Function function, PassContext context) {
        Vectorizer vectorizer = vectorizer(function);
        return vectorizer != null && vectorizer.nests().run(function, context);
      }
    };
  }

  private Vectorizer vectorizer(Function function) {
    X64Features features = Host.get().features();
    return function != kernel || kernel.vectorize() == Vectorize.OFF || features == null
        ? null
        : new Vectorizer(X64VectorCosts.of(features), verdicts::add);
  }

  /** What became of the loops, in order of their lines. */
  List<Verdict> verdicts() {
    verdicts.sort((a, b) -> Integer.compare(a.line(), b.line()));
    return List.copyOf(verdicts);
  }
}
