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
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Emits what makes a function run in slices: every safepoint subtracts its cost from a register of
 * its own, and when that is used up, the function saves what is live in the record, returns, and
 * when it is called again with the same arguments and that record, loads it back and goes on. The
 * record may have moved in the meantime; while the function runs it does not.
 *
 * <p>What is live at some safepoint has its place in the record, the same for all safepoints: so
 * one piece of code saves it all, whichever safepoint it was, and another loads it; each safepoint
 * adds its address only, where to go on. The code's size is linear in safepoints and live
 * locations.
 *
 * @see ReturnConvention#RECORD
 */
abstract class X64Slices extends X64Assembler {
  /** What the function may still spend before it leaves. */
  static final Reg BUDGET = R13;

  private static final int BUDGET_FIELD = 8 * ReturnConvention.BUDGET;
  private static final int RESULT_FIELD = 8 * ReturnConvention.RESULT;
  private static final int FIRST_SAVED = 24;

  /** A safepoint: its way out, and where it goes on. */
  private record Site(MachineInst inst, Label leave, Label back) {}

  /** A location that is live at some safepoint, and its place in the record. */
  private record Place(Operand location, int size, int offset) {}

  private final ArrayList<Site> sites = new ArrayList<>();
  private final LinkedHashMap<Operand, Place> places = new LinkedHashMap<>();
  private final Mem incoming; // the record's address as it comes, or null if in a register
  private final Reg register; // or null if it comes on the stack
  private final Mem record; // where its address is kept
  private final Mem resumed; // where the address to go on at is kept
  private final Label again;
  private int recordBytes;

  X64Slices(
      MachineFunction function,
      Frame frame,
      CallingConvention convention,
      boolean sliced,
      X64Slots slots,
      StringBuilder listing) {
    super(function, frame, listing);
    record = sliced ? frame.reserve() : null;
    resumed = sliced && function.hasSafepoints() ? frame.reserve() : null;
    again = sliced ? buffer.newLabel() : null;
    recordBytes = slots == null ? FIRST_SAVED : slots.recordBytes();
    List<Value> params = function.source().params();
    int general = 0;
    int vector = 0;
    int stack = convention.stackArguments();
    int count = slots != null ? slots.addresses() : sliced ? params.size() : 0;
    for (int i = 0; i < count; i++) {
      boolean inVector = slots == null && params.get(i).type().isFloat();
      RegClass regClass = inVector ? RegClass.VECTOR : RegClass.GENERAL;
      if (convention.argument(regClass, i, inVector ? vector++ : general++) < 0) {
        stack += 8;
      }
    }
    int last = sliced ? convention.argument(RegClass.GENERAL, count, general) : -1;
    register = last < 0 ? null : Reg.physical(RegClass.GENERAL, last);
    incoming = sliced && last < 0 ? Frame.argument(stack) : null;
    if (incoming != null) {
      frame.keepUnaligned();
    }
  }

  abstract void emitRemade(MachineInst inst);

  /** Emits what every slice begins with; the record's address is in {@code address}. */
  void prepare(Reg address) {}

  /** Emits what the stub of a trap site does first. */
  void tellOperands(Label label, int site) {}

  abstract void epilogue();

  /** Where the record's address is kept. */
  final Operand recordAddress() {
    return resolve(record);
  }

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
    prepare(address);
    if (function.hasSafepoints()) {
      encode(X64Op.MOV_R64_RM64, BUDGET, Mem.of(address, BUDGET_FIELD));
      encode(X64Op.CMP_RM64_IMM32, Mem.of(address, 0), new Imm(0));
      encode(X64Op.JNE, again);
    }
  }

  /** The safepoint on the hot path. */
  final void emitSafepoint(MachineInst inst) {
    var site = new Site(inst, buffer.newLabel(), buffer.newLabel());
    sites.add(site);
    Operand cost = inst.operand(0);
    encode(cost instanceof Reg ? X64Op.SUB_R64_RM64 : X64Op.SUB_RM64_IMM32, BUDGET, cost);
    encode(X64Op.JLE, site.leave);
    bind(site.back);
    for (int i = 1; i < inst.operandCount(); i += 2) {
      int size = (int) ((Imm) inst.operand(i + 1)).value();
      Place before = places.get(inst.operand(i));
      if (before == null || before.size < size) {
        places.put(inst.operand(i), new Place(inst.operand(i), size, recordBytes));
        recordBytes += size;
      }
    }
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
      Site site = sites.get(i);
      Label back = site.back;
      if (site.inst.remade().length > 0) {
        back = buffer.newLabel();
        bind(back);
        for (MachineInst remade : site.inst.remade()) {
          emitRemade(remade);
        }
        encode(X64Op.JMP_REL32, site.back);
      }
      bind(site.leave);
      encode(X64Op.XCHG_RM64_R64, resolve(record), R11); // all registers may be in use
      save(places.get(RAX));
      encode(X64Op.LEA_R64_M, RAX, Mem.of(back));
      if (i < sites.size() - 1) {
        encode(X64Op.JMP_REL32, out);
      }
    }
    bind(out);
    encode(X64Op.MOV_RM64_R64, Mem.of(R11, 0), RAX);
    leave();
    bind(again);
    goOn();
  }

  private void leave() {
    for (Place each : places.values()) {
      if (!each.location.equals(RAX)) {
        save(each);
      }
    }
    encode(X64Op.MOV_R32_IMM32, RAX, new Imm(1));
    epilogue();
  }

  private void goOn() {
    if (register != null) {
      encode(X64Op.MOV_R64_RM64, R11, register);
    }
    encode(X64Op.MOV_R64_RM64, RAX, Mem.of(R11, 0));
    encode(X64Op.MOV_RM64_R64, resolve(resumed), RAX);
    for (Place each : places.values()) {
      if (!each.location.equals(R11)) {
        copy(resolve(each.location), Mem.of(R11, each.offset), each.size);
      }
    }
    Place last = places.get(R11);
    if (last != null) {
      copy(R11, Mem.of(R11, last.offset), last.size);
    }
    encode(X64Op.JMP_RM64, resolve(resumed));
  }

  /** Saves a location in the record that R11 is the address of; its own value is in its place. */
  private void save(Place each) {
    if (each != null) {
      Operand from = each.location.equals(R11) ? record : each.location;
      copy(Mem.of(R11, each.offset), resolve(from), each.size);
    }
  }
}
