package dev.lathe.jvm;

import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;

/**
 * Emits ops that cannot trap: values as pushes on the operand stack, and conditions as branches.
 * Where the JVM has an instruction of Java's semantics, that is the op; else the JDK's method of
 * that name, which HotSpot replaces by an instruction of the machine.
 */
final class OpEmitter {
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

  private final CodeBuilder code;
  private final Partition partition;
  private final Placement placement;
  private final Locals locals;
  private final MemoryEmitter memory;
  private int line;

  OpEmitter(
      CodeBuilder code, Partition partition, Placement placement, Locals locals, ClassDesc owner) {
    this.code = code;
    this.memory = new MemoryEmitter(code, this, owner);
    this.partition = partition;
    this.placement = placement;
    this.locals = locals;
  }

  MemoryEmitter memory() {
    return memory;
  }

  /** The part that {@code value} is in. */
  Part part(Value value) {
    return placement.definition(value);
  }

  /** True if something reads {@code value}, without which what has no effect is left out. */
  boolean isUsed(Value value) {
    return placement.isUsed(value);
  }

  /** States that one use of {@code value}, which was pushed kept, is over. */
  void release(Value value) {
    locals.release(value);
  }

  /** States that what follows comes from the line of {@code value}. */
  void line(Value value) {
    int own = partition.function.ownLine(value.line());
    if (own != line && own > 0 && own <= 0xFFFF) {
      line = own;
      code.lineNumber(line);
    }
  }

  /** Pushes {@code value}, which is one use of it. */
  void push(Value value) {
    pushKept(value);
    locals.release(value);
  }

  /** Pushes {@code value}, whose use is not over yet. */
  void pushKept(Value value) {
    if (value.isConst()) {
      pushConstant(value);
    } else if (placement.isInlined(value)) {
      compute(value);
    } else {
      code.loadLocal(Locals.kind(value.type()), locals.of(value));
    }
  }

  /** Pushes the result of {@code value}'s op on its operands. */
  void compute(Value value) {
    switch (value.op()) {
      case PARAM, CONST, NONZERO, GUARD, YIELD, CALL -> throw new AssertionError(value.op());
      case ALEN, BYTESIZE, PROVEN, LIMIT, LOAD, TABLE -> memory.emit(value);
      case ASSERTIONS -> code.loadConstant(partition.function.assertions() ? 1 : 0);
      case ICMP, FCMP, SAME_REFERENCE -> computeCompare(value);
      case SELECT -> computeSelect(value);
      case ADDOV, SUBOV, MULOV -> computeOverflow(value);
      case LOOKUP -> computeLookup(value);
      default -> {
        for (int i = 0; i < value.operandCount(); i++) {
          push(value.operand(i));
        }
        line(value);
        apply(value);
      }
    }
  }

  /** Replaces the operands on the stack by the result. */
  private void apply(Value value) {
    switch (value.op()) {
      case IADD -> operator(value, Opcode.IADD, Opcode.LADD);
      case ISUB -> operator(value, Opcode.ISUB, Opcode.LSUB);
      case IMUL -> operator(value, Opcode.IMUL, Opcode.LMUL);
      case INEG -> operator(value, Opcode.INEG, Opcode.LNEG);
      case IDIV -> operator(value, Opcode.IDIV, Opcode.LDIV);
      case IREM -> operator(value, Opcode.IREM, Opcode.LREM);
      case UDIV -> call(box(value), "divideUnsigned", value);
      case UREM -> call(box(value), "remainderUnsigned", value);
      case IMIN, FMIN -> call(MATH, "min", value);
      case IMAX, FMAX -> call(MATH, "max", value);
      case SMULH -> call(MATH, "multiplyHigh", value);
      case UMULH -> call(MATH, "unsignedMultiplyHigh", value);
      case AND -> operator(value, Opcode.IAND, Opcode.LAND);
      case OR -> operator(value, Opcode.IOR, Opcode.LOR);
      case XOR -> operator(value, Opcode.IXOR, Opcode.LXOR);
      case NOT -> {
        if (value.type() == Type.I64) {
          code.loadConstant(-1L).lxor();
        } else {
          code.loadConstant(value.type() == Type.BOOL ? 1 : -1).ixor();
        }
      }
      case SHL -> operator(value, Opcode.ISHL, Opcode.LSHL);
      case SHR -> operator(value, Opcode.ISHR, Opcode.LSHR);
      case USHR -> operator(value, Opcode.IUSHR, Opcode.LUSHR);
      case ROTL -> call(box(value), "rotateLeft", value);
      case POPCNT -> count(value, "bitCount");
      case CLZ -> count(value, "numberOfLeadingZeros");
      case CTZ -> count(value, "numberOfTrailingZeros");
      case BSWAP -> call(box(value), "reverseBytes", value);
      case FADD -> operator(value, Opcode.FADD, Opcode.DADD);
      case FSUB -> operator(value, Opcode.FSUB, Opcode.DSUB);
      case FMUL -> operator(value, Opcode.FMUL, Opcode.DMUL);
      case FDIV -> operator(value, Opcode.FDIV, Opcode.DDIV);
      case FREM -> operator(value, Opcode.FREM, Opcode.DREM);
      case FNEG -> operator(value, Opcode.FNEG, Opcode.DNEG);
      case FABS -> call(MATH, "abs", value);
      case FSQRT -> throughDouble(value, "sqrt"); // rounding twice is exact for a square root
      case FMA -> call(MATH, "fma", value);
      case MATH -> {
        MathFunction function = value.mathFunction();
        call(ClassDesc.of(function.owner()), function.method(), value);
      }
      case UNLIKELY -> {}
      case FLOOR -> throughDouble(value, "floor");
      case CEIL -> throughDouble(value, "ceil");
      case RINT -> throughDouble(value, "rint");
      case SEXT -> code.i2l();
      case ZEXT -> {
        if (value.type() == Type.I64) {
          code.i2l().loadConstant(0xFFFF_FFFFL).land();
        }
      }
      case TRUNC -> code.l2i();
      case SEXT8 -> code.i2b();
      case SEXT16 -> code.i2s();
      case ZEXT16 -> code.i2c();
      case ITOF, FTOI, FWIDEN, FNARROW ->
          code.with(
              ConvertInstruction.of(
                  Locals.kind(value.operand(0).type()), Locals.kind(value.type())));
      case BITCAST -> bitcast(value.operand(0).type(), value.type());
      default -> throw new AssertionError(value.op());
    }
  }

  /** The narrow or the wide form of an instruction, by the type of operand 0. */
  private void operator(Value value, Opcode narrow, Opcode wide) {
    code.with(OperatorInstruction.of(value.operand(0).type().bits() == 64 ? wide : narrow));
  }

  /** Calls {@code owner.method} with the operands and result type of {@code value}. */
  private void call(ClassDesc owner, String method, Value value) {
    var params = new ClassDesc[value.operandCount()];
    for (int i = 0; i < params.length; i++) {
      params[i] = descriptor(value.operand(i).type());
    }
    code.invokestatic(owner, method, MethodTypeDesc.of(descriptor(value.type()), params));
  }

  private void count(Value value, String method) {
    ClassDesc param = descriptor(value.type());
    code.invokestatic(box(value), method, MethodTypeDesc.of(ConstantDescs.CD_int, param));
    if (value.type() == Type.I64) {
      code.i2l();
    }
  }

  private void throughDouble(Value value, String method) {
    boolean narrow = value.type() == Type.F32;
    if (narrow) {
      code.f2d();
    }
    code.invokestatic(
        MATH, method, MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_double));
    if (narrow) {
      code.d2f();
    }
  }

  private void bitcast(Type from, Type to) {
    String method =
        from.isFloat()
            ? from == Type.F32 ? "floatToRawIntBits" : "doubleToRawLongBits"
            : from == Type.I32 ? "intBitsToFloat" : "longBitsToDouble";
    ClassDesc owner = to.bits() == 64 ? ConstantDescs.CD_Double : ConstantDescs.CD_Float;
    code.invokestatic(owner, method, MethodTypeDesc.of(descriptor(to), descriptor(from)));
  }

  private static ClassDesc box(Value value) {
    return value.operand(0).type() == Type.I64 ? ConstantDescs.CD_Long : ConstantDescs.CD_Integer;
  }

  /** The class that stands for {@code type} in descriptors: int for bool. */
  static ClassDesc descriptor(Type type) {
    if (type.isReference()) {
      return type.isArray()
          ? ClassDesc.ofDescriptor("[" + type.element().descriptor())
          : MemoryEmitter.SEGMENT;
    }
    return Locals.kind(type).upperBound();
  }

  private void computeSelect(Value value) {
    Label otherwise = code.newLabel();
    Label end = code.newLabel();
    branch(value.operand(0), false, otherwise);
    push(value.operand(1));
    code.goto_(end).labelBinding(otherwise);
    push(value.operand(2));
    code.labelBinding(end);
  }

  private void computeLookup(Value value) {
    int count = value.operandCount() - 1;
    var cases = new ArrayList<SwitchCase>();
    for (int i = 0; i < count; i++) {
      cases.add(SwitchCase.of(i, code.newLabel()));
    }
    Label end = code.newLabel();
    push(value.operand(0));
    line(value);
    code.loadConstant(count - 1).iand();
    code.tableswitch(0, count - 1, cases.getFirst().target(), cases);
    for (int i = 0; i < count; i++) {
      code.labelBinding(cases.get(i).target());
      push(value.operand(1 + i));
      if (i < count - 1) {
        code.goto_(end);
      }
    }
    code.labelBinding(end);
  }

  private void computeCompare(Value value) {
    Label holds = code.newLabel();
    Label end = code.newLabel();
    branchCompare(value, true, holds);
    code.iconst_0().goto_(end).labelBinding(holds).iconst_1().labelBinding(end);
  }

  /** On i32 the exact result is a long; on i64 the signs tell (Hacker's Delight 2-13). */
  private void computeOverflow(Value value) {
    Value a = value.operand(0);
    Value b = value.operand(1);
    if (a.type() == Type.I32) {
      push(a);
      code.i2l();
      push(b);
      code.i2l();
      line(value);
      switch (value.op()) {
        case ADDOV -> code.ladd();
        case SUBOV -> code.lsub();
        default -> code.lmul();
      }
      code.dup2().l2i().i2l().lcmp().iconst_1().iand(); // -1, 0 or 1
      return;
    }
    line(value);
    if (value.op() == Op.MULOV) {
      pushKept(a);
      pushKept(b);
      call(MATH, "multiplyHigh", value, Type.I64);
      pushKept(a);
      pushKept(b);
      code.lmul().bipush(63).lshr().lcmp().iconst_1().iand();
    } else {
      Opcode operator = value.op() == Op.ADDOV ? Opcode.LADD : Opcode.LSUB;
      pushKept(a); // a + b: (a ^ r) & (b ^ r) < 0; a - b: (a ^ b) & (a ^ r) < 0
      pushKept(b);
      code.with(OperatorInstruction.of(operator));
      pushKept(a);
      code.lxor();
      pushKept(b);
      if (value.op() == Op.ADDOV) {
        pushKept(a);
        pushKept(b);
        code.ladd();
      } else {
        pushKept(a);
      }
      code.lxor().land().bipush(63).lushr().l2i();
    }
    locals.release(a);
    locals.release(b);
  }

  private void call(ClassDesc owner, String method, Value value, Type result) {
    ClassDesc param = descriptor(value.operand(0).type());
    code.invokestatic(owner, method, MethodTypeDesc.of(descriptor(result), param, param));
  }

  /** Goes to {@code target} if {@code condition} is {@code sense}, else on; one use of it. */
  void branch(Value condition, boolean sense, Label target) {
    if (!condition.isConst() && placement.isInlined(condition)) {
      if (condition.op() == Op.NOT) {
        branch(condition.operand(0), !sense, target);
        return;
      }
      if (condition.op() == Op.ICMP
          || condition.op() == Op.FCMP
          || condition.op() == Op.SAME_REFERENCE) {
        branchCompare(condition, sense, target);
        return;
      }
    }
    push(condition);
    if (sense) {
      code.ifne(target);
    } else {
      code.ifeq(target);
    }
  }

  private void branchCompare(Value value, boolean sense, Label target) {
    Value a = value.operand(0);
    Value b = value.operand(1);
    if (value.op() == Op.SAME_REFERENCE) {
      push(a);
      push(b);
      line(value);
      code.branch(sense ? Opcode.IF_ACMPEQ : Opcode.IF_ACMPNE, target);
    } else if (value.op() == Op.ICMP) {
      IntPredicate predicate = value.intPredicate();
      branchInt(sense ? predicate : predicate.inverse(), a, b, value, target);
    } else if (Placement.readsTwice(value)) {
      FloatPredicate predicate = value.floatPredicate();
      branchOrder(sense ? predicate : predicate.inverse(), a, b, value, target);
    } else {
      FloatPredicate predicate = value.floatPredicate();
      push(a);
      push(b);
      line(value);
      branchFloat(sense ? predicate : predicate.inverse(), a.type(), target);
    }
  }

  private void branchInt(IntPredicate predicate, Value a, Value b, Value value, Label target) {
    boolean unsigned = predicate.isUnsigned();
    boolean narrow = a.type() == Type.I32;
    push(a);
    if (narrow && !unsigned && b.isConst(0)) {
      line(value);
      code.branch(againstZero(predicate), target);
      return;
    }
    push(b);
    line(value);
    if (unsigned) {
      call(box(value), "compareUnsigned", value, Type.I32);
      code.branch(againstZero(predicate), target);
    } else if (narrow) {
      code.branch(
          switch (predicate) {
            case EQ -> Opcode.IF_ICMPEQ;
            case NE -> Opcode.IF_ICMPNE;
            case LT -> Opcode.IF_ICMPLT;
            case GE -> Opcode.IF_ICMPGE;
            case LE -> Opcode.IF_ICMPLE;
            default -> Opcode.IF_ICMPGT;
          },
          target);
    } else {
      code.lcmp().branch(againstZero(predicate), target);
    }
  }

  private static Opcode againstZero(IntPredicate predicate) {
    return switch (predicate.signed()) {
      case EQ -> Opcode.IFEQ;
      case NE -> Opcode.IFNE;
      case LT -> Opcode.IFLT;
      case GE -> Opcode.IFGE;
      case LE -> Opcode.IFLE;
      default -> Opcode.IFGT;
    };
  }

  /** Compares the two floats on the stack; the instruction decides which way NaN goes. */
  private void branchFloat(FloatPredicate predicate, Type type, Label target) {
    pushComparison(type, predicate.isUnorderedGreater());
    code.branch(
        switch (predicate) {
          case OEQ -> Opcode.IFEQ;
          case UNE -> Opcode.IFNE;
          case OLT, ULT -> Opcode.IFLT;
          case OLE, ULE -> Opcode.IFLE;
          case OGT, UGT -> Opcode.IFGT;
          case OGE, UGE -> Opcode.IFGE;
          default -> throw new AssertionError(predicate);
        },
        target);
  }

  /**
   * The predicates that ask for order. The product of the two comparisons is 1 if less or greater,
   * 0 if equal, -1 if unordered.
   */
  private void branchOrder(FloatPredicate predicate, Value a, Value b, Value value, Label target) {
    line(value);
    pushKept(a);
    pushKept(b);
    pushComparison(a.type(), false);
    pushKept(a);
    pushKept(b);
    pushComparison(a.type(), true);
    code.imul();
    locals.release(a);
    locals.release(b);
    code.branch(
        switch (predicate) {
          case ONE -> Opcode.IFGT;
          case UEQ -> Opcode.IFLE;
          case ORD -> Opcode.IFGE;
          case UNO -> Opcode.IFLT;
          default -> throw new AssertionError(predicate);
        },
        target);
  }

  private void pushComparison(Type type, boolean nanIsGreater) {
    if (type == Type.F32) {
      code.with(OperatorInstruction.of(nanIsGreater ? Opcode.FCMPG : Opcode.FCMPL));
    } else {
      code.with(OperatorInstruction.of(nanIsGreater ? Opcode.DCMPG : Opcode.DCMPL));
    }
  }

  private void pushConstant(Value value) {
    long bits = value.bits();
    boolean pooled = partition.isPooled(value);
    switch (Locals.kind(value.type())) {
      case INT -> pushInt((int) bits, pooled);
      case LONG -> pushLong(bits, pooled);
      case REFERENCE -> code.aconst_null(); // the only one
      case FLOAT -> {
        float number = Float.intBitsToFloat((int) bits);
        if (pooled && number == number) {
          code.loadConstant(number);
        } else { // the constant pool has one NaN only
          pushInt((int) bits, pooled);
          bitcast(Type.I32, Type.F32);
        }
      }
      default -> {
        double number = Double.longBitsToDouble(bits);
        if (pooled && number == number) {
          code.loadConstant(number);
        } else {
          pushLong(bits, pooled);
          bitcast(Type.I64, Type.F64);
        }
      }
    }
  }

  private void pushInt(int number, boolean pooled) {
    if (pooled || number == (short) number) {
      code.loadConstant(number);
    } else {
      code.sipush(number >> 16).bipush(16).ishl();
      code.sipush(number >> 8 & 0xFF).bipush(8).ishl().ior();
      code.sipush(number & 0xFF).ior();
    }
  }

  private void pushLong(long number, boolean pooled) {
    if (pooled) {
      code.loadConstant(number);
    } else if (number == (short) number) {
      code.loadConstant((int) number).i2l();
    } else {
      pushInt((int) (number >> 32), false);
      code.i2l().bipush(32).lshl();
      pushInt((int) number, false);
      code.i2l().loadConstant(-1).i2l().bipush(32).lushr().land().lor();
    }
  }
}
