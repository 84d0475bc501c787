package dev.lathe.ir;

/** The typing rules of the ops on arrays and memory segments; see {@link Value#typeError}. */
final class MemoryRules {
  /** The bits of an attribute that are an {@link Access#code}. */
  static final int ACCESS = 0xFF;

  /** Above them stands the number of a name: see {@link Function#checkAttribute}. */
  static final int NAME_SHIFT = 8;

  private MemoryRules() {}

  /** See {@link Value#isAttribute}. */
  static boolean isAttribute(Op.Shape shape, long attribute) {
    return switch (shape) {
      case NONNULL, INDEX ->
          attribute >= 0 && attribute <= Integer.MAX_VALUE && (attribute & ACCESS) < Access.count();
      case PROVEN, LIMIT, LINEOFFSET, LOAD, STORE, VLOAD, VSTORE, GATHER, SCATTER ->
          attribute >= 0 && attribute < Access.count();
      case NEWARRAY, TABLE -> attribute >= 0 && attribute <= Integer.MAX_VALUE;
      default -> true;
    };
  }

  /** See {@link Value#typeError}; the number of operands and the attribute have been checked. */
  static String typeError(Op op, Type type, long attribute, Value[] operands) {
    if (op == Op.TABLE) {
      return type.isArray() ? null : "a table is an array, not " + type;
    }
    Type first = operands[0].type();
    if (!op.domain().contains(first)) {
      return op + " does not take " + first;
    }
    if (op == Op.NEWARRAY) {
      return type.isArray() ? null : "newarray makes an array, not " + type;
    }
    if (op == Op.DISTANCE) {
      return !operands[1].type().isReference()
          ? "distance does not take " + operands[1].type()
          : type != Type.I64 ? "distance cannot be " + type : null;
    }
    Access access = Access.at((int) attribute & ACCESS);
    if (op == Op.NONNULL) {
      boolean fits = first.isArray() != isOfSegment(access);
      return fits && type == first ? null : "nonnull of " + first + " cannot be for " + access;
    }
    if (op == Op.LIMIT) {
      return !access.isSegment() || access.testsAlignment()
          ? "limit cannot be for " + access
          : type != Type.I64 ? "limit cannot be " + type : null;
    }
    if (!access.isIndexable() || access.isSegment() != first.isSegment()) {
      return op + " of " + first + " cannot be for " + access;
    }
    Type index = first.isArray() ? Type.I32 : Type.I64;
    if (op.isOfVectors()) {
      return vectorError(op, type, access, index, operands);
    }
    if (op == Op.PROVEN && operands[1].type().isVector()) {
      index = operands[1].type().withKind(index.kind());
    }
    if (operands[1].type() != index) {
      return op + " needs " + index + " as operand 1, not " + operands[1].type();
    }
    Type moved = (access.isSegment() ? access.element() : first.element()).loaded();
    return switch (op) {
      case LOAD ->
          access.isWrite()
              ? "a load cannot be for " + access
              : type != moved ? "load of " + moved + " cannot be " + type : null;
      case STORE ->
          !access.isWrite()
              ? "a store cannot be for " + access
              : operands[2].type() != moved
                  ? "store needs " + moved + " as operand 2, not " + operands[2].type()
                  : type != Type.VOID ? "store has no result" : null;
      case PROVEN ->
          first.isArray() && access != Access.LOAD || type != index
              ? "proven of " + first + " cannot be " + type + " for " + access
              : null;
      case LINEOFFSET -> type != Type.I32 ? "lineoffset cannot be " + type : null;
      default -> type != index ? op + " of " + first + " cannot be " + type : null;
    };
  }

  private static String vectorError(
      Op op, Type type, Access access, Type scalar, Value[] operands) {
    int count = op.writes() ? 3 : 2;
    if (operands.length != count && operands.length != count + 1) {
      return op + " takes " + count + " operands and perhaps a mask";
    }
    if (op.writes() != access.isWrite()) {
      return op + " cannot be for " + access;
    }
    Element element = access.isSegment() ? access.element() : operands[0].type().element();
    Type moved = op.writes() ? operands[2].type() : type;
    if (!moved.isVector() || element == Element.BOOL || element.lane() != moved.kind()) {
      return op + " of " + element + " cannot move " + moved;
    }
    boolean each = op == Op.GATHER || op == Op.SCATTER;
    Type index = each ? moved.withKind(scalar.kind()) : scalar;
    if (operands[1].type() != index) {
      return op + " needs " + index + " as operand 1, not " + operands[1].type();
    }
    if (operands.length > count && operands[count].type() != moved.mask()) {
      return op + " needs " + moved.mask() + " as its mask, not " + operands[count].type();
    }
    return op.writes() && type != Type.VOID ? op + " has no result" : null;
  }

  private static boolean isOfSegment(Access access) {
    return access.isSegment() || access == Access.BYTE_SIZE;
  }

  /** True if an index proven for {@code check} may be used for {@code use}. */
  static boolean allows(Access check, Access use) {
    return !use.isSegment()
        || check.element() == use.element()
            && check.isIndexed() == use.isIndexed()
            && (check.isWrite() || !use.isWrite())
            && (check.isAligned() || !use.isAligned());
  }
}
