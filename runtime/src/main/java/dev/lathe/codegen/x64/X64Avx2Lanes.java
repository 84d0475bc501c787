package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Packed.*;

import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.PseudoOp;
import dev.lathe.codegen.RegClass;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;

/**
 * Lowers what moves lanes, and masks, for AVX2. A mask fills a ymm register (one of two lanes an
 * xmm register) with lanes of 0 or -1, the same whatever is compared; so it is widened from what a
 * comparison gives, and narrowed for who uses it on narrower lanes.
 */
abstract class X64Avx2Lanes extends X64ConstantPermutes {
  X64Avx2Lanes(X64Patterns code) {
    super(code);
  }

  @Override
  final RegClass regClass(Type type) {
    return RegClass.VECTOR;
  }

  @Override
  final int size(Type type) {
    return type.isBool() ? maskSize(type.lanes()) : width(type);
  }

  /** The bits of a mask's lane. */
  static int maskBits(int lanes) {
    return Math.min(64, 256 / lanes);
  }

  static int maskSize(int lanes) {
    return lanes == 2 ? 16 : 32;
  }

  /** A type with lanes like those of a mask. */
  static Type asLanes(int lanes) {
    return lanesOf(maskBits(lanes), lanes);
  }

  static Type lanesOf(int bits, int lanes) {
    Type.Kind kind =
        switch (bits) {
          case 8 -> Type.Kind.I8;
          case 16 -> Type.Kind.I16;
          case 32 -> Type.Kind.I32;
          default -> Type.Kind.I64;
        };
    return Type.vector(kind, lanes);
  }

  @Override
  final MachineInst maskConstant(Reg register, Value value) {
    int lanes = value.type().lanes();
    int size = maskSize(lanes);
    if (value.op() == Op.SPLAT) {
      Operand from = value.operand(0).bits() == 0 ? imm(0) : Mem.of(buffer.constant(-1L));
      return new MachineInst(X64Pseudo.SPLAT, value.line(), register, from, imm(size));
    }
    var bits = new long[lanes];
    for (int i = 0; i < lanes; i++) {
      bits[i] = -value.lanes()[i];
    }
    Mem from = Mem.of(buffer.constant(words(size, maskBits(lanes), bits)));
    return new MachineInst(PseudoOp.LOAD, value.line(), register, from, imm(size));
  }

  @Override
  final void emitWithLanes(X64Packed row, int size, Type type, long bits, Operand... first) {
    Operand[] all = Arrays.copyOf(first, first.length + 1);
    all[first.length] = lanes(size, repeated(type, bits));
    emit(row.of(size), all);
  }

  @Override
  final X64Packed andRow(Type type) {
    return VPAND;
  }

  @Override
  final X64Packed orRow(Type type) {
    return VPOR;
  }

  @Override
  final X64Packed xorRow(Type type) {
    return VPXOR;
  }

  // ---- lanes of other widths

  /** Sign-extends {@code lanes} from {@code bits} to {@code wider}. */
  final void widen(Reg to, Reg from, int bits, int wider, int lanes) {
    X64Packed row =
        switch (bits * 100 + wider) {
          case 816 -> VPMOVSXBW;
          case 832 -> VPMOVSXBD;
          case 864 -> VPMOVSXBQ;
          case 1632 -> VPMOVSXWD;
          case 1664 -> VPMOVSXWQ;
          default -> VPMOVSXDQ;
        };
    emit(row.of(Math.max(16, lanes * wider / 8)), to, from);
  }

  /**
   * The low {@code narrower} bits of {@code lanes}.
   *
   * @param saturated true if all of them are 0 or -1
   */
  final Reg narrow(Reg from, int bits, int narrower, int lanes, boolean saturated) {
    Reg lanesNow = from;
    for (int now = bits; now > narrower; now /= 2) {
      int size = Math.max(16, lanes * now / 8);
      Reg next = vector(Math.max(16, lanes * now / 16));
      narrowOnce(next, lanesNow, now, size, saturated);
      lanesNow = next;
    }
    return lanesNow;
  }

  private void narrowOnce(Reg to, Reg from, int bits, int size, boolean saturated) {
    if (bits == 64) {
      if (size == 32) {
        Reg upper = part128(from, 32, 16);
        emit(VSHUFPS.of(16), to, from, upper, imm(0x88));
      } else {
        emit(VPSHUFD.of(16), to, from, imm(0x08));
      }
      return;
    }
    Reg low = from;
    if (!saturated) {
      low = vector(size);
      Type wide = bits == 32 ? Type.I32 : Type.vector(Type.Kind.I16, 2);
      emitWithLanes(VPAND, size, wide, bits == 32 ? 0xFFFF : 0xFF, low, from);
    }
    Reg upper = size == 32 ? part128(low, 32, 16) : low;
    X64Packed row =
        bits == 32 ? saturated ? VPACKSSDW : VPACKUSDW : saturated ? VPACKSSWB : VPACKUSWB;
    emit(row.of(16), to, low, upper);
  }

  /** Makes a mask of {@code from}, lanes of {@code bits} that are 0 or -1. */
  final void toMask(Reg to, Reg from, int bits, int lanes) {
    int wide = maskBits(lanes);
    if (bits == wide) {
      move(to, from, maskSize(lanes));
    } else {
      widen(to, from, bits, wide, lanes);
    }
  }

  /** A mask as lanes of {@code bits}. */
  final Reg ofMask(Reg mask, int bits, int lanes) {
    return narrow(mask, maskBits(lanes), bits, lanes, true);
  }

  // ---- masks

  @Override
  final void maskBits(Value value) {
    Value mask = value.operand(0);
    bits(result(value), use(mask), mask.type().lanes());
  }

  final void bits(Reg to, Reg mask, int lanes) {
    switch (lanes) {
      case 2 -> emit(VMOVMSKPD.of(16), to, mask);
      case 4 -> emit(VMOVMSKPD.of(32), to, mask);
      case 8 -> emit(VMOVMSKPS.of(32), to, mask);
      case 16 -> emit(VPMOVMSKB.of(16), to, narrow(mask, 16, 8, 16, true));
      default -> emit(VPMOVMSKB.of(32), to, mask);
    }
  }

  @Override
  final int test(Value mask, IntPredicate relation, long bits) {
    if (bits != 0 || relation != IntPredicate.EQ && relation != IntPredicate.NE) {
      return -1;
    }
    Reg register = use(mask);
    emit(VPTEST.of(maskSize(mask.type().lanes())), register, register);
    return (relation == IntPredicate.EQ ? Condition.E : Condition.NE).ordinal();
  }

  @Override
  final void firstLanes(Value value) {
    int lanes = value.type().lanes();
    Reg n = use(value.operand(0));
    int bits = Math.min(32, maskBits(lanes));
    if (bits < 32) { // of a byte nothing but small numbers
      Reg zero = code.putImmediate(0, 4);
      Reg least = general(4);
      Reg most = code.putImmediate(64, 4);
      Reg count = general(4);
      emit(X64Op.TEST_RM32_R32, n, n);
      emitTied(X64Op.CMOVS_R32_RM32, n, least, zero);
      emit(X64Op.CMP_R32_RM32, least, most);
      emitTied(X64Op.CMOVG_R32_RM32, least, count, most);
      n = count;
    }
    Type type = lanesOf(bits, lanes);
    int size = width(type);
    Reg all = vector(size);
    splatGeneral(all, n, type);
    var numbers = new long[size * 8 / bits];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    Mem iota = Mem.of(buffer.constant(words(size, bits, numbers)));
    Reg on = bits == maskBits(lanes) ? result(value) : vector(size);
    emit(row(type, VPCMPGTB, VPCMPGTW, VPCMPGTD, VPCMPGTQ).of(size), on, all, iota);
    if (bits != maskBits(lanes)) {
      widen(result(value), on, bits, maskBits(lanes), lanes);
    }
  }

  /** A mask with {@code truth}, a bool, in all lanes. */
  final void maskOf(Reg to, Value truth, int lanes) {
    Reg all = general(4);
    emitTied(X64Op.NEG_RM32, use(truth), all);
    splatGeneral(to, all, lanesOf(32, maskSize(lanes) / 4));
  }

  @Override
  final void splatMask(Value value) {
    maskOf(result(value), value.operand(0), value.type().lanes());
  }

  @Override
  final void extractMask(Value value) {
    Value from = value.operand(0);
    int lanes = from.type().lanes();
    int first = (int) value.attribute();
    Reg mask = use(from);
    if (!value.type().isVector()) {
      Reg bits = general(4);
      bits(bits, mask, lanes);
      Reg shifted = bits;
      if (first > 0) {
        shifted = general(4);
        emitTied(X64Op.SHR_RM32_IMM8, bits, shifted, imm(first));
      }
      emitTied(X64Op.AND_RM32_IMM32, shifted, result(value), imm(1));
      return;
    }
    int at = first * maskBits(lanes) / 8;
    Reg part = part128(mask, maskSize(lanes), at);
    if (at % 16 != 0) {
      Reg low = vector(16);
      emit(VPSRLDQ.of(16), low, part, imm(at % 16));
      part = low;
    }
    int fewer = value.type().lanes();
    if (maskBits(lanes) == maskBits(fewer)) {
      move(result(value), part, maskSize(fewer));
    } else {
      widen(result(value), part, maskBits(lanes), maskBits(fewer), fewer);
    }
  }

  @Override
  final void concatMasks(Value value) {
    int lanes = value.operand(0).type().lanes();
    int bits = maskBits(2 * lanes);
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    Reg lower = ofMask(a, bits, lanes);
    concat(result(value), lower, ofMask(b, bits, lanes), 16);
  }

  // ---- lanes

  @Override
  final X64PackedOp upperHalf(int size, boolean insert) {
    return (insert ? VINSERTI128 : VEXTRACTI128).of(32);
  }

  @Override
  final X64PackedOp extract128(int size) {
    return VEXTRACTI128.of(32);
  }

  @Override
  final void splatGeneral(Reg to, Reg from, Type type) {
    Reg low = vector(16);
    emit(type.bits() == 64 ? X64Op.VMOVQ_XMM : X64Op.VMOVD_XMM, low, from);
    X64Packed row = row(type, VPBROADCASTB, VPBROADCASTW, VPBROADCASTD, VPBROADCASTQ);
    emit(row.of(width(type)), to, low);
  }

  @Override
  final Reg splatOfByte(Reg general, int size) {
    Reg lanes = vector(size);
    splatGeneral(lanes, general, Type.vector(Type.Kind.I8, size));
    return lanes;
  }

  /** The indices, in range where what stands above them would count. */
  private Reg inRange(Type type, Value indices, int lanes) {
    int size = width(type);
    Reg masked = vector(size);
    emitWithLanes(VPAND, size, type, lanes - 1, masked, use(indices));
    return masked;
  }

  @Override
  final void permute(Value value) {
    Type type = value.type();
    Reg v = use(value.operand(0));
    int[] constants = constantIndices(value);
    if (constants != null) {
      permute(value, constants);
      return;
    }
    Value indices = origin(value.operand(1));
    boolean full = type.bits() == 32 && bytes(type) >= 16; // where higher bits do not count either
    Reg lanes = full ? use(indices) : inRange(type, indices, type.lanes());
    permute(result(value), type, v, lanes);
  }

  /** Lanes of {@code v}; all indices are in range. */
  final void permute(Reg to, Type type, Reg v, Reg indices) {
    int size = width(type);
    switch (type.bits() * 100 + size) {
      case 816 -> emit(VPSHUFB.of(16), to, v, indices);
      case 1616 -> { // both bytes of each word
        Reg twice = vector(16);
        Reg bytes = vector(16);
        Type words = Type.vector(Type.Kind.I16, 8);
        emitWithLanes(VPMULLW, 16, words, 0x0202, twice, indices);
        emitWithLanes(VPADDW, 16, words, 0x0100, bytes, twice);
        emit(VPSHUFB.of(16), to, v, bytes);
      }
      case 3216 -> emit(VPERMILPS.of(16), to, v, indices);
      case 3232 -> emit(VPERMD.of(32), to, indices, v);
      case 6416 -> { // which looks at the second bit
        Reg twice = vector(16);
        emit(VPADDQ.of(16), twice, indices, indices);
        emit(VPERMILPD.of(16), to, v, twice);
      }
      default -> { // both halves of each lane
        Reg copied = vector(32);
        Reg twice = vector(32);
        Reg halves = vector(32);
        emit(VPSHUFD.of(32), copied, indices, imm(0xA0));
        emit(VPADDD.of(32), twice, copied, copied);
        emitWithLanes(VPADDD, 32, Type.I64, 1L << 32, halves, twice);
        emit(VPERMD.of(32), to, halves, v);
      }
    }
  }

  @Override
  final void permute2(Value value) {
    Type type = value.type();
    int[] constants = constantIndices(value);
    if (constants != null) {
      permute2(value, constants);
      return;
    }
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    if (bytes(type) < 16) { // both are in one register
      Reg both = vector(16);
      concat(both, a, b, bytes(type));
      permute(result(value), type, both, inRange(type, value.operand(2), 2 * type.lanes()));
      return;
    }
    int size = width(type);
    Reg indices = inRange(type, value.operand(2), type.lanes());
    Reg ofA = vector(size);
    Reg ofB = vector(size);
    Reg second = vector(size);
    permute(ofA, type, a, indices);
    permute(ofB, type, b, indices);
    int above = type.bits() - 1 - Integer.numberOfTrailingZeros(type.lanes());
    Reg given = use(value.operand(2));
    emit(row(type, VPSLLW, VPSLLW, VPSLLD, VPSLLQ).of(size), second, given, imm(above));
    if (type.bits() == 16) { // of words the signs are wanted in both bytes
      Reg all = vector(size);
      emit(VPSRAW.of(size), all, second, imm(15));
      second = all;
    }
    X64Packed blend = row(type, VPBLENDVB, VPBLENDVB, VBLENDVPS, VBLENDVPD); // by signs
    emit(blend.of(size), result(value), ofA, ofB, second);
  }

  private void permute(Value value, int[] indices) {
    if (isMove(value, indices)) {
      return;
    }
    if (value.type().bits() < 32) {
      permuteInRounds(value, indices);
    } else {
      permute(result(value), value.type(), use(value.operand(0)), indices);
    }
  }

  /** Lanes of 32 or 64 bits. */
  private void permute(Reg to, Type type, Reg v, int[] indices) {
    if (width(type) == 32 && type.bits() == 64) {
      emit(VPERMQ_IMM.of(32), to, v, imm(places(indices)));
      return;
    }
    if (width(type) == 16) {
      var words = indices;
      if (type.bits() == 64) {
        int a = 2 * indices[0];
        int b = 2 * indices[1];
        words = new int[] {a, a + 1, b, b + 1};
      }
      emit(VPSHUFD.of(16), to, v, imm(places(words)));
      return;
    }
    Reg places = vector(32);
    var lanes = new long[8];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = indices[i];
    }
    emit(VMOVUPS.of(32), places, Mem.of(buffer.constant(words(32, 32, lanes))));
    emit(VPERMD.of(32), to, places, v);
  }

  /** Two bits for each of four. */
  private static int places(int[] indices) {
    int places = 0;
    for (int i = 3; i >= 0; i--) {
      places = places << 2 | indices[i];
    }
    return places;
  }

  private void permute2(Value value, int[] indices) {
    Type type = value.type();
    int size = width(type);
    if (isMove(value, indices)) {
      return;
    }
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    if (X64Shuffle.isBlend(indices)) {
      blend(value, a, b, indices);
      return;
    }
    if (type.bits() < 32) {
      permuteInRounds(value, indices);
      return;
    }
    int window = X64Shuffle.window(indices, 128 / type.bits());
    if (window > 0) {
      emit(VPALIGNR.of(size), result(value), b, a, imm(window * type.bits() / 8));
      return;
    }
    for (int first = 0; first < 2; first++) {
      if (size == 32 && X64Shuffle.isEachSecond(indices, first)) {
        Reg halves = vector(32);
        if (type.bits() == 32) {
          emit(VSHUFPS.of(32), halves, a, b, imm(first == 0 ? 0x88 : 0xDD));
        } else {
          emit((first == 0 ? VPUNPCKLQDQ : VPUNPCKHQDQ).of(32), halves, a, b);
        }
        emit(VPERMQ_IMM.of(32), result(value), halves, imm(0xD8));
        return;
      }
    }
    blend(value, ofSource(type, a, indices, 0), ofSource(type, b, indices, 1), indices);
  }

  private Reg ofSource(Type type, Reg source, int[] indices, int which) {
    int[] own = X64Shuffle.ofSource(indices, which);
    if (X64Shuffle.isIdentity(own, 0)) {
      return source;
    }
    Reg permuted = vector(width(type));
    permute(permuted, type, source, own);
    return permuted;
  }

  /** Lanes of {@code a} and of {@code b} in their places. */
  private void blend(Value value, Reg a, Reg b, int[] indices) {
    Type type = value.type();
    int size = width(type);
    if (type.bits() < 32) {
      Reg second = vector(size);
      emit(VMOVUPS.of(size), second, secondLanes(type, indices));
      emit(VPBLENDVB.of(size), result(value), a, b, second);
      return;
    }
    int lanes = X64Shuffle.ofSecond(indices);
    int words = lanes;
    if (type.bits() == 64) {
      words = 0;
      for (int i = 0; i < indices.length; i++) {
        words |= (lanes >> i & 1) * 3 << 2 * i;
      }
    }
    emit(VPBLENDD.of(size), result(value), a, b, imm(words));
  }

  /** Loads each from a table. */
  @Override
  final void lookup(Value value) {
    Type type = value.type();
    Value given = value.operand(0);
    int constants = value.operandCount() - 1;
    int bytes = Math.max(16, constants * type.bits() / 8);
    Reg inRange = inRange(given.type(), given, constants);
    Reg base = general(8);
    long[] table = table(value, 0, bytes);
    emit(X64Op.LEA_R64_M, base, Mem.of(buffer.constant(table)));
    gather(result(value), type, base, type.bits() / 8, inRange, given.type());
  }
}
