package dev.lathe.ir;

import java.util.Arrays;
import java.util.List;

/**
 * The dominator tree: block {@code a} dominates {@code b} if every path from the entry to {@code b}
 * passes {@code a}; every block dominates itself. For any graph, malformed functions included, as
 * the verifier needs it. Lengauer and Tarjan 1979 with path compression, in O(n log n) and without
 * recursion; each query takes constant time and describes the function as it was.
 */
public final class DominatorTree {
  private static final int NONE = -1;

  private final int[] number; // block id → preorder number in the depth-first search, or NONE
  private final int[] treeNumber; // preorder number in the dominator tree; indexed like the rest
  private final int[] size; // blocks in the dominated subtree
  private final int[] dominator; // the immediate one; the entry's is meaningless
  private final Block[] visited; // by number
  private final Block[] preorder; // by treeNumber
  private final int[] semi;
  private final int[] ancestor;
  private final int[] label;
  private final int[] path; // scratch of evaluate
  private int count;

  /** The tree of {@code function} as it is now. */
  public DominatorTree(Function function) {
    int total = function.blocks().size();
    number = new int[function.blockCount()];
    treeNumber = new int[total];
    size = new int[total];
    visited = new Block[total];
    semi = new int[total];
    ancestor = new int[total];
    label = new int[total];
    path = new int[total];
    var successors = new int[total][];
    var parent = new int[total];
    search(function, successors, parent);
    dominator = dominators(predecessors(successors), parent);
    preorder = new Block[count];
    numberTree();
  }

  /** The number of reachable blocks. */
  public int size() {
    return count;
  }

  /** True if there is a path from the entry to {@code block}. */
  public boolean isReachable(Block block) {
    return number[block.id()] != NONE;
  }

  /** True if every path from the entry to {@code b} goes through {@code a}; both are reachable. */
  public boolean dominates(Block a, Block b) {
    int root = number[a.id()];
    int offset = treeNumber[number[b.id()]] - treeNumber[root];
    return offset >= 0 && offset < size[root];
  }

  /** The closest block other than {@code block} that dominates it; null for the entry. */
  public Block immediate(Block block) {
    int b = number[block.id()];
    return b == 0 ? null : visited[dominator[b]];
  }

  /**
   * The block at {@code index} of a preorder of the tree: after a block come all that it dominates
   * before any other.
   */
  public Block preorder(int index) {
    return preorder[index];
  }

  /** Where a reachable {@code block} stands in {@link #preorder}. */
  public int number(Block block) {
    return treeNumber[number[block.id()]];
  }

  private void search(Function function, int[][] successors, int[] parent) {
    var known = new Block[number.length];
    for (Block block : function.blocks()) {
      number[block.id()] = NONE;
      known[block.id()] = block;
    }
    var next = new int[parent.length]; // the target each block on the path tries next
    var targets = new Block[parent.length][];
    visit(function.entry(), targets, known);
    parent[0] = NONE;
    int current = 0;
    while (current != NONE) {
      if (next[current] == targets[current].length) {
        current = parent[current];
        continue;
      }
      Block target = targets[current][next[current]++];
      if (number[target.id()] == NONE) {
        parent[count] = current;
        current = count;
        visit(target, targets, known);
      }
    }
    for (int i = 0; i < count; i++) {
      successors[i] = new int[targets[i].length];
      for (int j = 0; j < targets[i].length; j++) {
        successors[i][j] = number[targets[i][j].id()];
      }
    }
  }

  private void visit(Block block, Block[][] targets, Block[] known) {
    List<Target> all = block.terminator() == null ? List.of() : block.terminator().targets();
    var blocks = new Block[all.size()];
    int size = 0;
    for (Target target : all) {
      Block to = target.block();
      if (to != null && to.id() < known.length && known[to.id()] == to) {
        blocks[size++] = to;
      }
    }
    targets[count] = size == blocks.length ? blocks : Arrays.copyOf(blocks, size);
    visited[count] = block;
    number[block.id()] = count++;
  }

  private int[][] predecessors(int[][] successors) {
    var sizes = new int[count];
    for (int i = 0; i < count; i++) {
      for (int successor : successors[i]) {
        sizes[successor]++;
      }
    }
    var predecessors = new int[count][];
    for (int i = 0; i < count; i++) {
      predecessors[i] = new int[sizes[i]];
    }
    for (int i = 0; i < count; i++) {
      for (int successor : successors[i]) {
        predecessors[successor][--sizes[successor]] = i;
      }
    }
    return predecessors;
  }

  private int[] dominators(int[][] predecessors, int[] parent) {
    var dominator = new int[count];
    var bucket = new int[count]; // head of the list of blocks with this semidominator
    var nextInBucket = new int[count];
    for (int i = 0; i < count; i++) {
      semi[i] = i;
      label[i] = i;
      ancestor[i] = NONE;
      bucket[i] = NONE;
    }
    for (int w = count - 1; w > 0; w--) {
      for (int v : predecessors[w]) {
        semi[w] = Math.min(semi[w], semi[evaluate(v)]);
      }
      nextInBucket[w] = bucket[semi[w]];
      bucket[semi[w]] = w;
      ancestor[w] = parent[w];
      for (int v = bucket[parent[w]]; v != NONE; v = nextInBucket[v]) {
        int u = evaluate(v);
        dominator[v] = semi[u] < semi[v] ? u : parent[w];
      }
      bucket[parent[w]] = NONE;
    }
    for (int w = 1; w < count; w++) {
      if (dominator[w] != semi[w]) {
        dominator[w] = dominator[dominator[w]];
      }
    }
    return dominator;
  }

  /** The block of least semidominator on the forest path above {@code v}, which is compressed. */
  private int evaluate(int v) {
    if (ancestor[v] == NONE) {
      return v;
    }
    int length = 0;
    for (int u = v; ancestor[ancestor[u]] != NONE; u = ancestor[u]) {
      path[length++] = u;
    }
    while (length > 0) {
      int u = path[--length];
      int above = ancestor[u];
      if (semi[label[above]] < semi[label[u]]) {
        label[u] = label[above];
      }
      ancestor[u] = ancestor[above];
    }
    return label[v];
  }

  /** Numbers the tree in preorder, so that a subtree is a range of numbers. */
  private void numberTree() {
    var free = new int[count]; // the next number in the subtree of each block
    for (int w = count - 1; w >= 0; w--) {
      size[w]++;
      if (w > 0) {
        size[dominator[w]] += size[w];
      }
    }
    for (int w = 0; w < count; w++) {
      treeNumber[w] = w == 0 ? 0 : free[dominator[w]];
      preorder[treeNumber[w]] = visited[w];
      free[w] = treeNumber[w] + 1;
      if (w > 0) {
        free[dominator[w]] += size[w];
      }
    }
  }
}
