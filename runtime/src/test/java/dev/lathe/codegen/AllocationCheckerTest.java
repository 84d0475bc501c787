package dev.lathe.codegen;

import static dev.lathe.codegen.x64.X64Registers.RAX;
import static dev.lathe.codegen.x64.X64Registers.RDI;
import static dev.lathe.codegen.x64.X64Registers.RSI;
import static dev.lathe.codegen.x64.X64Registers.RSP;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.x64.X64Encoder;
import dev.lathe.codegen.x64.X64Op;
import dev.lathe.ir.Function;
import dev.lathe.ir.Type;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AllocationCheckerTest {
  private static final CallingConvention CONVENTION =
      new CallingConvention(
          new int[] {7, 6}, new int[0], false, 0, 0, 0, new int[][] {{0, 1, 6, 7}, {0, 1}, {1}});

  private final MachineFunction function =
      new MachineFunction(new Function("f", Type.I32), X64Encoder.newBuffer());
  private final MachineBlock entry = function.newBlock(0);
  private final MachineBlock exit = function.newBlock(0);
  private String before;

  /** {@code f(a, b) = (a - b) ^ b}, the result passed to a block that returns it. */
  @BeforeEach
  void allocate() {
    Reg a = function.newRegister(RegClass.GENERAL, 4);
    Reg b = function.newRegister(RegClass.GENERAL, 4);
    Reg difference = function.newRegister(RegClass.GENERAL, 4);
    Reg result = function.newRegister(RegClass.GENERAL, 4);
    Reg param = function.newRegister(RegClass.GENERAL, 4);
    Imm four = new Imm(4);
    entry.append(new MachineInst(PseudoOp.ENTRY, 0, RDI, RSI));
    entry.append(new MachineInst(PseudoOp.MOVE, 0, a, RDI, four));
    entry.append(new MachineInst(PseudoOp.MOVE, 0, b, RSI, four));
    entry.append(new MachineInst(X64Op.SUB_R32_RM32, 0, a, false, difference, b));
    entry.append(new MachineInst(X64Op.XOR_R32_RM32, 0, difference, true, result, b));
    entry.jump(new MachineEdge(exit, result));
    exit.setParams(param);
    exit.append(new MachineInst(PseudoOp.MOVE, 0, RAX, param, four));
    exit.append(new MachineInst(PseudoOp.RETURN, 0, RAX));
    function.blocks().add(entry);
    function.blocks().add(exit);
    function.finishBlocks();
    before = function.toString();
    var liveness = new Liveness(function);
    new LinearScan(function, liveness, CONVENTION).allocate();
    new Resolution(function, liveness, new Frame(RSP), new int[0], true).run();
  }

  private void check() {
    new AllocationChecker(function, before).run();
  }

  private MachineInst find(MachineOp op) {
    return entry.insts().stream().filter(i -> i.op() == op).findFirst().orElseThrow();
  }

  @Test
  void acceptsWhatTheAllocatorMakes() {
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void seesAWrongOperand() {
    MachineInst xor = find(X64Op.XOR_R32_RM32);
    xor.operands = new Operand[] {xor.operands[0], xor.tied};
    assertThatThrownBy(this::check).hasMessageContaining("before allocation");
  }

  @Test
  void seesAnOverwrittenRegister() {
    Operand b = find(X64Op.XOR_R32_RM32).operands[1];
    var clobber =
        new MachineInst(PseudoOp.MOVE, 0, b, Reg.physical(RegClass.GENERAL, 11), new Imm(4));
    entry.insts().add(entry.insts().indexOf(find(X64Op.XOR_R32_RM32)), clobber);
    assertThatThrownBy(this::check).hasMessageContaining("allocation is wrong");
  }

  @Test
  void seesATiedOperandThatOverwritesAnother() {
    MachineInst sub = find(X64Op.SUB_R32_RM32);
    sub.operands = new Operand[] {sub.operands[1], sub.operands[1]};
    assertThatThrownBy(this::check).hasMessageContaining("overwrites another operand");
  }

  @Test
  void seesThatACallOverwritesRegisters() {
    var call = MachineInst.call(0, CONVENTION, function.buffer().newLabel(), new Imm(0));
    call.originalOperands = call.operands;
    entry.insts().add(entry.insts().indexOf(find(X64Op.XOR_R32_RM32)), call);
    assertThatThrownBy(this::check).hasMessageContaining("allocation is wrong");
  }

  @Test
  void seesAnArgumentThatDoesNotArrive() {
    MachineInst xor = find(X64Op.XOR_R32_RM32);
    xor.operands = new Operand[] {Reg.physical(RegClass.GENERAL, 11), xor.operands[1]};
    assertThatThrownBy(this::check).hasMessageContaining("allocation is wrong");
  }
}
