package dev.lathe.lang;

import dev.lathe.lang.Ast.Case;
import dev.lathe.lang.Ast.Expression;
import dev.lathe.lang.Ast.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Reachability of statements (JLS 14.22); {@link ExpressionFlow} follows definite assignment (16).
 * Both run over a kernel that is otherwise without errors.
 */
final class Flow {
  private final Checked checked;
  private final ExpressionFlow expressions;
  private final ArrayList<Jump> jumps = new ArrayList<>();
  private final Nesting nesting = new Nesting();
  private boolean reachable = true;
  private boolean foundUnreachable;

  /** A statement that jumps may leave, or go on with, or a switch expression. */
  private final class Jump {
    final List<String> labels;
    final boolean isLoop;
    final boolean isSwitchExpression;
    FlowState atExit = nowhere();
    FlowState atNext = nowhere();
    boolean isLeft;
    boolean isContinued;

    Jump(List<String> labels, boolean isLoop, boolean isSwitchExpression) {
      this.labels = labels;
      this.isLoop = isLoop;
      this.isSwitchExpression = isSwitchExpression;
    }
  }

  private Flow(Checked checked) {
    this.checked = checked;
    this.expressions = new ExpressionFlow(checked, this);
  }

  /**
   * Reports statements that are never reached, missing returns and reads of unassigned variables.
   */
  static void check(Checked checked) {
    var flow = new Flow(checked);
    for (int i = 0; i < checked.kernel().parameters().size(); i++) {
      flow.expressions.state.assign(i);
    }
    flow.statement(checked.kernel().body());
    JavaType result = checked.kernel().result();
    if (flow.reachable
        && !flow.foundUnreachable
        && result != JavaType.VOID
        && result != JavaType.ERROR) {
      Span body = checked.kernel().body().span();
      var brace = new Span(body.id(), body.end() - 1, body.end(), body.line());
      checked.report(Message.MISSING_RETURN.at(brace, result));
    }
  }

  private FlowState nowhere() {
    return FlowState.nowhere(checked.locals().size());
  }

  private void end() {
    reachable = false;
    expressions.state = nowhere();
  }

  /** Reports a statement and goes on as if it were reached: once is enough. */
  private void unreachable(Statement statement) {
    checked.report(Message.UNREACHABLE.at(statement.span()));
    foundUnreachable = true;
    reachable = true;
  }

  private void statements(List<Statement> statements) {
    for (Statement statement : statements) {
      if (!reachable) {
        unreachable(statement);
      }
      statement(statement);
    }
  }

  private void statement(Statement statement) {
    nesting.deeper(() -> {
      statementHere(statement);
      return null;
    });
  }

  private void statementHere(Statement statement) {
    switch (statement) {
      case Statement.Block block -> statements(block.statements());
      case Statement.LocalVariables variables -> {
        for (Ast.Variable variable : variables.variables()) {
          expressions.declare(variable);
        }
      }
      case Statement.ExpressionStatement expression -> expressions.scan(expression.expression());
      case Statement.Return exit -> {
        if (exit.value() != null) {
          expressions.scan(exit.value());
        }
        end();
      }
      case Statement.If branch -> branch(branch);
      case Statement.Assert assertion -> asserted(assertion);
      case Statement.While loop -> loop(loop, loop.condition(), List.of(), loop.body(), List.of());
      case Statement.DoWhile loop -> doWhileLoop(loop, List.of());
      case Statement.For loop -> forLoop(loop, List.of());
      case Statement.ForEach loop -> forEach(loop, List.of());
      case Statement.Labeled labeled -> labeled(labeled);
      case Statement.Break jump -> {
        Jump target = target(jump.label(), false);
        target.atExit = target.atExit.join(expressions.state);
        target.isLeft = true;
        end();
      }
      case Statement.Continue jump -> {
        Jump target = target(jump.label(), true);
        target.atNext = target.atNext.join(expressions.state);
        target.isContinued = true;
        end();
      }
      case Statement.Switch select -> {
        expressions.scan(select.selector());
        var jump = new Jump(List.of(), false, false);
        cases(select.cases(), jump);
        expressions.state = expressions.state.join(jump.atExit);
        reachable |= jump.isLeft;
      }
      case Statement.Yield yield -> {
        expressions.scan(yield.value());
        Jump target = jumps.getLast();
        for (int i = jumps.size() - 1; !target.isSwitchExpression; i--) {
          target = jumps.get(i);
        }
        target.atExit = target.atExit.join(expressions.state);
        end();
      }
      case Statement.Empty empty -> {}
      case Statement.Erroneous erroneous -> {}
    }
  }

  /** Of an {@code if} both arms count as reachable, whatever the condition (JLS 14.22). */
  private void branch(Statement.If branch) {
    ExpressionFlow.Outcome condition = expressions.condition(branch.condition());
    expressions.state = condition.whenTrue();
    statement(branch.then());
    boolean thenCompletes = reachable;
    FlowState afterThen = expressions.state;
    reachable = true;
    expressions.state = condition.whenFalse();
    if (branch.otherwise() != null) {
      statement(branch.otherwise());
    }
    reachable |= thenCompletes;
    expressions.state = expressions.state.join(afterThen);
  }

  /** Whether the condition is evaluated is not known (JLS 16.2.3). */
  private void asserted(Statement.Assert assertion) {
    FlowState after = expressions.state.copy();
    ExpressionFlow.Outcome condition = expressions.condition(assertion.condition());
    after.touched.or(condition.whenTrue().touched);
    if (assertion.detail() != null) {
      expressions.state = condition.whenFalse();
      expressions.scan(assertion.detail());
    }
    expressions.state = after;
  }

  private void loop(
      Statement loop,
      Expression condition,
      List<Expression> updates,
      Statement body,
      List<String> labels) {
    ExpressionFlow.Mark start = expressions.mark();
    Constant constant = condition == null ? Constant.of(true) : checked.constant(condition);
    FlowState exit = nowhere();
    if (condition != null) {
      ExpressionFlow.Outcome outcome = expressions.condition(condition);
      expressions.state = outcome.whenTrue();
      exit = outcome.whenFalse();
    }
    if (constant != null && !constant.booleanValue()) {
      unreachable(body);
    }
    var jump = new Jump(labels, true, false);
    body(body, jump);
    expressions.state = expressions.state.join(jump.atNext);
    for (Expression update : updates) {
      expressions.scan(update);
    }
    expressions.repeat(loop, start, expressions.state);
    expressions.state = exit.join(jump.atExit);
    reachable = constant == null || !constant.booleanValue() || jump.isLeft;
  }

  private void doWhileLoop(Statement.DoWhile loop, List<String> labels) {
    ExpressionFlow.Mark start = expressions.mark();
    var jump = new Jump(labels, true, false);
    body(loop.body(), jump);
    boolean conditionReached = reachable || jump.isContinued;
    expressions.state = expressions.state.join(jump.atNext);
    ExpressionFlow.Outcome outcome = expressions.condition(loop.condition());
    expressions.repeat(loop, start, outcome.whenTrue());
    Constant constant = checked.constant(loop.condition());
    boolean endless = constant != null && constant.booleanValue();
    expressions.state = outcome.whenFalse().join(jump.atExit);
    reachable = conditionReached && !endless || jump.isLeft;
  }

  private void forLoop(Statement.For loop, List<String> labels) {
    for (Statement initializer : loop.initializers()) {
      statement(initializer);
    }
    loop(loop, loop.condition(), loop.updates(), loop.body(), labels);
  }

  private void forEach(Statement.ForEach loop, List<String> labels) {
    expressions.scan(loop.array());
    ExpressionFlow.Mark start = expressions.mark();
    FlowState exit = expressions.state.copy();
    expressions.declare(loop.variable());
    expressions.assign(loop.variable());
    var jump = new Jump(labels, true, false);
    body(loop.body(), jump);
    expressions.repeat(loop, start, expressions.state.join(jump.atNext));
    expressions.state = exit.join(expressions.state).join(jump.atNext).join(jump.atExit);
    reachable = true;
  }

  private void labeled(Statement.Labeled labeled) {
    var labels = new ArrayList<String>();
    Statement statement = labeled;
    while (statement instanceof Statement.Labeled inner) {
      labels.add(inner.label());
      statement = inner.body();
    }
    switch (statement) {
      case Statement.While loop -> loop(loop, loop.condition(), List.of(), loop.body(), labels);
      case Statement.DoWhile loop -> doWhileLoop(loop, labels);
      case Statement.For loop -> forLoop(loop, labels);
      case Statement.ForEach loop -> forEach(loop, labels);
      default -> {
        var jump = new Jump(labels, false, false);
        body(statement, jump);
        expressions.state = expressions.state.join(jump.atExit);
        reachable |= jump.isLeft;
      }
    }
  }

  private void body(Statement body, Jump jump) {
    jumps.add(jump);
    statement(body);
    jumps.removeLast();
  }

  private Jump target(String label, boolean loop) {
    for (int i = jumps.size() - 1; ; i--) {
      Jump jump = jumps.get(i);
      if (label == null
          ? jump.isLoop || !loop && jump.labels.isEmpty()
          : jump.labels.contains(label)) {
        return jump;
      }
    }
  }

  /**
   * Follows the groups of a switch; afterwards state and reachability are those of the last's end.
   */
  private void cases(List<Case> cases, Jump jump) {
    FlowState selected = expressions.state;
    FlowState ends = nowhere(); // of the groups that do not fall through
    boolean anyEnd = false;
    boolean hasDefault = false;
    expressions.state = nowhere();
    reachable = false;
    jumps.add(jump);
    for (Case group : cases) {
      hasDefault |= group.isDefault();
      expressions.state = expressions.state.join(selected);
      reachable = true;
      statements(group.body());
      if (group.arrow()) {
        if (jump.isSwitchExpression && reachable) {
          checked.report(Message.NO_YIELD.at(group.span()));
        }
        ends = ends.join(expressions.state);
        anyEnd |= reachable;
        end();
      }
    }
    jumps.removeLast();
    expressions.state = expressions.state.join(ends);
    reachable |= anyEnd;
    if (!hasDefault) {
      expressions.state = expressions.state.join(selected);
      reachable = true;
    }
  }

  /** Follows the groups of a switch expression, after its selector. */
  void switchExpression(Ast.SwitchExpression select) {
    var jump = new Jump(List.of(), false, true);
    cases(select.cases(), jump);
    if (reachable && !select.cases().getFirst().arrow()) {
      checked.report(Message.NO_YIELD.at(select.cases().getLast().span()));
    }
    expressions.state = jump.atExit;
    reachable = true;
  }
}
