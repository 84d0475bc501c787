package dev.lathe.codegen;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import java.util.List;

/**
 * The linear order of a function's blocks and how deep in loops each is. The order is reverse
 * postorder, with the more deeply nested successor first, or the one that leads to a more deeply
 * nested loop, so that loops stay together; unreachable blocks are left out. A block is rare if no
 * way leads there but by the first target of a branch on something unlikely.
 */
final class BlockOrder {
  private final Block[] order;
  private final int[] depth; // per block id
  private boolean[] common; // per block id: what is not rare; null if nothing is

  BlockOrder(Function function) {
    int count = function.blockCount();
    depth = new int[count];
    ControlFlow flow = ControlFlow.of(function);
    Loops loops = Loops.of(flow, new DominatorTree(function));
    for (int i = 0; i < flow.size(); i++) {
      depth[flow.block(i).id()] = loops.depth(flow.block(i));
    }
    order = postorder(function);
    findCommon(function);
    for (int i = 0, j = order.length - 1; i < j; i++, j--) {
      Block swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
  }

  /** The reachable blocks in linear order, the entry first. */
  Block[] order() {
    return order;
  }

  /** How many loops the block is in. */
  int depth(Block block) {
    return depth[block.id()];
  }

  /** Twice the depth of the block; one more than that of its target if it is a preheader. */
  private int rank(Block block) {
    int own = 2 * depth[block.id()];
    return block.terminator() instanceof Terminator.Jump jump
        ? Math.max(own, 2 * depth[jump.target().block().id()] - 1)
        : own;
  }

  /** True if the block is best laid out behind those that are not. */
  boolean isRare(Block block) {
    return common != null && !common[block.id()];
  }

  private void findCommon(Function function) {
    boolean any = false;
    for (int i = 0; i < order.length && !any; i++) {
      any = isUnlikely(order[i].terminator());
    }
    if (!any) {
      return;
    }
    common = new boolean[function.blockCount()];
    var stack = new Block[order.length];
    int top = 0;
    stack[top++] = function.entry();
    common[function.entry().id()] = true;
    while (top > 0) {
      Terminator terminator = stack[--top].terminator();
      List<Target> targets = terminator.targets();
      for (int i = isUnlikely(terminator) ? 1 : 0; i < targets.size(); i++) {
        Block successor = targets.get(i).block();
        if (!common[successor.id()]) {
          common[successor.id()] = true;
          stack[top++] = successor;
        }
      }
    }
  }

  private static boolean isUnlikely(Terminator terminator) {
    return terminator instanceof Terminator.Branch branch && branch.condition().op() == Op.UNLIKELY;
  }

  private Block[] postorder(Function function) {
    int count = function.blockCount();
    var result = new Block[count];
    int done = 0;
    var stack = new Block[count];
    var pending = new Block[count][];
    var next = new int[count];
    int top = 0;
    stack[0] = function.entry();
    pending[function.entry().id()] = successors(function.entry());
    while (top >= 0) {
      Block block = stack[top];
      Block[] successors = pending[block.id()];
      int i = next[block.id()]++;
      if (i == successors.length) {
        result[done++] = block;
        top--;
      } else if (pending[successors[i].id()] == null) {
        pending[successors[i].id()] = successors(successors[i]);
        stack[++top] = successors[i];
      }
    }
    return java.util.Arrays.copyOf(result, done);
  }

  /** The successors in the order of the visit: the one to be laid out next comes last. */
  private Block[] successors(Block block) {
    List<Target> targets = block.terminator().targets();
    int count = targets.size();
    var result = new Block[count];
    for (int i = 0; i < count; i++) {
      Block successor = targets.get(count - 1 - i).block();
      int at = i;
      for (; at > 0 && rank(result[at - 1]) > rank(successor); at--) {
        result[at] = result[at - 1];
      }
      result[at] = successor;
    }
    return result;
  }
}
