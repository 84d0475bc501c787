package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Verifier;
import dev.lathe.testing.Comparison;
import dev.lathe.testing.Engine;
import dev.lathe.testing.RandomFunctions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random functions, optimised and not, in the interpreter. {@code -Dlathe.fuzz=100000} makes it
 * long; {@code -Dlathe.seed} says where to begin.
 */
class RandomPassesTest {
  private static final int COUNT = Integer.getInteger("lathe.fuzz", 40);
  private static final long FIRST = Long.getLong("lathe.seed", 1);

  static List<Pass> passes() {
    return List.of(
        new Fold(),
        new StrengthReduction(),
        new Gvn(),
        new DeadCode(),
        new IfConversion(),
        new LoopRotation(),
        new InvariantMotion(),
        new InductionVariables(),
        new RangePropagation(),
        new Hoisting(),
        new BitCounting(),
        new IndexChecks(),
        new LoopSplitting(),
        new LoopUnrolling(),
        new LoadElimination(),
        new ExpandMath());
  }

  static List<Pipeline> pipelines() {
    return PipelineTest.pipelines();
  }

  private static RandomFunctions.Options options(long seed) {
    boolean memory = seed / 8 % 2 != 0;
    return new RandomFunctions.Options(1 << seed % 8, seed % 5 != 0, seed % 3 != 0, memory);
  }

  @ParameterizedTest
  @MethodSource("passes")
  void aPassAloneKeepsResultsAndExceptions(Pass pass) {
    Engine engine =
        Comparison.interpretAfter(
            pass.name(),
            function -> {
              pass.run(function, new PassContext());
              Verifier.verify(function);
            });
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      Comparison.compareRandom(engine, seed, options(seed));
    }
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void pipelinesKeepResultsAndExceptions(Pipeline pipeline) {
    Engine engine =
        Comparison.interpretAfter(
            "pipeline", function -> pipeline.run(function, new PassContext().verifying()));
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      Comparison.compareRandom(engine, seed, options(seed));
    }
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void pipelinesOfModulesKeepResultsAndExceptions(Pipeline pipeline) {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      long fuel = seed % 4 == 0 ? seed % 50 : Long.MAX_VALUE;
      Engine engine =
          Comparison.interpretModuleAfter(
              "pipeline", m -> pipeline.run(m, new PassContext().fuel(fuel).verifying()));
      Comparison.compareRandomModule(engine, seed, options(seed));
    }
  }

  @Test
  void passesInAnyOrderKeepResultsAndExceptions() {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      var order = new ArrayList<Pass>(passes());
      order.addAll(passes());
      Collections.shuffle(order, new Random(seed));
      var pipeline = new Pipeline(order.toArray(Pass[]::new));
      Engine engine =
          Comparison.interpretAfter(
              pipeline.names().toString(),
              function -> pipeline.run(function, new PassContext().verifying()));
      Comparison.compareRandom(engine, seed, options(seed));
    }
  }

  @Test
  void fuelStopsAnywhereWithoutHarm() {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      long fuel = new Random(seed).nextInt(60);
      Engine engine =
          Comparison.interpretAfter(
              "fuel " + fuel,
              function -> Pipeline.NATIVE.run(function, new PassContext().fuel(fuel).verifying()));
      Comparison.compareRandom(engine, seed, options(seed));
    }
  }

  @Test
  void equalFunctionsGiveEqualResults() {
    for (long seed = FIRST; seed < FIRST + 20; seed++) {
      Function a = RandomFunctions.generate(seed);
      Function b = RandomFunctions.generate(seed);
      Pipeline.NATIVE.run(a);
      Pipeline.NATIVE.run(b);
      assertThat(IrPrinter.print(a)).isEqualTo(IrPrinter.print(b));
    }
  }
}
