package dev.lathe.processor.capture;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.lathe.lang.Ast;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Checker;
import dev.lathe.lang.Constant;
import dev.lathe.lang.JavaType;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/**
 * The values of constant variables (JLS 4.12.4) that are fields. Initializers in source files are
 * evaluated here: were javac asked, it would attribute them now and once more after this round, and
 * print its warnings about them twice.
 */
final class FieldConstants {
  private final Trees trees;
  private final Declarations declarations;
  private final Elements elements;
  private final Set<VariableElement> inProgress = new HashSet<>();
  private String missingName;
  private boolean sawError;

  FieldConstants(Trees trees, Declarations declarations, Elements elements) {
    this.trees = trees;
    this.declarations = declarations;
    this.elements = elements;
  }

  /** True if {@code field} is a constant variable, of a primitive type or String. */
  boolean isConstant(VariableElement field) {
    TreePath path = declarations.path(field);
    TypeMirror type = field.asType();
    if (path == null || type.toString().equals("java.lang.String")) {
      return isLiteral(path) || field.getConstantValue() != null;
    }
    return type.getKind().isPrimitive() && valueOf(field) != null;
  }

  /**
   * The name that nothing declares and that {@link #valueOf} therefore found no value; null if
   * there was none since this was asked last.
   */
  String takeMissingName() {
    String name = missingName;
    missingName = null;
    return name;
  }

  /** Whether {@link #valueOf} met an error of the user's own since this was asked last. */
  boolean takeError() {
    boolean error = sawError;
    sawError = false;
    return error;
  }

  private static boolean isLiteral(TreePath path) {
    return path != null && ((VariableTree) path.getLeaf()).getInitializer() instanceof LiteralTree;
  }

  /** The value of a constant variable of primitive type; null for every other field. */
  Constant valueOf(VariableElement field) {
    TreePath path = declarations.path(field);
    if (path == null) {
      return Constant.ofBox(field.getConstantValue());
    }
    ExpressionTree initializer = ((VariableTree) path.getLeaf()).getInitializer();
    if (initializer == null
        || !field.getModifiers().contains(Modifier.FINAL)
        || !inProgress.add(field)) {
      return null; // in progress: its initializer refers to itself
    }
    try {
      return evaluate(field, initializer, path);
    } finally {
      inProgress.remove(field);
    }
  }

  private Constant evaluate(VariableElement field, ExpressionTree initializer, TreePath path) {
    var source = new SourceFile(trees, path.getCompilationUnit());
    var scope =
        new NameScope(
            (TypeElement) field.getEnclosingElement(), path.getCompilationUnit(), elements);
    var capture = new KernelCapture(source, scope, new CallTargets(scope, _ -> false, null), this);
    JavaType type = JavaType.of(field.asType().getKind().name().toLowerCase(Locale.ROOT));
    Captured captured = capture.captureInitializer(initializer, type);
    if (captured.missingName() != null) {
      missingName = captured.missingName();
      return null;
    }
    if (captured.leftToJavac() != null) {
      sawError = true;
      return null;
    }
    if (!captured.diagnostics().isEmpty()) {
      return Constant.ofBox(field.getConstantValue()); // strings may occur in it, which javac knows
    }
    Checked checked = Checker.check(captured.kernel());
    if (!checked.diagnostics().isEmpty()) {
      return null;
    }
    var body = (Ast.Statement.Return) captured.kernel().body().statements().getFirst();
    Constant value = checked.constant(body.value());
    return value == null ? null : value.cast(type);
  }
}
