package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Packed.*;

import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Lowers lane-wise ops for AVX-512 F, DQ, BW, VL and CD: what the instructions of EVEX do. */
final class X64Avx512 extends X64Avx512Memory {
  /** vpternlog of (a, b, sum): signs of operands agree and differ from the sum's. */
  private static final int OVERFLOW_OF_SUM = 0x42;

  /** The same of (a, b, difference): signs of operands differ, and a's from the difference's. */
  private static final int OVERFLOW_OF_DIFFERENCE = 0x18;

  private final boolean vpopcntdq;

  X64Avx512(X64Patterns code, boolean vpopcntdq) {
    super(code);
    this.vpopcntdq = vpopcntdq;
  }

  @Override
  void popcnt(Value value) {
    Type type = value.type();
    if (vpopcntdq) {
      X64Packed row = type.bits() == 64 ? VPOPCNTQ : VPOPCNTD;
      emit(row.of(width(type)), result(value), use(value.operand(0)));
    } else {
      super.popcnt(value);
    }
  }

  @Override
  boolean isBroadcast(X64Packed row, int size, Type type) {
    return row.has(size, BROADCAST)
        && (row.broadcastBits() == type.bits() || row.broadcastBits() == 32 && type.bits() < 32);
  }

  @Override
  void emitWithLanes(
      X64Packed row, int size, Type type, long bits, dev.lathe.codegen.Operand... first) {
    long eight = repeated(type, bits);
    boolean single = row.has(size, BROADCAST);
    Mem lanes = single ? Mem.of(buffer.constant(eight)) : lanes(size, eight);
    var all = java.util.Arrays.copyOf(first, first.length + 1);
    all[first.length] = lanes;
    emit(single ? row.broadcast(size) : row.of(size), all);
  }

  @Override
  X64Packed andRow(Type type) {
    return type.bits() == 64 ? VPANDQ : VPANDD;
  }

  @Override
  X64Packed orRow(Type type) {
    return type.bits() == 64 ? VPORQ : VPORD;
  }

  @Override
  X64Packed xorRow(Type type) {
    return type.bits() == 64 ? VPXORQ : VPXORD;
  }

  // ---- integers

  @Override
  void multiply(Value value) {
    if (value.type().bits() != 8) {
      binary(value, row(value.type(), null, VPMULLW, VPMULLD, VPMULLQ));
      return;
    }
    // as words: the low bytes of the products are right, those of the upper bytes are shifted
    int size = width(value.type());
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    Reg low = vector(size);
    Reg upperA = vector(size);
    Reg upperB = vector(size);
    Reg high = vector(size);
    emit(VPMULLW.of(size), low, a, b);
    emit(VPSRLW.of(size), upperA, a, imm(8));
    emitWithLanes(VPANDD, size, Type.I32, 0xFF00_FF00, upperB, b);
    emit(VPMULLW.of(size), high, upperA, upperB);
    // bits of the mask choose: (mask & low) | (~mask & high), the mask being third
    Mem mask = Mem.of(buffer.constant(0x00FF_00FF_00FF_00FFL));
    emitTied(VPTERNLOGD.broadcast(size), low, result(value), high, mask, imm(0xE4));
  }

  @Override
  void minMax(Value value) {
    Type type = value.type();
    binary(
        value,
        value.op() == Op.IMIN
            ? row(type, VPMINSB, VPMINSW, VPMINSD, VPMINSQ)
            : row(type, VPMAXSB, VPMAXSW, VPMAXSD, VPMAXSQ));
  }

  @Override
  void bitwise(Value value) {
    Type type = value.type();
    Op op = value.op();
    if (type.isBool()) {
      Value first = origin(value.operand(0));
      Value second = origin(value.operand(1));
      if (op == Op.AND && isComparison(second)) {
        compareUnder(value, second, first);
      } else if (op == Op.AND && isComparison(first)) {
        compareUnder(value, first, second);
      } else {
        X64Packed row = op == Op.AND ? KANDQ : op == Op.OR ? KORQ : KXORQ;
        emit(row.of(), result(value), use(first), use(second));
      }
      return;
    }
    if (byteOfLanes(value) || shiftOfHalves(value)) {
      return;
    }
    X64TernaryLogic logic = X64TernaryLogic.of(value, code);
    if (logic != null) {
      ternary(value, logic);
      return;
    }
    binary(value, op == Op.AND ? andRow(type) : op == Op.OR ? orRow(type) : xorRow(type));
  }

  private void ternary(Value value, X64TernaryLogic logic) {
    Type type = value.type();
    X64Packed row = type.bits() == 64 ? VPTERNLOGQ : VPTERNLOGD;
    Value first = null; // whose register becomes that of the result
    Value third = null; // which may be memory
    for (Value leaf : logic.leaves()) {
      if (isBetterRight(leaf)) {
        third = third == null ? leaf : third;
      } else if (first == null || code.isNeededOnce(leaf)) {
        first = leaf;
      }
    }
    List<Value> rest = new ArrayList<>(logic.leaves());
    first = first == null ? rest.getFirst() : first;
    rest.remove(first);
    third = third == null || third == first ? rest.isEmpty() ? first : rest.getLast() : third;
    rest.remove(third);
    Value second = rest.isEmpty() ? third : rest.getFirst();
    int table = logic.table(first, second, third);
    Reg a = use(first);
    Reg b = use(second);
    Operand c = second == third ? b : place(row, width(type), third);
    X64PackedOp op = second == third ? row.of(width(type)) : chosen();
    emitTied(op, a, result(value), b, c, imm(table));
  }

  /** True if {@code value} is a comparison that somebody else may take in. */
  private boolean isComparison(Value value) {
    return (value.op() == Op.ICMP || value.op() == Op.FCMP) && code.takesIn(value);
  }

  /** A comparison of the lanes that a mask has on, as one instruction. */
  private void compareUnder(Value value, Value comparison, Value mask) {
    Type type = comparison.operand(0).type();
    int size = width(type);
    Reg on = use(mask);
    Reg a = use(comparison.operand(0));
    Reg b = use(comparison.operand(1));
    X64Packed row;
    int relation;
    if (comparison.op() == Op.FCMP) {
      row = row(type, VCMPPS_K, VCMPPD_K);
      relation = X64Patterns.COMPARISONS[comparison.floatPredicate().ordinal()];
    } else {
      IntPredicate predicate = comparison.intPredicate();
      row =
          predicate.isUnsigned()
              ? row(type, VPCMPUB, VPCMPUW, VPCMPUD, VPCMPUQ)
              : row(type, VPCMPB, VPCMPW, VPCMPD, VPCMPQ);
      relation = predicate(predicate);
    }
    emit(row.merging(size), result(value), on, a, b, imm(relation));
  }

  @Override
  void not(Value value) {
    if (value.type().isBool()) {
      emit(KNOTQ.of(), result(value), use(value.operand(0)));
      return;
    }
    X64TernaryLogic logic = X64TernaryLogic.of(value, code);
    if (logic != null) {
      ternary(value, logic);
      return;
    }
    int size = width(value.type());
    emitWithLanes(VPXORD, size, Type.I32, -1, result(value), use(value.operand(0)));
  }

  @Override
  void shift(Value value) {
    Type type = value.type();
    if (type.bits() == 8) {
      shiftBytes(value);
      return;
    }
    int size = width(type);
    Op op = value.op();
    long constant = constantDistance(value);
    Reg x = use(value.operand(0));
    if (constant >= 0) {
      emit(immediateShift(op, type).of(size), result(value), x, imm(constant));
      return;
    }
    int mask = type.bits() == 64 ? 63 : 31;
    Value scalar = scalarDistance(value);
    if (scalar != null) {
      emit(commonShift(op, type).of(size), result(value), x, distance(scalar, mask));
      return;
    }
    X64Packed row =
        switch (op) {
          case SHL -> row(type, VPSLLVD, VPSLLVQ);
          case SHR -> row(type, VPSRAVD, VPSRAVQ);
          default -> row(type, VPSRLVD, VPSRLVQ);
        };
    Reg distances = lanesOfDistance(value, size);
    Reg masked = vector(size);
    emitWithLanes(andRow(type), size, type, mask, masked, distances);
    emit(row.of(size), result(value), x, masked);
  }

  /** Distances for each lane, as wide as the lanes. */
  private Reg lanesOfDistance(Value value, int size) {
    Reg distances = use(value.operand(1));
    if (value.type().bits() == 32) {
      return distances;
    }
    Reg wide = vector(size);
    emit(VPMOVZXDQ.of(size), wide, distances);
    return wide;
  }

  private static X64Packed immediateShift(Op op, Type type) {
    return switch (op) {
      case SHL -> row(type, null, VPSLLW, VPSLLD, VPSLLQ);
      case SHR -> row(type, null, VPSRAW, VPSRAD, VPSRAQ);
      default -> row(type, null, VPSRLW, VPSRLD, VPSRLQ);
    };
  }

  private static X64Packed commonShift(Op op, Type type) {
    return switch (op) {
      case SHL -> row(type, null, VPSLLW_XMM, VPSLLD_XMM, VPSLLQ_XMM);
      case SHR -> row(type, null, VPSRAW_XMM, VPSRAD_XMM, VPSRAQ_XMM);
      default -> row(type, null, VPSRLW_XMM, VPSRLD_XMM, VPSRLQ_XMM);
    };
  }

  @Override
  Reg splatOfByte(Reg general, int size) {
    Reg lanes = vector(size);
    emit(VPBROADCASTB_R.of(size), lanes, general);
    return lanes;
  }

  @Override
  void rotate(Value value) {
    Type type = value.type();
    int size = width(type);
    long constant = constantDistance(value);
    if (constant >= 0) {
      Reg x = use(value.operand(0));
      emit(row(type, VPROLD, VPROLQ).of(size), result(value), x, imm(constant & type.bits() - 1));
      return;
    }
    Reg distances;
    Value scalar = scalarDistance(value);
    if (scalar != null) {
      distances = vector(size);
      emit(row(type, VPBROADCASTD_R, VPBROADCASTQ_R).of(size), distances, use(scalar));
    } else {
      distances = lanesOfDistance(value, size);
    }
    emit(row(type, VPROLVD, VPROLVQ).of(size), result(value), use(value.operand(0)), distances);
  }

  @Override
  void clz(Value value) {
    Type type = value.type();
    emitWith(row(type, VPLZCNTD, VPLZCNTQ), width(type), value.operand(0), result(value));
  }

  /** The width without the leading zeros of {@code ~x & (x - 1)}: ones where x has zeros below. */
  @Override
  void ctz(Value value) {
    Type type = value.type();
    int size = width(type);
    Reg x = use(value.operand(0));
    Reg less = vector(size);
    Reg below = vector(size);
    Reg zeros = vector(size);
    Reg width = vector(size);
    emitWithLanes(row(type, VPADDD, VPADDQ), size, type, -1, less, x);
    emit((type.bits() == 64 ? VPANDNQ : VPANDND).of(size), below, x, less);
    emit(row(type, VPLZCNTD, VPLZCNTQ).of(size), zeros, below);
    emit(X64Pseudo.SPLAT, width, Mem.of(buffer.constant(repeated(type, type.bits()))), imm(size));
    emit(row(type, VPSUBD, VPSUBQ).of(size), result(value), width, zeros);
  }

  @Override
  void overflow(Value value) {
    Type type = value.operand(0).type();
    int size = width(type);
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    Reg exact = vector(size);
    Reg signs = vector(size);
    boolean sum = value.op() == Op.ADDOV;
    emit((sum ? row(type, VPADDD, VPADDQ) : row(type, VPSUBD, VPSUBQ)).of(size), exact, a, b);
    int table = sum ? OVERFLOW_OF_SUM : OVERFLOW_OF_DIFFERENCE;
    emitTied(VPTERNLOGD.of(size), a, signs, b, exact, imm(table));
    emit(row(type, VPMOVD2M, VPMOVQ2M).of(size), result(value), signs);
  }

  @Override
  void overflowOfProduct(Value value) {
    X64Products.overflow(this, value);
  }

  // ---- floats

  /**
   * Math.max: vrange knows that -0.0 is less than 0.0, but takes the other operand for a NaN; where
   * one is, the sum of both is put in its place.
   */
  @Override
  void floatMax(Value value) {
    Type type = value.type();
    int size = width(type);
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    Reg greatest = vector(size);
    Reg unordered = code.maskRegister();
    emit(row(type, VRANGEPS, VRANGEPD).of(size), greatest, a, b, imm(5));
    emit(row(type, VCMPPS_K, VCMPPD_K).of(size), unordered, a, b, imm(UNORDERED));
    emitTied(row(type, VADDPS, VADDPD).merging(size), greatest, result(value), unordered, a, b);
  }

  @Override
  void round(Value value) {
    int mode = value.op() == Op.FLOOR ? 9 : value.op() == Op.CEIL ? 10 : 8;
    Type type = value.type();
    X64Packed row = row(type, VRNDSCALEPS, VRNDSCALEPD);
    emitWith(row, width(type), value.operand(0), imm(mode), result(value));
  }

  // ---- comparisons and selects

  @Override
  void compareInts(Value value) {
    Value a = origin(value.operand(0));
    Value b = origin(value.operand(1));
    IntPredicate predicate = value.intPredicate();
    if (isBetterRight(a) && !isBetterRight(b)) {
      Value swap = a;
      a = b;
      b = swap;
      predicate = predicate.swapped();
    }
    Type type = a.type();
    int size = width(type);
    boolean equal = predicate == IntPredicate.EQ;
    if ((equal || predicate == IntPredicate.NE) && isSplat(b, 0)) {
      X64Packed row =
          equal
              ? row(type, VPTESTNMB, VPTESTNMW, VPTESTNMD, VPTESTNMQ)
              : row(type, VPTESTMB, VPTESTMW, VPTESTMD, VPTESTMQ);
      if (a.op() == Op.AND && code.takesIn(a)) {
        emitWith(row, size, a.operand(1), result(value), use(a.operand(0)));
      } else {
        Reg x = use(a);
        emit(row.of(size), result(value), x, x);
      }
      return;
    }
    X64Packed row =
        predicate.isUnsigned()
            ? row(type, VPCMPUB, VPCMPUW, VPCMPUD, VPCMPUQ)
            : row(type, VPCMPB, VPCMPW, VPCMPD, VPCMPQ);
    emitWith(row, size, b, imm(predicate(predicate)), result(value), use(a));
  }

  @Override
  void compareFloats(Value value) {
    Type type = value.operand(0).type();
    X64Packed row = row(type, VCMPPS_K, VCMPPD_K);
    int relation = X64Patterns.COMPARISONS[value.floatPredicate().ordinal()];
    Reg a = use(value.operand(0));
    emitWith(row, width(type), value.operand(1), imm(relation), result(value), a);
  }

  @Override
  void select(Value value) {
    Type type = value.type();
    Value condition = origin(value.operand(0));
    Value a = value.operand(1);
    Value b = value.operand(2);
    while (condition.op() == Op.NOT && code.takesIn(condition)) {
      condition = origin(condition.operand(0));
      Value swap = a;
      a = b;
      b = swap;
    }
    if (emitExtremum(value, condition, a, b)) {
      return;
    }
    Reg mask = condition.type().isVector() ? use(condition) : maskOf(condition);
    if (type.isBool()) {
      Reg first = code.maskRegister();
      Reg second = code.maskRegister();
      emit(KANDQ.of(), first, mask, use(a));
      emit(KANDNQ.of(), second, mask, use(b));
      emit(KORQ.of(), result(value), first, second);
      return;
    }
    int size = width(type);
    X64Packed merged = mergedRow(origin(a));
    if (merged != null) {
      Value op = origin(a);
      Reg x = use(op.operand(0));
      Reg y = use(op.operand(1));
      if (isSplat(b, 0)) {
        emit(merged.zeroing(size), result(value), mask, x, y);
      } else {
        emitTied(merged.merging(size), use(b), result(value), mask, x, y);
      }
    } else if (isSplat(b, 0)) {
      zeroing(value, mask, a);
    } else {
      X64Packed row = row(type, VPBLENDMB, VPBLENDMW, VPBLENDMD, VPBLENDMQ);
      emitWith(row, size, a, result(value), mask, use(b));
    }
  }

  /** What computes {@code value} in the lanes of a mask, if that may be done there; or null. */
  private X64Packed mergedRow(Value value) {
    if (!value.op().isLanewise() || value.operandCount() != 2 || !code.takesIn(value)) {
      return null;
    }
    Type type = value.type();
    return switch (value.op()) {
      case IADD -> row(type, VPADDB, VPADDW, VPADDD, VPADDQ);
      case ISUB -> row(type, VPSUBB, VPSUBW, VPSUBD, VPSUBQ);
      case IMUL -> row(type, null, VPMULLW, VPMULLD, VPMULLQ);
      case IMIN -> row(type, VPMINSB, VPMINSW, VPMINSD, VPMINSQ);
      case IMAX -> row(type, VPMAXSB, VPMAXSW, VPMAXSD, VPMAXSQ);
      case AND -> row(type, null, null, VPANDD, VPANDQ);
      case OR -> row(type, null, null, VPORD, VPORQ);
      case XOR -> row(type, null, null, VPXORD, VPXORQ);
      case FADD -> row(type, VADDPS, VADDPD);
      case FSUB -> row(type, VSUBPS, VSUBPD);
      case FMUL -> row(type, VMULPS, VMULPD);
      case FDIV -> row(type, VDIVPS, VDIVPD);
      default -> null;
    };
  }

  private void zeroing(Value value, Reg mask, Value a) {
    X64Packed row = row(value.type(), VMOVDQU8, VMOVDQU16, VMOVDQU32, VMOVDQU64);
    emit(row.zeroing(width(value.type())), result(value), mask, use(a));
  }

  // ---- conversions

  @Override
  void truncate(Value value) {
    Type from = value.operand(0).type();
    X64Packed row =
        switch (from.bits() * 100 + value.type().bits()) {
          case 1608 -> VPMOVWB;
          case 3208 -> VPMOVDB;
          case 6408 -> VPMOVQB;
          case 3216 -> VPMOVDW;
          case 6416 -> VPMOVQW;
          case 6432 -> VPMOVQD;
          default -> throw unsupported(value);
        };
    emit(row.of(width(from)), result(value), use(value.operand(0)));
  }

  @Override
  void intToFloat(Value value) {
    Type from = value.operand(0).type();
    boolean twice = value.type().bits() == 64;
    X64Packed row =
        from.bits() == 64 ? twice ? VCVTQQ2PD : VCVTQQ2PS : twice ? VCVTDQ2PD : VCVTDQ2PS;
    int size = Math.max(width(from), width(value.type()));
    emitWith(row, size, value.operand(0), result(value));
  }

  /**
   * Java's casts: vcvtt gives MIN_VALUE for what does not fit and for NaN; the mask of what is
   * ordered makes 0 of NaN, and what is too great becomes MAX_VALUE behind it.
   */
  @Override
  void floatToInt(Value value) {
    Type from = value.operand(0).type();
    Type to = value.type();
    boolean wide = to.bits() == 64;
    boolean twice = from.bits() == 64;
    X64Packed row = twice ? wide ? VCVTTPD2QQ : VCVTTPD2DQ : wide ? VCVTTPS2QQ : VCVTTPS2DQ;
    X64Packed compare = row(from, VCMPPS_K, VCMPPD_K);
    double bound = wide ? 0x1p63 : 0x1p31;
    long bits = twice ? Double.doubleToRawLongBits(bound) : Float.floatToRawIntBits((float) bound);
    Reg x = use(value.operand(0));
    Reg ordered = code.maskRegister();
    Reg great = code.maskRegister();
    int size = Math.max(width(from), width(to));
    Reg converted = vector(width(to));
    emit(compare.of(width(from)), ordered, x, x, imm(ORDERED));
    Mem limit = Mem.of(buffer.constant(repeated(from, bits)));
    emit(compare.broadcast(width(from)), great, x, limit, imm(FLOAT_GE));
    emit(row.zeroing(size), converted, ordered, x);
    Mem greatest = Mem.of(buffer.constant(repeated(to, wide ? Long.MAX_VALUE : Integer.MAX_VALUE)));
    emitTied(
        row(to, VPBROADCASTD, VPBROADCASTQ).merging(width(to)),
        converted,
        result(value),
        great,
        greatest);
  }
}
