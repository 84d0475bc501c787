package dev.lathe.lang;

import java.math.BigInteger;

/** Numeric literals in every notation of JLS 3.10.1 and 3.10.2. */
final class Literals {
  private Literals() {}

  /** A literal's value, or why it has none. */
  record Result(Constant constant, String error) {}

  /**
   * The value of the numeric literal {@code text}.
   *
   * @param negated whether it is the operand of a unary minus: only there the decimal literals of
   *     2<sup>31</sup> and 2<sup>63</sup> are legal; the value is the one before negation
   */
  static Result parse(String text, boolean negated) {
    if (text.indexOf('_') >= 0 && !underscoresAreLegal(text)) {
      return error("an underscore stands between digits only");
    }
    String plain = text.replace("_", "");
    boolean hex = plain.startsWith("0x") || plain.startsWith("0X");
    char last = Character.toLowerCase(plain.charAt(plain.length() - 1));
    boolean exponent =
        hex
            ? has(plain, 'p')
            : !plain.startsWith("0b") && !plain.startsWith("0B") && has(plain, 'e');
    boolean suffix = !hex || exponent; // else f and d are digits
    if (plain.indexOf('.') >= 0 || exponent || suffix && (last == 'f' || last == 'd')) {
      return floating(plain, hex, last);
    }
    return integer(plain, hex, last == 'l', negated);
  }

  private static Result error(String why) {
    return new Result(null, why);
  }

  private static boolean has(String text, char letter) {
    return text.indexOf(letter) >= 0 || text.indexOf(Character.toUpperCase(letter)) >= 0;
  }

  private static boolean underscoresAreLegal(String text) {
    boolean hex = text.startsWith("0x") || text.startsWith("0X");
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '_') {
        continue;
      }
      char before = i == 0 ? ' ' : text.charAt(i - 1);
      char after = i + 1 == text.length() ? ' ' : text.charAt(i + 1);
      if (!isDigit(before, hex) || !isDigit(after, hex)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c, boolean hex) {
    return c == '_' || Character.digit(c, hex ? 16 : 10) >= 0 && c < 128;
  }

  private static Result integer(String plain, boolean hex, boolean isLong, boolean negated) {
    String digits = isLong ? plain.substring(0, plain.length() - 1) : plain;
    int radix = 10;
    if (hex) {
      radix = 16;
      digits = digits.substring(2);
    } else if (digits.startsWith("0b") || digits.startsWith("0B")) {
      radix = 2;
      digits = digits.substring(2);
    } else if (digits.length() > 1 && digits.charAt(0) == '0') {
      radix = 8;
      digits = digits.substring(1);
    }
    for (int i = 0; i < digits.length(); i++) {
      if (Character.digit(digits.charAt(i), radix) < 0) {
        return error("'" + digits.charAt(i) + "' is not a digit of it");
      }
    }
    if (digits.isEmpty()) {
      return error("it has no digits");
    }
    var value = new BigInteger(digits, radix);
    int bits = isLong ? 64 : 32;
    boolean decimal = radix == 10;
    boolean fits =
        value.bitLength() < (decimal ? bits : bits + 1)
            || decimal && negated && value.equals(BigInteger.ONE.shiftLeft(bits - 1));
    if (!fits) {
      return error(isLong ? "it does not fit long" : "it does not fit int; end it with L");
    }
    return new Result(
        isLong ? Constant.of(value.longValue()) : Constant.of(value.intValue()), null);
  }

  private static Result floating(String plain, boolean hex, char last) {
    boolean isFloat = last == 'f';
    boolean suffixed = isFloat || last == 'd';
    String digits = suffixed ? plain.substring(0, plain.length() - 1) : plain;
    if (hex && !has(digits, 'p')) {
      return error("a hexadecimal floating-point literal needs an exponent");
    }
    if (!digits.isEmpty() && "fFdD".indexOf(digits.charAt(digits.length() - 1)) >= 0) {
      return error("it has two suffixes"); // which parseDouble would take
    }
    double value;
    float single;
    try {
      value = Double.parseDouble(digits);
      single = Float.parseFloat(digits);
    } catch (NumberFormatException malformed) {
      return error("it is malformed");
    }
    boolean zero = isFloat ? single == 0 : value == 0;
    if (Double.isInfinite(value) || isFloat && Float.isInfinite(single)) {
      return error("it is too large");
    }
    if (zero && hasNonZeroDigit(digits, hex)) {
      return error("it is too small");
    }
    return new Result(isFloat ? Constant.of(single) : Constant.of(value), null);
  }

  private static boolean hasNonZeroDigit(String digits, boolean hex) {
    for (int i = hex ? 2 : 0; i < digits.length(); i++) {
      char c = Character.toLowerCase(digits.charAt(i));
      if (c == (hex ? 'p' : 'e')) {
        return false;
      }
      if (c != '.' && c != '0') {
        return true;
      }
    }
    return false;
  }
}
