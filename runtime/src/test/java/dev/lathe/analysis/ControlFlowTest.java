package dev.lathe.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.testing.RandomFunctions;
import org.junit.jupiter.api.Test;

/** {@link ControlFlow} and {@link Loops}. */
class ControlFlowTest {
  private static final String NEST =
      """
      func %nest(v0: i32, v1: bool) -> i32 {
      b0:
        jump b1
      b1:
        branch v1, b2, b7
      b2:
        branch v1, b3, b4
      b3:
        branch v1, b3, b5
      b4:
        jump b5
      b5:
        branch v1, b2, b6
      b6:
        jump b1
      b7:
        ret v0
      }
      """;

  private static Block block(Function function, int id) {
    return function.blocks().get(id);
  }

  @Test
  void theOrderHasEveryBlockBeforeItsSuccessorsBackEdgesExcepted() {
    Function f = IrParser.parse(NEST);
    ControlFlow flow = ControlFlow.of(f);
    var order = new StringBuilder();
    for (int i = 0; i < flow.size(); i++) {
      order.append(flow.block(i)).append(' ');
      assertThat(flow.position(flow.block(i))).isEqualTo(i);
    }
    assertThat(order.toString()).isEqualTo("b0 b1 b2 b3 b4 b5 b6 b7 ");
    assertThat(flow.edgeCount(f.entry())).isZero();
    assertThat(flow.edgeCount(block(f, 5))).isEqualTo(2);
    assertThat(flow.predecessor(block(f, 5), 0)).isSameAs(block(f, 3));
    assertThat(flow.predecessor(block(f, 5), 1)).isSameAs(block(f, 4));
    assertThat(flow.edge(block(f, 5), 1)).isSameAs(block(f, 4).terminator().targets().getFirst());
  }

  @Test
  void aBranchWithEqualTargetsIsTwoEdges() {
    var builder = new FunctionBuilder("f", Type.I32, Type.I32, Type.BOOL);
    Block join = builder.block(Type.I32);
    builder.branch(
        builder.param(1), new Target(join, builder.param(0)), new Target(join, builder.param(0)));
    builder.at(join);
    builder.ret(join.param(0));
    assertThat(ControlFlow.of(builder.build()).edgeCount(join)).isEqualTo(2);
  }

  @Test
  void loopsHaveHeaderMembersDepthAndLatches() {
    Function f = IrParser.parse(NEST);
    ControlFlow flow = ControlFlow.of(f);
    Loops loops = Loops.of(flow, new DominatorTree(f));
    assertThat(loops.all())
        .hasToString(
            "[loop b1 depth 1 [b1, b2, b3, b4, b5, b6], "
                + "loop b2 depth 2 [b2, b3, b4, b5], loop b3 depth 3 [b3]]");
    assertThat(loops.all().get(1).latches()).containsExactly(block(f, 5));
    assertThat(loops.all().get(2).parent()).isSameAs(loops.all().get(1));
    assertThat(loops.of(block(f, 6))).isSameAs(loops.all().getFirst());
    assertThat(loops.depth(block(f, 3))).isEqualTo(3);
    assertThat(loops.depth(block(f, 7))).isZero();
    assertThat(loops.isIrreducible()).isFalse();
  }

  @Test
  void backEdgesToOneHeaderAreOneLoop() {
    Function f =
        IrParser.parse(
            """
            func %f(v0: bool) {
            b0:
              jump b1
            b1:
              branch v0, b1, b2
            b2:
              branch v0, b1, b3
            b3:
              ret
            }
            """);
    ControlFlow flow = ControlFlow.of(f);
    Loops loops = Loops.of(flow, new DominatorTree(f));
    assertThat(loops.all()).hasToString("[loop b1 depth 1 [b1, b2]]");
    assertThat(loops.all().getFirst().latches()).hasSize(2);
  }

  @Test
  void aCycleWithTwoEntriesIsNoLoop() {
    Function f =
        IrParser.parse(
            """
            func %f(v0: bool) {
            b0:
              branch v0, b1, b2
            b1:
              branch v0, b2, b3
            b2:
              jump b1
            b3:
              ret
            }
            """);
    ControlFlow flow = ControlFlow.of(f);
    Loops loops = Loops.of(flow, new DominatorTree(f));
    assertThat(loops.all()).isEmpty();
    assertThat(loops.isIrreducible()).isTrue();
  }

  @Test
  void aMemberReachesItsHeaderWithoutLeavingTheLoop() {
    for (long seed = 1; seed <= 60; seed++) {
      Function f = RandomFunctions.generate(seed, new RandomFunctions.Options(100, true, false));
      ControlFlow flow = ControlFlow.of(f);
      var dominators = new DominatorTree(f);
      Loops loops = Loops.of(flow, dominators);
      for (Loops.Loop loop : loops.all()) {
        assertThat(loop.members().getFirst()).isSameAs(loop.header());
        for (Block member : loop.members()) {
          assertThat(dominators.dominates(loop.header(), member)).isTrue();
          assertThat(member.terminator().targets())
              .as("%d %s", seed, loop)
              .anyMatch(target -> loop.members().contains(target.block()));
        }
        if (loop.parent() != null) {
          assertThat(loop.parent().members()).containsAll(loop.members());
          assertThat(loop.depth()).isEqualTo(loop.parent().depth() + 1);
        }
      }
    }
  }
}
