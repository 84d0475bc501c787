package dev.lathe.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.lathe.ir.Function;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The functions of a generated class: one method that gives the IR of any kernel, and those that
 * build it. Other generated classes call it to link calls of these kernels, so it stands in a class
 * whose initialization runs no code of the user's: that of the {@link FactoryClass} if there is
 * one, which the generated class extends.
 */
final class FunctionTable {
  /** The method's name. */
  static final String NAME = "function";

  private final Scope scope;
  private final boolean isPublic;
  private final List<MethodSpec> builders = new ArrayList<>();
  private final List<TypeSpec> types = new ArrayList<>();
  private final MethodSpec.Builder table;
  private boolean isEmpty = true;

  FunctionTable(Scope scope, boolean isPublic) {
    this.scope = scope;
    this.isPublic = isPublic;
    this.table =
        MethodSpec.methodBuilder(NAME)
            .addJavadoc(
                "The IR of a kernel, built anew by each call, for those that call the kernel and"
                    + " for tools.\n\n"
                    + "@param signature name and descriptor, as in {@code add(II)I}\n"
                    + "@return null if there is no such kernel\n")
            .addModifiers(Modifier.STATIC)
            .returns(Function.class)
            .addParameter(String.class, "signature");
  }

  /**
   * Adds a kernel.
   *
   * @param name unique in the class
   */
  void add(String name, KernelMethod kernel) {
    if (isEmpty) {
      table.beginControlFlow("switch (signature)");
      isEmpty = false;
    }
    String signature = Signature.of(kernel.method());
    table.addCode("case $S:\n", signature);
    switch (kernel) {
      case KernelMethod.Compiled compiled ->
          table.addStatement("$>return $L$<", build(name, compiled));
      case KernelMethod.Inherited inherited ->
          table.addStatement(
              "$>return $L.$L($S)$<", scope.expression(inherited.generated()), NAME, signature);
    }
  }

  /** A call that builds the function. */
  private String build(String name, KernelMethod.Compiled kernel) {
    List<MethodSpec> methods =
        FunctionMethods.of(
            name, kernel.function(), kernel.lines(), scope, Modifier.PRIVATE, Modifier.STATIC);
    if (methods.size() == 1) {
      builders.add(methods.getFirst());
      return name + "()";
    }
    // The parts' names are then nobody else's.
    String type = scope.unique(name + "Parts");
    types.add(
        TypeSpec.classBuilder(type)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addMethods(methods)
            .build());
    return type + "." + name + "()";
  }

  /** Adds the methods to a class. */
  void addTo(TypeSpec.Builder type) {
    if (isPublic) {
      table.addModifiers(Modifier.PUBLIC);
      table.addAnnotation( // its module need not say `requires transitive dev.lathe`
          AnnotationSpec.builder(SuppressWarnings.class)
              .addMember("value", "$S", "exports")
              .build());
    }
    if (isEmpty) {
      table.addStatement("return null");
    } else {
      table.addCode("default:\n").addStatement("$>return null$<").endControlFlow();
    }
    type.addMethod(table.build()).addMethods(builders).addTypes(types);
  }
}
