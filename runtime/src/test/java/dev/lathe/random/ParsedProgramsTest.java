package dev.lathe.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random programs give in every form what they give as plain Java. {@code -Dlathe.random=1000000}
 * is the number of programs, {@code -Dlathe.random.seed} the seed of a run to repeat.
 */
class ParsedProgramsTest {
  private static final int BATCH = 250;

  @Test
  void programsOfAFixedSeed() {
    run(20_261, 2_000);
  }

  @Test
  void programsOfAFreshSeed() {
    long seed = Long.getLong("lathe.random.seed", System.nanoTime());
    System.out.println("random programs: -Dlathe.random.seed=" + seed);
    run(seed, Integer.getInteger("lathe.random", 1_000));
  }

  private static void run(long seed, int count) {
    var statistics = new RunStatistics();
    for (int done = 0; done < count; done += BATCH) {
      int size = Math.min(BATCH, count - done);
      String failure = new ParsedPrograms(seed + done, statistics).run(size);
      assertThat(failure).isNull();
    }
    if (count > 10_000) {
      System.out.println(statistics);
    }
  }

  /**
   * {@code seconds [seed [failures]]}: runs for so long, prints failures and goes on, as far as so
   * many; for profilers too. {@code one seed} runs one program.
   */
  public static void main(String[] args) {
    if (args[0].equals("one")) {
      long one = Long.parseLong(args[1]);
      System.out.println(ProgramGenerator.program("m0", one, List.of(), true).print(""));
      System.out.println(new ParsedPrograms(one, new RunStatistics()).run(1));
      return;
    }
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    int most = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    System.out.println("seed " + seed);
    var statistics = new RunStatistics();
    long begin = System.nanoTime();
    long told = begin;
    for (int failures = 0; System.nanoTime() < end && failures < most; seed += BATCH) {
      String failure = new ParsedPrograms(seed, statistics).run(BATCH);
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
