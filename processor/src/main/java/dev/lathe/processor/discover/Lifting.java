package dev.lathe.processor.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/**
 * A lifted kernel: a method without a body that is the elementwise form of a scalar kernel of the
 * same name. It has a parameter for each of the scalar kernel's, of the same type or an array of
 * that type or a memory segment, then one for the results, and perhaps {@code int from, int to}.
 *
 * @param method the lifted kernel
 * @param scalar the kernel that computes one element
 * @param ranged whether it ends with {@code int from, int to}
 */
public record Lifting(ExecutableElement method, ExecutableElement scalar, boolean ranged) {
  /** True if {@code kernel} has no body, so that it can only be a lifted one. */
  public static boolean isLifted(ExecutableElement kernel, Predicate<ExecutableElement> hasBody) {
    return kernel.getModifiers().contains(Modifier.ABSTRACT) && !hasBody.test(kernel);
  }

  /**
   * The kernels with a body and the name of {@code lifted} in the interface that declares that, in
   * any form.
   */
  public static List<ExecutableElement> ofSameName(
      ExecutableElement lifted,
      KernelRule rule,
      Predicate<ExecutableElement> hasBody,
      Elements elements) {
    var kernels = new ArrayList<ExecutableElement>();
    var type = (TypeElement) lifted.getEnclosingElement();
    for (ExecutableElement method : Members.methods(type, elements)) {
      if (method.getSimpleName().equals(lifted.getSimpleName())
          && rule.test(method)
          && !isLifted(method, hasBody)) {
        kernels.add(method);
      }
    }
    return kernels;
  }

  /** Those that {@code lifted} may be the elementwise form of; a correct one is of exactly one. */
  public static List<Lifting> matches(
      ExecutableElement lifted, List<ExecutableElement> ofSameName) {
    var matches = new ArrayList<Lifting>();
    for (ExecutableElement scalar : ofSameName) {
      for (boolean ranged : new boolean[] {false, true}) {
        if (fits(lifted, scalar, ranged)) {
          matches.add(new Lifting(lifted, scalar, ranged));
        }
      }
    }
    return matches;
  }

  private static boolean fits(ExecutableElement lifted, ExecutableElement scalar, boolean ranged) {
    List<? extends VariableElement> parameters = lifted.getParameters();
    List<? extends VariableElement> scalars = scalar.getParameters();
    int arity = scalars.size();
    if (parameters.size() != arity + (ranged ? 3 : 1)
        || lifted.getReturnType().getKind() != TypeKind.VOID
        || !scalar.getReturnType().getKind().isPrimitive()
        || !holds(parameters.get(arity).asType(), scalar.getReturnType())) {
      return false;
    }
    int references = 0;
    for (int i = 0; i < arity; i++) {
      TypeMirror type = parameters.get(i).asType();
      TypeMirror one = scalars.get(i).asType();
      boolean isLifted = holds(type, one);
      if (!one.getKind().isPrimitive() || !isLifted && type.getKind() != one.getKind()) {
        return false;
      }
      references += isLifted ? 1 : 0;
    }
    return references > 0
        && (!ranged
            || parameters.get(arity + 1).asType().getKind() == TypeKind.INT
                && parameters.get(arity + 2).asType().getKind() == TypeKind.INT);
  }

  /** True for an array of that primitive type, and for a segment. */
  private static boolean holds(TypeMirror reference, TypeMirror element) {
    return Signature.isSegment(reference)
        || reference instanceof ArrayType array
            && array.getComponentType().getKind() == element.getKind();
  }

  /** The number of the first parameter that has another name than the scalar's; -1 if none. */
  public int misnamed() {
    for (int i = 0; i < arity(); i++) {
      if (!name(i).contentEquals(scalar.getParameters().get(i).getSimpleName())) {
        return i;
      }
    }
    return -1;
  }

  /** How many parameters the scalar kernel has. */
  public int arity() {
    return scalar.getParameters().size();
  }

  /** The name of a parameter; that number {@link #arity} takes the results. */
  public String name(int parameter) {
    return method.getParameters().get(parameter).getSimpleName().toString();
  }

  public boolean isArray(int parameter) {
    return method.getParameters().get(parameter).asType().getKind() == TypeKind.ARRAY;
  }

  public boolean isSegment(int parameter) {
    return Signature.isSegment(method.getParameters().get(parameter).asType());
  }

  /** The type of one element; of a parameter that is broadcast its own. */
  public TypeKind element(int parameter) {
    TypeMirror type =
        parameter == arity()
            ? scalar.getReturnType()
            : scalar.getParameters().get(parameter).asType();
    return type.getKind();
  }

  /** The name of the layout by which elements are in segments, whatever their alignment. */
  public String layout(int parameter) {
    TypeKind kind = element(parameter);
    boolean isByte = kind == TypeKind.BYTE || kind == TypeKind.BOOLEAN;
    return "JAVA_" + kind.name() + (isByte ? "" : "_UNALIGNED");
  }

  /** The size of an element in a segment. */
  public int bytes(int parameter) {
    return switch (element(parameter)) {
      case BOOLEAN, BYTE -> 1;
      case SHORT, CHAR -> 2;
      case INT, FLOAT -> 4;
      default -> 8;
    };
  }

  /** The parameter whose length bounds the loop: an array if there is one. */
  public int bound() {
    for (int i = arity(); i >= 0; i--) {
      if (isArray(i)) {
        return i;
      }
    }
    return arity();
  }

  /** True if the index is a long: where all elements are in segments, and all are computed. */
  public boolean isLong() {
    return !ranged && isSegment(bound());
  }

  /** A name like {@code wish} that no parameter has. */
  public String free(String wish) {
    String free = wish;
    while (taken(free)) {
      free += "_";
    }
    return free;
  }

  private boolean taken(String name) {
    for (VariableElement parameter : method.getParameters()) {
      if (parameter.getSimpleName().contentEquals(name)) {
        return true;
      }
    }
    return false;
  }
}
