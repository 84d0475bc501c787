package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.RAX;
import static dev.lathe.codegen.x64.X64Registers.RDI;
import static dev.lathe.codegen.x64.X64Registers.RSP;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.RegClass;
import dev.lathe.ir.Function;
import dev.lathe.ir.Value;
import java.util.List;

/**
 * Another entry for a function of many parameters: takes the address of a record with one 8-byte
 * field for each parameter, low bytes first, spreads it over registers and stack as the System V
 * calling convention has it, and calls the function.
 */
public final class X64RecordEntry {
  private static final CallingConvention CONVENTION = X64CallingConvention.systemV();
  private static final Reg SCRATCH = X64Registers.R10;

  private X64RecordEntry() {}

  /** {@code code}, compiled from {@code function}, behind an entry that takes a record. */
  public static MachineCode of(Function function, MachineCode code) {
    List<Value> params = function.params();
    int[] places = places(params);
    int onStack = places[params.size()];
    // The return address and this frame together keep the stack aligned to 16.
    int frame = onStack * 8 + (onStack % 2 == 0 ? 8 : 0);
    CodeBuffer buffer = X64Encoder.newBuffer();
    Operand.Label callee = buffer.newLabel();
    X64Encoder.encode(buffer, X64Op.SUB_RM64_IMM32, RSP, new Imm(frame));
    X64Encoder.encode(buffer, X64Op.MOV_R64_RM64, RAX, RDI);
    for (int i = 0; i < params.size(); i++) {
      Mem field = Mem.of(RAX, 8 * i);
      boolean vector = params.get(i).type().isFloat();
      if (places[i] < 0) {
        X64Encoder.encode(buffer, X64Op.MOV_R64_RM64, SCRATCH, field);
        X64Encoder.encode(buffer, X64Op.MOV_RM64_R64, Mem.of(RSP, 8 * ~places[i]), SCRATCH);
      } else if (vector) {
        Reg register = Reg.physical(RegClass.VECTOR, places[i]);
        X64Encoder.encode(buffer, X64Op.VMOVSD_XMM_M64, register, field);
      } else {
        Reg register = Reg.physical(RegClass.GENERAL, places[i]);
        X64Encoder.encode(buffer, X64Op.MOV_R64_RM64, register, field);
      }
    }
    X64Encoder.encode(buffer, X64Op.CALL_REL32, callee);
    X64Encoder.encode(buffer, X64Op.ADD_RM64_IMM32, RSP, new Imm(frame));
    X64Encoder.encode(buffer, X64Op.RET);
    buffer.align(Math.max(code.alignment(), 16));
    for (int i = 0; i < code.code().length; i++) {
      if (i == code.entryOffset()) {
        buffer.bind(callee);
      }
      buffer.putByte(code.code()[i]);
    }
    return new MachineCode(
        buffer.finish(),
        0,
        Math.max(code.alignment(), 16),
        code.canTrap(),
        code.returns(),
        code.sites(),
        0,
        code.frameBytes() + frame + 8);
  }

  /** Per parameter its register or the inverse of its stack slot; last the number of slots. */
  private static int[] places(List<Value> params) {
    var places = new int[params.size() + 1];
    var ofClass = new int[RegClass.values().length];
    int onStack = 0;
    for (int i = 0; i < params.size(); i++) {
      RegClass regClass = params.get(i).type().isFloat() ? RegClass.VECTOR : RegClass.GENERAL;
      int register = CONVENTION.argument(regClass, i, ofClass[regClass.ordinal()]++);
      places[i] = register >= 0 ? register : ~onStack++;
    }
    places[params.size()] = onStack;
    return places;
  }
}
