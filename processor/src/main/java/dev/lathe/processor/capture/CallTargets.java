package dev.lathe.processor.capture;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/** What the qualifier of a selection and the method of a call mean (JLS 6.5, 15.12.1). */
final class CallTargets {
  private final NameScope scope;
  private final Predicate<ExecutableElement> isKernel;

  /**
   * @param isKernel tells the methods that Lathe compiles
   */
  CallTargets(NameScope scope, Predicate<ExecutableElement> isKernel) {
    this.scope = scope;
    this.isKernel = isKernel;
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
    /** A static method of one of these classes; of several only by imports on demand. */
    record Static(List<TypeElement> owners, String method) implements Target {}

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
      return target(scope.methods(name), name, name, scope.isIncomplete());
    }
    if (!(select instanceof MemberSelectTree member)) {
      return new Target.Unsupported(select.toString(), "call static methods only");
    }
    String name = member.getIdentifier().toString();
    if (isThis(member.getExpression())) {
      return target(scope.methods(name), name, select.toString(), scope.isIncomplete());
    }
    return switch (qualifier(member.getExpression(), isLocal)) {
      case Qualifier.Type(TypeElement type) ->
          target(scope.methods(type, name), name, select.toString(), scope.isIncomplete(type));
      case Qualifier.Missing(String missing) -> new Target.Missing(missing, true);
      case Qualifier.Local _ -> new Target.OfPrimitive();
      case Qualifier.Instance _ ->
          new Target.Unsupported(
              select.toString(), "a kernel calls static arithmetic methods only; call it outside");
    };
  }

  private Target target(
      List<ExecutableElement> methods, String name, String text, boolean incomplete) {
    if (methods.isEmpty()) {
      return new Target.Missing(text, incomplete);
    }
    for (ExecutableElement method : methods) {
      if (isKernel.test(method)) {
        return new Target.Unsupported(
            "kernel " + text,
            "calls between kernels come with a later release of Lathe; until then write its"
                + " expression here");
      }
    }
    var owners = new LinkedHashSet<TypeElement>();
    for (ExecutableElement method : methods) {
      if (method.getModifiers().contains(Modifier.STATIC)) {
        owners.add((TypeElement) method.getEnclosingElement());
      }
    }
    if (owners.isEmpty()) {
      return new Target.Unsupported(
          text,
          "it is not a kernel; write its expression here, or call it outside and pass its result"
              + " in");
    }
    return new Target.Static(List.copyOf(owners), name);
  }

  private static boolean isThis(ExpressionTree tree) {
    return switch (tree) {
      case IdentifierTree identifier ->
          identifier.getName().contentEquals("this") || identifier.getName().contentEquals("super");
      case MemberSelectTree select ->
          select.getIdentifier().contentEquals("this")
              || select.getIdentifier().contentEquals("super");
      default -> false;
    };
  }
}
