package dev.lathe.jvm;

import dev.lathe.testing.Comparison;
import dev.lathe.testing.Engine;
import dev.lathe.testing.RandomFunctions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Dlathe.fuzz=10000} makes it long. */
class ClassFileRandomTest {
  private static final int COUNT = Integer.getInteger("lathe.fuzz", 12);

  @ParameterizedTest
  @ValueSource(ints = {400, 100, 20})
  void functionsCutIntoMethodsOfAnySizeDoWhatTheInterpreterDoes(int budget) {
    var engine =
        Engine.ofMemory(
            "class files of methods of " + budget + " bytes",
            m -> Engine.kernel(m.root(), ClassFileCompiler.compile(m, null, budget)));
    for (long seed = 1; seed <= COUNT; seed++) {
      int statements = (int) (seed * 7 % 150);
      var options = new RandomFunctions.Options(statements, true, seed % 3 == 0, seed % 2 == 0);
      Comparison.compareRandom(engine, seed, options);
      Comparison.compareRandomModule(engine, seed, options);
    }
  }
}
