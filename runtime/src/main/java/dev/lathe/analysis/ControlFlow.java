package dev.lathe.analysis;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Target;
import java.util.List;

/**
 * The control flow graph of the blocks that can be reached from the entry: a reverse post order,
 * and the edges into each block. In the order every block comes before its successors, edges back
 * to loop headers excepted; a branch's first target follows it as closely as possible.
 */
public final class ControlFlow {
  private final Block[] order;
  private final int[] position; // by block id; -1 if unreachable
  private final int[] firstEdge; // by position, one more at the end
  private final Block[] edgeFrom;
  private final Target[] edge;

  private ControlFlow(
      Block[] order, int[] position, int[] firstEdge, Block[] edgeFrom, Target[] edge) {
    this.order = order;
    this.position = position;
    this.firstEdge = firstEdge;
    this.edgeFrom = edgeFrom;
    this.edge = edge;
  }

  /** The graph of {@code function} as it is now. */
  public static ControlFlow of(Function function) {
    int[] position = new int[function.blockCount()];
    Block[] order = reversePostOrder(function, position);
    int[] firstEdge = new int[order.length + 1];
    for (Block block : order) {
      List<Target> targets = block.terminator().targets();
      for (int i = 0; i < targets.size(); i++) {
        firstEdge[position[targets.get(i).block().id()] + 1]++;
      }
    }
    for (int i = 0; i < order.length; i++) {
      firstEdge[i + 1] += firstEdge[i];
    }
    int[] next = firstEdge.clone();
    Block[] edgeFrom = new Block[firstEdge[order.length]];
    Target[] edge = new Target[edgeFrom.length];
    for (Block block : order) {
      List<Target> targets = block.terminator().targets();
      for (int i = 0; i < targets.size(); i++) {
        Target target = targets.get(i);
        int at = next[position[target.block().id()]]++;
        edgeFrom[at] = block;
        edge[at] = target;
      }
    }
    return new ControlFlow(order, position, firstEdge, edgeFrom, edge);
  }

  /** Fills {@code position} and returns the blocks in its order. */
  private static Block[] reversePostOrder(Function function, int[] position) {
    java.util.Arrays.fill(position, -1);
    int total = function.blocks().size();
    Block[] backwards = new Block[total];
    int count = 0;
    Block[] stack = new Block[total];
    List<?>[] targets = new List<?>[total];
    int[] left = new int[total]; // targets of stack[i] not visited yet; the last is visited first
    int depth = 0;
    Block entry = function.entry();
    position[entry.id()] = 0;
    stack[0] = entry;
    targets[0] = entry.terminator().targets();
    left[0] = targets[0].size();
    while (depth >= 0) {
      if (left[depth] == 0) {
        backwards[count++] = stack[depth--];
        continue;
      }
      Block successor = ((Target) targets[depth].get(--left[depth])).block();
      if (position[successor.id()] < 0) {
        position[successor.id()] = 0;
        depth++;
        stack[depth] = successor;
        targets[depth] = successor.terminator().targets();
        left[depth] = targets[depth].size();
      }
    }
    Block[] order = new Block[count];
    for (int i = 0; i < count; i++) {
      order[i] = backwards[count - 1 - i];
      position[order[i].id()] = i;
    }
    return order;
  }

  /** The number of reachable blocks. */
  public int size() {
    return order.length;
  }

  /** The block at {@code position} of the reverse post order; the entry is at 0. */
  public Block block(int position) {
    return order[position];
  }

  /** Where {@code block} stands in the reverse post order, or -1 if it cannot be reached. */
  public int position(Block block) {
    return block.id() < position.length ? position[block.id()] : -1;
  }

  public boolean isReachable(Block block) {
    return position(block) >= 0;
  }

  /** The number of edges into a reachable block; a branch with two targets there counts twice. */
  public int edgeCount(Block block) {
    int at = position(block);
    return firstEdge[at + 1] - firstEdge[at];
  }

  /** The block that edge {@code index} into {@code block} comes from. */
  public Block predecessor(Block block, int index) {
    return edgeFrom[firstEdge[position(block)] + index];
  }

  /** The target of the predecessor's terminator that is edge {@code index} into {@code block}. */
  public Target edge(Block block, int index) {
    return edge[firstEdge[position(block)] + index];
  }
}
