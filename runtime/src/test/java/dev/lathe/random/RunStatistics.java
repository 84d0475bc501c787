package dev.lathe.random;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What the programs of a run contain, and what became of their calls. */
final class RunStatistics {
  private static final Map<String, String> FEATURES = new LinkedHashMap<>();

  static {
    FEATURES.put("for", "for (");
    FEATURES.put("while", "while (");
    FEATURES.put("do", "do {");
    FEATURES.put("fuel", "--fuel");
    FEATURES.put("if", "if (");
    FEATURES.put("else", "else");
    FEATURES.put("break", "break;");
    FEATURES.put("break label", "break l");
    FEATURES.put("continue", "continue;");
    FEATURES.put("continue label", "continue l");
    FEATURES.put("switch", "switch (");
    FEATURES.put("case with arrow", " -> ");
    FEATURES.put("old case", ":\n");
    FEATURES.put("yield", "yield ");
    FEATURES.put("assert", "assert ");
    FEATURES.put("recursive method", "depth <");
    FEATURES.put("call of one", "depth - ");
    FEATURES.put("exact", "Exact");
    FEATURES.put("array", "[] p");
    FEATURES.put("segment", "MemorySegment p");
    FEATURES.put("access of one", "tIndex(");
    FEATURES.put("table", "Tables.");
    FEATURES.put("length", ".length");
    FEATURES.put("element", "[");
    FEATURES.put("new array", " = new ");
    FEATURES.put("whole loop", ".length; ");
    FEATURES.put("division", " / ");
    FEATURES.put("remainder", " % ");
  }

  private long programs;
  private long withArrays;
  private long natives;
  private long callers;
  private long keepers;
  private long asserting;
  private long lines;
  private long calls;
  private long traps;
  private long slices;
  private long tooLong;
  private long lanes;
  private final Map<String, long[]> features = new LinkedHashMap<>();
  private final Map<String, Long> thrown = new LinkedHashMap<>();
  private static final Pattern NUMBERS = Pattern.compile("-?[0-9][0-9a-zA-Z.+-]*");

  /** Counts a call of a program whose loops are in lanes. */
  void lanes() {
    lanes++;
  }

  /**
   * Counts a program.
   *
   * @param keepsCalls whether calls are left when it has been optimised
   */
  void program(String text, boolean isNative, boolean hasCalls, boolean keepsCalls) {
    programs++;
    natives += isNative ? 1 : 0;
    withArrays += text.contains("[] p") ? 1 : 0;
    callers += hasCalls ? 1 : 0;
    keepers += keepsCalls ? 1 : 0;
    asserting += text.contains("assert ") ? 1 : 0;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      lines++;
    }
    if (programs % 16 == 0) {
      FEATURES.forEach((name, pattern) -> {
        int count = 0;
        for (int at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) {
          count++;
        }
        long[] counts = features.computeIfAbsent(name, _ -> new long[2]);
        counts[0] += count > 0 ? 1 : 0;
        counts[1] += count;
      });
    }
  }

  void call(Throwable e) {
    calls++;
    if (e != null) {
      traps++;
      if (traps % 16 == 0) {
        String text = NUMBERS.matcher(e.toString()).replaceAll("N");
        boolean hasDetail = e instanceof AssertionError && e.getMessage() != null;
        thrown.merge(hasDetail ? "java.lang.AssertionError: …" : text, 1L, Long::sum);
      }
    }
  }

  /** Counts a call that takes too many steps to be compared. */
  void tooLong() {
    tooLong++;
  }

  void slices(long count) {
    slices += count;
  }

  /** How many programs there were, of what kind, and how many a second. */
  String told(long nanos) {
    return ("%d programs (%d with arrays, %d natively; %d with calls, %d after optimisation too; %d"
            + " with asserts; %d calls too long, %d in lanes), %.0f a second")
        .formatted(
            programs,
            withArrays,
            natives,
            callers,
            keepers,
            asserting,
            tooLong,
            lanes,
            programs * 1e9 / nanos);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    text.append(
        "%d programs, %.1f lines each; %d calls, %.1f %% end in an exception; %d slices\n"
            .formatted(programs, lines / (double) programs, calls, 100.0 * traps / calls, slices));
    long sampled = programs / 16;
    features.forEach((name, counts) ->
        text.append(
            "  %-16s in %5.1f %% of the programs, %.2f in each\n"
                .formatted(name, 100.0 * counts[0] / sampled, counts[1] / (double) sampled)));
    thrown.forEach(
        (name, count) -> text.append("  %5.2f %% %s\n".formatted(1600.0 * count / traps, name)));
    return text.toString();
  }
}
