package dev.lathe.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;

/**
 * The names that the user's interface brings into generated code. Constants and parameters obscure
 * classes of the same name in expressions (JLS 6.4.2); member types are JavaPoet's to avoid.
 */
final class Scope {
  private final Set<String> variables = new HashSet<>();
  private final Set<String> taken = new HashSet<>();

  Scope(TypeElement type, Elements elements) {
    for (Element member : elements.getAllMembers(type)) {
      ElementKind kind = member.getKind();
      String name = member.getSimpleName().toString();
      if (kind.isField()) {
        variable(name);
      } else if (kind.isDeclaredType()) {
        take(name);
      } else if (member instanceof ExecutableElement method) {
        take(name); // a static method of ours would hide it
        for (VariableElement parameter : method.getParameters()) {
          variable(parameter.getSimpleName().toString());
        }
      }
    }
  }

  /** A scope without names. */
  Scope() {}

  /** The class as an expression names it: in full where its simple name would be a variable. */
  CodeBlock expression(ClassName name) {
    return variables.contains(name.simpleName())
        ? CodeBlock.of("$L", name.canonicalName())
        : CodeBlock.of("$T", name);
  }

  private void variable(String name) {
    variables.add(name);
    take(name);
  }

  /** Keeps {@link #unique} from giving that name away. */
  void take(String name) {
    taken.add(name.toLowerCase(Locale.ROOT));
  }

  /**
   * A name like {@code wish} that nothing else has, upper and lower case being one: it becomes the
   * name of a file.
   */
  String unique(String wish) {
    String name = wish;
    while (!taken.add(name.toLowerCase(Locale.ROOT))) {
      name += "_";
    }
    return name;
  }
}
