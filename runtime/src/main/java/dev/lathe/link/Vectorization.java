package dev.lathe.link;

import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64VectorCosts;
import dev.lathe.ir.Function;
import dev.lathe.opt.LoopVectorizer;
import dev.lathe.vector.OneFunction;
import dev.lathe.vector.Vectorizer;
import dev.lathe.vector.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Makes loops of one kernel lanes of the host's vectors, and remembers what became of each. */
final class Vectorization {
  private final Function kernel;
  private final List<Verdict> verdicts = new ArrayList<>();

  Vectorization(Function kernel) {
    this.kernel = kernel;
  }

  /** What does it; null on a host for which there is no native code. */
  LoopVectorizer vectorizer() {
    X64Features features = Host.get().features();
    return features == null
        ? null
        : new OneFunction(kernel, new Vectorizer(X64VectorCosts.of(features), verdicts::add));
  }

  /** What became of the loops, in order of their lines. */
  List<Verdict> verdicts() {
    verdicts.sort((a, b) -> Integer.compare(a.line(), b.line()));
    return List.copyOf(verdicts);
  }
}
