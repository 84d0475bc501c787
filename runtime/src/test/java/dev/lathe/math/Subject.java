package dev.lathe.math;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A function whose results are measured.
 *
 * @param name of {@code java.lang.Math}'s and MPFR's function
 * @param ours this package's function, {@code fast} its faster variant or null
 * @param bound units of the last place by which a result may be off, {@code fastBound} one of
 *     {@code fast}
 * @param slope positive where the function rises, negative where it falls, or null: not monotonic
 * @param from and {@code to}: where results are neither 0 nor infinite nor all alike
 */
record Subject(
    String name,
    int arity,
    DoubleBinaryOperator ours,
    double bound,
    DoubleBinaryOperator fast,
    double fastBound,
    DoubleBinaryOperator math,
    DoubleBinaryOperator strict,
    DoubleUnaryOperator slope,
    double from,
    double to) {

  private static final DoubleUnaryOperator RISES = x -> 1;

  static final List<Subject> ALL =
      List.of(
          of("exp", Exp::exp, 0.55, Math::exp, StrictMath::exp, RISES, -746, 710),
          of("log", Log::log, 0.55, Math::log, StrictMath::log, RISES, 0, 1000),
          of(
              "sin",
              Sine::sin,
              0.53,
              Sine::sinFast,
              0.7,
              Math::sin,
              StrictMath::sin,
              x -> slope(x, Math.cos(x)),
              -100,
              100),
          of(
              "cos",
              Sine::cos,
              0.53,
              Sine::cosFast,
              0.7,
              Math::cos,
              StrictMath::cos,
              x -> slope(x, -Math.sin(x)),
              -100,
              100),
          of(
              "tan",
              Sine::tan,
              0.53,
              null,
              0,
              Math::tan,
              StrictMath::tan,
              x -> Math.abs(x) < Math.PI / 2 ? 1 : 0,
              -100,
              100),
          of("asin", Arc::asin, 0.7, Math::asin, StrictMath::asin, RISES, -1, 1),
          of("acos", Arc::acos, 0.65, Math::acos, StrictMath::acos, x -> -1, -1, 1),
          of("atan", Arc::atan, 0.7, Math::atan, StrictMath::atan, RISES, -10, 10),
          of("sinh", Hyperbolic::sinh, 0.8, Math::sinh, StrictMath::sinh, RISES, -711, 711),
          of("cosh", Hyperbolic::cosh, 0.7, Math::cosh, StrictMath::cosh, x -> x, -711, 711),
          of("tanh", Hyperbolic::tanh, 0.8, Math::tanh, StrictMath::tanh, RISES, -20, 20),
          of("expm1", Expm1::expm1, 0.6, Math::expm1, StrictMath::expm1, RISES, -40, 710),
          of("log1p", Log1p::log1p, 0.7, Math::log1p, StrictMath::log1p, RISES, -1, 1000),
          of("log10", Log10::log10, 0.56, Math::log10, StrictMath::log10, RISES, 0, 1000),
          of("cbrt", Cbrt::cbrt, 0.52, Math::cbrt, StrictMath::cbrt, RISES, -1e9, 1e9),
          new Subject(
              "atan2",
              2,
              Arc::atan2,
              0.8,
              null,
              0,
              Math::atan2,
              StrictMath::atan2,
              null,
              -100,
              100),
          new Subject(
              "hypot",
              2,
              Hypot::hypot,
              0.52,
              null,
              0,
              Math::hypot,
              StrictMath::hypot,
              null,
              -100,
              100),
          new Subject("pow", 2, Pow::pow, 0.55, null, 0, Math::pow, StrictMath::pow, null, 0, 100));

  /** Doubles close to each other are on the same slope. */
  private static double slope(double x, double slope) {
    return Math.abs(x) < 0x1p45 ? slope : 0;
  }

  private static Subject of(
      String name,
      DoubleUnaryOperator ours,
      double bound,
      DoubleUnaryOperator math,
      DoubleUnaryOperator strict,
      DoubleUnaryOperator slope,
      double from,
      double to) {
    return of(name, ours, bound, null, 0, math, strict, slope, from, to);
  }

  private static Subject of(
      String name,
      DoubleUnaryOperator ours,
      double bound,
      DoubleUnaryOperator fast,
      double fastBound,
      DoubleUnaryOperator math,
      DoubleUnaryOperator strict,
      DoubleUnaryOperator slope,
      double from,
      double to) {
    return new Subject(
        name,
        1,
        unary(ours),
        bound,
        fast == null ? null : unary(fast),
        fastBound,
        unary(math),
        unary(strict),
        slope,
        from,
        to);
  }

  static DoubleBinaryOperator unary(DoubleUnaryOperator function) {
    return (x, ignored) -> function.applyAsDouble(x);
  }

  static Subject named(String name) {
    return ALL.stream().filter(s -> s.name.equals(name)).findFirst().orElseThrow();
  }

  Value value(Mpfr mpfr, double x, double y) {
    if (name.equals("pow") && y != 0 && (y != y || Math.abs(x) == 1 && Double.isInfinite(y))) {
      return new Value(Double.NaN, 0); // Java's, other than C's
    }
    return arity == 1 ? mpfr.value(name, x) : mpfr.value(name, x, y);
  }

  @Override
  public String toString() {
    return name;
  }
}
