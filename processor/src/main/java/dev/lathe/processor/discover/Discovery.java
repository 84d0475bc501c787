package dev.lathe.processor.discover;

import dev.lathe.processor.Diagnostic;
import dev.lathe.processor.Reporter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * The interfaces with kernels, round by round. One that names types which do not exist yet, perhaps
 * because another processor generates them, is put off to the next round.
 */
public final class Discovery {
  private final KernelRule rule;
  private final Elements elements;
  private final Reporter reporter;
  private final Map<String, String> deferred = new LinkedHashMap<>();

  public Discovery(KernelRule rule, Elements elements, Reporter reporter) {
    this.rule = rule;
    this.elements = elements;
    this.reporter = reporter;
  }

  /** What can be processed in this round: new interfaces, and those put off before. */
  public List<KernelInterface> interfaces(RoundEnvironment round) {
    var types = new LinkedHashSet<TypeElement>();
    for (String name : deferred.keySet()) {
      types.add(elements.getTypeElement(name));
    }
    deferred.clear();
    TypeElement annotation = elements.getTypeElement(JitAnnotation.NAME);
    if (annotation != null) {
      for (Element element : round.getElementsAnnotatedWith(annotation)) {
        TypeElement type = interfaceOf(element);
        if (type != null) {
          types.add(type);
        }
      }
    }
    var interfaces = new ArrayList<KernelInterface>();
    for (TypeElement type : types) {
      String missing = missingType(type);
      if (missing != null) {
        defer(type, missing);
      } else {
        interfaces.add(KernelInterface.of(type, rule, elements));
      }
    }
    return interfaces;
  }

  /** Puts an interface off to the next round, in which {@code missing} may exist. */
  public void defer(TypeElement type, String missing) {
    deferred.put(type.getQualifiedName().toString(), missing);
  }

  /** The interfaces that are still put off, with a name that each misses. */
  public Map<TypeElement, String> deferred() {
    var types = new LinkedHashMap<TypeElement, String>();
    deferred.forEach((name, missing) -> types.put(elements.getTypeElement(name), missing));
    return types;
  }

  private TypeElement interfaceOf(Element element) {
    Element type = element instanceof ExecutableElement ? element.getEnclosingElement() : element;
    if (type.getKind() == ElementKind.INTERFACE) {
      return (TypeElement) type;
    }
    String kind =
        switch (type.getKind()) {
          case ENUM -> "an enum";
          case RECORD -> "a record";
          case ANNOTATION_TYPE -> "an annotation interface";
          default -> "a class";
        };
    reporter.error(
        element,
        JitAnnotation.on(element),
        Diagnostic.NOT_AN_INTERFACE,
        type.getSimpleName(),
        kind);
    return null;
  }

  /** A type in the declaration that does not exist, or null. */
  private static String missingType(TypeElement type) {
    for (TypeMirror parent : type.getInterfaces()) {
      if (parent.getKind() == TypeKind.ERROR) {
        return parent.toString();
      }
    }
    for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
      if (method.getReturnType().getKind() == TypeKind.ERROR) {
        return method.getReturnType().toString();
      }
      for (var parameter : method.getParameters()) {
        if (parameter.asType().getKind() == TypeKind.ERROR) {
          return parameter.asType().toString();
        }
      }
    }
    return null;
  }
}
