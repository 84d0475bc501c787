package dev.lathe.processor.discover;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** The methods that are members of a type (JLS 8.2, 9.2). */
public final class Members {
  private Members() {}

  /**
   * The methods that {@code type} declares and inherits. Unlike {@link Elements#getAllMembers} not
   * those that another inherited method overrides, as on two ways to one interface.
   */
  public static List<ExecutableElement> methods(TypeElement type, Elements elements) {
    List<ExecutableElement> all = ElementFilter.methodsIn(elements.getAllMembers(type));
    var methods = new ArrayList<ExecutableElement>();
    for (ExecutableElement method : all) {
      if (!isOverridden(method, all, type, elements)) {
        methods.add(method);
      }
    }
    return methods;
  }

  private static boolean isOverridden(
      ExecutableElement method, List<ExecutableElement> all, TypeElement type, Elements elements) {
    for (ExecutableElement other : all) {
      if (other.getSimpleName().equals(method.getSimpleName())
          && !other.equals(method)
          && elements.overrides(other, method, (TypeElement) other.getEnclosingElement())) {
        return true;
      }
    }
    return false;
  }
}
