package dev.lathe.ir;

/**
 * What ops on vectors compute: {@link OpSemantics} lane by lane, and the ops that only vectors
 * have. A vector is one {@link Value#bits} for each lane; those of narrow lanes are sign-extended.
 */
final class LaneSemantics {
  private LaneSemantics() {}

  /**
   * The lanes of {@code value}, a pure op.
   *
   * @param operands the lanes of each operand; of a scalar its bits alone
   */
  static long[] evaluate(Value value, long[][] operands) {
    Type type = value.type();
    var result = new long[type.lanes()];
    long[] a = operands.length > 0 ? operands[0] : null;
    for (int i = 0; i < result.length; i++) {
      result[i] =
          switch (value.op()) {
            case SPLAT -> narrowed(type, a[0]);
            case VCONST -> value.lanes()[i];
            case EXTRACT -> a[(int) value.attribute() + i];
            case CONCAT -> i < a.length ? a[i] : operands[1][i - a.length];
            case PERMUTE -> a[(int) operands[1][i] & a.length - 1];
            case PERMUTE2 -> {
              int from = (int) operands[2][i] & 2 * a.length - 1;
              yield from < a.length ? a[from] : operands[1][from - a.length];
            }
            case COMPRESS -> compressed(a, operands[1], i);
            case MASKBITS -> bits(a);
            case FIRSTLANES -> i < (int) a[0] ? 1 : 0;
            default -> lane(value, operands, i);
          };
      if (value.op().isOfVectors()) {
        result[i] = OpSemantics.accessed(value.op(), result[i]);
      }
    }
    return result;
  }

  private static long compressed(long[] lanes, long[] mask, int lane) {
    int at = 0;
    for (int i = 0; i < lanes.length; i++) {
      if (mask[i] != 0 && at++ == lane) {
        return lanes[i];
      }
    }
    return 0;
  }

  private static long bits(long[] mask) {
    long bits = 0;
    for (int i = 0; i < mask.length; i++) {
      bits |= mask[i] << i;
    }
    return bits;
  }

  /** The low bits of {@code bits} as a lane of {@code type} holds them. */
  static long narrowed(Type type, long bits) {
    return switch (type.kind()) {
      case I8 -> (byte) bits;
      case I16 -> (short) bits;
      default -> bits;
    };
  }

  private static long unsigned(Type type, long bits) {
    return type.isNarrow() ? bits & (1L << type.bits()) - 1 : bits;
  }

  private static long lane(Value value, long[][] operands, int lane) {
    long a = at(operands, 0, lane);
    long b = at(operands, 1, lane);
    long c = at(operands, 2, lane);
    Op op = value.op();
    Type type = value.type();
    Type from = value.operand(0).type();
    if (op == Op.SEXT || op == Op.ZEXT || op == Op.TRUNC) { // from any width to any
      long bits =
          op != Op.ZEXT ? a : from.kind() == Type.Kind.I32 ? a & 0xFFFF_FFFFL : unsigned(from, a);
      long narrow = type.kind() == Type.Kind.I32 ? (int) bits : narrowed(type, bits);
      return OpSemantics.accessed(op, narrow);
    }
    if (op == Op.LOOKUP) {
      return OpSemantics.lookup(value, a);
    }
    if (op == Op.USHR && type.isNarrow()) {
      a = unsigned(type, a);
    }
    Type result = type.isVector() ? type.scalar() : type;
    return narrowed(
        type, OpSemantics.evaluate(op, result, from.scalar(), value.attribute(), a, b, c));
  }

  private static long at(long[][] operands, int operand, int lane) {
    if (operand >= operands.length) {
      return 0;
    }
    long[] lanes = operands[operand];
    return lanes[lanes.length == 1 ? 0 : lane];
  }
}
