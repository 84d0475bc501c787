package dev.lathe.processor.discover;

import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;

/** Which kernels the class that is generated for an interface can link, and by what class. */
public final class Linkage {
  private final Elements elements;
  private final Predicate<ExecutableElement> hasBody;
  private final Set<String> roots;

  /**
   * @param hasBody tells the methods whose source javac has
   * @param roots names of the types that this build compiles from source files
   */
  public Linkage(Elements elements, Predicate<ExecutableElement> hasBody, Set<String> roots) {
    this.elements = elements;
    this.hasBody = hasBody;
    this.roots = roots;
  }

  /** True for a kernel that has no body: see {@link Lifting}. */
  public boolean isLifted(ExecutableElement kernel) {
    return Lifting.isLifted(kernel, hasBody);
  }

  /** The class that gives the function of a kernel. */
  public GeneratedClass classOf(ExecutableElement kernel) {
    return GeneratedClass.of((TypeElement) kernel.getEnclosingElement(), elements);
  }

  /**
   * What keeps the class generated for {@code from} from taking a kernel's function from {@link
   * #classOf}, or null.
   */
  public String problem(TypeElement from, ExecutableElement kernel) {
    GeneratedClass generated = classOf(kernel);
    if (generated.type().equals(from)) {
      return null;
    }
    if (!generated.isAccessibleFrom(from, elements)) {
      return "is not accessible here";
    }
    // A source that javac found by itself is not in this build.
    return roots.contains(outermost(generated.type())) ? null : generated.problem(elements);
  }

  /** The same for a kernel that {@code from} inherits, which can be built anew from its source. */
  public String problemOfInherited(TypeElement from, ExecutableElement kernel) {
    return hasBody.test(kernel) ? null : problem(from, kernel);
  }

  /**
   * What keeps the class generated for {@code from} from reading a static field of {@code owner},
   * or null. Accessible it is to {@code from} itself, or javac reports it.
   */
  public String problem(TypeElement from, TypeElement owner, VariableElement field) {
    boolean here = elements.getPackageOf(owner).equals(elements.getPackageOf(from));
    if (field.getModifiers().contains(Modifier.PRIVATE) || KernelInterface.isPrivate(owner)) {
      return "is private";
    }
    boolean open = field.getModifiers().contains(Modifier.PUBLIC);
    return here || open && KernelInterface.isPublic(owner) ? null : "is not public";
  }

  private static String outermost(TypeElement type) {
    Element outermost = type;
    while (outermost.getEnclosingElement() instanceof TypeElement around) {
      outermost = around;
    }
    return ((TypeElement) outermost).getQualifiedName().toString();
  }
}
