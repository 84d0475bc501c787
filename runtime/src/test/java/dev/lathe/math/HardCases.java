package dev.lathe.math;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A file of arguments with MPFR's values, for machines without MPFR: values closest to the middle
 * of two doubles, values where the error is largest, and some of no distinction.
 */
final class HardCases {
  private static final String NAME = "hard-cases.txt";
  private static final int EACH = 40;

  /** A line of the file: the function's name, its arguments' bits, those of the value. */
  record Case(String function, double x, double y, Value value) {

    static Case parse(String line) {
      String[] words = line.split(" ");
      var value = new Value(number(words[3]), number(words[4]));
      return new Case(words[0], number(words[1]), number(words[2]), value);
    }

    private static double number(String hexadecimal) {
      return Double.longBitsToDouble(Long.parseUnsignedLong(hexadecimal, 16));
    }

    @Override
    public String toString() {
      return "%s %x %x %x %x"
          .formatted(
              function,
              Double.doubleToRawLongBits(x),
              Double.doubleToRawLongBits(y),
              Double.doubleToRawLongBits(value.nearest()),
              Double.doubleToRawLongBits(value.rest()));
    }
  }

  private HardCases() {}

  static List<Case> read() {
    try (var in = HardCases.class.getResourceAsStream(NAME);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return lines.lines().map(Case::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the file: its directory is the argument. */
  public static void main(String... arguments) throws IOException {
    var lines = new ArrayList<String>();
    for (Subject subject : Subject.ALL) {
      var mpfr = new Mpfr();
      var samples = new Samples(subject, 7);
      List<Case> cases = new ArrayList<>();
      for (int i = 0; i < 300_000; i++) {
        Value value = subject.value(mpfr, samples.x(), samples.y());
        if (value.rest() != 0) {
          cases.add(new Case(subject.name(), samples.x(), samples.y(), value));
        }
        samples.next();
      }
      var chosen = new ArrayList<>(cases.subList(0, EACH));
      cases.sort(Comparator.comparingDouble(c -> -Math.abs(c.value.rest())));
      chosen.addAll(cases.subList(0, EACH));
      cases.sort(
          Comparator.comparingDouble(c -> -c.value.error(subject.ours().applyAsDouble(c.x, c.y))));
      chosen.addAll(cases.subList(0, EACH));
      chosen.forEach(c -> lines.add(c.toString()));
    }
    Files.write(Path.of(arguments[0], NAME), lines);
  }
}
