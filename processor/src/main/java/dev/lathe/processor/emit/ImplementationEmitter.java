package dev.lathe.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.lathe.Kernel;
import dev.lathe.processor.discover.KernelInterface;
import dev.lathe.processor.discover.Lifting;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * The class that implements an interface with kernels, in the shape that {@link Kernel} states. The
 * same input gives the same text.
 */
public final class ImplementationEmitter {
  private static final ClassName KERNEL = ClassName.get(Kernel.class);
  private static final String PROCESSOR = "dev.lathe.processor.LatheProcessor";
  private static final String GENERATED = "javax.annotation.processing.Generated";

  private final Elements elements;
  private final KernelInterface kernels;
  private final ClassName name;
  private final Scope scope;
  private final Predicate<VariableElement> isConstant;
  private final Map<ExecutableElement, Lifting> liftings;

  private ImplementationEmitter(
      KernelInterface kernels,
      Map<ExecutableElement, Lifting> liftings,
      Elements elements,
      Predicate<VariableElement> isConstant) {
    this.liftings = liftings;
    this.isConstant = isConstant;
    this.elements = elements;
    this.kernels = kernels;
    this.name = ClassName.get(kernels.packageName(), kernels.generatedName());
    this.scope = new Scope(kernels.type(), elements);
    scope.take(kernels.generatedName());
  }

  /**
   * The source file of the generated class, and that of its {@link FactoryClass} if it needs one.
   *
   * @param methods the kernels that it implements; all others keep their Java bodies
   * @param liftings what the kernels without a body stand for, null where that is an error
   * @param isConstant tells the fields that are compile-time constants
   */
  public static List<JavaFile> emit(
      KernelInterface kernels,
      List<KernelMethod> methods,
      Map<ExecutableElement, Lifting> liftings,
      Elements elements,
      Predicate<VariableElement> isConstant) {
    return new ImplementationEmitter(kernels, liftings, elements, isConstant).emit(methods, false);
  }

  /** The same for a build without kernels: a class that says so when it is first used. */
  public static List<JavaFile> emitJavaBodies(
      KernelInterface kernels, Map<ExecutableElement, Lifting> liftings, Elements elements) {
    return new ImplementationEmitter(
            kernels, liftings, elements, field -> field.getConstantValue() != null)
        .emit(List.of(), true);
  }

  private List<JavaFile> emit(List<KernelMethod> methods, boolean javaBodies) {
    TypeElement type = kernels.type();
    TypeSpec.Builder builder =
        TypeSpec.classBuilder(name)
            .avoidClashesWithNestedClasses(type)
            .addOriginatingElement(type)
            .addJavadoc(
                "Runs the kernels of {@link $T}. Instances have no state and are all equal.\n",
                type)
            .addModifiers(Modifier.FINAL)
            .addSuperinterface(ClassName.get(type))
            .addSuperinterface(Serializable.class);
    if (kernels.isPublic()) {
      builder.addModifiers(Modifier.PUBLIC);
    }
    annotate(builder);
    builder.addField(
        FieldSpec.builder(
                TypeName.LONG,
                "serialVersionUID",
                Modifier.PRIVATE,
                Modifier.STATIC,
                Modifier.FINAL)
            .initializer("1L")
            .build());
    var holders = new ArrayList<HolderClass>();
    var implementations = new ArrayList<MethodSpec>();
    var functions = new FunctionTable(kernels.type(), scope, kernels.isPublic());
    for (KernelMethod kernel : methods) {
      var holder =
          new HolderClass(kernel, liftings.get(kernel.method()), kernels.type(), name, scope);
      holders.add(holder);
      implementations.add(holder.implementation(kernels.isPublic()));
      functions.add(holder.name(), kernel);
    }
    implementations.addAll(bodiesOfStatics(methods));
    implementations.addAll(bodiesOfLifted(methods));
    for (HolderClass holder : holders) {
      builder.addField(TypeName.BOOLEAN, holder.flag(), Modifier.PRIVATE, Modifier.STATIC);
    }
    if (javaBodies) {
      builder.addField(TypeName.BOOLEAN, "initialized", Modifier.PRIVATE, Modifier.STATIC);
    }
    builder.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    var files = new ArrayList<JavaFile>();
    var factory = new FactoryClass(kernels, elements, isConstant);
    if (factory.isNeeded()) {
      TypeSpec.Builder superclass = factory.type();
      functions.addTo(superclass);
      annotate(superclass);
      files.add(file(superclass));
      builder.superclass(factory.name());
      builder.addMethod(make(factory.maker(), javaBodies).build());
    } else {
      MethodSpec.Builder create =
          make("create", javaBodies)
              .addJavadoc("An implementation of {@link $T} by its kernels.\n", type);
      if (kernels.isPublic()) {
        create.addModifiers(Modifier.PUBLIC);
      }
      builder.addMethod(create.build());
    }
    builder.addMethods(implementations);
    addIdentity(builder);
    for (HolderClass holder : holders) {
      builder.addType(holder.type());
    }
    if (!factory.isNeeded()) {
      functions.addTo(builder);
    }
    files.add(file(builder));
    return files;
  }

  private JavaFile file(TypeSpec.Builder type) {
    return JavaFile.builder(kernels.packageName(), type.build())
        .addFileComment("Generated by Lathe from $L.", kernels.type().getQualifiedName())
        .indent("  ")
        .build();
  }

  private void annotate(TypeSpec.Builder builder) {
    TypeElement generated =
        elements.getTypeElement(elements.getModuleOf(kernels.type()), GENERATED);
    if (generated != null) { // it is in module java.compiler, which need not be read
      builder.addAnnotation(
          AnnotationSpec.builder(ClassName.get(generated))
              .addMember("value", "$S", PROCESSOR)
              .build());
    }
    if (isDeprecated()) {
      builder.addAnnotation(
          AnnotationSpec.builder(SuppressWarnings.class)
              .addMember("value", "$S", "deprecation")
              .addMember("value", "$S", "removal")
              .build());
    }
  }

  private boolean isDeprecated() {
    for (Element at = kernels.type(); at instanceof TypeElement; at = at.getEnclosingElement()) {
      if (elements.isDeprecated(at)) {
        return true;
      }
    }
    for (Element member : elements.getAllMembers(kernels.type())) {
      if (elements.isDeprecated(member)) {
        return true;
      }
    }
    return false;
  }

  private MethodSpec.Builder make(String method, boolean javaBodies) {
    MethodSpec.Builder make =
        MethodSpec.methodBuilder(method).addModifiers(Modifier.STATIC).returns(name);
    if (javaBodies) {
      make.beginControlFlow("if (!initialized)")
          .addStatement(sayJavaBodies())
          .addStatement("initialized = true")
          .endControlFlow();
    } else {
      make.addStatement("$L.prepare()", scope.expression(KERNEL));
    }
    return make.addStatement("return new $T()", name);
  }

  private CodeBlock sayJavaBodies() {
    return CodeBlock.of("$L.javaBodies($T.class)", scope.expression(KERNEL), name);
  }

  /**
   * Equality and serialization of a class without state; what the user's interface has stays his.
   */
  private void addIdentity(TypeSpec.Builder builder) {
    builder.addMethod(
        MethodSpec.methodBuilder("equals")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .returns(TypeName.BOOLEAN)
            .addParameter(Object.class, "other")
            .addStatement("return other instanceof $T", name)
            .build());
    builder.addMethod(
        MethodSpec.methodBuilder("hashCode")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .returns(TypeName.INT)
            .addStatement("return $L", kernels.qualifiedGeneratedName().hashCode())
            .build());
    if (!hasMethodWithoutParameters("readResolve")) {
      builder.addMethod(
          MethodSpec.methodBuilder("readResolve")
              .addModifiers(Modifier.PRIVATE)
              .returns(Object.class)
              .addStatement("return create()")
              .build());
    }
  }

  private boolean hasMethodWithoutParameters(String wanted) {
    for (ExecutableElement method :
        ElementFilter.methodsIn(elements.getAllMembers(kernels.type()))) {
      if (method.getSimpleName().contentEquals(wanted) && method.getParameters().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The static kernels that are not among {@code methods}: calls of their Java bodies. */
  private List<MethodSpec> bodiesOfStatics(List<KernelMethod> methods) {
    var bodies = new ArrayList<MethodSpec>();
    for (ExecutableElement kernel : kernels.declared()) {
      boolean plain =
          kernel.getTypeParameters().isEmpty()
              && kernel.getThrownTypes().isEmpty()
              && kernel.getModifiers().contains(Modifier.STATIC)
              && !kernel.getModifiers().contains(Modifier.PRIVATE);
      if (plain && methods.stream().noneMatch(method -> method.method().equals(kernel))) {
        boolean isVoid = kernel.getReturnType().getKind() == TypeKind.VOID;
        var arguments = new StringJoiner(", ");
        kernel.getParameters().forEach(each -> arguments.add(each.getSimpleName()));
        bodies.add(
            override(kernel, kernels.isPublic())
                .addStatement(
                    "$L$T.$L($L)",
                    isVoid ? "" : "return ",
                    ClassName.get(kernels.type()),
                    kernel.getSimpleName(),
                    arguments)
                .build());
      }
    }
    return bodies;
  }

  /** The lifted kernels that are not among {@code methods}: their loops. */
  private List<MethodSpec> bodiesOfLifted(List<KernelMethod> methods) {
    var bodies = new ArrayList<MethodSpec>();
    liftings.forEach((kernel, lifting) -> {
      if (methods.stream().noneMatch(method -> method.method().equals(kernel))) {
        MethodSpec.Builder body = override(kernel, kernels.isPublic());
        if (lifting == null) {
          body.addStatement("throw new $T()", AbstractMethodError.class);
        } else {
          boolean isStatic = lifting.scalar().getModifiers().contains(Modifier.STATIC);
          var owner = ClassName.get((TypeElement) lifting.scalar().getEnclosingElement());
          var loop = new LiftedLoop(lifting, scope);
          body.addCode(loop.checks())
              .addCode(
                  loop.loop(
                      isStatic
                          ? CodeBlock.of("$L.$L", scope.expression(owner), kernel.getSimpleName())
                          : CodeBlock.of("$L", kernel.getSimpleName())));
        }
        bodies.add(body.build());
      }
    });
    return bodies;
  }

  /**
   * A method with the name, result and parameters of {@code method}.
   *
   * @param isPublic whether a static one is for every package; others always are
   */
  static MethodSpec.Builder override(ExecutableElement method, boolean isPublic) {
    MethodSpec.Builder builder =
        MethodSpec.methodBuilder(method.getSimpleName().toString())
            .returns(TypeName.get(method.getReturnType()));
    boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
    if (!isStatic) {
      builder.addAnnotation(Override.class);
    }
    if (!isStatic || isPublic) {
      builder.addModifiers(Modifier.PUBLIC);
    }
    if (isStatic) {
      builder.addModifiers(Modifier.STATIC);
    }
    builder.varargs(method.isVarArgs());
    for (VariableElement parameter : method.getParameters()) {
      builder.addParameter(
          ParameterSpec.builder(
                  TypeName.get(parameter.asType()), parameter.getSimpleName().toString())
              .build());
    }
    return builder;
  }
}
