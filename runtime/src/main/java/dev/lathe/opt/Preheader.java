package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** The block before a loop, which does nothing after its values but enter it. */
public final class Preheader {
  private Preheader() {}

  /**
   * The preheader of {@code loop}; made if there is none. {@code flow} and {@code loops} may be
   * older than other preheaders.
   */
  public static Block of(Loops.Loop loop, ControlFlow flow, Loops loops) {
    Block header = loop.header();
    List<Integer> entries = entries(loop, flow, loops);
    if (entries.size() == 1) {
      Block from = flow.predecessor(header, entries.getFirst());
      boolean is = from.terminator() instanceof Terminator.Jump;
      return is ? from : onEdge(flow.edge(header, entries.getFirst()));
    }
    var entering = new ArrayList<Target>();
    for (int e : entries) {
      entering.add(flow.edge(header, e));
    }
    Block made = header.function().addBlock();
    var target = new Target(header);
    List<List<Value>> passed = new ArrayList<>();
    for (Target each : entering) {
      passed.add(List.copyOf(each.arguments()));
      each.arguments().clear();
      each.setBlock(made);
    }
    for (int p = 0; p < header.params().size(); p++) {
      Value same = passed.getFirst().get(p);
      for (List<Value> each : passed) {
        same = each.get(p) == same ? same : null;
      }
      for (int e = 0; e < passed.size() && same == null; e++) {
        entering.get(e).arguments().add(passed.get(e).get(p));
      }
      target.arguments().add(same == null ? made.addParam(header.param(p).type()) : same);
    }
    made.setTerminator(new Terminator.Jump(target));
    return made;
  }

  /**
   * Makes a preheader of each loop that several edges lead into, so that it is one block from which
   * {@link CountedLoop} learns where the loop begins to count; true if there are any.
   */
  public static boolean ofAll(ControlFlow flow, Loops loops) {
    boolean any = false;
    for (Loops.Loop loop : loops.all()) {
      if (entries(loop, flow, loops).size() > 1) {
        of(loop, flow, loops);
        any = true;
      }
    }
    return any;
  }

  /** The positions of the edges that lead into {@code loop}. */
  private static List<Integer> entries(Loops.Loop loop, ControlFlow flow, Loops loops) {
    var entries = new ArrayList<Integer>();
    for (int e = 0; e < flow.edgeCount(loop.header()); e++) {
      if (!loops.contains(loop, flow.predecessor(loop.header(), e))) {
        entries.add(e);
      }
    }
    return entries;
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
