package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.EdgeRanges;
import dev.lathe.analysis.Range;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Leads an edge into a block past the branch at its end, where it is known which way that goes if
 * one comes by this edge: by the arguments passed, or by branches taken before. What the block
 * computes is copied to the edge.
 *
 * <p>Only small blocks, and never the header of a loop nor an edge back to one: so a loop keeps its
 * one way in, and its test stays at its end.
 */
public final class JumpThreading implements Pass {
  /** Values of a block, its constants not counted, that may be copied to an edge. */
  private static final int SMALL = 8;

  /** Values and arguments that may be copied for one block. */
  private static final int MAX_COPIED = 64;

  /** One leaves out what is threaded behind others; so many runs come to most of it. */
  private static final int MAX_ROUNDS = 3;

  /** An edge into {@code block}, and where that always goes on to from there. */
  private record Shortcut(Block block, Target edge, Target target) {}

  @Override
  public String name() {
    return "jump-threading";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() < 4 || !context.hasFuel()) {
      return false;
    }
    boolean changed = false;
    boolean again = true;
    for (int round = 0; round < MAX_ROUNDS && again; round++) {
      Search search = search(function, context);
      if (search == null || search.found.isEmpty()) {
        break;
      }
      again = search.postponed;
      thread(function, search.found);
      new Folder(function, context).walk(ControlFlow.of(function)); // parameters that are one value
      DeadCode.removeUnreachable(function);
      new DeadCode().run(function, context);
      changed = true;
    }
    return changed;
  }

  /** What there is to thread; null if no block comes into question. */
  private static Search search(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    Search search = null;
    for (int b = 1; b < flow.size(); b++) {
      if (isCandidate(flow.block(b), flow)) {
        search = search == null ? new Search(function, flow, context) : search;
        search.search(flow.block(b));
      }
    }
    return search;
  }

  private static boolean isCandidate(Block block, ControlFlow flow) {
    int edges = flow.edgeCount(block);
    Terminator terminator = block.terminator();
    if (edges < 2
        || !(terminator instanceof Terminator.Branch || terminator instanceof Terminator.Switch)) {
      return false;
    }
    for (int e = 0; e < edges; e++) {
      if (flow.position(flow.predecessor(block, e)) >= flow.position(block)) {
        return false;
      }
    }
    return cost(block) <= SMALL;
  }

  private static int cost(Block block) {
    int cost = 0;
    List<Value> values = block.values();
    for (int i = 0; i < values.size() && cost <= SMALL; i++) {
      Value value = values.get(i);
      if (!value.isConst()) {
        cost += value.op() == Op.CALL || value.op() == Op.NEWARRAY ? SMALL + 1 : 1;
      }
    }
    return cost;
  }

  private static void thread(Function function, List<Shortcut> shortcuts) {
    var into = new Block[shortcuts.size()];
    for (int i = 0; i < into.length; i++) {
      into[i] = Preheader.onEdge(shortcuts.get(i).edge);
    }
    var copies = new BlockCopies(function);
    for (int i = 0; i < into.length; i++) {
      BlockCopies.Copy copy = copies.copy(shortcuts.get(i).block, into[i]);
      into[i].setTerminator(new Terminator.Jump(copies.target(copy, shortcuts.get(i).target)));
    }
    copies.mend();
  }

  /** The search for edges by which a branch is decided. */
  private static final class Search {
    final ArrayList<Shortcut> found = new ArrayList<>();
    boolean postponed; // if something may be found after threading
    private final ControlFlow flow;
    private final EdgeRanges ranges;
    private final DominatorTree dominators;
    private final PassContext context;
    private final boolean[] threaded; // by block id
    private Block block;
    private int edge; // into block

    Search(Function function, ControlFlow flow, PassContext context) {
      this.flow = flow;
      this.ranges = new EdgeRanges(function, flow);
      this.dominators = new DominatorTree(function);
      this.context = context;
      this.threaded = new boolean[function.blockCount()];
    }

    void search(Block searched) {
      block = searched;
      if (threaded[dominators.immediate(block).id()]) {
        postponed = true; // as BlockCopies wants it
        return;
      }
      int left = MAX_COPIED;
      for (edge = 0; edge < flow.edgeCount(block); edge++) {
        Target target = decided();
        if (target == null || flow.position(target.block()) <= flow.position(block)) {
          continue;
        }
        left -= cost(block) + block.params().size() + target.arguments().size();
        if (left < 0 || !context.spend()) {
          return;
        }
        found.add(new Shortcut(block, flow.edge(block, edge), target));
        threaded[block.id()] = true;
      }
    }

    /** Where one goes who comes by the edge, if that is known, else null. */
    private Target decided() {
      if (block.terminator() instanceof Terminator.Branch branch) {
        Range condition = ranges.of(branch.condition(), block, edge);
        if (!condition.isConstant() || branch.then().block() == branch.otherwise().block()) {
          return null;
        }
        return condition.min() == 1 ? branch.then() : branch.otherwise();
      }
      var choice = (Terminator.Switch) block.terminator();
      Range selector = ranges.of(choice.selector(), block, edge);
      if (!selector.isConstant()) {
        return null;
      }
      int at = Arrays.binarySearch(choice.keys(), (int) selector.min());
      return at >= 0 ? choice.cases().get(at) : choice.otherwise();
    }
  }
}
