package dev.lathe.vector;

import dev.lathe.ir.Block;
import dev.lathe.ir.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which blocks of a {@link CommonPath} every lane comes to, and which decide for the others. */
final class BlockMasks {
  private final List<Block> blocks;
  private final Map<Block, Integer> positions = new HashMap<>();
  private final BodyGraph graph;

  BlockMasks(CommonPath path) {
    this.blocks = path.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      positions.put(blocks.get(b), b);
    }
    var next = new ArrayList<List<Integer>>();
    for (int b = 0; b < blocks.size(); b++) {
      var to = new ArrayList<Integer>();
      if (b < blocks.size() - 1) {
        for (Target target : path.targets(blocks.get(b))) {
          to.add(positions.get(target.block()));
        }
      }
      next.add(to);
    }
    this.graph = new BodyGraph(next);
  }

  /**
   * The block before {@code block} that just as many iterations come to; null if there is none, and
   * the edges into it decide.
   */
  Block equivalent(Block block) {
    int found = graph.equivalent(positions.get(block));
    return found < 0 ? null : blocks.get(found);
  }

  /** True if every iteration comes to {@code block}. */
  boolean isAlways(Block block) {
    return graph.isAlways(positions.get(block));
  }
}
