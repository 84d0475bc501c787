package dev.lathe.math;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Polynomials with double (or shorter) coefficients that approximate a function best: Remez's
 * exchange algorithm in 70 digits.
 *
 * <p>The best real polynomial is computed first; then its coefficients are rounded one after the
 * other, lowest power first, and after each those not rounded yet are changed so that they make up
 * for the rounding, in the sense of least squares. (Exchange would not do: x^k and higher powers
 * alone are no Chebyshev system around 0.)
 *
 * @see <a href="https://doi.org/10.1007/978-1-4899-7983-4">Muller, Elementary Functions, 3rd ed.,
 *     chapters 3 and 4</a>
 */
final class Minimax {
  private static final int POINTS_PER_TERM = 24;

  /** Where the weight is below this part of the largest one, the error does not matter. */
  private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-6");

  /** A function of a real. */
  interface Real extends UnaryOperator<BigDecimal> {}

  private final BigDecimal[] points;
  private final BigDecimal[] weights;
  private final BigDecimal[] targets;
  private BigDecimal error;

  /** Of what {@code weight} times the difference to {@code function} is to be small on [a, b]. */
  Minimax(Real function, Real weight, BigDecimal a, BigDecimal b, int terms) {
    int n = POINTS_PER_TERM * (terms + 1);
    BigDecimal middle = a.add(b).divide(BigDecimal.TWO);
    BigDecimal half = b.subtract(a).divide(BigDecimal.TWO);
    BigDecimal tiny = half.multiply(new BigDecimal("1e-12"));
    BigDecimal heaviest = weight.apply(a).abs().max(weight.apply(b).abs());
    List<BigDecimal> kept = new ArrayList<>();
    for (int i = 0; i <= n; i++) {
      double cosine = -StrictMath.cos(StrictMath.PI * i / n);
      BigDecimal x = i == 0 ? a : i == n ? b : middle.add(half.multiply(new BigDecimal(cosine)));
      x = x.abs().compareTo(tiny) < 0 ? tiny : x.round(Reals.DIGITS); // functions may divide by x
      if (weight.apply(x).abs().compareTo(heaviest.multiply(NEGLIGIBLE)) > 0) {
        kept.add(x);
      }
    }
    points = kept.toArray(BigDecimal[]::new);
    weights = kept.stream().map(weight).map(BigDecimal::abs).toArray(BigDecimal[]::new);
    targets = kept.stream().map(function).toArray(BigDecimal[]::new);
  }

  /** The largest weighted difference of the last polynomial. */
  double error() {
    return error.doubleValue();
  }

  /**
   * The coefficients of x^powers[i]. The i-th is rounded to {@code bits[i]} bits of precision, the
   * last of {@code bits} stands for all after it.
   */
  double[] coefficients(int[] powers, int... bits) {
    int n = powers.length;
    BigDecimal[] exact = best(powers);
    BigDecimal[][] gram = new BigDecimal[n][n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int p = 0; p < points.length; p++) {
          BigDecimal weighted = Reals.multiply(weights[p], weights[p]);
          sum = sum.add(Reals.multiply(weighted, Reals.power(points[p], powers[i] + powers[k])));
        }
        gram[i][k] = gram[k][i] = sum;
      }
    }
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      result[i] = round(exact[i], bits[Math.min(i, bits.length - 1)]);
      BigDecimal lost = exact[i].subtract(new BigDecimal(result[i]));
      BigDecimal[][] rows = new BigDecimal[n - i - 1][n - i];
      for (int k = i + 1; k < n; k++) {
        System.arraycopy(gram[k], i + 1, rows[k - i - 1], 0, n - i - 1);
        rows[k - i - 1][n - i - 1] = Reals.multiply(lost, gram[k][i]);
      }
      BigDecimal[] more = solve(rows);
      for (int k = i + 1; k < n; k++) {
        exact[k] = exact[k].add(more[k - i - 1]);
      }
    }
    error = BigDecimal.ZERO;
    for (int p = 0; p < points.length; p++) {
      BigDecimal rest = targets[p];
      for (int i = 0; i < n; i++) {
        rest =
            rest.subtract(
                Reals.multiply(new BigDecimal(result[i]), Reals.power(points[p], powers[i])),
                Reals.DIGITS);
      }
      error = error.max(Reals.multiply(rest, weights[p]).abs());
    }
    return result;
  }

  private static double round(BigDecimal x, int bits) {
    double nearest = x.doubleValue();
    if (bits >= 53) {
      return nearest;
    }
    if (bits == 24) {
      return x.floatValue();
    }
    BigDecimal unit = new BigDecimal(Math.ulp(nearest)).multiply(BigDecimal.TWO.pow(53 - bits));
    return x.divide(unit, 0, java.math.RoundingMode.HALF_EVEN).multiply(unit).doubleValue();
  }

  private BigDecimal[] best(int[] powers) {
    int terms = powers.length;
    int[] reference = new int[terms + 1];
    for (int i = 0; i <= terms; i++) {
      reference[i] = i * (points.length - 1) / terms;
    }
    BigDecimal[] solution = null;
    for (int round = 0; round < 12; round++) {
      solution = alternating(powers, reference);
      int[] next = exchange(powers, solution, reference);
      if (java.util.Arrays.equals(next, reference)) {
        break;
      }
      reference = next;
    }
    return solution;
  }

  /** Coefficients, and last the deviation, for which the weighted difference alternates. */
  private BigDecimal[] alternating(int[] powers, int[] reference) {
    int n = powers.length + 1;
    BigDecimal[][] rows = new BigDecimal[n][n + 1];
    for (int i = 0; i < n; i++) {
      int p = reference[i];
      for (int k = 0; k < n - 1; k++) {
        rows[i][k] = Reals.multiply(weights[p], Reals.power(points[p], powers[k]));
      }
      rows[i][n - 1] = (i & 1) == 0 ? BigDecimal.ONE : BigDecimal.ONE.negate();
      rows[i][n] = Reals.multiply(weights[p], targets[p]);
    }
    return solve(rows);
  }

  /** The solution of a system of linear equations, each a row with its right side last. */
  private static BigDecimal[] solve(BigDecimal[][] rows) {
    int n = rows.length;
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int i = c + 1; i < n; i++) {
        pivot = rows[i][c].abs().compareTo(rows[pivot][c].abs()) > 0 ? i : pivot;
      }
      BigDecimal[] row = rows[pivot];
      rows[pivot] = rows[c];
      rows[c] = row;
      for (int i = 0; i < n; i++) {
        if (i != c && rows[i][c].signum() != 0) {
          BigDecimal factor = Reals.divide(rows[i][c], row[c]);
          for (int k = c; k <= n; k++) {
            rows[i][k] = rows[i][k].subtract(Reals.multiply(factor, row[k]), Reals.DIGITS);
          }
        }
      }
    }
    BigDecimal[] solution = new BigDecimal[n];
    for (int i = 0; i < n; i++) {
      solution[i] = Reals.divide(rows[i][n], rows[i][i]);
    }
    return solution;
  }

  /** The points of largest difference with alternating signs, as many as there were. */
  private int[] exchange(int[] powers, BigDecimal[] solution, int[] reference) {
    List<Integer> extremes = new ArrayList<>();
    List<BigDecimal> values = new ArrayList<>();
    for (int p = 0; p < points.length; p++) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int k = 0; k < powers.length; k++) {
        sum = sum.add(Reals.multiply(solution[k], Reals.power(points[p], powers[k])));
      }
      BigDecimal value = Reals.multiply(weights[p], targets[p].subtract(sum, Reals.DIGITS));
      int last = values.size() - 1;
      if (last >= 0 && values.get(last).signum() * value.signum() >= 0) {
        if (value.abs().compareTo(values.get(last).abs()) > 0) {
          values.set(last, value);
          extremes.set(last, p);
        }
      } else {
        values.add(value);
        extremes.add(p);
      }
    }
    while (extremes.size() > reference.length) {
      boolean first = values.getFirst().abs().compareTo(values.getLast().abs()) < 0;
      int drop = first ? 0 : extremes.size() - 1;
      extremes.remove(drop);
      values.remove(drop);
    }
    return extremes.size() < reference.length
        ? reference
        : extremes.stream().mapToInt(Integer::intValue).toArray();
  }
}
