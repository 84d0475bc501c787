package dev.lathe.math;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * Prints how far results are off, at most and on average, in units of the last place: of Lathe, of
 * {@code java.lang.Math} and {@code StrictMath}, at the same arguments. {@code java
 * --enable-native-access=ALL-UNNAMED -cp runtime/target/test-classes:runtime/target/classes
 * dev.lathe.math.AccuracyTable [-n arguments] [function ...]}
 */
final class AccuracyTable {
  private AccuracyTable() {}

  private static final class Column {
    final DoubleBinaryOperator function;
    double greatest;
    double sum;
    int count;
    double x;
    double y;

    Column(DoubleBinaryOperator function) {
      this.function = function;
    }

    void add(double a, double b, Value value) {
      double error = value.error(function.applyAsDouble(a, b));
      if (error > greatest) {
        greatest = error;
        x = a;
        y = b;
      }
      if (value.rest() != 0) { // exact results and limits say nothing
        sum += error;
        count++;
      }
    }

    @Override
    public String toString() {
      return function == null
          ? " |"
          : " %.4f (%.3f) |".formatted(greatest, sum / Math.max(1, count));
    }
  }

  public static void main(String... arguments) {
    if (!Mpfr.isAvailable()) {
      System.out.println("MPFR (libmpfr6) is missing");
      return;
    }
    int count = 1_000_000;
    int first = 0;
    if (arguments.length > 1 && arguments[0].equals("-n")) {
      count = Integer.parseInt(arguments[1]);
      first = 2;
    }
    var names = Arrays.asList(arguments).subList(first, arguments.length);
    System.out.println("| function | accurate | fast | `Math` | `StrictMath` |");
    System.out.println("|---|---|---|---|---|");
    for (Subject subject : Subject.ALL) {
      if (names.isEmpty() || names.contains(subject.name())) {
        print(subject, count, !names.isEmpty());
      }
    }
  }

  private static void print(Subject subject, int count, boolean where) {
    var mpfr = new Mpfr();
    Column[] columns = {
      new Column(subject.ours()),
      new Column(subject.fast()),
      new Column(subject.math()),
      new Column(subject.strict())
    };
    var samples = new Samples(subject, 42);
    for (int i = 0; i < count; i++) {
      Value value = subject.value(mpfr, samples.x(), samples.y());
      for (Column column : columns) {
        if (column.function != null) {
          column.add(samples.x(), samples.y(), value);
        }
      }
      samples.next();
    }
    System.out.println(
        "| `%s` |%s%s%s%s"
            .formatted(subject.name(), columns[0], columns[1], columns[2], columns[3]));
    if (where) {
      for (Column c : columns) {
        System.out.printf("  largest at %s %s%n", Double.toHexString(c.x), Double.toHexString(c.y));
      }
    }
  }
}
