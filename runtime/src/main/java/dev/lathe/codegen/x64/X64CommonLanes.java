package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Packed.*;

import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Lowers what moves lanes about and the shifts of bytes, by what AVX2 and AVX-512 have in common.
 */
abstract class X64CommonLanes extends X64Vectors {
  X64CommonLanes(X64Patterns code) {
    super(code);
  }

  // ---- one lane for all

  @Override
  final void splat(Value value) {
    Type type = value.type();
    if (type.isBool()) {
      splatMask(value);
      return;
    }
    Value scalar = origin(value.operand(0));
    Mem memory = type.bits() >= 32 ? code.loaded(scalar) : null;
    if (memory != null || scalar.type().isFloat()) {
      Operand from = memory != null ? memory : use(scalar);
      emit(row(type, VPBROADCASTD, VPBROADCASTQ).of(width(type)), result(value), from);
    } else {
      splatGeneral(result(value), use(scalar), type);
    }
  }

  abstract void splatMask(Value value);

  /** Puts the low bits of a general register into all lanes. */
  abstract void splatGeneral(Reg to, Reg from, Type type);

  // ---- some lanes

  @Override
  final void extract(Value value) {
    Type from = value.operand(0).type();
    Type to = value.type();
    if (from.isBool()) {
      extractMask(value);
      return;
    }
    int at = (int) value.attribute() * from.bits() / 8;
    Reg source = use(value.operand(0));
    if (!to.isVector()) {
      extractLane(value, from, source, at);
    } else if (at == 0) {
      move(result(value), source, width(to));
    } else if (bytes(to) == 32) {
      emit(upperHalf(64, false), result(value), source, imm(1));
    } else if (at % 16 == 0) {
      emit(extract128(width(from)), result(value), source, imm(at / 16));
    } else {
      Reg part = part128(source, width(from), at);
      emit(VPSRLDQ.of(16), result(value), part, imm(at % 16));
    }
  }

  abstract void extractMask(Value value);

  /** What exchanges the upper half of {@code size} bytes. */
  abstract X64PackedOp upperHalf(int size, boolean insert);

  /** What takes 16 bytes out of {@code size}. */
  abstract X64PackedOp extract128(int size);

  /** An xmm register with the 16 bytes that byte {@code at} is in. */
  final Reg part128(Reg source, int size, int at) {
    if (at < 16) {
      return source;
    }
    Reg part = vector(16);
    emit(extract128(size), part, source, imm(at / 16));
    return part;
  }

  private void extractLane(Value value, Type from, Reg source, int at) {
    Reg part = part128(source, width(from), at);
    int lane = at % 16 / (from.bits() / 8);
    if (from.isFloat()) {
      if (lane == 0) {
        move(result(value), part, from.bits() / 8);
      } else {
        emit(VPSRLDQ.of(16), result(value), part, imm(at % 16));
      }
      return;
    }
    if (from.bits() >= 32) {
      lane(result(value), part, from.bits(), lane);
      return;
    }
    Reg zeroExtended = general(4);
    emit((from.bits() == 8 ? VPEXTRB : VPEXTRW).of(), zeroExtended, part, imm(lane));
    X64Op extend = from.bits() == 8 ? X64Op.MOVSX_R32_RM8 : X64Op.MOVSX_R32_RM16;
    emit(extend, result(value), zeroExtended);
  }

  /** A lane of 32 or 64 bits of an xmm register. */
  final void lane(Reg to, Reg xmm, int bits, int lane) {
    if (lane == 0) {
      emit(bits == 64 ? X64Op.VMOVQ_RM64 : X64Op.VMOVD_RM32, to, xmm);
    } else {
      emit((bits == 64 ? VPEXTRQ : VPEXTRD).of(), to, xmm, imm(lane));
    }
  }

  @Override
  final void concat(Value value) {
    if (value.type().isBool()) {
      concatMasks(value);
      return;
    }
    Reg a = use(value.operand(0));
    concat(result(value), a, use(value.operand(1)), bytes(value.operand(0).type()));
  }

  abstract void concatMasks(Value value);

  /** Puts {@code bytes} of b behind those of a. */
  final void concat(Reg to, Reg a, Reg b, int bytes) {
    switch (bytes) {
      case 32 -> emit(upperHalf(64, true), to, a, b, imm(1));
      case 16 -> emit(upperHalf(32, true), to, a, b, imm(1));
      case 8 -> emit(VPUNPCKLQDQ.of(16), to, a, b);
      case 4 -> emit(VPUNPCKLDQ.of(16), to, a, b);
      default -> emit(VPUNPCKLWD.of(16), to, a, b);
    }
  }

  // ---- shifts of bytes, for which there are no instructions: words, and what crosses is cleared

  final void shiftBytes(Value value) {
    Op op = value.op();
    int size = width(value.type());
    Reg x = use(value.operand(0));
    long constant = constantDistance(value);
    if (constant < 0) {
      shiftBytes(value, size, x, scalarDistance(value));
      return;
    }
    if (constant > 7 && op != Op.SHR) {
      emit(X64Pseudo.SPLAT, result(value), imm(0), imm(size));
      return;
    }
    int n = (int) Math.min(7, constant);
    Reg shifted = vector(size);
    X64Packed row = op == Op.SHL ? VPSLLW : VPSRLW;
    emit(row.of(size), shifted, x, imm(n));
    Type type = value.type();
    int kept = op == Op.SHL ? 0xFF << n : 0xFF >> n;
    if (op != Op.SHR) {
      emitWithLanes(andRow(type), size, type, kept, result(value), shifted);
      return;
    }
    Reg unsigned = vector(size);
    Reg flipped = vector(size);
    emitWithLanes(andRow(type), size, type, kept, unsigned, shifted);
    emitWithLanes(xorRow(type), size, type, 0x80 >> n, flipped, unsigned);
    emitWithLanes(VPSUBB, size, type, 0x80 >> n, result(value), flipped);
  }

  private void shiftBytes(Value value, int size, Reg x, Value scalar) {
    Op op = value.op();
    Type type = value.type();
    Reg n = general(4);
    emitTied(X64Op.AND_RM32_IMM32, use(scalar), n, imm(31));
    if (op == Op.SHR) {
      Reg seven = code.putImmediate(7, 4);
      Reg capped = general(4);
      emit(X64Op.CMP_R32_RM32, n, seven);
      emitTied(X64Op.CMOVG_R32_RM32, n, capped, seven);
      n = capped;
    }
    Reg count = vector(16);
    emit(X64Op.VMOVD_XMM, count, n);
    Reg shifted = vector(size);
    emit((op == Op.SHL ? VPSLLW_XMM : VPSRLW_XMM).of(size), shifted, x, count);
    Reg all = code.putImmediate(0xFF, 4);
    Reg kept = general(4);
    emit(op == Op.SHL ? X64Op.SHLX_R32 : X64Op.SHRX_R32, kept, all, n);
    Reg mask = splatOfByte(kept, size);
    if (op != Op.SHR) {
      emit(andRow(type).of(size), result(value), shifted, mask);
      return;
    }
    Reg unsigned = vector(size);
    emit(andRow(type).of(size), unsigned, shifted, mask);
    Reg top = code.putImmediate(0x80, 4);
    Reg sign = general(4);
    emit(X64Op.SHRX_R32, sign, top, n);
    Reg signs = splatOfByte(sign, size);
    Reg flipped = vector(size);
    emit(xorRow(type).of(size), flipped, unsigned, signs);
    emit(VPSUBB.of(size), result(value), flipped, signs);
  }

  /** The low byte of a general register in all lanes. */
  abstract Reg splatOfByte(Reg general, int size);

  // ---- bits

  /** Counts bits: of nibbles by a table, then sums of neighbours. */
  @Override
  void popcnt(Value value) {
    Type type = value.type();
    int size = width(type);
    Reg x = use(value.operand(0));
    Reg low = vector(size);
    Reg shifted = vector(size);
    Reg high = vector(size);
    Reg table = vector(size);
    Reg lowCount = vector(size);
    Reg highCount = vector(size);
    Reg sum = vector(size);
    var counts = new long[size];
    for (int i = 0; i < size; i++) {
      counts[i] = Integer.bitCount(i & 15);
    }
    long nibbles = 0x0F0F_0F0F_0F0F_0F0FL;
    emitWithLanes(andRow(Type.I64), size, Type.I64, nibbles, low, x);
    emit(VPSRLW.of(size), shifted, x, imm(4));
    emitWithLanes(andRow(Type.I64), size, Type.I64, nibbles, high, shifted);
    Mem constant = Mem.of(buffer.constant(words(size, 8, counts)));
    emit(VMOVUPS.of(size), table, constant);
    emit(VPSHUFB.of(size), lowCount, table, low);
    emit(VPSHUFB.of(size), highCount, table, high);
    emit(VPADDB.of(size), sum, lowCount, highCount);
    for (int n = 8; n < type.bits(); n *= 2) {
      Reg neighbour = vector(size);
      Reg both = vector(size);
      emit(row(type, VPSRLD, VPSRLQ).of(size), neighbour, sum, imm(n));
      emit(VPADDB.of(size), both, sum, neighbour);
      sum = both;
    }
    emitWithLanes(andRow(type), size, type, 0x7F, result(value), sum);
  }

  // ---- memory

  final void loadAll(Reg to, Type type, Mem from) {
    switch (bytes(type)) {
      case 2 -> {
        Reg bits = general(4);
        emit(X64Op.MOVZX_R32_RM16, bits, from);
        emit(X64Op.VMOVD_XMM, to, bits);
      }
      case 4 -> emit(X64Op.VMOVSS_XMM_M32, to, from);
      case 8 -> emit(X64Op.VMOVSD_XMM_M64, to, from);
      default -> emit(VMOVUPS.of(bytes(type)), to, from);
    }
  }

  final void storeAll(Value value) {
    Value stored = value.operand(2);
    Type type = stored.type();
    Mem to = code.element(value);
    Reg from = use(stored);
    switch (bytes(type)) {
      case 2 -> emit(VPEXTRW.of(), to, from, imm(0));
      case 4 -> emit(X64Op.VMOVSS_M32, to, from);
      case 8 -> emit(X64Op.VMOVSD_M64, to, from);
      default -> emit(VMOVUPS_M.of(bytes(type)), to, from);
    }
  }

  /** Index registers, of 64 bits, for each lane of {@code indices}. */
  private Reg[] indices(Reg indices, Type type) {
    var lanes = new Reg[type.lanes()];
    int step = 64 / type.bits(); // in a general register
    for (int i = 0; i < lanes.length; i += step) {
      int at = i * type.bits() / 8;
      Reg part = part128(indices, width(type), at);
      Reg bits = general(8);
      lane(bits, part, 64, at % 16 / 8);
      if (step == 1) {
        lanes[i] = bits;
      } else {
        lanes[i] = general(8);
        lanes[i + 1] = general(8);
        emit(X64Op.MOV_R32_RM32, lanes[i], bits);
        emitTied(X64Op.SHR_RM64_IMM8, bits, lanes[i + 1], imm(32));
      }
    }
    return lanes;
  }

  /** Loads lane by lane: what the vector instruction does as well, only slower on many CPUs. */
  final void gather(Reg to, Type type, Reg base, int scale, Reg indices, Type indexType) {
    Reg[] lanes = indices(indices, indexType);
    int perPart = Math.min(lanes.length, 128 / type.bits());
    var parts = new Reg[lanes.length / perPart];
    for (int p = 0; p < parts.length; p++) {
      parts[p] = parts.length == 1 ? to : vector(16);
      Reg so = null;
      for (int i = 0; i < perPart; i++) {
        Reg next = i == perPart - 1 ? parts[p] : vector(16);
        insert(next, so, type, i, Mem.of(base, lanes[p * perPart + i], scale, 0));
        so = next;
      }
    }
    for (int bytes = 16; parts.length > 1; bytes *= 2) {
      var halves = new Reg[parts.length / 2];
      for (int i = 0; i < halves.length; i++) {
        halves[i] = halves.length == 1 ? to : vector(2 * bytes);
        concat(halves[i], parts[2 * i], parts[2 * i + 1], bytes);
      }
      parts = halves;
    }
  }

  private void insert(Reg to, Reg so, Type type, int lane, Mem from) {
    if (lane > 0) {
      emit(row(type, VPINSRB, VPINSRW, VPINSRD, VPINSRQ).of(), to, so, from, imm(lane));
    } else if (type.bits() >= 32) {
      emit(type.bits() == 64 ? X64Op.VMOVSD_XMM_M64 : X64Op.VMOVSS_XMM_M32, to, from);
    } else {
      Reg bits = general(4);
      emit(type.bits() == 8 ? X64Op.MOVZX_R32_RM8 : X64Op.MOVZX_R32_RM16, bits, from);
      emit(X64Op.VMOVD_XMM, to, bits);
    }
  }

  /** Stores lane by lane, in order; only those that {@code bits} has, unless that is null. */
  final void scatter(Value value, Reg bits) {
    Reg base = code.base(value.operand(0));
    Value given = value.operand(1);
    Value stored = value.operand(2);
    Type type = stored.type();
    Reg[] lanes = indices(use(given), given.type());
    Reg from = use(stored);
    int bytes = type.bits() / 8;
    Reg part = from;
    for (int i = 0; i < lanes.length; i++) {
      int at = i * bytes;
      if (at % 16 == 0) {
        part = part128(from, width(type), at);
      }
      Mem to = Mem.of(base, lanes[i], code.scale(value), 0);
      int lane = at % 16 / bytes;
      if (bits != null) {
        emit(X64Pseudo.STORE_LANE, bits, to, part, imm(i), imm(bytes), imm(lane));
      } else {
        emit(row(type, VPEXTRB, VPEXTRW, VPEXTRD, VPEXTRQ).of(), to, part, imm(lane));
      }
    }
  }

  /**
   * Does {@code x >>> 8 & 0xFF_00FF} and the like, what is left of both halves of an int, as a
   * shift of halves; false if {@code value} is none.
   */
  final boolean shiftOfHalves(Value value) {
    Type type = value.type();
    Value shift = origin(value.operand(0));
    boolean left = shift.op() == Op.SHL;
    if (value.op() != Op.AND
        || type.bits() != 32
        || !left && shift.op() != Op.USHR
        || !isSplat(value.operand(1))
        || !code.takesIn(shift)) {
      return false;
    }
    int distance = (int) constantDistance(shift);
    if (distance <= 0 || distance > 15) {
      return false;
    }
    int half = left ? 0xFFFF << distance & 0xFFFF : 0xFFFF >> distance;
    if ((int) origin(value.operand(1)).operand(0).bits() != (half | half << 16)) {
      return false;
    }
    X64Packed row = left ? VPSLLW : VPSRLW;
    emit(row.of(width(type)), result(value), use(shift.operand(0)), imm(distance));
    return true;
  }

  /**
   * Does {@code x >>> 8 & 0xFF} and the like, a byte of each lane, as one permutation of bytes;
   * false if {@code value} is none. The order of bytes is read from memory each time: where the
   * mask is in a register, a shift and that are faster.
   */
  final boolean byteOfLanes(Value value) {
    Type type = value.type();
    Value shift = origin(value.operand(0));
    if (value.op() != Op.AND
        || type.isBool()
        || type.bits() < 32
        || !isSplat(value.operand(1), 0xFF)
        || code.isKeptConstant(origin(value.operand(1)))
        || shift.op() != Op.USHR
        || !code.takesIn(shift)) {
      return false;
    }
    long distance = constantDistance(shift);
    if (distance <= 0 || distance % 8 != 0 || distance == type.bits() - 8) {
      return false; // the last byte is what the shift leaves
    }
    int size = width(type);
    int bytes = type.bits() / 8;
    var from = new long[size];
    for (int i = 0; i < size; i++) {
      from[i] = i % bytes == 0 ? (i & 15) + distance / 8 : 0x80; // for none
    }
    Mem order = Mem.of(buffer.constant(words(size, 8, from)));
    emit(VPSHUFB.of(size), result(value), use(shift.operand(0)), order);
    return true;
  }
}
