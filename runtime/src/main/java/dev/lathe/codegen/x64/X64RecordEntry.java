package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.R11;
import static dev.lathe.codegen.x64.X64Registers.RAX;
import static dev.lathe.codegen.x64.X64Registers.RDI;
import static dev.lathe.codegen.x64.X64Registers.RSI;
import static dev.lathe.codegen.x64.X64Registers.RSP;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.StackLimitException;
import dev.lathe.ir.Function;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.List;

/**
 * Another entry for a function of many parameters: takes the address of a block with one 8-byte
 * field for each parameter, low bytes first, spreads it over registers and stack as the System V
 * calling convention has it, and calls the function. If the function runs in slices ({@link
 * ReturnConvention#RECORD}), the entry takes its record's address too, and passes it on.
 */
public final class X64RecordEntry {
  private static final CallingConvention CONVENTION = X64CallingConvention.systemV();
  private static final Reg SCRATCH = X64Registers.R10;

  private final CodeBuffer buffer = X64Encoder.newBuffer();
  private final StringBuilder listing; // or null
  private final int[] ofClass = new int[RegClass.values().length];
  private int arguments;
  private int onStack;

  private X64RecordEntry(StringBuilder listing) {
    this.listing = listing;
  }

  /**
   * {@code code}, compiled from {@code function}, behind an entry that takes its arguments from a
   * block.
   *
   * @param listing receives the instructions of the entry as text, or null
   * @throws StackLimitException if both together need more stack than native code may use
   */
  public static MachineCode of(Function function, MachineCode code, StringBuilder listing) {
    return new X64RecordEntry(listing).make(function, code);
  }

  private MachineCode make(Function function, MachineCode code) {
    List<Value> params = function.params();
    boolean sliced = code.returns() == ReturnConvention.RECORD;
    int count = params.size() + (sliced ? 1 : 0);
    var places = new int[count];
    for (int i = 0; i < count; i++) {
      places[i] = place(i < params.size() ? params.get(i).type() : Type.I64);
    }
    // The return address and this frame together keep the stack aligned to 16.
    int frame = onStack * 8 + (onStack % 2 == 0 ? 8 : 0);
    int total = code.frameBytes() + frame + 8;
    if (total > Frame.LIMIT) {
      throw StackLimitException.of(total);
    }
    Label callee = buffer.newLabel();
    if (listing != null) {
      listing.append("entry:\n");
    }
    encode(X64Op.SUB_RM64_IMM32, RSP, new Imm(frame));
    encode(X64Op.MOV_R64_RM64, RAX, RDI);
    if (sliced) {
      encode(X64Op.MOV_R64_RM64, R11, RSI);
    }
    for (int i = 0; i < count; i++) {
      boolean record = i == params.size();
      Operand from = record ? R11 : Mem.of(RAX, 8 * i);
      boolean vector = !record && params.get(i).type().isFloat();
      if (places[i] >= 0) {
        Reg register = Reg.physical(vector ? RegClass.VECTOR : RegClass.GENERAL, places[i]);
        encode(vector ? X64Op.VMOVSD_XMM_M64 : X64Op.MOV_R64_RM64, register, from);
      } else {
        encode(X64Op.MOV_R64_RM64, SCRATCH, from);
        encode(X64Op.MOV_RM64_R64, Mem.of(RSP, 8 * ~places[i]), SCRATCH);
      }
    }
    encode(X64Op.CALL_REL32, callee);
    encode(X64Op.ADD_RM64_IMM32, RSP, new Imm(frame));
    encode(X64Op.RET);
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
        code.returns(),
        code.sites(),
        code.recordLongs(),
        total);
  }

  /** The register of the next argument or the inverse of its stack slot. */
  private int place(Type type) {
    RegClass regClass = type.isFloat() ? RegClass.VECTOR : RegClass.GENERAL;
    int register = CONVENTION.argument(regClass, arguments++, ofClass[regClass.ordinal()]++);
    return register >= 0 ? register : ~onStack++;
  }

  private void encode(X64Op op, Operand... operands) {
    X64Encoder.encode(buffer, op, operands);
    if (listing != null) {
      listing.append("    ").append(X64Printer.text(op, operands)).append('\n');
    }
  }
}
