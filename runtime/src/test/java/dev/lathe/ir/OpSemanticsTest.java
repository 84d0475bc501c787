package dev.lathe.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lathe.testing.EdgeValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The rules of ops over edge values against oracles of another kind: big integers, bit by bit. */
class OpSemanticsTest {
  private static final Type[] INTS = {Type.I32, Type.I64};
  private static final Type[] FLOATS = {Type.F32, Type.F64};

  private static long evaluate(Op op, Type type, Type from, long attribute, long... operands) {
    return OpSemantics.evaluate(
        op,
        type,
        from,
        attribute,
        operands.length > 0 ? operands[0] : 0,
        operands.length > 1 ? operands[1] : 0,
        operands.length > 2 ? operands[2] : 0);
  }

  /** Fails with what was computed; cheaper than an assertion object for each of so many. */
  private static void check(
      long expected, Op op, Type type, Type from, long attribute, long... operands) {
    long actual = evaluate(op, type, from, attribute, operands);
    if (!EdgeValues.same(type, actual, expected)) {
      String call = op + "." + from + " to " + type + " " + Arrays.toString(operands);
      fail(call + " is " + Literal.print(type, actual) + ", not " + Literal.print(type, expected));
    }
  }

  private static BigInteger unsigned(Type type, long bits) {
    return BigInteger.valueOf(bits).mod(BigInteger.ONE.shiftLeft(type.bits()));
  }

  private static long wrap(Type type, BigInteger exact) {
    return type == Type.I32 ? exact.intValue() : exact.longValue();
  }

  private void binary(Op op, BinaryOperator<BigInteger> oracle) {
    for (Type type : op.domain() == Op.Domain.I64 ? new Type[] {Type.I64} : INTS) {
      for (long a : EdgeValues.bits(type)) {
        for (long b : EdgeValues.bits(type)) {
          BigInteger exact = oracle.apply(BigInteger.valueOf(a), BigInteger.valueOf(b));
          check(wrap(type, exact), op, type, type, 0, a, b);
        }
      }
    }
  }

  @Test
  void integerArithmeticIsExactArithmeticWrapped() {
    binary(Op.IADD, BigInteger::add);
    binary(Op.ISUB, BigInteger::subtract);
    binary(Op.IMUL, BigInteger::multiply);
    binary(Op.INEG, (a, _) -> a.negate());
    binary(Op.IMIN, BigInteger::min);
    binary(Op.IMAX, BigInteger::max);
    binary(Op.AND, BigInteger::and);
    binary(Op.OR, BigInteger::or);
    binary(Op.XOR, BigInteger::xor);
    binary(Op.SMULH, (a, b) -> a.multiply(b).shiftRight(64));
    binary(Op.UMULH, (a, b) -> unsigned64(a).multiply(unsigned64(b)).shiftRight(64));
  }

  private static BigInteger unsigned64(BigInteger value) {
    return unsigned(Type.I64, value.longValue());
  }

  @Test
  void divisionsRoundToZero() {
    for (Type type : INTS) {
      for (long a : EdgeValues.bits(type)) {
        for (long b : EdgeValues.bits(type)) {
          if (b == 0) {
            continue;
          }
          BigInteger[] signed = BigInteger.valueOf(a).divideAndRemainder(BigInteger.valueOf(b));
          BigInteger[] unsigned = unsigned(type, a).divideAndRemainder(unsigned(type, b));
          check(wrap(type, signed[0]), Op.IDIV, type, type, 0, a, b);
          check(wrap(type, signed[1]), Op.IREM, type, type, 0, a, b);
          check(wrap(type, unsigned[0]), Op.UDIV, type, type, 0, a, b);
          check(wrap(type, unsigned[1]), Op.UREM, type, type, 0, a, b);
        }
      }
    }
  }

  private void overflows(Op op, BinaryOperator<BigInteger> oracle) {
    for (Type type : INTS) {
      for (long a : EdgeValues.bits(type)) {
        for (long b : EdgeValues.bits(type)) {
          BigInteger exact = oracle.apply(BigInteger.valueOf(a), BigInteger.valueOf(b));
          check(exact.bitLength() >= type.bits() ? 1 : 0, op, Type.BOOL, type, 0, a, b);
        }
      }
    }
  }

  @Test
  void overflowIsWhatDoesNotFit() {
    overflows(Op.ADDOV, BigInteger::add);
    overflows(Op.SUBOV, BigInteger::subtract);
    overflows(Op.MULOV, BigInteger::multiply);
  }

  @Test
  void comparisonsAreThoseOfNumbers() {
    for (Type type : INTS) {
      for (long a : EdgeValues.bits(type)) {
        for (long b : EdgeValues.bits(type)) {
          int signed = Long.compare(a, b);
          int unsigned = unsigned(type, a).compareTo(unsigned(type, b));
          for (IntPredicate predicate : IntPredicate.values()) {
            boolean expected =
                switch (predicate) {
                  case EQ -> signed == 0;
                  case NE -> signed != 0;
                  case LT -> signed < 0;
                  case GE -> signed >= 0;
                  case LE -> signed <= 0;
                  case GT -> signed > 0;
                  case ULT -> unsigned < 0;
                  case UGE -> unsigned >= 0;
                  case ULE -> unsigned <= 0;
                  case UGT -> unsigned > 0;
                };
            check(expected ? 1 : 0, Op.ICMP, Type.BOOL, type, predicate.ordinal(), a, b);
          }
        }
      }
    }
  }

  @Test
  void orderedIsFalseAndUnorderedTrueForNan() {
    for (Type type : FLOATS) {
      for (long a : EdgeValues.bits(type)) {
        for (long b : EdgeValues.bits(type)) {
          for (FloatPredicate predicate : FloatPredicate.values()) {
            boolean holds = holds(predicate.toString(), number(type, a), number(type, b));
            check(holds ? 1 : 0, Op.FCMP, Type.BOOL, type, predicate.ordinal(), a, b);
          }
        }
      }
    }
  }

  /** The relation as its name says it: o or u, then what may hold. */
  private static boolean holds(String name, double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return name.startsWith("u");
    }
    boolean less = a < b;
    boolean greater = a > b;
    return switch (name) {
      case "ord" -> true;
      case "uno" -> false;
      default ->
          switch (name.substring(1)) {
            case "eq" -> !less && !greater;
            case "ne" -> less || greater;
            case "lt" -> less;
            case "le" -> !greater;
            case "gt" -> greater;
            default -> !less;
          };
    };
  }

  private static double number(Type type, long bits) {
    return type == Type.F32 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  private void unary(Op op, Type[] types, UnaryOperator<String> oracle) {
    for (Type type : types) {
      for (long a : EdgeValues.bits(type)) {
        String bits = binaryDigits(type, a);
        assertThat(binaryDigits(type, evaluate(op, type, type, 0, a)))
            .as("%s.%s %s", op, type, a)
            .isEqualTo(oracle.apply(bits));
      }
    }
  }

  private static String binaryDigits(Type type, long bits) {
    String digits = unsigned(type, bits).toString(2);
    return "0".repeat(type.bits() - digits.length()) + digits;
  }

  private static String count(String bits, int count) {
    String digits = Integer.toBinaryString(count);
    return "0".repeat(bits.length() - digits.length()) + digits;
  }

  @Test
  void bitOpsWorkDigitByDigit() {
    unary(Op.NOT, INTS, s -> s.replace('0', 'x').replace('1', '0').replace('x', '1'));
    unary(Op.POPCNT, INTS, s -> count(s, s.replace("0", "").length()));
    unary(Op.CLZ, INTS, s -> count(s, (s + "1").indexOf('1')));
    unary(Op.CTZ, INTS, s -> count(s, s.length() - 1 - ("1" + s).lastIndexOf('1') + 1));
    unary(Op.BSWAP, INTS, OpSemanticsTest::swapBytes);
    unary(Op.FNEG, FLOATS, s -> (s.charAt(0) == '0' ? "1" : "0") + s.substring(1));
    unary(Op.FABS, FLOATS, s -> "0" + s.substring(1));
    Type[] narrow = {Type.I32};
    unary(Op.SEXT8, narrow, s -> s.substring(24, 25).repeat(24) + s.substring(24));
    unary(Op.SEXT16, narrow, s -> s.substring(16, 17).repeat(16) + s.substring(16));
    unary(Op.ZEXT16, narrow, s -> "0".repeat(16) + s.substring(16));
  }

  private static String swapBytes(String bits) {
    var out = new StringBuilder();
    for (int i = bits.length() - 8; i >= 0; i -= 8) {
      out.append(bits, i, i + 8);
    }
    return out.toString();
  }

  @Test
  void onlyTheLowBitsOfShiftDistanceCount() {
    for (Type type : INTS) {
      for (long a : EdgeValues.bits(type)) {
        for (int distance : EdgeValues.ints()) {
          int masked = distance & type.bits() - 1;
          String bits = binaryDigits(type, a);
          String left = bits.substring(masked);
          String right = bits.substring(0, type.bits() - masked);
          shift(Op.SHL, type, a, distance, left + "0".repeat(masked));
          shift(Op.ROTL, type, a, distance, left + bits.substring(0, masked));
          shift(Op.USHR, type, a, distance, "0".repeat(masked) + right);
          shift(Op.SHR, type, a, distance, bits.substring(0, 1).repeat(masked) + right);
        }
      }
    }
  }

  private static void shift(Op op, Type type, long a, int distance, String expected) {
    long bits = new BigInteger(expected, 2).longValue();
    check(type == Type.I32 ? (int) bits : bits, op, type, type, 0, a, distance);
  }

  @Test
  void conversionsRoundOnceAndSaturate() {
    for (Type from : FLOATS) {
      for (long a : EdgeValues.bits(from)) {
        for (Type to : INTS) {
          assertThat(evaluate(Op.FTOI, to, from, 0, a)).isEqualTo(saturate(to, number(from, a)));
        }
      }
    }
    for (long a : EdgeValues.longs()) {
      float nearest = new BigDecimal(a).floatValue();
      assertThat(evaluate(Op.ITOF, Type.F32, Type.I64, 0, a))
          .isEqualTo(Float.floatToRawIntBits(nearest) & 0xFFFF_FFFFL);
      assertThat(evaluate(Op.ITOF, Type.F64, Type.I64, 0, a))
          .isEqualTo(Double.doubleToRawLongBits(new BigDecimal(a).doubleValue()));
      assertThat(evaluate(Op.TRUNC, Type.I32, Type.I64, 0, a)).isEqualTo((int) a);
    }
    for (int a : EdgeValues.ints()) {
      assertThat(evaluate(Op.SEXT, Type.I64, Type.I32, 0, a)).isEqualTo(a);
      assertThat(evaluate(Op.ZEXT, Type.I64, Type.I32, 0, a)).isEqualTo(Integer.toUnsignedLong(a));
    }
  }

  private static long saturate(Type type, double value) {
    if (Double.isNaN(value)) {
      return 0;
    }
    long min = -1L << type.bits() - 1;
    if (Double.isInfinite(value)) {
      return value < 0 ? min : ~min;
    }
    BigInteger exact = new BigDecimal(value).toBigInteger();
    return exact.max(BigInteger.valueOf(min)).min(BigInteger.valueOf(~min)).longValue();
  }

  @Test
  void bitcastsKeepTheBitsOfNan() {
    for (long a : EdgeValues.bits(Type.F32)) {
      long asInt = evaluate(Op.BITCAST, Type.I32, Type.F32, 0, a);
      assertThat(asInt).isEqualTo((int) a);
      assertThat(evaluate(Op.BITCAST, Type.F32, Type.I32, 0, asInt)).isEqualTo(a);
    }
    for (long a : EdgeValues.bits(Type.F64)) {
      assertThat(evaluate(Op.BITCAST, Type.I64, Type.F64, 0, a)).isEqualTo(a);
      assertThat(evaluate(Op.BITCAST, Type.F64, Type.I64, 0, a)).isEqualTo(a);
    }
  }

  @Test
  void minAndMaxOrderZerosAndPropagateNan() {
    for (Type type : FLOATS) {
      for (long a : EdgeValues.bits(type)) {
        for (long b : EdgeValues.bits(type)) {
          long aNan = Literal.parse(type, "nan");
          boolean nan = EdgeValues.isNan(type, a) || EdgeValues.isNan(type, b);
          boolean aFirst = Double.compare(number(type, a), number(type, b)) <= 0;
          check(nan ? aNan : aFirst ? a : b, Op.FMIN, type, type, 0, a, b);
          check(nan ? aNan : aFirst ? b : a, Op.FMAX, type, type, 0, a, b);
        }
      }
    }
  }

  @Test
  void floatArithmeticOfF32IsDoneInF32() {
    for (float a : EdgeValues.floats()) {
      for (float b : EdgeValues.floats()) {
        same(a + b, Op.FADD, a, b);
        same(a - b, Op.FSUB, a, b);
        same(a * b, Op.FMUL, a, b);
        same(a / b, Op.FDIV, a, b);
        same(a % b, Op.FREM, a, b);
        same(Math.fma(a, b, a), Op.FMA, a, b, a);
      }
      same((float) Math.sqrt(a), Op.FSQRT, a);
      same((float) Math.floor(a), Op.FLOOR, a);
      same((float) Math.ceil(a), Op.CEIL, a);
      same((float) Math.rint(a), Op.RINT, a);
    }
  }

  private static void same(float expected, Op op, float... operands) {
    var bits = new long[operands.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(operands[i]) & 0xFFFF_FFFFL;
    }
    long expectedBits = Float.floatToRawIntBits(expected) & 0xFFFF_FFFFL;
    check(expectedBits, op, Type.F32, Type.F32, 0, bits);
  }

  @Test
  void floatArithmeticOfF64IsJavas() {
    for (double a : EdgeValues.doubles()) {
      for (double b : EdgeValues.doubles()) {
        same(a + b, Op.FADD, a, b);
        same(a - b, Op.FSUB, a, b);
        same(a * b, Op.FMUL, a, b);
        same(a / b, Op.FDIV, a, b);
        same(a % b, Op.FREM, a, b);
        same(Math.fma(a, b, a), Op.FMA, a, b, a);
      }
      same(Math.sqrt(a), Op.FSQRT, a);
      same(Math.floor(a), Op.FLOOR, a);
      same(Math.ceil(a), Op.CEIL, a);
      same(Math.rint(a), Op.RINT, a);
    }
  }

  private static void same(double expected, Op op, double... operands) {
    var bits = new long[operands.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(operands[i]);
    }
    long expectedBits = Double.doubleToRawLongBits(expected);
    check(expectedBits, op, Type.F64, Type.F64, 0, bits);
  }
}
