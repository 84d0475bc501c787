package dev.lathe.codegen;

/**
 * The ascending keys of a switch cut into runs: of so many keys so close together that a jump table
 * pays, or of a single key. Each run is as long as can be.
 */
public final class SwitchRuns {
  /** Fewer keys are found as fast by comparing. */
  private static final int FEWEST = 8;

  /** How far the neighbours in a table may be apart: at least every fourth entry is a key's. */
  private static final int GAP = 4;

  private final int[] keys;
  private final int[] starts; // per run: the index of its first key
  private int count;

  public SwitchRuns(int[] keys) {
    this.keys = keys;
    this.starts = new int[keys.length + 1];
    int from = 0;
    while (from < keys.length) {
      int to = from + 1;
      while (to < keys.length && (long) keys[to] - keys[to - 1] <= GAP) {
        to++;
      }
      if (to - from < FEWEST) {
        to = from + 1;
      }
      starts[count++] = from;
      from = to;
    }
    starts[count] = from;
  }

  /** How many runs there are. */
  public int count() {
    return count;
  }

  /** The index of the first key of run {@code run}. */
  public int from(int run) {
    return starts[run];
  }

  /** The index behind its last key. */
  public int to(int run) {
    return starts[run + 1];
  }

  /** Its lowest key. */
  public int lowest(int run) {
    return keys[from(run)];
  }

  /** How many values its keys span. */
  public int span(int run) {
    return keys[to(run) - 1] - lowest(run) + 1;
  }
}
