package dev.lathe.lang;

import java.util.List;

/**
 * Overload resolution among methods of one name (JLS 15.12.2), over primitive types.
 *
 * <p>An argument is a list of types: that of the expression or, of a switch expression, which is a
 * poly expression (JLS 15.28.1), those of its results.
 */
final class Overloads {
  private Overloads() {}

  /**
   * The most specific method applicable by strict invocation (JLS 15.12.2.2, 15.12.2.5); null if
   * there is none, or none more specific than all others.
   */
  static CalledMethod strict(List<CalledMethod> overloads, List<List<JavaType>> arguments) {
    CalledMethod best = null;
    for (CalledMethod method : overloads) {
      if (isApplicable(method, arguments) && (best == null || isMoreSpecific(method, best))) {
        best = method;
      }
    }
    for (CalledMethod method : overloads) {
      if (best != null && isApplicable(method, arguments) && !isMoreSpecific(best, method)) {
        return null;
      }
    }
    return best;
  }

  /**
   * A method that takes objects and may be applicable by boxing or variable arity (JLS 15.12.2.3,
   * 15.12.2.4); null if there is none. Such methods are no kernels, so one is as good as another.
   */
  static CalledMethod loose(List<CalledMethod> overloads, List<List<JavaType>> arguments) {
    for (CalledMethod method : overloads) {
      if (method.parameters().contains(JavaType.ERROR) && mayBeApplicable(method, arguments)) {
        return method;
      }
    }
    return null;
  }

  /** True if one of the methods takes an object. */
  static boolean takeObjects(List<CalledMethod> overloads) {
    for (CalledMethod method : overloads) {
      if (method.parameters().contains(JavaType.ERROR)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isApplicable(CalledMethod method, List<List<JavaType>> arguments) {
    if (method.parameters().size() != arguments.size()) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      if (!allWiden(arguments.get(i), method.parameters().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMoreSpecific(CalledMethod method, CalledMethod other) {
    for (int i = 0; i < method.parameters().size(); i++) {
      if (!method.parameters().get(i).widensTo(other.parameters().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayBeApplicable(CalledMethod method, List<List<JavaType>> arguments) {
    List<JavaType> parameters = method.parameters();
    boolean variable =
        parameters.getLast() == JavaType.ERROR && arguments.size() >= parameters.size() - 1;
    for (int i = 0; i < Math.min(parameters.size(), arguments.size()); i++) {
      JavaType parameter = parameters.get(i);
      if (parameter != JavaType.ERROR && !allWiden(arguments.get(i), parameter)) {
        return false;
      }
    }
    return variable || parameters.size() == arguments.size();
  }

  private static boolean allWiden(List<JavaType> types, JavaType to) {
    for (JavaType type : types) {
      if (!type.widensTo(to)) {
        return false;
      }
    }
    return true;
  }
}
