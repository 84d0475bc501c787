package dev.lathe.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Interpreter;
import dev.lathe.opt.MathBodies;
import dev.lathe.testing.EdgeValues;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RemainderTest {
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
                MathBodies.remainder(),
                Double.doubleToRawLongBits(x),
                Double.doubleToRawLongBits(y));
        assertThat(Double.doubleToLongBits(Double.longBitsToDouble(bits)))
            .isEqualTo(Double.doubleToLongBits(Remainder.remainder(x, y)));
      }
    }
  }
}
