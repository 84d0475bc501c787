package dev.lathe.vector;

import dev.lathe.ir.Block;
import dev.lathe.ir.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which blocks of a {@link CommonPath} every lane comes to, and which decide for the others. */
final class BlockMasks {
  private final List<Block> blocks;
  private final Map<Block, Integer> positions = new HashMap<>();
  private final int[] dominators;
  private final int[] postdominators;

  BlockMasks(CommonPath path) {
    this.blocks = path.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      positions.put(blocks.get(b), b);
    }
    this.dominators = new int[blocks.size()];
    this.postdominators = new int[blocks.size()];
    for (int b = 1; b < blocks.size(); b++) {
      dominators[b] = -1;
      Block block = blocks.get(b);
      for (CommonPath.Edge edge : path.edges(block)) {
        int from = positions.get(edge.from());
        dominators[b] = dominators[b] < 0 ? from : meet(dominators, dominators[b], from, false);
      }
    }
    int last = blocks.size() - 1;
    postdominators[last] = last;
    for (int b = last - 1; b >= 0; b--) {
      postdominators[b] = -1;
      for (Target target : path.targets(blocks.get(b))) {
        int to = positions.get(target.block());
        postdominators[b] =
            postdominators[b] < 0 ? to : meet(postdominators, postdominators[b], to, true);
      }
    }
  }

  private static int meet(int[] tree, int a, int b, boolean up) {
    while (a != b) {
      if (a < b == up) {
        a = tree[a];
      } else {
        b = tree[b];
      }
    }
    return a;
  }

  /**
   * The block before {@code block} that just as many iterations come to; null if there is none, and
   * the edges into it decide.
   */
  Block equivalent(Block block) {
    int b = positions.get(block);
    if (b == 0) {
      return null;
    }
    int dominator = dominators[b];
    int at = dominator;
    while (at < b) {
      at = postdominators[at];
    }
    return at == b ? blocks.get(dominator) : null;
  }

  /** True if every iteration comes to {@code block}. */
  boolean isAlways(Block block) {
    Block at = block;
    while (at != blocks.getFirst()) {
      at = equivalent(at);
      if (at == null) {
        return false;
      }
    }
    return true;
  }
}
