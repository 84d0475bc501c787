package dev.lathe.lang;

import static dev.lathe.lang.Intrinsics.define;
import static dev.lathe.lang.Intrinsics.defineBoth;
import static dev.lathe.lang.Intrinsics.direct;

import dev.lathe.ir.Op;

/** The methods of {@code Math} that throw where the exact result does not fit its type. */
final class ExactRows {
  private ExactRows() {}

  static void add() {
    ops();
    arithmetic();
    division();
    powers();
  }

  private static void ops() {
    // format:off
    direct("boolean Op.addov(int x, int y)",   Op.ADDOV);
    direct("boolean Op.addov(long x, long y)", Op.ADDOV);
    direct("boolean Op.subov(int x, int y)",   Op.SUBOV);
    direct("boolean Op.subov(long x, long y)", Op.SUBOV);
    direct("boolean Op.mulov(int x, int y)",   Op.MULOV);
    direct("boolean Op.mulov(long x, long y)", Op.MULOV);
    define("boolean Op.umulov(int x, int y)",
        "return Integer.toUnsignedLong(x) * Integer.toUnsignedLong(y) >>> 32 != 0;");
    define("boolean Op.umulov(long x, long y)", "return Math.unsignedMultiplyHigh(x, y) != 0;");
    // format:on
  }

  private static void arithmetic() {
    // format:off
    defineBoth("int Math.addExact(int x, int y)",
        "Guard.ADD_EXACT_I32(!Op.addov(x, y), x, y); return x + y;");
    defineBoth("int Math.subtractExact(int x, int y)",
        "Guard.SUBTRACT_EXACT_I32(!Op.subov(x, y), x, y); return x - y;");
    defineBoth("int Math.multiplyExact(int x, int y)",
        "Guard.MULTIPLY_EXACT_I32(!Op.mulov(x, y), x, y); return x * y;");
    define("long Math.multiplyExact(long x, int y)", "return Math.multiplyExact(x, (long) y);");
    defineBoth("int Math.incrementExact(int a)",
        "Guard.INCREMENT_EXACT_I32(a != Integer.MAX_VALUE, a); return a + 1;");
    defineBoth("int Math.decrementExact(int a)",
        "Guard.DECREMENT_EXACT_I32(a != Integer.MIN_VALUE, a); return a - 1;");
    defineBoth("int Math.negateExact(int a)",
        "Guard.NEGATE_EXACT_I32(a != Integer.MIN_VALUE, a); return -a;");
    defineBoth("int Math.absExact(int a)",
        "Guard.ABS_EXACT_I32(a != Integer.MIN_VALUE, a); return Math.abs(a);");
    define("int Math.toIntExact(long value)",
        "Guard.TO_INT_EXACT((int) value == value, value); return (int) value;");
    defineBoth("int Math.unsignedMultiplyExact(int x, int y)",
        "Guard.UNSIGNED_MULTIPLY_EXACT_I32(!Op.umulov(x, y), x, y); return x * y;");
    define("long Math.unsignedMultiplyExact(long x, int y)",
        "return Math.unsignedMultiplyExact(x, Integer.toUnsignedLong(y));");
    // format:on
  }

  /** Only MIN_VALUE / -1 overflows: the one quotient that is negative as both operands are. */
  private static void division() {
    // format:off
    defineBoth("int Math.divideExact(int x, int y)",
        "int q = x / y; Guard.DIVIDE_EXACT_I32((x & y & q) >= 0, x, y); return q;");
    defineBoth("int Math.floorDivExact(int x, int y)",
        "int q = x / y; Guard.FLOOR_DIV_EXACT_I32((x & y & q) >= 0, x, y);"
            + " return (x ^ y) < 0 && q * y != x ? q - 1 : q;");
    defineBoth("int Math.ceilDivExact(int x, int y)",
        "int q = x / y; Guard.CEIL_DIV_EXACT_I32((x & y & q) >= 0, x, y);"
            + " return (x ^ y) >= 0 && q * y != x ? q + 1 : q;");
    // format:on
  }

  /**
   * Powers by squaring, without a loop: of a base other than 0, 1, -1 no exponent above 31 or 63
   * can fit; for those, 1 or 2 has the same power as any other exponent of its parity. A square
   * that overflows while bits of the exponent are left means that the power does.
   */
  private static void powers() {
    // format:off
    define("int Math.powExact(int x, int n)",            power("int",  "POW_EXACT_I32", "x + 1 >= 0 && x <= 1", "mulov", 5));
    define("long Math.powExact(long x, int n)",          power("long", "POW_EXACT_I64", "x + 1 >= 0 && x <= 1", "mulov", 6));
    define("int Math.unsignedPowExact(int x, int n)",    power("int",  "UNSIGNED_POW_EXACT_I32", "x == 0 || x == 1", "umulov", 5));
    define("long Math.unsignedPowExact(long x, int n)",  power("long", "UNSIGNED_POW_EXACT_I64", "x == 0 || x == 1", "umulov", 6));
    // format:on
  }

  private static String power(String type, String guard, String unit, String overflow, int bits) {
    String step =
        " odd = (m & 1) != 0; ok = ok & !(odd & Op.%s(r, b)); r = odd ? r * b : r; m = m >>> 1;"
            + " ok = ok & !(m != 0 & Op.%s(b, b)); b = b * b;";
    return "int m = (%s) && n != 0 ? 2 - (n & 1) : n;".formatted(unit)
        + " boolean ok = n >= 0 & m >>> %d == 0; boolean odd; %s r = 1; %s b = x;"
            .formatted(bits, type, type)
        + step.formatted(overflow, overflow).repeat(bits)
        + " Guard.%s(ok, x, n); return r;".formatted(guard);
  }
}
