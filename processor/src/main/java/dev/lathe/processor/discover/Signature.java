package dev.lathe.processor.discover;

import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;

/** Descriptors as class files have them (JVMS 4.3.3), of methods over primitive types. */
public final class Signature {
  private Signature() {}

  /** True if the method has only primitive types, so that it has a descriptor here. */
  public static boolean isPrimitive(ExecutableElement method) {
    for (VariableElement parameter : method.getParameters()) {
      if (!parameter.asType().getKind().isPrimitive()) {
        return false;
      }
    }
    TypeKind result = method.getReturnType().getKind();
    return result.isPrimitive() || result == TypeKind.VOID;
  }

  /** Name and descriptor, as in {@code add(II)I}. */
  public static String of(ExecutableElement method) {
    return method.getSimpleName() + descriptor(method);
  }

  /** As in {@code (II)I}. */
  public static String descriptor(ExecutableElement method) {
    return "(" + parameters(method) + ")" + letter(method.getReturnType().getKind());
  }

  /** As in {@code II}. */
  public static String parameters(ExecutableElement method) {
    var text = new StringBuilder();
    for (VariableElement parameter : method.getParameters()) {
      text.append(letter(parameter.asType().getKind()));
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
