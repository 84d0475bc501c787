package dev.lathe.ir;

/**
 * What each {@link Op} computes, in plain Java: the one place that says it for the interpreter and
 * for constant folding. Operands and results are {@link Value#bits}. The rules of special values
 * stand above the rows of {@link Op}.
 */
public final class OpSemantics {
  /**
   * The op whose rule is broken, or null. Tests of the tests set it: whatever op is broken, some
   * test must fail.
   */
  static Op broken;

  private OpSemantics() {}

  /**
   * The result of a pure value, all operands of which are constants.
   *
   * @throws ArithmeticException for a division by 0, which the verifier refuses
   */
  public static long evaluate(Value value) {
    if (value.op() == Op.LOOKUP) {
      return lookup(value, value.operand(0).bits());
    }
    int count = value.operandCount();
    return evaluate(
        value.op(),
        value.type(),
        count > 0 ? value.operand(0).type() : value.type(),
        value.attribute(),
        count > 0 ? value.operand(0).bits() : 0,
        count > 1 ? value.operand(1).bits() : 0,
        count > 2 ? value.operand(2).bits() : 0);
  }

  /**
   * The result of a pure op.
   *
   * @param type the result's type
   * @param from operand 0's type
   * @param attribute {@link Value#attribute}
   * @param a the bits of operand 0; likewise {@code b} and {@code c}, 0 where there is none
   * @throws IllegalArgumentException if {@code op} is not a function of its operands and attribute
   */
  public static long evaluate(Op op, Type type, Type from, long attribute, long a, long b, long c) {
    long result =
        switch (op) {
          case PARAM,
              ASSERTIONS,
              NONZERO,
              GUARD,
              YIELD,
              NONNULL,
              INDEX,
              PROVEN,
              LOAD,
              STORE,
              NEWARRAY,
              TABLE,
              SPLAT,
              VCONST,
              EXTRACT,
              CONCAT,
              PERMUTE,
              PERMUTE2,
              COMPRESS,
              MASKBITS,
              FIRSTLANES,
              DISTANCE,
              LINEOFFSET,
              VLOAD,
              VSTORE,
              GATHER,
              SCATTER,
              LOOKUP,
              CALL ->
              throw new IllegalArgumentException(op + " does not compute");
          case CONST -> attribute;
          case IADD -> wrap(type, a + b);
          case ISUB -> wrap(type, a - b);
          case IMUL -> wrap(type, a * b);
          case INEG -> wrap(type, -a);
          case IDIV -> wrap(type, a / b);
          case IREM -> wrap(type, a % b);
          case UDIV ->
              isNarrow(type) ? Integer.divideUnsigned((int) a, (int) b) : Long.divideUnsigned(a, b);
          case UREM ->
              isNarrow(type)
                  ? Integer.remainderUnsigned((int) a, (int) b)
                  : Long.remainderUnsigned(a, b);
          case IMIN -> Math.min(a, b);
          case IMAX -> Math.max(a, b);
          case SMULH -> isNarrow(type) ? a * b >> 32 : Math.multiplyHigh(a, b);
          case UMULH ->
              isNarrow(type)
                  ? (int) ((a & 0xFFFF_FFFFL) * (b & 0xFFFF_FFFFL) >>> 32)
                  : Math.unsignedMultiplyHigh(a, b);
          case ADDOV -> truth(isNarrow(from) ? !fits(a + b) : ((a ^ a + b) & (b ^ a + b)) < 0);
          case SUBOV -> truth(isNarrow(from) ? !fits(a - b) : ((a ^ b) & (a ^ a - b)) < 0);
          case MULOV ->
              truth(isNarrow(from) ? !fits(a * b) : Math.multiplyHigh(a, b) != (a * b) >> 63);
          case AND -> a & b;
          case OR -> a | b;
          case XOR -> a ^ b;
          case NOT -> type.isBool() ? a ^ 1 : ~a;
          case SHL -> isNarrow(type) ? (int) a << (int) b : a << b;
          case SHR -> isNarrow(type) ? (int) a >> (int) b : a >> b;
          case USHR -> isNarrow(type) ? (int) a >>> (int) b : a >>> b;
          case ROTL ->
              isNarrow(type) ? Integer.rotateLeft((int) a, (int) b) : Long.rotateLeft(a, (int) b);
          case POPCNT -> isNarrow(type) ? Integer.bitCount((int) a) : Long.bitCount(a);
          case CLZ ->
              isNarrow(type) ? Integer.numberOfLeadingZeros((int) a) : Long.numberOfLeadingZeros(a);
          case CTZ ->
              isNarrow(type)
                  ? Integer.numberOfTrailingZeros((int) a)
                  : Long.numberOfTrailingZeros(a);
          case BSWAP -> isNarrow(type) ? Integer.reverseBytes((int) a) : Long.reverseBytes(a);
          case FADD,
              FSUB,
              FMUL,
              FDIV,
              FREM,
              FNEG,
              FABS,
              FSQRT,
              FMA,
              FMIN,
              FMAX,
              FLOOR,
              CEIL,
              RINT ->
              type == Type.F32
                  ? bits(float32(op, float32(a), float32(b), float32(c)))
                  : bits(float64(op, float64(a), float64(b), float64(c)));
          case ICMP -> truth(IntPredicate.at((int) attribute).test(a, b));
          case FCMP ->
              truth(FloatPredicate.at((int) attribute).test(widen(from, a), widen(from, b)));
          case SELECT -> a != 0 ? b : c;
          case MATH -> MathFunction.at((int) attribute).evaluate(a, b);
          case UNLIKELY -> a;
          case ALEN, BYTESIZE, LIMIT -> 0; // of null, the only constant
          case SAME_REFERENCE -> truth(a == b);
          case SEXT, TRUNC -> (int) a;
          case ZEXT -> a & 0xFFFF_FFFFL;
          case SEXT8 -> (byte) a;
          case SEXT16 -> (short) a;
          case ZEXT16 -> (char) a;
          case ITOF -> type == Type.F32 ? bits((float) a) : bits((double) a);
          case FTOI -> floatToInt(type, from, a);
          case FWIDEN -> bits((double) float32(a));
          case FNARROW -> bits((float) float64(a));
          case BITCAST -> type == Type.I32 ? (int) a : type == Type.F32 ? a & 0xFFFF_FFFFL : a;
        };
    return op == broken ? result ^ 1 : result;
  }

  /** What a {@link Op#LOOKUP} gives for this index. */
  static long lookup(Value value, long index) {
    long bits = value.operand(1 + ((int) index & value.operandCount() - 2)).bits();
    return broken == Op.LOOKUP ? bits ^ 1 : bits;
  }

  /** What {@link Op#ASSERTIONS} is in {@code function}. */
  public static long assertions(Function function) {
    return truth(function.assertions() != (broken == Op.ASSERTIONS));
  }

  /** What a {@link Op#CALL} gives whose callee returns {@code bits}. */
  static long called(long bits) {
    return broken == Op.CALL ? bits ^ 1 : bits;
  }

  /** The bits that an op on memory gives which by its rule gives {@code bits}. */
  static long accessed(Op op, long bits) {
    return op == broken ? bits ^ 1 : bits;
  }

  /** True if a {@link Op#NONZERO} or {@link Op#GUARD} with this operand 0 traps. */
  static boolean traps(Op op, long bits) {
    return bits == 0 && op != broken;
  }

  private static float float32(Op op, float a, float b, float c) {
    return switch (op) {
      case FADD -> a + b;
      case FSUB -> a - b;
      case FMUL -> a * b;
      case FDIV -> a / b;
      case FREM -> a % b;
      case FNEG -> Float.intBitsToFloat(Float.floatToRawIntBits(a) ^ Integer.MIN_VALUE);
      case FABS -> Float.intBitsToFloat(Float.floatToRawIntBits(a) & Integer.MAX_VALUE);
      case FSQRT -> (float) Math.sqrt(a); // of a double: innocuous, as the JDK itself defines it
      case FMA -> Math.fma(a, b, c);
      case FMIN -> Math.min(a, b);
      case FMAX -> Math.max(a, b);
      case FLOOR -> (float) Math.floor(a);
      case CEIL -> (float) Math.ceil(a);
      case RINT -> (float) Math.rint(a);
      default -> throw new AssertionError(op);
    };
  }

  private static double float64(Op op, double a, double b, double c) {
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
      default -> throw new AssertionError(op);
    };
  }

  private static long floatToInt(Type type, Type from, long a) {
    if (from == Type.F32) {
      return type == Type.I32 ? (int) float32(a) : (long) float32(a);
    }
    return type == Type.I32 ? (int) float64(a) : (long) float64(a);
  }

  private static boolean isNarrow(Type type) {
    return type == Type.I32;
  }

  private static long wrap(Type type, long exact) {
    return isNarrow(type) ? (int) exact : exact;
  }

  private static boolean fits(long exact) {
    return exact == (int) exact;
  }

  private static long truth(boolean value) {
    return value ? 1 : 0;
  }

  private static float float32(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  private static double float64(long bits) {
    return Double.longBitsToDouble(bits);
  }

  private static double widen(Type from, long bits) {
    return from == Type.F32 ? float32(bits) : float64(bits);
  }

  private static long bits(float value) {
    return Float.floatToRawIntBits(value) & 0xFFFF_FFFFL;
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }
}
