package dev.lathe.jvm;

import dev.lathe.ir.Access;
import dev.lathe.ir.Element;
import dev.lathe.ir.Memory;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Locale;

/**
 * Emits ops on arrays and segments: the JVM's instructions for arrays, the calls of {@link
 * java.lang.foreign.MemorySegment} for segments.
 *
 * <p>A check throws where it stands. That of an array is a comparison of its own, which HotSpot
 * finds equal to that of the instruction after it, and throws an exception with a message of its
 * own: those of the instructions lose it once HotSpot has seen many, and call a null array by the
 * local that happens to hold it. That of a segment is a read of it, or what a write to a segment
 * that is read only throws.
 */
final class MemoryEmitter {
  static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");

  private static final ClassDesc SCOPE = ClassDesc.of("java.lang.foreign.MemorySegment$Scope");
  private static final ClassDesc THREAD = ClassDesc.of("java.lang.Thread");
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final ClassDesc LAYOUTS = ClassDesc.of("java.lang.foreign.ValueLayout");
  private static final ClassDesc NULL_EXCEPTION = ClassDesc.of("java.lang.NullPointerException");
  private static final ClassDesc INDEX_EXCEPTION =
      ClassDesc.of("java.lang.ArrayIndexOutOfBoundsException");

  private static final MethodTypeDesc TAKES_MESSAGE =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

  private final CodeBuilder code;
  private final OpEmitter ops;
  private final ClassDesc owner; // the class that this is in

  MemoryEmitter(CodeBuilder code, OpEmitter ops, ClassDesc owner) {
    this.code = code;
    this.ops = ops;
    this.owner = owner;
  }

  /** Emits {@code value}; its result, if it has one, is then on the stack. */
  void emit(Value value) {
    switch (value.op()) {
      case ALEN, BYTESIZE -> emitSize(value);
      case NONNULL -> emitNonnull(value);
      case LIMIT -> emitLimit(value);
      case INDEX -> emitIndex(value);
      case PROVEN -> ops.push(value.operand(1));
      case LOAD, STORE -> emitAccess(value);
      case NEWARRAY -> {
        ops.push(value.operand(0));
        ops.line(value);
        code.newarray(kind(value.type().element()));
      }
      case TABLE -> {
        ops.line(value);
        Members.table(code, owner, value.table());
      }
      default -> throw new AssertionError(value.op());
    }
  }

  /** The size of what is proven not to be null, else 0 of null. */
  private void emitSize(Value value) {
    ops.push(value.operand(0));
    if (isNonnull(value.operand(0))) {
      size(value.op());
      return;
    }
    Label some = code.newLabel();
    Label end = code.newLabel();
    code.dup().ifnonnull(some).pop();
    if (value.op() == Op.ALEN) {
      code.iconst_0();
    } else {
      code.lconst_0();
    }
    code.goto_(end).labelBinding(some);
    size(value.op());
    code.labelBinding(end);
  }

  /** See {@link Op#LIMIT}: asks the segment all that may forbid the access. */
  private void emitLimit(Value value) {
    Access access = value.access();
    int bytes = access.element().bytes();
    Label none = code.newLabel();
    Label end = code.newLabel();
    ops.push(value.operand(0));
    code.dup().ifnull(none);
    code.dup().invokeinterface(SEGMENT, "scope", MethodTypeDesc.of(SCOPE));
    code.invokeinterface(SCOPE, "isAlive", MethodTypeDesc.of(ConstantDescs.CD_boolean));
    code.ifeq(none).dup();
    code.invokestatic(THREAD, "currentThread", MethodTypeDesc.of(THREAD));
    code.invokeinterface(
        SEGMENT, "isAccessibleBy", MethodTypeDesc.of(ConstantDescs.CD_boolean, THREAD));
    code.ifeq(none);
    if (access.isWrite()) {
      code.dup();
      code.invokeinterface(SEGMENT, "isReadOnly", MethodTypeDesc.of(ConstantDescs.CD_boolean));
      code.ifne(none);
    }
    if (access.isAligned() && bytes > 1) {
      code.dup();
      code.invokeinterface(SEGMENT, "maxByteAlignment", MethodTypeDesc.of(ConstantDescs.CD_long));
      code.loadConstant((long) bytes).lcmp().iflt(none);
    }
    size(Op.BYTESIZE);
    if (access.isIndexed()) {
      code.loadConstant((long) bytes).ldiv();
    } else {
      code.loadConstant(bytes - 1L).lsub().lconst_0();
      code.invokestatic(
          MATH,
          "max",
          MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, ConstantDescs.CD_long));
    }
    code.goto_(end).labelBinding(none).pop().lconst_0().labelBinding(end);
  }

  private void size(Op op) {
    if (op == Op.ALEN) {
      code.arraylength();
    } else {
      code.invokeinterface(SEGMENT, "byteSize", MethodTypeDesc.of(ConstantDescs.CD_long));
    }
  }

  private static boolean isNonnull(Value reference) {
    return reference.op() == Op.NONNULL || reference.op() == Op.NEWARRAY;
  }

  private void emitNonnull(Value value) {
    Label holds = code.newLabel();
    ops.push(value.operand(0));
    code.dup().ifnonnull(holds);
    throwNull(value);
    code.labelBinding(holds);
  }

  private void emitIndex(Value value) {
    Value reference = value.operand(0);
    Value index = value.operand(1);
    if (!isNonnull(reference)) {
      Label some = code.newLabel();
      ops.pushKept(reference);
      code.ifnonnull(some);
      throwNull(value);
      code.labelBinding(some);
    }
    if (reference.type().isArray()) {
      emitBoundsCheck(value);
    } else if (!isCheckedByAccess(value)) {
      emitProbe(value);
    }
    ops.release(reference);
    ops.push(index);
  }

  /** Two comparisons, of which HotSpot makes one: a method's call would be slow until then. */
  private void emitBoundsCheck(Value value) {
    Value index = value.operand(1);
    Label outside = code.newLabel();
    Label holds = code.newLabel();
    if (!index.isConst() || index.bits() < 0) {
      ops.pushKept(index);
      code.iflt(outside);
    }
    ops.pushKept(index);
    ops.pushKept(value.operand(0));
    code.arraylength().if_icmplt(holds);
    code.labelBinding(outside);
    throwOutOfBounds(value);
    code.labelBinding(holds);
  }

  /**
   * True if the access of the index {@code value} follows with nothing between that has an effect
   * or may trap: what the access to a segment throws is what the check has to.
   */
  private boolean isCheckedByAccess(Value value) {
    List<Value> values = ops.part(value).values();
    for (int i = values.indexOf(value) + 1; i < values.size(); i++) {
      Value next = values.get(i);
      if (next.op().isPure()) {
        continue;
      }
      if (next.op() == Op.LOAD && next.operand(1) != value) {
        continue;
      }
      return (next.op() == Op.STORE || next.op() == Op.LOAD && ops.isUsed(next))
          && next.operand(0) == value.operand(0)
          && next.operand(1) == value
          && next.access().equals(value.access());
    }
    return false;
  }

  /** Throws what an access to the segment at the index throws, if it throws; without a write. */
  private void emitProbe(Value value) {
    Access access = value.access();
    ops.line(value);
    if (access.isWrite()) {
      Label writable = code.newLabel();
      ops.pushKept(value.operand(0));
      code.invokeinterface(SEGMENT, "isReadOnly", MethodTypeDesc.of(ConstantDescs.CD_boolean));
      code.ifeq(writable);
      pushAddress(value);
      pushZero(access.element());
      call(access, true);
      code.labelBinding(writable);
    }
    pushAddress(value);
    call(access, false);
    if (access.element().bytes() == 8) {
      code.pop2();
    } else {
      code.pop();
    }
  }

  private void pushZero(Element element) {
    switch (element) {
      case I64 -> code.lconst_0();
      case F32 -> code.fconst_0();
      case F64 -> code.dconst_0();
      default -> code.iconst_0();
    }
  }

  private void pushAddress(Value value) {
    ops.pushKept(value.operand(0));
    pushLayout(value.access());
    ops.pushKept(value.operand(1));
  }

  private void emitAccess(Value value) {
    Access access = value.access();
    ops.push(value.operand(0));
    if (access.isSegment()) {
      pushLayout(access);
    }
    ops.push(value.operand(1));
    if (value.op() == Op.STORE) {
      ops.push(value.operand(2));
    }
    ops.line(access.isSegment() ? value.operand(1) : value); // as it may be what checks
    if (access.isSegment()) {
      call(access, value.op() == Op.STORE);
    } else if (value.op() == Op.STORE) {
      code.arrayStore(kind(value.element()));
    } else {
      code.arrayLoad(kind(value.element()));
    }
  }

  private void pushLayout(Access access) {
    String name = "JAVA_" + access.element().javaName().toUpperCase(Locale.ROOT);
    boolean aligned = access.isAligned() || access.element().bytes() == 1;
    code.getstatic(LAYOUTS, aligned ? name : name + "_UNALIGNED", layout(access));
  }

  private static ClassDesc layout(Access access) {
    String name = access.element().javaName();
    return LAYOUTS.nested("Of" + Character.toUpperCase(name.charAt(0)) + name.substring(1));
  }

  private static ClassDesc carrier(Access access) {
    return ClassDesc.ofDescriptor(String.valueOf(access.element().descriptor()));
  }

  /** Calls the method of {@code access}, or, for one that writes, its counterpart that reads. */
  private void call(Access access, boolean writes) {
    ClassDesc moved = carrier(access);
    ClassDesc position = ConstantDescs.CD_long;
    String suffix = access.isIndexed() ? "AtIndex" : "";
    if (!writes) {
      var type = MethodTypeDesc.of(moved, layout(access), position);
      code.invokeinterface(SEGMENT, "get" + suffix, type);
      return;
    }
    switch (access.element()) {
      case I8 -> code.i2b();
      case I16 -> code.i2s();
      case U16 -> code.i2c();
      default -> {}
    }
    var type = MethodTypeDesc.of(ConstantDescs.CD_void, layout(access), position, moved);
    code.invokeinterface(SEGMENT, "set" + suffix, type);
  }

  private static TypeKind kind(Element element) {
    return TypeKind.fromDescriptor(String.valueOf(element.descriptor()));
  }

  private void throwNull(Value value) {
    ops.line(value);
    Type type = value.operand(0).type();
    code.new_(NULL_EXCEPTION).dup();
    code.ldc(Memory.nullMessage(type, value.access(), value.referenceName()));
    code.invokespecial(NULL_EXCEPTION, ConstantDescs.INIT_NAME, TAKES_MESSAGE).athrow();
  }

  private void throwOutOfBounds(Value value) {
    ops.line(value);
    code.new_(INDEX_EXCEPTION).dup();
    ops.pushKept(value.operand(1));
    ops.pushKept(value.operand(0));
    code.arraylength();
    Members.message(code, owner);
    code.invokespecial(INDEX_EXCEPTION, ConstantDescs.INIT_NAME, TAKES_MESSAGE).athrow();
  }
}
