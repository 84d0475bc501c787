package dev.lathe.codegen.x64;

import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.RegClass;

/**
 * Encodes a row of {@link X64Op} with its operands: prefixes, opcode, ModRM, SIB, displacement,
 * immediate (SDM 2A, chapter 2).
 *
 * <p>The operands are those of the row, implicit ones included, all registers physical. A wrong one
 * is an {@link IllegalArgumentException} that names row and operand.
 */
public final class X64Encoder {
  /** Gaps in code: the multi-byte nops that the SDM recommends (2B, NOP). */
  private static final byte[][] NOPS = {
    {(byte) 0x90},
    {0x66, (byte) 0x90},
    {0x0f, 0x1f, 0x00},
    {0x0f, 0x1f, 0x40, 0x00},
    {0x0f, 0x1f, 0x44, 0x00, 0x00},
    {0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00},
    {0x0f, 0x1f, (byte) 0x80, 0x00, 0x00, 0x00, 0x00},
    {0x0f, 0x1f, (byte) 0x84, 0x00, 0x00, 0x00, 0x00, 0x00},
    {0x66, 0x0f, 0x1f, (byte) 0x84, 0x00, 0x00, 0x00, 0x00, 0x00}
  };

  private final CodeBuffer buffer;
  private final Object op; // the row: for messages
  private final Signature signature;
  private final Form form;
  private final Encoding encoding;
  private final Encoding alternative; // or null
  private final boolean reachesUpperVectors;

  // The fields of the instruction: where each letter of the form has put its operand.
  private int reg;
  private int vvvv;
  private int mask;
  private Operand rm;
  private int rmBytes;
  private boolean broadcast;
  private boolean zeroing;
  private int opcodeRegister;
  private long immediate;
  private Label target;

  /** A byte register 4–7 is spl, bpl, sil, dil only under a REX prefix. */
  private boolean forceRex;

  private boolean upperVector;

  private X64Encoder(
      CodeBuffer buffer,
      Object op,
      Signature signature,
      Form form,
      Encoding encoding,
      Encoding alternative) {
    this.buffer = buffer;
    this.op = op;
    this.signature = signature;
    this.form = form;
    this.encoding = encoding;
    this.alternative = alternative;
    this.reachesUpperVectors =
        encoding.space == Encoding.EVEX
            || alternative != null && alternative.space == Encoding.EVEX;
  }

  /** A code buffer that pads with nops. */
  public static CodeBuffer newBuffer() {
    return new CodeBuffer(NOPS);
  }

  /**
   * Appends the instruction to {@code buffer}.
   *
   * @throws IllegalArgumentException if an operand does not fit its row
   */
  public static void encode(CodeBuffer buffer, X64Op op, Operand... operands) {
    var encoder =
        new X64Encoder(buffer, op, op.signature(), op.form(), op.encoding(), op.alternative());
    encoder.encode(operands);
  }

  /** The same for a row of the other table. */
  static void encode(CodeBuffer buffer, X64PackedOp op, Operand... operands) {
    var encoder =
        new X64Encoder(buffer, op, op.signature(), op.form(), op.encoding(), op.alternative());
    encoder.encode(operands);
  }

  private void encode(Operand[] operands) {
    place(operands);
    emit(choose());
  }

  // Operands into fields.

  private void place(Operand[] operands) {
    OperandSpec[] specs = signature.operands;
    if (operands.length != specs.length) {
      throw new IllegalArgumentException(
          op + " takes " + specs.length + " operands, not " + operands.length);
    }
    int explicit = 0;
    for (int i = 0; i < specs.length; i++) {
      OperandSpec spec = specs[i];
      Operand operand = operands[i];
      int register = check(spec, i, operand);
      if (spec.implicit) {
        continue;
      }
      switch (form.place(explicit++)) {
        case 'R' -> reg = register;
        case 'V' -> vvvv = register;
        case 'K' -> {
          mask = register;
          zeroing = spec.zeroing;
        }
        case 'O' -> opcodeRegister = register;
        case 'S' -> immediate = (long) register << 4;
        case 'M' -> {
          rm = operand;
          rmBytes = spec.memoryBits / 8;
          broadcast = spec.broadcast;
        }
        case 'I' -> immediate = ((Imm) operand).value();
        case 'D' -> target = (Label) operand;
        default -> {} // C: fixed, has been checked
      }
    }
  }

  /** The number of the register that {@code operand} is, or 0; throws if it does not fit. */
  private int check(OperandSpec spec, int index, Operand operand) {
    if (operand instanceof Reg register) {
      return checkRegister(spec, index, register);
    }
    boolean fits =
        operand instanceof Mem memory
            ? spec.allowsMemory() && isAddress(memory)
            : operand instanceof Imm constant
                ? fits(spec, constant.value())
                : operand instanceof Label && spec.relative;
    if (!fits) {
      throw misfit(spec, index, operand);
    }
    return 0;
  }

  private int checkRegister(OperandSpec spec, int index, Reg register) {
    int number = register.index();
    int limit = spec.regClass == RegClass.MASK ? 8 : 16;
    boolean upper = number >= limit;
    if (spec.regClass != register.regClass()
        || register.virtual()
        || spec.fixedRegister >= 0 && number != spec.fixedRegister
        || spec.predicate && number == 0
        || upper && (spec.regClass != RegClass.VECTOR || number >= 32 || !reachesUpperVectors)) {
      throw misfit(spec, index, register);
    }
    upperVector |= upper;
    forceRex |= spec.registerBits == 8 && number >= 4 && number < 8;
    return number;
  }

  /**
   * True if {@code value} is one that the immediate can express: any pattern of its bits, signed or
   * unsigned, but only a signed one where it is extended to 64 bits.
   */
  private boolean fits(OperandSpec spec, long value) {
    int bits = spec.immediateBits;
    if (bits == 64) {
      return true;
    }
    long limit = 1L << bits;
    boolean extended = bits == 32 && signature.operands[0].registerBits != 32;
    return bits > 0 && value >= -limit / 2 && value < (extended ? limit / 2 : limit);
  }

  private static boolean isAddress(Mem memory) {
    if (memory.label() != null) {
      return memory.base() == null && memory.index() == null;
    }
    int scale = memory.scale();
    return isAddressRegister(memory.base())
        && isAddressRegister(memory.index())
        && (memory.index() == null
            || memory.index().index() != 4
                && (scale == 1 || scale == 2 || scale == 4 || scale == 8));
  }

  private static boolean isAddressRegister(Reg register) {
    return register == null
        || register.regClass() == RegClass.GENERAL && !register.virtual() && register.index() < 16;
  }

  private IllegalArgumentException misfit(OperandSpec spec, int index, Operand operand) {
    return new IllegalArgumentException(
        op + ": operand " + index + " is " + spec + ", not " + operand);
  }

  // Choice between the lines of the row.

  private Encoding choose() {
    if (alternative == null) {
      return encoding;
    }
    boolean applies;
    if (target != null) {
      applies =
          buffer.isBound(target) && buffer.offset(target) - (buffer.size() + 2) >= Byte.MIN_VALUE;
    } else if (alternative.space == Encoding.EVEX) {
      applies = upperVector;
    } else if (alternative.immediateBytes == 0) {
      applies = immediate == 1;
    } else {
      long value =
          encoding.immediateBytes == 2
              ? (short) immediate
              : (int) immediate; // an unsigned pattern means the same as its signed one
      applies = value == (byte) value;
    }
    return applies ? alternative : encoding;
  }

  // Fields into bytes.

  private void emit(Encoding encoding) {
    if (encoding.modRm >= 0) {
      reg = encoding.modRm;
    }
    if (encoding.space == Encoding.LEGACY) {
      emitLegacyPrefixes(encoding);
    } else if (encoding.space == Encoding.VEX) {
      emitVex(encoding);
    } else {
      emitEvex(encoding);
    }
    buffer.putByte(encoding.opcode | (encoding.opcodeRegister ? opcodeRegister & 7 : 0));
    if (encoding.suffix >= 0) {
      buffer.putByte(encoding.suffix);
    }
    if (rm != null) {
      emitModRm(encoding);
    }
    if (target == null) {
      buffer.putLittleEndian(immediate, encoding.immediateBytes);
    } else if (encoding.immediateBytes == 1) {
      buffer.putByte(buffer.offset(target) - (buffer.size() + 1));
    } else {
      buffer.putRelative32(target, 0);
    }
  }

  /** Bit 3 of the number that extends ModRM.rm, SIB.base or the opcode's register. */
  private int extensionB() {
    if (rm instanceof Reg register) {
      return register.index() >> 3 & 1;
    }
    if (rm instanceof Mem memory) {
      return memory.base() == null ? 0 : memory.base().index() >> 3;
    }
    return opcodeRegister >> 3;
  }

  /** Bit 3 of SIB.index; under EVEX also bit 4 of a register in ModRM.rm. */
  private int extensionX() {
    if (rm instanceof Reg register) {
      return register.index() >> 4;
    }
    return rm instanceof Mem memory && memory.index() != null ? memory.index().index() >> 3 : 0;
  }

  /** SDM 2A, 2.2.1. */
  private void emitLegacyPrefixes(Encoding encoding) {
    if (encoding.prefix != 0) {
      buffer.putByte(encoding.prefixByte());
    }
    int rex = (encoding.wide ? 8 : 0) | (reg >> 3) << 2 | extensionX() << 1 | extensionB();
    if (rex != 0 || forceRex) {
      buffer.putByte(0x40 | rex);
    }
    if (encoding.map != 0) {
      buffer.putByte(0x0f);
      if (encoding.map > 1) {
        buffer.putByte(encoding.map == 2 ? 0x38 : 0x3a);
      }
    }
  }

  /** SDM 2A, 2.3.5. The fields R, X, B and vvvv are stored inverted. */
  private void emitVex(Encoding encoding) {
    int notR = reg >> 3 ^ 1;
    int notX = extensionX() ^ 1;
    int notB = extensionB() ^ 1;
    int last = (~vvvv & 15) << 3 | encoding.vectorLength() << 2 | encoding.prefix;
    if (notX == 1 && notB == 1 && encoding.map == 1 && !encoding.wide) {
      buffer.putByte(0xc5);
      buffer.putByte(notR << 7 | last);
    } else {
      buffer.putByte(0xc4);
      buffer.putByte(notR << 7 | notX << 6 | notB << 5 | encoding.map);
      buffer.putByte((encoding.wide ? 0x80 : 0) | last);
    }
  }

  /** SDM 2A, 2.7.1. The fields R, X, B, R', V' and vvvv are stored inverted. */
  private void emitEvex(Encoding encoding) {
    int notR = reg >> 3 & 1 ^ 1;
    int notR2 = reg >> 4 ^ 1;
    int notV2 = vvvv >> 4 ^ 1;
    int length = encoding.vectorLength() << 5;
    int flags = (zeroing ? 0x80 : 0) | (broadcast ? 0x10 : 0);
    buffer.putByte(0x62);
    buffer.putByte(
        notR << 7 | (extensionX() ^ 1) << 6 | (extensionB() ^ 1) << 5 | notR2 << 4 | encoding.map);
    buffer.putByte((encoding.wide ? 0x80 : 0) | (~vvvv & 15) << 3 | 4 | encoding.prefix);
    buffer.putByte(flags | length | notV2 << 3 | mask);
  }

  /** ModRM, SIB and displacement (SDM 2A, tables 2-2 and 2-3). */
  private void emitModRm(Encoding encoding) {
    int regField = (reg & 7) << 3;
    if (rm instanceof Reg register) {
      buffer.putByte(0xc0 | regField | register.index() & 7);
      return;
    }
    Mem memory = (Mem) rm;
    int displacement = memory.displacement();
    if (memory.label() != null) {
      buffer.putByte(regField | 5);
      buffer.putRelative32(memory.label(), displacement - encoding.immediateBytes);
      return;
    }
    Reg index = memory.index();
    if (memory.base() == null) { // the SIB form without base: disp32 follows
      buffer.putByte(regField | 4);
      buffer.putByte(sib(memory, 5));
      buffer.putLittleEndian(displacement, 4);
      return;
    }
    int base = memory.base().index() & 7;
    // An EVEX disp8 counts in units of the memory operand (SDM 2A, 2.7.5).
    int unit = encoding.space == Encoding.EVEX ? rmBytes : 1;
    int scaled = displacement / unit;
    int mod;
    if (displacement == 0 && base != 5) { // rbp and r13 have no form without displacement
      mod = 0;
    } else if (scaled * unit == displacement && scaled == (byte) scaled) {
      mod = 0x40;
    } else {
      mod = 0x80;
    }
    boolean hasSib = index != null || base == 4; // rsp and r12 stand for "SIB follows"
    buffer.putByte(mod | regField | (hasSib ? 4 : base));
    if (hasSib) {
      buffer.putByte(sib(memory, base));
    }
    if (mod == 0x40) {
      buffer.putByte(scaled);
    } else if (mod == 0x80) {
      buffer.putLittleEndian(displacement, 4);
    }
  }

  private static int sib(Mem memory, int base) {
    if (memory.index() == null) {
      return 4 << 3 | base;
    }
    int scale = Integer.numberOfTrailingZeros(memory.scale());
    return scale << 6 | (memory.index().index() & 7) << 3 | base;
  }
}
