package dev.lathe.ir;

/**
 * A computation and its result. Belongs to one block of one function. Operands change only through
 * {@link #setOperand}; op, type and attribute never do.
 */
public final class Value {
  int id; // the parser alone changes it, before anyone sees the value
  private final Op op;
  private final Type type;
  private final long attribute;
  private final Value[] operands;
  private int line;
  Block block;

  Value(int id, Op op, Type type, long attribute, Value[] operands, int line) {
    this.id = id;
    this.op = op;
    this.type = type;
    this.attribute = attribute;
    this.operands = operands;
    this.line = line;
  }

  /** A number unique in the function, below {@link Function#valueCount}. */
  public int id() {
    return id;
  }

  public Op op() {
    return op;
  }

  /**
   * The result's type; {@link Type#VOID} for a {@link Op#GUARD}, a {@link Op#YIELD} and a {@link
   * Op#CALL} of a void function.
   */
  public Type type() {
    return type;
  }

  /** The block that this value is a parameter of or computed in. */
  public Block block() {
    return block;
  }

  public int operandCount() {
    return operands.length;
  }

  public Value operand(int index) {
    return operands[index];
  }

  public void setOperand(int index, Value value) {
    operands[index] = value;
  }

  /**
   * The line of the function's source file, or 0 if none is known; from {@link Function#INLINED} on
   * a line of another function, which was inlined: see {@link Function#inlinedLine} and {@link
   * Function#ownLine}.
   */
  public int line() {
    return line;
  }

  public void setLine(int line) {
    this.line = line;
  }

  /**
   * The attribute as the op's shape defines it: a constant's bits, a predicate's or trap kind's
   * ordinal, a parameter's or callee's index; else 0. Equal ops with equal operands, types and
   * attributes compute the same.
   */
  public long attribute() {
    return attribute;
  }

  public boolean isConst() {
    return op == Op.CONST;
  }

  /** A constant's bits: int sign-extended, float as raw int bits zero-extended, bool 0 or 1. */
  public long bits() {
    assert op == Op.CONST;
    return attribute;
  }

  /** True for a constant with exactly these {@link #bits}. */
  public boolean isConst(long bits) {
    return op == Op.CONST && attribute == bits;
  }

  /** An {@link Op#ICMP}'s relation. */
  public IntPredicate intPredicate() {
    assert op == Op.ICMP;
    return IntPredicate.at((int) attribute);
  }

  /** An {@link Op#FCMP}'s relation. */
  public FloatPredicate floatPredicate() {
    assert op == Op.FCMP;
    return FloatPredicate.at((int) attribute);
  }

  /** What a {@link Op#MATH} computes. */
  public MathFunction mathFunction() {
    assert op == Op.MATH;
    return MathFunction.at((int) attribute);
  }

  /** In the attribute of a {@link Op#NONZERO}: see {@link #isProven}. */
  public static final long PROVEN = 1L << 32;

  /** True for a {@link Op#NONZERO} that never traps: branches before it have shown as much. */
  public boolean isProven() {
    assert op == Op.NONZERO;
    return (attribute & PROVEN) != 0;
  }

  /** Why a {@link Op#NONZERO} or {@link Op#GUARD} traps. */
  public TrapKind trapKind() {
    assert op == Op.NONZERO || op == Op.GUARD;
    return TrapKind.at((int) attribute);
  }

  /** How a {@link Op#NONNULL}, {@link Op#INDEX}, load or store reaches memory. */
  public Access access() {
    assert op.shape().ordinal() >= Op.Shape.NONNULL.ordinal();
    return Access.at((int) attribute & MemoryRules.ACCESS);
  }

  /**
   * How a {@link Op#NONNULL} or {@link Op#INDEX} that stands in a block calls the array in Java's
   * message, such as {@code x}; null if Java would not name it.
   */
  public String referenceName() {
    assert op == Op.NONNULL || op == Op.INDEX;
    int name = (int) (attribute >>> MemoryRules.NAME_SHIFT);
    return name == 0 ? null : block.function().referenceName(name);
  }

  /** True if what this {@link Op#INDEX} proves is enough for {@code access}. */
  public boolean provesFor(Access access) {
    return MemoryRules.allows(access(), access);
  }

  /** What a load or store moves, each lane of one of vectors. */
  public Element element() {
    assert op == Op.INDEX || op == Op.PROVEN || op == Op.LINEOFFSET || op.reads() || op.writes();
    Type reference = operands[0].type;
    return reference.isArray() ? reference.element() : access().element();
  }

  /** What a {@link Op#TABLE} that stands in a block names. */
  public Table table() {
    assert op == Op.TABLE;
    return block.function().table((int) attribute);
  }

  /** The bits of the lanes of a {@link Op#VCONST} that stands in a block; read only. */
  public long[] lanes() {
    assert op == Op.VCONST;
    return block.function().lanes((int) attribute);
  }

  /** The mask of an access by vectors, or null if all lanes are on. */
  public Value mask() {
    int count = op.writes() ? 3 : 2;
    return operands.length > count ? operands[count] : null;
  }

  /** What a {@link Op#CALL} that stands in a block calls. */
  public Callee callee() {
    assert op == Op.CALL;
    return block.function().callee((int) attribute);
  }

  /** A parameter's position in its block. */
  public int paramIndex() {
    assert op == Op.PARAM;
    return (int) attribute;
  }

  /**
   * Why an op cannot have this result type, attribute and these operands, or null if it can. The
   * one statement of the typing rules, but for what {@link Callee#typeError} says of calls;
   * builder, parser and verifier ask it.
   */
  public static String typeError(Op op, Type type, long attribute, Value[] operands) {
    Op.Shape shape = op.shape();
    if (shape.operands() >= 0 && operands.length != shape.operands()) {
      return op + " takes " + shape.operands() + " operands, not " + operands.length;
    }
    for (Value operand : operands) {
      if (operand == null) {
        return op + " has an operand that is null";
      }
      if (operand.type == Type.VOID) {
        return "v" + operand.id + " has no result";
      }
    }
    if (shape == Op.Shape.YIELD) {
      if (type != Type.VOID) {
        return "yield has no result";
      }
      return operands.length > 1 || operands.length == 1 && operands[0].type != Type.I64
          ? "yield takes an i64 or nothing"
          : null;
    }
    if (shape == Op.Shape.CALL) {
      return null;
    }
    if (!isAttribute(shape, attribute)) {
      return op + " cannot have the attribute " + attribute;
    }
    if (shape.ordinal() >= Op.Shape.NONNULL.ordinal()) {
      return MemoryRules.typeError(op, type, attribute, operands);
    }
    if (operands.length == 0 && (shape == Op.Shape.MATH || shape == Op.Shape.LOOKUP)) {
      return op + " takes operands";
    }
    Type first = operands.length > 0 ? operands[0].type : type;
    if (op.isOfVectors() || hasVectors(type, operands)) {
      return VectorRules.typeError(op, type, attribute, operands);
    }
    if (shape == Op.Shape.SELECT) {
      if (first != Type.BOOL) {
        return "select needs a bool as operand 0, not " + first;
      }
      first = operands[1].type;
      return operands[2].type != first || type != first
          ? "select of " + first + " and " + operands[2].type + " cannot be " + type
          : null;
    }
    if (!op.domain().contains(first)) {
      return op + " does not take " + first;
    }
    if (shape == Op.Shape.GUARD) {
      return guardError(attribute, operands);
    }
    if (shape == Op.Shape.LOOKUP) {
      return lookupError(type, operands);
    }
    for (int i = 1; i < operands.length; i++) {
      Type expected = shape == Op.Shape.SHIFT ? Type.I32 : first;
      if (operands[i].type != expected) {
        return op + " needs " + expected + " as operand " + i + ", not " + operands[i].type;
      }
    }
    Type expected = op.result().of(first, type);
    if (type != expected || !op.resultFits(first, type)) {
      return op + " of " + first + " cannot be " + type;
    }
    if (shape == Op.Shape.MATH) {
      return MathFunction.at((int) attribute).typeError(type, operands.length);
    }
    if (shape == Op.Shape.NONZERO) {
      TrapKind kind = TrapKind.at((int) attribute);
      if (!kind.isDivision() || kind.operand(1) != type) {
        return "nonzero of " + type + " cannot trap as " + kind;
      }
    }
    return null;
  }

  private static boolean hasVectors(Type type, Value[] operands) {
    boolean any = type.isVector();
    for (Value operand : operands) {
      any |= operand.type.isVector();
    }
    return any;
  }

  /** False for an attribute that none of this shape can have. */
  static boolean isAttribute(Op.Shape shape, long attribute) {
    if (shape == Op.Shape.INT_COMPARE) {
      return attribute >= 0 && attribute < IntPredicate.count();
    }
    if (shape == Op.Shape.FLOAT_COMPARE) {
      return attribute >= 0 && attribute < FloatPredicate.count();
    }
    if (shape == Op.Shape.MATH) {
      return attribute >= 0 && attribute < MathFunction.count();
    }
    if (shape == Op.Shape.NONZERO) {
      return (attribute & ~PROVEN) >= 0 && (attribute & ~PROVEN) < TrapKind.count();
    }
    if (shape == Op.Shape.GUARD) {
      return attribute >= 0 && attribute < TrapKind.count();
    }
    if (shape == Op.Shape.LANES || shape == Op.Shape.EXTRACT) {
      return attribute >= 0 && attribute <= Integer.MAX_VALUE;
    }
    return shape.ordinal() < Op.Shape.NONNULL.ordinal()
        || shape == Op.Shape.CALL
        || MemoryRules.isAttribute(shape, attribute);
  }

  static String lookupError(Type type, Value[] operands) {
    int count = operands.length - 1;
    if (count < 2 || count > 16 || Integer.bitCount(count) != 1) {
      return "lookup takes 2, 4, 8 or 16 constants, not " + count;
    }
    if (!type.isInt() && !type.isFloat()) {
      return "lookup gives a number, not " + type;
    }
    for (int i = 1; i <= count; i++) {
      if (!operands[i].isConst() || operands[i].type != type) {
        return "lookup of " + type + " needs such a constant as operand " + i;
      }
    }
    return null;
  }

  private static String guardError(long attribute, Value[] operands) {
    TrapKind kind = TrapKind.at((int) attribute);
    if (operands.length != kind.arity() + 1) {
      return "guard " + kind + " takes " + kind.arity() + " operands after the condition";
    }
    for (int i = 0; i < kind.arity(); i++) {
      if (operands[i + 1].type != kind.operand(i)) {
        return "guard " + kind + " needs " + kind.operand(i) + " as operand " + (i + 1);
      }
    }
    return null;
  }

  /** The number: cheaper than that of an object, and the same in each run. */
  @Override
  public int hashCode() {
    return id;
  }

  /** The name in the text form, such as {@code v7}. */
  @Override
  public String toString() {
    return "v" + id;
  }
}
