package dev.lathe.processor.capture;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.TypeCastTree;
import dev.lathe.lang.CalledMethod;
import dev.lathe.lang.Intrinsics;
import dev.lathe.lang.JavaType;
import dev.lathe.processor.discover.GeneratedClass;
import dev.lathe.processor.discover.Linkage;
import dev.lathe.processor.discover.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** What the qualifier of a selection and the method of a call mean (JLS 6.5, 15.12.1). */
final class CallTargets {
  private final NameScope scope;
  private final Predicate<ExecutableElement> isKernel;
  private final Linkage linkage;
  private final Map<String, GeneratedClass> owners = new HashMap<>();

  /**
   * @param isKernel tells the methods that Lathe compiles
   * @param linkage null if there are none
   */
  CallTargets(NameScope scope, Predicate<ExecutableElement> isKernel, Linkage linkage) {
    this.scope = scope;
    this.isKernel = isKernel;
    this.linkage = linkage;
  }

  /**
   * The classes that give the functions of kernels that calls may name whatever object they are
   * called on, by the binary names of their interfaces.
   */
  Map<String, GeneratedClass> owners() {
    return owners;
  }

  /** What stands before a dot. */
  sealed interface Qualifier {
    record Type(TypeElement type) implements Qualifier {}

    record Local() implements Qualifier {}

    /** A value: a field, {@code this}, the result of an expression. */
    record Instance() implements Qualifier {}

    /** Nothing of that name; perhaps a package. */
    record Missing(String name) implements Qualifier {}
  }

  /** What a call calls. */
  sealed interface Target {
    /** A method of a class of the JDK. */
    record Jdk(String owner, String method) implements Target {}

    /** One of these methods, of which at least one can be called. */
    record Methods(String method, List<CalledMethod> overloads) implements Target {}

    /**
     * @param mayCome whether another processor may yet generate what declares it
     */
    record Missing(String name, boolean mayCome) implements Target {}

    /** A method of a local variable: the user's own error, as they are primitive. */
    record OfPrimitive() implements Target {}

    record Unsupported(String what, String remedy) implements Target {}
  }

  Qualifier qualifier(ExpressionTree tree, Predicate<String> isLocal) {
    return switch (tree) {
      case ParenthesizedTree parenthesized ->
          qualifier(parenthesized.getExpression(), isLocal) instanceof Qualifier.Local local
              ? local
              : new Qualifier.Instance();
      case IdentifierTree identifier -> qualifier(identifier.getName().toString(), isLocal);
      case MemberSelectTree select -> {
        String name = select.getIdentifier().toString();
        if (name.equals("this") || name.equals("super") || name.equals("class")) {
          yield new Qualifier.Instance();
        }
        yield switch (qualifier(select.getExpression(), isLocal)) {
          case Qualifier.Type(TypeElement outer) -> {
            TypeElement member = scope.memberType(outer, name);
            yield scope.field(outer, name) != null
                ? new Qualifier.Instance()
                : member != null
                    ? new Qualifier.Type(member)
                    : new Qualifier.Missing(select.toString());
          }
          case Qualifier.Missing _ -> {
            TypeElement type = scope.typeNamed(select.toString());
            yield type != null
                ? new Qualifier.Type(type)
                : new Qualifier.Missing(select.toString());
          }
          case Qualifier.Local _, Qualifier.Instance _ -> new Qualifier.Instance();
        };
      }
      default -> new Qualifier.Instance();
    };
  }

  /**
   * True if {@code tree} can only be a value of array or segment type, where it has members at all:
   * neither a field of an object nor the result of a method is one.
   */
  boolean isReference(ExpressionTree tree, Predicate<String> isLocal) {
    return switch (tree) {
      case ParenthesizedTree parenthesized -> isReference(parenthesized.getExpression(), isLocal);
      case IdentifierTree identifier -> {
        String name = identifier.getName().toString();
        VariableElement field = isLocal.test(name) ? null : scope.field(name);
        yield isLocal.test(name) || field != null && isReference(field);
      }
      case MemberSelectTree select -> {
        String name = select.getIdentifier().toString();
        yield qualifier(select.getExpression(), isLocal) instanceof Qualifier.Type(var type)
            && scope.field(type, name) instanceof VariableElement field
            && isReference(field);
      }
      case MethodInvocationTree call ->
          call.getMethodSelect() instanceof MemberSelectTree select
              && isReference(select.getExpression(), isLocal);
      case ConditionalExpressionTree _,
          AssignmentTree _,
          TypeCastTree _,
          SwitchExpressionTree _,
          ArrayAccessTree _ ->
          true;
      case NewArrayTree _ -> true;
      default -> false;
    };
  }

  private static boolean isReference(VariableElement field) {
    return field.asType().getKind() == TypeKind.ARRAY || Signature.isSegment(field.asType());
  }

  /**
   * What the class of a lookup table is called where a kernel reads it: as javac has it, the type
   * by which it is named, or the innermost class if it is a member of that.
   */
  TypeElement tableOwner(ExpressionTree tree, VariableElement field) {
    if (tree instanceof MemberSelectTree select
        && qualifier(select.getExpression(), _ -> false) instanceof Qualifier.Type(var type)) {
      return type;
    }
    String name = field.getSimpleName().toString();
    return field.equals(scope.field(scope.type(), name))
        ? scope.type()
        : (TypeElement) field.getEnclosingElement();
  }

  /** Why the class generated for these kernels cannot read a static field, or null. */
  String tableProblem(TypeElement owner, VariableElement field) {
    return linkage == null ? null : linkage.problem(scope.type(), owner, field);
  }

  private Qualifier qualifier(String name, Predicate<String> isLocal) {
    if (isLocal.test(name)) {
      return new Qualifier.Local();
    }
    if (name.equals("this") || name.equals("super") || scope.field(name) != null) {
      return new Qualifier.Instance();
    }
    TypeElement type = scope.type(name);
    return type != null ? new Qualifier.Type(type) : new Qualifier.Missing(name);
  }

  Target target(MethodInvocationTree call, Predicate<String> isLocal) {
    ExpressionTree select = call.getMethodSelect();
    if (select instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      return target(scope.methods(name), name, name, false, scope.isIncomplete());
    }
    if (!(select instanceof MemberSelectTree member)) {
      return new Target.Unsupported(select.toString(), "call static methods only");
    }
    String name = member.getIdentifier().toString();
    if (isThis(member.getExpression())) {
      return target(scope.methods(name), name, select.toString(), false, scope.isIncomplete());
    }
    if (member.getExpression() instanceof MemberSelectTree outer
        && outer.getIdentifier().contentEquals("super")
        && qualifier(outer.getExpression(), isLocal) instanceof Qualifier.Type(TypeElement type)) {
      boolean incomplete = scope.isIncomplete(type);
      return target(scope.methods(type, name), name, select.toString(), true, incomplete);
    }
    return switch (qualifier(member.getExpression(), isLocal)) {
      case Qualifier.Type(TypeElement type) ->
          target(
              scope.methods(type, name), name, select.toString(), false, scope.isIncomplete(type));
      case Qualifier.Missing(String missing) -> new Target.Missing(missing, true);
      case Qualifier.Local _ -> new Target.OfPrimitive();
      case Qualifier.Instance _ ->
          new Target.Unsupported(
              select.toString(),
              "a kernel calls static methods and methods of its own interface; call it outside");
    };
  }

  /**
   * @param text the method as the source names it
   * @param exact whether it is called by {@code A.super}, so that no override counts
   * @param incomplete whether another processor may yet generate more methods of that name
   */
  private Target target(
      List<ExecutableElement> methods,
      String name,
      String text,
      boolean exact,
      boolean incomplete) {
    if (methods.isEmpty()) {
      return new Target.Missing(text, incomplete);
    }
    Set<TypeElement> types = new LinkedHashSet<>();
    var overloads = new ArrayList<CalledMethod>();
    for (ExecutableElement method : methods) {
      var type = (TypeElement) method.getEnclosingElement();
      if (!isOfJdk(type)) {
        overloads.add(called(method, text, exact));
      } else if (types.add(type)) {
        overloads.addAll(Intrinsics.find(type.getQualifiedName().toString(), name));
      }
    }
    boolean onlyJdk = overloads.stream().allMatch(CallTargets::isIntrinsic);
    if (onlyJdk && (types.size() == 1 || overloads.isEmpty())) {
      return new Target.Jdk(types.iterator().next().getQualifiedName().toString(), name);
    }
    for (CalledMethod method : overloads) {
      if (!(method.meaning() instanceof CalledMethod.Meaning.Refused)) {
        return new Target.Methods(name, overloads);
      }
    }
    var refused = (CalledMethod.Meaning.Refused) overloads.getFirst().meaning();
    return new Target.Unsupported(refused.name(), refused.remedy());
  }

  private static boolean isIntrinsic(CalledMethod method) {
    return !(method.meaning() instanceof CalledMethod.Meaning.Kernel)
        && !(method.meaning() instanceof CalledMethod.Meaning.Refused);
  }

  private static boolean isOfJdk(TypeElement type) {
    return type.getQualifiedName().toString().startsWith("java.");
  }

  /** A kernel as calls by its simple name find it. */
  CalledMethod kernel(ExecutableElement method) {
    return called(method, method.getSimpleName().toString(), false);
  }

  private CalledMethod called(ExecutableElement method, String text, boolean exact) {
    var parameters = new ArrayList<JavaType>();
    for (VariableElement parameter : method.getParameters()) {
      parameters.add(kernelType(parameter.asType()));
    }
    if (method.isVarArgs()) {
      parameters.set(parameters.size() - 1, JavaType.ERROR); // may stand for many arguments
    }
    return new CalledMethod(
        "",
        method.getSimpleName().toString(),
        kernelType(method.getReturnType()),
        parameters,
        isKernel.test(method) ? kernel(method, text, exact) : refused(method, text));
  }

  /** The type in the kernel language; {@link JavaType#ERROR} if it has none. */
  static JavaType kernelType(TypeMirror type) {
    if (type.getKind().isPrimitive() || type.getKind() == TypeKind.VOID) {
      return JavaType.of(type.getKind().name().toLowerCase(Locale.ROOT));
    }
    if (!Signature.isReference(type)) {
      return JavaType.ERROR;
    }
    return type instanceof ArrayType array
        ? kernelType(array.getComponentType()).array()
        : JavaType.SEGMENT;
  }

  private CalledMethod.Meaning kernel(ExecutableElement method, String text, boolean exact) {
    boolean byName = exact || method.getModifiers().contains(Modifier.STATIC);
    GeneratedClass generated = linkage.classOf(method);
    String problem =
        byName
            ? linkage.problem(scope.type(), method)
            : linkage.problemOfInherited(scope.type(), method);
    if (problem != null) {
      return new CalledMethod.Meaning.Refused(
          "kernel " + text,
          "class %s, which Lathe generates for it, %s; compile %s with this version of Lathe"
              .formatted(generated.simpleName(), problem, generated.type().getQualifiedName()));
    }
    if (linkage.isLifted(method)) {
      return new CalledMethod.Meaning.Refused(
          "lifted kernel " + text,
          "write the loop that it stands for, and call the kernel of one element in it");
    }
    if (method.isVarArgs()) {
      return new CalledMethod.Meaning.Refused(
          "kernel " + text, "it takes a variable number of arguments; let it take an array, by []");
    }
    if (!Signature.exists(method)) {
      return new CalledMethod.Meaning.Refused("kernel " + text, "it has an error of its own");
    }
    String signature = Signature.of(method);
    if (!byName) {
      return new CalledMethod.Meaning.Kernel("this." + signature);
    }
    String owner = scope.binaryName(generated.type());
    owners.put(owner, generated);
    return new CalledMethod.Meaning.Kernel(owner + "." + signature);
  }

  private static CalledMethod.Meaning refused(ExecutableElement method, String text) {
    Set<Modifier> modifiers = method.getModifiers();
    String remedy;
    if (method.getEnclosingElement().getKind() != ElementKind.INTERFACE) {
      remedy = "it is not a kernel; move it to an interface and annotate it with @Jit";
    } else if (modifiers.contains(Modifier.PRIVATE)) {
      remedy = "it is private; make it a default method and annotate it with @Jit";
    } else if (modifiers.contains(Modifier.ABSTRACT)) {
      remedy = "it has no body; give it one and annotate it with @Jit";
    } else {
      remedy = "it is not a kernel; annotate it with @Jit";
    }
    return new CalledMethod.Meaning.Refused(text, remedy);
  }

  private static boolean isThis(ExpressionTree tree) {
    return switch (tree) {
      case IdentifierTree identifier ->
          identifier.getName().contentEquals("this") || identifier.getName().contentEquals("super");
      case MemberSelectTree select -> select.getIdentifier().contentEquals("this");
      default -> false;
    };
  }
}
