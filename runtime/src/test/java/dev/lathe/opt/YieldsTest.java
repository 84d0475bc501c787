package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
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
  void aLatchYieldsAtTheCostOfAnIteration() {
    Function function = IrParser.parse(LOOP.formatted(""));
    assertThat(new Yields().run(function, new PassContext())).isTrue();
    Verifier.verify(function);
    assertThat(IrPrinter.print(function))
        .isEqualTo(LOOP.formatted("  v6 = const.i64 4\n  yield v6\n"));
    assertThat(new Yields().run(function, new PassContext())).as("changes again").isFalse();
  }

  @Test
  void noCycleIsWithoutYield() {
    int yields = 0;
    for (long seed = 1; seed <= 60; seed++) {
      Function function = RandomFunctions.generate(seed);
      new Yields(0, 0).run(function, new PassContext());
      ControlFlow flow = ControlFlow.of(function);
      for (Block block : function.blocks()) {
        boolean back =
            block.terminator().targets().stream()
                .anyMatch(target -> flow.position(target.block()) <= flow.position(block));
        long count = block.values().stream().filter(value -> value.op() == Op.YIELD).count();
        assertThat(count > 0).isEqualTo(back);
        yields += (int) count;
      }
    }
    assertThat(yields).isGreaterThan(20);
  }

  private static long yields(String body) {
    Function function = IrParser.parse("func %f(v0: i32, v1: i32) -> i32 {\n" + body + "}\n");
    new LoopRotation().run(function, new PassContext());
    new DeadCode().run(function, new PassContext()); // parameters that always get the same
    new Yields().run(function, new PassContext());
    Verifier.verify(function);
    return function.blocks().stream()
        .flatMap(block -> block.values().stream())
        .filter(value -> value.op() == Op.YIELD)
        .count();
  }

  /** As what LoopSplitting leaves behind: a yield for each strip but the first. */
  @Test
  void aLoopThatIsEnteredFromTwoPlacesIsStripMined() {
    String entered =
        """
        b0:
          v2 = const.i32 0
          v3 = const.i32 1
          v4 = icmp.i32 lt v0, v1
          branch v4, b1, b2
        b1:
          jump b3(v2)
        b2:
          v5 = const.i32 7
          jump b3(v5)
        b3(v6: i32):
          v7 = iadd.i32 v6, v3
          v8 = icmp.i32 lt v7, v0
          branch v8, b3(v7), b4
        b4:
          ret v7
        """;
    assertThat(yields(entered)).isEqualTo(1);
  }

  private static final String NESTED =
      """
      b0:
        v2 = const.i32 0
        v3 = const.i32 1
        v4 = const.i32 %s
        jump b1(v2, v2)
      b1(v5: i32, v6: i32):
        jump b2(v2, v6)
      b2(v7: i32, v8: i32):
        v9 = ixor.i32 v8, v7
        v10 = iadd.i32 v7, v3
        v11 = icmp.i32 lt v10, %s
        branch v11, b2(v10, v9), b3
      b3:
        v12 = iadd.i32 v5, v3
        v13 = icmp.i32 lt v12, %s
        branch v13, b1(v12, v9), b4
      b4:
        ret v9
      """
          .replace("ixor", "xor");

  @Test
  void loopsThatAreShortForCertainNeedNoYield() {
    assertThat(yields(NESTED.formatted("10", "v4", "v4"))).isZero();
    // the outer one counts as well: a yield for each strip but the first
    assertThat(yields(NESTED.formatted("10", "v4", "v0"))).isEqualTo(1);
    // the inner one pays for the first as well
    assertThat(yields(NESTED.formatted("10000", "v4", "v0"))).isEqualTo(3);
    assertThat(yields(NESTED.formatted("100", "v4", "v4"))).as("both together").isEqualTo(1);
  }

  @Test
  void theFirstStripIsComputedAsFarOutAsItCanBe() {
    Function function =
        IrParser.parse(
            "func %f(v0: i32, v1: i32) -> i32 {\n" + NESTED.formatted("7", "v1", "v0") + "}\n");
    new Yields().run(function, new PassContext());
    Verifier.verify(function);
    ControlFlow flow = ControlFlow.of(function);
    Loops loops = Loops.of(flow, new DominatorTree(function));
    for (Block block : function.blocks()) {
      if (loops.depth(block) == 1 && loops.of(block).header() != block) {
        boolean strip =
            block.terminator() instanceof Terminator.Jump jump
                && jump.target().block() == loops.of(block).header();
        assertThat(block.values().stream().anyMatch(v -> v.op() == Op.IMIN))
            .as("%s", block)
            .isEqualTo(strip);
      }
    }
  }

  @Test
  void constantsOfTheLoopAreMadeAnewBeforeIt() {
    String loops =
        """
        func %%f(v0: i32, v1: i32) -> i32 {
        b0:
          v2 = const.i32 1
          jump b1(v1)
        b1(v3: i32):
          v4 = const.i32 100000
          jump b2(%s)
        b2(v5: i32):
          v6 = iadd.i32 v5, v2
          v7 = icmp.i32 %s v5, %s
          branch v7, b2(v6), b3
        b3:
          v8 = iadd.i32 v3, v2
          v9 = icmp.i32 lt v8, v0
          branch v9, b1(v8), b4
        b4:
          ret v8
        }
        """;
    for (String predicate : new String[] {"lt", "le", "ne"}) {
      for (String[] ends : new String[][] {{"v0", "v4"}, {"v4", "v0"}, {"v4", "v4"}}) {
        Function function = IrParser.parse(loops.formatted(ends[0], predicate, ends[1]));
        new Yields().run(function, new PassContext());
        Verifier.verify(function);
      }
    }
  }

  @Test
  void ofManyLoopsInARowEachPaysForItsFirstStrip() {
    assertThat(yields(row(4))).isEqualTo(4);
    assertThat(yields(row(5))).isEqualTo(10);
  }

  private static String row(int loops) {
    var body = new StringBuilder("b0:\n  v2 = const.i32 0\n  v3 = const.i32 1\n  jump b1(v2)\n");
    for (int i = 1; i <= loops; i++) {
      body.append("b%d(v%d: i32):\n".formatted(i, 10 * i));
      body.append("  v%d = iadd.i32 v%d, v3\n".formatted(10 * i + 1, 10 * i));
      body.append("  v%d = icmp.i32 lt v%d, v0\n".formatted(10 * i + 2, 10 * i + 1));
      String next = i == loops ? "b" + (i + 1) : "b%d(v2)".formatted(i + 1);
      body.append("  branch v%d, b%d(v%d), %s\n".formatted(10 * i + 2, i, 10 * i + 1, next));
    }
    return body.append("b%d:\n  ret v0\n".formatted(loops + 1)).toString();
  }

  /** A bound that is the first value that is tested and a few more. */
  private static final String NEAR =
      """
      b0:
        v2 = const.i32 %4$s
        v3 = const.i32 %1$s
        v4 = and.i32 v1, v3
        v9 = iadd.i32 v0, v2
        v5 = %2$s v9, v4
        jump b1(v0)
      b1(v6: i32):
        v7 = iadd.i32 v6, v2
        v8 = icmp.i32 %3$s v7, v5
        branch v8, b1(v7), b2
      b2:
        ret v6
      """;

  @Test
  void aLoopToANearBoundNeedsNoYield() {
    assertThat(yields(NEAR.formatted("7", "iadd.i32", "lt", 1))).isZero();
    assertThat(yields(NEAR.formatted("7", "isub.i32", "gt", -1))).isZero();
    assertThat(yields(NEAR.formatted("7", "iadd.i32", "le", 1))).as("may be all").isEqualTo(1);
    assertThat(yields(NEAR.formatted("1000000", "iadd.i32", "lt", 1))).isEqualTo(1);
    assertThat(yields(NEAR.formatted("-9", "iadd.i32", "lt", 1))).as("below").isEqualTo(1);
  }

  private static final String LONG =
      """
      func %%f(v0: i64) -> i64 {
      b0:
        v1 = const.i64 %s
        v2 = const.i64 %s
        v3 = const.i64 %s
        jump b1(v1)
      b1(v4: i64):
        v5 = icmp.i64 %s v4, v3
        branch v5, b2, b4
      b2:
        v6 = xor.i64 v4, v0
        v7 = icmp.i64 eq v6, v2
        branch v7, b4, b3
      b3:
        v8 = iadd.i64 v4, v2
        jump b1(v8)
      b4:
        ret v4
      }
      """;

  private static boolean yields(long from, long step, long to, String predicate) {
    Function function = IrParser.parse(LONG.formatted(from, step, to, predicate));
    return new Yields().run(function, new PassContext());
  }

  @Test
  void countsOfIterationsDoNotOverflow() {
    assertThat(yields(0, 1, 100, "ne")).isFalse();
    assertThat(yields(0, 1, Long.MAX_VALUE, "ne")).isTrue();
    assertThat(yields(0, 1, Long.MAX_VALUE - 1, "lt")).isTrue();
    assertThat(yields(0, -1, -Long.MAX_VALUE, "ne")).isTrue();
    // never ends: from -4 to Long.MAX_VALUE - 3 and back
    assertThat(yields(-4, Long.MIN_VALUE, -5, "gt")).isTrue();
  }

  @Test
  void aLoopPaysForTheLastIterationOfThoseInIt() {
    var divisions = new StringBuilder();
    for (int i = 20; i < 40; i++) { // 400 or more, a hundred times
      String from = i == 20 ? "v1" : "v" + (i - 1);
      divisions.append("  v%d = idiv.i32 %s, v4\n".formatted(i, from));
    }
    String body =
        """
        b0:
          v2 = const.i32 0
          v3 = const.i32 1
          v4 = const.i32 100
          jump b1(v2)
        b1(v5: i32):
          jump b2
        b2:
        %s  v6 = icmp.i32 lt v39, v0
          branch v6, b2, b3
        b3:
          v12 = iadd.i32 v5, v3
          v13 = icmp.i32 lt v12, v4
          branch v13, b1(v12), b4
        b4:
          ret v5
        """;
    assertThat(yields(body.formatted(divisions))).isEqualTo(2);
  }

  /** Whether a loop over the bits of a parameter yields, that goes on with {@code next}. */
  private static boolean yieldsOverBits(String next, String test) {
    return yields(
            """
            b0:
              v2 = const.i32 0
              v3 = const.i32 1
              v4 = const.i32 -1
              jump b1(v0)
            b1(v5: i32):
              v6 = icmp.i32 %s
              branch v6, b2, b3
            b2:
              v7 = iadd.i32 v5, v4
              v8 = %s
              jump b1(v8)
            b3:
              ret v5
            """
                .formatted(test, next))
        > 0;
  }

  @Test
  void loopsThatTakeBitsAwayNeedNoYield() {
    String notZero = "ne v5, v2";
    assertThat(yieldsOverBits("ushr.i32 v5, v3", notZero)).isFalse();
    assertThat(yieldsOverBits("shl.i32 v5, v3", notZero)).isFalse();
    assertThat(yieldsOverBits("and.i32 v5, v7", notZero)).isFalse();
    assertThat(yieldsOverBits("and.i32 v7, v5", "ugt v5, v2")).isFalse();
    assertThat(yieldsOverBits("ushr.i32 v5, v3", "gt v5, v2")).isFalse();
  }

  @Test
  void loopsThatMayKeepBitsYield() {
    String notZero = "ne v5, v2";
    assertThat(yieldsOverBits("shr.i32 v5, v3", notZero)).as("-1 >> 1 is -1").isTrue();
    assertThat(yieldsOverBits("ushr.i32 v5, v2", notZero)).as("by 0").isTrue();
    assertThat(yieldsOverBits("ushr.i32 v5, v1", notZero)).as("by a variable").isTrue();
    assertThat(yieldsOverBits("rotl.i32 v5, v3", notZero)).isTrue();
    assertThat(yieldsOverBits("and.i32 v5, v1", notZero)).isTrue();
    assertThat(yieldsOverBits("ushr.i32 v5, v3", "ge v5, v2")).as("0 stays").isTrue();
    assertThat(yieldsOverBits("ushr.i32 v5, v3", "ne v5, v3")).as("0 is not 1").isTrue();
    assertThat(yieldsOverBits("ushr.i32 v5, v3", "ne v1, v2")).as("another is tested").isTrue();
  }

  @Test
  void aBoundThatIsNotNegativeEndsThemToo() {
    String body =
        """
        b0:
          v2 = const.i32 %s
          v3 = const.i32 2
          v4 = icmp.i32 ge v1, v2
          branch v4, b1(v0), b3(v0)
        b1(v5: i32):
          v6 = ushr.i32 v5, v3
          v7 = icmp.i32 %s
          branch v7, b1(v6), b3(v6)
        b3(v8: i32):
          ret v8
        """;
    assertThat(yields(body.formatted("0", "gt v6, v1"))).isZero();
    assertThat(yields(body.formatted("0", "lt v1, v6"))).isZero();
    assertThat(yields(body.formatted("1", "ge v6, v1"))).isZero();
    assertThat(yields(body.formatted("0", "ge v6, v1"))).as("0 >= 0").isPositive();
    assertThat(yields(body.formatted("-1", "gt v6, v1"))).as("0 > -1").isPositive();
    assertThat(yields(body.formatted("0", "lt v6, v1"))).as("0 < v1").isPositive();
  }

  private static long yieldsInEuclid(String dividend, String a) {
    return yields(
        """
        b0:
          v2 = const.i32 0
          jump b1(v0, v1)
        b1(v3: i32, v4: i32):
          v5 = icmp.i32 ne v4, v2
          branch v5, b2, b3
        b2:
          v6 = nonzero.i32 v4, remainder.i32
          v7 = irem.i32 %s, v6
          jump b1(%s, v7)
        b3:
          ret v3
        """
            .formatted(dividend, a));
  }

  @Test
  void euclidsAlgorithmIsShort() {
    assertThat(yieldsInEuclid("v3", "v4")).isZero();
    assertThat(yieldsInEuclid("v3", "v3")).as("v0 % (v0 % (v0 % ...))").isPositive();
    assertThat(yieldsInEuclid("v0", "v4")).isPositive();
  }

  @Test
  void waysThatUndoEachOtherYield() {
    assertThat(
            yields(
                """
                b0:
                  v2 = const.i32 0
                  v3 = const.i32 1
                  jump b1(v0)
                b1(v4: i32):
                  v5 = icmp.i32 ne v4, v2
                  branch v5, b2, b5
                b2:
                  v6 = icmp.i32 lt v4, v1
                  branch v6, b3, b4
                b3:
                  v7 = shl.i32 v4, v3
                  jump b1(v7)
                b4:
                  v8 = ushr.i32 v4, v3
                  jump b1(v8)
                b5:
                  ret v4
                """))
        .isPositive();
  }

  @Test
  void passesKeepYields() {
    Function function = IrParser.parse(LOOP.formatted("  yield\n  yield @3\n"));
    Pipeline.NATIVE.run(function, new PassContext().verifying());
    assertThat(IrPrinter.print(function)).containsPattern("yield\n +yield @3\n");
  }
}
