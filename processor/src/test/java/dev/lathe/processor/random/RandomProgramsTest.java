package dev.lathe.processor.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.random.JavaStatement;
import dev.lathe.random.ProgramGenerator;
import dev.lathe.random.ProgramGenerator.Mode;
import dev.lathe.random.ProgramShrinker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random programs that the processor captures give in every form what they give as plain Java.
 * {@code -Dlathe.test.random=100000} is the number of programs, {@code -Dlathe.test.random.seed}
 * the seed of a run to repeat. {@code ParsedProgramsTest} of the runtime runs many more of them,
 * which Lathe's own parser reads.
 */
class RandomProgramsTest {
  @ParameterizedTest
  @CsvSource({"SCALARS, 60", "ARRAYS, 20", "LOOPS, 20"})
  void capturedProgramsOfAFixedSeed(Mode mode, int count) {
    assertThat(RandomPrograms.run(20_250, mode, count)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"SCALARS, 40", "ARRAYS, 15", "LOOPS, 15"})
  void programsOfAFreshSeed(Mode mode, int count) {
    if (Mode.of(mode) == mode) {
      long seed = Long.getLong("lathe.test.random.seed", System.nanoTime());
      int methods = Integer.getInteger("lathe.test.random", count);
      System.out.printf(
          "captured random programs: -Dlathe.test.random.seed=%d, mode %s%n", seed, mode);
      assertThat(RandomPrograms.run(seed, mode, methods)).isPositive();
    }
  }

  @Test
  void aFailingProgramShrinksToWhatFails() {
    for (long seed = 0; ; seed++) {
      Program program = ProgramGenerator.program("m", seed, List.of(), Mode.SCALARS);
      if (program.print("").contains("floorDiv(")) {
        Program small = ProgramShrinker.shrink(program, p -> p.print("").contains("floorDiv("));
        List<JavaStatement> body = small.methods().getLast().body();
        assertThat(body).hasSizeLessThanOrEqualTo(1);
        assertThat(small.print("").lines().count()).isLessThan(8);
        return;
      }
    }
  }

  @Test
  void methodsThatDoNotMatterAreLeftOut() {
    for (long seed = 0; ; seed++) {
      Program program = ProgramGenerator.program("m", seed, List.of(), Mode.SCALARS);
      if (program.methods().size() == 4 && isWithin(program.root(), " / ")) {
        Program small = ProgramShrinker.shrink(program, p -> isWithin(p.root(), " / "));
        assertThat(small.methods()).hasSize(1);
        assertThat(small.root().body()).hasSize(1);
        return;
      }
    }
  }

  private static boolean isWithin(Method method, String text) {
    return method.print("").contains(text);
  }
}
