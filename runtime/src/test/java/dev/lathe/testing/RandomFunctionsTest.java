package dev.lathe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.EnumSet;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code -Dlathe.fuzz=100000} makes it long; {@code -Dlathe.seed} says where to begin. */
class RandomFunctionsTest {
  private static final int COUNT = Integer.getInteger("lathe.fuzz", 30);
  private static final long FIRST = Long.getLong("lathe.seed", 1);
  static final Object[] ENGINES = Engine.ALL.toArray();

  @ParameterizedTest
  @FieldSource("ENGINES")
  void enginesAgreeOnRandomFunctions(Engine engine) {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      int statements = 1 << seed % 7;
      boolean control = seed % 5 != 0;
      boolean traps = seed % 3 != 0;
      var options = new RandomFunctions.Options(statements, control, traps);
      Comparison.compareRandom(engine, seed, options);
    }
  }

  @Test
  void textFormReadsBackToTheSameText() {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      String text = IrPrinter.print(RandomFunctions.generate(seed));
      assertThat(IrPrinter.print(IrParser.parse(text))).isEqualTo(text);
    }
  }

  @Test
  void equalSeedsGiveEqualFunctions() {
    String text = IrPrinter.print(RandomFunctions.generate(42));
    assertThat(IrPrinter.print(RandomFunctions.generate(42))).isEqualTo(text);
    assertThat(IrPrinter.print(RandomFunctions.generate(43))).isNotEqualTo(text);
  }

  @Test
  void everyOpAndTerminatorOccurs() {
    var ops = EnumSet.noneOf(Op.class);
    var terminators = new HashSet<Class<? extends Terminator>>();
    for (long seed = 1; seed <= 200; seed++) {
      for (Block block : RandomFunctions.generate(seed).blocks()) {
        block.params().forEach(param -> ops.add(param.op()));
        block.values().forEach(value -> ops.add(value.op()));
        terminators.add(block.terminator().getClass());
      }
    }
    var others = EnumSet.of(Op.YIELD, Op.CALL); // a pass adds it; functions alone call nobody
    for (Op op : Op.values()) {
      if (op.isOfMemory() || op.isOfVectors()) {
        others.add(op);
      }
    }
    assertThat(ops).isEqualTo(EnumSet.complementOf(others));
    assertThat(terminators).hasSize(4);
  }

  @Test
  void differencesAreShrunk() {
    // An engine that is wrong wherever a division of floats stands in the function.
    var engine =
        Engine.of("wrong", f -> arguments -> has(f, Op.FDIV) ? 42 : Interpreter.run(f, arguments));
    long seed = 1;
    while (!has(RandomFunctions.generate(seed), Op.FDIV)
        || RandomFunctions.generate(seed).result().bits() != 64
        || Comparison.difference(engine, RandomFunctions.generate(seed), zeros(seed)) == null) {
      seed++;
    }
    Function function = RandomFunctions.generate(seed);
    long[] arguments = zeros(seed);
    assertThatThrownBy(() -> Comparison.compare(engine, function, arguments))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("; test run\n\nfunc %" + function.name())
        .hasMessageContaining("fdiv")
        .satisfies(e -> assertThat(e.getMessage().lines().count()).isLessThan(20));
  }

  private static long[] zeros(long seed) {
    return new long[RandomFunctions.generate(seed).params().size()];
  }

  private static boolean has(Function function, Op op) {
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        if (value.op() == op) {
          return true;
        }
      }
    }
    return false;
  }
}
