package dev.lathe.samples.options;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Prices options and finds the volatilities that the prices imply, natively and as plain Java:
 * writes a table of quotes, compares results and prints times. An argument names the table's file.
 */
public final class Options {
  private static final int ROUNDS = 31;

  private final Quotes quotes = Quotes.make();

  /** What the kernels find. */
  record Found(double[] price, double[] volatility) {}

  public static void main(String[] args) {
    Path file = Path.of(args.length > 0 ? args[0] : "target/quotes.csv");
    var options = new Options();
    OptionKernels compiled = OptionKernelsJit.create();
    OptionKernels plain = new Plain();
    Found found = options.find(compiled);
    options.quotes.write(file, found.price);
    System.out.printf("%d quotes in %s%n%n", options.quotes.size(), file);
    options.printDifferences(found, options.find(plain));
    options.printTimes(compiled, plain);
  }

  /** The Java bodies themselves; the lifted kernels are loops over the scalar ones. */
  static final class Plain implements OptionKernels {
    @Override
    public void call(
        double spot,
        double[] strike,
        double rate,
        double[] volatility,
        double[] years,
        double[] out) {
      for (int i = 0; i < out.length; i++) {
        out[i] = call(spot, strike[i], rate, volatility[i], years[i]);
      }
    }

    @Override
    public void impliedVolatility(
        double[] price, double spot, double[] strike, double rate, double[] years, double[] out) {
      for (int i = 0; i < out.length; i++) {
        out[i] = impliedVolatility(price[i], spot, strike[i], rate, years[i]);
      }
    }
  }

  Quotes quotes() {
    return quotes;
  }

  Found find(OptionKernels kernels) {
    int n = quotes.size();
    var found = new Found(new double[n], new double[n]);
    price(kernels, found.price);
    imply(kernels, found.price, found.volatility);
    return found;
  }

  private void price(OptionKernels kernels, double[] out) {
    kernels.call(
        Quotes.SPOT, quotes.strike(), Quotes.RATE, quotes.volatility(), quotes.years(), out);
  }

  private void imply(OptionKernels kernels, double[] price, double[] out) {
    kernels.impliedVolatility(
        price, Quotes.SPOT, quotes.strike(), Quotes.RATE, quotes.years(), out);
  }

  /**
   * True if the price of an option tells its volatility: far from the money it is that of the share
   * or nothing, and its last places drown what the volatility adds.
   */
  boolean tellsVolatility(int i) {
    double root = quotes.volatility()[i] * Math.sqrt(quotes.years()[i]);
    double forward = Quotes.SPOT * Math.exp(Quotes.RATE * quotes.years()[i]);
    return Math.abs(Math.log(forward / quotes.strike()[i])) < 4 * root;
  }

  /** The greatest difference of two prices. */
  static double difference(double[] a, double[] b) {
    double greatest = 0;
    for (int i = 0; i < a.length; i++) {
      greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
    }
    return greatest;
  }

  /** By how much the volatilities that were found differ from those of the quotes. */
  double error(Found found) {
    double greatest = 0;
    for (int i = 0; i < quotes.size(); i++) {
      if (tellsVolatility(i)) {
        greatest = Math.max(greatest, Math.abs(found.volatility[i] - quotes.volatility()[i]));
      }
    }
    return greatest;
  }

  private void printDifferences(Found found, Found plain) {
    System.out.printf(
        Locale.ROOT,
        "prices differ from plain Java's by at most %.1e, as java.lang.Math may round otherwise;%n",
        difference(found.price, plain.price));
    System.out.printf(
        Locale.ROOT,
        "implied volatilities are right to %.1e (plain Java: %.1e)%n%n",
        error(found),
        error(plain));
  }

  private void printTimes(OptionKernels compiled, OptionKernels plain) {
    var price = find(plain).price;
    var out = new double[quotes.size()];
    System.out.printf("ns per option (median of %d)             Lathe   plain Java%n", ROUNDS);
    report("price", k -> price(k, out), compiled, plain);
    report("implied volatility", k -> imply(k, price, out), compiled, plain);
  }

  private interface Job {
    void run(OptionKernels kernels);
  }

  private void report(String name, Job job, OptionKernels compiled, OptionKernels plain) {
    var lathe = new double[ROUNDS];
    var java = new double[ROUNDS];
    for (int round = -ROUNDS; round < ROUNDS; round++) { // the first half warms HotSpot up
      long start = System.nanoTime();
      job.run(compiled);
      long middle = System.nanoTime();
      job.run(plain);
      long end = System.nanoTime();
      if (round >= 0) {
        lathe[round] = (middle - start) / (double) quotes.size();
        java[round] = (end - middle) / (double) quotes.size();
      }
    }
    Arrays.sort(lathe);
    Arrays.sort(java);
    System.out.printf(
        Locale.ROOT, "%-36s %9.1f %12.1f%n", name, lathe[ROUNDS / 2], java[ROUNDS / 2]);
  }
}
