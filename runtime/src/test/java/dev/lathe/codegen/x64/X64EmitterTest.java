package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.XMM0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.AllocationChecker;
import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.MachineBlock;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.MachineEdge;
import dev.lathe.codegen.MachineFunction;
import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.PseudoOp;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.RegisterAllocation;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Function;
import dev.lathe.ir.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the rules of scalar ops do not reach yet: wide registers, and moves that cross. */
class X64EmitterTest {
  private final Function source = new Function("f", Type.F64, Type.F64);
  private final MachineFunction function = new MachineFunction(source, X64Encoder.newBuffer());

  private Reg vector(int size) {
    return function.newRegister(RegClass.VECTOR, size);
  }

  private double run(Frame frame, StringBuilder listing, double argument) {
    CallingConvention convention = X64CallingConvention.systemV();
    function.finishBlocks();
    RegisterAllocation.run(function, convention, frame, AllocationChecker.CHECKER);
    new X64Emitter(function, frame, convention, ReturnConvention.PLAIN, null, null, listing)
        .run(List.of());
    var code =
        new MachineCode(
            function.buffer().finish(),
            0,
            function.buffer().alignment(),
            ReturnConvention.PLAIN,
            List.of(),
            0,
            frame.totalBytes());
    long address = NativeCode.publish(code);
    long bits = NativeCode.call(address, source, true, Double.doubleToRawLongBits(argument));
    return Double.longBitsToDouble(bits);
  }

  /** Sums 24 wide registers that are live at once. */
  private Reg spilledSum(MachineBlock entry, Reg scalar) {
    var values = new Reg[24];
    for (int i = 0; i < values.length; i++) {
      values[i] = vector(32);
      if (i == 0) {
        entry.append(new MachineInst(X64Packed.VBROADCASTSD.of(32), 0, values[i], scalar));
      } else {
        Reg last = values[i - 1];
        entry.append(new MachineInst(X64Packed.VADDPD.of(32), 0, values[i], last, values[0]));
      }
    }
    Reg sum = values[0];
    for (int i = 1; i < values.length; i++) {
      Reg next = vector(32);
      entry.append(new MachineInst(X64Packed.VADDPD.of(32), 0, next, sum, values[i]));
      sum = next;
    }
    return sum;
  }

  @Test
  void wideRegistersSpillToAlignedSlotsAndLeaveCleanUpperHalves() {
    MachineBlock entry = function.newBlock(0);
    function.blocks().add(entry);
    entry.append(new MachineInst(PseudoOp.ENTRY, 0, XMM0));
    Reg scalar = vector(8);
    entry.append(new MachineInst(PseudoOp.MOVE, 0, scalar, XMM0, new Imm(8)));
    Reg sum = spilledSum(entry, scalar);
    Reg low = vector(8);
    Reg high = vector(16);
    entry.append(new MachineInst(X64Packed.VEXTRACTI128.of(32), 0, high, sum, new Imm(1)));
    entry.append(new MachineInst(X64Op.VADDSD, 0, low, sum, high));
    entry.append(new MachineInst(PseudoOp.MOVE, 0, XMM0, low, new Imm(8)));
    entry.append(new MachineInst(PseudoOp.RETURN, 0, XMM0));

    var frame = new Frame(X64Registers.RSP);
    var listing = new StringBuilder();
    assertThat(run(frame, listing, 0.5)).isEqualTo(2 * 0.5 * 24 * 25 / 2);
    assertThat(frame.alignment()).isEqualTo(32);
    assertThat(listing).contains("and rsp,", "YMMWORD PTR [rsp", "vzeroupper\n    ret");
  }

  @Test
  void aFrameIsNotAlignedIfAnArgumentIsReadByWhatIsTiedToIt() {
    MachineBlock entry = function.newBlock(0);
    function.blocks().add(entry);
    entry.append(new MachineInst(PseudoOp.ENTRY, 0, XMM0));
    Reg scalar = vector(8);
    entry.append(new MachineInst(PseudoOp.MOVE, 0, scalar, XMM0, new Imm(8)));
    Reg sum = spilledSum(entry, scalar);
    Reg more = function.newRegister(RegClass.GENERAL, 8);
    Mem argument = Frame.argument(0);
    entry.append(new MachineInst(X64Op.ADD_RM64_IMM32, 0, argument, false, more, new Imm(1)));
    Reg result = vector(8);
    entry.append(new MachineInst(X64Op.VCVTSI2SD_XMM_XMM_RM64, 0, result, sum, more));
    entry.append(new MachineInst(PseudoOp.MOVE, 0, XMM0, result, new Imm(8)));
    entry.append(new MachineInst(PseudoOp.RETURN, 0, XMM0));
    CallingConvention convention = X64CallingConvention.systemV();
    function.finishBlocks();
    var frame = new Frame(X64Registers.RSP);
    RegisterAllocation.run(function, convention, frame, AllocationChecker.CHECKER);
    var listing = new StringBuilder();
    new X64Emitter(function, frame, convention, ReturnConvention.PLAIN, null, null, listing)
        .run(List.of());
    assertThat(listing).contains("YMMWORD PTR [rsp").doesNotContain("and rsp,");
  }

  @Test
  void crossingVectorMovesGoThroughAFreeRegister() {
    Reg a = vector(32);
    Reg b = vector(32);
    Reg x = vector(32);
    Reg y = vector(32);
    Reg scalar = vector(8);
    MachineBlock entry = function.newBlock(0);
    MachineBlock swapped = function.newBlock(0);
    function.blocks().add(entry);
    function.blocks().add(swapped);
    entry.append(new MachineInst(PseudoOp.ENTRY, 0, XMM0));
    entry.append(new MachineInst(PseudoOp.MOVE, 0, scalar, XMM0, new Imm(8)));
    entry.append(new MachineInst(X64Packed.VBROADCASTSD.of(32), 0, a, scalar));
    entry.append(new MachineInst(X64Packed.VADDPD.of(32), 0, b, a, a));
    // a loop that runs twice swaps x and y, as the flags never change
    Reg count = function.newRegister(RegClass.GENERAL, 4);
    Reg three = function.newRegister(RegClass.GENERAL, 4);
    Reg next = function.newRegister(RegClass.GENERAL, 4);
    var immediate = new MachineInst(PseudoOp.IMMEDIATE, 0, three, new Imm(3));
    entry.append(immediate);
    entry.jump(new MachineEdge(swapped, a, b, three));
    swapped.setParams(x, y, count);
    Reg result = vector(8);
    MachineBlock exit = function.newBlock(0);
    function.blocks().add(exit);
    swapped.append(new MachineInst(X64Op.SUB_RM32_IMM32, 0, count, false, next, new Imm(1)));
    int notZero = Condition.NE.ordinal();
    swapped.branch(notZero, new MachineEdge(swapped, y, x, next), new MachineEdge(exit));
    Reg quarter = vector(32);
    Mem constant = Mem.of(function.buffer().constant(new long[] {0, 0, 0, 0}));
    exit.append(new MachineInst(X64Packed.VADDPD.of(32), 0, quarter, x, constant));
    exit.append(new MachineInst(X64Op.VSUBSD, 0, result, quarter, y));
    exit.append(new MachineInst(PseudoOp.MOVE, 0, XMM0, result, new Imm(8)));
    exit.append(new MachineInst(PseudoOp.RETURN, 0, XMM0));

    var listing = new StringBuilder();
    assertThat(run(new Frame(X64Registers.RSP), listing, 7)).isEqualTo(7 - 14);
    String moves = "ymm(\\d+),ymm(\\d+)\\s+vmovups ymm\\2,ymm(\\d+)\\s+vmovups ymm\\3,ymm\\1";
    assertThat(listing).containsPattern("vmovups " + moves);
  }
}
