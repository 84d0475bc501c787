package dev.lathe.analysis;

import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import java.util.ArrayList;
import java.util.List;

/**
 * The natural loops. An edge to a block that dominates its origin is a back edge; the blocks that
 * reach it without passing that header are the loop's. Loops of one header are one loop. Cycles
 * without a dominating header (irreducible; Java source has none) belong to no loop, see {@link
 * #isIrreducible}.
 */
public final class Loops {
  /** One loop. Blocks of inner loops are members too. */
  public static final class Loop {
    private final Block header;
    private final ArrayList<Block> members = new ArrayList<>();
    private final ArrayList<Block> latches = new ArrayList<>();
    private Loop parent;
    private int depth;

    private Loop(Block header) {
      this.header = header;
    }

    /** The block that every path into the loop enters by. */
    public Block header() {
      return header;
    }

    /** The enclosing loop, or null. */
    public Loop parent() {
      return parent;
    }

    /** 1 for an outermost loop. */
    public int depth() {
      return depth;
    }

    /** All blocks of the loop in reverse post order, header first. */
    public List<Block> members() {
      return members;
    }

    /** The blocks with an edge back to the header, in reverse post order. */
    public List<Block> latches() {
      return latches;
    }

    @Override
    public String toString() {
      return "loop " + header + " depth " + depth + " " + members;
    }
  }

  private final ControlFlow flow;
  private final Loop[] innermost; // by position
  private final ArrayList<Loop> loops = new ArrayList<>();
  private boolean irreducible;

  private Loops(ControlFlow flow) {
    this.flow = flow;
    this.innermost = new Loop[flow.size()];
  }

  /** The loops of the function that {@code flow} and {@code dominators} describe. */
  public static Loops of(ControlFlow flow, DominatorTree dominators) {
    Loops result = new Loops(flow);
    // Headers backwards: inner loops first, so the first loop to claim a block is its innermost.
    for (int h = flow.size() - 1; h >= 0; h--) {
      result.collect(flow.block(h), dominators);
    }
    for (int i = 0, n = result.loops.size(); i < n / 2; i++) {
      Loop swapped = result.loops.set(i, result.loops.get(n - 1 - i));
      result.loops.set(n - 1 - i, swapped);
    }
    for (Loop loop : result.loops) { // outer loops come first now
      loop.depth = loop.parent == null ? 1 : loop.parent.depth + 1;
    }
    for (int b = 0; b < flow.size(); b++) {
      for (Loop loop = result.innermost[b]; loop != null; loop = loop.parent) {
        loop.members.add(flow.block(b));
      }
    }
    return result;
  }

  /**
   * Finds the loop of {@code header}, if it has one, by walking edges backwards from its latches.
   */
  private void collect(Block header, DominatorTree dominators) {
    int h = flow.position(header);
    Loop loop = null;
    ArrayList<Block> work = null;
    for (int i = 0, n = flow.edgeCount(header); i < n; i++) {
      Block from = flow.predecessor(header, i);
      if (flow.position(from) < h) {
        continue;
      }
      if (!dominators.dominates(header, from)) {
        irreducible = true;
        continue;
      }
      if (loop == null) {
        loop = new Loop(header);
        work = new ArrayList<>();
      }
      if (loop.latches.isEmpty() || loop.latches.getLast() != from) { // its edges follow each other
        loop.latches.add(from);
        work.add(from);
      }
    }
    if (loop == null) {
      return;
    }
    loops.add(loop);
    while (!work.isEmpty()) {
      Block block = work.removeLast();
      int b = flow.position(block);
      Loop inner = innermost[b];
      if (inner == null) {
        innermost[b] = loop;
      } else {
        while (inner != loop && inner.parent != null) {
          inner = inner.parent;
        }
        if (inner == loop) {
          continue;
        }
        inner.parent = loop;
        block = inner.header; // whose predecessors outside the inner loop are still to be visited
      }
      if (block == header) {
        continue;
      }
      for (int i = 0, n = flow.edgeCount(block); i < n; i++) {
        Block from = flow.predecessor(block, i);
        if (dominators.dominates(header, from)) {
          work.add(from);
        }
      }
    }
    if (innermost[h] == null) {
      innermost[h] = loop;
    }
  }

  /** All loops, an outer one before those in it. */
  public List<Loop> all() {
    return loops;
  }

  /**
   * The innermost loop that {@code block} belongs to, or null, as of blocks that were made since.
   */
  public Loop of(Block block) {
    int position = flow.position(block);
    return position < 0 ? null : innermost[position];
  }

  /** True if {@code block} is a member of {@code loop}. */
  public boolean contains(Loop loop, Block block) {
    Loop at = of(block);
    while (at != null && at.depth > loop.depth) {
      at = at.parent;
    }
    return at == loop;
  }

  /** The number of loops around {@code block}. */
  public int depth(Block block) {
    Loop loop = of(block);
    return loop == null ? 0 : loop.depth;
  }

  /** True if there is a cycle that has no dominating header. */
  public boolean isIrreducible() {
    return irreducible;
  }
}
