package dev.lathe.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.x64.X64Encoder;
import dev.lathe.codegen.x64.X64Registers;
import dev.lathe.ir.Function;
import dev.lathe.ir.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParallelMoveTest {
  private static final int SLOTS = 5;
  private static final int LOCATIONS = 5;

  /** Every assignment of a few registers and slots to each other, at random. */
  @Test
  void afterTheMovesEachLocationHoldsWhatItsSourceHeld() {
    var random = new Random(1);
    int exchanges = 0;
    for (int round = 0; round < 20_000; round++) {
      var function = new MachineFunction(new Function("f", Type.VOID), X64Encoder.newBuffer());
      var frame = new Frame(X64Registers.RSP);
      for (int i = 0; i < SLOTS; i++) {
        frame.newSlot(8);
      }
      var moves = new ParallelMove(function, frame);
      var expected = new HashMap<Object, Integer>();
      var held = new HashMap<Object, Integer>();
      int bias = random.nextInt(3); // more registers, more slots, both
      int[] sources = new int[2 * LOCATIONS];
      for (int i = 0; i < sources.length; i++) {
        held.put(operand(function, location(i)), i);
        sources[i] = i;
      }
      for (int i = 0; i < sources.length; i++) {
        if (bias == 2 || i < LOCATIONS == (bias == 0)) {
          sources[i] = bias == 2 ? random.nextInt(10) : random.nextInt(5) + bias * 5;
        }
      }
      for (int i = 0; i < sources.length; i++) {
        int register = function.newRegister(RegClass.GENERAL, 8).index();
        moves.add(location(i), location(sources[i]), register);
        expected.put(operand(function, location(i)), sources[i]);
      }
      var out = new ArrayList<MachineInst>();
      moves.emit(out);
      for (MachineInst inst : out) {
        exchanges += inst.op == PseudoOp.EXCHANGE ? 1 : 0;
        execute(inst, held);
      }
      assertThat(held).containsAllEntriesOf(expected);
      assertThat(out).hasSizeLessThanOrEqualTo(15);
    }
    assertThat(exchanges).isPositive();
  }

  @Test
  void aCycleOfVectorRegistersTurnsThroughAFreeOne() {
    var function = new MachineFunction(new Function("f", Type.VOID), X64Encoder.newBuffer());
    var moves = new ParallelMove(function, new Frame(X64Registers.RSP));
    var held = new HashMap<Object, Integer>();
    for (int i = 0; i < 4; i++) {
      int register = function.newRegister(RegClass.VECTOR, 8).index();
      moves.add(32 + i, 32 + (i + 1) % 4, register);
      held.put(ParallelMove.operand(function, 32 + i, register), i);
    }
    moves.setScratch(32 + 9);
    var out = new ArrayList<MachineInst>();
    moves.emit(out);
    for (MachineInst inst : out) {
      assertThat(inst.op).isEqualTo(PseudoOp.MOVE);
      execute(inst, held);
    }
    assertThat(out).hasSize(5);
    for (int i = 0; i < 4; i++) {
      assertThat(held).containsEntry(Operand.Reg.physical(RegClass.VECTOR, i), (i + 1) % 4);
    }
  }

  private static int location(int i) {
    return i < LOCATIONS ? i : LinearScan.REGISTERS + i - LOCATIONS;
  }

  private static Operand operand(MachineFunction function, int location) {
    return location < LinearScan.REGISTERS
        ? Operand.Reg.physical(RegClass.GENERAL, location)
        : Frame.slot(location - LinearScan.REGISTERS);
  }

  private static void execute(MachineInst inst, Map<Object, Integer> held) {
    Integer from = held.get(inst.operands[1]);
    if (inst.op == PseudoOp.EXCHANGE) {
      held.put(inst.operands[1], held.get(inst.operands[0]));
    }
    held.put(inst.operands[0], from);
  }
}
