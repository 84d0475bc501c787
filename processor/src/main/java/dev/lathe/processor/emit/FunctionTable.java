package dev.lathe.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.processor.discover.GeneratedClass;
import dev.lathe.processor.discover.Signature;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * The functions of a generated class: one method that gives the IR of any kernel, and those that
 * build it. Other generated classes call it to link calls of these kernels, so it stands in a class
 * whose initialization runs no code of the user's: that of the {@link FactoryClass} if there is
 * one, which the generated class extends.
 */
final class FunctionTable {
  private final Scope scope;
  private final boolean isPublic;
  private final List<MethodSpec> builders = new ArrayList<>();
  private final List<TypeSpec> types = new ArrayList<>();
  private final MethodSpec.Builder table;
  private final Map<String, GeneratedClass> owners = new TreeMap<>();
  private final Set<GeneratedClass> inherited = new LinkedHashSet<>();
  private final TypeElement outermost;
  private String assertions; // the field that says whether they are enabled; null if nobody asks
  private boolean isEmpty = true;

  /**
   * @param kernels the interface of the kernels
   */
  FunctionTable(TypeElement kernels, Scope scope, boolean isPublic) {
    this.outermost = outermost(kernels);
    this.scope = scope;
    this.isPublic = isPublic;
    this.table =
        MethodSpec.methodBuilder(GeneratedClass.FUNCTION)
            .addJavadoc(
                "The IR of a kernel, built anew by each call, for those that call the kernel and"
                    + " for tools.\n\n"
                    + "@param signature name and descriptor, as in {@code add(II)I}; of a kernel"
                    + " that these kernels\n"
                    + "    call by the name of its interface that name comes first\n"
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
      case KernelMethod.Compiled compiled -> {
        table.addStatement("$>return $L$<", build(name, compiled));
        for (Callee callee : compiled.function().callees()) {
          String owner = owner(callee.symbol());
          if (compiled.owners().containsKey(owner)) {
            owners.put(owner, compiled.owners().get(owner));
          }
        }
      }
      case KernelMethod.Inherited(var _, GeneratedClass generated) -> {
        table.addStatement(
            "$>return $L.$L($S)$<", expression(generated), GeneratedClass.FUNCTION, signature);
        inherited.add(generated);
      }
    }
  }

  /** What stands before the method's name in a symbol. */
  private static String owner(String symbol) {
    return symbol.substring(0, symbol.lastIndexOf('.', symbol.indexOf('(')));
  }

  /** The class whose assertion status an interface's {@code assert} goes by (JLS 14.10). */
  private static TypeElement outermost(TypeElement kernels) {
    TypeElement type = kernels;
    while (type.getEnclosingElement() instanceof TypeElement around) {
      type = around;
    }
    return type;
  }

  /** A call that builds the function. */
  private String build(String name, KernelMethod.Compiled kernel) {
    boolean asserts = BuilderCode.asserts(kernel.function());
    if (asserts && assertions == null) {
      assertions = scope.unique("ASSERTIONS");
    }
    List<MethodSpec> methods =
        FunctionMethods.of(
            name,
            kernel.function(),
            kernel.lines(),
            new TableCode(kernel.tableOwners()),
            asserts ? assertions : null,
            scope,
            Modifier.PRIVATE,
            Modifier.STATIC);
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
    if (assertions != null) { // read once, as Java does: a trapped kernel is run again
      type.addField(
          FieldSpec.builder(
                  TypeName.BOOLEAN, assertions, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
              .initializer("$T.class.desiredAssertionStatus()", ClassName.get(outermost))
              .build());
    }
    if (!isEmpty) {
      table.addCode("default:\n").addStatement("$>break$<").endControlFlow();
    }
    owners.forEach(this::addOwner);
    if (!inherited.isEmpty()) {
      addCalleesOfInherited();
    }
    table.addStatement("return null");
    type.addMethod(table.build()).addMethods(builders).addTypes(types);
  }

  /** Passes on what is asked of another interface's class, directly or by one that calls that. */
  private void addOwner(String owner, GeneratedClass generated) {
    table
        .beginControlFlow("if (signature.startsWith($S))", owner + ".")
        .addStatement(
            "return $L.$L(signature.substring($L))",
            expression(generated),
            GeneratedClass.FUNCTION,
            owner.length() + 1)
        .endControlFlow();
  }

  private void addCalleesOfInherited() {
    table
        .beginControlFlow("if (signature.indexOf('.') >= 0)")
        .addComment("what inherited kernels call");
    int last = inherited.size() - 1;
    int index = 0;
    for (GeneratedClass generated : inherited) {
      CodeBlock call =
          CodeBlock.of("$L.$L(signature)", expression(generated), GeneratedClass.FUNCTION);
      if (index == last) {
        table.addStatement("return $L", call);
      } else {
        String name = "callee" + index;
        table.addStatement("$T $L = $L", Function.class, name, call);
        table.beginControlFlow("if ($L != null)", name).addStatement("return $L", name);
        table.endControlFlow();
      }
      index++;
    }
    table.endControlFlow();
  }

  private CodeBlock expression(GeneratedClass generated) {
    return scope.expression(ClassName.get(generated.packageName(), generated.simpleName()));
  }
}
