package dev.lathe.samples.options;

import dev.lathe.Jit;

/**
 * European call options on a share without dividends (Black and Scholes, "The Pricing of Options
 * and Corporate Liabilities", 1973). Prices are in the share's currency, rates and volatilities a
 * year's, rates compounded continuously.
 */
@Jit
public interface OptionKernels {
  /** The most steps of Newton's iteration; a handful suffices. */
  int STEPS = 40;

  /** 1 / sqrt(2 pi). */
  double DENSITY_AT_0 = 0.3989422804014327;

  /** The probability that a normally distributed number is below {@code x}. */
  default double normal(double x) {
    double a = Math.abs(x);
    double tail = tail(a);
    return x > 0 ? 1 - tail : tail;
  }

  /**
   * The probability beyond {@code a}, which is not negative: Hart's rational approximation and
   * continued fraction, as in West, "Better approximations to cumulative normal functions", 2005.
   */
  default double tail(double a) {
    double density = Math.exp(-0.5 * a * a);
    if (a > 7) {
      double fraction = a + 1 / (a + 2 / (a + 3 / (a + 4 / (a + 0.65))));
      return density * DENSITY_AT_0 / fraction;
    }
    double above = 3.52624965998911E-02 * a + 0.700383064443688;
    above = above * a + 6.37396220353165;
    above = above * a + 33.912866078383;
    above = above * a + 112.079291497871;
    above = above * a + 221.213596169931;
    above = above * a + 220.206867912376;
    double below = 8.83883476483184E-02 * a + 1.75566716318264;
    below = below * a + 16.064177579207;
    below = below * a + 86.7807322029461;
    below = below * a + 296.564248779674;
    below = below * a + 637.333633378831;
    below = below * a + 793.826512519948;
    below = below * a + 440.413735824752;
    return density * above / below;
  }

  /** The price of the right to buy at {@code strike} in {@code years}. */
  default double call(double spot, double strike, double rate, double volatility, double years) {
    double deviation = volatility * Math.sqrt(years);
    double d1 = Math.log(spot / strike) / deviation + rate * years / deviation + 0.5 * deviation;
    double present = strike * Math.exp(-rate * years);
    return spot * normal(d1) - present * normal(d1 - deviation);
  }

  /** The same for each of many options, as SIMD code. */
  @Jit(vectorize = Jit.Vectorize.REQUIRED)
  void call(
      double spot, double[] strike, double rate, double[] volatility, double[] years, double[] out);

  /**
   * The volatility at which {@link #call} gives {@code price}: Newton's iteration from where the
   * price changes fastest with it (Manaster and Koehler, "The Calculation of Implied Variances from
   * the Black-Scholes Model", 1982), from which it converges monotonically. NaN if there is none.
   */
  default double impliedVolatility(
      double price, double spot, double strike, double rate, double years) {
    double root = Math.sqrt(years);
    double present = strike * Math.exp(-rate * years);
    double moneyness = Math.log(spot / present);
    double volatility = Math.max(Math.sqrt(2 * Math.abs(moneyness) / years), 0.05);
    for (int i = 0; i < STEPS; i++) {
      double deviation = volatility * root;
      double d1 = moneyness / deviation + 0.5 * deviation;
      double excess = spot * normal(d1) - present * normal(d1 - deviation) - price;
      double vega = spot * root * DENSITY_AT_0 * Math.exp(-0.5 * d1 * d1);
      double next = volatility - excess / vega;
      if (Math.abs(next - volatility) <= 1e-9 * volatility) {
        return next;
      }
      volatility = next > 0 ? next : 0.5 * volatility;
    }
    return Double.NaN;
  }

  /** The same for each of many options. */
  @Jit
  void impliedVolatility(
      double[] price, double spot, double[] strike, double rate, double[] years, double[] out);
}
