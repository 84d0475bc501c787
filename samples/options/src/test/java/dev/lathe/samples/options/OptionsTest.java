package dev.lathe.samples.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
  private static final OptionKernels COMPILED = OptionKernelsJit.create();
  private static final OptionKernels PLAIN = new Options.Plain();

  /**
   * Hull, "Options, Futures, and Other Derivatives", example 15.6: 42, 40, 10 %, 20 %, half a year.
   */
  @Test
  void aPriceIsThatOfATextbook() {
    assertThat(COMPILED.call(42, 40, 0.1, 0.2, 0.5)).isCloseTo(4.76, within(0.005));
    assertThat(COMPILED.normal(1.96)).isCloseTo(0.9750021048517795, within(1e-14));
    assertThat(COMPILED.normal(-10)).isCloseTo(7.61985302416e-24, within(1e-31));
  }

  @Test
  void pricesAreThoseOfPlainJavaButForTheLastPlaces() {
    var options = new Options();
    Options.Found found = options.find(COMPILED);
    Options.Found plain = options.find(PLAIN);
    assertThat(Options.difference(found.price(), plain.price())).isLessThan(1e-12);
    assertThat(options.error(found)).isLessThan(1e-10);
  }

  @Test
  void arraysHaveTheBitsOfSingleOptions() {
    var options = new Options();
    Quotes quotes = options.quotes();
    Options.Found found = options.find(COMPILED);
    for (int i = 0; i < quotes.size(); i += 7) {
      double strike = quotes.strike()[i];
      double years = quotes.years()[i];
      double price = COMPILED.call(100, strike, 0.03, quotes.volatility()[i], years);
      double implied = COMPILED.impliedVolatility(price, 100, strike, 0.03, years);
      assertThat(found.price()[i]).isEqualTo(price);
      assertThat(Double.valueOf(found.volatility()[i]))
          .isEqualTo(Double.valueOf(implied)); // or NaN
    }
  }

  @Test
  void theTableHasALineForEachQuote(@TempDir Path folder) throws Exception {
    var options = new Options();
    Path file = folder.resolve("quotes.csv");
    options.quotes().write(file, options.find(COMPILED).price());
    assertThat(Files.readAllLines(file))
        .hasSize(options.quotes().size() + 1)
        .startsWith("strike,years,volatility,price")
        .element(100)
        .asString()
        .startsWith("104.7739,0.019178,");
  }
}
