package dev.lathe.testing;

import dev.lathe.ir.MathFunction;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
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
        var methods = CodeTransform.ofStateful(Redirection::new);
        return ClassFile.of()
            .transformClass(model, ClassTransform.transformingMethodBodies(methods));
      }
    }
    return classFile;
  }

  /** Of one method; a float that is widened, passed and narrowed makes a call of floats. */
  private static final class Redirection implements CodeTransform {
    private ConvertInstruction widening; // the last element
    private MathFunction widened; // the last two, with the widening
    private MethodTypeDesc type;

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (widened != null) {
        MathFunction narrow = MathFunction.parse(widened + ".float");
        MathFunction function = widened;
        widened = null;
        if (isConversion(element, Opcode.D2F) && narrow != null) {
          call(code, narrow, MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_float));
          return;
        }
        code.f2d();
        call(code, function, type);
      }
      if (element instanceof InvokeInstruction call) {
        MathFunction function = function(call.owner().asInternalName(), call.name().stringValue());
        if (function != null) {
          type = MethodTypeDesc.ofDescriptor(call.type().stringValue());
          if (widening != null && function.parameters() == 1) {
            widened = function;
            widening = null;
            return;
          }
          flush(code);
          call(code, function, type);
          return;
        }
      }
      flush(code);
      if (isConversion(element, Opcode.F2D)) {
        widening = (ConvertInstruction) element;
      } else {
        code.with(element);
      }
    }

    private void flush(CodeBuilder code) {
      if (widening != null) {
        code.with(widening);
        widening = null;
      }
    }

    private static boolean isConversion(CodeElement element, Opcode opcode) {
      return element instanceof ConvertInstruction convert && convert.opcode() == opcode;
    }

    private static void call(CodeBuilder code, MathFunction function, MethodTypeDesc type) {
      code.invokestatic(ClassDesc.of(function.owner()), function.method(), type);
    }
  }

  private static MathFunction function(String owner, String name) {
    return owner.equals("java/lang/Math") ? MathFunction.parse(name) : null;
  }
}
