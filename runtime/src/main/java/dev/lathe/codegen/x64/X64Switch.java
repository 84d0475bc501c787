package dev.lathe.codegen.x64;

import dev.lathe.codegen.MachineBlock;
import dev.lathe.codegen.MachineEdge;
import dev.lathe.codegen.MachineFunction;
import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.SwitchRuns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/** A switch as a binary search over the runs of its keys; long runs by a jump table. */
final class X64Switch {
  private final MachineFunction function;
  private final int loopDepth;
  private final int[] keys;
  private final MachineEdge[] edges; // one for each key
  private final MachineEdge otherwise;
  private final SwitchRuns runs;
  private final ArrayList<MachineBlock> blocks = new ArrayList<>(); // in layout order

  X64Switch(
      MachineFunction function,
      int loopDepth,
      int[] keys,
      MachineEdge[] edges,
      MachineEdge otherwise) {
    this.function = function;
    this.loopDepth = loopDepth;
    this.keys = keys;
    this.edges = edges;
    this.otherwise = otherwise;
    this.runs = new SwitchRuns(keys);
  }

  /** A part of the search: between which runs, and what the selector is at least and at most. */
  private record Part(MachineBlock block, int from, int to, int least, int most) {}

  /**
   * The blocks, to be laid out in this order; the search begins with the first.
   *
   * @param zeroExtended true if the selector's upper half is known to be 0
   */
  List<MachineBlock> over(Reg selector, boolean zeroExtended) {
    var parts = new ArrayList<Part>();
    parts.add(new Part(newBlock(), 0, runs.count(), Integer.MIN_VALUE, Integer.MAX_VALUE));
    while (!parts.isEmpty()) {
      Part part = parts.removeLast();
      MachineBlock block = part.block;
      blocks.add(block);
      int middle = part.from + part.to >>> 1;
      int key = runs.lowest(middle);
      if (part.to - part.from > 1) {
        MachineBlock below = newBlock();
        MachineBlock above = newBlock();
        append(block, X64Op.CMP_RM32_IMM32, selector, new Imm(key));
        branch(block, Condition.L, new MachineEdge(below), new MachineEdge(above));
        parts.add(new Part(above, middle, part.to, key, part.most));
        parts.add(new Part(below, part.from, middle, part.least, key - 1));
      } else if (part.least == part.most) {
        block.jump(edges[runs.from(middle)]);
      } else if (runs.span(middle) == 1) {
        append(block, X64Op.CMP_RM32_IMM32, selector, new Imm(key));
        branch(block, Condition.E, edges[runs.from(middle)], away());
      } else {
        Reg index = selector;
        if (key != 0) {
          index = newRegister(4);
          append(block, X64Op.LEA_R32_M, index, Mem.of(selector, -key));
        } else if (!zeroExtended) {
          index = newRegister(4);
          append(block, X64Op.MOV_R32_RM32, index, selector);
        }
        byTable(block, index, middle);
      }
    }
    return blocks;
  }

  /** Goes on by the number of the key, of which the selector's is {@code index}, in a run. */
  private void byTable(MachineBlock block, Reg index, int run) {
    int[] table = new int[runs.span(run)];
    Arrays.fill(table, -1);
    var targets = new ArrayList<MachineEdge>();
    var numbers = new HashMap<MachineBlock, Integer>(); // of targets without arguments
    for (int i = runs.from(run); i < runs.to(run); i++) {
      MachineEdge edge = edges[i];
      Integer number = edge.arguments().length > 0 ? null : numbers.get(edge.target());
      if (number == null) {
        number = targets.size();
        targets.add(edge);
        numbers.put(edge.target(), number);
      }
      table[keys[i] - runs.lowest(run)] = number;
    }
    int hole = targets.size();
    for (int i = 0; i < table.length; i++) {
      if (table[i] < 0) {
        table[i] = hole;
        if (hole == targets.size()) {
          targets.add(away());
        }
      }
    }
    append(block, X64Op.CMP_RM32_IMM32, index, new Imm(table.length - 1));
    if (targets.size() == 1) {
      branch(block, Condition.A, away(), targets.getFirst());
      return;
    }
    MachineBlock inside = newBlock();
    blocks.add(inside);
    branch(block, Condition.A, away(), new MachineEdge(inside));
    var jump = new MachineInst(X64Pseudo.TABLE, 0, index, newRegister(8), newRegister(8));
    inside.table(jump, table, targets);
  }

  private MachineEdge away() {
    return new MachineEdge(otherwise.target(), otherwise.arguments());
  }

  private MachineBlock newBlock() {
    return function.newBlock(loopDepth);
  }

  private Reg newRegister(int size) {
    return function.newRegister(RegClass.GENERAL, size);
  }

  private static void append(MachineBlock block, X64Op op, Operand... operands) {
    block.append(new MachineInst(op, 0, operands));
  }

  private static void branch(
      MachineBlock block, Condition condition, MachineEdge then, MachineEdge otherwise) {
    block.branch(condition.ordinal(), then, otherwise);
  }
}
