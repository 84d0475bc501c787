package dev.lathe.processor.capture;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import dev.lathe.lang.Ast;
import dev.lathe.lang.JavaType;
import dev.lathe.lang.Message;
import dev.lathe.lang.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/** What is done with arrays (JLS 10, 15.10) and memory segments, for {@link KernelCapture}. */
final class MemoryCapture {
  private static final Set<String> TAKE_LAYOUTS = Set.of("get", "set", "getAtIndex", "setAtIndex");

  private final KernelCapture kernel;

  MemoryCapture(KernelCapture kernel) {
    this.kernel = kernel;
  }

  Ast.Expression access(ArrayAccessTree tree) {
    return new Ast.ArrayAccess(
        kernel.span(tree),
        kernel.expression(tree.getExpression()),
        kernel.expression(tree.getIndex()));
  }

  /** An array creation expression; its type is missing in the initializer of a variable. */
  Ast.Expression newArray(NewArrayTree tree) {
    if (tree.getType() == null) {
      return initializer(tree, null);
    }
    if (tree.getType() instanceof ArrayTypeTree || tree.getDimensions().size() > 1) {
      return arrayOfArrays(tree);
    }
    JavaType element = kernel.type(tree.getType());
    if (element == JavaType.ERROR) {
      return new Ast.Erroneous(kernel.span(tree));
    }
    if (element == JavaType.SEGMENT) {
      return kernel.unsupported(tree);
    }
    if (tree.getInitializers() != null) {
      return initializer(tree, element.array());
    }
    return new Ast.NewArray(
        kernel.span(tree), element.array(), kernel.expression(tree.getDimensions().getFirst()));
  }

  /**
   * Elements in braces.
   *
   * @param type of the array; null if it stands where none is expected, as javac will report
   */
  Ast.Expression initializer(NewArrayTree tree, JavaType type) {
    Span span = kernel.span(tree);
    if (type == null || !type.isArray()) {
      return kernel.leftToJavac(span);
    }
    var elements = new ArrayList<Ast.Expression>();
    for (ExpressionTree element : tree.getInitializers()) {
      elements.add(kernel.expression(element));
    }
    return new Ast.ArrayInitializer(span, type, elements);
  }

  Ast.Expression arrayOfArrays(Tree tree) {
    Span span = kernel.span(tree);
    kernel.report(Message.ARRAY_OF_ARRAYS.at(span));
    return new Ast.Erroneous(span);
  }

  /** A call of a method of an array or segment. */
  Ast.Expression call(MethodInvocationTree tree, MemberSelectTree select) {
    Span span = kernel.span(tree);
    Ast.Expression receiver = kernel.expression(select.getExpression());
    String method = select.getIdentifier().toString();
    List<? extends ExpressionTree> arguments = tree.getArguments();
    Ast.Layout layout = null;
    if (TAKE_LAYOUTS.contains(method) && !arguments.isEmpty()) {
      layout = layout(arguments.getFirst());
      if (layout == null) {
        return kernel.leftToJavac(span);
      }
      arguments = arguments.subList(1, arguments.size());
    }
    var values = new ArrayList<Ast.Expression>();
    for (ExpressionTree argument : arguments) {
      values.add(kernel.expression(argument));
    }
    return new Ast.SegmentCall(span, receiver, method, layout, values);
  }

  /** What names a layout, whether one that kernels know or not; null if it cannot be one. */
  private Ast.Layout layout(ExpressionTree tree) {
    if (tree instanceof MethodInvocationTree) {
      return new Ast.Layout(kernel.span(tree), tree.toString());
    }
    VariableElement field = kernel.field(tree);
    if (field == null || field.asType().getKind().isPrimitive()) {
      return null;
    }
    return new Ast.Layout(
        kernel.span(tree),
        isOfValueLayout(field) ? field.getSimpleName().toString() : tree.toString());
  }

  private static boolean isOfValueLayout(VariableElement field) {
    Element owner = field.getEnclosingElement();
    return owner instanceof TypeElement type
        && type.getQualifiedName().contentEquals("java.lang.foreign.ValueLayout");
  }
}
