package dev.lathe.ir;

/** The typing rules of values that have to do with vectors; see {@link Value#typeError}. */
final class VectorRules {
  private VectorRules() {}

  /** See {@link Value#typeError}; the number of operands and the attribute have been checked. */
  static String typeError(Op op, Type type, long attribute, Value[] operands) {
    Type first = operands.length > 0 ? operands[0].type() : type;
    if (op == Op.SELECT) {
      return selectError(type, operands);
    }
    boolean anyWidth = op == Op.SEXT || op == Op.TRUNC || op == Op.SMULH || op == Op.UMULH;
    if (!anyWidth && !op.domain().contains(first) || !isOfLanes(op, first)) {
      return op + " does not take " + first;
    }
    if (op == Op.LOOKUP) {
      String error = Value.lookupError(type.scalar(), operands);
      return error != null || type.lanes() == first.lanes()
          ? error
          : "lookup of " + first + " cannot be " + type;
    }
    for (int i = 1; i < operands.length; i++) {
      String error = operandError(op, first, i, operands[i].type());
      if (error != null) {
        return error;
      }
    }
    Type expected = op.result().of(first, type);
    if (type != expected || !resultFits(op, first, type)) {
      return op + " of " + first + " cannot be " + type;
    }
    if (op == Op.MATH) {
      return MathFunction.at((int) attribute).typeError(type.scalar(), operands.length);
    }
    if (op == Op.EXTRACT
        && (attribute % type.lanes() != 0 || attribute + type.lanes() > first.lanes())) {
      return "extract of " + type + " from " + first + " cannot begin at lane " + attribute;
    }
    return null;
  }

  private static String selectError(Type type, Value[] operands) {
    Type condition = operands[0].type();
    if (condition != Type.BOOL && condition != type.mask()) {
      return "select of " + type + " needs bool or " + type.mask() + " as operand 0";
    }
    Type a = operands[1].type();
    Type b = operands[2].type();
    return a != type || b != type ? "select of " + a + " and " + b + " cannot be " + type : null;
  }

  /** True if there is such an op of these lanes. */
  private static boolean isOfLanes(Op op, Type type) {
    return switch (op) {
      case IADD, ISUB, IMUL, INEG, IMIN, IMAX, AND, OR, XOR, NOT, SHL, SHR, USHR, ICMP -> true;
      case SEXT, ZEXT, TRUNC -> type.isInt();
      case COMPRESS -> type.bits() >= 32;
      case SMULH, UMULH -> type.isInt() && !type.isNarrow(); // also of lanes of 32 bits
      case IDIV, IREM, UDIV, UREM, FREM -> false;
      default -> op.isOfVectors() || op.isLanewise() && !type.isNarrow();
    };
  }

  private static String operandError(Op op, Type first, int index, Type actual) {
    boolean fits =
        switch (op) {
          case SHL, SHR, USHR, ROTL ->
              actual == Type.I32 || !first.isNarrow() && actual == first.withKind(Type.Kind.I32);
          case COMPRESS -> actual == first.mask();
          case PERMUTE -> isPermutation(first, actual);
          case PERMUTE2 -> index == 1 ? actual == first : isPermutation(first, actual);
          default -> actual == first;
        };
    return fits ? null : op + " of " + first + " cannot have " + actual + " as operand " + index;
  }

  private static boolean isPermutation(Type of, Type lanes) {
    return lanes.isInt() && lanes.lanes() == of.lanes() && lanes.bits() == of.bits();
  }

  /** See {@link Op#resultFits}. */
  static boolean resultFits(Op op, Type from, Type to) {
    return switch (op) {
      case SPLAT -> !from.isVector() && to.isVector() && to.scalar() == from;
      case VCONST -> to.isVector();
      case EXTRACT ->
          to.lanes() < from.lanes() && to == from.withLanes(to.lanes()) && !from.isReference();
      case CONCAT ->
          from.isVector()
              && from.lanes() < Type.MAX_LANES
              && to == from.withLanes(2 * from.lanes());
      case PERMUTE, PERMUTE2, COMPRESS -> from.isVector() && !from.isBool();
      case MASKBITS -> from.isVector() && to == Type.I64;
      case FIRSTLANES -> from == Type.I32 && to.isVector() && to.isBool();
      case PARAM -> true;
      default ->
          op.isLanewise()
              && from.isVector()
              && to.lanes() == from.lanes()
              && laneFits(op, from, to);
    };
  }

  private static boolean laneFits(Op op, Type from, Type to) {
    return switch (op) {
      case SEXT, ZEXT -> to.isInt() && to.bits() > from.bits();
      case TRUNC -> to.isInt() && to.bits() < from.bits();
      case ITOF -> to.isFloat();
      case FTOI -> to.isInt() && !to.isNarrow();
      case FWIDEN -> from.kind() == Type.Kind.F32 && to.kind() == Type.Kind.F64;
      case FNARROW -> from.kind() == Type.Kind.F64 && to.kind() == Type.Kind.F32;
      case BITCAST -> from.bits() == to.bits() && from.isInt() != to.isInt() && !from.isBool();
      default -> true;
    };
  }
}
