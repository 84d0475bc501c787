package dev.lathe.codegen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is live at each {@link PseudoOp#SAFEPOINT}, and where: found when all locations are chosen,
 * so that safepoints weigh on no allocation. The work is proportional to what is found.
 *
 * <p>A register that has a slot is live in both places, as a part further down may read the slot
 * only. Constants are not kept but made anew.
 */
final class Safepoints {
  private final MachineFunction function;
  private int[] positions = new int[8]; // ascending
  private int count;
  private final ArrayList<ArrayList<LiveInterval>> live = new ArrayList<>();

  Safepoints(MachineFunction function, Liveness liveness) {
    this.function = function;
    List<MachineBlock> blocks = function.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      MachineBlock block = blocks.get(b);
      for (int i = 0; i < block.insts.size(); i++) {
        if (block.insts.get(i).op == PseudoOp.SAFEPOINT) {
          add(block.from + 2 + 2 * i + 1); // behind what it reads itself
        }
      }
    }
    for (int i = 0; i < function.registerCount(); i++) {
      LiveInterval whole = liveness.interval(i);
      if (whole == null) {
        continue;
      }
      if (whole.parts == null) {
        find(whole);
      } else {
        for (int p = 0; p < whole.parts.size(); p++) {
          find(whole.parts.get(p));
        }
      }
    }
  }

  private void add(int position) {
    if (count == positions.length) {
      positions = Arrays.copyOf(positions, count * 2);
    }
    positions[count++] = position;
    live.add(new ArrayList<>());
  }

  /** Enters {@code part} at every safepoint that it is live at. */
  private void find(LiveInterval part) {
    int at = Arrays.binarySearch(positions, 0, count, part.start);
    for (int i = at < 0 ? ~at : at; i < count && positions[i] < part.end; i++) {
      if (part.covers(positions[i])) {
        live.get(i).add(part);
      }
    }
  }

  /**
   * Gives the safepoint at {@code position} its operands.
   *
   * @param cost where its cost is
   * @param slots per virtual register its slot, or -1
   * @param keepOriginals true to note for who checks it what each location holds
   */
  void complete(MachineInst inst, Operand cost, int position, int[] slots, boolean keepOriginals) {
    var originals = new ArrayList<Operand>();
    var placed = new ArrayList<Operand>();
    originals.add(inst.operands[0]);
    placed.add(cost);
    var remade = new ArrayList<MachineInst>();
    List<LiveInterval> parts = live.get(Arrays.binarySearch(positions, 0, count, position + 1));
    for (int i = 0; i < parts.size(); i++) {
      LiveInterval part = parts.get(i);
      int register = part.register;
      boolean inRegister = part.location != LiveInterval.MEMORY;
      if (function.rematerialization(register) != null) {
        if (inRegister) {
          Operand to = ParallelMove.operand(function, part.location, register);
          remade.add(ParallelMove.remade(function, register, to));
        }
        continue;
      }
      var size = new Operand.Imm(Math.max(8, function.size(register)));
      if (inRegister) {
        placed.add(ParallelMove.operand(function, part.location, register));
        placed.add(size);
      }
      if (slots[register] >= 0) {
        placed.add(Frame.slot(slots[register]));
        placed.add(size);
      }
      while (originals.size() < placed.size()) {
        originals.add(function.register(register));
        originals.add(size);
      }
    }
    inst.operands = placed.toArray(new Operand[0]);
    inst.remade = remade.toArray(new MachineInst[0]);
    if (keepOriginals) {
      inst.originalOperands = originals.toArray(new Operand[0]);
    }
  }
}
