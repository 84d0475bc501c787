package dev.lathe.samples.benchmarks;

import dev.lathe.Jit.Floats;
import dev.lathe.samples.benchmarks.VectorContestants.Contestant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs every {@link VectorRun} as Lathe's code and as its peers have it, in turn in one JVM, and
 * prints medians in nanoseconds an element. Columns of compilers that are not installed are empty.
 * Arguments: numbers of elements (4096 without any), {@code short} for a table of calls with few,
 * names of kernels, {@code chart=FILE} for a drawing of the last table, {@code compile} for times
 * of compilation, {@code into=FILE} for a file with places for all of them.
 */
public final class VectorTable {
  private static final int[] SHORT = {1, 2, 4, 8, 16, 31, 64};
  private static final List<VectorRun> SHORT_RUNS =
      List.of(
          VectorRun.AXPY,
          VectorRun.SUM_FAST,
          VectorRun.BLEND,
          VectorRun.NARROW,
          VectorRun.COUNT,
          VectorRun.EXP);
  private static final int ROUNDS = 31;
  private static final int FEW_ROUNDS = 9;
  private static final long BATCH_NANOS = 150_000;
  private static final long LONG_NANOS = 200_000_000;
  private static final long WARM_UP_NANOS = 2_500_000_000L;

  /** Who is off by no more than so many times what Lathe is keeps its accuracy. */
  private static final double AS_ACCURATE = 1.1;

  private static long sink;

  private final List<Contestant> columns = VectorContestants.all();
  private final VectorErrors errors = VectorErrors.create();
  private final List<String> names = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private MarkdownTables tables = new MarkdownTables(null);

  private VectorTable() throws IOException, InterruptedException {}

  /** One kernel of one contestant, its arguments bound; a digest of what it returns. */
  public interface Form {
    long run() throws Throwable;
  }

  /**
   * A line of the table.
   *
   * @param nanos the medians by column; NaN where it is empty
   * @param errors the greatest ones by column, of math functions; or null
   * @param same the columns whose results have the bits of Lathe's
   */
  record Row(VectorRun run, double[] nanos, double[] errors, boolean[] same) {
    /** The time of the best that keeps Lathe's bits, or its accuracy; infinite if nobody does. */
    double bestEqual() {
      double best = Double.POSITIVE_INFINITY;
      for (int c = 1; c < nanos.length; c++) {
        boolean counts =
            run.floats() == Floats.FAST
                || same[c]
                || errors != null && errors[c] <= AS_ACCURATE * errors[0];
        best = counts && nanos[c] < best ? nanos[c] : best;
      }
      return best;
    }

    /** The time of the best of all. */
    double best() {
      double best = Double.POSITIVE_INFINITY;
      for (int c = 1; c < nanos.length; c++) {
        best = nanos[c] < best ? nanos[c] : best;
      }
      return best;
    }
  }

  public static void main(String[] arguments) throws Throwable {
    if (arguments.length == 0 || !arguments[0].equals("here")) {
      start(arguments);
      return;
    }
    var table = new VectorTable();
    var sizes = new ArrayList<Integer>();
    boolean isShort = false;
    boolean compiles = false;
    Path chart = null;
    for (String argument : List.of(arguments).subList(1, arguments.length)) {
      if (argument.equals("short")) {
        isShort = true;
      } else if (argument.equals("compile")) {
        compiles = true;
      } else if (argument.startsWith("chart=")) {
        chart = Path.of(argument.substring("chart=".length()));
      } else if (argument.startsWith("into=")) {
        table.tables = new MarkdownTables(Path.of(argument.substring("into=".length())));
      } else if (Character.isDigit(argument.charAt(0))) {
        sizes.add(Integer.valueOf(argument));
      } else {
        table.names.add(argument);
      }
    }
    if (table.errors == null) {
      System.out.println("There are no errors: MPFR (libmpfr.so.6) is not installed.\n");
    }
    if (sizes.isEmpty() && !isShort && !compiles) {
      sizes.add(4096);
    }
    for (int size : sizes) {
      table.print(size);
    }
    if (chart != null) {
      new VectorChart(table.columns, table.rows).write(chart);
    }
    if (isShort) {
      table.printShort();
    }
    if (compiles) {
      VectorCompilations.print(table.tables);
    }
  }

  private static void start(String[] arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector"));
    for (String property : List.of("lathe.isa", "lathe.passes", "lathe.native")) {
      if (System.getProperty(property) != null) {
        command.add("-D" + property + "=" + System.getProperty(property));
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(VectorTable.class.getName(), "here"));
    command.addAll(List.of(arguments));
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("the run failed");
    }
  }

  private boolean isWanted(VectorRun run) {
    return names.isEmpty()
        || names.contains(run.kernel())
        || names.contains(run.title().replace(", ", "."));
  }

  private void print(int size) throws Throwable {
    var header = new StringBuilder("| %,d elements |".formatted(size));
    columns.forEach(column -> header.append(' ').append(column.name()).append(" |"));
    header.append(" equals ÷ Lathe | best ÷ Lathe |");
    tables.line(header.toString());
    tables.line(header.toString().replaceAll("[^|]+", "---"));
    rows.clear();
    double logarithms = 0;
    for (VectorRun run : VectorRun.values()) {
      if (!isWanted(run) || !run.suits(size)) {
        continue;
      }
      Row row = measure(run, size);
      rows.add(row);
      double equal = row.bestEqual() / row.nanos[0];
      tables.line(
          line(row, "`" + run.title() + "`", run.elements(size))
              + (equal < Double.POSITIVE_INFINITY ? format(" %.2f |", equal) : " – |")
              + format(" %.2f |", row.best() / row.nanos[0]));
      logarithms += Math.log(row.nanos[1] / row.nanos[0]);
    }
    double mean = Math.exp(logarithms / rows.size());
    tables.line(format("\nC2 ÷ Lathe in geometric mean of these lines: %.2f.", mean));
    tables.end(String.valueOf(size));
  }

  /** Nanoseconds for a whole call; in parentheses plain Java's and the best C's ÷ Lathe's. */
  private void printShort() throws Throwable {
    var header = new StringBuilder("| elements |");
    for (int size : SHORT) {
      header.append(" ").append(size).append(" |");
    }
    tables.line(header.toString());
    tables.line(header.toString().replaceAll("[^|]+", "---"));
    for (VectorRun run : SHORT_RUNS) {
      if (!isWanted(run)) {
        continue;
      }
      var line = new StringBuilder("| `" + run.title() + "` |");
      for (int size : SHORT) {
        double[] nanos = measure(run, size).nanos;
        double best = Double.POSITIVE_INFINITY;
        for (int c = 2; c < nanos.length; c++) {
          best = columns.get(c).isC() && nanos[c] < best ? nanos[c] : best;
        }
        line.append(format(" %.1f", nanos[0])).append(format(" (%.2f,", nanos[1] / nanos[0]));
        line.append(format(" %.2f) |", best / nanos[0]));
      }
      tables.line(line.toString());
    }
    tables.end("short");
  }

  private String line(Row row, String title, double elements) {
    var text = new StringBuilder("| " + title + " |");
    for (int c = 0; c < row.nanos.length; c++) {
      if (Double.isNaN(row.nanos[c])) {
        text.append(" – |");
        continue;
      }
      text.append(format(" %.3f", row.nanos[c] / elements));
      if (row.errors != null) {
        text.append(format(row.errors[c] < 1e-3 ? " (%.0e)" : " (%.2f)", row.errors[c]));
      }
      text.append(c > 0 && row.same[c] ? "⁼ |" : " |");
    }
    return text.toString();
  }

  private static String format(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }

  private Row measure(VectorRun run, int size) throws Throwable {
    var present = new ArrayList<Integer>();
    var forms = new ArrayList<Form>();
    var checked = new Form[columns.size()];
    var arguments = new Object[columns.size()][];
    var digests = new long[columns.size()];
    // the same for all: how fast an array is depends on where HotSpot has put it
    Object[] measured = run.arguments(size);
    for (int c = 0; c < columns.size(); c++) {
      if (!columns.get(c).isMissing()) {
        arguments[c] = run.arguments(size);
        checked[c] = columns.get(c).form(run, arguments[c]);
        digests[c] = checked[c].run() * 17 + VectorRun.digest(arguments[c]);
        present.add(c);
        forms.add(columns.get(c).form(run, measured));
      }
    }
    double[] medians = medians(forms);
    var nanos = new double[columns.size()];
    Arrays.fill(nanos, Double.NaN);
    var same = new boolean[columns.size()];
    double[] found = run.isMath() && errors != null ? new double[columns.size()] : null;
    for (int f = 0; f < medians.length; f++) {
      int c = present.get(f);
      nanos[c] = medians[f];
      if (run.isMath()) { // HotSpot's functions may be others now than at first
        checked[c].run();
        digests[c] = VectorRun.digest(arguments[c]);
      }
      same[c] = run.floats() == Floats.STRICT && digests[c] == digests[0];
      if (found != null) {
        found[c] = errors.greatest(run, arguments[c]);
      }
    }
    if (run.floats() == Floats.STRICT && !run.isMath() && !same[1]) {
      throw new AssertionError(run + ": Lathe's result is not plain Java's");
    }
    return new Row(run, nanos, found, same);
  }

  private static double[] medians(List<Form> forms) throws Throwable {
    long batch = 1;
    int rounds = ROUNDS;
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      long before = System.nanoTime();
      for (Form form : forms) {
        repeat(form, batch);
      }
      long took = System.nanoTime() - before;
      if (took < BATCH_NANOS * forms.size()) {
        batch *= 2;
      }
      rounds = took > LONG_NANOS ? FEW_ROUNDS : ROUNDS;
    }
    var times = new double[forms.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int f = 0; f < times.length; f++) {
        long before = System.nanoTime();
        repeat(forms.get(f), batch);
        times[f][round] = (double) (System.nanoTime() - before) / batch;
      }
    }
    var medians = new double[times.length];
    for (int f = 0; f < medians.length; f++) {
      Arrays.sort(times[f]);
      medians[f] = times[f][rounds / 2];
    }
    return medians;
  }

  private static void repeat(Form form, long times) throws Throwable {
    for (long i = 0; i < times; i++) {
      sink += form.run();
    }
  }
}
