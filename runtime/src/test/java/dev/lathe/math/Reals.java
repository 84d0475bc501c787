package dev.lathe.math;

import java.math.BigDecimal;
import java.math.MathContext;

/** Elementary functions to 70 digits, by their series: what {@link Minimax} approximates. */
final class Reals {
  static final MathContext DIGITS = new MathContext(70);
  private static final BigDecimal EPSILON = new BigDecimal("1e-75");

  static final BigDecimal ONE = BigDecimal.ONE;
  static final BigDecimal TWO = BigDecimal.TWO;
  static final BigDecimal LN2 = atanh(ONE.divide(BigDecimal.valueOf(3), DIGITS)).multiply(TWO);

  /** Machin's formula. */
  static final BigDecimal PI =
      atanSeries(new BigDecimal("0.2"))
          .multiply(BigDecimal.valueOf(16))
          .subtract(
              atanSeries(ONE.divide(BigDecimal.valueOf(239), DIGITS))
                  .multiply(BigDecimal.valueOf(4)),
              DIGITS);

  private Reals() {}

  static BigDecimal multiply(BigDecimal a, BigDecimal b) {
    return a.multiply(b, DIGITS);
  }

  static BigDecimal divide(BigDecimal a, BigDecimal b) {
    return a.divide(b, DIGITS);
  }

  static BigDecimal power(BigDecimal x, int n) {
    return x.pow(n, DIGITS);
  }

  static BigDecimal sqrt(BigDecimal x) {
    return x.sqrt(DIGITS);
  }

  /** The term of index 0 is {@code first}; x^step over the factorials. */
  private static BigDecimal factorialSeries(
      BigDecimal x, int start, int step, boolean alternating) {
    BigDecimal square = step == 1 ? x : multiply(x, x);
    BigDecimal term = start == 0 ? ONE : x;
    BigDecimal sum = term;
    for (int n = start; term.abs().compareTo(EPSILON) > 0; ) {
      for (int i = 0; i < step; i++) {
        n++;
        term = term.divide(BigDecimal.valueOf(n), DIGITS);
      }
      term = multiply(term, square);
      if (alternating) {
        term = term.negate();
      }
      sum = sum.add(term);
    }
    return sum.round(DIGITS);
  }

  static BigDecimal exp(BigDecimal x) {
    return factorialSeries(x, 0, 1, false);
  }

  static BigDecimal sin(BigDecimal x) {
    return factorialSeries(x, 1, 2, true);
  }

  static BigDecimal cos(BigDecimal x) {
    return factorialSeries(x, 0, 2, true);
  }

  static BigDecimal sinh(BigDecimal x) {
    return factorialSeries(x, 1, 2, false);
  }

  static BigDecimal tan(BigDecimal x) {
    return divide(sin(x), cos(x));
  }

  static BigDecimal log(BigDecimal x) {
    return multiply(TWO, atanh(divide(x.subtract(ONE), x.add(ONE))));
  }

  static BigDecimal atanh(BigDecimal x) {
    return oddSeries(x, multiply(x, x));
  }

  private static BigDecimal atanSeries(BigDecimal x) {
    return oddSeries(x, multiply(x, x).negate());
  }

  /** The sum of x·factor^n / (2n + 1). */
  private static BigDecimal oddSeries(BigDecimal x, BigDecimal factor) {
    BigDecimal power = x;
    BigDecimal sum = x;
    for (int n = 3; power.abs().compareTo(EPSILON) > 0; n += 2) {
      power = multiply(power, factor);
      sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS));
    }
    return sum.round(DIGITS);
  }

  /** The argument is halved three times: atan x = 2 atan (x / (1 + sqrt(1 + x²))). */
  static BigDecimal atan(BigDecimal x) {
    BigDecimal y = x;
    for (int i = 0; i < 3; i++) {
      y = divide(y, ONE.add(sqrt(ONE.add(multiply(y, y)))));
    }
    return multiply(atanSeries(y), BigDecimal.valueOf(8));
  }

  static BigDecimal asin(BigDecimal x) {
    return atan(divide(x, sqrt(ONE.subtract(multiply(x, x)))));
  }
}
