package dev.lathe.lang;

import static dev.lathe.lang.Intrinsics.define;
import static dev.lathe.lang.Intrinsics.direct;

import dev.lathe.ir.Op;

/** The arithmetic methods of {@code Float} and {@code Double}. */
final class FloatRows {
  private FloatRows() {}

  static void add() {
    bits();
    for (String[] row : new String[][] {{"float", "Float"}, {"double", "Double"}}) {
      arithmetic(row[0] + " ", row[1] + ".");
    }
    halves();
  }

  private static void bits() {
    // format:off
    direct("int Float.floatToRawIntBits(float a)",     Op.BITCAST);
    direct("float Float.intBitsToFloat(int a)",        Op.BITCAST);
    direct("long Double.doubleToRawLongBits(double a)", Op.BITCAST);
    direct("double Double.longBitsToDouble(long a)",   Op.BITCAST);
    define("int Float.floatToIntBits(float a)",        "return a != a ? 0x7fc00000 : Float.floatToRawIntBits(a);");
    define("long Double.doubleToLongBits(double a)",   "return a != a ? 0x7ff8000000000000L : Double.doubleToRawLongBits(a);");
    define("int Float.hashCode(float a)",              "return Float.floatToIntBits(a);");
    define("int Double.hashCode(double a)",            "return Long.hashCode(Double.doubleToLongBits(a));");
    // -0.0 before 0.0, NaN last: as the bits are ordered.
    define("int Float.compare(float x, float y)",
        "return x < y ? -1 : x > y ? 1 : Integer.compare(Float.floatToIntBits(x), Float.floatToIntBits(y));");
    define("int Double.compare(double x, double y)",
        "return x < y ? -1 : x > y ? 1 : Long.compare(Double.doubleToLongBits(x), Double.doubleToLongBits(y));");
    // format:on
  }

  private static void arithmetic(String type, String owner) {
    // format:off
    define(type + owner + "sum(" + type + "a, " + type + "b)",  "return a + b;");
    direct(type + owner + "min(" + type + "a, " + type + "b)",  Op.FMIN);
    direct(type + owner + "max(" + type + "a, " + type + "b)",  Op.FMAX);
    define("boolean " + owner + "isNaN(" + type + "a)",         "return a != a;");
    define("boolean " + owner + "isInfinite(" + type + "a)",    "return Math.abs(a) > " + owner + "MAX_VALUE;");
    define("boolean " + owner + "isFinite(" + type + "a)",      "return Math.abs(a) <= " + owner + "MAX_VALUE;");
    // format:on
  }

  /**
   * binary16: 5 bits of exponent, 10 of fraction. A subnormal is its fraction times 2 to the -24.
   */
  private static void halves() {
    // format:off
    define("float Float.float16ToFloat(short h)",
        "int sign = (h & 0x8000) << 16; int e = h >> 10 & 31; int f = h & 0x3ff;"
            + " int small = Float.floatToRawIntBits((float) f * 0x1p-24f);"
            + " int bits = e == 0 ? small : (e == 31 ? 0x7f800000 : e + 112 << 23) | f << 13;"
            + " return Float.intBitsToFloat(sign | bits);");
    define("short Float.floatToFloat16(float a)",
        "int bits = Float.floatToRawIntBits(a); int sign = bits >>> 16 & 0x8000; int m = bits & 0x7fffffff;"
            + " int small = (int) Math.rint((double) Math.abs(a) * 0x1p24);" // half to even
            + " int rounded = m - 0x38000000 + 0xfff + (m >>> 13 & 1) >>> 13;"
            + " int huge = a != a ? 0x7e00 | m >>> 13 & 0x1ff : 0x7c00;"
            + " int h = m < 0x38800000 ? small : m < 0x477ff000 ? rounded : huge;"
            + " return (short) (sign | h);");
    // format:on
  }
}
