package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.RAX;
import static dev.lathe.codegen.x64.X64Registers.RDX;
import static dev.lathe.codegen.x64.X64Registers.RSP;
import static dev.lathe.codegen.x64.X64Registers.XMM0;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.MachineBlock;
import dev.lathe.codegen.MachineFunction;
import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.PseudoOp;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.ReturnConvention;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns an allocated function into bytes: expands pseudo instructions, puts tied operands into place
 * by the cheapest instruction, lays out branches so that the likely way falls through, and appends
 * rare parts and trap stubs behind the code.
 */
final class X64Emitter {
  private static final int LOOP_ALIGNMENT = 32;
  private static final int LONGEST_TEST = 4;

  private final MachineFunction function;
  private final CodeBuffer buffer;
  private final Frame frame;
  private final CallingConvention convention;
  private final ReturnConvention returns;
  private final StringBuilder listing; // or null
  private int listedLine;
  private final ArrayList<Reg> saved = new ArrayList<>();
  private final ArrayList<RarePart> rareParts = new ArrayList<>();
  private boolean[] flagsNeeded = new boolean[16]; // behind each instruction of the block
  private boolean wide; // true if a register above 16 bytes is written

  X64Emitter(
      MachineFunction function,
      Frame frame,
      CallingConvention convention,
      ReturnConvention returns,
      StringBuilder listing) {
    this.function = function;
    this.buffer = function.buffer();
    this.frame = frame;
    this.convention = convention;
    this.returns = returns;
    this.listing = listing;
  }

  /** Emits everything. {@code siteLabels} are the stubs of the trap sites, in order. */
  void run(List<Label> siteLabels) {
    findSaved();
    frame.layOut(saved.size());
    List<MachineBlock> blocks = function.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      MachineBlock block = blocks.get(i);
      if (i == 0 || !isEmpty(block)) {
        int next = i + 1;
        while (next < blocks.size() && isEmpty(blocks.get(next))) {
          next++;
        }
        emit(block, next < blocks.size() ? blocks.get(next) : null);
      }
    }
    for (int i = 0; i < rareParts.size(); i++) {
      emit(rareParts.get(i));
    }
    emitStubs(siteLabels);
  }

  // ---- blocks

  /** True if the block does nothing but go on, so that whoever goes there goes on instead. */
  private static boolean isEmpty(MachineBlock block) {
    return block.insts().isEmpty()
        && block.successors().size() == 1
        && block.successors().getFirst().target() != block;
  }

  private MachineBlock through(MachineBlock block) {
    MachineBlock at = block;
    for (int steps = 0; isEmpty(at) && steps < 64; steps++) {
      at = at.successors().getFirst().target();
    }
    return at;
  }

  private void emit(MachineBlock block, MachineBlock next) {
    if (isLoopTop(block)) {
      buffer.align(LOOP_ALIGNMENT);
    }
    bind(block.label());
    emitInsts(block);
    emitBranch(block, next);
  }

  private void emitInsts(MachineBlock block) {
    List<MachineInst> insts = block.insts();
    findFlags(block);
    for (int i = 0; i < insts.size(); i++) {
      MachineInst inst = insts.get(i);
      listLine(inst.line());
      if (inst.op() instanceof X64Op op) {
        emit(inst, op, flagsNeeded[i]);
      } else if (inst.op() instanceof PseudoOp pseudo) {
        emit(inst, pseudo, flagsNeeded[i]);
      } else {
        emit(inst, (X64Pseudo) inst.op());
      }
    }
  }

  /** True if iterations begin here: at the header, or behind it if its test moves to the end. */
  private static boolean isLoopTop(MachineBlock block) {
    if (isLoopHeader(block)) {
      return !isRotated(block);
    }
    return block.predecessors().size() == 1
        && block.loopDepth() > 0
        && isRotated(block.predecessors().getFirst())
        && isLoopHeader(block.predecessors().getFirst());
  }

  /** True if the block is a test so short that who jumps back to it does better to repeat it. */
  private static boolean isRotated(MachineBlock block) {
    return block.successors().size() == 2 && block.insts().size() <= LONGEST_TEST;
  }

  private static boolean isLoopHeader(MachineBlock block) {
    List<MachineBlock> predecessors = block.predecessors();
    for (int i = 0; i < predecessors.size(); i++) {
      if (!predecessors.get(i).isBefore(block)) {
        return true;
      }
    }
    return false;
  }

  private void findFlags(MachineBlock block) {
    List<MachineInst> insts = block.insts();
    if (flagsNeeded.length < insts.size()) {
      flagsNeeded = new boolean[insts.size() * 2];
    }
    boolean needed = block.successors().size() == 2;
    for (int i = insts.size() - 1; i >= 0; i--) {
      flagsNeeded[i] = needed;
      if (insts.get(i).op() instanceof X64Op op) {
        needed = op.readsFlags() || needed && !op.writesFlags();
      } else if (!(insts.get(i).op() instanceof PseudoOp)) {
        needed = insts.get(i).op() == X64Pseudo.TRAP;
      }
    }
  }

  private void emitBranch(MachineBlock block, MachineBlock next) {
    if (block.successors().isEmpty()) {
      return;
    }
    MachineBlock first = through(block.successors().getFirst().target());
    if (block.successors().size() == 1) {
      if (first != next && isRotated(first) && first.isBefore(block)) {
        emitInsts(first); // the loop's test, repeated at its end
        emitBranch(first, next);
      } else {
        jump(first, next);
      }
      return;
    }
    MachineBlock second = through(block.successors().getLast().target());
    int condition = block.condition();
    if (condition == X64Patterns.FLOAT_UNEQUAL
        || first == next && condition != X64Patterns.FLOAT_EQUAL) {
      MachineBlock swap = first;
      first = second;
      second = swap;
      condition ^= 1;
    }
    if (first == second) {
      jump(first, next);
      return;
    }
    if (condition == X64Patterns.FLOAT_EQUAL) {
      encode(X64Op.JP, second.label());
      if (first == next) {
        encode(X64Op.JNE, second.label());
        return;
      }
      encode(X64Op.JE, first.label());
    } else {
      encode(Condition.at(condition).jump(), first.label());
    }
    jump(second, next);
  }

  private void jump(MachineBlock to, MachineBlock next) {
    if (to != next) {
      encode(X64Op.JMP_REL32, to.label());
    }
  }

  // ---- frame

  private void findSaved() {
    int used = 0;
    List<MachineBlock> blocks = function.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      List<MachineInst> insts = blocks.get(b).insts();
      for (int i = 0; i < insts.size(); i++) {
        MachineInst inst = insts.get(i);
        for (int o = 0; o < inst.operandCount(); o++) {
          if (inst.operand(o) instanceof Reg reg && reg.regClass() == RegClass.GENERAL) {
            used |= 1 << reg.index();
          }
        }
      }
    }
    for (int i = 0; i < 16; i++) {
      if ((used >> i & 1) != 0 && convention.isSaved(RegClass.GENERAL, i)) {
        saved.add(Reg.physical(RegClass.GENERAL, i));
      }
    }
  }

  private void prologue() {
    for (int i = 0; i < saved.size(); i++) {
      encode(X64Op.PUSH_R64, saved.get(i));
    }
    if (frame.slotBytes() > 0) {
      encode(X64Op.SUB_RM64_IMM32, RSP, new Imm(frame.slotBytes()));
    }
  }

  private void epilogue() {
    if (frame.slotBytes() > 0) {
      encode(X64Op.ADD_RM64_IMM32, RSP, new Imm(frame.slotBytes()));
    }
    for (int i = saved.size() - 1; i >= 0; i--) {
      encode(X64Op.POP_R64, saved.get(i));
    }
    if (wide) {
      encode(X64Op.VZEROUPPER);
    }
    encode(X64Op.RET);
  }

  private void emitStubs(List<Label> labels) {
    if (labels.isEmpty()) {
      return;
    }
    listLine(0);
    if (returns == ReturnConvention.SENTINEL_VALUE) {
      for (int i = 0; i < labels.size(); i++) {
        bind(labels.get(i));
      }
      encode(X64Op.MOV_R64_IMM64, RAX, new Imm(ReturnConvention.SENTINEL));
      if (function.source().result().isFloat()) {
        encode(X64Op.VMOVQ_XMM_RM64, XMM0, RAX);
      }
      epilogue();
      return;
    }
    boolean frameless = frame.slotBytes() == 0 && saved.isEmpty() && !wide;
    Label leave = frameless ? null : buffer.newLabel();
    for (int i = 0; i < labels.size(); i++) {
      bind(labels.get(i));
      encode(X64Op.MOV_R64_IMM64, RAX, new Imm((long) (i + 1) << 32));
      if (frameless) {
        encode(X64Op.RET);
      } else if (i < labels.size() - 1) {
        encode(X64Op.JMP_REL32, leave);
      }
    }
    if (!frameless) {
      bind(leave);
      epilogue();
    }
  }

  // ---- instructions

  private void emit(MachineInst inst, X64Op op, boolean flags) {
    Operand[] operands = new Operand[inst.operandCount()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = resolve(inst.operand(i));
    }
    if (inst.tied() != null) {
      tie(op, operands, resolve(inst.tied()), inst.symmetric(), flags);
    } else {
      encode(op, operands);
    }
  }

  /** Emits an instruction whose operand 0 must hold {@code from} before it. */
  private void tie(
      X64Op op, Operand[] operands, Operand from, boolean symmetric, boolean flags) {
    Operand to = operands[0];
    if (to.equals(from)) {
      encode(op, operands);
      return;
    }
    if (symmetric && form(op, -1) != null) {
      multiplyAdd(op, operands, from);
      return;
    }
    if (symmetric && to.equals(operands[1])) {
      operands[1] = from;
      encode(op, operands);
      return;
    }
    if (!flags && from instanceof Reg base && asAddress(op, operands, base)) {
      return;
    }
    copy(to, from, Math.min(op.registerBits(0), 128) / 8);
    encode(op, operands);
  }

  /** Sums and small shifts into another register: lea. */
  private boolean asAddress(X64Op op, Operand[] operands, Reg from) {
    Operand with = operands[operands.length - 1];
    boolean wide = op.registerBits(0) == 64;
    Mem address;
    if (op == X64Op.ADD_R32_RM32 || op == X64Op.ADD_R64_RM64) {
      if (!(with instanceof Reg index)) {
        return false;
      }
      address = Mem.of(from, index, 1, 0);
    } else if (op == X64Op.ADD_RM32_IMM32 || op == X64Op.ADD_RM64_IMM32) {
      address = Mem.of(from, (int) ((Imm) with).value());
    } else if (op == X64Op.SHL_RM32_IMM8 || op == X64Op.SHL_RM64_IMM8) {
      long n = ((Imm) with).value();
      if (n < 1 || n > 3) {
        return false;
      }
      address = n == 1 ? Mem.of(from, from, 1, 0) : Mem.of(null, from, 1 << n, 0);
    } else {
      return false;
    }
    encode(wide ? X64Op.LEA_R64_M : X64Op.LEA_R32_M, operands[0], address);
    return true;
  }

  /**
   * {@code to = a * b + c} of three operands, the form (SDM 2C: 132, 213, 231 name the places of
   * factor, factor and summand) by which of them {@code to} holds already.
   */
  private void multiplyAdd(X64Op op, Operand[] operands, Operand c) {
    Operand to = operands[0];
    Operand a = operands[1];
    Operand b = operands[2];
    if (to.equals(a)) {
      if (c instanceof Mem && b instanceof Mem) {
        throw new IllegalStateException("two operands of " + op + " in memory");
      }
      if (b instanceof Mem) {
        encode(form(op, -2), to, c, b); // to = to * b + c
      } else {
        encode(form(op, -1), to, b, c); // to = b * to + c
      }
    } else if (to.equals(b)) {
      encode(form(op, -1), to, a, c);
    } else {
      copy(to, c, 16);
      encode(op, to, a, b);
    }
  }

  /** The row of the same operation {@code steps} forms before the 231 form, or null if it has none. */
  private static X64Op form(X64Op op, int steps) {
    if (op == X64Op.VFMADD231SS) {
      return steps == -1 ? X64Op.VFMADD213SS : X64Op.VFMADD132SS;
    }
    if (op == X64Op.VFMADD231SD) {
      return steps == -1 ? X64Op.VFMADD213SD : X64Op.VFMADD132SD;
    }
    if (op == X64Op.VFNMADD231SS) {
      return steps == -1 ? X64Op.VFNMADD213SS : X64Op.VFNMADD132SS;
    }
    if (op == X64Op.VFNMADD231SD) {
      return steps == -1 ? X64Op.VFNMADD213SD : X64Op.VFNMADD132SD;
    }
    return null;
  }

  private void emit(MachineInst inst, PseudoOp op, boolean flags) {
    // no switch: its table would be one more class on the way to a first call
    if (op == PseudoOp.ENTRY) {
      prologue();
    } else if (op == PseudoOp.RETURN) {
      epilogue();
    } else if (op == PseudoOp.MOVE || op == PseudoOp.LOAD) {
      long size = ((Imm) inst.operand(2)).value();
      copy(resolve(inst.operand(0)), resolve(inst.operand(1)), (int) size);
    } else if (op == PseudoOp.EXCHANGE) {
      exchange((Reg) inst.operand(0), (Reg) inst.operand(1));
    } else if (op == PseudoOp.IMMEDIATE) {
      immediate(resolve(inst.operand(0)), ((Imm) inst.operand(1)).value(), flags);
    } else if (resolve(inst.operand(0)) instanceof Reg reg) { // ZERO
      encode(X64Op.VXORPS_XMM, reg, reg, reg);
    } else {
      encode(X64Op.MOV_RM64_IMM32, resolve(inst.operand(0)), new Imm(0));
    }
  }

  private void immediate(Operand to, long bits, boolean flags) {
    if (to instanceof Mem memory) {
      if (bits == (int) bits) {
        encode(X64Op.MOV_RM64_IMM32, memory, new Imm(bits));
      } else {
        Mem upper = Mem.of(memory.base(), memory.displacement() + 4);
        encode(X64Op.MOV_RM32_IMM32, memory, new Imm((int) bits));
        encode(X64Op.MOV_RM32_IMM32, upper, new Imm((int) (bits >> 32)));
      }
    } else if (bits == 0 && !flags) {
      encode(X64Op.XOR_R32_RM32, to, to);
    } else if (bits >>> 32 == 0) {
      encode(X64Op.MOV_R32_IMM32, to, new Imm((int) bits));
    } else if (bits == (int) bits) {
      encode(X64Op.MOV_RM64_IMM32, to, new Imm(bits));
    } else {
      encode(X64Op.MOV_R64_IMM64, to, new Imm(bits));
    }
  }

  /** Copies {@code size} bytes; from memory to memory by way of the stack. */
  private void copy(Operand to, Operand from, int size) {
    if (to.equals(from)) {
      return;
    }
    if (to instanceof Mem target && from instanceof Mem source) {
      for (int i = 0; i < size; i += 8) {
        encode(X64Op.PUSH_M64, at(source, i));
        encode(X64Op.POP_M64, at(target, i));
      }
      return;
    }
    Reg register = (Reg) (to instanceof Reg ? to : from);
    if (register.regClass() == RegClass.GENERAL) {
      if (to instanceof Reg) {
        encode(size == 8 ? X64Op.MOV_R64_RM64 : X64Op.MOV_R32_RM32, to, from);
      } else {
        encode(size == 8 ? X64Op.MOV_RM64_R64 : X64Op.MOV_RM32_R32, to, from);
      }
      return;
    }
    if (to instanceof Reg && from instanceof Reg) {
      encode(size <= 16 ? X64Op.VMOVAPS_XMM : X64Op.VMOVAPS_YMM, to, from);
    } else if (to instanceof Reg) {
      X64Op op =
          switch (size) {
            case 4 -> X64Op.VMOVSS_XMM_M32;
            case 8 -> X64Op.VMOVSD_XMM_M64;
            case 16 -> X64Op.VMOVUPS_XMM;
            default -> X64Op.VMOVUPS_YMM;
          };
      encode(op, to, from);
    } else {
      X64Op op =
          switch (size) {
            case 4 -> X64Op.VMOVSS_M32;
            case 8 -> X64Op.VMOVSD_M64;
            case 16 -> X64Op.VMOVUPS_M128;
            default -> X64Op.VMOVUPS_M256;
          };
      encode(op, to, from);
    }
  }

  private static Mem at(Mem memory, int offset) {
    return offset == 0
        ? memory
        : new Mem(
            memory.base(),
            memory.index(),
            memory.scale(),
            memory.displacement() + offset,
            memory.label());
  }

  private void exchange(Reg a, Reg b) {
    if (a.regClass() == RegClass.GENERAL) {
      encode(X64Op.XCHG_RM64_R64, a, b);
    } else { // no such instruction: three times exclusive or
      encode(X64Op.VXORPS_XMM, a, a, b);
      encode(X64Op.VXORPS_XMM, b, a, b);
      encode(X64Op.VXORPS_XMM, a, a, b);
    }
  }

  // ---- pseudo instructions of the target

  /** What runs rarely, behind the code: {@code inst}'s other way, from {@code begin} to {@code end}. */
  private record RarePart(X64Pseudo op, Operand to, Operand from, Label begin, Label end) {}

  private void emit(MachineInst inst, X64Pseudo op) {
    if (op == X64Pseudo.TRAP) {
      emitTrap((int) ((Imm) inst.operand(0)).value(), (Label) inst.operand(1));
      return;
    }
    Label rare = buffer.newLabel();
    Label end = buffer.newLabel();
    if (op.isDivision()) {
      boolean wide = op.bits() == 64;
      Operand divisor = resolve(inst.operand(2));
      encode(wide ? X64Op.CMP_RM64_IMM32 : X64Op.CMP_RM32_IMM32, divisor, new Imm(-1));
      encode(X64Op.JE, rare);
      encode(wide ? X64Op.CQO : X64Op.CDQ, RDX, RAX);
      encode(op.op(), RAX, RDX, divisor);
      rareParts.add(new RarePart(op, RAX, RDX, rare, end));
    } else {
      Operand to = inst.operand(0);
      Operand from = inst.operand(1);
      encode(op.op(), to, from);
      // MIN_VALUE is the only value that overflows when 1 is subtracted
      encode(
          op.bits() == 64 ? X64Op.CMP_RM64_IMM32 : X64Op.CMP_RM32_IMM32, to, new Imm(1));
      encode(X64Op.JO, rare);
      rareParts.add(new RarePart(op, to, from, rare, end));
    }
    bind(end);
  }

  private void emitTrap(int condition, Label label) {
    if (condition == X64Patterns.FLOAT_UNEQUAL) {
      encode(X64Op.JP, label);
      encode(X64Op.JNE, label);
    } else if (condition == X64Patterns.FLOAT_EQUAL) {
      Label past = buffer.newLabel();
      encode(X64Op.JP, past);
      encode(X64Op.JE, label);
      bind(past);
    } else {
      encode(Condition.at(condition).jump(), label);
    }
  }

  private void emit(RarePart part) {
    bind(part.begin);
    boolean wide = part.op.bits() == 64;
    if (part.op.isDivision()) { // by -1: the quotient is the negation, the remainder 0
      if (part.op.isRemainder()) {
        encode(X64Op.XOR_R32_RM32, RDX, RDX);
      } else {
        encode(wide ? X64Op.NEG_RM64 : X64Op.NEG_RM32, RAX);
      }
    } else { // NaN, too small or too large; the result so far is MIN_VALUE
      Label nan = buffer.newLabel();
      Mem zero = Mem.of(buffer.constant(0L));
      encode(part.op.compare(), part.from, zero);
      encode(X64Op.JP, nan);
      encode(X64Op.JBE, part.end);
      encode(wide ? X64Op.DEC_RM64 : X64Op.DEC_RM32, part.to); // MAX_VALUE
      encode(X64Op.JMP_REL32, part.end);
      bind(nan);
      encode(X64Op.XOR_R32_RM32, part.to, part.to);
    }
    encode(X64Op.JMP_REL32, part.end);
  }

  // ---- bytes and text

  private Operand resolve(Operand operand) {
    return operand instanceof Mem mem ? frame.resolve(mem) : operand;
  }

  private void encode(X64Op op, Operand... operands) {
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

  private void listLine(int line) {
    if (listing != null && line != 0 && line != listedLine) {
      listedLine = line;
      String file = function.source().sourceFile();
      listing.append("  ; ").append(file == null ? "line" : file).append(':').append(line);
      listing.append('\n');
    }
  }
}
