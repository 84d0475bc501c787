package dev.lathe.vector;

import dev.lathe.analysis.Range;
import dev.lathe.analysis.Ranges;
import dev.lathe.ir.Block;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How wide the lanes are in which each int of a loop is computed: 8, 16 or 32 bits. Fewer lanes do
 * where nobody wants the bits above, or where these are known: copies of the sign, or zeros.
 *
 * <p>A value of which more bits are wanted than its lanes have is within what these can hold, with
 * or without a sign, and extended likewise. Otherwise what its lanes have above the wanted bits is
 * of no meaning.
 */
final class LaneWidths {
  private static final int ALL = 32;

  private final LoopShape shape;
  private final VectorTarget target;
  private final Ranges ranges;
  private final Map<Value, Integer> wanted = new HashMap<>();
  private final Map<Value, Integer> widths = new HashMap<>();
  private final Map<Value, Range> merged = new HashMap<>();

  private LaneWidths(LoopShape shape, VectorTarget target, Ranges ranges) {
    this.shape = shape;
    this.target = target;
    this.ranges = ranges;
  }

  static LaneWidths of(LoopShape shape, VectorTarget target, Ranges ranges) {
    var widths = new LaneWidths(shape, target, ranges);
    widths.want();
    if (!hasNarrow(shape)) {
      return widths; // fewer bits would only have to be extended again
    }
    for (Block block : shape.blocks) {
      block.params().forEach(widths::choose);
      block.values().forEach(widths::choose);
    }
    return widths;
  }

  private static boolean hasNarrow(LoopShape shape) {
    for (MemoryAccess access : shape.accesses) {
      if (access.element().bytes() < 4) {
        return true;
      }
    }
    return false;
  }

  // ---- answers

  /** The kind of the lanes that hold {@code value}. */
  Type.Kind kind(Value value) {
    Integer bits = widths.get(value);
    return bits == null || value.type() != Type.I32 ? value.type().kind() : kind(bits);
  }

  /** The kind of the lanes by which {@code value} is computed of its operands. */
  Type.Kind kindOfOperand(Value value, int operand) {
    Value of = value.operand(operand);
    boolean isDistance = operand == 1 && value.op().shape() == Op.Shape.SHIFT;
    boolean narrows = of.type() == Type.I32 && (value.op() == Op.ICMP || isNarrowing(value.op()));
    Integer bits = narrows && !isDistance ? widths.get(value) : null;
    return bits == null ? of.type().kind() : kind(bits);
  }

  /** The op that extends lanes of {@code value} to wider ones. */
  Op extension(Value value) {
    return isWithin(value, kind(value).bits(), false) && !isWithin(value, kind(value).bits(), true)
        ? Op.ZEXT
        : Op.SEXT;
  }

  /** The op that computes {@code value} in its lanes. */
  Op op(Value value) {
    if (value.op() != Op.SHR) {
      return value.op();
    }
    int bits = kind(value).bits();
    boolean zeros = bits < ALL && !isWithin(value.operand(0), bits, true);
    return zeros ? Op.USHR : Op.SHR;
  }

  /**
   * The constant of {@code and}. Where nobody wants its upper half, {@code x >>> 8 & 0xFF} may as
   * well do the same there: that is one shift of halves.
   */
  long mask(Value and) {
    long mask = and.operand(1).bits();
    Value shift = and.operand(0);
    boolean fits =
        shift.op() == Op.USHR
            && shift.operand(1).isConst()
            && and.type() == Type.I32
            && kind(and) == Type.Kind.I32
            && wanted(and) <= 16;
    int distance = fits ? distance(shift.operand(1)) : 0;
    return distance > 0 && distance < 16 && mask == 0xFFFF >> distance ? mask | mask << 16 : mask;
  }

  /** The predicate of a comparison in lanes of the width it is done in. */
  IntPredicate predicate(Value comparison) {
    IntPredicate predicate = comparison.intPredicate();
    Integer bits = widths.get(comparison);
    boolean signed =
        bits == null
            || bits == ALL
            || isWithin(comparison.operand(0), bits, true)
                && isWithin(comparison.operand(1), bits, true);
    return signed ? predicate : predicate.unsigned();
  }

  /** True if the lanes of {@code value}, a cast or a mask, are those of its operand. */
  boolean isCopy(Value value) {
    if (shape.isCast(value)) {
      return true;
    }
    if (value.op() == Op.AND && value.type() == Type.I32 && value.operand(1).isConst()) {
      int bits = Math.min(widths.getOrDefault(value, ALL), wanted(value));
      long all = (1L << bits) - 1;
      return bits < ALL && (value.operand(1).bits() & all) == all;
    }
    int cast = castTo(value);
    return cast > 0 && (widths.getOrDefault(value, ALL) <= cast || wanted(value) <= cast);
  }

  /** The bits that a cast leaves of an int, or 0. */
  private static int castTo(Value value) {
    if (value.type() != Type.I32) {
      return 0;
    }
    return switch (value.op()) {
      case SEXT8 -> 8;
      case SEXT16, ZEXT16 -> 16;
      default -> 0;
    };
  }

  private static Type.Kind kind(int bits) {
    return bits == 8 ? Type.Kind.I8 : bits == 16 ? Type.Kind.I16 : Type.Kind.I32;
  }

  // ---- which bits are wanted

  private void want() {
    for (Scan scan : shape.scans.values()) {
      for (Value term : scan.terms()) {
        want(term, ALL);
      }
    }
    for (Reduction reduction : shape.reductions.values()) {
      if (reduction.kind() == Reduction.Kind.POLYNOMIAL) { // whose sum is no lane
        want(PolynomialReduction.term(reduction), ALL);
      }
    }
    for (Block block : shape.blocks.reversed()) {
      for (Value value : block.values().reversed()) {
        if (value.op() == Op.STORE) {
          want(value.operand(2), 8 * value.element().bytes());
        } else if (isToken(value.op())) {
          want(value.operand(value.operandCount() - 1), ALL);
        } else if (shape.lanes.contains(value)) {
          wantOperands(value);
        }
      }
      for (Value param : block.params()) {
        if (!shape.isHeaderParam(param) && shape.lanes.contains(param)) {
          ReductionSearch.Extremum extremum = shape.extremum(param);
          if (extremum != null) {
            want(extremum.a(), ALL);
            want(extremum.b(), ALL);
          }
          for (CommonPath.Edge edge : shape.path.edges(block)) {
            want(edge.target().arguments().get(param.paramIndex()), wanted(param));
          }
        }
      }
    }
  }

  /** What stands for its operand, which lanes may use in its place. */
  private static boolean isToken(Op op) {
    return op == Op.INDEX || op == Op.PROVEN || op == Op.NONZERO || op == Op.UNLIKELY;
  }

  /** How many of the lowest bits of {@code value} somebody wants. */
  private int wanted(Value value) {
    return shape.isNeededWhole(value) ? ALL : wanted.getOrDefault(value, ALL);
  }

  private void want(Value value, int bits) {
    wanted.merge(value, Math.min(ALL, bits), Math::max);
  }

  private void wantOperands(Value value) {
    ReductionSearch.Extremum extremum = shape.extremum(value);
    if (extremum != null) {
      want(extremum.a(), ALL);
      want(extremum.b(), ALL);
    }
    int bits = value.type() == Type.I32 ? wanted(value) : ALL;
    Value by = value.operandCount() > 1 ? value.operand(1) : null;
    switch (value.op()) {
      case IADD, ISUB, IMUL, OR, XOR -> {
        want(value.operand(0), bits);
        want(by, bits);
      }
      case INEG, NOT -> want(value.operand(0), bits);
      case AND -> {
        want(value.operand(0), by.isConst() ? Math.min(bits, width(by.bits())) : bits);
        want(by, bits);
      }
      case SEXT8 -> want(value.operand(0), Math.min(bits, 8));
      case SEXT16, ZEXT16 -> want(value.operand(0), Math.min(bits, 16));
      case SHL -> {
        want(value.operand(0), by.isConst() ? Math.max(0, bits - distance(by)) : bits);
        want(by, ALL);
      }
      case SHR, USHR -> {
        want(value.operand(0), by.isConst() ? bits + distance(by) : ALL);
        want(by, ALL);
      }
      case SELECT -> {
        want(by, bits);
        want(value.operand(2), bits);
      }
      default -> {
        for (int k = 0; k < value.operandCount(); k++) {
          want(value.operand(k), ALL);
        }
      }
    }
  }

  /** From the lowest bit to the highest one that is set. */
  private static int width(long bits) {
    return ALL - Integer.numberOfLeadingZeros((int) bits);
  }

  private static int distance(Value constant) {
    return (int) constant.bits() & 31;
  }

  // ---- widths

  private void choose(Value value) {
    if (!shape.lanes.contains(value) || shape.isUniform(value)) {
      return;
    }
    if (value.op() == Op.ICMP && value.operand(0).type() == Type.I32) {
      widths.put(value, shape.isNeededWhole(value) ? ALL : chosen(value));
    } else if (value.type() == Type.I32) {
      boolean whole =
          value.op() != Op.LOAD // which memory has the width of
              && (shape.isNeededWhole(value) || shape.extremum(value) != null);
      widths.put(value, whole ? ALL : chosen(value));
    }
  }

  private int chosen(Value value) {
    if (value.op() == Op.LOAD) {
      MemoryAccess access = shape.accessOf(value);
      boolean once = access == null || access.mode() == MemoryAccess.Mode.ONCE;
      return once ? ALL : 8 * value.element().bytes();
    }
    boolean alone = value.op() == Op.PARAM && shape.isHeaderParam(value) || isNumber(value);
    int bits = 8;
    while (bits < ALL && !(alone ? wanted(value) <= bits : isLegal(value, bits))) {
      bits *= 2;
    }
    int least = ALL;
    boolean any = false;
    for (Value operand : operands(value)) {
      if (!shape.isUniform(operand)) {
        least = Math.min(least, widths.getOrDefault(operand, ALL));
        any = true;
      }
    }
    bits = any ? Math.max(bits, least) : bits;
    int cast = castTo(value);
    if (cast > 0) { // there is none of words to bytes
      return bits == ALL || wanted(value) <= cast ? bits : cast;
    }
    while (bits < ALL && cost(value, 2 * bits) < cost(value, bits)) {
      bits *= 2;
    }
    return bits;
  }

  /** The ints that {@code value} is computed of in lanes as wide as its own. */
  private List<Value> operands(Value value) {
    if (value.op() == Op.PARAM) {
      var passed = new ArrayList<Value>();
      if (!shape.isHeaderParam(value)) {
        for (CommonPath.Edge edge : shape.path.edges(value.block())) {
          passed.add(edge.target().arguments().get(value.paramIndex()));
        }
      }
      return passed;
    }
    return switch (value.op()) {
      case IADD, ISUB, IMUL, IMIN, IMAX, AND, OR, XOR, ICMP ->
          List.of(value.operand(0), value.operand(1));
      case SELECT -> List.of(value.operand(1), value.operand(2));
      case INEG, NOT, SEXT8, SEXT16, ZEXT16, SHL, SHR, USHR -> List.of(value.operand(0));
      default -> List.of();
    };
  }

  private static boolean isNumber(Value value) {
    return value.op() == Op.ZEXT && value.operand(0).type().isBool();
  }

  private static boolean isNarrowing(Op op) {
    return switch (op) {
      case IADD, ISUB, IMUL, IMIN, IMAX, INEG, AND, OR, XOR, NOT, SHL, SHR, USHR, SELECT -> true;
      case SEXT8, SEXT16, ZEXT16 -> true;
      default -> false;
    };
  }

  private boolean isLegal(Value value, int bits) {
    Op op = value.op();
    if (op == Op.ICMP) {
      Value a = value.operand(0);
      Value b = value.operand(1);
      boolean signed = isWithin(a, bits, true) && isWithin(b, bits, true);
      return !value.intPredicate().isUnsigned() && signed
          || isWithin(a, bits, false) && isWithin(b, bits, false);
    }
    boolean merges = op == Op.PARAM && !shape.isHeaderParam(value);
    if (!merges && !isNarrowing(op)
        || wanted(value) > bits && !isWithin(value, bits, true) && !isWithin(value, bits, false)) {
      return false;
    }
    return switch (op) {
      case IMIN, IMAX ->
          isWithin(value.operand(0), bits, true) && isWithin(value.operand(1), bits, true);
      case SHL -> shape.isUniform(value.operand(1));
      case SHR, USHR -> isLegalShift(value, bits);
      case SEXT8 -> bits == 8;
      case SEXT16, ZEXT16 -> bits == 16;
      default -> true;
    };
  }

  /** What comes in from above is right, or nobody wants it. */
  private boolean isLegalShift(Value value, int bits) {
    Value distance = value.operand(1);
    if (distance.isConst() && distance(distance) + wanted(value) <= bits) {
      return true;
    }
    Value of = value.operand(0);
    return shape.isUniform(distance)
        && (isWithin(of, bits, false) || value.op() == Op.SHR && isWithin(of, bits, true));
  }

  /** True if all that {@code value} may be fits lanes of so many bits. */
  private boolean isWithin(Value value, int bits, boolean signed) {
    Range range = range(value);
    long most = (1L << (signed ? bits - 1 : bits)) - 1;
    return range.min() >= (signed ? -most - 1 : 0) && range.max() <= most;
  }

  private Range range(Value value) {
    if (value.op() != Op.PARAM || !shape.contains(value) || shape.isHeaderParam(value)) {
      return ranges.of(value);
    }
    Range known = merged.get(value);
    if (known == null) {
      for (CommonPath.Edge edge : shape.path.edges(value.block())) {
        Range passed = range(edge.target().arguments().get(value.paramIndex()));
        known = known == null ? passed : known.union(passed);
      }
      merged.put(value, known);
    }
    return known;
  }

  /** About what it takes to compute {@code value} in lanes of so many bits. */
  private long cost(Value value, int bits) {
    Op op = value.op() == Op.PARAM ? Op.SELECT : value.op();
    Type type = Type.vector(kind(bits), Math.min(Type.MAX_LANES, target.bits() / bits));
    Type from = op == Op.SELECT ? type.mask() : type;
    int one = target.cost(op, op == Op.ICMP ? type.mask() : type, from, false);
    if (one < 0) {
      return Long.MAX_VALUE;
    }
    long cost = (long) bits * one;
    for (Value operand : operands(value)) {
      int other = shape.isUniform(operand) ? bits : widths.getOrDefault(operand, ALL);
      cost += other == bits ? 0 : Math.max(bits, other);
    }
    return cost;
  }
}
