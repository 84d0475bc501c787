package dev.lathe.codegen.x64;

import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.MachineFunction;
import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.RegClass;
import dev.lathe.ir.InlinedLine;

/**
 * Emits single operations on physical registers and the frame: copies, constants, instructions
 * whose first operand is tied. Each goes to the code buffer and, if one is asked for, to a listing.
 */
class X64Assembler {
  final MachineFunction function;
  final CodeBuffer buffer;
  final Frame frame;
  private final StringBuilder listing; // or null
  private int listedLine;

  X64Assembler(MachineFunction function, Frame frame, StringBuilder listing) {
    this.function = function;
    this.buffer = function.buffer();
    this.frame = frame;
    this.listing = listing;
  }

  /** Emits an instruction whose operand 0 must hold {@code from} before it. */
  final void tie(X64Op op, Operand[] operands, Operand from, boolean symmetric, boolean flags) {
    Operand to = operands[0];
    if (to.equals(from)) {
      encode(op, operands);
      return;
    }
    if (symmetric && form(op, -1) != null) {
      multiplyAdd(op, operands, from);
      return;
    }
    if (symmetric && to.equals(operands[1])) {
      operands[1] = from;
      Condition moves = Condition.ofMove(op); // changing places inverts the condition
      encode(moves == null ? op : moves.inverse().move(op.registerBits(0)), operands);
      return;
    }
    if (!flags && from instanceof Reg base && asAddress(op, operands, base)) {
      return;
    }
    copy(to, from, op.registerBits(0) / 8);
    encode(op, operands);
  }

  /** Sums and small shifts into another register: lea. */
  final boolean asAddress(X64Op op, Operand[] operands, Reg from) {
    Operand with = operands[operands.length - 1];
    boolean wide = op.registerBits(0) == 64;
    Mem address;
    if (op == X64Op.ADD_R32_RM32 || op == X64Op.ADD_R64_RM64) {
      if (!(with instanceof Reg index)) {
        return false;
      }
      address = Mem.of(from, index, 1, 0);
    } else if (op == X64Op.ADD_RM32_IMM32 || op == X64Op.ADD_RM64_IMM32) {
      address = Mem.of(from, (int) ((Imm) with).value());
    } else if (op == X64Op.SHL_RM32_IMM8 || op == X64Op.SHL_RM64_IMM8) {
      long n = ((Imm) with).value();
      if (n < 1 || n > 3) {
        return false;
      }
      address = n == 1 ? Mem.of(from, from, 1, 0) : Mem.of(null, from, 1 << n, 0);
    } else {
      return false;
    }
    encode(wide ? X64Op.LEA_R64_M : X64Op.LEA_R32_M, operands[0], address);
    return true;
  }

  /**
   * {@code to = a * b + c} of three operands, the form (SDM 2C: 132, 213, 231 name the places of
   * factor, factor and summand) by which of them {@code to} holds already.
   */
  final void multiplyAdd(X64Op op, Operand[] operands, Operand c) {
    Operand to = operands[0];
    Operand a = operands[1];
    Operand b = operands[2];
    if (to.equals(a)) {
      if (c instanceof Mem && b instanceof Mem) {
        throw new IllegalStateException("two operands of " + op + " in memory");
      }
      if (b instanceof Mem) {
        encode(form(op, -2), to, c, b); // to = to * b + c
      } else {
        encode(form(op, -1), to, b, c); // to = b * to + c
      }
    } else if (to.equals(b)) {
      encode(form(op, -1), to, a, c);
    } else {
      copy(to, c, 16);
      encode(op, to, a, b);
    }
  }

  /** The same for packed lanes. */
  final void tie(X64PackedOp op, Operand[] operands, Operand from, boolean symmetric) {
    Operand to = operands[0];
    if (to.equals(from)) {
      encode(op, operands);
    } else if (symmetric) { // to = a * b + c
      X64Packed[] rows = X64Packed.multiplyAdds(op.row());
      Operand a = operands[1];
      Operand b = operands[2];
      if (op.row() == rows[1]) { // to = a * to + b
        if (to.equals(a)) {
          operands[1] = from;
        } else {
          copy(to, from, op.bytes());
        }
        encode(op, operands);
      } else if (to.equals(a) && b instanceof Mem) {
        encode(rows[0].of(op.bytes(), op.decoration()), to, from, b); // to = to * b + c
      } else if (to.equals(a) || to.equals(b)) {
        encode(rows[1].of(op.bytes()), to, to.equals(a) ? b : a, from); // to = b * to + c
      } else {
        copy(to, from, op.bytes());
        encode(op, operands);
      }
    } else {
      copy(to, from, op.bytes());
      encode(op, operands);
    }
  }

  /**
   * The row of the same operation {@code steps} forms before the 231 form, or null if it has none.
   */
  static X64Op form(X64Op op, int steps) {
    if (op == X64Op.VFMADD231SS) {
      return steps == -1 ? X64Op.VFMADD213SS : X64Op.VFMADD132SS;
    }
    if (op == X64Op.VFMADD231SD) {
      return steps == -1 ? X64Op.VFMADD213SD : X64Op.VFMADD132SD;
    }
    if (op == X64Op.VFMSUB231SS) {
      return steps == -1 ? X64Op.VFMSUB213SS : X64Op.VFMSUB132SS;
    }
    if (op == X64Op.VFMSUB231SD) {
      return steps == -1 ? X64Op.VFMSUB213SD : X64Op.VFMSUB132SD;
    }
    if (op == X64Op.VFNMADD231SS) {
      return steps == -1 ? X64Op.VFNMADD213SS : X64Op.VFNMADD132SS;
    }
    if (op == X64Op.VFNMADD231SD) {
      return steps == -1 ? X64Op.VFNMADD213SD : X64Op.VFNMADD132SD;
    }
    return null;
  }

  final void immediate(Operand to, long bits, boolean flags) {
    if (to instanceof Mem memory) {
      if (bits == (int) bits) {
        encode(X64Op.MOV_RM64_IMM32, memory, new Imm(bits));
      } else {
        Mem upper = Mem.of(memory.base(), memory.displacement() + 4);
        encode(X64Op.MOV_RM32_IMM32, memory, new Imm((int) bits));
        encode(X64Op.MOV_RM32_IMM32, upper, new Imm((int) (bits >> 32)));
      }
    } else if (bits == 0 && !flags) {
      encode(X64Op.XOR_R32_RM32, to, to);
    } else if (bits >>> 32 == 0) {
      encode(X64Op.MOV_R32_IMM32, to, new Imm((int) bits));
    } else if (bits == (int) bits) {
      encode(X64Op.MOV_RM64_IMM32, to, new Imm(bits));
    } else {
      encode(X64Op.MOV_R64_IMM64, to, new Imm(bits));
    }
  }

  /** Copies {@code size} bytes; from memory to memory by way of the stack. */
  final void copy(Operand to, Operand from, int size) {
    if (to.equals(from)) {
      return;
    }
    if (to instanceof Mem target && from instanceof Mem source) {
      for (int i = 0; i < size; i += 8) {
        encode(X64Op.PUSH_M64, at(source, i));
        encode(X64Op.POP_M64, at(target, i));
      }
      return;
    }
    Reg register = (Reg) (to instanceof Reg ? to : from);
    if (register.regClass() == RegClass.GENERAL) {
      if (to instanceof Reg) {
        encode(size == 8 ? X64Op.MOV_R64_RM64 : X64Op.MOV_R32_RM32, to, from);
      } else {
        encode(size == 8 ? X64Op.MOV_RM64_R64 : X64Op.MOV_RM32_R32, to, from);
      }
      return;
    }
    boolean load = to instanceof Reg;
    if (register.regClass() == RegClass.MASK) {
      encode((load ? X64Packed.KMOVQ : X64Packed.KMOVQ_M).of(), to, from);
      return;
    }
    if (size > 16) {
      encode((load ? X64Packed.VMOVUPS : X64Packed.VMOVUPS_M).of(size), to, from);
      return;
    }
    X64Op op =
        switch (size) {
          case 4 -> load ? X64Op.VMOVSS_XMM_M32 : X64Op.VMOVSS_M32;
          case 8 -> load ? X64Op.VMOVSD_XMM_M64 : X64Op.VMOVSD_M64;
          default -> load ? X64Op.VMOVUPS_XMM : X64Op.VMOVUPS_M128;
        };
    encode(load && from instanceof Reg ? X64Op.VMOVAPS : op, to, from);
  }

  static Mem at(Mem memory, int offset) {
    return offset == 0
        ? memory
        : new Mem(
            memory.base(),
            memory.index(),
            memory.scale(),
            memory.displacement() + offset,
            memory.label());
  }

  final void exchange(Reg a, Reg b, int size) {
    if (a.regClass() == RegClass.GENERAL) {
      encode(X64Op.XCHG_RM64_R64, a, b);
    } else if (size > 16 || a.regClass() == RegClass.MASK) {
      boolean masks = a.regClass() == RegClass.MASK;
      X64PackedOp op = masks ? X64Packed.KXORQ.of() : X64Packed.VXORPS.of(size);
      encode(op, a, a, b);
      encode(op, b, a, b);
      encode(op, a, a, b);
    } else { // no such instruction: three times exclusive or
      encode(X64Op.VXORPS, a, a, b);
      encode(X64Op.VXORPS, b, a, b);
      encode(X64Op.VXORPS, a, a, b);
    }
  }

  /** See {@link X64Pseudo#SPLAT}. */
  final void splat(MachineInst inst) {
    Operand to = resolve(inst.operand(0));
    Operand from = inst.operand(1);
    int size = (int) ((Imm) inst.operand(2)).value();
    if (to instanceof Mem slot) {
      for (int i = 0; i < size; i += 8) {
        if (from instanceof Mem) {
          copy(at(slot, i), from, 8);
        } else {
          encode(X64Op.MOV_RM64_IMM32, at(slot, i), new Imm(0));
        }
      }
    } else if (from instanceof Mem) {
      encode(X64Packed.VPBROADCASTQ.of(size), to, from);
    } else {
      encode(X64Op.VXORPS, to, to, to); // which clears all of the register
    }
  }

  /** See {@link X64Pseudo#STORE_LANE}. */
  final void storeLane(MachineInst inst) {
    Label past = buffer.newLabel();
    int bit = (int) ((Imm) inst.operand(3)).value();
    int bytes = (int) ((Imm) inst.operand(4)).value();
    Reg bits = (Reg) inst.operand(0);
    if (bit < 31) {
      encode(X64Op.TEST_RM32_IMM32, bits, new Imm(1L << bit));
      encode(X64Op.JE, past);
    } else {
      encode(X64Op.BT_RM64_IMM8, bits, new Imm(bit));
      encode(X64Op.JAE, past);
    }
    X64Packed row =
        bytes == 1
            ? X64Packed.VPEXTRB
            : bytes == 2 ? X64Packed.VPEXTRW : bytes == 4 ? X64Packed.VPEXTRD : X64Packed.VPEXTRQ;
    encode(row.of(), resolve(inst.operand(1)), inst.operand(2), inst.operand(5));
    bind(past);
  }

  /** Goes to {@code label} if {@code condition} holds. */
  final void emitTrap(int condition, Label label) {
    if (condition == X64Patterns.FLOAT_UNEQUAL) {
      encode(X64Op.JP, label);
      encode(X64Op.JNE, label);
    } else if (condition == X64Patterns.FLOAT_EQUAL) {
      Label past = buffer.newLabel();
      encode(X64Op.JP, past);
      encode(X64Op.JE, label);
      bind(past);
    } else {
      encode(Condition.at(condition).jump(), label);
    }
  }

  // ---- bytes and text

  final Operand resolve(Operand operand) {
    return operand instanceof Mem mem ? frame.resolve(mem) : operand;
  }

  final void encode(X64Op op, Operand... operands) {
    X64Encoder.encode(buffer, op, operands);
    if (listing != null) {
      listing.append("    ").append(X64Printer.text(op, operands)).append('\n');
    }
  }

  final void encode(X64PackedOp op, Operand... operands) {
    X64Encoder.encode(buffer, op, operands);
    if (listing != null) {
      listing.append("    ").append(X64Printer.text(op, operands)).append('\n');
    }
  }

  final void bind(Label label) {
    buffer.bind(label);
    if (listing != null) {
      listing.append('L').append(label.id()).append(":\n");
    }
  }

  /** Emits how far {@code to} is from {@code from}, both bound, in four bytes. */
  final void distance(Label to, Label from) {
    buffer.putLittleEndian(buffer.offset(to) - buffer.offset(from), 4);
    if (listing != null) {
      listing.append("    .long L").append(to.id()).append("-L").append(from.id()).append('\n');
    }
  }

  final void listLine(int line) {
    if (listing != null && line != 0 && line != listedLine) {
      listedLine = line;
      InlinedLine inlined = function.source().inlinedLine(line);
      String file = inlined == null ? function.source().sourceFile() : inlined.sourceFile();
      listing.append("  ; ").append(file == null ? "line" : file).append(':');
      listing.append(inlined == null ? line : inlined.line());
      listing.append('\n');
    }
  }
}
