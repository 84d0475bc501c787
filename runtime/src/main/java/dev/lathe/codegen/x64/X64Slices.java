package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.R11;
import static dev.lathe.codegen.x64.X64Registers.R13;
import static dev.lathe.codegen.x64.X64Registers.RAX;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.MachineFunction;
import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Emits what makes a function run in slices: it counts down in a register of its own at every
 * safepoint, and at 0 saves what is live in the record, returns, and when it is called again with
 * the same arguments and that record, loads it back and goes on. The record may have moved in the
 * meantime; while the function runs it does not.
 *
 * @see ReturnConvention#RECORD
 */
abstract class X64Slices extends X64Assembler {
  /** Counts the safepoints that may still be passed. */
  static final Reg BUDGET = R13;

  private static final int BUDGET_FIELD = 8 * ReturnConvention.BUDGET;
  private static final int RESULT_FIELD = 8 * ReturnConvention.RESULT;
  private static final int FIRST_SAVED = 24;

  /** A safepoint: where it leaves, and where it goes on. */
  private record Site(MachineInst inst, Label leave, Label back) {}

  private final ArrayList<Site> sites = new ArrayList<>();
  private final Mem incoming; // the record's address as it comes, or null if in a register
  private final Reg register; // or null if it comes on the stack
  private final Mem record; // where its address is kept
  private final Label again;
  private int recordBytes = FIRST_SAVED;

  X64Slices(
      MachineFunction function,
      Frame frame,
      CallingConvention convention,
      boolean sliced,
      StringBuilder listing) {
    super(function, frame, listing);
    record = sliced ? frame.reserve() : null;
    again = sliced ? buffer.newLabel() : null;
    List<Value> params = function.source().params();
    int general = 0;
    int vector = 0;
    int stack = convention.stackArguments();
    for (int i = 0; sliced && i < params.size(); i++) {
      boolean inVector = params.get(i).type().isFloat();
      RegClass regClass = inVector ? RegClass.VECTOR : RegClass.GENERAL;
      if (convention.argument(regClass, i, inVector ? vector++ : general++) < 0) {
        stack += 8;
      }
    }
    int last = sliced ? convention.argument(RegClass.GENERAL, params.size(), general) : -1;
    register = last < 0 ? null : Reg.physical(RegClass.GENERAL, last);
    incoming = sliced && last < 0 ? Frame.argument(stack) : null;
    if (incoming != null) {
      frame.keepUnaligned();
    }
  }

  abstract void emitRemade(MachineInst inst);

  abstract void epilogue();

  final boolean isSliced() {
    return record != null;
  }

  /** The longs of the record, or 0 if there is none. */
  final int recordLongs() {
    return isSliced() ? recordBytes / 8 : 0;
  }

  /** Behind the prologue: takes the budget and finds out whether this is another slice. */
  final void enter() {
    Reg address = register;
    if (incoming != null) {
      address = R11;
      encode(X64Op.MOV_R64_RM64, R11, resolve(incoming));
    }
    encode(X64Op.MOV_RM64_R64, resolve(record), address);
    if (function.hasSafepoints()) {
      encode(X64Op.MOV_R64_RM64, BUDGET, Mem.of(address, BUDGET_FIELD));
      encode(X64Op.CMP_RM32_IMM32, Mem.of(address, 0), new Imm(0));
      encode(X64Op.JNE, again);
    }
  }

  /** The safepoint on the hot path. */
  final void emitSafepoint(MachineInst inst) {
    var site = new Site(inst, buffer.newLabel(), buffer.newLabel());
    sites.add(site);
    encode(X64Op.DEC_RM64, BUDGET);
    encode(X64Op.JE, site.leave);
    bind(site.back);
  }

  /** Before the epilogue of a return: puts the result into the record. */
  final void finish(MachineInst inst) {
    if (inst.operandCount() > 0) {
      Reg result = (Reg) inst.operand(0);
      encode(X64Op.MOV_R64_RM64, R11, resolve(record));
      copy(Mem.of(R11, RESULT_FIELD), result, 8);
    }
    encode(X64Op.XOR_R32_RM32, RAX, RAX);
  }

  /** Behind all code: the ways out of the safepoints and back. */
  final void emitSites() {
    if (sites.isEmpty()) {
      if (function.hasSafepoints()) {
        bind(again); // all safepoints are in code that nobody reaches
      }
      return;
    }
    Label out = buffer.newLabel();
    for (int i = 0; i < sites.size(); i++) {
      bind(sites.get(i).leave);
      save(sites.get(i).inst);
      encode(X64Op.MOV_R32_IMM32, RAX, new Imm(i + 1));
      if (i < sites.size() - 1) {
        encode(X64Op.JMP_REL32, out);
      }
    }
    bind(out);
    encode(X64Op.MOV_RM64_R64, Mem.of(R11, 0), RAX);
    epilogue();
    bind(again);
    if (register != null) {
      encode(X64Op.MOV_R64_RM64, R11, register);
    }
    encode(X64Op.MOV_R32_RM32, RAX, Mem.of(R11, 0));
    for (int i = 0; i < sites.size(); i++) {
      Label next = buffer.newLabel();
      if (i < sites.size() - 1) {
        encode(X64Op.CMP_RM32_IMM32, RAX, new Imm(i + 1));
        encode(X64Op.JNE, next);
      }
      restore(sites.get(i).inst);
      encode(X64Op.JMP_REL32, sites.get(i).back);
      bind(next);
    }
  }

  private void save(MachineInst inst) {
    encode(X64Op.XCHG_RM64_R64, resolve(record), R11); // all registers may be in use
    int offset = FIRST_SAVED;
    for (int i = 0; i < inst.operandCount(); i += 2) {
      Operand from = inst.operand(i).equals(R11) ? record : inst.operand(i);
      int size = (int) ((Imm) inst.operand(i + 1)).value();
      copy(Mem.of(R11, offset), resolve(from), size);
      offset += size;
    }
    recordBytes = Math.max(recordBytes, offset);
  }

  private void restore(MachineInst inst) {
    int offset = FIRST_SAVED;
    int last = -1;
    for (int i = 0; i < inst.operandCount(); i += 2) {
      int size = (int) ((Imm) inst.operand(i + 1)).value();
      if (inst.operand(i).equals(R11)) {
        last = offset;
      } else {
        copy(resolve(inst.operand(i)), Mem.of(R11, offset), size);
      }
      offset += size;
    }
    if (last >= 0) {
      copy(R11, Mem.of(R11, last), 8);
    }
    for (MachineInst remade : inst.remade()) {
      emitRemade(remade);
    }
  }
}
