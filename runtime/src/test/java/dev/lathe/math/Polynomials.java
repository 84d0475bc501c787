package dev.lathe.math;

import static dev.lathe.math.Reals.ONE;
import static dev.lathe.math.Reals.TWO;
import static dev.lathe.math.Reals.divide;
import static dev.lathe.math.Reals.multiply;
import static dev.lathe.math.Reals.power;

import dev.lathe.math.Minimax.Real;
import java.math.BigDecimal;
import java.util.stream.IntStream;

/**
 * The constants of {@code dev.lathe.math}, computed: prints the declarations that stand in the
 * classes. {@code java -cp runtime/target/test-classes:runtime/target/classes
 * dev.lathe.math.Polynomials [class ...]}
 */
final class Polynomials {

  /**
   * Coefficients of a polynomial.
   *
   * @param owner the class they are declared in
   * @param prefix of their names, after which the power stands
   * @param function what the polynomial approximates
   * @param weight the factor by which its error enters the result's, in units of the result
   * @param first the lowest power in the function that the class computes, {@code step} the
   *     difference of two powers there
   */
  record Polynomial(
      String owner,
      String prefix,
      Real function,
      Real weight,
      BigDecimal from,
      BigDecimal to,
      int first,
      int step,
      int terms,
      int... bits) {

    double[] coefficients() {
      var minimax = new Minimax(function, weight, from, to, terms);
      double[] result = minimax.coefficients(IntStream.range(0, terms).toArray(), bits);
      error = minimax.error();
      return result;
    }
  }

  private static double error;

  private Polynomials() {}

  private static BigDecimal number(String s) {
    return new BigDecimal(s);
  }

  /** Half of ln 2, and what comes from its multiple being found too early. */
  private static final BigDecimal HALF_LN2 = Reals.LN2.divide(TWO).multiply(number("1.015"));

  private static final BigDecimal HALF_STEP = ExpTables.STEP.divide(TWO).multiply(number("1.001"));

  private static final LogTables LOG = new LogTables();

  static Polynomial[] all() {
    return new Polynomial[] {
      // (e^r - 1 - r - r²/2) / r³, relative to e^r >= 0.7
      new Polynomial(
          "Expm1",
          "C",
          x ->
              divide(
                  Reals.exp(x).subtract(ONE).subtract(x).subtract(power(x, 2).divide(TWO)),
                  power(x, 3)),
          x -> divide(power(x, 3), Reals.exp(x)),
          HALF_LN2.negate(),
          HALF_LN2,
          3,
          1,
          10,
          53),
      // (e^r - 1 - r) / r² up to ln 2 / 32, relative to e^r
      new Polynomial(
          "Exp",
          "C",
          x -> divide(Reals.exp(x).subtract(ONE).subtract(x), power(x, 2)),
          x -> divide(power(x, 2), Reals.exp(x)),
          HALF_STEP.negate(),
          HALF_STEP,
          2,
          1,
          6,
          53),
      // (log(1 + r) - r + r²/2) / r³; results are at least as large as r
      new Polynomial(
          "Log",
          "C",
          x -> divide(Reals.log(ONE.add(x)).subtract(x).add(power(x, 2).divide(TWO)), power(x, 3)),
          x -> power(x, 2),
          new BigDecimal(LOG.least),
          new BigDecimal(LOG.greatest),
          3,
          1,
          8,
          53),
      // (log(1 + r) - r + r²/2 - c r³) / r^4, where c is the double next to 1/3
      new Polynomial(
          "Pow",
          "C",
          x ->
              divide(
                  Reals.log(ONE.add(x))
                      .subtract(x)
                      .add(power(x, 2).divide(TWO))
                      .subtract(multiply(power(x, 3), new BigDecimal(Pow.THIRD))),
                  power(x, 4)),
          x -> power(x, 3),
          new BigDecimal(LOG.least),
          new BigDecimal(LOG.greatest),
          4,
          1,
          9,
          53),
      // (sin r - r) / r³ and (cos r - 1 + r²/2) / r^4 in r², up to pi/32
      new Polynomial(
          "Floats",
          "L",
          x -> divide(Reals.log(ONE.add(x)).subtract(x), power(x, 2)),
          x -> x,
          new BigDecimal(LOG.least),
          new BigDecimal(LOG.greatest),
          2,
          1,
          7,
          53),
      even("Floats", "S", SINE, z -> z, SineTables.STEP.multiply(number("4")), 3, 5),
      even(
          "Floats",
          "C",
          z -> divide(Reals.cos(Reals.sqrt(z)).subtract(ONE), z),
          z -> z,
          SineTables.STEP.multiply(number("4")),
          2,
          5),
      new Polynomial(
          "Cbrt",
          "C",
          h -> divide(inverseCubeRoot(ONE.add(h)).subtract(ONE), h),
          h -> divide(h, inverseCubeRoot(ONE.add(h))),
          number("-0.1021"),
          number("0.1021"),
          1,
          1,
          7,
          53),
      new Polynomial(
          "FastFloats",
          "E",
          x -> divide(Reals.exp(x).subtract(ONE).subtract(x), power(x, 2)),
          x -> divide(power(x, 2), Reals.exp(x)),
          HALF_LN2.negate(),
          HALF_LN2,
          2,
          1,
          5,
          24),
      new Polynomial(
          "FastFloats",
          "L",
          x -> divide(Reals.log(ONE.add(x)).subtract(x), power(x, 2)),
          x -> x,
          new BigDecimal(LOG.least),
          new BigDecimal(LOG.greatest),
          2,
          1,
          4,
          24),
      even("FastFloats", "S", SINE, z -> z, SineTables.STEP.multiply(number("4")), 3, 3, 24),
      even(
          "FastFloats",
          "C",
          COSINE,
          z -> power(z, 2),
          SineTables.STEP.multiply(number("4")),
          4,
          3,
          24),
      even("Hyperbolic", "S", SINH, z -> z, HALF_LN2, 3, 5),
      even("Hyperbolic", "C", COSH, z -> power(z, 2), HALF_LN2, 4, 4),
      even("Arc", "A", ASIN, z -> z, number("0.5"), 3, 13),
      even("Arc", "T", ATAN, z -> z, Reals.sqrt(TWO).subtract(ONE), 3, 12),
      even("Sine", "S", SINE, z -> z, SineTables.STEP.divide(TWO), 3, 4),
      even("Sine", "C", COSINE, z -> power(z, 2), SineTables.STEP.divide(TWO), 4, 3),
    };
  }

  private static final Real SINE =
      z -> {
        BigDecimal x = Reals.sqrt(z);
        return divide(Reals.sin(x).subtract(x), multiply(x, z));
      };

  private static final Real SINH =
      z -> {
        BigDecimal x = Reals.sqrt(z);
        return divide(Reals.sinh(x).subtract(x), multiply(x, z));
      };

  private static final Real COSH =
      z -> {
        BigDecimal x = Reals.sqrt(z);
        BigDecimal cosh = Reals.exp(x).add(Reals.exp(x.negate())).divide(TWO);
        return divide(cosh.subtract(ONE).subtract(z.divide(TWO)), power(z, 2));
      };

  private static final Real ASIN =
      z -> {
        BigDecimal x = Reals.sqrt(z);
        return divide(Reals.asin(x).subtract(x), multiply(x, z));
      };

  private static final Real ATAN =
      z -> {
        BigDecimal x = Reals.sqrt(z);
        return divide(Reals.atan(x).subtract(x), multiply(x, z));
      };

  private static final Real COSINE =
      z -> divide(Reals.cos(Reals.sqrt(z)).subtract(ONE).add(z.divide(TWO)), power(z, 2));

  /** In the square of x, for x from 0 to a bit more than {@code to}. */
  private static Polynomial even(
      String owner,
      String prefix,
      Real function,
      Real weight,
      BigDecimal to,
      int first,
      int terms) {
    return even(owner, prefix, function, weight, to, first, terms, 53);
  }

  private static Polynomial even(
      String owner,
      String prefix,
      Real function,
      Real weight,
      BigDecimal to,
      int first,
      int terms,
      int bits) {
    return new Polynomial(
        owner,
        prefix,
        function,
        weight,
        new BigDecimal("1e-20"),
        power(to.multiply(number("1.0001")), 2),
        first,
        2,
        terms,
        bits);
  }

  private static BigDecimal inverseCubeRoot(BigDecimal x) {
    return Reals.exp(divide(Reals.log(x), number("-3")));
  }

  private static void print(String owner, String name, float[] table) {
    System.out.printf("// %s table%n  private static final float[] %s = {%n", owner, name);
    for (float value : table) {
      System.out.println("    " + Float.toHexString(value) + "f,");
    }
    System.out.println("  };");
  }

  private static void print(String owner, String name, double[] table) {
    System.out.printf("// %s table%n  private static final double[] %s = {%n", owner, name);
    for (double value : table) {
      System.out.println("    " + Double.toHexString(value) + ",");
    }
    System.out.println("  };");
  }

  public static void main(String... arguments) {
    print("Log", "RECIPROCAL", LOG.reciprocals);
    print("Log", "LOG", LOG.logs);
    print("Log", "LOG_REST", LOG.rests);
    print("Floats", "LOG", LOG.nearest);
    print("FastFloats", "LOG", LOG.floats);
    print("FastFloats", "LOG_REST", LOG.floatRests);
    var powers = new ExpTables();
    System.out.println("// Exp POWER");
    for (long power : powers.powers) {
      System.out.printf("    0x%xL,%n", power);
    }
    print("Exp", "POWER_REST", powers.rests);
    var sines = new SineTables();
    print("Sine", "SINE", sines.sines);
    print("Sine", "SINE_REST", sines.sineRests);
    print("Sine", "COSINE", sines.cosines);
    print("Sine", "COSINE_REST", sines.cosineRests);
    System.out.printf("// r from %s to %s%n", LOG.least, LOG.greatest);
    for (Polynomial p : all()) {
      if (arguments.length > 0 && !java.util.Arrays.asList(arguments).contains(p.owner)) {
        continue;
      }
      double[] coefficients = p.coefficients();
      System.out.printf(
          "// %s %s: error 2^%.2f%n", p.owner, p.prefix, Math.log(error) / Math.log(2));
      for (int i = 0; i < coefficients.length; i++) {
        System.out.printf(
            "  private static final double %s%d = %s;%n",
            p.prefix, p.first + i * p.step, Double.toHexString(coefficients[i]));
      }
    }
  }
}
