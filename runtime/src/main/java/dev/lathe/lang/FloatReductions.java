package dev.lathe.lang;

import dev.lathe.lang.Ast.Case;
import dev.lathe.lang.Ast.Expression;
import dev.lathe.lang.Ast.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the sums and products of floats in a loop whose order {@code floats = REPRODUCIBLE} fixes:
 * locals from before the loop, which nothing in the loop names but their own updates. An update is
 * a statement of the form {@code s += e}, {@code s -= e}, {@code s = s + e}, {@code s = s - e} or
 * {@code s = Math.fma(a, b, s)}, or for products {@code s *= e} or {@code s = s * e}, computed in
 * the type of the local and not in an inner loop; at most one on each path through an iteration.
 */
final class FloatReductions {
  private static final int NEVER = -1;

  /** What is known of a local. */
  private static final class Updates {
    boolean isNamed; // outside of updates
    boolean sums;
    boolean multiplies;
  }

  /** What a jump in the body may leave. */
  private static final class Exit {
    final List<String> labels;
    final boolean isLoop;
    int most = NEVER;

    Exit(List<String> labels, boolean isLoop) {
      this.labels = labels;
      this.isLoop = isLoop;
    }
  }

  private final Checked checked;
  private final Map<Local, Updates> locals = new LinkedHashMap<>();
  private final ArrayDeque<Exit> exits = new ArrayDeque<>(); // innermost first
  private Local counted;
  private int mostAtJump; // of the local that is counted, on a path that leaves the body

  private FloatReductions(Checked checked) {
    this.checked = checked;
  }

  /**
   * The reductions of {@code loop}, each with whether it is a product.
   *
   * @param condition null if there is none
   */
  static Map<Local, Boolean> of(
      Checked checked,
      Statement loop,
      Expression condition,
      List<Expression> updates,
      Statement body) {
    var reductions = new FloatReductions(checked);
    reductions.expression(condition);
    for (Expression update : updates) {
      reductions.effect(update, true);
    }
    reductions.statement(body, true);
    Map<Local, Boolean> found = new LinkedHashMap<>();
    for (Map.Entry<Local, Updates> each : reductions.locals.entrySet()) {
      Updates known = each.getValue();
      boolean isOne = !known.isNamed && known.sums != known.multiplies;
      if (isOne
          && (checked.assigned(loop) == null || checked.assigned(loop).get(each.getKey().index()))
          && !reductions.declares(body, each.getKey())
          && reductions.most(each.getKey(), updates, body) == 1) {
        found.put(each.getKey(), known.multiplies);
      }
    }
    return found;
  }

  // What names a local

  private Updates updates(Local local) {
    return locals.computeIfAbsent(local, _ -> new Updates());
  }

  private void statement(Statement statement, boolean direct) {
    switch (statement) {
      case Statement.Block block -> block.statements().forEach(each -> statement(each, direct));
      case Statement.LocalVariables variables ->
          variables.variables().forEach(each -> expression(each.initializer()));
      case Statement.ExpressionStatement effect -> effect(effect.expression(), direct);
      case Statement.Return exit -> expression(exit.value());
      case Statement.If branch -> {
        expression(branch.condition());
        statement(branch.then(), direct);
        if (branch.otherwise() != null) {
          statement(branch.otherwise(), direct);
        }
      }
      case Statement.Assert assertion -> {
        expression(assertion.condition());
        expression(assertion.detail());
      }
      case Statement.While loop -> {
        expression(loop.condition());
        statement(loop.body(), false);
      }
      case Statement.DoWhile loop -> {
        expression(loop.condition());
        statement(loop.body(), false);
      }
      case Statement.For loop -> {
        loop.initializers().forEach(each -> statement(each, false));
        expression(loop.condition());
        loop.updates().forEach(this::expression);
        statement(loop.body(), false);
      }
      case Statement.ForEach loop -> {
        expression(loop.array());
        statement(loop.body(), false);
      }
      case Statement.Labeled labeled -> statement(labeled.body(), direct);
      case Statement.Switch select -> {
        expression(select.selector());
        cases(select.cases(), direct);
      }
      case Statement.Yield yield -> expression(yield.value());
      case Statement.Break _, Statement.Continue _, Statement.Empty _, Statement.Erroneous _ -> {}
    }
  }

  private void cases(List<Case> cases, boolean direct) {
    cases.forEach(each -> each.body().forEach(inner -> statement(inner, direct)));
  }

  /** An expression whose value nobody uses. */
  private void effect(Expression expression, boolean direct) {
    Local local = direct ? updated(expression) : null;
    if (local == null) {
      expression(expression);
      return;
    }
    Updates updates = updates(local);
    boolean multiplies = operator(expression) == BinaryOperator.MULTIPLY;
    updates.multiplies |= multiplies;
    updates.sums |= !multiplies;
    switch (expression) {
      case Ast.CompoundAssignment compound -> expression(compound.value());
      case Ast.Assignment assignment when assignment.value() instanceof Ast.Binary binary ->
          expression(binary.right());
      case Ast.Assignment assignment -> {
        var call = (Ast.Call) assignment.value();
        expression(call.arguments().get(0));
        expression(call.arguments().get(1));
      }
      default -> throw new IllegalStateException();
    }
  }

  /** The local that {@code expression} is an update of, or null. */
  private Local updated(Expression expression) {
    Local local =
        switch (expression) {
          case Ast.CompoundAssignment compound when isNumeric(compound.operator()) ->
              local(compound.target());
          case Ast.Assignment assignment -> {
            Local target = local(assignment.target());
            yield target != null && target == first(assignment.value()) ? target : null;
          }
          default -> null;
        };
    if (local == null || !local.type().isFloating()) {
      return null;
    }
    JavaType operand =
        switch (expression) {
          case Ast.CompoundAssignment compound ->
              ExpressionTyping.operandType(
                  compound.operator(), local.type(), checked.type(compound.value()));
          case Ast.Assignment assignment -> checked.type(assignment.value());
          default -> throw new IllegalStateException();
        };
    return operand == local.type() ? local : null;
  }

  /** The local that {@code value} adds something to, or multiplies. */
  private Local first(Expression value) {
    if (value instanceof Ast.Binary binary && isNumeric(binary.operator())) {
      return local(binary.left());
    }
    return value instanceof Ast.Call call
            && call.method().equals("fma")
            && call.arguments().size() == 3
            && checked.method(call) != null
            && checked.method(call).meaning() instanceof CalledMethod.Meaning.Direct
        ? local(call.arguments().get(2))
        : null;
  }

  private Local local(Expression expression) {
    return expression instanceof Ast.Name name ? checked.local(name) : null;
  }

  /** The operator of an update; null for fma. */
  private static BinaryOperator operator(Expression update) {
    return switch (update) {
      case Ast.CompoundAssignment compound -> compound.operator();
      case Ast.Assignment assignment when assignment.value() instanceof Ast.Binary binary ->
          binary.operator();
      default -> null;
    };
  }

  private static boolean isNumeric(BinaryOperator operator) {
    return operator == BinaryOperator.ADD
        || operator == BinaryOperator.SUBTRACT
        || operator == BinaryOperator.MULTIPLY;
  }

  /** Notes all that {@code expression}, or null, names. */
  private void expression(Expression expression) {
    Expression at = expression;
    while (at instanceof Ast.Binary binary) { // chains are deep to the left
      expression(binary.right());
      at = binary.left();
    }
    switch (at) {
      case null -> {}
      case Ast.Name name -> {
        if (checked.local(name) != null) {
          updates(checked.local(name)).isNamed = true;
        }
      }
      case Ast.Unary unary -> expression(unary.operand());
      case Ast.Conditional conditional -> {
        expression(conditional.condition());
        expression(conditional.then());
        expression(conditional.otherwise());
      }
      case Ast.Cast cast -> expression(cast.operand());
      case Ast.ArrayAccess access -> {
        expression(access.array());
        expression(access.index());
      }
      case Ast.ArrayLength length -> expression(length.array());
      case Ast.NewArray array -> expression(array.length());
      case Ast.ArrayInitializer array -> array.elements().forEach(this::expression);
      case Ast.SegmentCall call -> {
        expression(call.segment());
        call.arguments().forEach(this::expression);
      }
      case Ast.Assignment assignment -> {
        expression(assignment.target());
        expression(assignment.value());
      }
      case Ast.CompoundAssignment compound -> {
        expression(compound.target());
        expression(compound.value());
      }
      case Ast.Step step -> expression(step.target());
      case Ast.Call call -> call.arguments().forEach(this::expression);
      case Ast.SwitchExpression select -> {
        expression(select.selector());
        cases(select.cases(), false);
      }
      case Ast.Binary _ -> throw new IllegalStateException();
      case Ast.Literal _, Ast.Null _, Ast.Table _, Ast.Erroneous _ -> {}
    }
  }

  private boolean declares(Statement statement, Local local) {
    return switch (statement) {
      case Statement.Block block ->
          block.statements().stream().anyMatch(each -> declares(each, local));
      case Statement.LocalVariables variables ->
          variables.variables().stream().anyMatch(each -> checked.local(each) == local);
      case Statement.If branch ->
          declares(branch.then(), local)
              || branch.otherwise() != null && declares(branch.otherwise(), local);
      case Statement.Labeled labeled -> declares(labeled.body(), local);
      case Statement.Switch select ->
          select.cases().stream()
              .anyMatch(each -> each.body().stream().anyMatch(inner -> declares(inner, local)));
      default -> false;
    };
  }

  // Updates on a path

  /** The most updates on a path through an iteration. */
  private int most(Local local, List<Expression> updates, Statement body) {
    counted = local;
    mostAtJump = 0;
    int after = 0;
    for (Expression update : updates) {
      after += updated(update) == local ? 1 : 0;
    }
    return Math.max(mostAtJump, path(body, 0)) + after;
  }

  /**
   * The most updates when control leaves {@code statement} at its end, {@link #NEVER} if it never
   * does.
   */
  private int path(Statement statement, int before) {
    return switch (statement) {
      case Statement.Block block -> path(block.statements(), before);
      case Statement.ExpressionStatement effect ->
          before + (updated(effect.expression()) == counted ? 1 : 0);
      case Statement.If branch ->
          Math.max(
              path(branch.then(), before),
              branch.otherwise() == null ? before : path(branch.otherwise(), before));
      case Statement.Labeled labeled -> labeled(labeled, before);
      case Statement.While loop -> inner(loop.body(), List.of(), before);
      case Statement.DoWhile loop -> inner(loop.body(), List.of(), before);
      case Statement.For loop -> inner(loop.body(), List.of(), before);
      case Statement.ForEach loop -> inner(loop.body(), List.of(), before);
      case Statement.Switch select -> select(select, before);
      case Statement.Break jump -> jump(jump.label(), false, before);
      case Statement.Continue jump -> jump(jump.label(), true, before);
      case Statement.Return _ -> {
        mostAtJump = Math.max(mostAtJump, before);
        yield NEVER;
      }
      default -> before;
    };
  }

  private int path(List<Statement> statements, int before) {
    int most = before;
    for (Statement each : statements) {
      if (most == NEVER) {
        return NEVER;
      }
      most = path(each, most);
    }
    return most;
  }

  private int labeled(Statement.Labeled labeled, int before) {
    var labels = new ArrayList<String>();
    Statement statement = labeled;
    while (statement instanceof Statement.Labeled inner) {
      labels.add(inner.label());
      statement = inner.body();
    }
    return switch (statement) {
      case Statement.While loop -> inner(loop.body(), labels, before);
      case Statement.DoWhile loop -> inner(loop.body(), labels, before);
      case Statement.For loop -> inner(loop.body(), labels, before);
      case Statement.ForEach loop -> inner(loop.body(), labels, before);
      default -> {
        var exit = new Exit(labels, false);
        exits.push(exit);
        int end = path(statement, before);
        exits.pop();
        yield Math.max(end, exit.most);
      }
    };
  }

  /** A loop in the loop, which does not name the local: only its jumps matter. */
  private int inner(Statement body, List<String> labels, int before) {
    exits.push(new Exit(labels, true));
    path(body, before);
    exits.pop();
    return before;
  }

  private int select(Statement.Switch select, int before) {
    var exit = new Exit(List.of(), false);
    exits.push(exit);
    int most = NEVER;
    int through = NEVER;
    boolean hasDefault = false;
    for (Case group : select.cases()) {
      hasDefault |= group.isDefault();
      int end = path(group.body(), group.arrow() ? before : Math.max(before, through));
      if (group.arrow()) {
        most = Math.max(most, end);
      } else {
        through = end;
      }
    }
    exits.pop();
    most = Math.max(most, Math.max(through, exit.most));
    return hasDefault ? most : Math.max(most, before);
  }

  private int jump(String label, boolean goesOn, int before) {
    for (Exit exit : exits) {
      boolean isTarget =
          label != null
              ? exit.labels.contains(label)
              : exit.isLoop || !goesOn && exit.labels.isEmpty();
      if (isTarget) {
        exit.most = Math.max(exit.most, before);
        return NEVER;
      }
    }
    mostAtJump = Math.max(mostAtJump, before);
    return NEVER;
  }
}
