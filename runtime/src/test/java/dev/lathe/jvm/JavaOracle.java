package dev.lathe.jvm;

import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import java.math.BigInteger;

/** Each pure op in plain Java, on boxed operands; bool is an Integer, 0 or 1. */
final class JavaOracle {
  private JavaOracle() {}

  static Object evaluate(Op op, Type type, long attribute, Object[] x) {
    return switch (x[0]) {
      case Integer a when op == Op.SELECT -> a != 0 ? x[1] : x[2];
      case Integer a -> onInt(op, type, attribute, a, x.length > 1 ? (int) x[1] : 0);
      case Long a when x.length > 1 && x[1] instanceof Integer b -> onLongShift(op, a, b);
      case Long a -> onLong(op, type, attribute, a, x.length > 1 ? (long) x[1] : 0);
      case Float a -> onFloat(op, type, attribute, a, operand(x, 1, a), operand(x, 2, a));
      case Double a -> onDouble(op, type, attribute, a, operand(x, 1, a), operand(x, 2, a));
      default -> throw new IllegalArgumentException();
    };
  }

  @SuppressWarnings("unchecked")
  private static <T> T operand(Object[] x, int index, T none) {
    return index < x.length ? (T) x[index] : none;
  }

  private static int truth(boolean b) {
    return b ? 1 : 0;
  }

  private static boolean fits(BigInteger exact, int bits) {
    return exact.bitLength() < bits;
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static Object onInt(Op op, Type type, long attribute, int a, int b) {
    return switch (op) {
      case IADD -> a + b;
      case ISUB -> a - b;
      case IMUL -> a * b;
      case INEG -> -a;
      case IDIV -> a / b;
      case IREM -> a % b;
      case UDIV -> (int) ((a & 0xFFFFFFFFL) / (b & 0xFFFFFFFFL));
      case UREM -> (int) ((a & 0xFFFFFFFFL) % (b & 0xFFFFFFFFL));
      case IMIN -> a < b ? a : b;
      case IMAX -> a > b ? a : b;
      case ADDOV -> truth(!fits(big(a).add(big(b)), 32));
      case SUBOV -> truth(!fits(big(a).subtract(big(b)), 32));
      case MULOV -> truth(!fits(big(a).multiply(big(b)), 32));
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case NOT -> type == Type.BOOL ? truth(a == 0) : ~a;
      case SHL -> a << b;
      case SHR -> a >> b;
      case USHR -> a >>> b;
      case ROTL -> a << b | a >>> -b;
      case POPCNT -> Long.bitCount(a & 0xFFFFFFFFL);
      case CLZ -> Long.numberOfLeadingZeros(a & 0xFFFFFFFFL) - 32;
      case CTZ -> a == 0 ? 32 : Long.numberOfTrailingZeros(a);
      case BSWAP -> a << 24 | a << 8 & 0xFF0000 | a >>> 8 & 0xFF00 | a >>> 24;
      case ICMP -> compare(attribute, a, b, a & 0xFFFFFFFFL, b & 0xFFFFFFFFL);
      case SEXT -> (long) a;
      case ZEXT -> type == Type.I64 ? (Object) (a & 0xFFFFFFFFL) : (Object) a;
      case SEXT8 -> (int) (byte) a;
      case SEXT16 -> (int) (short) a;
      case ZEXT16 -> (int) (char) a;
      case ITOF -> type == Type.F32 ? (Object) (float) a : (Object) (double) a;
      case BITCAST -> Float.intBitsToFloat(a);
      default -> throw new IllegalArgumentException(op.toString());
    };
  }

  private static Object onLongShift(Op op, long a, int b) {
    return switch (op) {
      case SHL -> a << b;
      case SHR -> a >> b;
      case USHR -> a >>> b;
      case ROTL -> a << b | a >>> -b;
      default -> throw new IllegalArgumentException(op.toString());
    };
  }

  private static Object onLong(Op op, Type type, long attribute, long a, long b) {
    return switch (op) {
      case IADD -> a + b;
      case ISUB -> a - b;
      case IMUL -> a * b;
      case INEG -> -a;
      case IDIV -> a / b;
      case IREM -> a % b;
      case UDIV -> unsigned(a).divide(unsigned(b)).longValue();
      case UREM -> unsigned(a).remainder(unsigned(b)).longValue();
      case IMIN -> a < b ? a : b;
      case IMAX -> a > b ? a : b;
      case SMULH -> big(a).multiply(big(b)).shiftRight(64).longValue();
      case UMULH -> unsigned(a).multiply(unsigned(b)).shiftRight(64).longValue();
      case ADDOV -> truth(!fits(big(a).add(big(b)), 64));
      case SUBOV -> truth(!fits(big(a).subtract(big(b)), 64));
      case MULOV -> truth(!fits(big(a).multiply(big(b)), 64));
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case NOT -> ~a;
      case POPCNT -> (long) Long.bitCount(a);
      case CLZ -> (long) Long.numberOfLeadingZeros(a);
      case CTZ -> (long) Long.numberOfTrailingZeros(a);
      case BSWAP -> Long.reverseBytes(a);
      case ICMP -> {
        int order = unsigned(a).compareTo(unsigned(b));
        yield compare(attribute, a, b, order, 0);
      }
      case TRUNC -> (int) a;
      case ITOF -> type == Type.F32 ? (Object) (float) a : (Object) (double) a;
      case BITCAST -> Double.longBitsToDouble(a);
      default -> throw new IllegalArgumentException(op.toString());
    };
  }

  private static int compare(long attribute, long a, long b, long unsignedA, long unsignedB) {
    return truth(
        switch (IntPredicate.values()[(int) attribute]) {
          case EQ -> a == b;
          case NE -> a != b;
          case LT -> a < b;
          case GE -> a >= b;
          case LE -> a <= b;
          case GT -> a > b;
          case ULT -> unsignedA < unsignedB;
          case UGE -> unsignedA >= unsignedB;
          case ULE -> unsignedA <= unsignedB;
          case UGT -> unsignedA > unsignedB;
        });
  }

  private static Object onFloat(Op op, Type type, long attribute, float a, float b, float c) {
    return switch (op) {
      case FADD -> a + b;
      case FSUB -> a - b;
      case FMUL -> a * b;
      case FDIV -> a / b;
      case FREM -> a % b;
      case FNEG -> Float.intBitsToFloat(Float.floatToRawIntBits(a) ^ Integer.MIN_VALUE);
      case FABS -> Float.intBitsToFloat(Float.floatToRawIntBits(a) & Integer.MAX_VALUE);
      case FSQRT -> (float) Math.sqrt(a);
      case FMA -> Math.fma(a, b, c);
      case FMIN -> Math.min(a, b);
      case FMAX -> Math.max(a, b);
      case FLOOR -> (float) Math.floor(a);
      case CEIL -> (float) Math.ceil(a);
      case RINT -> (float) Math.rint(a);
      case FCMP -> compare(attribute, a, b);
      case FTOI -> type == Type.I32 ? (Object) (int) a : (Object) (long) a;
      case FWIDEN -> (double) a;
      case BITCAST -> Float.floatToRawIntBits(a);
      default -> throw new IllegalArgumentException(op.toString());
    };
  }

  private static Object onDouble(Op op, Type type, long attribute, double a, double b, double c) {
    return switch (op) {
      case FADD -> a + b;
      case FSUB -> a - b;
      case FMUL -> a * b;
      case FDIV -> a / b;
      case FREM -> a % b;
      case FNEG -> Double.longBitsToDouble(Double.doubleToRawLongBits(a) ^ Long.MIN_VALUE);
      case FABS -> Double.longBitsToDouble(Double.doubleToRawLongBits(a) & Long.MAX_VALUE);
      case FSQRT -> Math.sqrt(a);
      case FMA -> Math.fma(a, b, c);
      case FMIN -> Math.min(a, b);
      case FMAX -> Math.max(a, b);
      case FLOOR -> Math.floor(a);
      case CEIL -> Math.ceil(a);
      case RINT -> Math.rint(a);
      case FCMP -> compare(attribute, a, b);
      case FTOI -> type == Type.I32 ? (Object) (int) a : (Object) (long) a;
      case FNARROW -> (float) a;
      case BITCAST -> Double.doubleToRawLongBits(a);
      default -> throw new IllegalArgumentException(op.toString());
    };
  }

  private static int compare(long attribute, double a, double b) {
    boolean unordered = Double.isNaN(a) || Double.isNaN(b);
    return truth(
        switch (FloatPredicate.values()[(int) attribute]) {
          case OEQ -> a == b;
          case UNE -> a != b;
          case OLT -> a < b;
          case UGE -> unordered || a >= b;
          case OLE -> a <= b;
          case UGT -> unordered || a > b;
          case OGT -> a > b;
          case ULE -> unordered || a <= b;
          case OGE -> a >= b;
          case ULT -> unordered || a < b;
          case ONE -> !unordered && a != b;
          case UEQ -> unordered || a == b;
          case ORD -> !unordered;
          case UNO -> unordered;
        });
  }
}
