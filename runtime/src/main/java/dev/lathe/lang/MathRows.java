package dev.lathe.lang;

import static dev.lathe.lang.Intrinsics.define;
import static dev.lathe.lang.Intrinsics.defineBoth;
import static dev.lathe.lang.Intrinsics.direct;

import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Op;
import dev.lathe.lang.CalledMethod.Meaning;

/** {@code java.lang.Math}, but for the exact family; {@code StrictMath} shares the rows. */
final class MathRows {
  private static final String[] FUNCTIONS = {
    "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "expm1",
    "log", "log1p", "log10", "pow", "cbrt", "hypot"
  };

  private MathRows() {}

  static void add() {
    integers();
    selection();
    rounding();
    bits();
    functions();
  }

  /** {@code StrictMath} has its own bits of these. */
  private static void functions() {
    for (String name : FUNCTIONS) {
      function("Math.", name, MathFunction.parse(name));
      function("StrictMath.", name, MathFunction.parse("strict." + name));
    }
  }

  private static void function(String owner, String name, MathFunction function) {
    String parameters = function.parameters() == 1 ? "(double a)" : "(double a, double b)";
    Intrinsics.add("double " + owner + name + parameters, new Meaning.Function(function));
  }

  private static void integers() {
    // format:off
    defineBoth("int Math.abs(int a)",            "return Math.max(a, -a);");
    direct("int Math.min(int a, int b)",         Op.IMIN);
    direct("int Math.max(int a, int b)",         Op.IMAX);
    direct("long Math.min(long a, long b)",      Op.IMIN);
    direct("long Math.max(long a, long b)",      Op.IMAX);
    direct("long Math.multiplyHigh(long x, long y)",         Op.SMULH);
    direct("long Math.unsignedMultiplyHigh(long x, long y)", Op.UMULH);
    define("long Math.multiplyFull(int x, int y)", "return (long) x * (long) y;");
    // The remainder has the dividend's sign: it is corrected where that is not the sign of the result.
    defineBoth("int Math.floorDiv(int x, int y)",
        "int q = x / y; return (x ^ y) < 0 && q * y != x ? q - 1 : q;");
    defineBoth("int Math.floorMod(int x, int y)",
        "int m = x % y; return (m ^ y) < 0 && m != 0 ? m + y : m;");
    defineBoth("int Math.ceilDiv(int x, int y)",
        "int q = x / y; return (x ^ y) >= 0 && q * y != x ? q + 1 : q;");
    defineBoth("int Math.ceilMod(int x, int y)",
        "int m = x % y; return (m ^ y) >= 0 && m != 0 ? m - y : m;");
    define("long Math.floorDiv(long x, int y)", "return Math.floorDiv(x, (long) y);");
    define("int Math.floorMod(long x, int y)",  "return (int) Math.floorMod(x, (long) y);");
    define("long Math.ceilDiv(long x, int y)",  "return Math.ceilDiv(x, (long) y);");
    define("int Math.ceilMod(long x, int y)",   "return (int) Math.ceilMod(x, (long) y);");
    define("int Math.clamp(long value, int min, int max)",
        "Guard.CLAMP_I32(min <= max, value, min, max);"
            + " return (int) Math.min((long) max, Math.max(value, (long) min));");
    define("long Math.clamp(long value, long min, long max)",
        "Guard.CLAMP_I64(min <= max, value, min, max);"
            + " return Math.min(max, Math.max(value, min));");
    // format:on
  }

  private static void selection() {
    // format:off
    direct("float Math.abs(float a)",              Op.FABS);
    direct("double Math.abs(double a)",            Op.FABS);
    direct("float Math.min(float a, float b)",     Op.FMIN);
    direct("double Math.min(double a, double b)",  Op.FMIN);
    direct("float Math.max(float a, float b)",     Op.FMAX);
    direct("double Math.max(double a, double b)",  Op.FMAX);
    // min == max with bounds -0.0 and 0.0 in the wrong order is an error, hence the sign bits.
    defineFloat("float Math.clamp(float value, float min, float max)",
        "Guard.CLAMP_F32(min < max || min == max && (min != 0.0f"
            + " || Float.floatToRawIntBits(min) <= Float.floatToRawIntBits(max)), value, min, max);"
            + " return Math.min(max, Math.max(value, min));");
    // format:on
  }

  private static void rounding() {
    // format:off
    direct("double Math.sqrt(double a)",                     Op.FSQRT);
    direct("float Math.fma(float a, float b, float c)",      Op.FMA);
    direct("double Math.fma(double a, double b, double c)",  Op.FMA);
    direct("double Math.floor(double a)",                    Op.FLOOR);
    direct("double Math.ceil(double a)",                     Op.CEIL);
    direct("double Math.rint(double a)",                     Op.RINT);
    direct("float Op.floor(float a)",                        Op.FLOOR);
    // a - f is exact, or a is so small that its rounding cannot cross 0.5.
    define("int Math.round(float a)",
        "float f = Op.floor(a); return (int) (a - f >= 0.5f ? f + 1.0f : f);");
    define("long Math.round(double a)",
        "double f = Math.floor(a); return (long) (a - f >= 0.5 ? f + 1.0 : f);");
    define("double Math.toRadians(double a)", "return a * 0.017453292519943295;");
    define("double Math.toDegrees(double a)", "return a * 57.29577951308232;");
    // The remainder x - n * y with n the integer nearest to x / y, the even one of two (IEEE 754):
    // x modulo 2y first, then at most two subtractions, all exact.
    define("double Math.IEEEremainder(double x, double y)",
        "double p = Math.abs(y);"
            + " if (p < 0x1p1023) x = x % (p + p); else if (p != p || Math.abs(x) == 1.0 / 0.0) return x * y - x * y;"
            + " double r = Math.abs(x);"
            + " if (p < 0x1p-1021) { if (r + r > p) { r = r - p; if (r + r >= p) r = r - p; } }"
            + " else { double h = p * 0.5; if (r > h) { r = r - p; if (r >= h) r = r - p; } }"
            + " return Double.longBitsToDouble(Double.doubleToRawLongBits(r)"
            + " ^ Double.doubleToRawLongBits(x) & Long.MIN_VALUE);");
    // format:on
  }

  private static void bits() {
    // format:off
    defineFloat("float Math.copySign(float magnitude, float sign)",
        "return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) & Integer.MAX_VALUE"
            + " | Float.floatToRawIntBits(sign) & Integer.MIN_VALUE);");
    // StrictMath takes the sign of NaN for positive.
    defineFloat("float StrictMath.copySign(float magnitude, float sign)",
        "return Math.copySign(magnitude, sign != sign ? 1.0f : sign);");
    defineFloat("float Math.signum(float a)",
        "return a == 0.0f || a != a ? a : Math.copySign(1.0f, a);");
    define("int Math.getExponent(float a)",
        "return (Float.floatToRawIntBits(a) >>> 23 & 0xff) - 127;");
    define("int Math.getExponent(double a)",
        "return ((int) (Double.doubleToRawLongBits(a) >>> 52) & 0x7ff) - 1023;");
    // The unit of the exponent: 2 to the exponent less the fraction's width, itself maybe subnormal.
    define("float Math.ulp(float a)",
        "int e = Float.floatToRawIntBits(a) >>> 23 & 0xff;"
            + " return e == 0xff ? Math.abs(a) : Float.intBitsToFloat(e > 23 ? e - 23 << 23 : 1 << Math.max(e - 1, 0));");
    define("double Math.ulp(double a)",
        "int e = (int) (Double.doubleToRawLongBits(a) >>> 52) & 0x7ff;"
            + " return e == 0x7ff ? Math.abs(a) : Double.longBitsToDouble(e > 52 ? (long) (e - 52) << 52 : 1L << Math.max(e - 1, 0));");
    // Bits of one sign are ordered as their values are; a + 0.0 turns -0.0 into 0.0.
    defineFloat("float Math.nextUp(float a)",
        "int b = Float.floatToRawIntBits(a + 0.0f);"
            + " return a < Float.POSITIVE_INFINITY ? Float.intBitsToFloat(b + (b >= 0 ? 1 : -1)) : a;");
    defineFloat("float Math.nextDown(float a)",
        "return -Math.nextUp(-a);");
    define("float Math.nextAfter(float start, double direction)",
        "return start < direction ? Math.nextUp(start) : start > direction ? Math.nextDown(start)"
            + " : start == direction ? (float) direction : start + (float) direction;");
    define("double Math.nextAfter(double start, double direction)",
        "return start < direction ? Math.nextUp(start) : start > direction ? Math.nextDown(start)"
            + " : start == direction ? direction : start + direction;");
    // In double the product is exact, or out of range in any case: one rounding.
    define("float Math.scalb(float a, int n)",
        "return (float) ((double) a * Double.longBitsToDouble("
            + "(long) (1023 + Math.max(-400, Math.min(n, 400))) << 52));");
    // In three steps, as no factor has a larger exponent than 1023. If a step makes the value
    // subnormal, and so rounds, the steps that follow make it 0: it never rounds twice.
    define("double Math.scalb(double a, int n)",
        "double x = a; int m = Math.max(-2200, Math.min(n, 2200));"
            + (" x = x * (m > 1023 ? 0x1p1023 : m < -1022 ? 0x1p-969 : 1.0);"
                + " m = m > 1023 ? m - 1023 : m < -1022 ? m + 969 : m;").repeat(2)
            + " return x * Double.longBitsToDouble((long) (1023 + m) << 52);");
    // format:on
  }

  /**
   * The same body for {@code float} and, with types, suffixes and names replaced, for {@code
   * double}.
   */
  private static void defineFloat(String signature, String body) {
    define(signature, body);
    define(
        signature.replace("float ", "double "),
        body.replace("float ", "double ")
            .replace("floatToRawIntBits", "doubleToRawLongBits")
            .replace("intBitsToFloat", "longBitsToDouble")
            .replace("Float.", "Double.")
            .replace("Integer.", "Long.")
            .replace("int ", "long ")
            .replace("_F32", "_F64")
            .replace("0f", "0")
            .replace("5f", "5"));
  }
}
