package dev.lathe.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.StackLimitException;
import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.Type;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Checker;
import dev.lathe.lang.Lowering;
import dev.lathe.lang.Parser;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernels that are deep or wide compile on an ordinary stack, and compute what they should. */
class DeepAndWideTest {
  @ParameterizedTest
  @EnumSource
  void kernelsOfGreatSizeCompileInEveryEngine(Shape shape) {
    Function function = function(shape.text(shape.size()));
    Engine.Kernel classFile = Engine.CLASS_FILE.compile(function);
    Engine.Kernel optimized = null;
    try {
      optimized = Engine.NATIVE_OPTIMIZED.compile(function(shape.text(shape.size())));
    } catch (StackLimitException limit) { // then users get the class file
      assertThat(shape).isIn(Shape.LOCALS, Shape.UPDATED);
    }
    for (int argument : new int[] {0, 77, shape.size() - 1}) {
      var arguments = new long[function.params().size()];
      Arrays.fill(arguments, argument);
      Outcome expected = Outcome.of(all -> Interpreter.run(function, all), arguments);
      assertThat(Outcome.of(classFile, arguments).describe(Type.I32))
          .as("class file of %d", argument)
          .isEqualTo(expected.describe(Type.I32));
      if (optimized != null) {
        assertThat(Outcome.of(optimized, arguments).describe(Type.I32))
            .as("native of %d", argument)
            .isEqualTo(expected.describe(Type.I32));
      }
    }
  }

  /** Each loop has a counter that all loops inside of it keep: no parameters are made for them. */
  @Test
  void loweringANestOfLoopsMakesAsManyValuesForEach() {
    int fifty = function(Shape.NESTED_LOOPS.text(50)).valueCount();
    int hundred = function(Shape.NESTED_LOOPS.text(100)).valueCount();
    assertThat(hundred).isLessThanOrEqualTo(2 * fifty);
  }

  @Test
  void whatIsNestedTooDeeplyIsRefused() {
    for (Shape shape : new Shape[] {Shape.ELSE_IFS, Shape.PARENTHESES, Shape.NESTED_BLOCKS}) {
      Parser.Result result = Parser.parse(shape.text(100_000));
      assertThat(result.diagnostics().getFirst().toString()).contains("nested too deeply");
    }
  }

  private static Function function(String text) {
    Parser.Result parsed = Parser.parse(text);
    assertThat(parsed.diagnostics()).isEmpty();
    Checked checked = Checker.check(parsed.kernel());
    assertThat(checked.diagnostics()).isEmpty();
    return Lowering.lower(checked, "Deep.f", null);
  }
}
