package dev.lathe.ir;

/**
 * The literals of the text form: constants of a type, as {@link Value#bits}. Printing loses no bit;
 * parsing also takes the forms that people write.
 *
 * <ul>
 *   <li>bool: {@code true}, {@code false}
 *   <li>arrays and segments: {@code null}
 *   <li>integers: decimal, or hexadecimal bits ({@code 0xffffffff} of i32 is -1)
 *   <li>floats: {@code inf}, {@code -inf}, {@code nan}, {@code nan:0x7fc00001} (these bits),
 *       decimal, and Java's hexadecimal form, which is the one printed
 * </ul>
 */
public final class Literal {
  private Literal() {}

  /** The literal that {@link #parse} reads as these bits. */
  public static String print(Type type, long bits) {
    if (type.isFloat()) {
      boolean narrow = type.bits() == 32;
      double value = narrow ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
      if (value != value) {
        return "nan:0x" + (narrow ? Integer.toHexString((int) bits) : Long.toHexString(bits));
      }
      if (value == 0 || Double.isInfinite(value)) {
        return printZeroOrInfinity(value);
      }
      return narrow ? Float.toHexString((float) value) : Double.toHexString(value);
    }
    if (type.isBool() && bits >>> 1 == 0) {
      return bits == 0 ? "false" : "true";
    }
    return type.isReference() && bits == 0 ? "null" : Long.toString(bits);
  }

  private static String printZeroOrInfinity(double value) {
    return value == 0 ? Double.toString(value) : value > 0 ? "inf" : "-inf";
  }

  /**
   * The {@link Value#bits} of a literal.
   *
   * @throws NumberFormatException if it is none of {@code type}, or out of the type's range
   */
  public static long parse(Type type, String text) {
    if (type.isInt()) {
      return parseInteger(type, text);
    }
    if (type.isFloat()) {
      return type.bits() == 32
          ? Float.floatToRawIntBits(parseFloat(text)) & 0xFFFF_FFFFL
          : Double.doubleToRawLongBits(parseDouble(text));
    }
    if (text.equals("true") && type.isBool()) {
      return 1;
    }
    if (text.equals("false") && type.isBool() || text.equals("null") && type.isReference()) {
      return 0;
    }
    throw malformed(type, text);
  }

  private static NumberFormatException malformed(Type type, String text) {
    return new NumberFormatException(text + " is no " + type);
  }

  private static long parseInteger(Type type, String text) {
    int unused = 64 - type.bits();
    try {
      if (text.startsWith("0x")) {
        long bits = Long.parseUnsignedLong(text, 2, text.length(), 16);
        if (bits << unused >>> unused == bits) {
          return bits << unused >> unused;
        }
      } else {
        long value = Long.parseLong(text);
        if (value << unused >> unused == value) {
          return value;
        }
      }
    } catch (NumberFormatException _) {
      // thrown below with the type
    }
    throw malformed(type, text);
  }

  private static float parseFloat(String text) {
    switch (text) {
      case "nan" -> {
        return Float.NaN;
      }
      case "inf" -> {
        return Float.POSITIVE_INFINITY;
      }
      case "-inf" -> {
        return Float.NEGATIVE_INFINITY;
      }
      default -> {}
    }
    if (text.startsWith("nan:")) {
      float value = Float.intBitsToFloat((int) parseInteger(Type.I32, text.substring(4)));
      if (value != value) {
        return value;
      }
      throw malformed(Type.F32, text);
    }
    double exact = exactHex(text);
    float value = exact == exact ? (float) exact : isNumber(text) ? Float.parseFloat(text) : 1 / 0f;
    if (Float.isInfinite(value)) {
      throw malformed(Type.F32, text);
    }
    return value;
  }

  private static double parseDouble(String text) {
    switch (text) {
      case "nan" -> {
        return Double.NaN;
      }
      case "inf" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-inf" -> {
        return Double.NEGATIVE_INFINITY;
      }
      default -> {}
    }
    if (text.startsWith("nan:")) {
      double value = Double.longBitsToDouble(parseInteger(Type.I64, text.substring(4)));
      if (value != value) {
        return value;
      }
      throw malformed(Type.F64, text);
    }
    double exact = exactHex(text);
    double value = exact == exact ? exact : isNumber(text) ? Double.parseDouble(text) : 1 / 0d;
    if (Double.isInfinite(value)) {
      throw malformed(Type.F64, text);
    }
    return value;
  }

  /** True for what the JDK reads as a finite number, but for type suffixes and a trailing dot. */
  private static boolean isNumber(String text) {
    int first = text.startsWith("-") ? 1 : 0;
    if (first == text.length()
        || Character.digit(text.charAt(first), 10) < 0
        || Character.digit(text.charAt(text.length() - 1), 10) < 0) {
      return false;
    }
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /**
   * The value of a hexadecimal float with so few digits that it is exact in a double, else NaN. The
   * JDK's parser is right for these too, but loads regular expressions on the path of a first call.
   * As the double is exact, a cast to float rounds once.
   */
  private static double exactHex(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    if (!text.startsWith("0x", at)) {
      return Double.NaN;
    }
    int first = at + 2;
    int point = -1;
    long digits = 0;
    for (at = first; at < text.length() && text.charAt(at) != 'p'; at++) {
      int digit = Character.digit(text.charAt(at), 16);
      if (text.charAt(at) == '.' && point < 0 && at > first) {
        point = at;
      } else if (digit < 0 || digits >>> 49 != 0) {
        return Double.NaN;
      } else {
        digits = digits << 4 | digit;
      }
    }
    int exponentAt = at + 1;
    if (at == first || exponentAt >= text.length() || text.length() - exponentAt > 5) {
      return Double.NaN;
    }
    int exponent = exponent(text, exponentAt);
    if (point >= 0) {
      exponent -= 4 * (at - point - 1);
    }
    if (exponent < Double.MIN_EXPONENT - 52 || exponent > Double.MAX_EXPONENT - 52) {
      return Double.NaN;
    }
    double value = Math.scalb((double) digits, exponent);
    return text.startsWith("-") ? -value : value;
  }

  /** The decimal number from {@code start} on; far out of range if there is none. */
  private static int exponent(String text, int start) {
    boolean negative = text.charAt(start) == '-';
    int first = negative ? start + 1 : start;
    int exponent = first == text.length() ? 1 << 20 : 0;
    for (int i = first; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 1 << 20;
      }
      exponent = exponent * 10 + digit;
    }
    return negative ? -exponent : exponent;
  }
}
