package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Packed.*;

import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.MachineOp;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.PseudoOp;
import dev.lathe.codegen.RegClass;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Lowers what has to do with vectors, for an {@link X64Lowering} that lowers the rest and that has
 * the registers and the instructions. Loaded by code with vectors only.
 *
 * <p>A vector is in the low lanes of a register of 16 bytes at least; what is above them is of no
 * meaning, and nothing reads it.
 */
abstract class X64Vectors {
  static final int EQ = 0;
  static final int LT = 1;
  static final int LE = 2;
  static final int UNORDERED = 3;
  static final int NE = 4;
  static final int GE = 5;
  static final int GT = 6;
  static final int ORDERED = 7;

  /** vcmp: greater or equal, false if unordered, quiet. */
  static final int FLOAT_GE = 0x1D;

  final X64Patterns code;
  final CodeBuffer buffer;
  private final boolean avx512;

  X64Vectors(X64Patterns code) {
    this.code = code;
    this.avx512 = this instanceof X64Avx512;
    this.buffer = code.buffer;
  }

  static X64Vectors of(X64Patterns code, X64Features features) {
    return features.avx512() ? new X64Avx512(code, features.vpopcntdq()) : new X64Avx2(code);
  }

  // ---- registers

  abstract RegClass regClass(Type type);

  /** The size of the register, in bytes, that a value of {@code type}, a vector, is in. */
  abstract int size(Type type);

  /** What the lanes of {@code type}, no mask, take. */
  static int bytes(Type type) {
    return type.lanes() * type.bits() / 8;
  }

  /** The least register that holds the lanes of {@code type}, no mask. */
  static int width(Type type) {
    return Math.max(16, bytes(type));
  }

  // ---- emission

  final void emit(MachineOp op, Operand... operands) {
    assert isAvailable(op) : op;
    code.put(op, operands);
  }

  final void emitTied(MachineOp op, Operand tied, Operand... operands) {
    assert isAvailable(op) : op;
    code.putTied(op, tied, false, operands);
  }

  private boolean isAvailable(MachineOp op) {
    return avx512 || !(op instanceof X64PackedOp packed) || packed.feature().inBaseline();
  }

  final Reg use(Value value) {
    return code.in(value);
  }

  final Reg result(Value value) {
    return code.out(value);
  }

  final Reg vector(int size) {
    return code.vector(size);
  }

  final Reg general(int size) {
    return code.general(size);
  }

  final Value origin(Value value) {
    return code.originOf(value);
  }

  final void move(Reg to, Reg from, int size) {
    emit(PseudoOp.MOVE, to, from, new Imm(size));
  }

  static Imm imm(long value) {
    return new Imm(value);
  }

  static X64Packed row(Type type, X64Packed b, X64Packed w, X64Packed d, X64Packed q) {
    return switch (type.bits()) {
      case 8 -> b;
      case 16 -> w;
      case 32 -> d;
      default -> q;
    };
  }

  static X64Packed row(Type type, X64Packed single, X64Packed twice) {
    return type.bits() == 64 ? twice : single;
  }

  // ---- constants

  /** Eight bytes with {@code bits} in each lane as wide as those of {@code type}. */
  static long repeated(Type type, long bits) {
    long lanes = type.bits() == 64 ? bits : bits & (1L << type.bits()) - 1;
    for (int width = type.bits(); width < 64; width *= 2) {
      lanes |= lanes << width;
    }
    return lanes;
  }

  /** Constant lanes in memory, as long as a register of {@code size}. */
  final Mem lanes(int size, long eightBytes) {
    var words = new long[size / 8];
    java.util.Arrays.fill(words, eightBytes);
    return Mem.of(buffer.constant(words));
  }

  /** The instruction that makes {@code value}, a constant, in {@code register}. */
  final MachineInst constant(Reg register, Value value) {
    Type type = value.type();
    if (type.isBool()) {
      return maskConstant(register, value);
    }
    int size = width(type);
    if (value.op() == Op.SPLAT) {
      long bits = repeated(type, value.operand(0).bits());
      Operand from = bits == 0 ? imm(0) : Mem.of(buffer.constant(bits));
      return new MachineInst(X64Pseudo.SPLAT, value.line(), register, from, imm(size));
    }
    Mem from = Mem.of(buffer.constant(words(size, type.bits(), value.lanes())));
    return new MachineInst(PseudoOp.LOAD, value.line(), register, from, imm(size));
  }

  static long[] words(int size, int laneBits, long[] lanes) {
    var words = new long[size / 8];
    long mask = laneBits == 64 ? -1 : (1L << laneBits) - 1;
    for (int i = 0; i < lanes.length; i++) {
      int bit = i * laneBits;
      words[bit >> 6] |= (lanes[i] & mask) << (bit & 63);
    }
    return words;
  }

  /** The same for a mask. */
  abstract MachineInst maskConstant(Reg register, Value value);

  /** A register with 0 in all lanes. */
  final Reg zero(int size) {
    Reg zero = vector(size);
    emit(X64Pseudo.SPLAT, zero, imm(0), imm(size));
    return zero;
  }

  /** True if {@code value} is the same constant in all lanes. */
  final boolean isSplat(Value value) {
    Value of = origin(value);
    return of.op() == Op.SPLAT && of.operand(0).isConst();
  }

  final boolean isSplat(Value value, long bits) {
    return isSplat(value) && origin(value).operand(0).bits() == bits;
  }

  // ---- operands that may be memory

  private X64PackedOp chosen;

  /** Emits {@code row} with {@code last} as the operand that may be memory. */
  final void emitWith(X64Packed row, int size, Value last, Operand... first) {
    Operand operand = place(row, size, last);
    Operand[] all = java.util.Arrays.copyOf(first, first.length + 1);
    all[first.length] = operand;
    emit(chosen, all);
  }

  /** The same with an immediate behind it. */
  final void emitWith(X64Packed row, int size, Value last, Imm immediate, Operand... first) {
    Operand operand = place(row, size, last);
    Operand[] all = java.util.Arrays.copyOf(first, first.length + 2);
    all[first.length] = operand;
    all[first.length + 1] = immediate;
    emit(chosen, all);
  }

  /** The op that goes with the operand placed last. */
  final X64PackedOp chosen() {
    return chosen;
  }

  /** {@code value} as an operand that may be memory, or one lane of memory for all. */
  final Operand place(X64Packed row, int size, Value value) {
    Value of = origin(value);
    chosen = row.of(size);
    if (of.op() == Op.VLOAD && code.isLoaded(of) && chosen.memoryBytes() == bytes(of.type())) {
      return code.loaded(of);
    }
    Type type = of.type();
    if (type.isBool() || !code.isConstantValue(of) || code.isKeptConstant(of)) {
      return use(of);
    }
    boolean splat = of.op() == Op.SPLAT;
    long same = splat ? repeated(type, of.operand(0).bits()) : 0;
    if (same != 0 && isBroadcast(row, size, type)) {
      chosen = row.broadcast(size);
      return Mem.of(buffer.constant(same));
    }
    int bytes = bytes(type);
    if (bytes < 16 || chosen.memoryBytes() != bytes || splat && same == 0) {
      return use(of);
    }
    return splat
        ? lanes(bytes, same)
        : Mem.of(buffer.constant(words(bytes, type.bits(), of.lanes())));
  }

  /** True if the operand of {@code row} may be one lane for all of {@code type}. */
  boolean isBroadcast(X64Packed row, int size, Type type) {
    return false;
  }

  /** Emits {@code row} with a constant in all lanes as its last operand. */
  abstract void emitWithLanes(X64Packed row, int size, Type type, long bits, Operand... first);

  // ---- dispatch

  // format:off
  /** Emits the instructions of {@code value}. */
  final void lower(Value value) {
    switch (value.op()) {
      case IADD -> binary(value, row(value.type(), VPADDB, VPADDW, VPADDD, VPADDQ));
      case ISUB -> binary(value, row(value.type(), VPSUBB, VPSUBW, VPSUBD, VPSUBQ));
      case IMUL -> multiply(value);
      case INEG -> {
        int size = width(value.type());
        X64Packed row = row(value.type(), VPSUBB, VPSUBW, VPSUBD, VPSUBQ);
        emitWith(row, size, value.operand(0), result(value), zero(size));
      }
      case IMIN, IMAX -> minMax(value);
      case AND, OR, XOR -> bitwise(value);
      case NOT -> not(value);
      case SHL, SHR, USHR -> shift(value);
      case ROTL -> rotate(value);
      case POPCNT -> popcnt(value);
      case CLZ -> clz(value);
      case CTZ -> ctz(value);
      case BSWAP -> emit(VPSHUFB.of(width(value.type())), result(value), use(value.operand(0)), swapping(value.type()));
      case ADDOV, SUBOV -> overflow(value);
      case MULOV -> overflowOfProduct(value);
      case SMULH, UMULH -> X64Products.high(this, value);
      case FADD -> binary(value, row(value.type(), VADDPS, VADDPD));
      case FSUB -> binary(value, row(value.type(), VSUBPS, VSUBPD));
      case FMUL -> binary(value, row(value.type(), VMULPS, VMULPD));
      case FDIV -> binary(value, row(value.type(), VDIVPS, VDIVPD));
      case FNEG, FABS -> sign(value);
      case FSQRT -> emitWith(row(value.type(), VSQRTPS, VSQRTPD), width(value.type()), value.operand(0), result(value));
      case FMA -> multiplyAdd(value);
      case FMIN -> floatMin(value);
      case FMAX -> floatMax(value);
      case FLOOR, CEIL, RINT -> round(value);
      case ICMP -> compareInts(value);
      case FCMP -> compareFloats(value);
      case SELECT -> select(value);
      case SEXT, ZEXT -> extend(value);
      case TRUNC -> truncate(value);
      case SEXT8 -> extendInside(value, 24);
      case SEXT16 -> extendInside(value, 16);
      case ZEXT16 -> emitWithLanes(andRow(value.type()), width(value.type()), value.type(), 0xFFFF, result(value), use(value.operand(0)));
      case ITOF -> intToFloat(value);
      case FTOI -> floatToInt(value);
      case FWIDEN -> emitWith(VCVTPS2PD, width(value.type()), value.operand(0), result(value));
      case FNARROW -> emitWith(VCVTPD2PS, width(value.operand(0).type()), value.operand(0), result(value));
      case LOOKUP -> lookup(value);
      case SPLAT -> splat(value);
      case EXTRACT -> extract(value);
      case CONCAT -> concat(value);
      case PERMUTE -> permute(value);
      case PERMUTE2 -> permute2(value);
      case COMPRESS -> compress(value);
      case MASKBITS -> maskBits(value);
      case FIRSTLANES -> firstLanes(value);
      case VLOAD -> load(value);
      case VSTORE -> store(value);
      case GATHER -> gather(value);
      case SCATTER -> scatter(value);
      default -> throw unsupported(value);
    }
  }

  // format:on

  /** {@code size} bytes with the constants of a lookup, over and over, from {@code first} on. */
  static long[] table(Value lookup, int first, int size) {
    int bits = lookup.type().bits();
    var lanes = new long[size * 8 / bits];
    int count = lookup.operandCount() - 1;
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = lookup.operand(1 + (first + i) % count).bits();
    }
    return words(size, bits, lanes);
  }

  static IllegalArgumentException unsupported(Value value) {
    Type from = value.operandCount() > 0 ? value.operand(0).type() : value.type();
    return new IllegalArgumentException(value.op() + " of " + from + " to " + value.type());
  }

  // ---- rules that all have

  final void binary(Value value, X64Packed row) {
    Value a = value.operand(0);
    Value b = value.operand(1);
    if (value.op().isCommutative() && isBetterRight(a) && !isBetterRight(b)) {
      Value swap = a;
      a = b;
      b = swap;
    }
    emitWith(row, width(value.type()), b, result(value), use(a));
  }

  /** True if {@code value} is or may become memory. */
  final boolean isBetterRight(Value value) {
    Value of = origin(value);
    return code.isConstantValue(of) || of.op() == Op.VLOAD && code.isLoaded(of);
  }

  final void multiplyAdd(Value value) {
    Value a = origin(value.operand(0));
    Value b = origin(value.operand(1));
    boolean negative = false;
    if (a.op() == Op.FNEG && code.takesIn(a)) {
      a = origin(a.operand(0));
      negative = true;
    }
    if (b.op() == Op.FNEG && code.takesIn(b)) {
      b = origin(b.operand(0));
      negative = !negative;
    }
    if (isBetterRight(a) && !isBetterRight(b)) {
      Value swap = a;
      a = b;
      b = swap;
    }
    Type type = value.type();
    int size = width(type);
    Value added = origin(value.operand(2));
    boolean subtracts = !negative && added.op() == Op.FNEG && code.takesIn(added);
    if (subtracts) {
      added = origin(added.operand(0));
    }
    X64Packed summand =
        negative
            ? row(type, VFNMADD213PS, VFNMADD213PD)
            : subtracts ? row(type, VFMSUB213PS, VFMSUB213PD) : row(type, VFMADD213PS, VFMADD213PD);
    Operand c = place(summand, size, added);
    if (c instanceof Mem) {
      X64PackedOp op = chosen;
      code.putTied(op, use(a), true, result(value), use(b), c);
      return;
    }
    Reg x = use(a);
    X64Packed[] forms = multiplyAdds(summand);
    Operand y = place(forms[2], size, b);
    code.putTied(chosen, c, true, result(value), x, y);
  }

  /** Sign- or zero-extends. */
  private void extend(Value value) {
    Type from = value.operand(0).type();
    Type to = value.type();
    boolean signed = value.op() == Op.SEXT;
    X64Packed row =
        switch (from.bits() * 100 + to.bits()) {
          case 816 -> signed ? VPMOVSXBW : VPMOVZXBW;
          case 832 -> signed ? VPMOVSXBD : VPMOVZXBD;
          case 864 -> signed ? VPMOVSXBQ : VPMOVZXBQ;
          case 1632 -> signed ? VPMOVSXWD : VPMOVZXWD;
          case 1664 -> signed ? VPMOVSXWQ : VPMOVZXWQ;
          case 3264 -> signed ? VPMOVSXDQ : VPMOVZXDQ;
          default -> throw unsupported(value);
        };
    emitWith(row, width(to), value.operand(0), result(value));
  }

  /** The casts to byte and short of i32 lanes. */
  private void extendInside(Value value, int distance) {
    int size = width(value.type());
    Reg left = vector(size);
    emit(VPSLLD.of(size), left, use(value.operand(0)), imm(distance));
    emit(VPSRAD.of(size), result(value), left, imm(distance));
  }

  /** The bytes of each lane in reverse order. */
  private Mem swapping(Type type) {
    int size = width(type);
    int lane = type.bits() / 8;
    var bytes = new long[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = i / lane * lane + lane - 1 - i % lane & 15;
    }
    return Mem.of(buffer.constant(words(size, 8, bytes)));
  }

  /**
   * Math.min: {@code vmin(x, y)} is y if both are zeros or one is NaN; see {@link
   * X64Floats#minMax}.
   */
  private void floatMin(Value value) {
    Type type = value.type();
    int size = width(type);
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    Reg first = vector(size);
    Reg second = vector(size);
    X64Packed row = row(type, VMINPS, VMINPD);
    emit(row.of(size), first, a, b);
    emit(row.of(size), second, b, a);
    emit(orRow(type).of(size), result(value), first, second);
  }

  /** Emits a choice that is vmin or vmax of its operands; false if it is none. */
  final boolean emitExtremum(Value value, Value condition, Value a, Value b) {
    X64FloatExtremum extremum = X64FloatExtremum.of(condition, a, b, this::origin);
    if (extremum == null) {
      return false;
    }
    Type type = condition.operand(0).type();
    X64Packed row = extremum.greatest() ? row(type, VMAXPS, VMAXPD) : row(type, VMINPS, VMINPD);
    emitWith(row, width(type), extremum.second(), result(value), use(extremum.first()));
    return true;
  }

  private void sign(Value value) {
    Type type = value.type();
    long sign = type.bits() == 64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
    boolean negates = value.op() == Op.FNEG;
    X64Packed row = negates ? xorRow(type) : andRow(type);
    Reg x = use(value.operand(0));
    emitWithLanes(row, width(type), type, negates ? sign : ~sign, result(value), x);
  }

  /** The distance of a shift if it is one constant for all lanes, as it counts; or -1. */
  final long constantDistance(Value value) {
    Value distance = origin(value.operand(1));
    int mask = value.type().bits() == 64 ? 63 : 31;
    if (distance.isConst()) {
      return distance.bits() & mask;
    }
    return isSplat(distance) ? distance.operand(0).bits() & mask : -1;
  }

  /** The distance as a scalar if it is one for all lanes, or null. */
  final Value scalarDistance(Value value) {
    Value distance = origin(value.operand(1));
    if (!distance.type().isVector()) {
      return distance;
    }
    return distance.op() == Op.SPLAT ? origin(distance.operand(0)) : null;
  }

  /** The low bits of a distance in an xmm register. */
  final Reg distance(Value scalar, int mask) {
    Reg masked = general(4);
    emitTied(X64Op.AND_RM32_IMM32, use(scalar), masked, imm(mask));
    Reg count = vector(16);
    emit(X64Op.VMOVD_XMM, count, masked);
    return count;
  }

  abstract X64Packed andRow(Type type);

  abstract X64Packed orRow(Type type);

  abstract X64Packed xorRow(Type type);

  abstract void multiply(Value value);

  abstract void minMax(Value value);

  abstract void bitwise(Value value);

  abstract void not(Value value);

  abstract void shift(Value value);

  abstract void rotate(Value value);

  abstract void popcnt(Value value);

  abstract void clz(Value value);

  abstract void ctz(Value value);

  abstract void overflow(Value value);

  abstract void overflowOfProduct(Value value);

  abstract void floatMax(Value value);

  abstract void round(Value value);

  abstract void compareInts(Value value);

  abstract void compareFloats(Value value);

  abstract void select(Value value);

  abstract void truncate(Value value);

  abstract void intToFloat(Value value);

  abstract void floatToInt(Value value);

  abstract void lookup(Value value);

  abstract void splat(Value value);

  abstract void extract(Value value);

  abstract void concat(Value value);

  abstract void permute(Value value);

  abstract void permute2(Value value);

  abstract void compress(Value value);

  abstract void maskBits(Value value);

  abstract void firstLanes(Value value);

  abstract void load(Value value);

  abstract void store(Value value);

  abstract void gather(Value value);

  abstract void scatter(Value value);

  /**
   * Sets the flags to how the bits of {@code mask} compare with {@code bits}; returns the
   * condition, or -1 if there is no instruction for it.
   */
  abstract int test(Value mask, IntPredicate relation, long bits);

  static int predicate(IntPredicate predicate) {
    return switch (predicate.signed()) {
      case EQ -> EQ;
      case NE -> NE;
      case LT -> LT;
      case LE -> LE;
      case GE -> GE;
      default -> GT;
    };
  }
}
