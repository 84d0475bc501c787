package dev.lathe.codegen.x64;

import dev.lathe.codegen.MachineOp;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.Role;

/**
 * Short sequences that the allocator sees as one instruction; {@link X64Emitter} expands them,
 * their rare part out of line.
 */
enum X64Pseudo implements MachineOp {
  /**
   * {@code trap condition, label, operands...}: goes to the label if the condition holds; there the
   * operands are read.
   */
  TRAP("trap", 0, null, null),
  /**
   * {@code fill count, base, zero}: stores 16 bytes at {@code base + count} and every 16 bytes
   * below, down to {@code base}; leaves nothing in {@code count}.
   */
  FILL("fill", 0, null, null),
  /**
   * {@code count cost}: in a module, counts down and when that is used up leaves, to be entered
   * again right here.
   */
  COUNT("count", 0, null, null),
  /**
   * {@code splat to, from, size}: the 8 bytes at {@code from}, or 0 if that is no memory, all over
   * a vector of {@code size} bytes in a register or slot.
   */
  SPLAT("splat", 0, null, null),
  /**
   * {@code store_lane bits, to, vector, bit, bytes, lane}: stores a lane of an xmm register if the
   * bit is set.
   */
  STORE_LANE("store_lane", 0, null, null),
  /** {@code table index, temp, temp}: goes where the block's table says. */
  TABLE("table", 0, null, null),
  // rax / divisor and rax % divisor, signed; a divisor of -1 would raise #DE for MIN_VALUE and is
  // answered out of line. The divisor is read after rdx is written.
  DIVIDE32("divide32", 32, X64Op.IDIV_RM32, null),
  DIVIDE64("divide64", 64, X64Op.IDIV_RM64, null),
  REMAINDER32("remainder32", 32, X64Op.IDIV_RM32, null),
  REMAINDER64("remainder64", 64, X64Op.IDIV_RM64, null),
  // Java's casts from float to integer: vcvtt gives MIN_VALUE for what does not fit and for NaN;
  // those are put right out of line.
  F32_TO_I32("f32_to_i32", 32, X64Op.VCVTTSS2SI_R32, X64Op.VUCOMISS),
  F32_TO_I64("f32_to_i64", 64, X64Op.VCVTTSS2SI_R64, X64Op.VUCOMISS),
  F64_TO_I32("f64_to_i32", 32, X64Op.VCVTTSD2SI_R32, X64Op.VUCOMISD),
  F64_TO_I64("f64_to_i64", 64, X64Op.VCVTTSD2SI_R64, X64Op.VUCOMISD);

  private final String mnemonic;
  private final int bits;
  private final X64Op op;
  private final X64Op compare;

  X64Pseudo(String mnemonic, int bits, X64Op op, X64Op compare) {
    this.mnemonic = mnemonic;
    this.bits = bits;
    this.op = op;
    this.compare = compare;
  }

  @Override
  public String mnemonic() {
    return mnemonic;
  }

  /** The width of the integer. */
  int bits() {
    return bits;
  }

  /** The instruction that does the ordinary case. */
  X64Op op() {
    return op;
  }

  /** Of a conversion: how to compare its operand. */
  X64Op compare() {
    return compare;
  }

  boolean isDivision() {
    return op != null && compare == null;
  }

  boolean isRemainder() {
    return this == REMAINDER32 || this == REMAINDER64;
  }

  @Override
  public int operandCount() {
    if (this == STORE_LANE) {
      return 6;
    }
    return isDivision() || this == TABLE || this == FILL || this == SPLAT
        ? 3
        : this == COUNT ? 1 : 2;
  }

  @Override
  public Role role(int index) {
    if (isDivision()) {
      return index == 0 ? Role.USE_DEF : index == 1 ? Role.DEF : Role.USE_LATE;
    }
    if (this == TABLE) {
      return index == 0 ? Role.USE : Role.TEMP;
    }
    return index == 0 && this != COUNT && this != STORE_LANE ? Role.DEF : Role.USE;
  }

  @Override
  public RegClass regClass(int index) {
    return this == TRAP
        ? null
        : (this == FILL || this == STORE_LANE) && index == 2 || this == SPLAT
            ? RegClass.VECTOR
            : compare != null && index == 1 ? RegClass.VECTOR : RegClass.GENERAL;
  }

  @Override
  public int fixedRegister(int index) {
    return isDivision() && index < 2 ? index * 2 : -1; // rax 0, rdx 2
  }

  @Override
  public boolean allowsMemory(int index, int bytes) {
    return isDivision() && index == 2 && bits <= bytes * 8;
  }

  @Override
  public boolean readsRarely() {
    return this == TRAP;
  }

  @Override
  public boolean endsBlock() {
    return this == TABLE;
  }
}
