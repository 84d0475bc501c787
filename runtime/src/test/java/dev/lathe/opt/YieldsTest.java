package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Verifier;
import dev.lathe.testing.RandomFunctions;
import org.junit.jupiter.api.Test;

class YieldsTest {
  private static final String LOOP =
      """
      func %%count(v0: i32) -> i32 {
      b0:
        v1 = const.i32 0
        v2 = const.i32 1
        jump b1(v1)
      b1(v3: i32):
        v4 = icmp.i32 lt v3, v0
        branch v4, b2, b3
      b2:
        v5 = iadd.i32 v3, v2
      %s  jump b1(v5)
      b3:
        ret v3
      }
      """;

  @Test
  void everyLatchYields() {
    Function function = IrParser.parse(LOOP.formatted(""));
    assertThat(new Yields().run(function, new PassContext())).isTrue();
    Verifier.verify(function);
    assertThat(IrPrinter.print(function)).isEqualTo(LOOP.formatted("  yield\n"));
    assertThat(new Yields().run(function, new PassContext())).as("changes again").isFalse();
  }

  @Test
  void noCycleIsWithoutYield() {
    int yields = 0;
    for (long seed = 1; seed <= 60; seed++) {
      Function function = RandomFunctions.generate(seed);
      new Yields().run(function, new PassContext());
      ControlFlow flow = ControlFlow.of(function);
      for (Block block : function.blocks()) {
        boolean back =
            block.terminator().targets().stream()
                .anyMatch(target -> flow.position(target.block()) <= flow.position(block));
        long count = block.values().stream().filter(value -> value.op() == Op.YIELD).count();
        assertThat(count).isEqualTo(back ? 1 : 0);
        yields += (int) count;
      }
    }
    assertThat(yields).isGreaterThan(20);
  }

  @Test
  void passesKeepYields() {
    Function function = IrParser.parse(LOOP.formatted("  yield\n  yield @3\n"));
    Pipeline.NATIVE.run(function, new PassContext().verifying());
    assertThat(IrPrinter.print(function)).containsPattern("yield\n +yield @3\n");
  }
}
