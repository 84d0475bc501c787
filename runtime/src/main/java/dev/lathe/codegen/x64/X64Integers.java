package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.RAX;
import static dev.lathe.codegen.x64.X64Registers.RCX;
import static dev.lathe.codegen.x64.X64Registers.RDX;

import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.PseudoOp;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** Lowering rules of integers and bools. */
abstract class X64Integers extends X64Patterns {
  X64Integers(Function source, CodeBuffer buffer, X64Features features) {
    super(source, buffer, features);
  }

  private Reg a(Value value) {
    return use(value.operand(0));
  }

  private Reg b(Value value) {
    return use(value.operand(1));
  }

  // ---- sums: add, or lea where it takes in more than one operation

  final void add(Value value) {
    if (address(value)) {
      return;
    }
    Value x = left(value);
    Value y = right(value);
    boolean wide = is64(value);
    if (isImmediate(y)) {
      X64Op op = wide ? X64Op.ADD_RM64_IMM32 : X64Op.ADD_RM32_IMM32;
      emitTied(op, use(x), false, register(value), new Imm(y.bits()));
    } else {
      X64Op op = wide ? X64Op.ADD_R64_RM64 : X64Op.ADD_R32_RM32;
      emitTied(op, use(x), true, register(value), operand(y));
    }
  }

  final void subtract(Value value) {
    Value y = origin(value.operand(1));
    boolean wide = is64(value);
    if (isImmediate(y)) {
      // as an addition, which may become lea; -MIN_VALUE of 32 bits is itself, and right
      long negated = wide ? -y.bits() : -(int) y.bits();
      if (fitsInt(negated)) {
        X64Op op = wide ? X64Op.ADD_RM64_IMM32 : X64Op.ADD_RM32_IMM32;
        emitTied(op, a(value), false, register(value), new Imm((int) negated));
        return;
      }
    }
    X64Op op = wide ? X64Op.SUB_R64_RM64 : X64Op.SUB_R32_RM32;
    emitTied(op, a(value), false, register(value), operand(y));
  }

  /** {@code base + index * scale + displacement} in one lea, if at least two operations go in. */
  private boolean address(Value sum) {
    Value[] terms = new Value[2];
    int count = 0;
    int displacement = 0;
    int scale = 1;
    int operations = 1;
    Value[] pending = new Value[4];
    int top = 0;
    pending[top++] = sum.operand(1);
    pending[top++] = sum.operand(0);
    while (top > 0) {
      Value term = origin(pending[--top]);
      if (isImmediate(term)) {
        long total = displacement + term.bits();
        if (!fitsInt(total)) {
          return false;
        }
        displacement = (int) total;
      } else if (term.op() == Op.IADD
          && folds(term)
          && top + 2 <= pending.length
          && isImmediate(origin(term.operand(1)))) {
        operations++;
        pending[top++] = term.operand(1);
        pending[top++] = term.operand(0);
      } else if (count == 2) {
        return false;
      } else {
        terms[count++] = term;
      }
    }
    if (count == 0) {
      return false;
    }
    Reg index = null;
    Value base = terms[0];
    if (count == 2) {
      int scaled = scaleOf(terms[1]) > 1 ? 1 : 0;
      base = terms[1 - scaled];
      scale = scaleOf(terms[scaled]);
      if (scale > 1) {
        operations++;
        index = use(terms[scaled].operand(0));
      }
    }
    if (operations < 2) {
      return false;
    }
    Reg baseRegister = use(base);
    if (count == 2 && index == null) {
      index = use(terms[0]); // base is the other one
    }
    emit(
        is64(sum) ? X64Op.LEA_R64_M : X64Op.LEA_R32_M,
        register(sum),
        Mem.of(baseRegister, index, scale, displacement));
    return true;
  }

  /** 2, 4 or 8 if {@code value} is a shift that an index can take in, else 1. */
  private int scaleOf(Value value) {
    if (value.op() == Op.SHL && folds(value)) {
      Value distance = origin(value.operand(1));
      if (distance.isConst()) {
        long n = distance.bits() & (is64(value) ? 63 : 31);
        return n >= 1 && n <= 3 ? 1 << n : 1;
      }
    }
    return 1;
  }

  // ---- products and quotients

  final void multiply(Value value) {
    Value x = left(value);
    Value y = right(value);
    boolean wide = is64(value);
    if (isImmediate(y)) {
      long factor = y.bits();
      if (factor == 3 || factor == 5 || factor == 9) {
        Reg register = use(x);
        Mem sum = Mem.of(register, register, (int) factor - 1, 0);
        emit(wide ? X64Op.LEA_R64_M : X64Op.LEA_R32_M, register(value), sum);
        return;
      }
      X64Op op = wide ? X64Op.IMUL_R64_RM64_IMM32 : X64Op.IMUL_R32_RM32_IMM32;
      emit(op, register(value), use(x), new Imm(factor));
      return;
    }
    X64Op op = wide ? X64Op.IMUL_R64_RM64 : X64Op.IMUL_R32_RM32;
    emitTied(op, use(x), true, register(value), operand(y));
  }

  final void multiplyHigh(Value value) {
    if (value.op() == Op.UMULH) {
      move(RDX, a(value), 8);
      emit(X64Op.MULX_R64, register(value), general(8), RDX, b(value));
    } else {
      move(RAX, a(value), 8);
      emit(X64Op.IMUL_RM64, RAX, RDX, b(value));
      move(register(value), RDX, 8);
    }
  }

  final void divide(Value value) {
    boolean wide = is64(value);
    boolean remainder = value.op() == Op.IREM || value.op() == Op.UREM;
    int size = wide ? 8 : 4;
    Reg result = remainder ? RDX : RAX;
    Value divisor = origin(value.operand(1));
    Reg dividend = a(value);
    Reg by = use(divisor);
    move(RAX, dividend, size);
    if (value.op() == Op.UDIV || value.op() == Op.UREM) {
      emit(PseudoOp.IMMEDIATE, RDX, new Imm(0));
      emit(wide ? X64Op.DIV_RM64 : X64Op.DIV_RM32, RAX, RDX, by);
    } else if (divisor.isConst() && !isMinusOne(divisor, wide)) {
      emit(wide ? X64Op.CQO : X64Op.CDQ, RDX, RAX);
      emit(wide ? X64Op.IDIV_RM64 : X64Op.IDIV_RM32, RAX, RDX, by);
    } else if (remainder) {
      emit(wide ? X64Pseudo.REMAINDER64 : X64Pseudo.REMAINDER32, RAX, RDX, by);
    } else {
      emit(wide ? X64Pseudo.DIVIDE64 : X64Pseudo.DIVIDE32, RAX, RDX, by);
    }
    move(register(value), result, size);
  }

  private static boolean isMinusOne(Value constant, boolean wide) {
    return wide ? constant.bits() == -1 : (int) constant.bits() == -1;
  }

  // ---- bits

  final void bitwise(Value value, X64Op op32, X64Op op64, X64Op immediate32, X64Op immediate64) {
    Value x = left(value);
    Value y = right(value);
    boolean wide = is64(value);
    Reg result = register(value);
    if (value.op() == Op.AND && (and(value, x, y) || and(value, y, x))) {
      return;
    }
    if (value.op() == Op.OR && (insert(value, x, y) || insert(value, y, x))) {
      return;
    }
    if (isImmediate(y)) {
      emitTied(wide ? immediate64 : immediate32, use(x), false, result, new Imm(y.bits()));
    } else {
      emitTied(wide ? op64 : op32, use(x), true, result, operand(y));
    }
  }

  /** {@code x | y << n} that is a sum, as no bit is in both: lea. */
  private boolean insert(Value value, Value x, Value y) {
    int scale = x.isConst() ? 1 : scaleOf(y);
    if (scale == 1 || !hasOnlyLowBits(x, scale)) {
      return false;
    }
    Mem sum = Mem.of(use(x), use(y.operand(0)), scale, 0);
    emit(is64(value) ? X64Op.LEA_R64_M : X64Op.LEA_R32_M, register(value), sum);
    return true;
  }

  /** True if all bits of {@code value} are known to be 0 but those below {@code bit}. */
  private static boolean hasOnlyLowBits(Value value, int bit) {
    if (value.op() == Op.AND && value.operand(1).isConst()) {
      long mask = value.operand(1).bits();
      return mask >= 0 && mask < bit;
    }
    if (value.op() == Op.USHR && value.operand(1).isConst()) {
      int bits = is64(value) ? 64 : 32;
      long left = bits - (value.operand(1).bits() & bits - 1);
      return left <= Integer.numberOfTrailingZeros(bit);
    }
    return value.type().isBool() && bit > 1;
  }

  /** Conjunctions that have an instruction of their own. */
  private boolean and(Value value, Value x, Value y) {
    boolean wide = is64(value);
    Reg result = register(value);
    if (y.isConst()) {
      if (y.bits() == 0xFF) {
        Mem memory = loadedLow(x, 1);
        emit(X64Op.MOVZX_R32_RM8, result, memory == null ? use(x) : memory);
      } else if (y.bits() == 0xFFFF) {
        Mem memory = loadedLow(x, 2);
        emit(X64Op.MOVZX_R32_RM16, result, memory == null ? use(x) : memory);
      } else if (wide && y.bits() == 0xFFFF_FFFFL) {
        emit(X64Op.MOV_R32_RM32, result, use(x));
      } else if (wide && y.bits() > 0 && fitsInt(y.bits())) {
        emitTied(X64Op.AND_RM32_IMM32, use(x), false, result, new Imm(y.bits()));
      } else {
        return false;
      }
      return true;
    }
    if (x.op() == Op.NOT && !x.type().isBool() && folds(x)) { // ~x & y
      emit(wide ? X64Op.ANDN_R64 : X64Op.ANDN_R32, result, use(x.operand(0)), use(y));
      return true;
    }
    if (y.op() == Op.INEG && folds(y) && origin(y.operand(0)) == x) { // x & -x
      emit(wide ? X64Op.BLSI_R64 : X64Op.BLSI_R32, result, use(x));
      return true;
    }
    if (y.op() == Op.IADD
        && folds(y)
        && origin(y.operand(0)) == x
        && origin(y.operand(1)).isConst(-1)) { // x & x - 1
      emit(wide ? X64Op.BLSR_R64 : X64Op.BLSR_R32, result, use(x));
      return true;
    }
    return false;
  }

  final void not(Value value) {
    if (value.type().isBool()) {
      Value x = origin(value.operand(0));
      if (x.op() == Op.ICMP || x.op() == Op.FCMP) {
        if (folds(x)) {
          truth(value);
          return;
        }
      }
      emitTied(X64Op.XOR_RM32_IMM32, a(value), false, register(value), new Imm(1));
    } else {
      X64Op op = is64(value) ? X64Op.NOT_RM64 : X64Op.NOT_RM32;
      emitTied(op, a(value), false, register(value));
    }
  }

  final void negate(Value value) {
    X64Op op = is64(value) ? X64Op.NEG_RM64 : X64Op.NEG_RM32;
    emitTied(op, a(value), false, register(value));
  }

  final void shift(Value value, X64Op by32, X64Op by64, X64Op immediate32, X64Op immediate64) {
    boolean wide = is64(value);
    Value distance = origin(value.operand(1));
    if (distance.isConst()) {
      Imm n = new Imm(distance.bits() & (wide ? 63 : 31));
      X64Op op = wide ? immediate64 : immediate32;
      emitTied(op, a(value), false, register(value), n);
    } else {
      emit(wide ? by64 : by32, register(value), a(value), use(distance));
    }
  }

  final void rotate(Value value) {
    boolean wide = is64(value);
    Value distance = origin(value.operand(1));
    if (distance.isConst()) {
      int mask = wide ? 63 : 31;
      Imm right = new Imm(-distance.bits() & mask);
      emit(wide ? X64Op.RORX_R64 : X64Op.RORX_R32, register(value), a(value), right);
    } else {
      Reg rotated = a(value);
      move(RCX, use(distance), 4);
      X64Op op = wide ? X64Op.ROL_RM64_CL : X64Op.ROL_RM32_CL;
      emitTied(op, rotated, false, register(value), RCX);
    }
  }

  final void unary(Value value, X64Op op32, X64Op op64) {
    emit(is64(value) ? op64 : op32, register(value), a(value));
  }

  final void swapBytes(Value value) {
    X64Op op = is64(value) ? X64Op.BSWAP_R64 : X64Op.BSWAP_R32;
    emitTied(op, a(value), false, register(value));
  }

  // ---- truth values and selections

  /** A condition as 0 or 1. */
  final void truth(Value value) {
    if (value.op() == Op.FCMP && isTwoJumps(value)) { // as a condition; a mask as a value
      Reg mask = floatMask(value);
      Reg bits = general(4);
      emit(X64Op.VMOVD_RM32, bits, mask);
      emitTied(X64Op.AND_RM32_IMM32, bits, false, register(value), new Imm(1));
      return;
    }
    if (value.op() == Op.NOT) {
      Value x = origin(value.operand(0));
      if (x.op() == Op.FCMP && isTwoJumps(x)) {
        Reg mask = floatMask(x);
        Reg bits = general(4);
        emit(X64Op.VMOVD_RM32, bits, mask);
        Reg flipped = general(4);
        emitTied(X64Op.NOT_RM32, bits, false, flipped);
        emitTied(X64Op.AND_RM32_IMM32, flipped, false, register(value), new Imm(1));
        return;
      }
    }
    Reg zero = immediate(0, 4); // before the flags are set: a whole register, no partial write
    int condition = conditionOf(value, true);
    emitTied(Condition.at(condition).set(), zero, false, register(value));
  }

  static boolean isTwoJumps(Value value) {
    FloatPredicate predicate = value.floatPredicate();
    return predicate == FloatPredicate.OEQ || predicate == FloatPredicate.UNE;
  }

  /** {@code condition ? a : b} of integers or bools. */
  final void select(Value value) {
    Value then = origin(value.operand(1));
    Value otherwise = origin(value.operand(2));
    Reg a = use(then);
    Reg b = use(otherwise);
    int bits = is64(value) ? 64 : 32;
    int condition = condition(value.operand(0));
    Reg result = register(value);
    if (condition == FLOAT_UNEQUAL) {
      Reg unequal = newRegister(value.type());
      emitTied(Condition.NE.move(bits), b, true, unequal, a);
      emitTied(Condition.P.move(bits), unequal, true, result, a);
    } else if (condition == FLOAT_EQUAL) {
      Reg equal = newRegister(value.type());
      emitTied(Condition.NE.move(bits), a, true, equal, b);
      emitTied(Condition.P.move(bits), equal, true, result, b);
    } else {
      emitTied(Condition.at(condition).move(bits), b, true, result, a);
    }
  }

  final void minMax(Value value) {
    boolean wide = is64(value);
    Reg a = a(value);
    Reg b = b(value);
    emit(wide ? X64Op.CMP_R64_RM64 : X64Op.CMP_R32_RM32, a, b);
    Condition keep = value.op() == Op.IMIN ? Condition.L : Condition.G;
    emitTied(keep.move(wide ? 64 : 32), b, true, register(value), a);
  }

  // ---- width

  final void extend(Value value) {
    Op op = value.op();
    if (op == Op.SEXT) {
      emit(X64Op.MOVSXD, register(value), operand(value.operand(0)));
    } else if (op == Op.ZEXT) {
      zeroExtend(register(value), origin(value.operand(0))); // of an i32
    } else {
      X64Op row = op == Op.SEXT8 ? X64Op.MOVSX_R32_RM8 : X64Op.MOVSX_R32_RM16;
      emit(op == Op.ZEXT16 ? X64Op.MOVZX_R32_RM16 : row, register(value), a(value));
    }
  }

  /** Puts i32 or bool {@code value} into the 64 bits of {@code register}. */
  final void zeroExtend(Reg register, Value value) {
    if (isZeroExtended(value)) {
      move(register, use(value), 4);
    } else {
      emit(X64Op.MOV_R32_RM32, register, use(value));
    }
  }

  /** True if the register of i32 or bool {@code value} is known to have a clear upper half. */
  static boolean isZeroExtended(Value value) {
    return value.op() != Op.PARAM // the caller's bits
        && value.op() != Op.CALL // the callee's
        && value.type() != Type.I64; // written by an instruction on 32 bits, or a TRUNC's origin
  }
}
