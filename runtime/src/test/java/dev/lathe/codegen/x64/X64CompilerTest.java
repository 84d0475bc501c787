package dev.lathe.codegen.x64;

import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.testing.Comparison;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import dev.lathe.testing.RandomFunctions;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code -Dlathe.fuzz=100000} makes it long; {@code -Dlathe.seed} says where to begin. */
class X64CompilerTest {
  private static final int COUNT = Integer.getInteger("lathe.fuzz", 150);
  private static final long FIRST = Long.getLong("lathe.seed", 1);
  static final Engine[] ENGINES = {
    NativeEngine.fewRegisters(), NativeEngine.savedRegisters(), Engine.NATIVE_OPTIMIZED
  };

  @ParameterizedTest
  @FieldSource("ENGINES")
  void randomFunctionsDoWhatTheInterpreterDoes(Engine engine) {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      var options =
          new RandomFunctions.Options(1 << seed % 9, seed % 5 != 0, seed % 3 != 0);
      Function function = withoutRemainder(RandomFunctions.generate(seed, options));
      Engine.Kernel kernel = engine.compile(function);
      var random = new Random(seed);
      for (int i = 0; i < 6; i++) {
        long[] arguments = RandomFunctions.arguments(function, random);
        Outcome expected = Outcome.of(a -> Interpreter.runLimited(function, 200_000, a), arguments);
        boolean cut = expected.exception() instanceof IllegalStateException;
        if (!cut && !Outcome.of(kernel, arguments).isSame(function.result(), expected)) {
          Comparison.compare(engine, function, arguments); // shrinks
        }
      }
    }
  }

  private static Function withoutRemainder(Function function) {
    return IrParser.parse(IrPrinter.print(function).replace("frem", "fdiv"));
  }
}
