package dev.lathe.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

/** {@code -Dlathe.math.polynomials} computes all of them, which takes a minute. */
class PolynomialsTest {

  private static Object constant(String owner, String name) throws ReflectiveOperationException {
    Field field = Class.forName("dev.lathe.math." + owner).getDeclaredField(name);
    field.setAccessible(true);
    return field.get(null);
  }

  @Test
  void coefficientsAreThoseComputed() throws ReflectiveOperationException {
    int checked = 0;
    for (Polynomials.Polynomial p : Polynomials.all()) {
      if (p.terms() > 8 && !Boolean.getBoolean("lathe.math.polynomials")) {
        continue;
      }
      double[] coefficients = p.coefficients();
      for (int i = 0; i < coefficients.length; i++) {
        String name = p.prefix() + (p.first() + i * p.step());
        assertThat(((Number) constant(p.owner(), name)).doubleValue())
            .as("%s.%s", p.owner(), name)
            .isEqualTo(coefficients[i]);
        checked++;
      }
    }
    assertThat(checked).isPositive();
  }

  @Test
  void tablesOfTheLogarithmAreThoseComputed() throws ReflectiveOperationException {
    var tables = new LogTables();
    assertThat(constant("Log", "RECIPROCAL")).isEqualTo(tables.reciprocals);
    assertThat(constant("Log", "LOG")).isEqualTo(tables.logs);
    assertThat(constant("Log", "LOG_REST")).isEqualTo(tables.rests);
    assertThat(constant("Floats", "LOG")).isEqualTo(tables.nearest);
    assertThat(constant("FastFloats", "LOG")).isEqualTo(tables.floats);
    assertThat(constant("FastFloats", "LOG_REST")).isEqualTo(tables.floatRests);
  }

  @Test
  void tablesOfTheExponentialAreThoseComputed() throws ReflectiveOperationException {
    var tables = new ExpTables();
    assertThat(constant("Exp", "POWER")).isEqualTo(tables.powers);
    assertThat(constant("Exp", "POWER_REST")).isEqualTo(tables.rests);
  }

  @Test
  void tablesOfTheSineAreThoseComputed() throws ReflectiveOperationException {
    var tables = new SineTables();
    assertThat(constant("Sine", "SINE")).isEqualTo(tables.sines);
    assertThat(constant("Sine", "SINE_REST")).isEqualTo(tables.sineRests);
    assertThat(constant("Sine", "COSINE")).isEqualTo(tables.cosines);
    assertThat(constant("Sine", "COSINE_REST")).isEqualTo(tables.cosineRests);
  }
}
