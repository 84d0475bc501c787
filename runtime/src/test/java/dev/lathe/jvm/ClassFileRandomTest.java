package dev.lathe.jvm;

import dev.lathe.ir.Module;
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
        Engine.of(
            "class file of methods of " + budget + " bytes",
            f -> Engine.kernel(f, ClassFileCompiler.compile(Module.of(f), null, budget)));
    var modules =
        Engine.ofModules(
            "class files of methods of " + budget + " bytes",
            m -> Engine.kernel(m.root(), ClassFileCompiler.compile(m, null, budget)));
    for (long seed = 1; seed <= COUNT; seed++) {
      var options = new RandomFunctions.Options((int) (seed * 7 % 150), true, seed % 3 == 0);
      Comparison.compareRandom(engine, seed, options);
      Comparison.compareRandomModule(modules, seed, options);
    }
  }
}
