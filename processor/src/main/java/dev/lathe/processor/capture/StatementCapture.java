package dev.lathe.processor.capture;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.tree.YieldTree;
import dev.lathe.lang.Ast;
import dev.lathe.lang.Ast.Statement;
import dev.lathe.lang.JavaType;
import dev.lathe.lang.Message;
import dev.lathe.lang.Span;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Name;

/** The statements of a method (JLS 14), for {@link KernelCapture}. */
final class StatementCapture {
  private final KernelCapture kernel;
  private final LocalNames locals;

  StatementCapture(KernelCapture kernel, LocalNames locals) {
    this.kernel = kernel;
    this.locals = locals;
  }

  Statement.Block block(BlockTree tree) {
    Span span = kernel.span(tree);
    int scope = locals.enter();
    List<Statement> statements = statements(tree.getStatements());
    locals.leave(scope);
    return new Statement.Block(span, statements);
  }

  private List<Statement> statements(List<? extends StatementTree> trees) {
    var statements = new ArrayList<Statement>();
    for (StatementTree tree : trees) {
      statements.add(statement(tree));
    }
    return statements;
  }

  private Statement statement(StatementTree tree) {
    return switch (tree) {
      case BlockTree block -> block(block);
      case VariableTree variable -> variable(variable);
      case ExpressionStatementTree statement ->
          new Statement.ExpressionStatement(
              kernel.span(tree), kernel.expression(statement.getExpression()));
      case ReturnTree statement ->
          new Statement.Return(kernel.span(tree), orNull(statement.getExpression()));
      case EmptyStatementTree _ -> new Statement.Empty(kernel.span(tree));
      case IfTree branch ->
          new Statement.If(
              kernel.span(tree),
              kernel.expression(branch.getCondition()),
              statement(branch.getThenStatement()),
              branch.getElseStatement() == null ? null : statement(branch.getElseStatement()));
      case AssertTree assertion ->
          new Statement.Assert(
              kernel.span(tree),
              kernel.expression(assertion.getCondition()),
              assertion.getDetail() == null ? null : detail(assertion.getDetail()));
      case WhileLoopTree loop ->
          new Statement.While(
              kernel.span(tree),
              kernel.expression(loop.getCondition()),
              statement(loop.getStatement()));
      case DoWhileLoopTree loop ->
          new Statement.DoWhile(
              kernel.span(tree),
              statement(loop.getStatement()),
              kernel.expression(loop.getCondition()));
      case ForLoopTree loop -> forLoop(loop);
      case EnhancedForLoopTree loop -> forEach(loop);
      case LabeledStatementTree labeled ->
          new Statement.Labeled(
              kernel.span(tree), labeled.getLabel().toString(), statement(labeled.getStatement()));
      case BreakTree jump -> new Statement.Break(kernel.span(tree), label(jump.getLabel()));
      case ContinueTree jump -> new Statement.Continue(kernel.span(tree), label(jump.getLabel()));
      case SwitchTree select ->
          new Statement.Switch(
              kernel.span(tree),
              kernel.expression(select.getExpression()),
              cases(select.getCases()));
      case YieldTree yield ->
          new Statement.Yield(kernel.span(tree), kernel.expression(yield.getValue()));
      default -> unsupported(tree);
    };
  }

  private Ast.Expression detail(ExpressionTree tree) {
    return isString(tree)
        ? kernel.unsupported(tree, Unsupported.STRING_DETAIL)
        : kernel.expression(tree);
  }

  /** True for a string literal and for a concatenation with one. */
  private static boolean isString(ExpressionTree tree) {
    ExpressionTree left = tree;
    while (left instanceof BinaryTree binary && binary.getKind() == Tree.Kind.PLUS) {
      if (binary.getRightOperand().getKind() == Tree.Kind.STRING_LITERAL) {
        return true;
      }
      left = binary.getLeftOperand();
    }
    return left.getKind() == Tree.Kind.STRING_LITERAL;
  }

  private Statement unsupported(StatementTree tree) {
    Span span = kernel.span(tree);
    if (tree.getKind() != Tree.Kind.ERRONEOUS) {
      Unsupported.Construct construct = Unsupported.statement(tree.getKind());
      kernel.report(Message.UNSUPPORTED_STATEMENT.at(span, construct.name(), construct.remedy()));
    }
    return new Statement.Erroneous(span);
  }

  /** One variable; javac has a tree for each of a declaration. */
  private Statement variable(VariableTree tree) {
    Span span = kernel.span(tree);
    Tree typeTree = tree.getType();
    JavaType type = typeTree == null || kernel.isVar(tree) ? null : kernel.type(typeTree);
    locals.declare(tree.getName().toString()); // in scope in its own initializer (JLS 6.3)
    boolean skipped = tree.getInitializer() == null || type == JavaType.ERROR;
    Ast.Expression initializer = skipped ? null : kernel.initializer(tree.getInitializer(), type);
    var variable = new Ast.Variable(kernel.span(tree), tree.getName().toString(), initializer);
    boolean isFinal = tree.getModifiers().getFlags().contains(Modifier.FINAL);
    return new Statement.LocalVariables(span, isFinal, type, List.of(variable));
  }

  private Statement forLoop(ForLoopTree tree) {
    Span span = kernel.span(tree);
    int scope = locals.enter();
    List<Statement> initializers = statements(tree.getInitializer());
    Ast.Expression condition = orNull(tree.getCondition());
    var updates = new ArrayList<Ast.Expression>();
    for (ExpressionStatementTree update : tree.getUpdate()) {
      updates.add(kernel.expression(update.getExpression()));
    }
    Statement body = statement(tree.getStatement());
    locals.leave(scope);
    return new Statement.For(span, initializers, condition, updates, body);
  }

  private Statement forEach(EnhancedForLoopTree tree) {
    Span span = kernel.span(tree);
    VariableTree variable = tree.getVariable();
    Tree typeTree = variable.getType();
    JavaType type = typeTree == null || kernel.isVar(variable) ? null : kernel.type(typeTree);
    String name = variable.getName().toString();
    Ast.Expression array = kernel.expression(tree.getExpression());
    int scope = locals.enter();
    locals.declare(name);
    boolean isFinal = variable.getModifiers().getFlags().contains(Modifier.FINAL);
    var declared = new Ast.Variable(kernel.span(variable), name, null);
    Statement body = statement(tree.getStatement());
    locals.leave(scope);
    return new Statement.ForEach(span, isFinal, type, declared, array, body);
  }

  Ast.Expression switchExpression(SwitchExpressionTree tree) {
    return new Ast.SwitchExpression(
        kernel.span(tree), kernel.expression(tree.getExpression()), cases(tree.getCases()));
  }

  /** The groups of a switch, which share one scope if they are old ones. */
  private List<Ast.Case> cases(List<? extends CaseTree> trees) {
    int scope = locals.enter();
    var cases = new ArrayList<Ast.Case>();
    for (CaseTree tree : trees) {
      cases.add(oneCase(tree));
    }
    locals.leave(scope);
    return cases;
  }

  private Ast.Case oneCase(CaseTree tree) {
    Span span = kernel.span(tree);
    var labels = new ArrayList<Ast.Expression>();
    boolean isDefault = false;
    for (CaseLabelTree label : tree.getLabels()) {
      switch (label) {
        case ConstantCaseLabelTree constant ->
            labels.add(kernel.expression(constant.getConstantExpression()));
        case DefaultCaseLabelTree _ -> isDefault = true;
        default -> labels.add(kernel.unsupported(label, Unsupported.PATTERN));
      }
    }
    boolean arrow = tree.getCaseKind() == CaseTree.CaseKind.RULE;
    List<Statement> body = arrow ? List.of(rule(tree.getBody())) : statements(tree.getStatements());
    return new Ast.Case(span, labels, isDefault, arrow, body);
  }

  /** What stands after an arrow: an expression in a switch expression, else a statement. */
  private Statement rule(Tree body) {
    if (body instanceof ExpressionTree value) {
      return new Statement.Yield(kernel.span(body), kernel.expression(value));
    }
    int scope = locals.enter();
    Statement statement = statement((StatementTree) body);
    locals.leave(scope);
    return statement;
  }

  private Ast.Expression orNull(ExpressionTree tree) {
    return tree == null ? null : kernel.expression(tree);
  }

  private static String label(Name name) {
    return name == null ? null : name.toString();
  }
}
