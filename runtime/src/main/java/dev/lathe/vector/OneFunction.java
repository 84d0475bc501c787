package dev.lathe.vector;

import dev.lathe.ir.Function;
import dev.lathe.ir.Vectorize;
import dev.lathe.opt.LoopVectorizer;
import dev.lathe.opt.Pass;
import dev.lathe.opt.PassContext;

/**
 * A vectoriser for one function of a module, if that wishes it at all: what it calls and what is
 * left of that has verdicts of its own.
 */
public record OneFunction(Function kernel, LoopVectorizer vectorizer) implements LoopVectorizer {
  @Override
  public String name() {
    return vectorizer.name();
  }

  @Override
  public Pass nests() {
    return new First(this, vectorizer.nests());
  }

  @Override
  public boolean run(Function function, PassContext context) {
    return isFor(function) && vectorizer.run(function, context);
  }

  private boolean isFor(Function function) {
    return function == kernel && kernel.vectorize() != Vectorize.OFF;
  }

  private record First(OneFunction one, Pass nests) implements Pass {
    @Override
    public String name() {
      return nests.name();
    }

    @Override
    public boolean run(Function function, PassContext context) {
      return one.isFor(function) && nests.run(function, context);
    }
  }
}
