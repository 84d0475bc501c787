package dev.lathe.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21})
  void thePreorderHasABlockBeforeAllThatItDominates(int blocks) {
    var random = new Random(blocks);
    for (int round = 0; round < 100; round++) {
      var tree = new DominatorTree(randomGraph(random, blocks));
      assertThat(tree.immediate(tree.preorder(0))).isNull();
      for (int i = 1; i < tree.size(); i++) {
        Block block = tree.preorder(i);
        Block above = tree.immediate(block);
        assertThat(above).isNotSameAs(block);
        assertThat(tree.dominates(above, block)).isTrue();
        assertThat(tree.dominates(above, tree.preorder(i - 1))).isTrue();
        for (int j = 0; j < tree.size(); j++) { // all other dominators are above it
          Block other = tree.preorder(j);
          if (other != block && tree.dominates(other, block)) {
            assertThat(tree.dominates(other, above)).isTrue();
          }
        }
      }
    }
  }

  /** {@code if (c || c || ...)}: the join is reached from every depth of the tree. */
  @Test
  void aLongChainOfShortCircuitsTakesNoQuadraticTime() {
    int length = 100_000;
    var f = new Function("chain", Type.VOID, Type.BOOL);
    while (f.blocks().size() < length) {
      f.addBlock();
    }
    Block join = f.addBlock();
    join.setTerminator(new Terminator.Return(null));
    for (int i = 0; i < length; i++) {
      var next = new Target(f.blocks().get(i + 1));
      f.blocks()
          .get(i)
          .setTerminator(new Terminator.Branch(f.params().getFirst(), new Target(join), next));
    }
    var tree = new DominatorTree(f);
    assertThat(tree.immediate(join)).isSameAs(f.entry());
    assertThat(tree.dominates(f.blocks().get(1), f.blocks().get(length - 1))).isTrue();
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
