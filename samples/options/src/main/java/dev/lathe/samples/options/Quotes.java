package dev.lathe.samples.options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Options on one share, made from a few parameters: {@value #EXPIRIES} expiries from a week to two
 * years, {@value #STRIKES} strikes each from 60 to 150 % of the price. Volatilities smile: they are
 * 18 % at the money, more the farther from it, less so for long options.
 */
record Quotes(double[] strike, double[] volatility, double[] years) {
  static final double SPOT = 100;
  static final double RATE = 0.03;
  static final int EXPIRIES = 50;
  static final int STRIKES = 200;

  static Quotes make() {
    int n = EXPIRIES * STRIKES;
    var quotes = new Quotes(new double[n], new double[n], new double[n]);
    for (int i = 0; i < n; i++) {
      double years = 7 / 365.0 + (2 - 7 / 365.0) * (i / STRIKES) / (EXPIRIES - 1);
      double strike = SPOT * (0.6 + 0.9 * (i % STRIKES) / (STRIKES - 1));
      double distance = Math.log(strike / (SPOT * Math.exp(RATE * years)));
      quotes.years[i] = years;
      quotes.strike[i] = strike;
      quotes.volatility[i] = 0.18 + 0.4 * distance * distance / (0.2 + years) - 0.05 * distance;
    }
    return quotes;
  }

  int size() {
    return strike.length;
  }

  /** Writes a table of strikes, years, volatilities and {@code price}s. */
  void write(Path file, double[] price) {
    var text = new StringBuilder("strike,years,volatility,price\n");
    for (int i = 0; i < size(); i++) {
      text.append(
          String.format(
              Locale.ROOT, "%.4f,%.6f,%.6f,%.6f%n", strike[i], years[i], volatility[i], price[i]));
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
