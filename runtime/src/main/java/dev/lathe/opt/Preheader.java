package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import java.util.ArrayList;

/** The block before a loop, which does nothing after its values but enter it. */
public final class Preheader {
  private Preheader() {}

  /**
   * The preheader of {@code loop}; made if there is none. {@code flow} and {@code loops} may be
   * older than other preheaders.
   */
  public static Block of(Loops.Loop loop, ControlFlow flow, Loops loops) {
    Block header = loop.header();
    var entering = new ArrayList<Target>();
    Block from = null;
    for (int e = 0; e < flow.edgeCount(header); e++) {
      Block predecessor = flow.predecessor(header, e);
      if (!loops.contains(loop, predecessor)) {
        entering.add(flow.edge(header, e));
        from = predecessor;
      }
    }
    boolean single = entering.size() == 1;
    if (single && from.terminator() instanceof Terminator.Jump) {
      return from;
    }
    if (single) {
      return onEdge(entering.getFirst());
    }
    Block made = header.function().addBlock();
    var target = new Target(header);
    for (int p = 0; p < header.params().size(); p++) {
      target.arguments().add(made.addParam(header.param(p).type()));
    }
    made.setTerminator(new Terminator.Jump(target));
    for (Target each : entering) {
      each.setBlock(made);
    }
    return made;
  }

  /** A new block on the way that {@code target} goes. */
  static Block onEdge(Target target) {
    Block made = target.block().function().addBlock();
    var onward = new Target(target.block());
    onward.arguments().addAll(target.arguments());
    made.setTerminator(new Terminator.Jump(onward));
    target.setBlock(made);
    target.arguments().clear();
    return made;
  }
}
