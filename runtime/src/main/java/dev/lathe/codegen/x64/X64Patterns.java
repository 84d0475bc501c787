package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.Condition.NE;
import static dev.lathe.codegen.x64.Condition.O;

import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Lowering;
import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.MachineOp;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.PseudoOp;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What all x64 lowering rules share: operands, constants, and conditions in the flags.
 *
 * <p>A condition is the ordinal of a {@link Condition}, or one of two that take a pair of jumps
 * because {@code vucomis} answers "equal" for unordered operands too.
 */
abstract class X64Patterns extends Lowering {
  /** Equal and ordered. */
  static final int FLOAT_EQUAL = 16;

  /** Unequal or unordered: the inverse. */
  static final int FLOAT_UNEQUAL = 17;

  /** Per {@link FloatPredicate}: the immediate of vcmp (SDM 2A, table 3-1), quiet forms. */
  static final int[] COMPARISONS = {
    0x00, 0x04, 0x11, 0x15, 0x12, 0x16, 0x1E, 0x1A, 0x1D, 0x19, 0x0C, 0x08, 0x07, 0x03
  };

  final CodeBuffer buffer;
  private final X64Features features;
  private X64Vectors vectors; // null until there is a vector
  private final ArrayList<TrapSite> sites = new ArrayList<>(); // last first
  private final ArrayList<Operand.Label> siteLabels = new ArrayList<>();

  X64Patterns(Function source, CodeBuffer buffer, X64Features features) {
    super(source, buffer);
    this.buffer = buffer;
    this.features = features;
  }

  @Override
  protected final RegClass regClass(Type type) {
    if (type.isVector()) {
      return vectors().regClass(type);
    }
    return type.isFloat() ? RegClass.VECTOR : RegClass.GENERAL;
  }

  @Override
  protected final int size(Type type) {
    if (type.isVector()) {
      return vectors().size(type);
    }
    return type.bits() == 64 ? 8 : 4;
  }

  @Override
  protected final int keptVectorConstants() {
    return features.avx512() ? 20 : 6; // of 32 registers or 16
  }

  /** Who lowers what has to do with vectors. */
  final X64Vectors vectors() {
    if (vectors == null) {
      vectors = X64Vectors.of(this, features);
    }
    return vectors;
  }

  static boolean is64(Value value) {
    return value.type().bits() == 64;
  }

  // ---- operands

  static boolean fitsInt(long bits) {
    return bits == (int) bits;
  }

  /** True if {@code value} is a constant that an imm32 holds. */
  static boolean isImmediate(Value value) {
    return value.isConst() && !value.type().isFloat() && fitsInt(value.bits());
  }

  /** Of a commutative op the operand that stays left: constants and memory go to the right. */
  final Value left(Value value) {
    return origin(value.operand(swaps(value) ? 1 : 0));
  }

  /** The other one. */
  final Value right(Value value) {
    return origin(value.operand(swaps(value) ? 0 : 1));
  }

  private boolean swaps(Value value) {
    Value first = origin(value.operand(0));
    if (first.isConst()) {
      return true;
    }
    Value second = origin(value.operand(1));
    return isLoaded(first) && !second.isConst() && !isLoaded(second);
  }

  /**
   * The memory that {@code value}, an origin, is loaded from, if the instruction at the current
   * place may read it itself; else null. Asking for it promises to read it, once.
   */
  Mem loaded(Value value) {
    return null;
  }

  /** The same of a value whose element has so many bytes, of which no bits above are read. */
  Mem loadedLow(Value value, int bytes) {
    return null;
  }

  /** True if {@link #loaded} is not null. */
  boolean isLoaded(Value value) {
    return false;
  }

  /** The memory that {@code access}, a load or store, perhaps of vectors, moves. */
  Mem element(Value access) {
    throw new IllegalArgumentException(access.op() + " in a kernel without arrays");
  }

  /** What the index of {@code access} is multiplied by. */
  int scale(Value access) {
    throw new IllegalArgumentException(access.op() + " in a kernel without arrays");
  }

  /** The address of the array or segment {@code reference}. */
  Reg base(Value reference) {
    throw new IllegalArgumentException("a reference in a kernel without arrays");
  }

  /** {@code value} for an operand that may be memory and is read once. */
  final Operand operand(Value value) {
    Mem memory = loaded(origin(value));
    return memory != null ? memory : useOrConstant(value);
  }

  /** {@code value} for an operand that may be memory: a float constant is read where it lies. */
  final Operand useOrConstant(Value value) {
    Value of = origin(value);
    if (of.isConst() && of.type().isFloat() && of.bits() != 0 && !isKept(of)) {
      return Mem.of(floatConstant(of));
    }
    return use(of);
  }

  private Operand.Label floatConstant(Value value) {
    return is64(value) ? buffer.constant(value.bits()) : buffer.constant((int) value.bits());
  }

  @Override
  protected boolean isConstant(Value value) {
    return value.isConst()
        || value.op() == Op.VCONST
        || value.op() == Op.SPLAT && value.operand(0).isConst();
  }

  @Override
  protected long bits(Value constant) {
    return constant.op() == Op.SPLAT ? constant.operand(0).bits() : constant.attribute();
  }

  @Override
  protected MachineInst constant(Reg register, Value value) {
    if (value.type().isVector()) {
      return vectors().constant(register, value);
    }
    if (!value.type().isFloat()) {
      return new MachineInst(
          PseudoOp.IMMEDIATE,
          value.line(),
          register,
          new Imm(is64(value) ? value.bits() : value.bits() & 0xFFFF_FFFFL));
    }
    if (value.bits() == 0) {
      return new MachineInst(PseudoOp.ZERO, value.line(), register);
    }
    Mem memory = Mem.of(floatConstant(value));
    return new MachineInst(
        PseudoOp.LOAD, value.line(), register, memory, new Imm(size(value.type())));
  }

  /** One of several constants: loaded from where all of them lie. */
  final void lookup(Value value) {
    int count = value.operandCount() - 1;
    int size = size(value.type());
    var words = new long[Math.max(2, count * size / 8)];
    for (int i = 0; i < count; i++) {
      long bits = value.operand(1 + i).bits();
      words[i * size / 8] |= size == 8 ? bits : (bits & 0xFFFF_FFFFL) << 32 * (i & 1);
    }
    Reg index = general(8);
    emitTied(X64Op.AND_RM32_IMM32, use(value.operand(0)), false, index, new Imm(count - 1));
    Reg base = general(8);
    emit(X64Op.LEA_R64_M, base, Mem.of(buffer.constant(words)));
    Mem constant = Mem.of(base, index, size, 0);
    emit(PseudoOp.LOAD, register(value), constant, new Imm(size));
  }

  final Reg general(int size) {
    return function.newRegister(RegClass.GENERAL, size);
  }

  final Reg vector(int size) {
    return function.newRegister(RegClass.VECTOR, size);
  }

  // ---- for X64Vectors

  final Reg in(Value value) {
    return use(value);
  }

  final Reg out(Value value) {
    return register(value);
  }

  final Reg maskRegister() {
    return function.newRegister(RegClass.MASK, 8);
  }

  final void put(MachineOp op, Operand... operands) {
    emit(op, operands);
  }

  final void putTied(MachineOp op, Operand tied, boolean symmetric, Operand... operands) {
    emitTied(op, tied, symmetric, operands);
  }

  final Reg putImmediate(long bits, int size) {
    return immediate(bits, size);
  }

  final Value originOf(Value value) {
    return origin(value);
  }

  final boolean isConstantValue(Value value) {
    return isConstant(value);
  }

  final boolean takesIn(Value value) {
    return folds(value);
  }

  /** True if nobody else needs {@code value}. */
  final boolean isNeededOnce(Value value) {
    return isUsedOnce(value);
  }

  final boolean isKeptConstant(Value value) {
    return isKept(value);
  }

  // ---- conditions

  /** Sets the flags so that they tell whether {@code value} holds; returns the condition. */
  final int condition(Value value) {
    Value of = origin(value);
    boolean alone = folds(of);
    switch (of.op()) {
      case NOT, ICMP, FCMP, SAME_REFERENCE -> { // cheap enough to repeat for each use
        if (isLocal(of) || of.op() == Op.ICMP && isInDeeperLoop(of)) {
          return conditionOf(of, alone);
        }
      }
      case ADDOV, SUBOV, MULOV, AND -> {
        if (alone) {
          return conditionOf(of, true);
        }
      }
      default -> {}
    }
    Reg register = use(of);
    emit(X64Op.TEST_RM32_R32, register, register);
    return NE.ordinal();
  }

  /**
   * The same from {@code value}'s operands.
   *
   * @param alone true if they are not read for {@code value} a second time
   */
  final int conditionOf(Value value, boolean alone) {
    return switch (value.op()) {
      case NOT -> condition(value.operand(0)) ^ 1;
      case ICMP -> compare(value.intPredicate(), value.operand(0), value.operand(1), alone);
      case FCMP -> compare(value.floatPredicate(), value.operand(0), value.operand(1), alone);
      case SAME_REFERENCE -> compareReferences(value);
      case AND -> {
        test(value.operand(0), value.operand(1));
        yield NE.ordinal();
      }
      case SUBOV -> {
        cmp(value.operand(0), origin(value.operand(1)), is64(value.operand(0)), false);
        yield O.ordinal();
      }
      default -> {
        overflow(value, general(is64(value.operand(0)) ? 8 : 4));
        yield O.ordinal();
      }
    };
  }

  /**
   * Compares integers, a constant on the right; {@code alone} if the comparison is not repeated.
   */
  private int compare(IntPredicate predicate, Value left, Value right, boolean alone) {
    Value a = origin(left);
    Value b = origin(right);
    IntPredicate relation = predicate;
    if (a.isConst() && !b.isConst()) {
      Value swap = a;
      a = b;
      b = swap;
      relation = predicate.swapped();
    }
    if (a.op() == Op.MASKBITS && b.isConst() && folds(a)) {
      int condition = vectors().test(a.operand(0), relation, b.bits());
      if (condition >= 0) {
        return condition;
      }
    }
    boolean wide = is64(left);
    if (b.isConst(0) && !a.isConst() && !(alone && isLoaded(a))) {
      if (alone && a.op() == Op.AND && folds(a) && is64(a) == wide) {
        test(a.operand(0), a.operand(1));
      } else {
        Reg register = use(a);
        emit(wide ? X64Op.TEST_RM64_R64 : X64Op.TEST_RM32_R32, register, register);
      }
      return zeroCondition(relation).ordinal();
    }
    cmp(a, b, wide, alone);
    return Condition.of(relation).ordinal();
  }

  private void cmp(Value a, Value b, boolean wide, boolean alone) {
    if (isImmediate(b)) {
      Operand left = alone ? operand(a) : use(a);
      emit(wide ? X64Op.CMP_RM64_IMM32 : X64Op.CMP_RM32_IMM32, left, new Imm((int) b.bits()));
    } else if (alone && isLoaded(a) && !isLoaded(b)) {
      emit(wide ? X64Op.CMP_RM64_R64 : X64Op.CMP_RM32_R32, operand(a), use(b));
    } else {
      Reg left = use(a);
      emit(wide ? X64Op.CMP_R64_RM64 : X64Op.CMP_R32_RM32, left, alone ? operand(b) : use(b));
    }
  }

  /** Sets the flags to whether two references are the same; returns the condition. */
  int compareReferences(Value value) {
    throw new IllegalArgumentException("no arrays here");
  }

  /** The condition after a comparison with 0; test clears CF and OF, as such a comparison does. */
  private static Condition zeroCondition(IntPredicate predicate) {
    return predicate == IntPredicate.LT
        ? Condition.S
        : predicate == IntPredicate.GE ? Condition.NS : Condition.of(predicate);
  }

  /** Sets ZF if a and b have no bit in common, SF to the sign of their conjunction. */
  private void test(Value left, Value right) {
    Value a = origin(left);
    Value b = origin(right);
    if (a.isConst()) {
      Value swap = a;
      a = b;
      b = swap;
    }
    boolean wide = is64(left);
    if (isImmediate(b)) {
      boolean narrow = wide && b.bits() > 0; // the sign bit of the result is 0 in both widths
      if (wide && !narrow) {
        emit(X64Op.TEST_RM64_IMM32, use(a), new Imm(b.bits()));
      } else {
        emit(X64Op.TEST_RM32_IMM32, use(a), new Imm((int) b.bits()));
      }
    } else {
      emit(wide ? X64Op.TEST_RM64_R64 : X64Op.TEST_RM32_R32, use(a), use(b));
    }
  }

  /** Compares floats; {@code alone} if the comparison is not repeated. */
  private int compare(FloatPredicate predicate, Value a, Value b, boolean alone) {
    boolean swap = predicate.isUnorderedGreater();
    Reg left = use(swap ? b : a);
    Value right = swap ? a : b;
    Operand with = alone ? operand(right) : useOrConstant(right);
    emit(is64(a) ? X64Op.VUCOMISD : X64Op.VUCOMISS, left, with);
    return predicate == FloatPredicate.OEQ
        ? FLOAT_EQUAL
        : predicate == FloatPredicate.UNE ? FLOAT_UNEQUAL : Condition.of(predicate).ordinal();
  }

  /** A mask register, all ones in the lane if the float comparison holds. */
  final Reg floatMask(Value compare) {
    Value a = compare.operand(0);
    Reg mask = vector(size(a.type()));
    emit(
        is64(a) ? X64Op.VCMPSD : X64Op.VCMPSS,
        mask,
        use(a),
        useOrConstant(compare.operand(1)),
        new Imm(COMPARISONS[compare.floatPredicate().ordinal()]));
    return mask;
  }

  /** Computes a sum, difference or product into {@code result}, OF told whether it overflows. */
  final void overflow(Value value, Reg result) {
    boolean wide = is64(value.operand(0));
    boolean symmetric = value.op() != Op.SUBOV;
    Value a = symmetric ? left(value) : origin(value.operand(0));
    Value b = symmetric ? right(value) : origin(value.operand(1));
    X64Op op;
    if (isImmediate(b)) {
      Imm imm = new Imm((int) b.bits());
      if (value.op() == Op.MULOV) {
        op = wide ? X64Op.IMUL_R64_RM64_IMM32 : X64Op.IMUL_R32_RM32_IMM32;
        emit(op, result, use(a), imm);
        return;
      }
      if (value.op() == Op.ADDOV) {
        op = wide ? X64Op.ADD_RM64_IMM32 : X64Op.ADD_RM32_IMM32;
      } else {
        op = wide ? X64Op.SUB_RM64_IMM32 : X64Op.SUB_RM32_IMM32;
      }
      emitTied(op, use(a), false, result, imm);
      return;
    }
    op =
        switch (value.op()) {
          case ADDOV -> wide ? X64Op.ADD_R64_RM64 : X64Op.ADD_R32_RM32;
          case SUBOV -> wide ? X64Op.SUB_R64_RM64 : X64Op.SUB_R32_RM32;
          default -> wide ? X64Op.IMUL_R64_RM64 : X64Op.IMUL_R32_RM32;
        };
    emitTied(op, use(a), symmetric, result, use(b));
  }

  /** Leaves by a trap of {@code value}'s kind if {@code condition} holds. */
  void trap(int condition, Value value) {
    Operand.Label label = site(new TrapSite(value.trapKind(), value.line()));
    emit(X64Pseudo.TRAP, new Imm(condition), label);
  }

  /** The label of a new trap site. */
  final Operand.Label site(TrapSite site) {
    Operand.Label label = buffer.newLabel();
    sites.add(site);
    siteLabels.add(label);
    return label;
  }

  /** The trap sites in order. */
  final List<TrapSite> sites() {
    return List.copyOf(sites.reversed());
  }

  /** The labels of the sites' stubs, in order. */
  final List<Operand.Label> siteLabels() {
    return siteLabels.reversed();
  }
}
