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

  private static String constant(AnnotationMirror mirror, String element) {
    if (mirror != null) {
      for (var entry : mirror.getElementValues().entrySet()) {
        if (entry.getKey().getSimpleName().contentEquals(element)
            && entry.getValue().getValue() instanceof VariableElement constant) {
          return constant.getSimpleName().toString();
        }
      }
    }
    return null;
  }
}
