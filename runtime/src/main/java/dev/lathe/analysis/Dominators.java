package dev.lathe.analysis;

import dev.lathe.ir.Block;

/**
 * The dominator tree: block {@code a} dominates {@code b} if every path from the entry to {@code b}
 * passes {@code a}; every block dominates itself. After Cooper, Harvey, Kennedy, "A Simple, Fast
 * Dominance Algorithm", 2001. A question takes constant time. Blocks asked for must be reachable.
 */
public final class Dominators {
  private final ControlFlow flow;
  private final int[] idom; // all arrays by position in the reverse post order
  private final int[] enter; // preorder number in the dominator tree
  private final int[] size; // blocks in the subtree
  private final Block[] preorder;

  private Dominators(ControlFlow flow, int[] idom) {
    this.flow = flow;
    this.idom = idom;
    int count = idom.length;
    this.enter = new int[count];
    this.size = new int[count];
    this.preorder = new Block[count];
    // A block's immediate dominator precedes it in the order, so one sweep each way numbers the
    // tree.
    for (int b = count - 1; b >= 0; b--) {
      size[b]++;
      if (b > 0) {
        size[idom[b]] += size[b];
      }
    }
    int[] next = new int[count];
    for (int b = 0; b < count; b++) {
      if (b > 0) {
        enter[b] = next[idom[b]];
        next[idom[b]] += size[b];
      }
      next[b] = enter[b] + 1;
      preorder[enter[b]] = flow.block(b);
    }
  }

  /** The dominators of the function that {@code flow} describes. */
  public static Dominators of(ControlFlow flow) {
    int count = flow.size();
    int[] idom = new int[count];
    java.util.Arrays.fill(idom, 1, count, -1);
    boolean changed = count > 1;
    while (changed) {
      changed = false;
      for (int b = 1; b < count; b++) {
        Block block = flow.block(b);
        int common = -1;
        for (int i = 0, n = flow.edgeCount(block); i < n; i++) {
          int p = flow.position(flow.predecessor(block, i));
          if (idom[p] >= 0) {
            common = common < 0 ? p : intersect(idom, common, p);
          }
        }
        if (idom[b] != common) {
          idom[b] = common;
          changed = true;
        }
      }
    }
    return new Dominators(flow, idom);
  }

  private static int intersect(int[] idom, int a, int b) {
    while (a != b) {
      while (a > b) {
        a = idom[a];
      }
      while (b > a) {
        b = idom[b];
      }
    }
    return a;
  }

  /** The closest block other than {@code block} that dominates it; null for the entry. */
  public Block immediate(Block block) {
    int b = flow.position(block);
    return b == 0 ? null : flow.block(idom[b]);
  }

  /** True if {@code a} dominates {@code b}. */
  public boolean dominates(Block a, Block b) {
    int from = enter[flow.position(a)];
    int to = enter[flow.position(b)];
    return from <= to && to < from + size[flow.position(a)];
  }

  /**
   * The block at {@code index} of a preorder of the tree: after a block come all that it dominates
   * before any other.
   */
  public Block preorder(int index) {
    return preorder[index];
  }

  /** The number of reachable blocks. */
  public int size() {
    return preorder.length;
  }
}
