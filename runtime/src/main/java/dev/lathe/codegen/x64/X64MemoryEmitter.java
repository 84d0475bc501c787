package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.R11;
import static dev.lathe.codegen.x64.X64Registers.RAX;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.MachineBlock;
import dev.lathe.codegen.MachineFunction;
import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Emits what memory kernels have besides: the table of {@link X64Slots}, filled when a slice
 * begins, and traps that tell their operands.
 */
final class X64MemoryEmitter extends X64Emitter {
  private static final int GENERAL_REGISTERS = 16;

  /** The operand of a trap with a limit of indices; behind it stands that of offsets. */
  private static final int FIRST_LIMIT = 5;

  private final CallingConvention convention;
  private final X64Slots slots;
  private final List<TrapSite> sites;
  private final Map<Integer, Trap> traps = new HashMap<>(); // by label
  private final Mem saved; // a place for a register that a stub uses

  X64MemoryEmitter(
      MachineFunction function,
      Frame frame,
      CallingConvention convention,
      X64Slots slots,
      List<TrapSite> sites,
      StringBuilder listing) {
    super(function, frame, convention, ReturnConvention.RECORD, null, slots, listing);
    this.convention = convention;
    this.slots = slots;
    this.sites = sites;
    this.saved = slots.limits().isEmpty() ? null : frame.reserve();
  }

  // ---- the beginning of a slice

  @Override
  void prepare(Reg address) {
    if (!address.equals(R11)) {
      encode(X64Op.MOV_R64_RM64, R11, address);
    }
    if (slots.readsBase(0) || slots.readsLength(0)) { // null: as segments have it its size is < 0
      store(0, 0, new Imm(0));
      encode(X64Op.MOV_RM32_IMM32, at(entry(0), X64Slots.LENGTH), new Imm(0));
      encode(X64Op.MOV_RM32_IMM32, at(entry(0), X64Slots.LENGTH + 4), new Imm(Integer.MIN_VALUE));
    }
    int stack = convention.stackArguments();
    for (int s = 1; s <= slots.addresses(); s++) {
      int register = convention.argument(RegClass.GENERAL, s - 1, s - 1);
      if (slots.readsBase(s)) {
        if (register < 0) {
          encode(X64Op.MOV_R64_RM64, RAX, resolve(Frame.argument(stack)));
        }
        store(s, 0, register < 0 ? RAX : Reg.physical(RegClass.GENERAL, register));
      }
      stack += register < 0 ? 8 : 0;
      if (slots.readsLength(s)) {
        load(s, 8 * slots.lengthWord(s));
      }
    }
    for (int i = 0; i < slots.scratchCount(); i++) {
      int s = slots.addresses() + 1 + i;
      if (slots.readsBase(s)) {
        encode(X64Op.LEA_R64_M, RAX, Mem.of(R11, slots.scratchOffset(i)));
        store(s, 0, RAX);
      }
      if (slots.isDynamic()) {
        load(s, slots.scratchOffset(i) - 8);
      }
    }
    int first = slots.firstLimit();
    int limits = slots.limits().size();
    for (int i = 0; i < limits; i++) {
      encode(X64Op.MOV_R64_RM64, RAX, Mem.of(R11, 8 * (first + i)));
      encode(X64Op.MOV_RM64_R64, at(entry(0), slots.frameBytes() - 8 * (limits - i)), RAX);
    }
  }

  private void load(int slot, int offset) {
    encode(X64Op.MOV_R64_RM64, RAX, Mem.of(R11, offset));
    store(slot, X64Slots.LENGTH, RAX);
  }

  private void store(int slot, int offset, Operand value) {
    X64Op op = value instanceof Reg ? X64Op.MOV_RM64_R64 : X64Op.MOV_RM64_IMM32;
    encode(op, at(entry(slot), offset), value);
  }

  private Mem entry(int slot) {
    return (Mem) resolve(Frame.table(null, 1, X64Slots.ENTRY * slot));
  }

  // ---- instructions

  @Override
  void emit(MachineInst inst, X64Pseudo op, MachineBlock block) {
    if (op == X64Pseudo.FILL) {
      fill((Reg) inst.operand(0), (Reg) inst.operand(1), (Reg) inst.operand(2), inst.tied());
      return;
    }
    super.emit(inst, op, block);
    if (op == X64Pseudo.TRAP) {
      int label = ((Label) inst.operand(1)).id();
      if (!traps.containsKey(label)) { // else the test of a loop that is repeated at its end
        Label past = inst.operandCount() > FIRST_LIMIT ? buffer.newLabel() : null;
        traps.put(label, new Trap(inst, past));
        if (past != null) {
          bind(past);
        }
      }
    }
  }

  private void fill(Reg count, Reg base, Reg zero, Operand from) {
    copy(count, resolve(from), 8);
    Label loop = buffer.newLabel();
    bind(loop);
    encode(X64Op.VMOVUPS_M128, Mem.of(base, count, 1, 0), zero);
    encode(X64Op.SUB_RM64_IMM32, count, new Imm(16));
    encode(X64Op.JNS, loop);
  }

  // ---- traps

  /** A trap, and where one goes on if it is none; or null. */
  private record Trap(MachineInst inst, Label past) {}

  @Override
  void tellOperands(Label label, int site) {
    if (!traps.containsKey(label.id())) {
      return;
    }
    MachineInst trap = traps.get(label.id()).inst;
    if (trap.operandCount() == 2) {
      return;
    }
    Reg record = free(trap);
    TrapSite.Check check = sites.get(site).check();
    if (trap.operandCount() > FIRST_LIMIT) {
      int shift = Integer.numberOfTrailingZeros(check.access().element().bytes());
      tryOffset(trap, shift, record, traps.get(label.id()).past);
    }
    encode(X64Op.MOV_R64_RM64, record, recordAddress());
    for (int i = 2; i < Math.min(trap.operandCount(), FIRST_LIMIT); i++) {
      Mem to = Mem.of(record, 8 * (ReturnConvention.RESULT + i - 2));
      Operand from = resolve(trap.operand(i));
      if (from instanceof Imm imm) {
        immediate(to, imm.value(), false);
      } else {
        copy(to, from, 8);
      }
    }
    if (check != null && check.op() == Op.INDEX && !(trap.operand(2) instanceof Imm)) {
      int shift = Integer.numberOfTrailingZeros(X64Slots.UNIT);
      Mem slot = Mem.of(record, 8 * ReturnConvention.RESULT);
      encode(X64Op.SHR_RM32_IMM8, slot, new Imm(shift));
    }
  }

  /**
   * {@code getAtIndex} multiplies the index by the element's size and does not look whether that
   * overflows: an index that is too great by a multiple of 2^64 over the size is a good one.
   */
  private void tryOffset(MachineInst trap, int shift, Reg temp, Label past) {
    Label fails = buffer.newLabel();
    encode(X64Op.CMP_RM64_IMM32, resolve(trap.operand(FIRST_LIMIT)), new Imm(0));
    encode(X64Op.JE, fails);
    copy(resolve(saved), temp, 8);
    Operand index = resolve(trap.operand(3));
    if (index instanceof Imm imm) {
      immediate(temp, imm.value(), false);
    } else {
      copy(temp, index, 8);
    }
    encode(X64Op.SHL_RM64_IMM8, temp, new Imm(shift));
    encode(X64Op.CMP_R64_RM64, temp, resolve(trap.operand(FIRST_LIMIT + 1)));
    copy(temp, resolve(saved), 8);
    encode(Condition.B.jump(), past);
    bind(fails);
  }

  /** A register that a callee need not keep and no operand of {@code inst} is in. */
  private Reg free(MachineInst inst) {
    int used = 0;
    for (int i = 2; i < inst.operandCount(); i++) {
      Operand operand = inst.operand(i);
      used |= operand instanceof Reg reg ? bit(reg) : 0;
      used |= operand instanceof Mem mem ? bit(mem.base()) | bit(mem.index()) : 0;
    }
    for (int i = 0; i < GENERAL_REGISTERS; i++) {
      if ((used >> i & 1) == 0 && i != 4 && !convention.isSaved(RegClass.GENERAL, i)) { // 4: rsp
        return Reg.physical(RegClass.GENERAL, i);
      }
    }
    throw new IllegalStateException("no register is free");
  }

  private static int bit(Reg reg) {
    return reg != null && reg.regClass() == RegClass.GENERAL && reg.index() >= 0
        ? 1 << reg.index()
        : 0;
  }
}
