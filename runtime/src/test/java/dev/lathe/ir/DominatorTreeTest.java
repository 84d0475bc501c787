package dev.lathe.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DominatorTreeTest {
  /** The oracle is the definition: a dominates b if b cannot be reached once a is taken away. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21})
  void agreesWithTheDefinitionOnRandomGraphs(int blocks) {
    var random = new Random(blocks);
    for (int round = 0; round < 100; round++) {
      Function f = randomGraph(random, blocks);
      var tree = new DominatorTree(f);
      BitSet reachable = reachableWithout(f, null);
      for (Block a : f.blocks()) {
        assertThat(tree.isReachable(a)).isEqualTo(reachable.get(a.id()));
        if (!reachable.get(a.id())) {
          continue;
        }
        BitSet others = reachableWithout(f, a);
        for (Block b : f.blocks()) {
          if (reachable.get(b.id())) {
            assertThat(tree.dominates(a, b))
                .as("%s, %s, %s", f, a, b)
                .isEqualTo(!others.get(b.id()));
          }
        }
      }
    }
  }

  private static Function randomGraph(Random random, int blocks) {
    var f = new Function("graph", Type.VOID, Type.BOOL);
    while (f.blocks().size() < blocks) {
      f.addBlock();
    }
    for (Block block : f.blocks()) {
      var first = new Target(f.blocks().get(random.nextInt(blocks)));
      var second = new Target(f.blocks().get(random.nextInt(blocks)));
      block.setTerminator(
          switch (random.nextInt(4)) {
            case 0 -> new Terminator.Jump(first);
            case 1 -> new Terminator.Return(null);
            default -> new Terminator.Branch(f.params().getFirst(), first, second);
          });
    }
    return f;
  }

  private static BitSet reachableWithout(Function f, Block removed) {
    var reached = new BitSet();
    if (removed != f.entry()) {
      reach(f.entry(), removed, reached);
    }
    return reached;
  }

  private static void reach(Block block, Block removed, BitSet reached) {
    reached.set(block.id());
    for (Target target : block.terminator().targets()) {
      if (target.block() != removed && !reached.get(target.block().id())) {
        reach(target.block(), removed, reached);
      }
    }
  }
}
