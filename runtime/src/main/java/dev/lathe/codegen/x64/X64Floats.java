package dev.lathe.codegen.x64;

import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.PseudoOp;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** Lowering rules of floats and conversions. */
abstract class X64Floats extends X64Integers {
  private static final int VCMP_UNORDERED = 3;

  // vround: toward -inf, toward +inf, to nearest even, each without the precision exception
  private static final int ROUND_NEAREST = 8;
  private static final int ROUND_DOWN = 9;
  private static final int ROUND_UP = 10;

  X64Floats(Function source, CodeBuffer buffer, X64Features features) {
    super(source, buffer, features);
  }

  /** {@code op result, a, b}; {@code commutative} if a constant a may stand on the right. */
  final void binary(Value value, X64Op single, X64Op twice, boolean commutative) {
    Value x = commutative ? left(value) : origin(value.operand(0));
    Value y = commutative ? right(value) : origin(value.operand(1));
    emit(is64(value) ? twice : single, register(value), use(x), operand(y));
  }

  /** Operations that take the upper lanes of their result from a register: the operand's own. */
  final void root(Value value) {
    Reg x = use(value.operand(0));
    emit(is64(value) ? X64Op.VSQRTSD : X64Op.VSQRTSS, register(value), x, x);
  }

  final void round(Value value) {
    Reg x = use(value.operand(0));
    int mode =
        value.op() == Op.FLOOR ? ROUND_DOWN : value.op() == Op.CEIL ? ROUND_UP : ROUND_NEAREST;
    X64Op op = is64(value) ? X64Op.VROUNDSD : X64Op.VROUNDSS;
    emit(op, register(value), x, x, new Imm(mode));
  }

  final void negate(Value value, boolean absolute) {
    Value x = origin(value.operand(0));
    long sign = is64(value) ? Long.MIN_VALUE : 0x8000_0000_8000_0000L;
    long bits = absolute ? ~sign : sign;
    Mem mask = Mem.of(buffer.constant(new long[] {bits, bits}));
    emit(absolute ? X64Op.VANDPS : X64Op.VXORPS, register(value), use(x), mask);
  }

  /**
   * {@code a * b + c} in one rounding; a negation of a factor or of the summand is exact and goes
   * in, but not both.
   */
  final void fusedMultiplyAdd(Value value) {
    Value a = origin(value.operand(0));
    Value b = origin(value.operand(1));
    boolean negative = false;
    if (a.op() == Op.FNEG && folds(a)) {
      a = origin(a.operand(0));
      negative = true;
    }
    if (b.op() == Op.FNEG && folds(b)) {
      b = origin(b.operand(0));
      negative = !negative;
    }
    if (a.isConst() || isLoaded(a) && !b.isConst() && !isLoaded(b)) {
      Value swap = a;
      a = b;
      b = swap;
    }
    Value added = origin(value.operand(2));
    boolean subtracts = !negative && added.op() == Op.FNEG && folds(added);
    Operand c = operand(subtracts ? origin(added.operand(0)) : added);
    X64Op op;
    if (c instanceof Mem) { // the form whose summand may be memory
      if (negative) {
        op = is64(value) ? X64Op.VFNMADD213SD : X64Op.VFNMADD213SS;
      } else if (subtracts) {
        op = is64(value) ? X64Op.VFMSUB213SD : X64Op.VFMSUB213SS;
      } else {
        op = is64(value) ? X64Op.VFMADD213SD : X64Op.VFMADD213SS;
      }
      emitTied(op, use(a), true, register(value), use(b), c);
      return;
    }
    if (negative) {
      op = is64(value) ? X64Op.VFNMADD231SD : X64Op.VFNMADD231SS;
    } else if (subtracts) {
      op = is64(value) ? X64Op.VFMSUB231SD : X64Op.VFMSUB231SS;
    } else {
      op = is64(value) ? X64Op.VFMADD231SD : X64Op.VFMADD231SS;
    }
    emitTied(op, c, true, register(value), use(a), operand(b));
  }

  /**
   * Math.min and max. {@code vmin(x, y)} is y if both are zeros or one is NaN. So of vmin(a, b) and
   * vmin(b, a) both are the minimum, or they are the two zeros, or at least one is NaN: their bits
   * joined by or are the minimum, -0.0, NaN. For the maximum the bits are joined by and, which
   * loses a NaN; an unordered comparison brings it back.
   */
  final void minMax(Value value, X64Op op) {
    boolean wide = is64(value);
    int size = wide ? 8 : 4;
    Reg a = use(value.operand(0));
    Reg b = use(value.operand(1));
    Reg first = vector(size);
    Reg second = vector(size);
    emit(op, first, a, b);
    emit(op, second, b, a);
    if (value.op() == Op.FMIN) {
      emit(X64Op.VORPS, register(value), first, second);
      return;
    }
    Reg unordered = vector(size);
    Reg both = vector(size);
    emit(wide ? X64Op.VCMPSD : X64Op.VCMPSS, unordered, a, b, new Imm(VCMP_UNORDERED));
    emit(X64Op.VANDPS, both, first, second);
    emit(X64Op.VORPS, register(value), both, unordered);
  }

  /** {@code condition ? a : b} of floats, by a mask. */
  final void selectFloat(Value value) {
    boolean wide = is64(value);
    Value condition = origin(value.operand(0));
    boolean inverted = false;
    while (condition.op() == Op.NOT && isLocal(condition)) {
      condition = origin(condition.operand(0));
      inverted = !inverted;
    }
    Value then = value.operand(inverted ? 2 : 1);
    Value otherwise = value.operand(inverted ? 1 : 2);
    X64FloatExtremum extremum = X64FloatExtremum.of(condition, then, otherwise, this::origin);
    if (extremum != null) {
      X64Op op = wide ? X64Op.VMINSD : X64Op.VMINSS;
      op = !extremum.greatest() ? op : wide ? X64Op.VMAXSD : X64Op.VMAXSS;
      emit(op, register(value), use(extremum.first()), use(extremum.second()));
      return;
    }
    Reg mask;
    if (condition.op() == Op.FCMP
        && isLocal(condition)
        && condition.operand(0).type() == value.type()) {
      mask = floatMask(condition);
    } else {
      Reg all = general(wide ? 8 : 4); // 0 or -1
      Reg truth = use(condition);
      if (wide) {
        truth = general(8);
        zeroExtend(truth, condition);
      }
      emitTied(wide ? X64Op.NEG_RM64 : X64Op.NEG_RM32, truth, false, all);
      mask = vector(wide ? 8 : 4);
      emit(wide ? X64Op.VMOVQ_XMM : X64Op.VMOVD_XMM, mask, all);
    }
    Reg a = use(then);
    Reg b = use(otherwise);
    X64Op op = wide ? X64Op.VBLENDVPD : X64Op.VBLENDVPS;
    emit(op, register(value), b, a, mask);
  }

  // ---- conversions

  final void intToFloat(Value value) {
    boolean fromWide = is64(value.operand(0));
    X64Op op;
    if (is64(value)) {
      op = fromWide ? X64Op.VCVTSI2SD_XMM_XMM_RM64 : X64Op.VCVTSI2SD_XMM_XMM_RM32;
    } else {
      op = fromWide ? X64Op.VCVTSI2SS_XMM_XMM_RM64 : X64Op.VCVTSI2SS_XMM_XMM_RM32;
    }
    Operand x = operand(value.operand(0));
    Reg zero = newRegister(value.type()); // else it would wait for the register's last value
    emit(PseudoOp.ZERO, zero);
    emit(op, register(value), zero, x);
  }

  final void floatToInt(Value value) {
    X64Pseudo op;
    if (is64(value.operand(0))) {
      op = is64(value) ? X64Pseudo.F64_TO_I64 : X64Pseudo.F64_TO_I32;
    } else {
      op = is64(value) ? X64Pseudo.F32_TO_I64 : X64Pseudo.F32_TO_I32;
    }
    emit(op, register(value), use(value.operand(0)));
  }

  final void resize(Value value) {
    Reg x = use(value.operand(0));
    X64Op op = value.op() == Op.FWIDEN ? X64Op.VCVTSS2SD : X64Op.VCVTSD2SS;
    emit(op, register(value), x, x);
  }

  final void bitcast(Value value) {
    Operand x = use(value.operand(0));
    X64Op op;
    if (value.type().isFloat()) {
      op = value.type() == Type.F64 ? X64Op.VMOVQ_XMM : X64Op.VMOVD_XMM;
    } else {
      op = value.type() == Type.I64 ? X64Op.VMOVQ_RM64 : X64Op.VMOVD_RM32;
    }
    emit(op, register(value), x);
  }
}
