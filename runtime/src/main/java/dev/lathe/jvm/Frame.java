package dev.lathe.jvm;

import dev.lathe.ir.Type;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Emits reads and writes of the frame that the chunks of a function share: a {@code long[]} for
 * scalars and, if the function has references, an {@code Object[]} for those. Slots of either are
 * numbered on their own; slot 0 is the result's.
 *
 * @param longs the local that holds the {@code long[]}
 * @param references the local that holds the {@code Object[]}, if there is one
 */
record Frame(CodeBuilder code, int longs, int references) {
  private static final ClassDesc FLOAT = ConstantDescs.CD_Float;
  private static final ClassDesc DOUBLE = ConstantDescs.CD_Double;

  /** The type of a chunk's method: the frame and an entry; gives a state. */
  static MethodTypeDesc chunkType(boolean references) {
    ClassDesc longs = ConstantDescs.CD_long.arrayType();
    ClassDesc objects = ConstantDescs.CD_Object.arrayType();
    ClassDesc number = ConstantDescs.CD_int;
    return references
        ? MethodTypeDesc.of(number, longs, objects, number)
        : MethodTypeDesc.of(number, longs, number);
  }

  /** Pushes what {@link #store} needs below the value. */
  void address(Type type, int slot) {
    code.aload(type.isReference() ? references : longs).loadConstant(slot);
  }

  /** Pops a value, to the slot that {@link #address} pushed. */
  void store(Type type) {
    if (type.isReference()) {
      code.aastore();
    } else {
      toLong(type);
      code.lastore();
    }
  }

  /** Pops a value to {@code slot}. */
  void pop(Type type, int slot) {
    if (type.isReference()) {
      code.aload(references).swap().loadConstant(slot).swap().aastore();
    } else {
      toLong(type);
      code.aload(longs).dup_x2().pop(); // frame, value
      code.loadConstant(slot).dup_x2().pop(); // frame, slot, value
      code.lastore();
    }
  }

  /** Pushes what is in {@code slot}. */
  void push(Type type, int slot) {
    address(type, slot);
    if (type.isReference()) {
      code.aaload().checkcast(OpEmitter.descriptor(type));
    } else {
      code.laload();
      fromLong(type);
    }
  }

  /** Moves what is in {@code slot} to the slot that {@link #address} pushed. */
  void move(Type type, int slot) {
    address(type, slot);
    if (type.isReference()) {
      code.aaload().aastore();
    } else {
      code.laload().lastore();
    }
  }

  /** Replaces a value on the stack by the long that stands for it. */
  private void toLong(Type type) {
    if (type == Type.F32) {
      var method = MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_float);
      code.invokestatic(FLOAT, "floatToRawIntBits", method);
    }
    if (type == Type.F64) {
      var method = MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double);
      code.invokestatic(DOUBLE, "doubleToRawLongBits", method);
    } else if (type != Type.I64) {
      code.i2l();
    }
  }

  /** The inverse of {@link #toLong}. */
  private void fromLong(Type type) {
    if (type == Type.F64) {
      var method = MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long);
      code.invokestatic(DOUBLE, "longBitsToDouble", method);
    } else if (type != Type.I64) {
      code.l2i();
    }
    if (type == Type.F32) {
      var method = MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int);
      code.invokestatic(FLOAT, "intBitsToFloat", method);
    }
  }
}
