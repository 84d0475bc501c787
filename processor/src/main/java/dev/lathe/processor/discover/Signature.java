package dev.lathe.processor.discover;

import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Descriptors as class files have them (JVMS 4.3.3), of methods over primitive types, arrays of
 * them and memory segments.
 */
public final class Signature {
  private static final String SEGMENT = "java.lang.foreign.MemorySegment";

  private Signature() {}

  /** True if all types are those of kernels, so that the method has a descriptor here. */
  public static boolean exists(ExecutableElement method) {
    for (VariableElement parameter : method.getParameters()) {
      TypeMirror type = parameter.asType();
      if (!type.getKind().isPrimitive() && !isReference(type)) {
        return false;
      }
    }
    TypeKind result = method.getReturnType().getKind();
    return result.isPrimitive() || result == TypeKind.VOID;
  }

  /** True for arrays of primitive types and memory segments. */
  public static boolean isReference(TypeMirror type) {
    return isSegment(type)
        || type instanceof ArrayType array && array.getComponentType().getKind().isPrimitive();
  }

  /** True for {@link java.lang.foreign.MemorySegment}. */
  public static boolean isSegment(TypeMirror type) {
    return type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && element.getQualifiedName().contentEquals(SEGMENT);
  }

  /** Name and descriptor, as in {@code add(II)I}. */
  public static String of(ExecutableElement method) {
    return method.getSimpleName() + descriptor(method);
  }

  /** As in {@code (II)I}. */
  public static String descriptor(ExecutableElement method) {
    var text = new StringBuilder("(");
    for (VariableElement parameter : method.getParameters()) {
      text.append(descriptor(parameter.asType()));
    }
    return text.append(")").append(descriptor(method.getReturnType())).toString();
  }

  private static String descriptor(TypeMirror type) {
    if (isSegment(type)) {
      return "Ljava/lang/foreign/MemorySegment;";
    }
    return type instanceof ArrayType array
        ? "[" + descriptor(array.getComponentType())
        : String.valueOf(letter(type.getKind()));
  }

  /** The parameters as a part of a name: {@code II}, {@code aD} for an array, {@code m}. */
  public static String word(ExecutableElement method) {
    var text = new StringBuilder();
    for (VariableElement parameter : method.getParameters()) {
      text.append(
          isSegment(parameter.asType()) ? "m" : descriptor(parameter.asType()).replace('[', 'a'));
    }
    return text.toString();
  }

  private static char letter(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> 'Z';
      case BYTE -> 'B';
      case SHORT -> 'S';
      case CHAR -> 'C';
      case INT -> 'I';
      case LONG -> 'J';
      case FLOAT -> 'F';
      case DOUBLE -> 'D';
      case VOID -> 'V';
      default -> throw new IllegalArgumentException("a kernel with " + kind);
    };
  }
}
