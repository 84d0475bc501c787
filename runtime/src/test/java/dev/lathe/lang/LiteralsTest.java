package dev.lathe.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Literals against Java's own, and against the JDK's printed numbers. */
class LiteralsTest {
  private static Object value(String literal) {
    Parser.Result parsed = Parser.parse("double f() { return " + literal + "; }");
    assertThat(parsed.diagnostics()).as(literal).isEmpty();
    var only = (Ast.Statement.Return) parsed.kernel().body().statements().getFirst();
    Checked checked = Checker.check(parsed.kernel());
    return checked.constant(only.value()).box();
  }

  @Test
  void everyNotationHasJavasValue() {
    // format:off
    Object[][] table = {
      {"0", 0}, {"00", 00}, {"0_7", 0_7}, {"0xfF", 0xfF}, {"0B1_0", 0B1_0},
      {"2147483647", 2147483647}, {"-2147483648", -2147483648}, {"0x80000000", 0x80000000},
      {"037777777777", 037777777777}, {"0xffffffffffffffffL", 0xffffffffffffffffL},
      {"-9223372036854775808L", -9223372036854775808L}, {"01777777777777777777777L", -1L},
      {"1_000_000l", 1_000_000L}, {"0x1234_5678_9abc_def0L", 0x1234_5678_9abc_def0L},
      {"1.", 1.}, {".5", .5}, {"1e3", 1e3}, {"1E-3f", 1E-3f}, {"1f", 1f}, {"0d", 0d}, {"1_0.0_1e1_0", 1_0.0_1e1_0},
      {"09.5", 09.5}, {"0x1.8p1", 0x1.8p1}, {"0x.8P-2f", 0x.8P-2f}, {"0X1p0d", 0X1p0d}, {"0x1.fffffeP+127f", 0x1.fffffeP+127f},
      {"0x1.000001p0f", 0x1.000001p0f}, {"1.17549435e-38f", 1.17549435e-38f}, {"4.9e-324", 4.9e-324}, {"0e-999", 0e-999},
      {"'a'", 'a'}, {"'\\n'", '\n'}, {"'\\''", '\''}, {"'\\\\'", '\\'}, {"'\"'", '"'}, {"'\\s'", '\s'}, {"'\\0'", '\0'},
      {"'\\47'", '\47'}, {"'\\377'", '\377'}, {"'\\u00e9'", '\u00e9'}, {"'\\uuu20AC'", '\uuu20AC'}, {"'é'", 'é'},
      {"\\u0031", 1}, {"/* \\ */ 1 // x", 1}, {"true", true}, {"false", false},
      {"Integer.MIN_VALUE", Integer.MIN_VALUE}, {"Math.PI", Math.PI}, {"java.lang.Float.NaN", Float.NaN},
      {"Character.MAX_VALUE", Character.MAX_VALUE}, {"Byte.MIN_VALUE", Byte.MIN_VALUE}, {"Double.SIZE", Double.SIZE},
    };
    // format:on
    for (Object[] row : table) {
      String text = ((String) row[0]).replace("// x", "\n");
      assertThat(value(text)).as(text).isEqualTo(row[1]);
    }
  }

  @Test
  void printedNumbersAreReadBack() {
    var random = new SplittableRandom(3);
    for (int i = 0; i < 2_000; i++) {
      long bits = random.nextLong() >> random.nextInt(64);
      double d = Math.abs(Double.longBitsToDouble(random.nextLong()));
      float f = Math.abs(Float.intBitsToFloat(random.nextInt()));
      if (Double.isFinite(d) && Float.isFinite(f)) {
        assertThat(value(Double.toString(d))).isEqualTo(d);
        assertThat(value(Double.toHexString(d))).isEqualTo(d);
        assertThat(value(f + "f")).isEqualTo(f);
        assertThat(value(Float.toHexString(f) + "F")).isEqualTo(f);
      }
      assertThat(value(bits + "L")).isEqualTo(bits);
      assertThat(value((int) bits + "")).isEqualTo((int) bits);
      assertThat(value("0x" + Long.toHexString(bits) + "l")).isEqualTo(bits);
      assertThat(value("0" + Integer.toOctalString((int) bits))).isEqualTo((int) bits);
      assertThat(value("0b" + Integer.toBinaryString((int) bits))).isEqualTo((int) bits);
    }
  }

  @Test
  void whatIsNoLiteralIsSaidToBeNone() {
    for (String text :
        new String[] {
          "1_",
          "0_x1",
          "0x_1",
          "1_.5",
          "1._5",
          "1_e5",
          "1e_5",
          "1e",
          "1e+",
          "0xg",
          "0b",
          "0b2",
          "09",
          "4294967296",
          "0x1ffffffff",
          "040000000000",
          "9223372036854775808L",
          "1ff",
          "1fd",
          "0x1.8",
          "0x.p1",
          "3.5e39f",
          "1e-46f",
          "1.8e308",
          "5lL",
          "1.2.3",
          "''",
          "'ab'",
          "'\\q'",
          "'\\400'",
          "'\n'",
          "'\\u12'"
        }) {
      assertThat(Parser.parse("double f() { return " + text + "; }").diagnostics())
          .as(text)
          .isNotEmpty();
    }
  }
}
