package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.R13;
import static dev.lathe.codegen.x64.X64Registers.R14;
import static dev.lathe.codegen.x64.X64Registers.R15;
import static dev.lathe.codegen.x64.X64Registers.RAX;
import static dev.lathe.codegen.x64.X64Registers.RBP;
import static dev.lathe.codegen.x64.X64Registers.RBX;
import static dev.lathe.codegen.x64.X64Registers.RDI;
import static dev.lathe.codegen.x64.X64Registers.RSP;
import static dev.lathe.codegen.x64.X64Registers.XMM0;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.ControlBlock;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the functions of a module share: the way in from C, which changes to the kernel's own stack,
 * and the ways out.
 *
 * <p>There are two entries. The one at offset 0 takes the address of the control block and goes on
 * with a kernel that left at a safepoint. The other takes the arguments, then the control block; or
 * that alone, with the arguments in it.
 *
 * <p>A kernel leaves with everything it has on its own stack, where {@link #count} puts all
 * registers; so at a safepoint nothing needs to be known of what is live. A trap and an overflow
 * just drop that stack.
 */
final class X64Module {
  /** The address of the control block. */
  static final Reg CONTROL = R15;

  /** Counts the safepoints that may still be passed, if the module counts. */
  static final Reg BUDGET = R13;

  private static final CallingConvention C = X64CallingConvention.systemV();
  private static final Reg[] SAVED = {RBX, RBP, X64Registers.R12, R13, R14, R15};
  private static final int MASKS = 8;

  private final CodeBuffer buffer;
  private final boolean counts;
  private final boolean wide; // true if there are vectors of AVX-512
  private final StringBuilder listing; // or null
  private final Map<String, Label> entries = new HashMap<>();
  private final Label leave;
  private final Label overflow;
  private final Label count;

  X64Module(Module module, boolean wide, CodeBuffer buffer, StringBuilder listing) {
    this.wide = wide;
    this.buffer = buffer;
    this.counts = module.root().isInterruptible();
    this.listing = listing;
    for (String symbol : module.symbols()) {
      entries.put(symbol, buffer.newLabel());
    }
    this.leave = buffer.newLabel();
    this.overflow = buffer.newLabel();
    this.count = buffer.newLabel();
  }

  /** True if functions count down where they begin and at their yields. */
  boolean counts() {
    return counts;
  }

  /** Where the function begins. */
  Label entry(Callee callee) {
    return entry(callee.symbol());
  }

  Label entry(String symbol) {
    return entries.get(symbol);
  }

  /** To be jumped to with a status in rax. */
  Label leave() {
    return leave;
  }

  /** To be jumped to where the stack is used up. */
  Label overflow() {
    return overflow;
  }

  /** To be called where the budget is used up: returns in another slice, all registers kept. */
  Label count() {
    return count;
  }

  /**
   * Emits the entries, which must come first, and what all functions share.
   *
   * @param packed true if the arguments come in the control block
   * @return the offset of the entry that takes arguments
   */
  int emit(Module module, boolean packed) {
    if (counts) {
      emitResume();
      buffer.align(16);
    }
    int offset = buffer.size();
    name("entry");
    save();
    enter(module.root(), packed);
    encode(X64Op.CALL_REL32, entry(module.rootSymbol()));
    Type result = module.root().result();
    Mem field = Mem.of(CONTROL, ControlBlock.RESULT);
    if (result.isFloat()) {
      encode(X64Op.VMOVSD_M64, field, XMM0);
    } else if (result != Type.VOID) {
      encode(X64Op.MOV_RM64_R64, field, RAX);
    }
    encode(X64Op.XOR_R32_RM32, RAX, RAX);
    bind(leave);
    encode(X64Op.MOV_R64_RM64, RSP, Mem.of(CONTROL, ControlBlock.CALLER));
    for (int i = SAVED.length - 1; i >= 0; i--) {
      encode(X64Op.POP_R64, SAVED[i]);
    }
    encode(X64Op.RET);
    bind(overflow);
    encode(X64Op.MOV_RM64_IMM32, RAX, new Imm(ReturnConvention.OVERFLOW));
    encode(X64Op.JMP_REL32, leave);
    if (counts) {
      emitCount();
    }
    return offset;
  }

  private void save() {
    for (Reg reg : SAVED) {
      encode(X64Op.PUSH_R64, reg);
    }
  }

  /** Changes stacks and puts the arguments where the root expects them. */
  private void enter(Function root, boolean packed) {
    CallingConvention own = X64CallingConvention.module(counts);
    List<Value> params = root.params();
    int count = params.size();
    Mem[] memory = new Mem[count]; // where arguments come, unless in the register that they go to
    Mem control = null;
    int stack = SAVED.length * 8 + 8;
    var ofClass = new int[RegClass.values().length];
    for (int i = 0; i < count; i++) {
      RegClass regClass = regClass(params.get(i));
      if (packed) {
        memory[i] = Mem.of(CONTROL, ControlBlock.ARGUMENTS + 8 * i);
      } else if (C.argument(regClass, i, ofClass[regClass.ordinal()]++) < 0) {
        memory[i] = Mem.of(RAX, stack);
        stack += 8;
      }
    }
    int last = C.argument(RegClass.GENERAL, count, ofClass[RegClass.GENERAL.ordinal()]);
    if (last >= 0) {
      encode(X64Op.MOV_R64_RM64, CONTROL, Reg.physical(RegClass.GENERAL, last));
    } else {
      encode(X64Op.MOV_R64_RM64, CONTROL, Mem.of(RSP, stack));
    }
    encode(X64Op.MOV_RM64_R64, Mem.of(CONTROL, ControlBlock.CALLER), RSP);
    encode(X64Op.MOV_R64_RM64, RAX, RSP);
    int outgoing = 0;
    int[] places = new int[count];
    ofClass = new int[RegClass.values().length];
    for (int i = 0; i < count; i++) {
      RegClass regClass = regClass(params.get(i));
      places[i] = own.argument(regClass, i, ofClass[regClass.ordinal()]++);
      if (places[i] < 0) {
        places[i] = ~outgoing;
        outgoing += 8;
      }
    }
    encode(X64Op.LEA_R64_M, RSP, Mem.of(CONTROL, -(outgoing + 15 & -16)));
    if (counts) {
      encode(X64Op.MOV_R64_RM64, BUDGET, Mem.of(CONTROL, ControlBlock.BUDGET));
    }
    for (int i = 0; i < count; i++) {
      if (memory[i] == null) {
        continue;
      }
      RegClass regClass = regClass(params.get(i));
      if (places[i] < 0) {
        encode(X64Op.MOV_R64_RM64, R14, memory[i]);
        encode(X64Op.MOV_RM64_R64, Mem.of(RSP, ~places[i]), R14);
      } else if (regClass == RegClass.VECTOR) {
        encode(X64Op.VMOVSD_XMM_M64, Reg.physical(regClass, places[i]), memory[i]);
      } else {
        encode(X64Op.MOV_R64_RM64, Reg.physical(regClass, places[i]), memory[i]);
      }
    }
  }

  private static RegClass regClass(Value param) {
    return param.type().isFloat() ? RegClass.VECTOR : RegClass.GENERAL;
  }

  // ---- slices

  private void emitCount() {
    bind(count);
    for (int i = 0; i < 16; i++) {
      Reg reg = Reg.physical(RegClass.GENERAL, i);
      if (!reg.equals(RSP)) {
        encode(X64Op.PUSH_R64, reg);
      }
    }
    encode(X64Op.SUB_RM64_IMM32, RSP, new Imm(savedBytes()));
    for (int i = 0; i < vectors(); i++) {
      Reg reg = Reg.physical(RegClass.VECTOR, i);
      encode(X64Packed.VMOVUPS_M.of(vectorBytes()), Mem.of(RSP, i * vectorBytes()), reg);
    }
    for (int i = 1; wide && i < MASKS; i++) {
      encode(X64Packed.KMOVQ_M.of(), maskAt(i), Reg.physical(RegClass.MASK, i));
    }
    encode(X64Op.VZEROUPPER);
    encode(X64Op.MOV_RM64_R64, Mem.of(CONTROL, ControlBlock.KERNEL), RSP);
    encode(X64Op.MOV_R32_IMM32, RAX, new Imm(1));
    encode(X64Op.JMP_REL32, leave);
  }

  private int vectors() {
    return wide ? 32 : 16;
  }

  private int vectorBytes() {
    return wide ? 64 : 32;
  }

  private int savedBytes() {
    return vectors() * vectorBytes() + (wide ? 8 * MASKS : 0);
  }

  private Mem maskAt(int mask) {
    return Mem.of(RSP, vectors() * vectorBytes() + 8 * mask);
  }

  private void emitResume() {
    name("resume");
    save();
    encode(X64Op.MOV_RM64_R64, Mem.of(RDI, ControlBlock.CALLER), RSP);
    encode(X64Op.MOV_R64_RM64, RSP, Mem.of(RDI, ControlBlock.KERNEL));
    for (int i = 0; i < vectors(); i++) {
      Reg reg = Reg.physical(RegClass.VECTOR, i);
      encode(X64Packed.VMOVUPS.of(vectorBytes()), reg, Mem.of(RSP, i * vectorBytes()));
    }
    for (int i = 1; wide && i < MASKS; i++) {
      encode(X64Packed.KMOVQ.of(), Reg.physical(RegClass.MASK, i), maskAt(i));
    }
    encode(X64Op.ADD_RM64_IMM32, RSP, new Imm(savedBytes()));
    for (int i = 15; i >= 0; i--) {
      Reg reg = Reg.physical(RegClass.GENERAL, i);
      if (!reg.equals(RSP)) {
        encode(X64Op.POP_R64, reg);
      }
    }
    encode(X64Op.MOV_R64_RM64, BUDGET, Mem.of(CONTROL, ControlBlock.BUDGET));
    encode(X64Op.RET);
  }

  // ---- bytes and text

  private void encode(X64Op op, Operand... operands) {
    X64Encoder.encode(buffer, op, operands);
    if (listing != null) {
      listing.append("    ").append(X64Printer.text(op, operands)).append('\n');
    }
  }

  private void encode(X64PackedOp op, Operand... operands) {
    X64Encoder.encode(buffer, op, operands);
    if (listing != null) {
      listing.append("    ").append(X64Printer.text(op, operands)).append('\n');
    }
  }

  private void bind(Label label) {
    buffer.bind(label);
    if (listing != null) {
      listing.append('L').append(label.id()).append(":\n");
    }
  }

  /** A title in the listing. */
  void name(String title) {
    if (listing != null) {
      listing.append("; ").append(title).append('\n');
    }
  }
}
