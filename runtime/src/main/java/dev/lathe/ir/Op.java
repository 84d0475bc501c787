package dev.lathe.ir;

import static dev.lathe.ir.Op.Domain.ANY;
import static dev.lathe.ir.Op.Domain.ARRAY;
import static dev.lathe.ir.Op.Domain.BIT;
import static dev.lathe.ir.Op.Domain.BOOL;
import static dev.lathe.ir.Op.Domain.FLOAT;
import static dev.lathe.ir.Op.Domain.I32;
import static dev.lathe.ir.Op.Domain.I64;
import static dev.lathe.ir.Op.Domain.INT;
import static dev.lathe.ir.Op.Domain.REFERENCE;
import static dev.lathe.ir.Op.Domain.SEGMENT;
import static dev.lathe.ir.Op.Result.GIVEN;
import static dev.lathe.ir.Op.Result.NONE;
import static dev.lathe.ir.Op.Result.SAME;
import static dev.lathe.ir.Op.Result.TRUTH;
import static dev.lathe.ir.Op.Shape.BINARY;
import static dev.lathe.ir.Op.Shape.UNARY;

import java.util.HashMap;
import java.util.Map;

/**
 * The operations of the IR, one row each; terminators are {@link Terminator}s.
 *
 * <p>Key of a row: mnemonic, shape (how many operands and which attribute), domain (types that
 * operand 0 may have; further operands have the same type unless the shape says otherwise), result
 * rule, flags. Above the rows stand their special values; that is the specification which folder,
 * interpreter and lowerings follow.
 *
 * <p>What Java checks is a check of its own, and everything after it cannot leave the kernel. The
 * checks {@link #NONZERO}, {@link #NONNULL} and {@link #INDEX} return what they have proven; only
 * that may be divided by, or be the index of a load or store, so that nothing can be moved above
 * its check.
 */
public enum Op {
  // A parameter of a block. Has no mnemonic in the text form; see Block.
  PARAM("param", Shape.PARAM, ANY, GIVEN, 0),
  // A constant; the attribute is its bits (int sign-extended, float as raw int bits zero-extended).
  CONST("const", Shape.CONST, ANY, GIVEN, Op.PURE),

  // Integer arithmetic wraps (JLS 15.17.1, 15.18.2); negation of MIN_VALUE is MIN_VALUE (15.15.4).
  IADD("iadd", BINARY, INT, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  ISUB("isub", BINARY, INT, SAME, Op.PURE | Op.LANEWISE),
  IMUL("imul", BINARY, INT, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  INEG("ineg", UNARY, INT, SAME, Op.PURE | Op.LANEWISE),
  // The divisor must be a constant that is not 0 or a NONZERO; the verifier refuses anything else.
  // Quotients round to 0; MIN_VALUE / -1 is MIN_VALUE, MIN_VALUE % -1 is 0 (JLS 15.17.2, 15.17.3).
  IDIV("idiv", BINARY, INT, SAME, Op.PURE | Op.LANEWISE),
  IREM("irem", BINARY, INT, SAME, Op.PURE | Op.LANEWISE),
  UDIV("udiv", BINARY, INT, SAME, Op.PURE | Op.LANEWISE),
  UREM("urem", BINARY, INT, SAME, Op.PURE | Op.LANEWISE),
  IMIN("imin", BINARY, INT, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  IMAX("imax", BINARY, INT, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  // The upper half of the signed or unsigned double-width product; in lanes also of i32.
  SMULH("smulh", BINARY, I64, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  UMULH("umulh", BINARY, I64, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  // True where the exact signed result does not fit the type.
  ADDOV("addov", BINARY, INT, TRUTH, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  SUBOV("subov", BINARY, INT, TRUTH, Op.PURE | Op.LANEWISE),
  MULOV("mulov", BINARY, INT, TRUTH, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),

  // Bitwise on integers, logical on bool (JLS 15.22); NOT of a bool is its inverse.
  AND("and", BINARY, BIT, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  OR("or", BINARY, BIT, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  XOR("xor", BINARY, BIT, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  NOT("not", UNARY, BIT, SAME, Op.PURE | Op.LANEWISE),
  // The distance is an i32 whatever operand 0's type; only its low 5 or 6 bits count (JLS 15.19).
  SHL("shl", Shape.SHIFT, INT, SAME, Op.PURE | Op.LANEWISE),
  SHR("shr", Shape.SHIFT, INT, SAME, Op.PURE | Op.LANEWISE),
  USHR("ushr", Shape.SHIFT, INT, SAME, Op.PURE | Op.LANEWISE),
  ROTL("rotl", Shape.SHIFT, INT, SAME, Op.PURE | Op.LANEWISE),
  // Counts have operand 0's type; CLZ and CTZ of 0 are the width.
  POPCNT("popcnt", UNARY, INT, SAME, Op.PURE | Op.LANEWISE),
  CLZ("clz", UNARY, INT, SAME, Op.PURE | Op.LANEWISE),
  CTZ("ctz", UNARY, INT, SAME, Op.PURE | Op.LANEWISE),
  BSWAP("bswap", UNARY, INT, SAME, Op.PURE | Op.LANEWISE),

  // IEEE 754, round to nearest even, no flags, subnormals kept (JLS 15.17, 15.18). FNEG and FABS
  // change the sign bit only, of NaN and 0 too. FREM is fmod: the exact remainder, with the sign of
  // the dividend (JLS 15.17.3). FMA rounds once. A computed NaN has unspecified bits.
  FADD("fadd", BINARY, FLOAT, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  FSUB("fsub", BINARY, FLOAT, SAME, Op.PURE | Op.LANEWISE),
  FMUL("fmul", BINARY, FLOAT, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  FDIV("fdiv", BINARY, FLOAT, SAME, Op.PURE | Op.LANEWISE),
  FREM("frem", BINARY, FLOAT, SAME, Op.PURE | Op.LANEWISE),
  FNEG("fneg", UNARY, FLOAT, SAME, Op.PURE | Op.LANEWISE),
  FABS("fabs", UNARY, FLOAT, SAME, Op.PURE | Op.LANEWISE),
  FSQRT("fsqrt", UNARY, FLOAT, SAME, Op.PURE | Op.LANEWISE),
  FMA("fma", Shape.TERNARY, FLOAT, SAME, Op.PURE | Op.LANEWISE),
  // Math.min and Math.max: NaN if an operand is NaN; -0.0 is less than 0.0.
  FMIN("fmin", BINARY, FLOAT, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  FMAX("fmax", BINARY, FLOAT, SAME, Op.PURE | Op.COMMUTATIVE | Op.LANEWISE),
  // Rounding to an integral float; the sign of a zero result is the operand's. FRINT: ties to even.
  FLOOR("floor", UNARY, FLOAT, SAME, Op.PURE | Op.LANEWISE),
  CEIL("ceil", UNARY, FLOAT, SAME, Op.PURE | Op.LANEWISE),
  RINT("rint", UNARY, FLOAT, SAME, Op.PURE | Op.LANEWISE),

  ICMP("icmp", Shape.INT_COMPARE, INT, TRUTH, Op.PURE | Op.LANEWISE),
  FCMP("fcmp", Shape.FLOAT_COMPARE, FLOAT, TRUTH, Op.PURE | Op.LANEWISE),
  // select(c, a, b): a where c holds, else b. Both are evaluated; the type is theirs.
  SELECT("select", Shape.SELECT, ANY, GIVEN, Op.PURE | Op.LANEWISE),

  // A function of the JDK's Math, of which the attribute is the MathFunction: that one's body says
  // what the result is, to the bit.
  MATH("math", Shape.MATH, FLOAT, SAME, Op.PURE | Op.LANEWISE),
  // lookup(i, c0, c1, ...): the constant whose number is i modulo their number, a power of 2, 16 at
  // most; i is an i32. Of a vector of indices each lane is one of these constants.
  LOOKUP("lookup", Shape.LOOKUP, I32, GIVEN, Op.PURE | Op.LANEWISE),
  // unlikely(c): c, which seldom holds. A branch on it is best left a branch.
  UNLIKELY("unlikely", UNARY, BOOL, SAME, Op.PURE | Op.LANEWISE),

  // Conversions (JLS 5.1). SEXT and ZEXT: i32 to i64, ZEXT also bool to i32. TRUNC: i64 to i32. Of
  // vectors SEXT and ZEXT go to any wider integers, TRUNC to any narrower ones; no masks.
  SEXT("sext", UNARY, I32, GIVEN, Op.PURE | Op.LANEWISE),
  ZEXT("zext", UNARY, ANY, GIVEN, Op.PURE | Op.LANEWISE),
  TRUNC("trunc", UNARY, I64, GIVEN, Op.PURE | Op.LANEWISE),
  // The casts (byte), (short), (char) of an i32: its low bits, sign- or zero-extended (JLS 5.1.3).
  SEXT8("sext8", UNARY, I32, SAME, Op.PURE | Op.LANEWISE),
  SEXT16("sext16", UNARY, I32, SAME, Op.PURE | Op.LANEWISE),
  ZEXT16("zext16", UNARY, I32, SAME, Op.PURE | Op.LANEWISE),
  // Integer to float rounds to nearest even, in one step (long to float not by way of double).
  ITOF("itof", UNARY, INT, GIVEN, Op.PURE | Op.LANEWISE),
  // Float to integer truncates; NaN gives 0, what does not fit the nearest bound (JLS 5.1.3).
  FTOI("ftoi", UNARY, FLOAT, GIVEN, Op.PURE | Op.LANEWISE),
  // f32 to f64 (exact) and f64 to f32 (rounds to nearest even).
  FWIDEN("fwiden", UNARY, FLOAT, GIVEN, Op.PURE | Op.LANEWISE),
  FNARROW("fnarrow", UNARY, FLOAT, GIVEN, Op.PURE | Op.LANEWISE),
  // The same bits as the other type of equal width: i32 and f32, i64 and f64. NaN bits are kept.
  BITCAST("bitcast", UNARY, ANY, GIVEN, Op.PURE | Op.LANEWISE),

  // Whether assertions are enabled: Function.assertions, of the function in which the value stands.
  ASSERTIONS("assertions", Shape.FLAG, BOOL, TRUTH, Op.PURE),

  // nonzero(d): d; traps if d is 0. The attribute is the division that throws, and perhaps that d
  // is proven not to be 0 wherever this stands.
  NONZERO("nonzero", Shape.NONZERO, INT, SAME, Op.CAN_EXIT),
  // guard(c, operands...): traps unless c holds. The attribute is the JDK operation that throws
  // when it is executed on the operands.
  GUARD("guard", Shape.GUARD, BOOL, NONE, Op.CAN_EXIT),

  // yield, or yield(cost): native code may leave here and be entered again, to go on as if nothing
  // had been. The i64 says how much was done, or will be, since the last yield; without, it is 1.
  YIELD("yield", Shape.YIELD, I64, NONE, Op.CAN_EXIT),

  // Arrays and segments. A reference is null or one of Java's; null's bits are 0, and no other
  // constant of these types exists. ALEN is the length (JLS 10.7), BYTESIZE MemorySegment.byteSize;
  // both are 0 of null: Java's exception is that of a NONNULL before it.
  ALEN("alen", UNARY, ARRAY, GIVEN, Op.PURE),
  BYTESIZE("bytesize", UNARY, SEGMENT, GIVEN, Op.PURE),
  // same(a, b): Java's a == b of two references (JLS 15.21.3).
  SAME_REFERENCE("same", BINARY, REFERENCE, TRUTH, Op.PURE | Op.COMMUTATIVE),
  // nonnull(a): a; traps with a NullPointerException if that is null.
  NONNULL("nonnull", Shape.NONNULL, REFERENCE, SAME, Op.CAN_EXIT),
  // index(a, i): i, if an access to a there is possible; else traps with Java's exception, that for
  // null first. Of an array i is an i32, of a segment an i64, in elements or bytes.
  INDEX("index", Shape.INDEX, REFERENCE, GIVEN, Op.CAN_EXIT),
  // proven(a, i): the same without a check. Passes make it where they know that the index is good
  // on all paths to this place, so it must not be moved.
  PROVEN("proven", Shape.PROVEN, REFERENCE, GIVEN, 0),
  // limit(s): how many indices an access to s may use, from 0: of null, and where none is possible,
  // as s is closed, of another thread, or read-only and the access writes, it is 0. For accesses
  // that count elements, or need no alignment: so of an aligned one all are possible or none.
  LIMIT("limit", Shape.LIMIT, SEGMENT, GIVEN, Op.PURE),
  // distance(a, b): how many bytes the memory of b begins after that of a, less than 0 if before,
  // of
  // arrays and segments. It means something only where they have bytes in common, or where what is
  // there may be regarded so: of others it may be anything that keeps them apart at some moment.
  DISTANCE("distance", Shape.DISTANCE, REFERENCE, GIVEN, 0),
  // lineoffset(a, i): how many whole elements lie between the last multiple of 64 bytes and element
  // i of a, an index that need not be one: 0 to 63. It says what is worth doing, never what is
  // right: arrays move, so that it may be another each time, and any of these is a legal answer.
  LINEOFFSET("lineoffset", Shape.LINEOFFSET, REFERENCE, GIVEN, 0),
  // load(a, i), store(a, i, v): i is an INDEX or PROVEN of a. Narrow elements are extended and
  // truncated; a bool in memory is a byte, 0 or 1 (of a segment: anything but 0 is true).
  // A load may be removed, but not executed twice: other threads write, too.
  LOAD("load", Shape.LOAD, REFERENCE, GIVEN, Op.READS),
  STORE("store", Shape.STORE, REFERENCE, NONE, Op.WRITES),
  // newarray(n): an array of n zeros that lives no longer than the call, and no longer than until
  // this value is computed again. Traps if n is negative; the attribute is the greatest n.
  NEWARRAY("newarray", Shape.NEWARRAY, I32, GIVEN, Op.CAN_EXIT),
  // The array that the attribute names: Function.table. The same throughout a call.
  TABLE("table", Shape.TABLE, ANY, GIVEN, Op.PURE),

  // Vectors. A vector fits one register of the machine; what is wider is several values. Lane-wise
  // ops take vectors with as many lanes each. Narrow lanes (i8, i16) know only sums, products,
  // minima, bitwise ops, comparisons, selects and shifts. The distance of a shift is a scalar i32
  // or,
  // of i32 and i64 lanes, i32 lanes; narrow lanes are shifted by its low 5 bits, which may push all
  // bits out. The condition of a select is a mask, or a scalar bool for all lanes. There are no
  // integer divisions and no FREM of vectors.
  // splat(s): every lane is s; narrow lanes take the low bits of an i32.
  SPLAT("splat", UNARY, ANY, GIVEN, Op.PURE | Op.VECTOR),
  // Constant lanes; the attribute names them: Function.lanes.
  VCONST("vconst", Shape.LANES, ANY, GIVEN, Op.PURE | Op.VECTOR),
  // extract(v): the lanes of v from the attribute on, which is a multiple of their number; one lane
  // is a scalar, sign-extended if narrow.
  EXTRACT("extract", Shape.EXTRACT, ANY, GIVEN, Op.PURE | Op.VECTOR),
  // concat(a, b): the lanes of a, then those of b.
  CONCAT("concat", BINARY, ANY, GIVEN, Op.PURE | Op.VECTOR),
  // permute(v, i): lane k is lane i[k] of v, permute2(a, b, i): of concat(a, b). Higher bits of
  // i[k]
  // do not count. The lanes of i are integers as wide as those of v.
  PERMUTE("permute", Shape.PERMUTE, ANY, SAME, Op.PURE | Op.VECTOR),
  PERMUTE2("permute2", Shape.PERMUTE2, ANY, SAME, Op.PURE | Op.VECTOR),
  // compress(v, m): the lanes of v that m has on, in their order, and then zeros; of 32 or 64 bits.
  COMPRESS("compress", BINARY, ANY, SAME, Op.PURE | Op.VECTOR),
  // maskbits(m): bit k is lane k, the others are 0.
  MASKBITS("maskbits", UNARY, BOOL, GIVEN, Op.PURE | Op.VECTOR),
  // firstlanes(n): the mask whose lanes below n are on: none if n is negative.
  FIRSTLANES("firstlanes", UNARY, I32, GIVEN, Op.PURE | Op.VECTOR),
  // vload(a, i), vload(a, i, m): the elements of a from i on, an INDEX or PROVEN of the first; what
  // of them is used must be known to be there. Lanes that m turns off are 0, and their memory is
  // not
  // touched. Lanes are as wide as elements: i8, i16 for short and char, and so on; no bool.
  VLOAD("vload", Shape.VLOAD, REFERENCE, GIVEN, Op.READS | Op.VECTOR),
  // vstore(a, i, v), vstore(a, i, v, m): the same; memory of lanes that are off is not touched.
  VSTORE("vstore", Shape.VSTORE, REFERENCE, NONE, Op.WRITES | Op.VECTOR),
  // gather(a, i), gather(a, i, m): lane k is the element at i[k]; i is a PROVEN with lanes, good
  // for
  // those that are on. The others are 0, and nothing is read for them.
  GATHER("gather", Shape.GATHER, REFERENCE, GIVEN, Op.READS | Op.VECTOR),
  // scatter(a, i, v), scatter(a, i, v, m): the same; of equal indices the last lane wins.
  SCATTER("scatter", Shape.SCATTER, REFERENCE, NONE, Op.WRITES | Op.VECTOR),

  // call(arguments...): the result of the function that the attribute names: Function.callee. It
  // may trap, leave by a yield, overflow the stack, and never return.
  CALL("call", Shape.CALL, ANY, GIVEN, Op.CAN_EXIT);

  /** No effect, no exit: may be removed, merged, moved. */
  static final int PURE = 1;

  /** Operands 0 and 1 may be swapped. */
  static final int COMMUTATIVE = 2;

  /** Lane i of the result depends on lane i of the operands only. */
  static final int LANEWISE = 4;

  /** May leave the kernel, by a trap or a yield; stays in order with its like. */
  static final int CAN_EXIT = 8;

  /** Reads memory that stores write: stays in order with them. */
  static final int READS = 16;

  /** Writes memory; stays in order with all that reads, writes or may leave the kernel. */
  static final int WRITES = 32;

  /** Has vectors among its operands and result; all others but lane-wise ops have none. */
  static final int VECTOR = 64;

  /** How many operands an op has, and what its attribute means. */
  public enum Shape {
    PARAM(0, true),
    CONST(0, true),
    UNARY(1, false),
    BINARY(2, false),
    TERNARY(3, false),
    SHIFT(2, false),
    INT_COMPARE(2, true),
    FLOAT_COMPARE(2, true),
    SELECT(3, false),
    MATH(-1, true),
    LOOKUP(-1, false),
    LANES(0, true),
    EXTRACT(1, true),
    PERMUTE(2, false),
    PERMUTE2(3, false),
    NONZERO(1, true),
    GUARD(-1, true),
    FLAG(0, false),
    YIELD(-1, false),
    NONNULL(1, true),
    INDEX(2, true),
    PROVEN(2, true),
    LIMIT(1, true),
    DISTANCE(2, false),
    LINEOFFSET(2, true),
    LOAD(2, true),
    STORE(3, true),
    VLOAD(-1, true),
    VSTORE(-1, true),
    GATHER(-1, true),
    SCATTER(-1, true),
    NEWARRAY(1, true),
    TABLE(0, true),
    CALL(-1, true);

    private final int operands;
    private final boolean attribute;

    Shape(int operands, boolean attribute) {
      this.operands = operands;
      this.attribute = attribute;
    }

    /** The number of operands, or -1 if it varies. */
    public int operands() {
      return operands;
    }

    /** True if {@link Value#attribute} means something. */
    public boolean hasAttribute() {
      return attribute;
    }
  }

  /** The types that operand 0 may have. */
  public enum Domain {
    ANY,
    INT,
    I32,
    I64,
    FLOAT,
    BOOL,
    /** Integers and bool. */
    BIT,
    ARRAY,
    SEGMENT,
    REFERENCE;

    /** True if {@code type} (or its lanes) belongs to this domain. */
    public boolean contains(Type type) {
      return switch (this) {
        case ANY -> type != Type.VOID;
        case INT -> type.isInt();
        case I32 -> type.kind() == Type.Kind.I32;
        case I64 -> type.kind() == Type.Kind.I64;
        case FLOAT -> type.isFloat();
        case BOOL -> type.isBool();
        case BIT -> type.isInt() || type.isBool();
        case ARRAY -> type.isArray();
        case SEGMENT -> type.isSegment();
        case REFERENCE -> type.isReference();
      };
    }
  }

  /** How the result type follows. */
  public enum Result {
    /** Operand 0's type. */
    SAME,
    /** {@code bool}, with operand 0's lanes. */
    TRUTH,
    /** Stated where the value is made; which types fit is checked by {@link Value#typeError}. */
    GIVEN,
    /** No result. */
    NONE;

    /**
     * The result's type by this rule.
     *
     * @param first operand 0's type
     * @param given the type stated where the value is made
     */
    Type of(Type first, Type given) {
      return switch (this) {
        case SAME -> first;
        case TRUTH -> first.mask();
        case NONE -> Type.VOID;
        case GIVEN -> given;
      };
    }
  }

  private static final Map<String, Op> BY_MNEMONIC = new HashMap<>();

  static {
    for (Op op : values()) {
      BY_MNEMONIC.put(op.mnemonic, op);
    }
  }

  private final String mnemonic;
  private final Shape shape;
  private final Domain domain;
  private final Result result;
  private final int flags;

  Op(String mnemonic, Shape shape, Domain domain, Result result, int flags) {
    this.mnemonic = mnemonic;
    this.shape = shape;
    this.domain = domain;
    this.result = result;
    this.flags = flags;
  }

  /** The op with that mnemonic, or null. */
  public static Op parse(String mnemonic) {
    return BY_MNEMONIC.get(mnemonic);
  }

  /** The name in the text form. */
  public String mnemonic() {
    return mnemonic;
  }

  public Shape shape() {
    return shape;
  }

  public Domain domain() {
    return domain;
  }

  public Result result() {
    return result;
  }

  /** True if a value of this op may be removed when unused, merged with an equal one, and moved. */
  public boolean isPure() {
    return (flags & PURE) != 0;
  }

  public boolean isCommutative() {
    return (flags & COMMUTATIVE) != 0;
  }

  public boolean isLanewise() {
    return (flags & LANEWISE) != 0;
  }

  /** True if a value of this op may leave the kernel, by a trap or a yield. */
  public boolean canExit() {
    return (flags & CAN_EXIT) != 0;
  }

  /** True for the divisions of integers, quotient or remainder, signed or not. */
  public boolean isDivision() {
    return ordinal() >= IDIV.ordinal() && ordinal() <= UREM.ordinal();
  }

  /** True for ops that make or take vectors only. */
  public boolean isOfVectors() {
    return (flags & VECTOR) != 0;
  }

  /** True if a value of this op may leave the kernel by a trap. */
  public boolean canTrap() {
    return canExit() && this != YIELD;
  }

  /** True if a value of this op reads memory that others may write. */
  public boolean reads() {
    return (flags & READS) != 0;
  }

  /** True if a value of this op writes memory. */
  public boolean writes() {
    return (flags & WRITES) != 0;
  }

  /** True for what has to do with arrays and segments. */
  public boolean isOfMemory() {
    return switch (domain) {
      case ARRAY, SEGMENT, REFERENCE -> true;
      default -> shape == Shape.NEWARRAY || shape == Shape.TABLE;
    };
  }

  /** True if a value of this op must not be removed, although nothing uses it. */
  public boolean hasEffect() {
    return (flags & (CAN_EXIT | WRITES)) != 0;
  }

  /** True if a result of type {@code to} can be had from an operand 0 of type {@code from}. */
  boolean resultFits(Type from, Type to) {
    if (from.isVector() || to.isVector()) {
      return VectorRules.resultFits(this, from, to);
    }
    return switch (this) {
      case SEXT -> from == Type.I32 && to == Type.I64;
      case ZEXT -> from == Type.I32 && to == Type.I64 || from == Type.BOOL && to == Type.I32;
      case TRUNC -> from == Type.I64 && to == Type.I32;
      case ITOF -> to.isFloat();
      case FTOI -> to == Type.I32 || to == Type.I64;
      case FWIDEN -> from == Type.F32 && to == Type.F64;
      case FNARROW -> from == Type.F64 && to == Type.F32;
      case BITCAST -> from.bits() == to.bits() && from.isInt() != to.isInt() && !from.isBool();
      case CONST, PARAM -> to != Type.VOID;
      case ALEN -> to == Type.I32;
      case BYTESIZE -> to == Type.I64;
      case INDEX, PROVEN -> to == (from.isArray() ? Type.I32 : Type.I64);
      case NEWARRAY, TABLE -> to.isArray();
      default -> !isOfVectors();
    };
  }

  @Override
  public String toString() {
    return mnemonic;
  }
}
