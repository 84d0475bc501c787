package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Packed.*;

import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** Lowers loads and stores of vectors for AVX-512. */
abstract class X64Avx512Memory extends X64Avx512Lanes {
  X64Avx512Memory(X64Patterns code) {
    super(code);
  }

  /** A mask for the lanes of {@code type}, where the instruction may look at more. */
  private Reg accessMask(Value mask, Type type) {
    Reg register = use(mask);
    return bytes(type) < 16 ? clean(register, type.lanes()) : register;
  }

  @Override
  final void load(Value value) {
    Type type = value.type();
    if (value.mask() == null) {
      loadAll(result(value), type, code.element(value));
      return;
    }
    Reg mask = accessMask(value.mask(), type);
    X64Packed row = row(type, VMOVDQU8, VMOVDQU16, VMOVDQU32, VMOVDQU64);
    emit(row.zeroing(width(type)), result(value), mask, code.element(value));
  }

  @Override
  final void store(Value value) {
    Value stored = value.operand(2);
    Type type = stored.type();
    if (value.mask() == null) {
      storeAll(value);
      return;
    }
    Reg mask = accessMask(value.mask(), type);
    X64Packed row = row(type, VMOVDQU8_M, VMOVDQU16_M, VMOVDQU32_M, VMOVDQU64_M);
    emit(row.merging(width(type)), code.element(value), mask, use(stored));
  }

  @Override
  final void compress(Value value) {
    Type type = value.type();
    int size = width(type);
    Reg mask = accessMask(value.operand(1), type);
    X64Packed row = row(type, VPCOMPRESSD, VPCOMPRESSQ);
    emit(row.zeroing(size), result(value), mask, use(value.operand(0)));
  }

  /**
   * What the lanes that are off would read is read from the place of the first one that is on; if
   * there is none, from a constant.
   */
  @Override
  final void gather(Value value) {
    Type type = value.type();
    Reg base = code.base(value.operand(0));
    Value indices = value.operand(1);
    if (value.mask() == null) {
      gather(result(value), type, base, code.scale(value), use(indices), indices.type());
      return;
    }
    Type wide = indices.type();
    int size = width(wide);
    Reg mask = clean(use(value.mask()), type.lanes());
    Reg given = use(indices);
    Reg first = vector(size);
    Reg everywhere = vector(size);
    Reg safe = vector(size);
    emit(row(wide, VPCOMPRESSD, VPCOMPRESSQ).zeroing(size), first, mask, given);
    emit(row(wide, VPBROADCASTD, VPBROADCASTQ).of(size), everywhere, first);
    emit(row(wide, VPBLENDMD, VPBLENDMQ).of(size), safe, mask, everywhere, given);
    Reg zeros = general(8);
    Reg bits = general(8);
    Reg from = general(8);
    emit(X64Op.LEA_R64_M, zeros, Mem.of(buffer.constant(0L)));
    emit(KMOVQ_R_K.of(), bits, mask);
    emit(X64Op.TEST_RM64_R64, bits, bits);
    emitTied(X64Op.CMOVE_R64_RM64, base, from, zeros);
    Reg all = vector(width(type));
    gather(all, type, from, code.scale(value), safe, wide);
    X64Packed row = row(type, VMOVDQU8, VMOVDQU16, VMOVDQU32, VMOVDQU64);
    emit(row.zeroing(width(type)), result(value), mask, all);
  }

  @Override
  final void scatter(Value value) {
    Type type = value.operand(2).type();
    Reg bits = null;
    if (value.mask() != null) {
      bits = general(8);
      bits(bits, use(value.mask()), type.lanes());
    }
    scatter(value, bits);
  }
}
