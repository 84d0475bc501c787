package dev.lathe.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrPrinter;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Checker;
import dev.lathe.lang.Lowering;
import dev.lathe.lang.Parser;
import dev.lathe.testing.EdgeValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RemainderTest {
  private static final Path SOURCE = Path.of("src/main/java/dev/lathe/math/Remainder.java");
  private static final Path RESOURCE = Path.of("src/main/resources/dev/lathe/math/remainder.lir");

  /** {@code -Dlathe.bless} rewrites the resource. */
  @Test
  void theResourceIsWhatTheFrontEndMakesOfTheSource() throws IOException {
    String file = Files.readString(SOURCE);
    int start = file.indexOf("double remainder(");
    String method = file.substring(start, file.indexOf("\n  }\n", start) + 5);
    Checked checked = Checker.check(Parser.parse(method).kernel());
    assertThat(checked.diagnostics()).isEmpty();
    Function lowered = Lowering.lower(checked, "dev.lathe.math.Remainder.remainder", null);
    String text = IrPrinter.print(lowered).replaceAll(" @\\d+", "");
    if (Boolean.getBoolean("lathe.bless")) {
      Files.writeString(RESOURCE, text);
    }
    assertThat(Files.readString(RESOURCE)).isEqualTo(text);
  }

  private static void check(double x, double y) {
    double expected = x % y;
    double actual = Remainder.remainder(x, y);
    if (Double.doubleToLongBits(actual) != Double.doubleToLongBits(expected)) {
      assertThat(actual).as("%h %% %h", x, y).isEqualTo(expected);
    }
  }

  @Test
  void edgeValuesGiveJavasRemainder() {
    for (double x : EdgeValues.doubles()) {
      for (double y : EdgeValues.doubles()) {
        check(x, y);
      }
    }
  }

  @Test
  void randomBitsGiveJavasRemainder() {
    var random = new SplittableRandom(5);
    for (int i = 0; i < 200_000; i++) {
      double x = Double.longBitsToDouble(random.nextLong());
      double y = Double.longBitsToDouble(random.nextLong());
      check(x, y);
      check(x, Math.scalb(y, Math.getExponent(x) - Math.getExponent(y) - random.nextInt(110)));
      check(Math.floor(random.nextDouble() * 1e6) * y, y); // near a multiple
    }
  }

  @Test
  void floatsWidenedGiveJavasRemainderOfFloats() {
    for (float x : EdgeValues.floats()) {
      for (float y : EdgeValues.floats()) {
        assertThat(Float.floatToIntBits((float) Remainder.remainder(x, y)))
            .as("%s %% %s", x, y)
            .isEqualTo(Float.floatToIntBits(x % y));
      }
    }
  }

  @Test
  void theIrComputesWhatTheMethodDoes() {
    for (double x : EdgeValues.doubles()) {
      for (double y : EdgeValues.doubles()) {
        long bits =
            Interpreter.run(
                Remainder.function(), Double.doubleToRawLongBits(x), Double.doubleToRawLongBits(y));
        assertThat(Double.doubleToLongBits(Double.longBitsToDouble(bits)))
            .isEqualTo(Double.doubleToLongBits(Remainder.remainder(x, y)));
      }
    }
  }
}
