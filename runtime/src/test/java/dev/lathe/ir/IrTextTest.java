package dev.lathe.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The text form: {@link IrParser}, {@link IrPrinter}, {@link Literal}. */
class IrTextTest {
  private static final String EVERYTHING =
      """
      func %com.acme.Add.add(v0: i32, v1: i32) -> i32 {
        source "Add.java"
      b0:
        v2 = iadd.i32 v0, v1 @3
        v3 = const.f64 0x1.8p1
        v4 = icmp.i32 lt v0, v2
        v5 = nonzero.i32 v1, divide.i32
        guard v4, addExact.i32(v0, v1) @4
        v9 = fcmp.f64 ule v3, v3
        v10 = zext.i64 v0
        v11 = select.i32 v4, v0, v1
        branch v4, b1(v2), b2
      b1(v7: i32):
        ret v7
      b2:
        switch v0 [-1: b1(v0), 5: b1(v2)] else b1(v1)
      }
      """;

  @Test
  void printingWhatWasParsedGivesTheText() {
    assertThat(IrPrinter.print(IrParser.parse(EVERYTHING))).isEqualTo(EVERYTHING);
  }

  @Test
  void numbersOfNamesAreKept() {
    Function f = IrParser.parse(EVERYTHING);
    assertThat(f.blocks().get(0).values().get(3)).hasToString("v5");
    assertThat(f.valueCount()).isEqualTo(13); // the guard has a number above all names
    assertThat(f.newConst(Type.I32, 0, 0).id()).isEqualTo(13);
  }

  @Test
  void greatNumbersInSmallTextsAreNotKept() {
    Function f =
        IrParser.parse("func %f(v9999999: i32) {\nb0:\n jump b9999998\nb9999998:\n ret\n}");
    assertThat(f.valueCount()).isEqualTo(1);
    assertThat(f.blockCount()).isEqualTo(2);
  }

  @Test
  void otherNamesAreNumberedInOrderOfAppearance() {
    String text =
        """
        func %f(x: i32) {  ; comment
        start:
          y = iadd.i32 x, v0
          ; a line of comment
          v0 = const.i32 0xffffffff
          jump loop
        loop:
          ret
        }
        """;
    assertThatThrownBy(() -> IrParser.parse(text))
        .hasMessage(
            """
            f: 1 error
            func %f(v0: i32) {
            b0:
              v1 = iadd.i32 v0, v2
            ; ^~~~~~~~~~~~~~~~~~~~ v2 is used before its definition
              v2 = const.i32 -1
              jump b1
            b1:
              ret
            }
            """);
  }

  @Test
  void valuesWithoutNamesAreNumberedAndMeantByHowFarTheyAreBack() {
    Function f =
        IrParser.parse(
            """
            func %f(i32, x: i32) -> i32 {
            b0:
              iadd.i32 ^2, x
              const.i32 7
              icmp.i32 lt ^2, ^1
              branch ^1, b2(^3), b1
            b1:
              y = imul.i32 ^4, ^3
              jump b2(^1)
            b2(i32):
              ret ^1
            }
            """);
    assertThat(IrPrinter.print(f))
        .isEqualTo(
            """
            func %f(v0: i32, v1: i32) -> i32 {
            b0:
              v2 = iadd.i32 v0, v1
              v3 = const.i32 7
              v4 = icmp.i32 lt v2, v3
              branch v4, b2(v2), b1
            b1:
              v5 = imul.i32 v1, v2
              jump b2(v5)
            b2(v6: i32):
              ret v6
            }
            """);
    Function masked =
        IrParser.parse(
            """
            func %f(array.i32, i32) {
            b0:
              firstlanes.boolx8 ^1
              proven.i32 ^3, ^2
              vload.i32x8 ^4, ^1, ^2
              vstore ^5, ^2, ^1, ^3
              const.i64 9
              yield ^1
              ret
            }
            """);
    assertThat(IrPrinter.print(masked))
        .contains("vload.i32x8 v0, v3, v2", "vstore v0, v3, v4, v2", "yield v5");
    for (String back : List.of("^0", "^3", "^-1", "^x")) {
      String text = "func %f(i32, i32) -> i32 {\nb0:\n  ret " + back + "\n}";
      assertThatThrownBy(() -> IrParser.parse(text)).isInstanceOf(IrException.class);
    }
  }

  @Test
  void valuesMayBeUsedAboveTheirDefinition() {
    String text =
        """
        func %f(v0: i32) -> i32 {
        b0:
          jump b2
        b1:
          v1 = iadd.i32 v0, v2
          ret v1
        b2:
          v2 = const.i32 7
          jump b1
        }
        """;
    assertThat(IrPrinter.print(IrParser.parse(text))).isEqualTo(text);
  }

  @Test
  void textMayHoldSeveralFunctions() {
    List<Function> all =
        IrParser.parseAll("func %a() {\nb0:\n ret\n}\n func %b(){\nb0: \n ret\n }");
    assertThat(all).extracting(Function::name).containsExactly("a", "b");
    assertThat(IrParser.parseAll(" ; nothing")).isEmpty();
    assertThatThrownBy(() -> IrParser.parse("")).hasMessage("expected one function, not 0");
  }

  @Test
  void unusualNamesAreQuoted() {
    var builder = new FunctionBuilder("a \"b\" \\ <init>\n\r", Type.VOID).source("Über uns.java");
    builder.ret();
    String text = IrPrinter.print(builder.build());
    assertThat(text)
        .startsWith("func %\"a \\\"b\\\" \\\\ <init>\\n\\r\"() {\n  source \"Über uns.java\"");
    assertThat(IrParser.parse(text).name()).isEqualTo("a \"b\" \\ <init>\n\r");
  }

  @Test
  void errorsShowLineAndCaret() {
    String text = "func %f(v0: i32) -> i32 {\nb0:\n  v1 = iadd.i32 v0, v9\n  ret v1\n}\n";
    assertThatThrownBy(() -> IrParser.parse(text))
        .isInstanceOf(IrException.class)
        .hasMessage(
            """
            line 3: v9 is not defined
              v1 = iadd.i32 v0, v9
                                ^\
            """);
  }

  @Test
  void literalsKeepEveryBit() {
    for (float value :
        List.of(0f, -0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, -0x1.fffffep-127f)) {
      assertRoundTrip(Type.F32, Float.floatToRawIntBits(value) & 0xFFFF_FFFFL);
    }
    for (double value : List.of(0d, -0d, 1.5, Double.MIN_VALUE, Double.MAX_VALUE, -0x1.5p-1025)) {
      assertRoundTrip(Type.F64, Double.doubleToRawLongBits(value));
    }
    for (long bits : new long[] {0x7f80_0000L, 0xff80_0000L, 0x7fc0_0000L, 0xffc0_0001L}) {
      assertRoundTrip(Type.F32, bits);
    }
    assertRoundTrip(Type.F64, 0x7ff0_0000_0000_0000L);
    assertRoundTrip(Type.F64, 0xfff8_0000_0000_0123L);
    assertRoundTrip(Type.I32, Integer.MIN_VALUE);
    assertRoundTrip(Type.I64, Long.MIN_VALUE);
    assertRoundTrip(Type.BOOL, 1);
  }

  private static void assertRoundTrip(Type type, long bits) {
    assertThat(Literal.parse(type, Literal.print(type, bits))).isEqualTo(bits);
  }

  @Test
  void literalsMayBeWrittenConveniently() {
    assertThat(Literal.parse(Type.F64, "1.5")).isEqualTo(Double.doubleToRawLongBits(1.5));
    assertThat(Literal.parse(Type.F32, "-1e-3")).isEqualTo(bits(-1e-3f));
    assertThat(Literal.parse(Type.F32, "nan")).isEqualTo(bits(Float.NaN));
    assertThat(Literal.parse(Type.F32, "inf")).isEqualTo(bits(1 / 0f));
    assertThat(Literal.parse(Type.F32, "0x1.000001p0")).isEqualTo(bits(1f)); // a tie, to even
    assertThat(Literal.parse(Type.F32, "0x1.0000010000000001p0")).isEqualTo(bits(0x1.000002p0f));
    assertThat(Literal.parse(Type.I32, "0xffffffff")).isEqualTo(-1);
    assertThat(Literal.parse(Type.I64, "0xffffffff")).isEqualTo(0xFFFF_FFFFL);
  }

  private static long bits(float value) {
    return Float.floatToRawIntBits(value) & 0xFFFF_FFFFL;
  }

  @Test
  void malformedLiteralsAreRefused() {
    refused(Type.I32, "2147483648", "0x100000000", "1.0", "x", "-", "", "0x", "1L");
    refused(Type.I64, "9223372036854775808", "0x10000000000000000");
    refused(Type.F32, "1e39", "0x1p128", "1f", "1.", ".5", "0x", "0xp1", "0x1p", "0x1", "-");
    refused(Type.F64, "1e309", "0x1p1024", "1d", "Infinity", "NaN", "nan:0x0", "nan:1.5", "-nan");
    refused(Type.F64, "0x1.8p99999", "0x1.g", "1 ", " 1");
    refused(Type.BOOL, "1", "0", "TRUE");
    refused(Type.VOID, "0");
  }

  private static void refused(Type type, String... literals) {
    for (String literal : literals) {
      assertThatThrownBy(() -> Literal.parse(type, literal))
          .isInstanceOf(NumberFormatException.class)
          .hasMessage(literal.startsWith("nan:1") ? "1.5 is no i64" : literal + " is no " + type);
    }
  }
}
