package dev.lathe.processor.discover;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * An interface with kernels and the class that is generated for it: {@code Outer.Add} gives {@code
 * Outer_AddJit} in the same package.
 *
 * @param type the interface
 * @param packageName empty for the unnamed package
 * @param generatedName simple name of the generated class
 * @param declared kernels that the interface declares, in source order
 * @param inherited kernels of other interfaces that it inherits and does not override
 */
public record KernelInterface(
    TypeElement type,
    String packageName,
    String generatedName,
    List<ExecutableElement> declared,
    List<ExecutableElement> inherited) {

  public static KernelInterface of(TypeElement type, KernelRule rule, Elements elements) {
    var declared = new ArrayList<ExecutableElement>();
    for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
      if (rule.test(method)) {
        declared.add(method);
      }
    }
    var inherited = new ArrayList<ExecutableElement>();
    for (ExecutableElement method : Members.methods(type, elements)) {
      if (!method.getEnclosingElement().equals(type)
          && isInheritable(method)
          && rule.test(method)
          && !isTwice(method, inherited)) {
        inherited.add(method);
      }
    }
    return new KernelInterface(
        type,
        elements.getPackageOf(type).getQualifiedName().toString(),
        generatedName(type),
        declared,
        inherited);
  }

  /** True for an abstract method that another interface has as well: one may inherit both. */
  private static boolean isTwice(ExecutableElement method, List<ExecutableElement> inherited) {
    for (ExecutableElement other : inherited) {
      if (method.getModifiers().contains(Modifier.ABSTRACT)
          && other.getSimpleName().equals(method.getSimpleName())
          && Signature.exists(method)
          && Signature.exists(other)
          && Signature.of(method).equals(Signature.of(other))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInheritable(ExecutableElement method) {
    return !method.getModifiers().contains(Modifier.STATIC)
        && !method.getModifiers().contains(Modifier.PRIVATE);
  }

  /** {@code Outer_AddJit} for {@code Outer.Add}. */
  public static String generatedName(TypeElement type) {
    var name = new StringBuilder("Jit");
    Element around = type;
    while (around instanceof TypeElement) {
      name.insert(0, around.getSimpleName());
      around = around.getEnclosingElement();
      if (around instanceof TypeElement) {
        name.insert(0, '_');
      }
    }
    return name.toString();
  }

  /** True if every package can use the interface. */
  public boolean isPublic() {
    return isPublic(type);
  }

  /** True if every package can use {@code type}. */
  public static boolean isPublic(TypeElement type) {
    for (Element at = type; at instanceof TypeElement; at = at.getEnclosingElement()) {
      if (!at.getModifiers().contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return true;
  }

  /** True if only the class around it can use {@code type}. */
  public static boolean isPrivate(TypeElement type) {
    for (Element at = type; at instanceof TypeElement; at = at.getEnclosingElement()) {
      if (at.getModifiers().contains(Modifier.PRIVATE)) {
        return true;
      }
    }
    return false;
  }

  /** The full name of the generated class. */
  public String qualifiedGeneratedName() {
    return packageName.isEmpty() ? generatedName : packageName + "." + generatedName;
  }
}
