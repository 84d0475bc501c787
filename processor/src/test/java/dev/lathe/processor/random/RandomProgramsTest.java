package dev.lathe.processor.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.ProgramGenerator;
import dev.lathe.random.ProgramShrinker;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random programs that the processor captures give in every form what they give as plain Java.
 * {@code -Dlathe.random=100000} is the number of methods, {@code -Dlathe.random.seed} the seed of a
 * run to repeat. {@code ParsedProgramsTest} of the runtime runs many more of them, which Lathe's
 * own parser reads.
 */
class RandomProgramsTest {
  @Test
  void capturedProgramsOfAFixedSeed() {
    assertThat(RandomPrograms.run(20_250, 100)).isPositive();
  }

  @Test
  void programsOfAFreshSeed() {
    long seed = Long.getLong("lathe.random.seed", System.nanoTime());
    int methods = Integer.getInteger("lathe.random", 100);
    System.out.println("captured random programs: -Dlathe.random.seed=" + seed);
    assertThat(RandomPrograms.run(seed, methods)).isPositive();
  }

  @Test
  void aFailingProgramShrinksToWhatFails() {
    for (long seed = 0; ; seed++) {
      Method method = ProgramGenerator.method("m", seed, List.of(), true);
      if (method.print("").contains("floorDiv(")) {
        Method small = ProgramShrinker.shrink(method, m -> m.print("").contains("floorDiv("));
        assertThat(small.body()).hasSize(1);
        assertThat(small.body().getFirst().expressions().getFirst().size()).isLessThan(8);
        return;
      }
    }
  }
}
