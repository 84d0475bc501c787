package dev.lathe.processor.capture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import dev.lathe.processor.discover.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * What simple names mean in the body of a class's method, outside its local variables (JLS 6.4.1,
 * 6.5): members of the class and of the classes around it, single imports, the package, imports on
 * demand, module imports. Whether a name is accessible or ambiguous is left to javac, which reports
 * it.
 */
final class NameScope {
  private final TypeElement type;
  private final ModuleElement module;
  private final Elements elements;
  private final List<String> singleTypes = new ArrayList<>();
  private final List<String> singleStatics = new ArrayList<>();
  private final List<String> typesOnDemand = new ArrayList<>();
  private final List<String> staticsOnDemand = new ArrayList<>();
  private final List<String> modules = new ArrayList<>();

  NameScope(TypeElement type, CompilationUnitTree unit, Elements elements) {
    this.type = type;
    this.module = elements.getModuleOf(type);
    this.elements = elements;
    for (ImportTree tree : unit.getImports()) {
      String name = tree.getQualifiedIdentifier().toString();
      if (tree.isModule()) {
        modules.add(name);
        continue;
      }
      boolean onDemand =
          tree.getQualifiedIdentifier() instanceof MemberSelectTree select
              && select.getIdentifier().contentEquals("*");
      if (onDemand) {
        String owner = name.substring(0, name.length() - 2);
        (tree.isStatic() ? staticsOnDemand : typesOnDemand).add(owner);
      } else {
        (tree.isStatic() ? singleStatics : singleTypes).add(name);
      }
    }
  }

  /** The class in whose method names are looked up. */
  TypeElement type() {
    return type;
  }

  String binaryName(TypeElement type) {
    return elements.getBinaryName(type).toString();
  }

  /** The field of that name, or null. */
  VariableElement field(String name) {
    for (Element around = type;
        around instanceof TypeElement;
        around = around.getEnclosingElement()) {
      VariableElement field = field((TypeElement) around, name);
      if (field != null) {
        return field;
      }
    }
    for (TypeElement owner : staticImports(name)) {
      VariableElement field = field(owner, name);
      if (field != null) {
        return field;
      }
    }
    return null;
  }

  /** The methods of that name in the innermost scope that has any; they may differ in owner. */
  List<ExecutableElement> methods(String name) {
    for (Element around = type;
        around instanceof TypeElement;
        around = around.getEnclosingElement()) {
      List<ExecutableElement> methods = methods((TypeElement) around, name);
      if (!methods.isEmpty()) {
        return methods;
      }
    }
    var methods = new ArrayList<ExecutableElement>();
    for (TypeElement owner : staticImports(name)) {
      for (ExecutableElement method : methods(owner, name)) {
        if (method.getModifiers().contains(Modifier.STATIC)) {
          methods.add(method);
        }
      }
    }
    return methods;
  }

  /**
   * True if a field or method that is not found may be declared by what another processor has yet
   * to generate: a supertype or an owner of static imports is missing. Else nothing will declare
   * it.
   */
  boolean isIncomplete() {
    for (String single : singleStatics) {
      if (typeNamed(qualifier(single)) == null) {
        return true;
      }
    }
    for (String owner : staticsOnDemand) {
      if (typeNamed(owner) == null) {
        return true;
      }
    }
    for (Element around = type;
        around instanceof TypeElement;
        around = around.getEnclosingElement()) {
      if (isIncomplete((TypeElement) around)) {
        return true;
      }
    }
    return false;
  }

  /** True if {@code type} has a supertype that does not exist. */
  boolean isIncomplete(TypeElement type) {
    var supertypes = new ArrayList<TypeMirror>(type.getInterfaces());
    supertypes.add(type.getSuperclass());
    for (TypeMirror supertype : supertypes) {
      if (supertype.getKind() == TypeKind.ERROR
          || supertype instanceof DeclaredType declared
              && isIncomplete((TypeElement) declared.asElement())) {
        return true;
      }
    }
    return false;
  }

  /** True for a type parameter of the class itself. */
  boolean isTypeParameter(String name) {
    return first(type.getTypeParameters(), named(name)) != null;
  }

  /** The type of that simple name, or null. */
  TypeElement type(String name) {
    for (Element around = type;
        around instanceof TypeElement;
        around = around.getEnclosingElement()) {
      if (around.getSimpleName().contentEquals(name)) {
        return (TypeElement) around;
      }
      TypeElement member = memberType((TypeElement) around, name);
      if (member != null) {
        return member;
      }
    }
    for (String single : singleTypes) {
      if (lastName(single).equals(name)) {
        return typeNamed(single);
      }
    }
    for (String single : singleStatics) {
      if (lastName(single).equals(name)) {
        TypeElement owner = typeNamed(qualifier(single));
        TypeElement member = owner == null ? null : memberType(owner, name);
        if (member != null) {
          return member;
        }
      }
    }
    PackageElement here = elements.getPackageOf(type);
    TypeElement found = typeNamed(here.isUnnamed() ? name : here.getQualifiedName() + "." + name);
    return found != null ? found : typeOnDemand(name);
  }

  private TypeElement typeOnDemand(String name) {
    for (String owner : typesOnDemand) {
      TypeElement found = typeNamed(owner + "." + name);
      if (found != null) {
        return found;
      }
    }
    for (String owner : staticsOnDemand) {
      TypeElement outer = typeNamed(owner);
      TypeElement member = outer == null ? null : memberType(outer, name);
      if (member != null) {
        return member;
      }
    }
    TypeElement found = typeNamed("java.lang." + name);
    for (int i = 0; found == null && i < modules.size(); i++) {
      found = typeOfModule(elements.getModuleElement(modules.get(i)), name);
    }
    return found;
  }

  private TypeElement typeOfModule(ModuleElement imported, String name) {
    if (imported == null) {
      return null;
    }
    for (var export : ElementFilter.exportsIn(imported.getDirectives())) {
      TypeElement found = typeNamed(export.getPackage().getQualifiedName() + "." + name);
      if (found != null && found.getModifiers().contains(Modifier.PUBLIC)) {
        return found;
      }
    }
    return null;
  }

  /** The type with that full name, or null. */
  TypeElement typeNamed(String fullName) {
    TypeElement found = module == null ? null : elements.getTypeElement(module, fullName);
    return found != null ? found : elements.getTypeElement(fullName);
  }

  /** The field of that name among the members of {@code owner}, inherited ones too, or null. */
  VariableElement field(TypeElement owner, String name) {
    return first(ElementFilter.fieldsIn(elements.getAllMembers(owner)), named(name));
  }

  /** The member type of that name, or null. */
  TypeElement memberType(TypeElement owner, String name) {
    return first(ElementFilter.typesIn(elements.getAllMembers(owner)), named(name));
  }

  /** The methods of that name among the members of {@code owner}. */
  List<ExecutableElement> methods(TypeElement owner, String name) {
    var methods = new ArrayList<ExecutableElement>();
    for (ExecutableElement method : Members.methods(owner, elements)) {
      if (named(name).test(method)) {
        methods.add(method);
      }
    }
    return methods;
  }

  /** The types whose static members of that name are imported: singly, or else on demand. */
  private List<TypeElement> staticImports(String name) {
    var owners = new ArrayList<TypeElement>();
    for (String single : singleStatics) {
      if (lastName(single).equals(name)) {
        addType(owners, qualifier(single));
      }
    }
    if (owners.isEmpty()) {
      for (String owner : staticsOnDemand) {
        addType(owners, owner);
      }
    }
    return owners;
  }

  private void addType(List<TypeElement> types, String name) {
    TypeElement found = typeNamed(name);
    if (found != null) {
      types.add(found);
    }
  }

  private static Predicate<Element> named(String name) {
    return element -> element.getSimpleName().contentEquals(name);
  }

  private static <E extends Element> E first(Iterable<E> elements, Predicate<Element> wanted) {
    for (E element : elements) {
      if (wanted.test(element)) {
        return element;
      }
    }
    return null;
  }

  private static String lastName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String qualifier(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }
}
