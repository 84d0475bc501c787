package dev.lathe.math;

/**
 * Hyperbolic sine, cosine and tangent.
 *
 * <p>|x| = k ln 2 + r + rest, as for {@link Exp}, and sinh(a + r) = sinh a cosh r + cosh a sinh r,
 * where sinh and cosh of a = k ln 2 are (2^k -+ 2^-k) / 2: two doubles and, where those are
 * inexact, rests. The greatest sum, sinh a + r cosh a, is kept with its rounding error; sinh r - r
 * and cosh r - 1 are minimax polynomials.
 */
public final class Hyperbolic {
  /** Greatest argument whose hyperbolic sine is finite. */
  private static final double GREATEST = 0x1.633ce8fb9f87dp9;

  // Computed by Polynomials: (sinh r - r) / r³ and (cosh r - 1 - r²/2) / r^4.
  private static final double S3 = 0x1.5555555555559p-3;
  private static final double S5 = 0x1.111111110f54ep-7;
  private static final double S7 = 0x1.a01a01b0b6514p-13;
  private static final double S9 = 0x1.71ddf5b98d6e8p-19;
  private static final double S11 = 0x1.af6412011227dp-26;
  private static final double C4 = 0x1.5555555552cdbp-5;
  private static final double C6 = 0x1.6c16c17e892cbp-10;
  private static final double C8 = 0x1.a019a538e2b28p-16;
  private static final double C10 = 0x1.28a5ccde18b66p-22;

  private Hyperbolic() {}

  /** {@link Math#sinh}, with an error below 0.8 ulp. */
  public static double sinh(double x) {
    double size = Math.abs(x);
    double shifted = Math.fma(size, Exp.INVERSE_LN2, Exp.SHIFT);
    double k = shifted - Exp.SHIFT;
    double power = Exp.scale(0.25, shifted);
    double inverse = size < 40 ? Exp.scale(0.25, Exp.SHIFT - k) : 0.0;
    double sine = power - inverse;
    double cosine = power + inverse;
    double sineRest = (power - sine) - inverse;
    double cosineRest = (power - cosine) + inverse;
    double whole = Math.fma(k, -Exp.LN2, size);
    double r = Math.fma(k, -Exp.LN2_REST, whole);
    double rest = Math.fma(k, -Exp.LN2_REST, whole - r);
    double y = 2.0 * sum(sine, sineRest, cosine, cosineRest, r, rest);
    y = Math.copySign(size > GREATEST ? Double.POSITIVE_INFINITY : y, x);
    return size < 0x1p-28 ? x : y;
  }

  /** {@link Math#cosh}, with an error below 0.7 ulp. */
  public static double cosh(double x) {
    double size = Math.abs(x);
    double shifted = Math.fma(size, Exp.INVERSE_LN2, Exp.SHIFT);
    double k = shifted - Exp.SHIFT;
    double power = Exp.scale(0.25, shifted);
    double inverse = size < 40 ? Exp.scale(0.25, Exp.SHIFT - k) : 0.0;
    double sine = power - inverse;
    double cosine = power + inverse;
    double sineRest = (power - sine) - inverse;
    double cosineRest = (power - cosine) + inverse;
    double whole = Math.fma(k, -Exp.LN2, size);
    double r = Math.fma(k, -Exp.LN2_REST, whole);
    double rest = Math.fma(k, -Exp.LN2_REST, whole - r);
    double y = 2.0 * sum(cosine, cosineRest, sine, sineRest, r, rest);
    return size > GREATEST ? Double.POSITIVE_INFINITY : y;
  }

  /** {@link Math#tanh}, with an error below 0.8 ulp. */
  public static double tanh(double x) {
    double size = Math.abs(x);
    double shifted = Math.fma(size, Exp.INVERSE_LN2, Exp.SHIFT);
    double k = shifted - Exp.SHIFT;
    double power = Exp.scale(0.5, shifted);
    double inverse = Exp.scale(0.5, Exp.SHIFT - k);
    double sine = power - inverse;
    double cosine = power + inverse;
    double sineRest = (power - sine) - inverse;
    double cosineRest = (power - cosine) + inverse;
    double whole = Math.fma(k, -Exp.LN2, size);
    double r = Math.fma(k, -Exp.LN2_REST, whole);
    double rest = Math.fma(k, -Exp.LN2_REST, whole - r);
    double square = r * r;
    double s = Math.fma(r * square, sinePolynomial(square), rest);
    double c = cosineLess1(r, rest, square);
    double above = Math.fma(cosine, r, sine);
    double aboveRest = Math.fma(cosine, r, sine - above) + Math.fma(cosineRest, r, sineRest);
    aboveRest = Math.fma(sine, c, Math.fma(cosine, s, aboveRest));
    double below = Math.fma(sine, r, cosine);
    double belowRest = Math.fma(sine, r, cosine - below) + Math.fma(sineRest, r, cosineRest);
    belowRest = Math.fma(cosine, c, Math.fma(sine, s, belowRest));
    double divisor = below + belowRest;
    belowRest += below - divisor;
    double reciprocal = 1.0 / divisor;
    double y = above * reciprocal;
    double remainder = Math.fma(-y, divisor, above) + Math.fma(-y, belowRest, aboveRest);
    y = Math.fma(remainder, reciprocal, y);
    // From 1.4 on 1 - e^-x / cosh x, which is monotonic where the quotient is not.
    double less = 2.0 * inverse * ((1.0 - r) + (c - s)) * reciprocal;
    y = size > 1.4 ? 1.0 - less : y;
    y = Math.copySign(size > 20 ? 1.0 : y, x);
    return size < 0x1p-28 ? x : y;
  }

  /** a cosh(r + rest) + b sinh(r + rest). */
  private static double sum(double a, double aRest, double b, double bRest, double r, double rest) {
    double high = Math.fma(b, r, a);
    return high + tail(a, aRest, b, bRest, r, rest, high);
  }

  /** What the sum is more than {@code high}, its greatest part: a + b r, rounded. */
  private static double tail(
      double a, double aRest, double b, double bRest, double r, double rest, double high) {
    double square = r * r;
    double lost = Math.fma(b, r, a - high) + Math.fma(bRest, r, aRest);
    double s = Math.fma(r * square, sinePolynomial(square), rest);
    return Math.fma(a, cosineLess1(r, rest, square), Math.fma(b, s, lost));
  }

  /** (sinh r - r) / r³. */
  private static double sinePolynomial(double square) {
    double fourth = square * square;
    double p = Math.fma(fourth, Math.fma(square, S9, S7), Math.fma(square, S5, S3));
    return Math.fma(fourth * fourth, S11, p);
  }

  /** cosh(r + rest) - 1. */
  private static double cosineLess1(double r, double rest, double square) {
    double squareRest = Math.fma(r, r, -square);
    double p = Math.fma(square, Math.fma(square, Math.fma(square, C10, C8), C6), C4);
    p = Math.fma(square * square, p, Math.fma(0.5, squareRest, r * rest));
    return Math.fma(0.5, square, p);
  }
}
