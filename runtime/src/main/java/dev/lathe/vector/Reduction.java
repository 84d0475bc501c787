package dev.lathe.vector;

import dev.lathe.analysis.Range;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.List;

/**
 * A parameter of the loop's header which each iteration combines with something. Where the order of
 * that does not matter lanes do so apart, and are combined after the loop.
 *
 * @param param the parameter
 * @param next what an iteration makes of it
 * @param op what combines; of several the last
 * @param kind how lanes do it
 * @param steps what an iteration does one after the other; empty if lanes do what the loop does
 * @param selection what it is a member of, of that kind; else null
 * @param cast what leaves as many bits of an int as a byte, short or char has, after each step that
 *     needs no more of the one before; null for none
 */
record Reduction(
    Value param, Value next, Op op, Kind kind, List<Step> steps, Selection selection, Op cast) {
  /** How lanes do a reduction. */
  enum Kind {
    /** Each by itself what the loop does. */
    LANES,
    /** A scalar is combined with one lane after the other. */
    ORDERED,
    /** A scalar counts what lanes store one after the other: see {@link Packing}. */
    PACKED,
    /** All lanes of a register have what the round begins with: see {@link Scan}. */
    SCAN,
    /** The least or greatest float: numbers, signs of zeros, and whether there is a NaN, apart. */
    EXTREMUM,
    /** An integer is multiplied by what does not change, and added to. */
    POLYNOMIAL,
    /** Each keeps what the loop would of its iterations; one of them counts. */
    SELECTION
  }

  /** One that lanes do as the loop does. */
  static Reduction ofLanes(Value param, Value next, Op op) {
    return ofLanes(param, next, op, null);
  }

  /** One that lanes do as the loop does, but for casts, of which one at the end is enough. */
  static Reduction ofLanes(Value param, Value next, Op op, Op cast) {
    return new Reduction(param, next, op, Kind.LANES, List.of(), null, cast);
  }

  /** One that nothing is known of but what combines. */
  static Reduction of(Value param, Value next, Kind kind, Op op) {
    return new Reduction(param, next, op, kind, List.of(), null, null);
  }

  /** One that does {@code steps}. */
  static Reduction of(Value param, Value next, Kind kind, List<Step> steps) {
    return new Reduction(param, next, steps.getLast().op(), kind, steps, null, null);
  }

  /** One that is needed where it stands. */
  static Reduction of(Scan scan) {
    return new Reduction(scan.param(), scan.next(), scan.op(), Kind.SCAN, List.of(), null, null);
  }

  /** A member of a selection. */
  static Reduction of(Selection selection, Selection.Member member) {
    return new Reduction(
        member.param(), member.next(), Op.SELECT, Kind.SELECTION, List.of(), selection, null);
  }

  /**
   * The op that {@code value} combines by in any order, or null if it is none.
   *
   * @param fast true if sums and products of floats may be reordered
   */
  static Op combining(Value value, boolean fast) {
    Op op = value.op();
    return switch (op) {
      case FADD, FMUL -> fast ? op : null;
      case FSUB, FMA -> fast ? Op.FADD : null;
      case IADD, IMUL, IMIN, IMAX, FMIN, FMAX -> op;
      case ISUB -> Op.IADD; // of the negated
      case AND, OR, XOR -> op;
      default -> null;
    };
  }

  /** The only operand of {@code value} that may be what it is combined with; -1 for any. */
  static int combined(Value value) {
    return switch (value.op()) {
      case ISUB, FSUB -> 0;
      case FMA -> 2;
      default -> -1;
    };
  }

  boolean isOrdered() {
    return kind == Kind.ORDERED;
  }

  /** True for an ordered sum or product, which lanes could do in another order. */
  boolean isReorderable() {
    Op all = null;
    for (Step step : steps) {
      Op op =
          switch (step.op()) {
            case FADD, FSUB, FMA -> Op.FADD;
            case FMUL -> Op.FMUL;
            default -> null;
          };
      if (op == null || all != null && all != op || !step.hasNeutral()) {
        return false;
      }
      all = op;
    }
    return isOrdered();
  }

  boolean isScan() {
    return kind == Kind.SCAN;
  }

  /** True if a round passes one scalar on. */
  boolean isScalar() {
    return kind == Kind.ORDERED || kind == Kind.PACKED;
  }

  /** True if lanes that are off can do without it, as lanes do what the loop does. */
  boolean hasTail() {
    return kind == Kind.LANES || kind == Kind.EXTREMUM || isScan();
  }

  /** True if lanes begin with the value before the loop. */
  boolean beginsWhole() {
    return isIdempotent() || isScan();
  }

  /** True for a cast to a type that an int has all values of. */
  static boolean isCast(Op op) {
    return op == Op.SEXT8 || op == Op.SEXT16 || op == Op.ZEXT16;
  }

  /** True if {@code cast} leaves all values of {@code range} as they are. */
  static boolean isUnchangedBy(Op cast, Range range) {
    return switch (cast) {
      case SEXT8 -> range.min() >= Byte.MIN_VALUE && range.max() <= Byte.MAX_VALUE;
      case SEXT16 -> range.min() >= Short.MIN_VALUE && range.max() <= Short.MAX_VALUE;
      case ZEXT16 -> range.min() >= Character.MIN_VALUE && range.max() <= Character.MAX_VALUE;
      default -> false;
    };
  }

  /** True if the low bits of what {@code op} gives need only these of its operands. */
  static boolean isModular(Op op) {
    return switch (op) {
      case IADD, IMUL, AND, OR, XOR -> true;
      default -> false;
    };
  }

  /** True if what lanes begin with may be combined several times. */
  boolean isIdempotent() {
    return switch (op) {
      case IMIN, IMAX, FMIN, FMAX, AND, OR -> true;
      default -> false;
    };
  }

  /** The bits of what changes nothing, of one that is not idempotent. */
  long identity() {
    boolean wide = type() == Type.F64;
    return switch (op) {
      case IMUL -> 1;
      case FADD -> wide ? Double.doubleToRawLongBits(-0.0) : 0x8000_0000L; // x + -0.0 is x
      case FMUL -> wide ? Double.doubleToRawLongBits(1) : Float.floatToRawIntBits(1);
      default -> 0;
    };
  }

  Type type() {
    return param.type();
  }
}
