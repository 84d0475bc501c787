package dev.lathe.codegen.x64;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.PseudoOp;
import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.Access;
import dev.lathe.ir.Element;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Lowers memory kernels: loads and stores, their checks, and what traps tell. */
final class X64MemoryLowering extends X64Addresses {
  /** The most bytes of a new array that are set to 0 one instruction after another. */
  private static final int LONGEST_LINE = 128;

  private static final int LINE = 64;

  X64MemoryLowering(
      Function source,
      CodeBuffer buffer,
      X64Features features,
      CallingConvention convention,
      X64Slots slots) {
    super(source, buffer, features, convention, slots);
  }

  @Override
  protected void lower(Value value) {
    switch (value.op()) {
      case LOAD -> load(value);
      case STORE -> store(value);
      case INDEX -> index(value);
      case NONNULL -> nonnull(value);
      case ALEN -> arrayLength(value);
      case BYTESIZE -> byteSize(value);
      case LIMIT -> limit(value);
      case DISTANCE -> distance(value);
      case LINEOFFSET -> lineOffset(value);
      case SAME_REFERENCE -> truth(value);
      case NEWARRAY -> newArray(value);
      default -> super.lower(value);
    }
  }

  // ---- loads and stores

  private void load(Value value) {
    Mem from = element(value);
    if (value.type().isBool() && value.access().isSegment()) { // any byte but 0 is true
      Reg zero = immediate(0, 4);
      emit(X64Op.CMP_RM8_IMM8, from, new Imm(0));
      emitTied(Condition.NE.set(), zero, false, register(value));
      return;
    }
    emit(load(value.element()), register(value), from);
  }

  private void store(Value value) {
    Value stored = origin(value.operand(2));
    Element element = value.element();
    while (isCast(stored.op()) && element.bytes() <= (stored.op() == Op.SEXT8 ? 1 : 2)) {
      stored = origin(stored.operand(0)); // which changes none of the bits that are stored
    }
    if (stored.isConst()) {
      long bits = stored.bits();
      if (element.bytes() < 8 || fitsInt(bits)) {
        emit(constantStore(element.bytes()), element(value), new Imm(narrow(bits, element)));
        return;
      }
    }
    if (storeResult(value, stored)) {
      return;
    }
    Mem to = element(value);
    Reg from = use(stored);
    emit(store(element), to, from);
  }

  /** Stores the result of an operation on the same element: {@code a[i] += x} of ints and longs. */
  private boolean storeResult(Value store, Value stored) {
    boolean wide = is64(stored);
    X64Op immediate = ofImmediate(stored.op(), wide);
    if (immediate == null || stored.type().isBool() || !folds(stored)) {
      return false;
    }
    for (int k = 0; k < 2; k++) {
      Value load = origin(stored.operand(k));
      Value other = origin(stored.operand(1 - k));
      if (isLoaded(load) && isSameElement(load, store)) {
        if (!other.isConst()) {
          emit(ofRegister(stored.op(), wide), element(store), use(other));
          return true;
        }
        if (!wide || fitsInt(other.bits())) {
          emit(immediate, element(store), new Imm((int) other.bits()));
          return true;
        }
      }
    }
    return false;
  }

  private boolean isSameElement(Value load, Value store) {
    return load.element() == store.element()
        && load.access().isIndexed() == store.access().isIndexed()
        && origin(load.operand(0)) == origin(store.operand(0))
        && origin(load.operand(1)) == origin(store.operand(1));
  }

  private static X64Op ofImmediate(Op op, boolean wide) {
    return switch (op) {
      case IADD -> wide ? X64Op.ADD_RM64_IMM32 : X64Op.ADD_RM32_IMM32;
      case AND -> wide ? X64Op.AND_RM64_IMM32 : X64Op.AND_RM32_IMM32;
      case OR -> wide ? X64Op.OR_RM64_IMM32 : X64Op.OR_RM32_IMM32;
      case XOR -> wide ? X64Op.XOR_RM64_IMM32 : X64Op.XOR_RM32_IMM32;
      default -> null;
    };
  }

  private static X64Op ofRegister(Op op, boolean wide) {
    return switch (op) {
      case IADD -> wide ? X64Op.ADD_RM64_R64 : X64Op.ADD_RM32_R32;
      case AND -> wide ? X64Op.AND_RM64_R64 : X64Op.AND_RM32_R32;
      case OR -> wide ? X64Op.OR_RM64_R64 : X64Op.OR_RM32_R32;
      default -> wide ? X64Op.XOR_RM64_R64 : X64Op.XOR_RM32_R32;
    };
  }

  private static boolean isCast(Op op) {
    return op == Op.SEXT8 || op == Op.SEXT16 || op == Op.ZEXT16;
  }

  private static long narrow(long bits, Element element) {
    return switch (element.bytes()) {
      case 1 -> (byte) bits;
      case 2 -> (short) bits;
      case 4 -> (int) bits;
      default -> bits;
    };
  }

  private static X64Op constantStore(int bytes) {
    return switch (bytes) {
      case 1 -> X64Op.MOV_RM8_IMM8;
      case 2 -> X64Op.MOV_RM16_IMM16;
      case 4 -> X64Op.MOV_RM32_IMM32;
      default -> X64Op.MOV_RM64_IMM32;
    };
  }

  private static X64Op store(Element element) {
    if (element.loaded().isFloat()) {
      return element == Element.F32 ? X64Op.VMOVSS_M32 : X64Op.VMOVSD_M64;
    }
    return switch (element.bytes()) {
      case 1 -> X64Op.MOV_RM8_R8;
      case 2 -> X64Op.MOV_RM16_R16;
      case 4 -> X64Op.MOV_RM32_R32;
      default -> X64Op.MOV_RM64_R64;
    };
  }

  // ---- checks

  private void index(Value value) {
    if (value.operand(0).type().isSegment()) {
      segmentIndex(value);
      return;
    }
    Value index = origin(value.operand(1));
    Operand length = length(origin(value.operand(0)));
    if (length instanceof Imm) {
      emit(X64Op.CMP_RM32_IMM32, use(index), length);
    } else if (index.isConst()) {
      emit(X64Op.CMP_RM32_IMM32, length, new Imm((int) index.bits()));
      trap(Condition.BE.ordinal(), value);
      return;
    } else {
      emit(X64Op.CMP_R32_RM32, use(index), length);
    }
    trap(Condition.AE.ordinal(), value);
  }

  /** The length of array {@code of}, an origin: a register, memory or an immediate. */
  private Operand length(Value of) {
    if (of.op() == Op.NEWARRAY) {
      Value length = origin(of.operand(0));
      return length.isConst() ? new Imm((int) length.bits()) : use(length);
    }
    if (!slots.has(of)) {
      return slots.length(use(of));
    }
    return slots.of(of) == 0 ? new Imm(0) : kept(slots.length(slots.of(of)), 4);
  }

  private void segmentIndex(Value value) {
    Value segment = origin(value.operand(0));
    Access access = value.access();
    Reg index = use(value.operand(1));
    Mem place = limit(segment, access);
    Operand limit = slots.has(segment) ? kept(place, 8) : place;
    emit(X64Op.CMP_R64_RM64, index, limit);
    int bytes = access.element().bytes();
    if (access.isIndexed() && bytes > 1) {
      trap(Condition.AE.ordinal(), value, limit(segment, access), bytesLimit(segment, access));
      return;
    }
    trap(Condition.AE.ordinal(), value);
    if (access.isAligned() && !access.isIndexed() && bytes > 1) {
      Reg address = general(8);
      emit(X64Op.LEA_R64_M, address, Mem.of(base(segment), index, 1, 0));
      emit(X64Op.TEST_RM32_IMM32, address, new Imm(bytes - 1));
      trap(Condition.NE.ordinal(), value);
    }
  }

  private Mem limit(Value segment, Access access) {
    return slots.has(segment)
        ? slots.limit(slots.of(segment), access)
        : slots.limit(use(segment), access);
  }

  /** The limit of the offset that an index stands for; see {@link X64MemoryEmitter}. */
  private Mem bytesLimit(Value segment, Access access) {
    Access.Method method = access.isWrite() ? Access.Method.SET : Access.Method.GET;
    return limit(segment, Access.of(method, access.element(), access.isAligned()));
  }

  private void nonnull(Value value) {
    Value of = origin(value.operand(0));
    if (of.op() == Op.NEWARRAY) {
      return;
    }
    trap(compareWithNull(of), value);
  }

  /** Sets the flags to whether {@code of}, an origin, is null; returns the condition. */
  private int compareWithNull(Value of) {
    boolean known = slots.has(of);
    Mem place;
    if (of.type().isSegment()) { // its address may be 0 for other reasons
      place = known ? slots.length(slots.of(of)) : slots.length(use(of));
    } else {
      place = known ? slots.base(slots.of(of)) : slots.base(use(of));
    }
    emit(X64Op.CMP_RM64_IMM32, place, new Imm(0));
    return (of.type().isSegment() ? Condition.L : Condition.E).ordinal();
  }

  @Override
  int compareReferences(Value value) {
    Value a = origin(value.operand(0));
    Value b = origin(value.operand(1));
    if (b.isConst()) {
      return compareWithNull(a);
    }
    if (a.isConst()) {
      return compareWithNull(b);
    }
    if (a.type().isSegment()) {
      throw new IllegalArgumentException("segments are compared with null only");
    }
    Reg first = base(a);
    emit(X64Op.CMP_R64_RM64, first, base(b));
    return Condition.E.ordinal();
  }

  // ---- lengths

  private void arrayLength(Value value) {
    Operand length = length(origin(value.operand(0)));
    if (length instanceof Imm imm) {
      emit(PseudoOp.IMMEDIATE, register(value), imm);
    } else {
      emit(X64Op.MOV_R32_RM32, register(value), length);
    }
  }

  private void byteSize(Value value) {
    Value of = origin(value.operand(0));
    if (of.isConst()) {
      emit(PseudoOp.IMMEDIATE, register(value), new Imm(0));
      return;
    }
    Mem place = slots.has(of) ? slots.length(slots.of(of)) : slots.length(use(of));
    if (value.operand(0).op() == Op.NONNULL) {
      emit(X64Op.MOV_R64_RM64, register(value), place);
      return;
    }
    Reg size = general(8); // less than 0 of null, but here 0
    Reg sign = general(8);
    emit(X64Op.MOV_R64_RM64, size, place);
    emitTied(X64Op.SAR_RM64_IMM8, size, false, sign, new Imm(63));
    emit(X64Op.ANDN_R64, register(value), sign, size);
  }

  private void limit(Value value) {
    Value of = origin(value.operand(0));
    if (of.isConst()) {
      emit(PseudoOp.IMMEDIATE, register(value), new Imm(0));
    } else {
      emit(X64Op.MOV_R64_RM64, register(value), limit(of, value.access()));
    }
  }

  private void distance(Value value) {
    Reg from = base(origin(value.operand(0)));
    emitTied(X64Op.SUB_R64_RM64, base(origin(value.operand(1))), false, register(value), from);
  }

  /** The low bits of the address; those above the index's, whatever they are, do not count. */
  private void lineOffset(Value value) {
    int bytes = value.element().bytes();
    Reg base = base(value.operand(0));
    Reg address = general(4);
    emit(X64Op.LEA_R32_M, address, Mem.of(base, use(origin(value.operand(1))), scale(value), 0));
    Reg offset = bytes == 1 ? register(value) : general(4);
    emitTied(X64Op.AND_RM32_IMM32, address, false, offset, new Imm(LINE - 1));
    if (bytes > 1) {
      var distance = new Imm(Integer.numberOfTrailingZeros(bytes));
      emitTied(X64Op.SHR_RM32_IMM8, offset, false, register(value), distance);
    }
  }

  // ---- new arrays

  private void newArray(Value value) {
    Value length = origin(value.operand(0));
    int most = (int) value.attribute();
    int size = value.type().element().bytes();
    boolean fits = length.isConst() && length.bits() >= 0 && length.bits() <= most;
    Reg count = null;
    if (!fits) {
      count = use(length);
      emit(X64Op.CMP_RM32_IMM32, count, new Imm(most));
      trap(Condition.A.ordinal(), value); // a negative length, too
    }
    int slot = slots.of(value);
    Reg base = kept(slots.base(slot), 8);
    Reg zero = vector(16);
    emit(PseudoOp.ZERO, zero);
    long bytes = fits ? length.bits() * size : Long.MAX_VALUE;
    if (bytes <= LONGEST_LINE) {
      for (int i = 0; i < bytes; i += 16) {
        emit(X64Op.VMOVUPS_M128, Mem.of(base, i), zero);
      }
    } else {
      fill(fits ? immediate(bytes, 8) : bytes(count, size), base, zero);
    }
    if (length.isConst()) {
      emit(X64Op.MOV_RM32_IMM32, Mem.of(base, -8), new Imm((int) length.bits()));
      emit(X64Op.MOV_RM32_IMM32, slots.scratchLength(slot), new Imm((int) length.bits()));
    } else {
      emit(X64Op.MOV_RM32_R32, Mem.of(base, -8), use(length));
      emit(X64Op.MOV_RM32_R32, slots.scratchLength(slot), use(length));
    }
  }

  private Reg bytes(Reg count, int size) {
    Reg bytes = general(8);
    if (size == 1) {
      emit(X64Op.MOV_R32_RM32, bytes, count);
    } else {
      Imm shift = new Imm(Integer.numberOfTrailingZeros(size));
      emitTied(X64Op.SHL_RM32_IMM8, count, false, bytes, shift);
    }
    return bytes;
  }

  private void fill(Reg bytes, Reg base, Reg zero) {
    Reg count = general(8);
    emitTied(X64Op.AND_RM64_IMM32, bytes, false, count, new Imm(-16));
    emitTied(X64Pseudo.FILL, count, false, general(8), base, zero);
  }

  // ---- traps

  /** What a guard tells who throws is computed here as well: nobody may run the kernel again. */
  @Override
  protected int usedOperands(Value value) {
    return value.operandCount();
  }

  @Override
  void trap(int condition, Value value) {
    trap(condition, value, new Operand[0]);
  }

  /** The same; {@code limits} are what the stub looks at before. */
  private void trap(int condition, Value value, Operand... limits) {
    Label label = site(TrapSite.of(value));
    var operands = new ArrayList<Operand>();
    operands.add(new Imm(condition));
    operands.add(label);
    switch (value.op()) {
      case INDEX -> {
        Value reference = origin(value.operand(0));
        boolean known = slots.has(reference);
        operands.add(known ? new Imm(slots.of(reference)) : use(reference));
        operands.add(told(value.operand(1)));
        operands.add(reference.type().isArray() ? length(reference) : new Imm(0));
      }
      case NONZERO -> { // whatever is divided by 0
        operands.add(new Imm(0));
        operands.add(new Imm(0));
      }
      case GUARD -> {
        for (int i = 1; i < value.operandCount(); i++) {
          operands.add(told(value.operand(i)));
        }
      }
      case NEWARRAY -> operands.add(told(value.operand(0)));
      default -> {}
    }
    operands.addAll(List.of(limits));
    emit(X64Pseudo.TRAP, operands.toArray(new Operand[0]));
  }

  private Operand told(Value operand) {
    Value of = origin(operand);
    return of.isConst() ? new Imm(of.bits()) : use(of);
  }
}
