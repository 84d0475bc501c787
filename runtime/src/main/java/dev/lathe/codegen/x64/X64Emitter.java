package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.R11;
import static dev.lathe.codegen.x64.X64Registers.RAX;
import static dev.lathe.codegen.x64.X64Registers.RDX;
import static dev.lathe.codegen.x64.X64Registers.RSP;
import static dev.lathe.codegen.x64.X64Registers.XMM0;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.ControlBlock;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.FrameRegion;
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
 * Turns an allocated function into bytes: expands pseudo instructions, puts tied operands into
 * place by the cheapest instruction, lays out branches so that the likely way falls through, and
 * appends rare parts and trap stubs behind the code.
 */
class X64Emitter extends X64Slices {
  private static final int LOOP_ALIGNMENT = 32;
  private static final int LONGEST_TEST = 4;

  /** What a call takes off the budget of an interruptible module. */
  private static final int CALL_COST = 4;

  private final CallingConvention convention;
  private final ReturnConvention returns;
  private final ArrayList<Reg> saved = new ArrayList<>();
  private final ArrayList<RarePart> rareParts = new ArrayList<>();
  private final ArrayList<Table> tables = new ArrayList<>();
  private boolean[] flagsNeeded = new boolean[16]; // behind each instruction of the block
  private final MachineBlock[] destinations; // of each empty block, by order; once asked for
  private boolean wide; // true if a register above 16 bytes is written
  private final X64Module module; // or null
  private Label overflow; // where the stack is used up, or null
  private FrameRegion region; // or null if everything has the frame
  private boolean framed = true; // true if what is emitted has it

  X64Emitter(
      MachineFunction function,
      Frame frame,
      CallingConvention convention,
      ReturnConvention returns,
      X64Module module,
      X64Slots slots,
      StringBuilder listing) {
    super(function, frame, convention, returns == ReturnConvention.RECORD, slots, listing);
    this.convention = convention;
    this.returns = returns;
    this.destinations = new MachineBlock[function.blocks().size()];
    this.module = module;
  }

  /**
   * Emits a function of a module.
   *
   * @param region which of its blocks have the frame
   * @param siteLabels the stubs of its trap sites, in order
   * @param firstSite how many sites the functions before it have
   * @param number its own place among them
   */
  void run(FrameRegion region, List<Label> siteLabels, Label entry, int firstSite, int number) {
    this.region = region;
    bind(entry);
    run(siteLabels, firstSite);
    if (overflow != null) {
      bind(overflow);
      encode(X64Op.MOV_RM64_IMM32, Mem.of(X64Module.CONTROL, ControlBlock.WHERE), new Imm(number));
      encode(X64Op.JMP_REL32, module.overflow());
    }
  }

  /** Emits everything. {@code siteLabels} are the stubs of the trap sites, in order. */
  void run(List<Label> siteLabels) {
    run(siteLabels, 0);
  }

  private void run(List<Label> siteLabels, int firstSite) {
    findUsed();
    frame.layOut(saved.size());
    if (frame.alignment() > 0) {
      region = null; // its prologue needs a register
    }
    List<MachineBlock> blocks = function.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      MachineBlock block = blocks.get(i);
      if (i == 0 || !isSkipped(block)) {
        int next = i + 1;
        while (next < blocks.size() && isSkipped(blocks.get(next))) {
          next++;
        }
        emit(block, next < blocks.size() ? blocks.get(next) : null);
      }
    }
    for (int i = 0; i < rareParts.size(); i++) {
      emit(rareParts.get(i));
    }
    emitStubs(siteLabels, firstSite);
    if (isSliced()) {
      emitSites();
    }
    for (int i = 0; i < tables.size(); i++) {
      emit(tables.get(i));
    }
  }

  // ---- blocks

  /** True if the block does nothing but go on, so that whoever goes there goes on instead. */
  private boolean isEmpty(MachineBlock block) {
    return block.insts().isEmpty()
        && (region == null || !region.beginsBehind(block))
        && block.successors().size() == 1
        && block.successors().getFirst().target() != block;
  }

  /** True if nothing is emitted for the block; empty blocks that go round in a circle are. */
  private boolean isSkipped(MachineBlock block) {
    return isEmpty(block) && !isEmpty(through(block));
  }

  /** Where one gets by way of empty blocks: to one that is not, or into a circle of them. */
  private MachineBlock through(MachineBlock block) {
    MachineBlock end = block;
    while (isEmpty(end) && destinations[end.order()] == null) {
      destinations[end.order()] = end; // until it is known: who comes here again is in a circle
      end = end.successors().getFirst().target();
    }
    if (isEmpty(end)) {
      end = destinations[end.order()];
    }
    MachineBlock at = block;
    while (isEmpty(at) && destinations[at.order()] == at && at != end) {
      destinations[at.order()] = end;
      at = at.successors().getFirst().target();
    }
    return end;
  }

  private void emit(MachineBlock block, MachineBlock next) {
    if (isLoopTop(block)) {
      buffer.align(LOOP_ALIGNMENT);
    }
    bind(block.label());
    if (region == null) {
      emitInsts(block);
    } else {
      framed = region.has(block);
      if (region.beginsBefore(block)) {
        prologue();
      }
      emitInsts(block);
      if (region.beginsBehind(block)) {
        prologue();
      }
    }
    emitBranch(block, next);
  }

  private void emitInsts(MachineBlock block) {
    List<MachineInst> insts = block.insts();
    int count = insts.size() - (endsWithBranch(block) && X64Flags.isVain(block) ? 1 : 0);
    findFlags(block, count);
    for (int i = 0; i < count; i++) {
      MachineInst inst = insts.get(i);
      listLine(inst.line());
      if (inst.op() instanceof X64Op op) {
        emit(inst, op, flagsNeeded[i]);
      } else if (inst.op() instanceof PseudoOp pseudo) {
        emit(inst, pseudo, flagsNeeded[i]);
      } else if (inst.op() instanceof X64Pseudo pseudo) {
        emit(inst, pseudo, block);
      } else {
        emit(inst, (X64PackedOp) inst.op());
      }
    }
  }

  /** True if iterations begin here: at the header, or behind it if its test moves to the end. */
  private static boolean isLoopTop(MachineBlock block) {
    if (block.isLoopHeader()) {
      return !isRotated(block);
    }
    return block.predecessors().size() == 1
        && block.loopDepth() > 0
        && isRotated(block.predecessors().getFirst())
        && block.predecessors().getFirst().isLoopHeader();
  }

  /**
   * True if the block is a loop's test so short that who jumps back to it does better to repeat it:
   * another block, as a loop of one block has its test at its end.
   */
  private static boolean isRotated(MachineBlock block) {
    return endsWithBranch(block)
        && block.insts().size() <= LONGEST_TEST
        && !block.repeatsItself()
        && (block.successors().getFirst().target().loopDepth() < block.loopDepth()
            || block.successors().getLast().target().loopDepth() < block.loopDepth());
  }

  private static boolean endsWithBranch(MachineBlock block) {
    return block.successors().size() == 2 && block.table() == null;
  }

  /** Finds where flags are needed behind each of the block's first {@code count} instructions. */
  private void findFlags(MachineBlock block, int count) {
    List<MachineInst> insts = block.insts();
    if (flagsNeeded.length < count) {
      flagsNeeded = new boolean[count * 2];
    }
    boolean needed = endsWithBranch(block);
    for (int i = count - 1; i >= 0; i--) {
      flagsNeeded[i] = needed;
      if (insts.get(i).op() instanceof X64Op op) {
        needed = op.readsFlags() || needed && !op.writesFlags();
      } else if (!(insts.get(i).op() instanceof PseudoOp)) {
        needed =
            insts.get(i).op() instanceof X64PackedOp op
                ? needed && !op.writesFlags()
                : insts.get(i).op() == X64Pseudo.TRAP
                    || needed && insts.get(i).op() == X64Pseudo.SPLAT;
      }
    }
  }

  private void emitBranch(MachineBlock block, MachineBlock next) {
    if (block.successors().isEmpty() || block.table() != null) {
      return;
    }
    MachineBlock first = through(block.successors().getFirst().target());
    if (block.successors().size() == 1) {
      if (first != next
          && isRotated(first)
          && first.isBefore(block)
          && (region == null || region.has(first) == region.has(block))) { // no frame is made here
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

  private void findUsed() {
    int used = function.hasSafepoints() ? 1 << BUDGET.index() : 0;
    frame.reserveOutgoing(function.outgoingBytes());
    List<MachineBlock> blocks = function.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      List<MachineInst> insts = blocks.get(b).insts();
      for (int i = 0; i < insts.size(); i++) {
        MachineInst inst = insts.get(i);
        for (int o = 0; o < inst.operandCount(); o++) {
          if (inst.operand(o) instanceof Reg reg && reg.regClass() == RegClass.GENERAL) {
            used |= 1 << reg.index();
          } else if (inst.operand(o) instanceof Mem mem && Frame.isArgument(mem)) {
            frame.keepUnaligned();
          }
        }
        if (inst.tied() instanceof Mem mem && Frame.isArgument(mem)) {
          frame.keepUnaligned();
        }
      }
    }
    for (int i = 0; i < function.registerCount(); i++) {
      wide |= function.size(i) > 16;
    }
    for (int i = 0; i < 16; i++) {
      if ((used >> i & 1) != 0 && convention.isSaved(RegClass.GENERAL, i)) {
        saved.add(Reg.physical(RegClass.GENERAL, i));
      }
    }
  }

  private void prologue() {
    if (function.hasCalls()) {
      overflow = overflow == null ? buffer.newLabel() : overflow;
      encode(X64Op.CMP_R64_RM64, RSP, Mem.of(X64Module.CONTROL, ControlBlock.LIMIT));
      encode(Condition.B.jump(), overflow);
      if (module.counts()) {
        count(new Imm(CALL_COST));
      }
    }
    for (int i = 0; i < saved.size(); i++) {
      encode(X64Op.PUSH_R64, saved.get(i));
    }
    if (frame.alignment() > 0) { // r11 carries no argument
      encode(X64Op.MOV_R64_RM64, R11, RSP);
      encode(X64Op.SUB_RM64_IMM32, RSP, new Imm(frame.slotBytes()));
      encode(X64Op.AND_RM64_IMM32, RSP, new Imm(-frame.alignment()));
      encode(X64Op.MOV_RM64_R64, frame.callerStackPointer(), R11);
    } else if (frame.slotBytes() > 0) {
      encode(X64Op.SUB_RM64_IMM32, RSP, new Imm(frame.slotBytes()));
    }
  }

  @Override
  void epilogue() {
    if (framed) {
      if (frame.alignment() > 0) {
        encode(X64Op.MOV_R64_RM64, RSP, frame.callerStackPointer());
      } else if (frame.slotBytes() > 0) {
        encode(X64Op.ADD_RM64_IMM32, RSP, new Imm(frame.slotBytes()));
      }
      for (int i = saved.size() - 1; i >= 0; i--) {
        encode(X64Op.POP_R64, saved.get(i));
      }
    }
    if (wide) {
      encode(X64Op.VZEROUPPER);
    }
    encode(X64Op.RET);
  }

  private void emitStubs(List<Label> labels, int firstSite) {
    if (labels.isEmpty()) {
      return;
    }
    listLine(0);
    if (returns == ReturnConvention.STACK) {
      for (int i = 0; i < labels.size(); i++) {
        bind(labels.get(i));
        if (wide) {
          encode(X64Op.VZEROUPPER);
        }
        encode(X64Op.MOV_RM64_IMM32, RAX, new Imm(-1 - firstSite - i));
        encode(X64Op.JMP_REL32, module.leave());
      }
      return;
    }
    if (returns == ReturnConvention.SENTINEL_VALUE) {
      for (int i = 0; i < labels.size(); i++) {
        bind(labels.get(i));
      }
      encode(X64Op.MOV_R64_IMM64, RAX, new Imm(ReturnConvention.SENTINEL));
      if (function.source().result().isFloat()) {
        encode(X64Op.VMOVQ_XMM, XMM0, RAX);
      }
      epilogue();
      return;
    }
    boolean frameless = frame.slotBytes() == 0 && saved.isEmpty() && !wide;
    Label leave = frameless ? null : buffer.newLabel();
    for (int i = 0; i < labels.size(); i++) {
      bind(labels.get(i));
      tellOperands(labels.get(i), i);
      if (isSliced()) {
        encode(X64Op.MOV_RM64_IMM32, RAX, new Imm(-1 - i));
      } else {
        encode(X64Op.MOV_R64_IMM64, RAX, new Imm((long) (i + 1) << 32));
      }
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

  private void emit(MachineInst inst, X64PackedOp op) {
    Operand[] operands = new Operand[inst.operandCount()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = resolve(inst.operand(i));
    }
    if (inst.tied() != null) {
      tie(op, operands, resolve(inst.tied()), inst.symmetric());
    } else {
      encode(op, operands);
    }
  }

  @Override
  void emitRemade(MachineInst inst) {
    if (inst.op() instanceof PseudoOp pseudo) {
      emit(inst, pseudo, false);
    } else {
      splat(inst);
    }
  }

  private void emit(MachineInst inst, PseudoOp op, boolean flags) {
    // no switch: its table would be one more class on the way to a first call
    if (op == PseudoOp.ENTRY) {
      if (framed) {
        prologue();
      }
      if (isSliced()) {
        enter();
      }
    } else if (op == PseudoOp.SAFEPOINT) {
      emitSafepoint(inst);
    } else if (op == PseudoOp.CALL) {
      encode(X64Op.CALL_REL32, inst.operand(0));
    } else if (op == PseudoOp.RETURN) {
      if (isSliced()) {
        finish(inst);
      }
      epilogue();
    } else if (op == PseudoOp.MOVE || op == PseudoOp.LOAD) {
      long size = ((Imm) inst.operand(2)).value();
      copy(resolve(inst.operand(0)), resolve(inst.operand(1)), (int) size);
    } else if (op == PseudoOp.EXCHANGE) {
      long size = ((Imm) inst.operand(2)).value();
      exchange((Reg) inst.operand(0), (Reg) inst.operand(1), (int) size);
    } else if (op == PseudoOp.IMMEDIATE) {
      immediate(resolve(inst.operand(0)), ((Imm) inst.operand(1)).value(), flags);
    } else if (resolve(inst.operand(0)) instanceof Reg reg) { // ZERO
      encode(X64Op.VXORPS, reg, reg, reg);
    } else {
      encode(X64Op.MOV_RM64_IMM32, resolve(inst.operand(0)), new Imm(0));
    }
  }

  // ---- pseudo instructions of the target

  /**
   * What runs rarely, behind the code: {@code inst}'s other way, from {@code begin} to {@code end}.
   */
  private record RarePart(X64Pseudo op, Operand to, Operand from, Label begin, Label end) {}

  /** A jump table: for each entry where to go, as the distance from {@code label}. */
  private record Table(Label label, MachineBlock block) {}

  private void emitTable(MachineInst inst, MachineBlock block) {
    var table = new Table(buffer.newLabel(), block);
    tables.add(table);
    Reg index = (Reg) inst.operand(0);
    Reg base = (Reg) inst.operand(1);
    Reg to = (Reg) inst.operand(2);
    encode(X64Op.LEA_R64_M, base, Mem.of(table.label));
    encode(X64Op.MOVSXD, to, Mem.of(base, index, 4, 0));
    encode(X64Op.ADD_R64_RM64, to, base);
    encode(X64Op.JMP_RM64, to);
  }

  private void emit(Table table) {
    buffer.align(4);
    bind(table.label);
    int[] entries = table.block.table();
    for (int i = 0; i < entries.length; i++) {
      MachineBlock to = through(table.block.successors().get(entries[i]).target());
      distance(to.label(), table.label);
    }
  }

  void emit(MachineInst inst, X64Pseudo op, MachineBlock block) {
    if (op == X64Pseudo.TABLE) {
      emitTable(inst, block);
      return;
    }
    if (op == X64Pseudo.TRAP) {
      emitTrap((int) ((Imm) inst.operand(0)).value(), (Label) inst.operand(1));
      return;
    }
    if (op == X64Pseudo.COUNT) {
      count(inst.operand(0));
      return;
    }
    if (op == X64Pseudo.SPLAT) {
      splat(inst);
      return;
    }
    if (op == X64Pseudo.STORE_LANE) {
      storeLane(inst);
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
      encode(op.bits() == 64 ? X64Op.CMP_RM64_IMM32 : X64Op.CMP_RM32_IMM32, to, new Imm(1));
      encode(X64Op.JO, rare);
      rareParts.add(new RarePart(op, to, from, rare, end));
    }
    bind(end);
  }

  private void count(Operand cost) {
    Label rare = buffer.newLabel();
    Label end = buffer.newLabel();
    encode(cost instanceof Reg ? X64Op.SUB_R64_RM64 : X64Op.SUB_RM64_IMM32, X64Module.BUDGET, cost);
    encode(X64Op.JLE, rare);
    rareParts.add(new RarePart(X64Pseudo.COUNT, null, null, rare, end));
    bind(end);
  }

  private void emit(RarePart part) {
    bind(part.begin);
    if (part.op == X64Pseudo.COUNT) {
      encode(X64Op.CALL_REL32, module.count());
      encode(X64Op.JMP_REL32, part.end);
      return;
    }
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
}
