package dev.lathe.processor.discover;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/** The annotation {@code @Jit} as it stands on elements. */
public final class JitAnnotation {
  public static final String NAME = "dev.lathe.Jit";

  private JitAnnotation() {}

  /** The annotation on {@code element} itself, or null. */
  public static AnnotationMirror on(Element element) {
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      var type = (TypeElement) mirror.getAnnotationType().asElement();
      if (type.getQualifiedName().contentEquals(NAME)) {
        return mirror;
      }
    }
    return null;
  }

  /**
   * The enum constant that holds for a kernel: written on the method, or else on its interface, or
   * else {@code absent}.
   */
  public static String constant(ExecutableElement kernel, String element, String absent) {
    String onMethod = constant(on(kernel), element);
    String onType = constant(on(kernel.getEnclosingElement()), element);
    return onMethod != null ? onMethod : onType != null ? onType : absent;
  }

  /** The same for an element of type boolean, which is false if it is absent. */
  public static boolean flag(ExecutableElement kernel, String element) {
    Object onMethod = value(on(kernel), element);
    Object onType = value(on(kernel.getEnclosingElement()), element);
    return Boolean.TRUE.equals(onMethod != null ? onMethod : onType);
  }

  /** True if {@code element} is written on the method itself. */
  public static boolean isOn(ExecutableElement kernel, String element) {
    return value(on(kernel), element) != null;
  }

  private static String constant(AnnotationMirror mirror, String element) {
    return value(mirror, element) instanceof VariableElement constant
        ? constant.getSimpleName().toString()
        : null;
  }

  private static Object value(AnnotationMirror mirror, String element) {
    if (mirror != null) {
      for (var entry : mirror.getElementValues().entrySet()) {
        if (entry.getKey().getSimpleName().contentEquals(element)) {
          return entry.getValue().getValue();
        }
      }
    }
    return null;
  }
}
