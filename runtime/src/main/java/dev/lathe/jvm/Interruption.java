package dev.lathe.jvm;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Emits what ends an interruptible function: an exception of a given class, whose constructor takes
 * the kernel's name, if the thread's interrupt flag is set. It stays set.
 */
record Interruption(ClassDesc exception, String kernel) {
  /** How many iterations of loops pass between two looks at the flag, less one. */
  private static final int MASK = (1 << 10) - 1;

  private static final ClassDesc THREAD = ClassDesc.of("java.lang.Thread");

  /** Looks at the flag. */
  void poll(CodeBuilder code) {
    Label goOn = code.newLabel();
    code.invokestatic(THREAD, "currentThread", MethodTypeDesc.of(THREAD));
    code.invokevirtual(THREAD, "isInterrupted", MethodTypeDesc.of(ConstantDescs.CD_boolean));
    code.ifeq(goOn).new_(exception).dup().ldc(kernel);
    code.invokespecial(
        exception,
        ConstantDescs.INIT_NAME,
        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String));
    code.athrow().labelBinding(goOn);
  }

  /** Looks at the flag once in many times. */
  void poll(CodeBuilder code, int counter) {
    Label goOn = code.newLabel();
    code.iinc(counter, 1).iload(counter).loadConstant(MASK).iand().ifne(goOn);
    poll(code);
    code.labelBinding(goOn);
  }
}
