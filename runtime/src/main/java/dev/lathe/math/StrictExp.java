package dev.lathe.math;

/**
 * {@link StrictMath}'s exponential functions: those of fdlibm 5.3 (Sun Microsystems, 1993–2004), as
 * {@code StrictMath} documents, in the same order of rounded operations.
 *
 * <p>x = k ln 2 + r + rest, where k ln 2 is subtracted in two parts, and e^r comes from a minimax
 * rational function of r². What fdlibm does in branches is computed for all k here and selected; 0
 * - a and -a, say, give the same in the next sum.
 */
public final class StrictExp {
  /** Greatest argument whose result is finite. */
  private static final double GREATEST = 0x1.62e42fefa39efp9;

  /** Least argument of {@link #exp} whose result is not 0. */
  private static final double LEAST = -0x1.74910d52d3051p9;

  /** From here on down {@link #expm1} is -1: about -56 ln 2. */
  private static final double LEAST_LESS_1 = -0x1.3687ap5;

  /** Least magnitude that is reduced, about half of ln 2. */
  private static final double REDUCED = 0x1.62e43p-2;

  private static final double INVERSE_LN2 = 0x1.71547652b82fep0;
  private static final double LN2 = 0x1.62e42feep-1;
  private static final double LN2_REST = 0x1.a39ef35793c76p-33;

  private static final double P1 = 0x1.555555555553ep-3;
  private static final double P2 = -0x1.6c16c16bebd93p-9;
  private static final double P3 = 0x1.1566aaf25de2cp-14;
  private static final double P4 = -0x1.bbd41c5d26bf1p-20;
  private static final double P5 = 0x1.6376972bea4dp-25;

  private static final double Q1 = -0x1.11111111110f4p-5;
  private static final double Q2 = 0x1.a01a019fe5585p-10;
  private static final double Q3 = -0x1.4ce199eaadbb7p-14;
  private static final double Q4 = 0x1.0cfca86e65239p-18;
  private static final double Q5 = -0x1.afdb76e09c32dp-23;

  private StrictExp() {}

  /** {@link StrictMath#exp}. */
  public static double exp(double x) {
    double k = multiple(x);
    double whole = x - k * LN2;
    double rest = k * LN2_REST;
    double r = whole - rest;
    double c = primary(r);
    double y = 1.0 - ((rest - r * c / (2.0 - c)) - whole);
    boolean low = k < -1021; // scaled in two steps, as the result may be subnormal
    y = Exp.scale(y, (low ? k + 1000 : k) + Exp.SHIFT) * (low ? 0x1p-1000 : 1.0);
    y = Math.abs(x) < 0x1p-28 ? 1.0 + x : y;
    y = x > GREATEST ? Double.POSITIVE_INFINITY : y;
    return x >= LEAST ? y : x < LEAST ? 0.0 : x;
  }

  /** The integer nearest to x / ln 2, with x's sign. */
  private static double multiple(double x) {
    double size = Math.abs(x);
    return size >= REDUCED ? Math.copySign(Math.floor(INVERSE_LN2 * size + 0.5), x) : 0.0;
  }

  /** r - r² p(r²), of which e^r is a fraction. */
  static double primary(double r) {
    double t = r * r;
    return r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  }

  /** {@link StrictMath#expm1}. */
  public static double expm1(double x) {
    double k = multiple(x);
    double whole = x - k * LN2;
    double rest = k * LN2_REST;
    double r = whole - rest;
    double c = (whole - r) - rest;
    double half = 0.5 * r;
    double square = r * half;
    double q = Q1 + square * (Q2 + square * (Q3 + square * (Q4 + square * Q5)));
    double r1 = 1.0 + square * q;
    double t = 3.0 - r1 * half;
    double e = square * ((r1 - t) / (6.0 - r * t));
    e = (r * (e - c) - c) - square;
    double inverse = Exp.scale(1.0, Exp.SHIFT - k); // 2^-k where that is looked at
    boolean far = k <= -2 | k > 56;
    boolean left = k == 1 & r < -0.25;
    double one = k >= 2 & k < 20 ? 1.0 - inverse : far ? 1.0 : 0.0;
    double sum = one - (e - r);
    sum = k >= 20 & k <= 56 ? (r - (e + inverse)) + 1.0 : left ? (r + 0.5) - e : sum;
    double less = far ? -1.0 : k == -1 ? -0.5 : k == 1 & !left ? 1.0 : 0.0;
    double y = Exp.scale(sum, k + Exp.SHIFT) + less;
    y = Math.abs(x) < 0x1p-54 ? x : y;
    y = x > GREATEST ? Double.POSITIVE_INFINITY : y;
    return x > LEAST_LESS_1 ? y : x <= LEAST_LESS_1 ? -1.0 : x;
  }
}
