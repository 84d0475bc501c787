package dev.lathe.codegen;

import java.util.BitSet;

/**
 * Which registers carry arguments and results, which a callee must keep, and in which order the
 * allocator takes them. Data only; each target has its conventions as constants.
 */
public final class CallingConvention {
  private final int[] generalArguments;
  private final int[] vectorArguments;
  private final boolean positional;
  private final int shadowBytes;
  private final long saved; // bit LinearScan.number
  private final int[][] allocatable;
  private final int[] scalars; // those of the vector registers that scalars may be in

  /**
   * @param positional true if argument {@code i} takes the {@code i}-th register of its class and
   *     leaves the other class's unused (Windows), false if each class counts for itself (System V)
   * @param shadowBytes what the caller reserves below the stack arguments
   * @param savedGeneral general registers that a callee must keep, as bits
   * @param savedVector the same for vector registers
   * @param allocatable for each register class its registers in the order in which they are taken
   */
  public CallingConvention(
      int[] generalArguments,
      int[] vectorArguments,
      boolean positional,
      int shadowBytes,
      int savedGeneral,
      int savedVector,
      int[][] allocatable) {
    this.generalArguments = generalArguments;
    this.vectorArguments = vectorArguments;
    this.positional = positional;
    this.shadowBytes = shadowBytes;
    this.saved = savedGeneral & 0xFFFF_FFFFL | (long) savedVector << 32;
    this.allocatable = new int[allocatable.length][];
    for (int c = 0; c < allocatable.length; c++) {
      this.allocatable[c] = new int[allocatable[c].length];
      for (int i = 0; i < allocatable[c].length; i++) {
        this.allocatable[c][i] = c * 32 + allocatable[c][i];
      }
    }
    this.scalars = this.allocatable[RegClass.VECTOR.ordinal()];
  }

  private CallingConvention(CallingConvention of, int[][] allocatable, int[] scalars) {
    this.generalArguments = of.generalArguments;
    this.vectorArguments = of.vectorArguments;
    this.positional = of.positional;
    this.shadowBytes = of.shadowBytes;
    this.saved = of.saved;
    this.allocatable = allocatable;
    this.scalars = scalars;
  }

  /**
   * This convention with more vector registers, which scalars are not put into: not every
   * instruction on scalars reaches them.
   */
  public CallingConvention withVectors(int... registers) {
    int vector = RegClass.VECTOR.ordinal();
    int[][] more = allocatable.clone();
    int count = allocatable[vector].length;
    more[vector] = java.util.Arrays.copyOf(allocatable[vector], count + registers.length);
    for (int i = 0; i < registers.length; i++) {
      more[vector][count + i] = vector * 32 + registers[i];
    }
    return new CallingConvention(this, more, scalars);
  }

  /** This convention with fewer registers to allocate: how tests force spills. */
  public CallingConvention restricted(RegClass regClass, BitSet registers) {
    int[][] fewer = allocatable.clone();
    fewer[regClass.ordinal()] = restricted(allocatable[regClass.ordinal()], registers);
    boolean vectors = regClass == RegClass.VECTOR;
    return new CallingConvention(this, fewer, vectors ? restricted(scalars, registers) : scalars);
  }

  private static int[] restricted(int[] numbers, BitSet registers) {
    int count = 0;
    int[] kept = new int[numbers.length];
    for (int number : numbers) {
      if (registers.get(number & 31)) {
        kept[count++] = number;
      }
    }
    return java.util.Arrays.copyOf(kept, count);
  }

  /** This convention with a register that the allocator leaves alone. */
  public CallingConvention without(Operand.Reg register) {
    var others = new BitSet();
    others.set(0, 32);
    others.clear(register.index());
    return restricted(register.regClass(), others);
  }

  /**
   * The register of an argument, or -1 if it is on the stack.
   *
   * @param position its place among all arguments
   * @param ofClass its place among those of its class
   */
  public int argument(RegClass regClass, int position, int ofClass) {
    int[] registers = regClass == RegClass.GENERAL ? generalArguments : vectorArguments;
    int index = positional ? position : ofClass;
    return index < registers.length ? registers[index] : -1;
  }

  /** The offset of the first stack argument above the return address. */
  public int stackArguments() {
    return shadowBytes;
  }

  /** True if a callee that writes the register must restore it. */
  public boolean isSaved(RegClass regClass, int register) {
    return regClass != RegClass.MASK && (saved >>> regClass.ordinal() * 32 + register & 1) != 0;
  }

  /**
   * The general and vector registers that a callee need not keep: bits {@link LinearScan#number}.
   */
  long clobbers() {
    return ~saved;
  }

  /** Per class the numbers ({@link LinearScan#number}) of the registers to allocate. */
  int[][] allocatable() {
    return allocatable;
  }

  /** Those of the vector registers that values of up to 8 bytes may be in. */
  int[] scalars() {
    return scalars;
  }
}
