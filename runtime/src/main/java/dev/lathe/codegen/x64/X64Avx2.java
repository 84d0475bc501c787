package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Packed.*;

import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Lowers lane-wise ops for AVX2, and loads and stores. What it lacks is made of what it has, where
 * that is worth it; {@link X64VectorCosts} says where.
 */
final class X64Avx2 extends X64Avx2Numbers {
  X64Avx2(X64Patterns code) {
    super(code);
  }

  // ---- integers

  @Override
  void multiply(Value value) {
    Type type = value.type();
    int size = width(type);
    if (type.bits() == 16 || type.bits() == 32) {
      binary(value, row(type, null, VPMULLW, VPMULLD, null));
      return;
    }
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    if (type.bits()
        == 8) { // as words: the low bytes are right, those of the upper ones are shifted
      Reg low = vector(size);
      Reg upperA = vector(size);
      Reg upperB = vector(size);
      Reg high = vector(size);
      Reg kept = vector(size);
      emit(VPMULLW.of(size), low, a, b);
      emit(VPSRLW.of(size), upperA, a, imm(8));
      emitWithLanes(VPAND, size, Type.I32, 0xFF00_FF00, upperB, b);
      emit(VPMULLW.of(size), high, upperA, upperB);
      emitWithLanes(VPAND, size, Type.I32, 0x00FF_00FF, kept, low);
      emit(VPOR.of(size), result(value), kept, high);
      return;
    }
    // low * low + (high * low + low * high << 32)
    Reg swapped = vector(size);
    Reg crossed = vector(size);
    Reg other = vector(size);
    Reg sum = vector(size);
    Reg upper = vector(size);
    Reg low = vector(size);
    emit(VPSHUFD.of(size), swapped, b, imm(0xB1));
    emit(VPMULLD.of(size), crossed, a, swapped);
    emit(VPSRLQ.of(size), other, crossed, imm(32));
    emit(VPADDD.of(size), sum, crossed, other);
    emit(VPSLLQ.of(size), upper, sum, imm(32));
    emit(VPMULUDQ.of(size), low, a, b);
    emit(VPADDQ.of(size), result(value), low, upper);
  }

  @Override
  void minMax(Value value) {
    Type type = value.type();
    boolean least = value.op() == Op.IMIN;
    if (type.bits() < 64) {
      binary(
          value,
          least
              ? row(type, VPMINSB, VPMINSW, VPMINSD, null)
              : row(type, VPMAXSB, VPMAXSW, VPMAXSD, null));
      return;
    }
    int size = width(type);
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    Reg greater = vector(size);
    emit(VPCMPGTQ.of(size), greater, a, b);
    emit(VBLENDVPD.of(size), result(value), least ? a : b, least ? b : a, greater);
  }

  @Override
  void bitwise(Value value) {
    Op op = value.op();
    X64Packed row = op == Op.AND ? VPAND : op == Op.OR ? VPOR : VPXOR;
    if (value.type().isBool()) {
      int size = size(value.type());
      emit(row.of(size), result(value), use(value.operand(0)), use(value.operand(1)));
    } else if (!byteOfLanes(value) && !shiftOfHalves(value)) {
      binary(value, row);
    }
  }

  @Override
  void not(Value value) {
    int size = size(value.type());
    emitWithLanes(VPXOR, size, Type.I32, -1, result(value), use(value.operand(0)));
  }

  @Override
  void shift(Value value) {
    Type type = value.type();
    int size = width(type);
    Op op = value.op();
    if (type.bits() == 8) {
      shiftBytes(value);
      return;
    }
    if (type.bits() == 64 && op == Op.SHR) {
      shiftSigned(value);
      return;
    }
    Reg x = use(value.operand(0));
    long constant = constantDistance(value);
    if (constant >= 0) {
      emit(immediateShift(op, type).of(size), result(value), x, imm(constant));
      return;
    }
    Value scalar = scalarDistance(value);
    if (scalar != null) {
      Reg count = distance(scalar, type.bits() == 64 ? 63 : 31);
      emit(commonShift(op, type).of(size), result(value), x, count);
      return;
    }
    X64Packed row = op == Op.SHL ? row(type, VPSLLVD, VPSLLVQ) : row(type, VPSRLVD, VPSRLVQ);
    row = op == Op.SHR ? VPSRAVD : row;
    emit(row.of(size), result(value), x, lanesOfDistance(value, size, type.bits() - 1));
  }

  private static X64Packed immediateShift(Op op, Type type) {
    if (op == Op.SHR) {
      return row(type, null, VPSRAW, VPSRAD, null);
    }
    return op == Op.SHL
        ? row(type, null, VPSLLW, VPSLLD, VPSLLQ)
        : row(type, null, VPSRLW, VPSRLD, VPSRLQ);
  }

  private static X64Packed commonShift(Op op, Type type) {
    if (op == Op.SHR) {
      return row(type, null, VPSRAW_XMM, VPSRAD_XMM, null);
    }
    return op == Op.SHL
        ? row(type, null, VPSLLW_XMM, VPSLLD_XMM, VPSLLQ_XMM)
        : row(type, null, VPSRLW_XMM, VPSRLD_XMM, VPSRLQ_XMM);
  }

  /** Distances for each lane, as wide as the lanes, in range. */
  private Reg lanesOfDistance(Value value, int size, int mask) {
    Type type = value.type();
    Reg distances = use(value.operand(1));
    if (type.bits() == 64) {
      Reg wide = vector(size);
      emit(VPMOVZXDQ.of(size), wide, distances);
      distances = wide;
    }
    Reg masked = vector(size);
    emitWithLanes(VPAND, size, type, mask, masked, distances);
    return masked;
  }

  /**
   * Shifts i64 lanes with their sign: by a constant in halves, the upper of which there is an
   * instruction for; else {@code (x >>> n ^ s) - s}, s being the shifted sign bit.
   */
  private void shiftSigned(Value value) {
    int size = width(value.type());
    Reg x = use(value.operand(0));
    Reg unsigned = vector(size);
    Reg flipped = vector(size);
    long constant = constantDistance(value);
    if (constant >= 0) {
      Reg upper = vector(size);
      emit(VPSRAD.of(size), upper, x, imm(Math.min(constant, 31)));
      if (constant < 32) {
        emit(VPSRLQ.of(size), unsigned, x, imm(constant));
      } else {
        Reg shifted = vector(size);
        emit(VPSRAD.of(size), shifted, x, imm(constant - 32));
        emit(VPSRLQ.of(size), unsigned, shifted, imm(32));
      }
      emit(VPBLENDD.of(size), result(value), unsigned, upper, imm(0xAA));
      return;
    }
    Reg top = vector(size);
    Reg sign = vector(size);
    Value scalar = scalarDistance(value);
    X64Packed row = scalar != null ? VPSRLQ_XMM : VPSRLVQ;
    Reg n = scalar != null ? distance(scalar, 63) : lanesOfDistance(value, size, 63);
    emit(X64Pseudo.SPLAT, top, Mem.of(buffer.constant(Long.MIN_VALUE)), imm(size));
    emit(row.of(size), sign, top, n);
    emit(row.of(size), unsigned, x, n);
    emit(VPXOR.of(size), flipped, unsigned, sign);
    emit(VPSUBQ.of(size), result(value), flipped, sign);
  }

  /** Two shifts; by the width a shift gives 0. */
  @Override
  void rotate(Value value) {
    Type type = value.type();
    int size = width(type);
    Reg x = use(value.operand(0));
    Reg left = vector(size);
    Reg right = vector(size);
    long constant = constantDistance(value);
    Value scalar = scalarDistance(value);
    if (constant >= 0) {
      long n = constant & type.bits() - 1;
      emit(immediateShift(Op.SHL, type).of(size), left, x, imm(n));
      emit(immediateShift(Op.USHR, type).of(size), right, x, imm(type.bits() - n));
    } else if (scalar != null) {
      Reg n = general(4);
      Reg width = code.putImmediate(type.bits(), 4);
      Reg rest = general(4);
      Reg count = vector(16);
      Reg restCount = vector(16);
      emitTied(X64Op.AND_RM32_IMM32, use(scalar), n, imm(type.bits() - 1));
      emitTied(X64Op.SUB_R32_RM32, width, rest, n);
      emit(X64Op.VMOVD_XMM, count, n);
      emit(X64Op.VMOVD_XMM, restCount, rest);
      emit(commonShift(Op.SHL, type).of(size), left, x, count);
      emit(commonShift(Op.USHR, type).of(size), right, x, restCount);
    } else {
      Reg n = lanesOfDistance(value, size, type.bits() - 1);
      Reg width = vector(size);
      Reg rest = vector(size);
      Mem bits = Mem.of(buffer.constant(repeated(type, type.bits())));
      emit(X64Pseudo.SPLAT, width, bits, imm(size));
      emit(row(type, VPSUBD, VPSUBQ).of(size), rest, width, n);
      emit(row(type, VPSLLVD, VPSLLVQ).of(size), left, x, n);
      emit(row(type, VPSRLVD, VPSRLVQ).of(size), right, x, rest);
    }
    emit(VPOR.of(size), result(value), left, right);
  }

  @Override
  void overflow(Value value) {
    Type type = value.operand(0).type();
    int size = width(type);
    boolean sum = value.op() == Op.ADDOV;
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    Reg exact = vector(size);
    Reg first = vector(size);
    Reg second = vector(size);
    Reg signs = vector(size);
    X64Packed row = sum ? row(type, VPADDD, VPADDQ) : row(type, VPSUBD, VPSUBQ);
    emit(row.of(size), exact, a, b);
    emit(VPXOR.of(size), first, a, exact);
    emit(VPXOR.of(size), second, b, sum ? exact : a);
    emit(VPAND.of(size), signs, first, second);
    Reg all = vector(size);
    if (type.bits() == 32) {
      emit(VPSRAD.of(size), all, signs, imm(31));
    } else {
      emit(VPCMPGTQ.of(size), all, zero(size), signs);
    }
    toMask(result(value), all, type.bits(), type.lanes());
  }

  @Override
  void overflowOfProduct(Value value) {
    Type type = value.operand(0).type();
    int size = width(type);
    Reg all = vector(size);
    Reg exact = X64Products.exact(this, value);
    emit(VPCMPEQD.of(size), all, exact, zero(size));
    toMask(result(value), all, type.bits(), type.lanes());
  }

  // ---- floats

  /** See {@link X64Floats#minMax}. */
  @Override
  void floatMax(Value value) {
    Type type = value.type();
    int size = width(type);
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    Reg first = vector(size);
    Reg second = vector(size);
    Reg both = vector(size);
    Reg unordered = vector(size);
    X64Packed row = row(type, VMAXPS, VMAXPD);
    emit(row.of(size), first, a, b);
    emit(row.of(size), second, b, a);
    emit(row(type, VCMPPS, VCMPPD).of(size), unordered, a, b, imm(UNORDERED));
    emit(VPAND.of(size), both, first, second);
    emit(VPOR.of(size), result(value), both, unordered);
  }

  @Override
  void round(Value value) {
    int mode = value.op() == Op.FLOOR ? 9 : value.op() == Op.CEIL ? 10 : 8;
    Type type = value.type();
    emitWith(
        row(type, VROUNDPS, VROUNDPD), width(type), value.operand(0), imm(mode), result(value));
  }

  // ---- comparisons and selects

  @Override
  void compareInts(Value value) {
    compare(value);
  }

  @Override
  void compareFloats(Value value) {
    compare(value);
  }

  private void compare(Value value) {
    Type type = value.operand(0).type();
    int lanes = type.lanes();
    if (type.bits() == maskBits(lanes)) {
      compare(value, result(value));
    } else {
      Reg on = vector(width(type));
      compare(value, on);
      widen(result(value), on, type.bits(), maskBits(lanes), lanes);
    }
  }

  /** A comparison as lanes of the width of what is compared. */
  private void compare(Value value, Reg to) {
    Type type = value.operand(0).type();
    int size = width(type);
    if (type.isFloat()) {
      int relation = X64Patterns.COMPARISONS[value.floatPredicate().ordinal()];
      Reg a = use(value.operand(0));
      emitWith(row(type, VCMPPS, VCMPPD), size, value.operand(1), imm(relation), to, a);
      return;
    }
    IntPredicate predicate = value.intPredicate();
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    if (predicate.isUnsigned()) {
      long sign = 1L << type.bits() - 1;
      Reg signedA = vector(size);
      Reg signedB = vector(size);
      emitWithLanes(VPXOR, size, type, sign, signedA, a);
      emitWithLanes(VPXOR, size, type, sign, signedB, b);
      a = signedA;
      b = signedB;
    }
    int relation = predicate(predicate);
    boolean inverted = relation == NE || relation == LE || relation == GE;
    boolean equality = relation == EQ || relation == NE;
    boolean swapped = relation == LT || relation == GE;
    X64Packed row =
        equality
            ? row(type, VPCMPEQB, VPCMPEQW, VPCMPEQD, VPCMPEQQ)
            : row(type, VPCMPGTB, VPCMPGTW, VPCMPGTD, VPCMPGTQ);
    Reg on = inverted ? vector(size) : to;
    emit(row.of(size), on, swapped ? b : a, swapped ? a : b);
    if (inverted) {
      emitWithLanes(VPXOR, size, Type.I32, -1, to, on);
    }
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
    int lanes = type.lanes();
    int bits = type.isBool() ? maskBits(lanes) : type.bits();
    int size = size(type);
    Reg mask;
    if (!condition.type().isVector()) {
      mask = vector(size);
      Reg all = general(4);
      emitTied(X64Op.NEG_RM32, use(condition), all);
      splatGeneral(mask, all, lanesOf(32, size / 4));
    } else if ((condition.op() == Op.ICMP || condition.op() == Op.FCMP)
        && condition.operand(0).type().bits() == bits
        && code.takesIn(condition)) {
      mask = vector(size);
      compare(condition, mask);
    } else {
      mask = ofMask(use(condition), bits, lanes);
    }
    if (!type.isBool() && isSplat(b, 0)) {
      emit(VPAND.of(size), result(value), mask, use(a));
      return;
    }
    X64Packed row = bits == 64 ? VBLENDVPD : bits == 32 ? VBLENDVPS : VPBLENDVB;
    emit(row.of(size), result(value), use(b), use(a), mask);
  }

  // ---- conversions

  @Override
  void truncate(Value value) {
    Type from = value.operand(0).type();
    Type to = value.type();
    Reg low = narrow(use(value.operand(0)), from.bits(), to.bits(), from.lanes(), false);
    move(result(value), low, width(to));
  }

  // ---- memory

  @Override
  void load(Value value) {
    Type type = value.type();
    if (value.mask() == null) {
      loadAll(result(value), type, code.element(value));
      return;
    }
    if (type.bits() < 32) {
      throw unsupported(value);
    }
    X64Packed row = row(type, VMASKMOVPS, VMASKMOVPD);
    emit(row.of(width(type)), result(value), accessMask(value, type), code.element(value));
  }

  /** The mask of an access as lanes of {@code type}; nothing is on above them. */
  private Reg accessMask(Value access, Type type) {
    Reg mask = ofMask(use(access.mask()), type.bits(), type.lanes());
    if (bytes(type) >= 16) {
      return mask;
    }
    Reg clean = vector(16);
    emit(VPAND.of(16), clean, mask, Mem.of(buffer.constant(new long[] {-1, 0})));
    return clean;
  }

  @Override
  void compress(Value value) {
    X64Avx2Compress.emit(this, value);
  }

  @Override
  void store(Value value) {
    Value stored = value.operand(2);
    Type type = stored.type();
    if (value.mask() == null) {
      storeAll(value);
      return;
    }
    if (type.bits() >= 32) {
      X64Packed row = row(type, VMASKMOVPS_M, VMASKMOVPD_M);
      Reg mask = accessMask(value, type);
      emit(row.of(width(type)), code.element(value), mask, use(stored));
      return;
    }
    Reg bits = general(4);
    bits(bits, use(value.mask()), type.lanes());
    Mem to = code.element(value);
    Reg from = use(stored);
    int bytes = type.bits() / 8;
    Reg part = from;
    for (int i = 0; i < type.lanes(); i++) {
      int at = i * bytes;
      if (at % 16 == 0) {
        part = part128(from, width(type), at);
      }
      Mem lane = X64Assembler.at(to, at);
      emit(X64Pseudo.STORE_LANE, bits, lane, part, imm(i), imm(bytes), imm(at % 16 / bytes));
    }
  }

  /**
   * What the lanes that are off would read is read from the place of the first one that is on; if
   * there is none, from a constant.
   */
  @Override
  void gather(Value value) {
    Value indices = value.operand(1);
    Reg base = code.base(value.operand(0));
    Reg given = use(indices);
    if (value.mask() == null) {
      gather(result(value), value.type(), base, code.scale(value), given, indices.type());
      return;
    }
    Type type = value.type();
    Type wide = indices.type();
    int lanes = type.lanes();
    int size = width(wide);
    Reg mask = use(value.mask());
    Reg bits = general(4);
    Reg first = general(4);
    Reg zero = code.putImmediate(0, 8);
    Reg some = general(8);
    Reg index = general(8);
    Reg from = general(8);
    Reg zeros = general(8);
    Reg all = vector(width(type));
    Reg numbers = vector(size);
    Reg firsts = vector(size);
    Reg everywhere = vector(size);
    Reg safe = vector(size);
    bits(bits, mask, lanes);
    emit(X64Op.TZCNT_R32_RM32, first, bits);
    splatGeneral(numbers, first, Type.vector(Type.Kind.I32, size / 4));
    if (wide.bits() == 64) {
      Reg clean = vector(size);
      emitWithLanes(VPAND, size, wide, lanes - 1L, clean, numbers);
      numbers = clean;
    }
    permute(firsts, wide, given, numbers);
    lane(some, firsts, wide.bits(), 0);
    emit(X64Op.LEA_R64_M, zeros, Mem.of(buffer.constant(0L)));
    emit(X64Op.TEST_RM32_R32, bits, bits);
    emitTied(X64Op.CMOVE_R64_RM64, some, index, zero);
    emitTied(X64Op.CMOVE_R64_RM64, base, from, zeros);
    splatGeneral(everywhere, index, wide);
    emit(VPBLENDVB.of(size), safe, everywhere, given, ofMask(mask, wide.bits(), lanes));
    gather(all, type, from, code.scale(value), safe, wide);
    emit(VPAND.of(width(type)), result(value), all, ofMask(mask, type.bits(), lanes));
  }

  @Override
  void scatter(Value value) {
    Reg bits = null;
    if (value.mask() != null) {
      bits = general(4);
      bits(bits, use(value.mask()), value.operand(2).type().lanes());
    }
    scatter(value, bits);
  }
}
