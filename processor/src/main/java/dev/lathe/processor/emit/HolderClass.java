package dev.lathe.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.lathe.Kernel;
import dev.lathe.ir.Function;
import dev.lathe.processor.discover.GeneratedClass;
import dev.lathe.processor.discover.Lifting;
import dev.lathe.processor.discover.Signature;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;

/**
 * One kernel of a generated class: the nested class that holds its handle, and the method that
 * calls the handle.
 */
final class HolderClass {
  private static final int MAX_NAME = 40;

  private final ExecutableElement method;
  private final Lifting lifting; // null unless it has no body
  private final boolean mayCall;
  private final TypeElement type;
  private final ClassName generated;
  private final Scope scope;
  private final String name;
  private final String flag;

  /**
   * @param lifting what the kernel stands for if it has no body, else null
   * @param type the interface that the generated class implements
   */
  HolderClass(
      KernelMethod kernel, Lifting lifting, TypeElement type, ClassName generated, Scope scope) {
    this.method = kernel.method();
    this.lifting = lifting;
    this.mayCall = kernel.mayCall();
    this.type = type;
    this.generated = generated;
    this.scope = scope;
    this.name = scope.unique(wishedName());
    this.flag = scope.unique(name + "Ready");
  }

  String name() {
    return name;
  }

  /** The field of the generated class that says whether this class is initialised. */
  String flag() {
    return flag;
  }

  /** {@code add_II}; plain ASCII and short, as it names a class file. */
  private String wishedName() {
    String parameters = Signature.word(method);
    String wish = method.getSimpleName() + "_" + parameters;
    boolean plain = wish.length() <= MAX_NAME;
    for (int i = 0; i < wish.length(); i++) {
      plain &= wish.charAt(i) < 0x80;
    }
    return plain ? wish : "kernel_" + parameters.length();
  }

  TypeSpec type() {
    TypeSpec.Builder builder =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .superclass(Kernel.class)
            .addField(
                FieldSpec.builder(MethodHandle.class, "HANDLE", Modifier.STATIC, Modifier.FINAL)
                    .initializer(
                        "new $L().link($L.lookup(), $L, $T.class, $S, $S)",
                        name,
                        scope.expression(ClassName.get(MethodHandles.class)),
                        Function.FORMAT,
                        ClassName.get(type),
                        method.getSimpleName(),
                        Signature.descriptor(method))
                    .build())
            .addMethod(give("build").addStatement(ask("$S", Signature.of(method))).build());
    if (mayCall) {
      builder.addMethod(
          give(GeneratedClass.FUNCTION)
              .addParameter(String.class, "symbol")
              .addStatement(ask("symbol"))
              .build());
    }
    if (lifting != null) {
      builder.addMethod(body());
    }
    return builder.build();
  }

  private static MethodSpec.Builder give(String name) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PROTECTED)
        .returns(Function.class);
  }

  /** What runs where the user's own bodies are asked for. */
  private MethodSpec body() {
    ClassName kernels = ClassName.get(type);
    String self = lifting.free("self");
    boolean isStatic = lifting.scalar().getModifiers().contains(Modifier.STATIC);
    MethodSpec.Builder body =
        MethodSpec.methodBuilder("body").addModifiers(Modifier.STATIC).addParameter(kernels, self);
    for (VariableElement parameter : method.getParameters()) {
      body.addParameter(TypeName.get(parameter.asType()), parameter.getSimpleName().toString());
    }
    ClassName owner = ClassName.get((TypeElement) lifting.scalar().getEnclosingElement());
    CodeBlock scalar =
        isStatic
            ? CodeBlock.of("$L.$L", scope.expression(owner), method.getSimpleName())
            : CodeBlock.of("$L.$L", self, method.getSimpleName());
    return body.addCode(new LiftedLoop(lifting, scope).loop(scalar)).build();
  }

  private CodeBlock ask(String argument, Object... arguments) {
    return CodeBlock.builder()
        .add("return $L.$L(", scope.expression(generated), GeneratedClass.FUNCTION)
        .add(argument, arguments)
        .add(")")
        .build();
  }

  /**
   * @param isPublic whether a static kernel is for every package; others always are
   */
  MethodSpec implementation(boolean isPublic) {
    String thrown = freeName("t");
    CodeBlock runtime = scope.expression(ClassName.get(Kernel.class));
    return ImplementationEmitter.override(method, isPublic)
        .addCode(lifting == null ? CodeBlock.of("") : new LiftedLoop(lifting, scope).checks())
        .beginControlFlow("if (!$L)", flag)
        .addStatement("$L = $L.initialize($L.class)", flag, runtime, name)
        .endControlFlow()
        .beginControlFlow("try")
        .addStatement(result())
        .nextControlFlow("catch ($T $L)", Throwable.class, thrown)
        .addStatement("throw $L.rethrow($L)", runtime, thrown)
        .endControlFlow()
        .build();
  }

  private CodeBlock result() {
    CodeBlock call = CodeBlock.of("$L.HANDLE.invokeExact($L)", name, arguments());
    TypeMirror result = method.getReturnType();
    return switch (result.getKind()) {
      case VOID -> call;
      case BYTE, SHORT, CHAR -> CodeBlock.of("return ($T) (int) $L", result, call);
      case BOOLEAN -> CodeBlock.of("return (int) $L != 0", call);
      default -> CodeBlock.of("return ($T) $L", result, call);
    };
  }

  private CodeBlock arguments() {
    boolean packed = method.getParameters().size() > Kernel.MAX_ARGUMENTS;
    var scalars = new ArrayList<CodeBlock>();
    var arguments = new ArrayList<CodeBlock>();
    for (VariableElement parameter : method.getParameters()) {
      if (packed && parameter.asType().getKind().isPrimitive()) {
        scalars.add(packed(parameter));
      } else {
        arguments.add(argument(parameter));
      }
    }
    if (packed) {
      arguments.addFirst(CodeBlock.of("new long[] {$L}", CodeBlock.join(scalars, ", ")));
    }
    return CodeBlock.join(arguments, ", ");
  }

  private static CodeBlock argument(VariableElement parameter) {
    return switch (parameter.asType().getKind()) {
      case BYTE, SHORT, CHAR -> CodeBlock.of("(int) $L", parameter.getSimpleName());
      case BOOLEAN -> CodeBlock.of("$L ? 1 : 0", parameter.getSimpleName());
      default -> CodeBlock.of("$L", parameter.getSimpleName());
    };
  }

  private CodeBlock packed(VariableElement parameter) {
    return switch (parameter.asType().getKind()) {
      case BOOLEAN -> CodeBlock.of("$L ? 1 : 0", parameter.getSimpleName());
      case FLOAT ->
          CodeBlock.of(
              "$L.floatToRawIntBits($L)",
              scope.expression(ClassName.get(Float.class)),
              parameter.getSimpleName());
      case DOUBLE ->
          CodeBlock.of(
              "$L.doubleToRawLongBits($L)",
              scope.expression(ClassName.get(Double.class)),
              parameter.getSimpleName());
      default -> CodeBlock.of("$L", parameter.getSimpleName());
    };
  }

  private String freeName(String wish) {
    Set<String> names = new HashSet<>();
    for (VariableElement parameter : method.getParameters()) {
      names.add(parameter.getSimpleName().toString());
    }
    String free = wish;
    while (names.contains(free)) {
      free += "_";
    }
    return free;
  }
}
