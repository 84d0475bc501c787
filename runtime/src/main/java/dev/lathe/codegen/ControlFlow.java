package dev.lathe.codegen;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Target;
import java.util.List;

/**
 * The linear order of a function's blocks and how deep in loops each is. The order is reverse
 * postorder, with the more deeply nested successor first, so that loops stay together; unreachable
 * blocks are left out. Loops are natural loops of back edges.
 */
final class ControlFlow {
  private final Block[] order;
  private final int[] depth; // per block id

  ControlFlow(Function function) {
    int count = function.blockCount();
    depth = new int[count];
    Block[] first = postorder(function);
    findLoops(count, first);
    order = postorder(function); // again, now that depths are known
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
      for (; at > 0 && depth[result[at - 1].id()] > depth[successor.id()]; at--) {
        result[at] = result[at - 1];
      }
      result[at] = successor;
    }
    return result;
  }

  private void findLoops(int count, Block[] postorder) {
    var number = new int[count]; // in postorder, from 1; 0 is unreachable
    var predecessors = new int[count][];
    var predecessorCount = new int[count];
    for (int i = 0; i < postorder.length; i++) {
      number[postorder[i].id()] = i + 1;
    }
    for (Block block : postorder) {
      for (Block successor : successors(block)) {
        int id = successor.id();
        int n = predecessorCount[id]++;
        if (n == 0) {
          predecessors[id] = new int[2];
        } else if (n == predecessors[id].length) {
          predecessors[id] = java.util.Arrays.copyOf(predecessors[id], n * 2);
        }
        predecessors[id][n] = block.id();
      }
    }
    var loop = new int[count]; // stamp: the header whose loop the block is in, + 1
    var work = new int[count];
    for (Block header : postorder) {
      int stamp = header.id() + 1;
      loop[header.id()] = stamp;
      int top = 0;
      boolean isHeader = false;
      for (int i = 0; i < predecessorCount[header.id()]; i++) {
        int latch = predecessors[header.id()][i];
        if (number[latch] <= number[header.id()]) { // a back edge
          isHeader = true;
          if (loop[latch] != stamp) {
            loop[latch] = stamp;
            work[top++] = latch;
          }
        }
      }
      if (isHeader) {
        depth[header.id()]++;
      }
      while (top > 0) {
        int id = work[--top];
        depth[id]++;
        for (int i = 0; i < predecessorCount[id]; i++) {
          int above = predecessors[id][i];
          if (loop[above] != stamp) {
            loop[above] = stamp;
            work[top++] = above;
          }
        }
      }
    }
  }
}
