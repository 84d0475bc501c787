package dev.lathe.processor.discover;

import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;

/**
 * Which methods are kernels: of interfaces, those marked, and all methods with a body of an
 * interface that is marked, but static and private ones.
 *
 * @param hasBody tells methods that are abstract in the compiler's eyes and yet have a body,
 *     because {@code default} was left out
 */
public record KernelRule(Predicate<ExecutableElement> hasBody)
    implements Predicate<ExecutableElement> {
  @Override
  public boolean test(ExecutableElement method) {
    Element type = method.getEnclosingElement();
    if (type.getKind() != ElementKind.INTERFACE) {
      return false;
    }
    if (JitAnnotation.on(method) != null) {
      return true;
    }
    return JitAnnotation.on(type) != null
        && (method.isDefault()
            || method.getModifiers().contains(Modifier.ABSTRACT) && hasBody.test(method));
  }
}
