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
          of("exp", Exp::exp, 0.52, Exp::fast, 1, Math::exp, StrictMath::exp, RISES, -746, 710),
          of("log", Log::log, 0.52, Log::fast, 1, Math::log, StrictMath::log, RISES, 0, 1000),
          of(
              "sin",
              Sine::sin,
              0.52,
              Sine::sinFast,
              1,
              Math::sin,
              StrictMath::sin,
              x -> slope(x, Math.cos(x)),
              -100,
              100),
          of(
              "cos",
              Sine::cos,
              0.52,
              Sine::cosFast,
              1,
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
              100));

  /** Doubles close to each other are on the same slope. */
  private static double slope(double x, double slope) {
    return Math.abs(x) < 0x1p45 ? slope : 0;
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
    return arity == 1 ? mpfr.value(name, x) : mpfr.value(name, x, y);
  }

  @Override
  public String toString() {
    return name;
  }
}
