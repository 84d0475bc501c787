package dev.lathe.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.lathe.processor.discover.KernelInterface;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * A superclass of the generated class that has {@code create()}, for interfaces with constants that
 * are computed, such as {@code Add A = AddJit.create()}.
 *
 * <p>Initializing {@code AddJit} initializes {@code Add}, and the constant makes {@code Add}
 * initialize {@code AddJit}: two threads that begin at the two ends would wait for each other for
 * ever (JLS 12.4.2). A static method of the superclass runs before either is begun (JLS 12.4.1) and
 * takes them in one order, {@code Add} first.
 */
final class FactoryClass {
  private final KernelInterface kernels;
  private final Elements elements;
  private final ClassName generated;
  private final ClassName name;
  private final List<VariableElement> computed;

  /**
   * @param isConstant tells the fields that are compile-time constants
   */
  FactoryClass(KernelInterface kernels, Elements elements, Predicate<VariableElement> isConstant) {
    this.kernels = kernels;
    this.elements = elements;
    this.generated = ClassName.get(kernels.packageName(), kernels.generatedName());
    this.name = ClassName.get(kernels.packageName(), kernels.generatedName() + "Factory");
    this.computed = computed(isConstant);
  }

  ClassName name() {
    return name;
  }

  /** True if initializing the interface runs code of the user's. */
  boolean isNeeded() {
    return !computed.isEmpty();
  }

  /** A computed constant of each interface, of this one and those it extends, that has some. */
  private List<VariableElement> computed(Predicate<VariableElement> isConstant) {
    var fields = new LinkedHashMap<Element, VariableElement>();
    for (VariableElement field : ElementFilter.fieldsIn(elements.getAllMembers(kernels.type()))) {
      var owner = (TypeElement) field.getEnclosingElement();
      if (!fields.containsKey(owner) && !isConstant.test(field) && isAccessible(owner)) {
        fields.put(owner, field);
      }
    }
    return List.copyOf(fields.values());
  }

  private boolean isAccessible(TypeElement owner) {
    return KernelInterface.isPublic(owner)
        || elements.getPackageOf(owner).equals(elements.getPackageOf(kernels.type()));
  }

  TypeSpec.Builder type() {
    MethodSpec.Builder create =
        MethodSpec.methodBuilder("create")
            .addJavadoc("An implementation of {@link $T} by its kernels.\n", kernels.type())
            .addModifiers(Modifier.STATIC)
            .returns(generated);
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addOriginatingElement(kernels.type())
            .addJavadoc(
                "Makes {@link $T}. Initializes {@link $T}, whose constants may need it, first.\n",
                generated,
                kernels.type())
            .addModifiers(Modifier.ABSTRACT)
            .addMethod(MethodSpec.constructorBuilder().build());
    if (kernels.isPublic()) {
      create.addModifiers(Modifier.PUBLIC);
      type.addModifiers(Modifier.PUBLIC);
    }
    for (int i = 0; i < computed.size(); i++) {
      VariableElement field = computed.get(i);
      ClassName owner = ClassName.get((TypeElement) field.getEnclosingElement());
      create.addCode(
          "var constant$L = $T.$L; // initializes $T\n", i, owner, field.getSimpleName(), owner);
    }
    create.addStatement("return $T.$L()", generated, maker());
    return type.addMethod(create.build());
  }

  /** The name of the method of the generated class that makes an instance. */
  String maker() {
    Set<String> names = new HashSet<>();
    for (Element method : ElementFilter.methodsIn(elements.getAllMembers(kernels.type()))) {
      names.add(method.getSimpleName().toString());
    }
    String free = "make";
    while (names.contains(free)) {
      free += "_";
    }
    return free;
  }
}
