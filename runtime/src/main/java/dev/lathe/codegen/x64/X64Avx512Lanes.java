package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Packed.*;

import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.PseudoOp;
import dev.lathe.codegen.RegClass;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Lowers what moves lanes, and masks, for AVX-512. A mask is in a mask register, whose bits above
 * its lanes are of no meaning.
 */
abstract class X64Avx512Lanes extends X64ConstantPermutes {
  X64Avx512Lanes(X64Patterns code) {
    super(code);
  }

  @Override
  final RegClass regClass(Type type) {
    return type.isBool() ? RegClass.MASK : RegClass.VECTOR;
  }

  @Override
  final int size(Type type) {
    return type.isBool() ? 8 : width(type);
  }

  @Override
  final MachineInst maskConstant(Reg register, Value value) {
    long bits = 0;
    if (value.op() == Op.SPLAT) {
      bits = -value.operand(0).bits();
    } else {
      for (int i = 0; i < value.type().lanes(); i++) {
        bits |= value.lanes()[i] << i;
      }
    }
    Mem from = Mem.of(buffer.constant(bits));
    return new MachineInst(PseudoOp.LOAD, value.line(), register, from, imm(8));
  }

  // ---- masks

  /** The mask with {@code truth}, a bool, in all lanes. */
  final Reg maskOf(Value truth) {
    Reg mask = code.maskRegister();
    maskOf(truth, mask);
    return mask;
  }

  private void maskOf(Value truth, Reg mask) {
    Reg clean = general(8);
    Reg all = general(8);
    emit(X64Op.MOV_R32_RM32, clean, use(truth));
    emitTied(X64Op.NEG_RM64, clean, all);
    emit(KMOVQ_K_R.of(), mask, all);
  }

  /** {@code mask} with nothing above its lanes. */
  final Reg clean(Reg mask, int lanes) {
    if (lanes == 64) {
      return mask;
    }
    Reg shifted = code.maskRegister();
    Reg clean = code.maskRegister();
    emit(KSHIFTLQ.of(), shifted, mask, imm(64 - lanes));
    emit(KSHIFTRQ.of(), clean, shifted, imm(64 - lanes));
    return clean;
  }

  /** The bits of {@code mask} in a general register, nothing above them. */
  final void bits(Reg to, Reg mask, int lanes) {
    X64Packed row =
        lanes <= 8 ? KMOVB_R_K : lanes == 16 ? KMOVW_R_K : lanes == 32 ? KMOVD_R_K : KMOVQ_R_K;
    if (lanes >= 8) {
      emit(row.of(), to, mask);
      return;
    }
    Reg more = general(4);
    emit(row.of(), more, mask);
    emitTied(X64Op.AND_RM32_IMM32, more, to, imm((1 << lanes) - 1));
  }

  @Override
  final void maskBits(Value value) {
    Value mask = value.operand(0);
    bits(result(value), use(mask), mask.type().lanes());
  }

  @Override
  final int test(Value mask, IntPredicate relation, long bits) {
    int lanes = mask.type().lanes();
    boolean equal = relation == IntPredicate.EQ;
    boolean all = bits == -1L >>> 64 - lanes;
    if (!equal && relation != IntPredicate.NE || bits != 0 && !(all && lanes >= 8)) {
      return -1;
    }
    Reg register = use(mask);
    if (lanes < 8) {
      Reg more = general(4);
      emit(KMOVB_R_K.of(), more, register);
      emit(X64Op.TEST_RM32_IMM32, more, imm((1 << lanes) - 1));
    } else {
      X64Packed row =
          lanes == 8 ? KORTESTB : lanes == 16 ? KORTESTW : lanes == 32 ? KORTESTD : KORTESTQ;
      emit(row.of(), register, register);
    }
    if (bits == 0) {
      return (equal ? Condition.E : Condition.NE).ordinal();
    }
    return (equal ? Condition.B : Condition.AE).ordinal(); // all ones set CF
  }

  @Override
  final void firstLanes(Value value) {
    int lanes = value.type().lanes();
    Reg n = use(value.operand(0));
    if (lanes <= 16) {
      int size = Math.max(16, lanes * 4);
      Reg all = vector(size);
      var numbers = new long[size / 4];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = i;
      }
      emit(VPBROADCASTD_R.of(size), all, n);
      Mem iota = Mem.of(buffer.constant(words(size, 32, numbers)));
      emit(VPCMPD.of(size), result(value), all, iota, imm(GT));
      return;
    }
    Reg zero = code.putImmediate(0, 4);
    Reg least = general(4);
    Reg most = code.putImmediate(64, 4);
    Reg count = general(4);
    Reg ones = code.putImmediate(-1, 8);
    Reg bits = general(8);
    emit(X64Op.TEST_RM32_R32, n, n);
    emitTied(X64Op.CMOVS_R32_RM32, n, least, zero);
    emit(X64Op.CMP_R32_RM32, least, most);
    emitTied(X64Op.CMOVG_R32_RM32, least, count, most);
    emit(X64Op.BZHI_R64, bits, ones, count);
    emit(KMOVQ_K_R.of(), result(value), bits);
  }

  @Override
  final void splatMask(Value value) {
    maskOf(value.operand(0), result(value));
  }

  @Override
  final void extractMask(Value value) {
    Reg from = use(value.operand(0));
    int first = (int) value.attribute();
    Reg shifted = from;
    boolean single = !value.type().isVector();
    if (first > 0) {
      shifted = single ? code.maskRegister() : result(value);
      emit(KSHIFTRQ.of(), shifted, from, imm(first));
    } else if (!single) {
      move(result(value), from, 8);
    }
    if (single) {
      Reg bits = general(4);
      emit(KMOVD_R_K.of(), bits, shifted);
      emitTied(X64Op.AND_RM32_IMM32, bits, result(value), imm(1));
    }
  }

  @Override
  final void concatMasks(Value value) {
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    int lanes = value.operand(0).type().lanes();
    if (lanes >= 8) {
      X64Packed row = lanes == 8 ? KUNPCKBW : lanes == 16 ? KUNPCKWD : KUNPCKDQ;
      emit(row.of(), result(value), b, a);
      return;
    }
    Reg upper = code.maskRegister();
    Reg lower = clean(a, lanes);
    emit(KSHIFTLQ.of(), upper, b, imm(lanes));
    emit(KORQ.of(), result(value), lower, upper);
  }

  // ---- lanes

  @Override
  final X64PackedOp upperHalf(int size, boolean insert) {
    if (size == 64) {
      return (insert ? VINSERTI64X4 : VEXTRACTI64X4).of();
    }
    return (insert ? VINSERTI32X4 : VEXTRACTI32X4).of(size);
  }

  @Override
  final X64PackedOp extract128(int size) {
    return VEXTRACTI32X4.of(size);
  }

  @Override
  final void splatGeneral(Reg to, Reg from, Type type) {
    X64Packed row = row(type, VPBROADCASTB_R, VPBROADCASTW_R, VPBROADCASTD_R, VPBROADCASTQ_R);
    emit(row.of(width(type)), to, from);
  }

  @Override
  final void permute(Value value) {
    Type type = value.type();
    int[] constants = constantIndices(value);
    if (constants != null && isMove(value, constants)) {
      return;
    }
    if (constants != null && type.bits() == 8) {
      permuteInRounds(value, constants);
      return;
    }
    int size = width(type);
    Reg v = use(value.operand(0));
    permute(result(value), type, size, v, inRange(type, value.operand(1), type.lanes()));
  }

  /** The indices; of less than a register, where the instruction would use more of their bits. */
  private Reg inRange(Type type, Value indices, int lanes) {
    boolean cleared = type.bits() == 8 && width(type) == 16; // vpshufb clears by bit 7
    if (bytes(type) >= 16 && !cleared) {
      return use(indices);
    }
    int size = width(type);
    Reg masked = vector(size);
    emitWithLanes(VPANDD, size, type, lanes - 1, masked, use(indices));
    return masked;
  }

  private void permute(Reg to, Type type, int size, Reg v, Reg indices) {
    if (size == 16 && type.bits() != 16) {
      switch (type.bits()) {
        case 8 -> emit(VPSHUFB.of(16), to, v, indices);
        case 32 -> emit(VPERMILPS.of(16), to, v, indices);
        default -> emitTied(VPERMT2Q.of(16), v, to, indices, v);
      }
      return;
    }
    emit(row(type, VPERMB, VPERMW, VPERMD, VPERMQ).of(size), to, indices, v);
  }

  /** Takes the constants from a register's worth of them, or two. */
  @Override
  final void lookup(Value value) {
    Type type = value.type();
    Value index = origin(value.operand(0));
    Reg indices;
    if (type.bits() != 64) {
      indices = use(index);
    } else if (index.op() == Op.TRUNC && index.operand(0).type().bits() == 64) {
      indices = use(index.operand(0)); // of which the lowest bits count
    } else {
      indices = vector(width(type));
      emit(VPMOVZXDQ.of(width(type)), indices, use(index));
    }
    Reg found = vector(64);
    Mem first = Mem.of(buffer.constant(table(value, 0, 64)));
    int perTable = 512 / type.bits();
    if (value.operandCount() - 1 <= perTable) {
      emit(row(type, VPERMD, VPERMQ).of(64), found, indices, first);
    } else {
      Reg lower = vector(64);
      Mem second = Mem.of(buffer.constant(table(value, perTable, 64)));
      emit(VMOVUPS.of(64), lower, first);
      emitTied(row(type, VPERMT2D, VPERMT2Q).of(64), lower, found, indices, second);
    }
    move(result(value), found, width(type));
  }

  @Override
  final void permute2(Value value) {
    Type type = value.type();
    int[] constants = constantIndices(value);
    if (constants != null && isMove(value, constants)) {
      return;
    }
    if (constants != null && type.bits() == 8) {
      permuteBytes(value, constants);
      return;
    }
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    if (bytes(type) < 16) { // both are in one register
      Reg both = vector(16);
      concat(both, a, b, bytes(type));
      Reg indices = inRange(type, value.operand(2), 2 * type.lanes());
      permute(result(value), type, 16, both, indices);
      return;
    }
    int window =
        constants == null || type.bits() < 32 ? 0 : X64Shuffle.window(constants, type.lanes());
    if (window > 0) {
      emit(row(type, VALIGND, VALIGNQ).of(width(type)), result(value), b, a, imm(window));
      return;
    }
    X64Packed row = row(type, VPERMT2B, VPERMT2W, VPERMT2D, VPERMT2Q);
    emitTied(row.of(width(type)), a, result(value), use(value.operand(2)), b);
  }

  private void permuteBytes(Value value, int[] constants) {
    if (!X64Shuffle.isBlend(constants)) {
      permuteInRounds(value, constants);
      return;
    }
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    Mem second = secondLanes(value.type(), constants);
    // (mask & b) | (~mask & a)
    emitTied(VPTERNLOGD.of(width(value.type())), a, result(value), b, second, imm(0xD8));
  }
}
