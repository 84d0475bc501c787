package dev.lathe.opt;

import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;

/**
 * A pass that has something to do only where there are arrays or segments, or floats that may be
 * fast; its class is loaded for the first such function.
 */
final class ArrayPass implements Pass {
  private final String name;

  ArrayPass(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (name.equals("fast-floats")) {
      return function.floats() == FloatContract.FAST && pass(context).run(function, context);
    }
    boolean vectorizes = name.startsWith("vectorize");
    boolean ofAnyLoop = vectorizes || name.equals("full-unrolling");
    boolean wanted = ofAnyLoop ? function.blocks().size() > 1 : function.hasReferences();
    return wanted
        && (!vectorizes || context.vectorizer() != null)
        && pass(context).run(function, context);
  }

  private Pass pass(PassContext context) {
    return switch (name) {
      case "fast-floats" -> new FastFloats();
      case "counter-offsets" -> new CounterOffsets();
      case "dead-code" -> new DeadCode();
      case "full-unrolling" -> new FullUnrolling();
      case "gvn" -> new Gvn();
      case "index-checks" -> new IndexChecks();
      case "invariant-motion" -> InvariantMotion.ofLengths();
      case "load-elimination" -> new LoadElimination();
      case "loop-peeling" -> new LoopPeeling();
      case "loop-unrolling" -> new LoopUnrolling();
      case "switch-branches" -> new SwitchBranches();
      case "vectorize" -> context.vectorizer();
      case "vectorize-nests" -> context.vectorizer().nests();
      default -> new LoopSplitting();
    };
  }
}
