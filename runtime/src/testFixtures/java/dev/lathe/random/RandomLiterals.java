package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Literal;
import java.util.Random;

/** Literals of all notations (JLS 3.10), and casts of them to the types that have none. */
public final class RandomLiterals {
  private static final long[] INTEGERS = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    5,
    7,
    -7,
    8,
    10,
    13,
    15,
    16,
    17,
    31,
    32,
    33,
    63,
    64,
    65,
    97,
    100,
    127,
    128,
    129,
    -128,
    -129,
    255,
    256,
    1000,
    32_767,
    32_768,
    -32_768,
    -32_769,
    65_535,
    65_536,
    46_341,
    0x5555_5555,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE - 1,
    Integer.MIN_VALUE + 1,
    641,
    1_000_000_007
  };
  private static final long[] LONGS = {
    1L << 31,
    1L << 32,
    (1L << 32) - 1,
    -(1L << 31) - 1,
    1L << 33,
    1L << 52,
    (1L << 53) + 1,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 1,
    Long.MIN_VALUE + 1,
    0x5555_5555_5555_5555L,
    0x9E37_79B9_7F4A_7C15L,
    0x5EED_0FF1_8BAD_F00DL,
    (1L << 60) + (1L << 36) + 1,
    3_037_000_500L
  };
  private static final double[] FLOATS = {
    0,
    1,
    2,
    3,
    0.5,
    1.5,
    2.5,
    0.1,
    10,
    100,
    1e10,
    1e-10,
    127.5,
    128,
    255,
    65_535.5,
    1 / 3.0,
    Math.PI,
    0x1p23,
    0x1p24,
    0x1.fffffep30,
    0x1p31,
    0x1p63,
    0x1.fffffep62,
    Float.MAX_VALUE,
    Float.MIN_VALUE,
    Float.MIN_NORMAL
  };
  private static final double[] DOUBLES = {
    1e300,
    1e-300,
    0x1p52,
    0x1p53,
    0x1.fffffffffffffp62,
    2_147_483_647.5,
    0x1.fffffffffffffp-2,
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    0x1.000001p0,
    0x1.ffffffp127,
    0x1p-150
  };
  private static final String[] CHARACTERS = {
    "'a'",
    "'0'",
    "' '",
    "'\\n'",
    "'\\t'",
    "'\\''",
    "'\\\\'",
    "'\"'",
    "'\\0'",
    "'\\377'",
    "'\\177'",
    "'\\s'",
    "'\\uFFFF'",
    "'\\u8000'",
    "'\\uu00e9'",
    "'\\ud800'",
    "'\\b'",
    "'\\7'"
  };

  private final Random random;

  public RandomLiterals(Random random) {
    this.random = random;
  }

  /** A literal whose type is exactly {@code type}. */
  public Literal of(JavaType type) {
    return switch (type) {
      case BOOLEAN -> new Literal(type, random.nextBoolean() ? "true" : "false", 0);
      case BYTE -> cast(type, (byte) integer());
      case SHORT -> cast(type, (short) integer());
      case CHAR -> character();
      case INT -> integer((int) integer());
      case LONG -> wide(random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : integer());
      case FLOAT -> new Literal(type, sign() + floating((float) value(FLOATS)) + suffix("f"), 0);
      case DOUBLE -> {
        double[] values = random.nextBoolean() ? FLOATS : DOUBLES;
        yield new Literal(type, sign() + floating(value(values)), 0);
      }
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  /** An int literal that {@code type} can hold. */
  Literal fitting(JavaType type) {
    long value = integer();
    return integer(
        switch (type) {
          case BYTE -> (byte) value;
          case SHORT -> (short) value;
          case CHAR -> (char) value;
          default -> (int) value;
        });
  }

  private long integer() {
    return random.nextInt(4) == 0
        ? random.nextInt() >> random.nextInt(32)
        : INTEGERS[random.nextInt(INTEGERS.length)];
  }

  private Literal cast(JavaType type, int value) {
    return new Literal(type, "(" + type + ") " + integer(value).text(), value);
  }

  private Literal character() {
    char value = (char) integer();
    boolean isPlain = value != '\n' && value != '\r' && value != '\'' && value != '\\';
    if (isPlain && random.nextBoolean()) { // escapes of these are read before the literal is
      return new Literal(JavaType.CHAR, "'\\u%04x'".formatted((int) value), value);
    }
    return new Literal(JavaType.CHAR, CHARACTERS[random.nextInt(CHARACTERS.length)], -1);
  }

  private Literal integer(int value) {
    String text =
        switch (random.nextInt(6)) {
          case 0 -> prefix("0x", "0X") + underscored(Integer.toHexString(value));
          case 1 -> prefix("0b", "0B") + underscored(Integer.toBinaryString(value));
          case 2 -> "0" + underscored("0" + Integer.toOctalString(value));
          default -> decimal(Integer.toString(value));
        };
    return new Literal(JavaType.INT, text, value);
  }

  private Literal wide(long value) {
    String text =
        switch (random.nextInt(6)) {
          case 0 -> prefix("0x", "0X") + underscored(Long.toHexString(value));
          case 1 -> prefix("0b", "0B") + underscored(Long.toBinaryString(value));
          case 2 -> "0" + underscored(Long.toOctalString(value));
          default -> decimal(Long.toString(value));
        };
    return new Literal(JavaType.LONG, text + suffix("L"), value);
  }

  private String decimal(String digits) {
    return digits.startsWith("-")
        ? "-" + underscored(digits.substring(1))
        : digits.equals("0") ? digits : underscored(digits);
  }

  private String floating(double value) {
    if (value == (int) value && random.nextInt(3) == 0) {
      return (int) value + (random.nextBoolean() ? "e0" : ".");
    }
    String text = random.nextInt(3) == 0 ? Double.toHexString(value) : Double.toString(value);
    return text.startsWith("0.") && random.nextBoolean() ? text.substring(1) : text;
  }

  private double value(double[] values) {
    return values[random.nextInt(values.length)];
  }

  private String floating(float value) {
    return random.nextInt(3) == 0 ? Float.toHexString(value) : Float.toString(value);
  }

  private String sign() {
    return random.nextInt(3) == 0 ? "-" : "";
  }

  private String suffix(String letter) {
    return random.nextBoolean() ? letter : letter.equals("f") ? "F" : "l";
  }

  private String prefix(String one, String other) {
    return random.nextBoolean() ? one : other;
  }

  private String underscored(String digits) {
    if (digits.length() < 3 || random.nextInt(3) != 0) {
      return digits;
    }
    int at = 1 + random.nextInt(digits.length() - 1);
    return digits.substring(0, at) + "_".repeat(1 + random.nextInt(2)) + digits.substring(at);
  }
}
