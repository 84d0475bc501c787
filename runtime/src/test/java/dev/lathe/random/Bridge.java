package dev.lathe.random;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.lathe.lang.JavaType;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls static methods of any signature by number: without the lambda forms that a method handle
 * takes for each signature.
 */
public interface Bridge {
  /**
   * Calls method {@code index}; arguments and result are {@code Value.bits}.
   *
   * @param arrays the arguments that are arrays, by parameter
   */
  long call(int index, long[] bits, Object[] arrays) throws Throwable;

  /**
   * A static method.
   *
   * @param carriers whether boolean and narrow types are ints in its descriptor
   */
  record Callee(
      String owner, String name, JavaType result, List<JavaType> params, boolean carriers) {}

  /** The class file of a bridge to {@code callees}. */
  static byte[] classFile(String name, List<Callee> callees) {
    ClassDesc self = ClassDesc.of(name);
    MethodTypeDesc call =
        MethodTypeDesc.of(CD_long, CD_int, CD_long.arrayType(), CD_Object.arrayType());
    MethodTypeDesc each = MethodTypeDesc.of(CD_long, CD_long.arrayType(), CD_Object.arrayType());
    return ClassFile.of()
        .build(
            self,
            builder -> {
              builder.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL);
              builder.withInterfaceSymbols(ClassDesc.of(Bridge.class.getName()));
              builder.withMethodBody(
                  INIT_NAME,
                  MTD_void,
                  ClassFile.ACC_PUBLIC,
                  code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
              for (int i = 0; i < callees.size(); i++) {
                Callee callee = callees.get(i);
                int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC;
                builder.withMethodBody("c" + i, each, flags, code -> call(code, callee));
              }
              builder.withMethodBody(
                  "call",
                  call,
                  ClassFile.ACC_PUBLIC,
                  code -> {
                    var cases = new ArrayList<SwitchCase>();
                    for (int i = 1; i < callees.size(); i++) {
                      cases.add(SwitchCase.of(i, code.newLabel()));
                    }
                    if (cases.isEmpty()) { // for which the JDK's class-file API would never end
                      code.aload(2).aload(3).invokestatic(self, "c0", each).lreturn();
                      return;
                    }
                    Label first = code.newLabel();
                    code.aload(2).aload(3).iload(1).tableswitch(first, cases);
                    code.labelBinding(first).invokestatic(self, "c0", each).lreturn();
                    for (SwitchCase one : cases) {
                      code.labelBinding(one.target());
                      code.invokestatic(self, "c" + one.caseValue(), each).lreturn();
                    }
                  });
            });
  }

  private static void call(CodeBuilder code, Callee callee) {
    var types = new ClassDesc[callee.params.size()];
    for (int i = 0; i < types.length; i++) {
      JavaType type = callee.params.get(i);
      types[i] = descriptor(type, callee.carriers);
      if (type.isReference()) {
        code.aload(1).loadConstant(i).aaload().checkcast(types[i]);
        continue;
      }
      code.aload(0).loadConstant(i).laload();
      switch (type) {
        case LONG -> {}
        case DOUBLE ->
            code.invokestatic(
                ClassDesc.of("java.lang.Double"),
                "longBitsToDouble",
                MethodTypeDesc.ofDescriptor("(J)D"));
        case FLOAT ->
            code.l2i()
                .invokestatic(
                    ClassDesc.of("java.lang.Float"),
                    "intBitsToFloat",
                    MethodTypeDesc.ofDescriptor("(I)F"));
        default -> code.l2i();
      }
    }
    code.invokestatic(
        ClassDesc.of(callee.owner),
        callee.name,
        MethodTypeDesc.of(descriptor(callee.result, callee.carriers), types));
    switch (callee.result) {
      case LONG -> {}
      case DOUBLE ->
          code.invokestatic(
              ClassDesc.of("java.lang.Double"),
              "doubleToRawLongBits",
              MethodTypeDesc.ofDescriptor("(D)J"));
      case FLOAT ->
          code.invokestatic(
                  ClassDesc.of("java.lang.Float"),
                  "floatToRawIntBits",
                  MethodTypeDesc.ofDescriptor("(F)I"))
              .i2l()
              .loadConstant(0xFFFF_FFFFL)
              .land();
      case VOID -> code.loadConstant(0L);
      default -> code.i2l();
    }
    code.lreturn();
  }

  private static ClassDesc descriptor(JavaType type, boolean carriers) {
    if (carriers && (type == JavaType.BOOLEAN || type.isNarrow())) {
      return CD_int;
    }
    return Values.classOf(type).describeConstable().orElseThrow();
  }
}
