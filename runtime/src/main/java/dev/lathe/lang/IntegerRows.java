package dev.lathe.lang;

import static dev.lathe.lang.Intrinsics.define;
import static dev.lathe.lang.Intrinsics.defineBoth;
import static dev.lathe.lang.Intrinsics.direct;
import static dev.lathe.lang.Intrinsics.division;

import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.TrapKind;

/** The arithmetic methods of the boxes of boolean, char and the integers. */
final class IntegerRows {
  private IntegerRows() {}

  static void add() {
    ops();
    arithmetic();
    bits();
    compression();
    narrow();
    characters();
  }

  private static void ops() {
    // format:off
    direct("boolean Op.ult(int x, int y)",   IntPredicate.ULT);
    direct("boolean Op.ult(long x, long y)", IntPredicate.ULT);
    direct("long Op.popcnt(long a)",         Op.POPCNT);
    direct("long Op.clz(long a)",            Op.CLZ);
    direct("long Op.ctz(long a)",            Op.CTZ);
    // format:on
  }

  private static void arithmetic() {
    // format:off
    defineBoth("int Integer.sum(int a, int b)",       "return a + b;");
    direct("int Integer.min(int a, int b)",           Op.IMIN);
    direct("int Integer.max(int a, int b)",           Op.IMAX);
    direct("long Long.min(long a, long b)",           Op.IMIN);
    direct("long Long.max(long a, long b)",           Op.IMAX);
    define("int Integer.signum(int a)",               "return a >> 31 | -a >>> 31;");
    define("int Long.signum(long a)",                 "return (int) (a >> 63 | -a >>> 63);");
    define("int Integer.compare(int x, int y)",       "return x < y ? -1 : x == y ? 0 : 1;");
    define("int Long.compare(long x, long y)",        "return x < y ? -1 : x == y ? 0 : 1;");
    define("int Integer.compareUnsigned(int x, int y)", "return Op.ult(x, y) ? -1 : x == y ? 0 : 1;");
    define("int Long.compareUnsigned(long x, long y)",  "return Op.ult(x, y) ? -1 : x == y ? 0 : 1;");
    division("int Integer.divideUnsigned(int x, int y)",    Op.UDIV, TrapKind.DIVIDE_UNSIGNED_I32);
    division("long Long.divideUnsigned(long x, long y)",    Op.UDIV, TrapKind.DIVIDE_UNSIGNED_I64);
    division("int Integer.remainderUnsigned(int x, int y)", Op.UREM, TrapKind.REMAINDER_UNSIGNED_I32);
    division("long Long.remainderUnsigned(long x, long y)", Op.UREM, TrapKind.REMAINDER_UNSIGNED_I64);
    direct("long Integer.toUnsignedLong(int a)",      Op.ZEXT);
    define("int Integer.hashCode(int a)",             "return a;");
    define("int Long.hashCode(long a)",               "return (int) (a ^ a >>> 32);");
    // format:on
  }

  private static void bits() {
    // format:off
    direct("int Integer.bitCount(int a)",                    Op.POPCNT);
    define("int Long.bitCount(long a)",                      "return (int) Op.popcnt(a);");
    direct("int Integer.numberOfLeadingZeros(int a)",        Op.CLZ);
    define("int Long.numberOfLeadingZeros(long a)",          "return (int) Op.clz(a);");
    direct("int Integer.numberOfTrailingZeros(int a)",       Op.CTZ);
    define("int Long.numberOfTrailingZeros(long a)",         "return (int) Op.ctz(a);");
    direct("int Integer.rotateLeft(int a, int distance)",    Op.ROTL);
    direct("long Long.rotateLeft(long a, int distance)",     Op.ROTL);
    define("int Integer.rotateRight(int a, int distance)",   "return Integer.rotateLeft(a, -distance);");
    define("long Long.rotateRight(long a, int distance)",    "return Long.rotateLeft(a, -distance);");
    direct("int Integer.reverseBytes(int a)",                Op.BSWAP);
    direct("long Long.reverseBytes(long a)",                 Op.BSWAP);
    define("int Integer.reverse(int a)",                     reversed("0x55555555", "0x33333333", "0x0f0f0f0f", "Integer"));
    define("long Long.reverse(long a)",                      reversed("0x5555555555555555L", "0x3333333333333333L", "0x0f0f0f0f0f0f0f0fL", "Long"));
    defineBoth("int Integer.highestOneBit(int a)",           "return a & Integer.MIN_VALUE >>> Integer.numberOfLeadingZeros(a);");
    defineBoth("int Integer.lowestOneBit(int a)",            "return a & -a;");
    // format:on
  }

  /** Swaps neighbouring bits, then pairs, then nibbles, then bytes. */
  private static String reversed(String bits, String pairs, String nibbles, String owner) {
    String swap = " a = (a & %s) << %d | a >>> %d & %s;";
    return swap.formatted(bits, 1, 1, bits)
        + swap.formatted(pairs, 2, 2, pairs)
        + swap.formatted(nibbles, 4, 4, nibbles)
        + " return "
        + owner
        + ".reverseBytes(a);";
  }

  /**
   * Warren, "Hacker's Delight", 7-4 and 7-5. In step i, {@code v} has the bits of the mask that
   * move by 2 to the i; {@code k} counts, per bit and modulo what is left, the zeros of the mask
   * below.
   */
  private static void compression() {
    for (String type : new String[] {"int", "long"}) {
      int steps = type.equals("int") ? 5 : 6;
      String owner = type.equals("int") ? "Integer" : "Long";
      var mask =
          new StringBuilder("%s m = mask; %s k = ~mask << 1; %s p;".formatted(type, type, type));
      var down = new StringBuilder();
      var up = new StringBuilder();
      for (int i = 0; i < steps; i++) {
        mask.append(" p = k;");
        for (int j = 0; j < steps; j++) {
          mask.append(" p = p ^ p << %d;".formatted(1 << j));
        }
        mask.append(
            " %s v%d = p & m; m = m ^ v%d | v%d >>> %d; k = k & ~p;"
                .formatted(type, i, i, i, 1 << i));
        down.append(" t = x & v%d; x = x ^ t | t >>> %d;".formatted(i, 1 << i));
        up.insert(0, " x = x & ~v%d | x << %d & v%d;".formatted(i, 1 << i, i));
      }
      define(
          "%s %s.compress(%s a, %s mask)".formatted(type, owner, type, type),
          mask + " %s x = a & mask; %s t;".formatted(type, type) + down + " return x;");
      define(
          "%s %s.expand(%s a, %s mask)".formatted(type, owner, type, type),
          mask + " %s x = a;".formatted(type) + up + " return x & mask;");
    }
  }

  private static void narrow() {
    // format:off
    for (String[] row : new String[][] {{"byte", "Byte", "0xff"}, {"short", "Short", "0xffff"}}) {
      String of = row[0] + " ";
      define("int " + row[1] + ".compare(" + of + "x, " + of + "y)",          "return x - y;");
      define("int " + row[1] + ".compareUnsigned(" + of + "x, " + of + "y)",  "return (x & " + row[2] + ") - (y & " + row[2] + ");");
      define("int " + row[1] + ".toUnsignedInt(" + of + "a)",                 "return a & " + row[2] + ";");
      define("long " + row[1] + ".toUnsignedLong(" + of + "a)",               "return a & " + row[2] + "L;");
      define("int " + row[1] + ".hashCode(" + of + "a)",                      "return a;");
    }
    define("short Short.reverseBytes(short a)",  "return (short) (Integer.reverseBytes(a) >> 16);");
    direct("boolean Boolean.logicalAnd(boolean a, boolean b)", Op.AND);
    direct("boolean Boolean.logicalOr(boolean a, boolean b)",  Op.OR);
    direct("boolean Boolean.logicalXor(boolean a, boolean b)", Op.XOR);
    define("int Boolean.compare(boolean x, boolean y)",        "return x == y ? 0 : x ? 1 : -1;");
    define("int Boolean.hashCode(boolean a)",                  "return a ? 1231 : 1237;");
    // format:on
  }

  private static void characters() {
    // format:off
    define("int Character.compare(char x, char y)",           "return x - y;");
    define("int Character.hashCode(char a)",                  "return a;");
    define("char Character.reverseBytes(char a)",             "return (char) (a << 8 | a >> 8);");
    define("int Character.charCount(int a)",                  "return a >= 0x10000 ? 2 : 1;");
    define("boolean Character.isBmpCodePoint(int a)",         "return a >>> 16 == 0;");
    define("boolean Character.isValidCodePoint(int a)",       "return a >= 0 && a <= 0x10ffff;");
    define("boolean Character.isSupplementaryCodePoint(int a)", "return a >= 0x10000 && a <= 0x10ffff;");
    define("boolean Character.isSurrogate(char a)",           "return a >> 11 == 0x1b;");
    define("boolean Character.isHighSurrogate(char a)",       "return a >> 10 == 0x36;");
    define("boolean Character.isLowSurrogate(char a)",        "return a >> 10 == 0x37;");
    define("boolean Character.isSurrogatePair(char high, char low)", "return high >> 10 == 0x36 && low >> 10 == 0x37;");
    define("int Character.toCodePoint(char high, char low)",  "return (high << 10) + low - 0x35fdc00;");
    define("char Character.highSurrogate(int a)",             "return (char) ((a >>> 10) + 0xd7c0);");
    define("char Character.lowSurrogate(int a)",              "return (char) (a & 0x3ff | 0xdc00);");
    define("boolean Character.isISOControl(char a)",          "return a <= 0x1f || a >= 0x7f && a <= 0x9f;");
    define("boolean Character.isISOControl(int a)",           "return a <= 0x9f && a >= 0 && (a >= 0x7f || a <= 0x1f);");
    // format:on
  }
}
