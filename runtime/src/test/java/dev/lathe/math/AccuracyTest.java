package dev.lathe.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors, limits and monotonicity; {@code -Dlathe.math=n} for other numbers of arguments. */
class AccuracyTest {
  private static final int ARGUMENTS = Integer.getInteger("lathe.math", 20_000);

  private static final double[] LIMITS = {
    0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN
  };

  static Stream<Subject> subjects() {
    return Subject.ALL.stream();
  }

  private static void check(
      DoubleBinaryOperator function, double bound, String name, double x, double y, Value value) {
    double result = function.applyAsDouble(x, y);
    if (!(value.error(result) <= bound)) { // assertions are slow
      assertThat(value.error(result))
          .as(
              "error of %s(%s, %s) = %s instead of %s",
              name, Double.toHexString(x), Double.toHexString(y), result, value.nearest())
          .isLessThanOrEqualTo(bound);
    }
  }

  private static void check(Subject subject, double x, double y, Value value) {
    check(subject.ours(), subject.bound(), subject.name(), x, y, value);
    if (subject.fast() != null) {
      check(subject.fast(), subject.fastBound(), "fast " + subject.name(), x, y, value);
    }
  }

  @Test
  void hardCasesAreWithinTheBounds() {
    var cases = HardCases.read();
    assertThat(cases).hasSizeGreaterThan(100);
    cases.forEach(c -> check(Subject.named(c.function()), c.x(), c.y(), c.value()));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void randomArgumentsAreWithinTheBounds(Subject subject) {
    if (!Mpfr.isAvailable()) {
      System.out.println("MPFR (libmpfr6) is missing: no random arguments for " + subject);
      return;
    }
    var mpfr = new Mpfr();
    for (long seed : new long[] {1, System.nanoTime()}) {
      var samples = new Samples(subject, seed);
      for (int i = 0; i < ARGUMENTS / 2; i++) {
        Value value = subject.value(mpfr, samples.x(), samples.y());
        check(subject, samples.x(), samples.y(), value);
        samples.next();
      }
    }
  }

  /** The largest errors that were ever seen, most at the borders of tables' intervals. */
  @ParameterizedTest
  @CsvSource({
    "log, 0x1.081fd5ccf7bfp0",
    "log10, 0x1.0801e3b8ee484p0",
    "cos, 0x1.6320f641fe2bbp3",
    "exp, -0x1.0a2b1c326cf89p-4"
  })
  void theLargestErrorsSeenAreWithinTheBounds(String name, double x) {
    if (Mpfr.isAvailable()) {
      Subject subject = Subject.named(name);
      check(subject, x, 0, subject.value(new Mpfr(), x, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void neighboursAreOrderedAsTheirValuesAre(Subject subject) {
    if (subject.slope() == null) {
      return;
    }
    var samples = new Samples(subject, System.nanoTime());
    for (int i = 0; i < ARGUMENTS / 20; i++) {
      double x = samples.x();
      double last = subject.ours().applyAsDouble(x, 0);
      double slope = subject.slope().applyAsDouble(x);
      for (int k = 0; k < 20; k++) {
        x = Math.nextUp(x);
        double result = subject.ours().applyAsDouble(x, 0);
        double nextSlope = subject.slope().applyAsDouble(x);
        if (slope * nextSlope > 0 && (slope > 0 ? result < last : result > last)) {
          assertThat(result)
              .as("%s of %s and the double below", subject, Double.toHexString(x))
              .isEqualTo(last);
        }
        last = result;
        slope = nextSlope;
      }
      samples.next();
    }
  }

  @Test
  void exponentialsRiseWhereTheNextPowerOfTwoIsTaken() {
    for (int k = -1074 * 16; k <= 1024 * 16; k++) {
      double x = (k + 0.5) * (Math.log(2) / 16);
      x -= 4 * Math.ulp(x);
      double last = Exp.exp(x);
      for (int i = 0; i < 8; i++) {
        x = Math.nextUp(x);
        double next = Exp.exp(x);
        if (next < last) {
          assertThat(next).as("exp(%s)", Double.toHexString(x)).isGreaterThanOrEqualTo(last);
        }
        last = next;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void limitsAreJavas(Subject subject) {
    for (double x : LIMITS) {
      for (double y : subject.arity() == 1 ? new double[1] : LIMITS) {
        long expected = Double.doubleToLongBits(subject.strict().applyAsDouble(x, y));
        for (DoubleBinaryOperator function :
            new DoubleBinaryOperator[] {subject.ours(), subject.fast()}) {
          if (function != null) {
            assertThat(Double.doubleToLongBits(function.applyAsDouble(x, y)))
                .as("%s(%s, %s)", subject, x, y)
                .isEqualTo(expected);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void exactResultsOfTwoArgumentsAreJavas(Subject subject) {
    if (subject.arity() == 1) {
      return;
    }
    double[] values = {
      0,
      0.5,
      1,
      2,
      3,
      4,
      0x1p52 + 1,
      0x1p53,
      Double.MIN_VALUE,
      Double.MIN_NORMAL,
      0x1p1023,
      Double.MAX_VALUE,
      Math.nextUp(1.0),
      Math.nextDown(1.0),
      Double.POSITIVE_INFINITY,
      Double.NaN
    };
    for (double x : values) {
      for (double y : values) {
        for (int signs = 0; signs < 4; signs++) {
          double a = (signs & 1) == 0 ? x : -x;
          double b = (signs & 2) == 0 ? y : -y;
          double expected = subject.strict().applyAsDouble(a, b);
          if (!(Math.abs(expected) > 0)
              || Double.isInfinite(expected)
              || Math.abs(expected) < 1e3 && expected == Math.rint(expected)) {
            assertThat(Double.doubleToLongBits(subject.ours().applyAsDouble(a, b)))
                .as("%s(%s, %s) = %s", subject, a, b, expected)
                .isEqualTo(Double.doubleToLongBits(expected));
          }
        }
      }
    }
  }

  /** Functions of one float: {@link BodiesTest}. */
  @Test
  void functionsOfTwoFloatsRoundWhatIsExactToFortyBits() {
    var random = new SplittableRandom();
    for (int i = 0; i < ARGUMENTS; i++) {
      float x = Float.intBitsToFloat(random.nextInt());
      float y = Float.intBitsToFloat(random.nextInt());
      checkRounded(Floats.hypot(x, y), Hypot.hypot(x, y), x, y);
    }
    for (double x : LIMITS) {
      for (double y : LIMITS) {
        checkRounded(Floats.hypot((float) x, (float) y), Hypot.hypot(x, y), x, y);
      }
    }
  }

  private static void checkRounded(float actual, double expected, double x, double y) {
    float low = (float) (expected * (1 - 0x1p-40));
    float high = (float) (expected * (1 + 0x1p-40));
    if (Float.compare(actual, low) != 0 && Float.compare(actual, high) != 0) {
      assertThat(actual).as("of %s and %s", x, y).isEqualTo((float) expected);
    }
  }
}
