package dev.lathe.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Dlathe.floats} looks at all floats, which takes minutes. */
class FastFloatsTest {
  private static final int STEP = Boolean.getBoolean("lathe.floats") ? 1 : 9_973;

  private interface FloatFunction {
    float apply(float x);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "log", "sin", "cos"})
  void errorsAreBelowOneUnitInTheLastPlace(String name) {
    FloatFunction function =
        switch (name) {
          case "exp" -> FastFloats::exp;
          case "log" -> FastFloats::log;
          case "sin" -> FastFloats::sin;
          default -> FastFloats::cos;
        };
    DoubleUnaryOperator wide =
        switch (name) {
          case "exp" -> Exp::exp;
          case "log" -> Log::log;
          case "sin" -> Sine::sin;
          default -> Sine::cos;
        };
    double greatest = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STEP) {
      float x = Float.intBitsToFloat((int) bits);
      float actual = function.apply(x);
      double value = wide.applyAsDouble(x);
      if (Float.compare(actual, (float) value) != 0) {
        double error = Math.abs((actual - value) / Math.ulp((float) value));
        if (!(error <= 1)) {
          assertThat(actual).as("%s(%s)", name, Float.toHexString(x)).isEqualTo((float) value);
        }
        greatest = Math.max(greatest, error);
      }
    }
    assertThat(greatest).isBetween(0.5, 1.0);
    if (STEP == 1) {
      System.out.println(name + ": largest error of the fast function of floats " + greatest);
    }
  }
}
