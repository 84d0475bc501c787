package dev.lathe.processor.check;

import dev.lathe.ir.Callee;
import dev.lathe.processor.Diagnostic;
import dev.lathe.processor.Reporter;
import dev.lathe.processor.capture.JavacSource;
import dev.lathe.processor.discover.JitAnnotation;
import dev.lathe.processor.discover.KernelInterface;
import dev.lathe.processor.discover.KernelRule;
import dev.lathe.processor.discover.Lifting;
import dev.lathe.processor.discover.Members;
import dev.lathe.processor.discover.Signature;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * Whether a class beside an interface can implement it, and its kernels have the form of kernels.
 */
public final class InterfaceCheck {
  private final JavacSource source;
  private final KernelRule rule;
  private final Elements elements;
  private final Reporter reporter;
  private boolean saidDefaultMissing;

  public InterfaceCheck(JavacSource source, KernelRule rule, Elements elements, Reporter reporter) {
    this.source = source;
    this.rule = rule;
    this.elements = elements;
    this.reporter = reporter;
  }

  /**
   * Reports what is wrong.
   *
   * @param roots names of the types that this build compiles from source files
   * @return whether a class for the interface could be compiled at all
   */
  public boolean check(KernelInterface kernels, Set<String> roots) {
    boolean implementable = checkType(kernels, roots);
    for (ExecutableElement kernel : kernels.declared()) {
      checkKernel(kernel);
    }
    checkOtherMethods(kernels);
    return implementable;
  }

  /**
   * Reports what an inherited kernel calls and the interface has a method for that is no kernel.
   *
   * @param callees what the kernel calls
   */
  public void checkCallees(
      KernelInterface kernels, ExecutableElement inherited, List<Callee> callees) {
    for (Callee callee : callees) {
      for (ExecutableElement method : Members.methods(kernels.type(), elements)) {
        if (Signature.exists(method)
            && callee.symbol().equals("this." + Signature.of(method))
            && !rule.test(method)) {
          Element at =
              source.position(method) == null ? kernels.type() : method; // it may be inherited too
          error(
              at,
              Diagnostic.CALLEE_OVERRIDDEN,
              inherited.getEnclosingElement().getSimpleName() + "." + inherited.getSimpleName(),
              kernels.type().getSimpleName(),
              method.getSimpleName());
        }
      }
    }
  }

  private boolean checkType(KernelInterface kernels, Set<String> roots) {
    boolean implementable = true;
    TypeElement type = kernels.type();
    for (Element around = type;
        around instanceof TypeElement;
        around = around.getEnclosingElement()) {
      if (around.getModifiers().contains(Modifier.PRIVATE)) {
        error(type, Diagnostic.PRIVATE_INTERFACE, around.getSimpleName());
        implementable = false;
      }
    }
    if (!type.getTypeParameters().isEmpty()) {
      reporter.error(
          source.typeParameters(type), type, Diagnostic.GENERIC_INTERFACE, type.getSimpleName());
    }
    if (type.getModifiers().contains(Modifier.SEALED) && !permits(kernels)) {
      error(type, Diagnostic.SEALED_INTERFACE, type.getSimpleName(), kernels.generatedName());
    }
    if (roots.contains(kernels.qualifiedGeneratedName())) {
      error(type, Diagnostic.NAME_TAKEN, kernels.qualifiedGeneratedName());
      implementable = false;
    }
    if (kernels.declared().isEmpty() && JitAnnotation.on(type) != null) {
      reporter.error(type, JitAnnotation.on(type), Diagnostic.NO_KERNELS, type.getSimpleName());
    }
    return implementable;
  }

  /** The generated class does not exist yet, so the clause holds an error type of that name. */
  private static boolean permits(KernelInterface kernels) {
    for (var permitted : kernels.type().getPermittedSubclasses()) {
      String name = permitted.toString();
      if (name.equals(kernels.generatedName()) || name.equals(kernels.qualifiedGeneratedName())) {
        return true;
      }
    }
    return false;
  }

  private void checkKernel(ExecutableElement kernel) {
    String name = kernel.getSimpleName().toString();
    Set<Modifier> modifiers = kernel.getModifiers();
    if (modifiers.contains(Modifier.PRIVATE)) {
      error(kernel, Diagnostic.PRIVATE_KERNEL, name);
    } else if (modifiers.contains(Modifier.STATIC)) {
      checkStatic(kernel);
    } else if (!source.hasBody(kernel)) {
      checkLifted(kernel);
    } else if (source.lacksDefault(kernel) && !source.addDefault(kernel)) {
      error(
          kernel,
          saidDefaultMissing ? Diagnostic.DEFAULT_MISSING_TOO : Diagnostic.DEFAULT_MISSING,
          name);
      saidDefaultMissing = true;
    }
    if (!kernel.getTypeParameters().isEmpty()) {
      reporter.error(source.typeParameters(kernel), kernel, Diagnostic.GENERIC_METHOD, name);
    }
    if (!kernel.getThrownTypes().isEmpty()) {
      reporter.error(source.throwsClause(kernel), kernel, Diagnostic.THROWS_CLAUSE, name);
    }
  }

  /** A kernel without a body has to be the elementwise form of exactly one other. */
  private void checkLifted(ExecutableElement kernel) {
    String name = kernel.getSimpleName().toString();
    List<ExecutableElement> kernels = Lifting.ofSameName(kernel, rule, source::hasBody, elements);
    List<Lifting> matches = Lifting.matches(kernel, kernels);
    if (kernels.isEmpty()) {
      error(kernel, Diagnostic.BODY_MISSING, name);
    } else if (matches.isEmpty()) {
      error(kernel, Diagnostic.LIFTED_NONE, name, list(kernels));
    } else if (matches.size() > 1) {
      error(
          kernel,
          Diagnostic.LIFTED_MANY,
          name,
          list(matches.stream().map(Lifting::scalar).toList()));
    } else {
      Lifting lifting = matches.getFirst();
      int misnamed = lifting.misnamed();
      if (misnamed >= 0 && source.hasBody(lifting.scalar())) {
        error(
            kernel.getParameters().get(misnamed),
            Diagnostic.LIFTED_NAME,
            lifting.name(misnamed),
            lifting.scalar(),
            lifting.scalar().getParameters().get(misnamed).getSimpleName());
      }
    }
  }

  private static String list(List<ExecutableElement> kernels) {
    var text = new StringJoiner(", ");
    kernels.forEach(kernel -> text.add(kernel.toString()));
    return text.toString();
  }

  private void checkStatic(ExecutableElement kernel) {
    var type = (TypeElement) kernel.getEnclosingElement();
    String generated = KernelInterface.generatedName(type);
    if (kernel.getSimpleName().contentEquals("create") && kernel.getParameters().isEmpty()) {
      error(kernel, Diagnostic.CREATE_TAKEN, generated);
    } else {
      reporter.note(
          kernel,
          Diagnostic.STATIC_KERNEL,
          kernel.getSimpleName(),
          type.getSimpleName(),
          generated);
    }
  }

  private void checkOtherMethods(KernelInterface kernels) {
    TypeElement type = kernels.type();
    for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(type))) {
      Set<Modifier> modifiers = method.getModifiers();
      if (method.getEnclosingElement().getKind() != ElementKind.INTERFACE
          || modifiers.contains(Modifier.STATIC)
          || modifiers.contains(Modifier.PRIVATE)) {
        continue;
      }
      Element at = method.getEnclosingElement().equals(type) ? method : type;
      if (method.getSimpleName().contentEquals("create") && method.getParameters().isEmpty()) {
        error(at, Diagnostic.CREATE_TAKEN, kernels.generatedName());
      } else if (isFunctionTable(method)) {
        error(at, Diagnostic.FUNCTION_TAKEN, kernels.generatedName());
      } else if (modifiers.contains(Modifier.ABSTRACT)
          && !rule.test(method)
          && !isOfObject(method)) {
        error(
            at,
            Diagnostic.ABSTRACT_METHOD,
            type.getSimpleName(),
            method.getSimpleName(),
            kernels.generatedName());
      }
    }
  }

  private static boolean isFunctionTable(ExecutableElement method) {
    return method.getSimpleName().contentEquals("function")
        && method.getParameters().size() == 1
        && method.getParameters().getFirst().asType().toString().equals("java.lang.String");
  }

  /** An interface may declare the public methods of Object, which every class has. */
  private boolean isOfObject(ExecutableElement method) {
    TypeElement object = elements.getTypeElement("java.lang.Object");
    for (ExecutableElement candidate : ElementFilter.methodsIn(object.getEnclosedElements())) {
      if (candidate.getModifiers().contains(Modifier.PUBLIC)
          && elements.overrides(method, candidate, (TypeElement) method.getEnclosingElement())) {
        return true;
      }
    }
    return false;
  }

  private void error(Element element, Diagnostic diagnostic, Object... arguments) {
    reporter.error(source.position(element), element, diagnostic, arguments);
  }
}
