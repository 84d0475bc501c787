package dev.lathe.testing;

import dev.lathe.ir.MathFunction;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Makes plain Java an oracle for math functions: calls of {@link Math} become calls of the bodies
 * in {@code dev.lathe.math}, whose bits are those that every backend must give.
 */
public final class OwnMath {
  private OwnMath() {}

  /**
   * The class with its calls of functions that have a body redirected; itself if there are none.
   */
  public static byte[] redirect(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof MethodRefEntry method
          && function(method.owner().asInternalName(), method.name().stringValue()) != null) {
        return ClassFile.of()
            .transformClass(model, ClassTransform.transformingMethodBodies(OwnMath::redirect));
      }
    }
    return classFile;
  }

  private static void redirect(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call) {
      MathFunction function = function(call.owner().asInternalName(), call.name().stringValue());
      if (function != null) {
        var type = MethodTypeDesc.ofDescriptor(call.type().stringValue());
        code.invokestatic(ClassDesc.of(function.owner()), function.method(), type);
        return;
      }
    }
    code.with(element);
  }

  private static MathFunction function(String owner, String name) {
    return owner.equals("java/lang/Math") ? MathFunction.parse(name) : null;
  }
}
