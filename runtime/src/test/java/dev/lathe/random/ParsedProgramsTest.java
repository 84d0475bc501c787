package dev.lathe.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.random.ProgramGenerator.Mode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random programs give in every form what they give as plain Java. {@code
 * -Dlathe.test.random=1000000} is the number of programs of each mode, {@code
 * -Dlathe.test.random.seed} the seed of a run to repeat, {@code -Dlathe.test.random.mode=loops} the
 * only {@link Mode} of programs.
 */
class ParsedProgramsTest {
  private static final int BATCH = 200;
  private static final int LARGE = 500;
  private static final int SHARE = Integer.getInteger("lathe.test.random.share", 3);

  @ParameterizedTest
  @EnumSource(names = {"MIXED", "LOOPS"})
  void programsOfAFixedSeed(Mode mode) {
    run(20_261, mode, 400);
  }

  @ParameterizedTest
  @EnumSource(names = {"MIXED", "LOOPS"})
  void programsOfAFreshSeed(Mode mode) {
    if (Mode.of(mode) == mode) {
      long seed = Long.getLong("lathe.test.random.seed", System.nanoTime());
      System.out.printf("random programs: -Dlathe.test.random.seed=%d, mode %s%n", seed, mode);
      run(seed, mode, Integer.getInteger("lathe.test.random", 200));
    }
  }

  private static void run(long seed, Mode mode, int count) {
    var statistics = new RunStatistics();
    for (int done = 0; done < count; done += BATCH) {
      int size = Math.min(BATCH, count - done);
      String failure = new ParsedPrograms(seed + done, mode, SHARE, statistics).run(size);
      assertThat(failure).isNull();
    }
    if (count > 10_000) {
      System.out.println(statistics);
    }
  }

  /**
   * {@code seconds [seed [failures]]}: runs for so long, prints failures and goes on, as far as so
   * many; for profilers too. {@code one seed} runs one program. Where the mode is not said, one
   * batch of four is of programs with arrays, the others of loops.
   */
  public static void main(String[] args) {
    Mode mode = Mode.of(Mode.LOOPS);
    if (args[0].equals("one")) {
      long one = Long.parseLong(args[1]);
      System.out.println(ProgramGenerator.program("m0", one, List.of(), mode).print(""));
      System.out.println(new ParsedPrograms(one, mode, SHARE, new RunStatistics()).run(1));
      return;
    }
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    int most = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    System.out.println("seed " + seed);
    var statistics = new RunStatistics();
    long begin = System.nanoTime();
    long told = begin;
    for (int failures = 0; System.nanoTime() < end && failures < most; seed += LARGE) {
      mode = Mode.of(seed / LARGE % 4 == 0 ? Mode.ARRAYS : Mode.LOOPS);
      String failure = new ParsedPrograms(seed, mode, SHARE, statistics).run(LARGE);
      if (failure != null) {
        failures++;
        System.out.println("FAILURE " + failure);
      }
      if (System.nanoTime() - told > 30_000_000_000L) {
        told = System.nanoTime();
        System.out.println(statistics.told(told - begin) + ", at " + seed);
      }
    }
    System.out.println(statistics);
    System.out.println(statistics.told(System.nanoTime() - begin));
  }
}
