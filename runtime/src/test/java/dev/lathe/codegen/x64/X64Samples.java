package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.R12;
import static dev.lathe.codegen.x64.X64Registers.R13;
import static dev.lathe.codegen.x64.X64Registers.R15;
import static dev.lathe.codegen.x64.X64Registers.R8;
import static dev.lathe.codegen.x64.X64Registers.RAX;
import static dev.lathe.codegen.x64.X64Registers.RBP;
import static dev.lathe.codegen.x64.X64Registers.RBX;
import static dev.lathe.codegen.x64.X64Registers.RCX;
import static dev.lathe.codegen.x64.X64Registers.RDI;
import static dev.lathe.codegen.x64.X64Registers.RDX;
import static dev.lathe.codegen.x64.X64Registers.RSI;
import static dev.lathe.codegen.x64.X64Registers.RSP;

import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.RegClass;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Operand choices for each row of the table: low and high registers, addresses of every shape in
 * rotation, the edges of each immediate.
 */
final class X64Samples {
  /** An encoded sample; its label, if it has one, is at {@code labelOffset} from its first byte. */
  record Sample(Object op, byte[] bytes, String text, int labelOffset) {
    String line() {
      String hex = HexFormat.ofDelimiter(" ").formatHex(bytes);
      return "  " + hex + " ".repeat(Math.max(1, 35 - hex.length())) + text;
    }
  }

  private static final Label LABEL = new Label(0);

  private static final List<Mem> ADDRESSES =
      List.of(
          Mem.of(RAX, 0),
          Mem.of(RSP, 0),
          Mem.of(RBX, 0x7f),
          Mem.of(R8, RCX, 4, 0x10),
          Mem.of(RBP, 0),
          Mem.of(R12, 0),
          Mem.of(RSI, -0x80),
          Mem.of(RSP, R15, 8, -0x81),
          Mem.of(LABEL),
          Mem.of(R13, 0),
          Mem.of(RDI, 0x80),
          Mem.of(RBP, RAX, 1, 0),
          Mem.of(R13, R12, 2, 0x40),
          Mem.of(null, RDX, 8, 0x40),
          Mem.of((Reg) null, 0x1234),
          Mem.of(R12, 0x7fffffff));

  private static final int[][] REGISTERS = {{4, 1, 5, 3}, {7, 8, 15, 4}, {15, 6, 8, 0}};
  private static final int[][] UPPER_REGISTERS = {{16, 1, 2, 3}, {7, 31, 15, 4}, {8, 15, 24, 23}};

  private X64Samples() {}

  /** A row of either table. */
  private interface Row {
    Signature signature();

    boolean reachesUpperVectors();

    int ordinal();

    void encode(CodeBuffer buffer, Operand[] operands);

    String text(Operand[] operands);
  }

  static List<Sample> of(X64Op op) {
    return of(
        op,
        new Row() {
          @Override
          public Signature signature() {
            return op.signature();
          }

          @Override
          public boolean reachesUpperVectors() {
            return op.reachesUpperVectors();
          }

          @Override
          public int ordinal() {
            return op.ordinal();
          }

          @Override
          public void encode(CodeBuffer buffer, Operand[] operands) {
            X64Encoder.encode(buffer, op, operands);
          }

          @Override
          public String text(Operand[] operands) {
            return X64Printer.text(op, operands);
          }
        });
  }

  static List<Sample> of(X64PackedOp op) {
    return of(
        op,
        new Row() {
          @Override
          public Signature signature() {
            return op.signature();
          }

          @Override
          public boolean reachesUpperVectors() {
            return op.reachesUpperVectors();
          }

          @Override
          public int ordinal() {
            return op.row().ordinal() + op.bytes() / 16;
          }

          @Override
          public void encode(CodeBuffer buffer, Operand[] operands) {
            X64Encoder.encode(buffer, op, operands);
          }

          @Override
          public String text(Operand[] operands) {
            return X64Printer.text(op, operands);
          }
        });
  }

  /** All lines of the packed table, decorated ones for the greatest length only. */
  static List<X64PackedOp> packed() {
    var ops = new ArrayList<X64PackedOp>();
    for (X64Packed row : X64Packed.values()) {
      for (int bytes = 16; bytes <= 64; bytes *= 2) {
        for (int with = X64Packed.PLAIN; with <= X64Packed.BROADCAST; with++) {
          if (row.has(bytes, with) && (with == X64Packed.PLAIN || bytes == 64)) {
            ops.add(row.of(bytes, with));
          }
        }
      }
    }
    return ops;
  }

  private static List<Sample> of(Object op, Row row) {
    var samples = new ArrayList<Sample>();
    OperandSpec[] specs = row.signature().operands;
    for (int[] registers : REGISTERS) {
      add(samples, op, row, registers, null, 0);
    }
    boolean evex = row.reachesUpperVectors();
    if (evex) {
      for (int[] registers : UPPER_REGISTERS) {
        add(samples, op, row, registers, null, 0);
      }
    }
    for (int index = 0; index < specs.length; index++) {
      OperandSpec spec = specs[index];
      if (spec.allowsMemory()) {
        for (int i = 0; i < 4; i++) {
          Mem address = ADDRESSES.get((row.ordinal() * 4 + i) % ADDRESSES.size());
          add(samples, op, row, REGISTERS[i % 3], address, 0);
        }
        if (evex) { // disp8 counts in units of the operand
          add(samples, op, row, UPPER_REGISTERS[0], Mem.of(R13, spec.memoryBits / 8 * -128), 0);
          add(samples, op, row, UPPER_REGISTERS[2], Mem.of(RAX, R12, 8, 0x7c), 0);
        }
      }
      if (spec.immediateBits > 0) {
        for (long value : immediates(row, spec)) {
          add(samples, op, row, REGISTERS[2], null, value);
        }
      }
    }
    return samples;
  }

  private static long[] immediates(Row row, OperandSpec spec) {
    return switch (spec.immediateBits) {
      case 8 ->
          row.signature().mnemonic.startsWith("vcmp")
                  || row.signature().mnemonic.startsWith("vpcmp")
              ? new long[] {1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 16, 28, 31}
              : new long[] {1, 31, 0x7f, 0x80, 0xff, -1, -0x80};
      case 16 -> new long[] {1, 0x7f, 0x80, -0x80, -0x81, 0x7fff, 0xffff, -0x8000};
      case 32 ->
          row.signature().operands[0].registerBits == 32
              ? new long[] {1, 0x7f, 0x80, -0x80, -0x81, 0xffffff80L, 0x7fffffff, Integer.MIN_VALUE}
              : new long[] {1, 0x7f, 0x80, -0x80, -0x81, 0x7fffffff, Integer.MIN_VALUE};
      default -> new long[] {1, -1, 0x123456789abcdef0L, Long.MIN_VALUE};
    };
  }

  /**
   * Adds one sample. Registers are taken in turn; {@code address} stands for the operand that may
   * be memory. Operands that are memory only get {@code [rax]} if there is none.
   */
  private static void add(
      List<Sample> samples, Object op, Row row, int[] registers, Mem address, long immediate) {
    OperandSpec[] specs = row.signature().operands;
    var operands = new Operand[specs.length];
    boolean jump = false;
    for (int i = 0, next = 0; i < specs.length; i++) {
      OperandSpec spec = specs[i];
      if (spec.allowsMemory() && (address != null || spec.regClass == null)) {
        operands[i] = address != null ? address : Mem.of(RAX, 0);
      } else if (spec.fixedRegister >= 0) {
        operands[i] = Reg.physical(spec.regClass, spec.fixedRegister);
      } else if (spec.regClass != null) {
        int number = registers[next++];
        if (spec.predicate && (number & 7) == 0) {
          number = 7; // k0 is no predicate
        }
        int mask = spec.regClass == RegClass.VECTOR ? 31 : spec.regClass == RegClass.MASK ? 7 : 15;
        operands[i] = Reg.physical(spec.regClass, number & mask);
      } else if (spec.immediateBits > 0) {
        operands[i] = new Imm(immediate);
      } else {
        operands[i] = LABEL;
        jump = true;
      }
    }
    // A label stands before the instruction; that of every second jump stands behind it.
    CodeBuffer buffer = X64Encoder.newBuffer();
    Label label = buffer.newLabel();
    boolean forward = jump && samples.size() % 2 == 1;
    if (!forward) {
      buffer.bind(label);
    }
    row.encode(buffer, operands);
    int size = buffer.size();
    if (forward) {
      buffer.bind(label);
    }
    String text = row.text(operands);
    var sample = new Sample(op, buffer.finish(), text, forward ? size : 0);
    for (Sample other : samples) {
      if (other.line().equals(sample.line())) {
        return;
      }
    }
    samples.add(sample);
  }
}
