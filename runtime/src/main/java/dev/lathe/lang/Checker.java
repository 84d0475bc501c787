package dev.lathe.lang;

import dev.lathe.lang.Ast.Case;
import dev.lathe.lang.Ast.Expression;
import dev.lathe.lang.Ast.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Types a kernel as Java does (JLS 4, 5, 14, 15). Collects every error and never throws for one;
 * nothing that follows from an error is reported again. {@link Flow} then checks reachability and
 * definite assignment, if there was no error so far, and {@link NewArrays} what is made.
 */
public final class Checker {
  private final Checked checked;
  private final ExpressionTyping expressions;
  private final Map<String, Local> scope = new HashMap<>();
  private final ArrayList<String> declared = new ArrayList<>(); // names of scope, in order
  private final ArrayList<Enclosing> enclosing = new ArrayList<>();
  private final Nesting nesting = new Nesting();
  private int hidden; // words of the variables that javac adds to loops over elements

  /** A statement that jumps may name, or a switch expression, which none may leave. */
  private record Enclosing(
      Kind kind, String label, ArrayList<Expression> yields, JavaType target, boolean boxes) {
    Enclosing(Kind kind, String label) {
      this(kind, label, null, null, false);
    }

    enum Kind {
      LOOP,
      SWITCH,
      LABEL,
      LABELED_LOOP,
      SWITCH_EXPRESSION
    }
  }

  private Checker(Ast.Kernel kernel, boolean internal) {
    this.checked = new Checked(kernel);
    this.expressions = new ExpressionTyping(checked, scope, this, internal);
  }

  public static Checked check(Ast.Kernel kernel) {
    return check(kernel, false);
  }

  /**
   * @param internal whether the kernel is an intrinsic's definition and may call what users cannot
   */
  static Checked check(Ast.Kernel kernel, boolean internal) {
    var checker = new Checker(kernel, internal);
    for (Ast.Parameter parameter : kernel.parameters()) {
      checker.declare(parameter, parameter.name(), parameter.type(), parameter.isFinal(), true);
    }
    if (kernel.result().isReference()) {
      checker.report(Message.ARRAY_RESULT.at(kernel.span(), kernel.result()));
    }
    checker.statement(kernel.body());
    if (kernel.result() == JavaType.ERROR || checker.hasErroneousLocal()) {
      checker.checked.setIncomplete(); // who made the tree has reported it
    }
    if (checker.checked.diagnostics().isEmpty() && !checker.checked.isIncomplete()) {
      Flow.check(checker.checked);
      if (checker.checked.makesArrays() && checker.checked.diagnostics().isEmpty()) {
        NewArrays.check(checker.checked);
      }
    }
    checker.checked.sortDiagnostics();
    return checker.checked;
  }

  private boolean hasErroneousLocal() {
    for (Local local : checked.locals()) {
      if (local.type() == JavaType.ERROR) {
        return true;
      }
    }
    return false;
  }

  private void report(Diagnostic diagnostic) {
    checked.report(diagnostic);
  }

  // Declarations

  private Local declare(
      Ast node, String name, JavaType type, boolean isFinal, boolean isParameter) {
    if (type == JavaType.VOID) {
      report(Message.VOID_VARIABLE.at(node.span(), name));
      type = JavaType.ERROR;
    }
    Local before = declared.isEmpty() ? null : scope.get(declared.getLast());
    int index = checked.locals().size();
    var local = new Local(index, name, type, isFinal, isParameter, before, hidden);
    checked.add(local);
    checked.setSymbol(node, local);
    if (scope.containsKey(name)) {
      report(Message.ALREADY_DECLARED.at(node.span(), name));
    } else {
      scope.put(name, local);
      declared.add(name);
    }
    return local;
  }

  private void leaveScope(int mark) {
    while (declared.size() > mark) {
      scope.remove(declared.removeLast());
    }
  }

  private void localVariables(Statement.LocalVariables statement) {
    boolean inferred = statement.type() == null;
    for (int i = 0; i < statement.variables().size(); i++) {
      Ast.Variable variable = statement.variables().get(i);
      Expression initializer = variable.initializer();
      if (inferred && i > 0) {
        report(Message.VAR_COMPOUND.at(variable.span(), variable.name()));
      }
      // The scope of a variable includes its own initializer (JLS 6.3).
      Local local =
          declare(
              variable,
              variable.name(),
              inferred ? JavaType.ERROR : statement.type(),
              statement.isFinal(),
              false);
      if (initializer == null) {
        if (inferred) {
          report(Message.VAR_WITHOUT_VALUE.at(variable.span(), variable.name()));
        }
        continue;
      }
      if (inferred) {
        local.setType(inferred(variable, expressions.boxed(initializer)));
      } else {
        expressions.assigned(initializer, local.type());
      }
      Constant constant = checked.constant(initializer);
      if (statement.isFinal() && constant != null && local.type() != JavaType.ERROR) {
        local.setConstant(constant.cast(local.type()));
      }
    }
  }

  /** The type of a {@code var} (JLS 14.4.1). */
  private JavaType inferred(Ast.Variable variable, JavaType type) {
    if (type == JavaType.NULL) {
      report(Message.VAR_NULL.at(variable.span(), variable.name()));
      return JavaType.ERROR;
    }
    return type;
  }

  // Statements

  private void statement(Statement statement) {
    nesting.deeper(() -> {
      statementHere(statement);
      return null;
    });
  }

  private void statementHere(Statement statement) {
    switch (statement) {
      case Statement.Block block -> {
        int mark = declared.size();
        for (Statement inner : block.statements()) {
          statement(inner);
        }
        leaveScope(mark);
      }
      case Statement.LocalVariables variables -> localVariables(variables);
      case Statement.ExpressionStatement expression -> expressionStatement(expression.expression());
      case Statement.Return exit -> returned(exit);
      case Statement.If branch -> {
        condition(branch.condition());
        scoped(branch.then());
        if (branch.otherwise() != null) {
          scoped(branch.otherwise());
        }
      }
      case Statement.Assert assertion -> {
        condition(assertion.condition());
        if (assertion.detail() != null) {
          detail(assertion.detail());
        }
      }
      case Statement.While loop -> {
        condition(loop.condition());
        loopBody(loop.body());
      }
      case Statement.DoWhile loop -> {
        loopBody(loop.body());
        condition(loop.condition());
      }
      case Statement.For loop -> {
        int mark = declared.size();
        for (Statement initializer : loop.initializers()) {
          statement(initializer);
        }
        if (loop.condition() != null) {
          condition(loop.condition());
        }
        for (Expression update : loop.updates()) {
          expressionStatement(update);
        }
        loopBody(loop.body());
        leaveScope(mark);
      }
      case Statement.ForEach loop -> forEach(loop);
      case Statement.Labeled labeled -> labeled(labeled);
      case Statement.Break jump -> breakTo(jump);
      case Statement.Continue jump -> continueAt(jump);
      case Statement.Switch select -> {
        enclosing.add(new Enclosing(Enclosing.Kind.SWITCH, null));
        cases(select, select.selector(), select.cases());
        enclosing.removeLast();
      }
      case Statement.Yield yield -> yielded(yield);
      case Statement.Empty empty -> {}
      case Statement.Erroneous erroneous -> checked.setIncomplete();
    }
  }

  /** The variable is not in scope in the array's expression; javac's copy of the array is. */
  private void forEach(Statement.ForEach loop) {
    int mark = declared.size();
    Ast.Variable variable = loop.variable();
    hidden++;
    JavaType array = expressions.value(loop.array(), null);
    if (!array.isArray() && array != JavaType.ERROR) {
      report(Message.NOT_AN_ARRAY.at(loop.array().span(), array));
    }
    JavaType element = array.isArray() ? array.element() : JavaType.ERROR;
    hidden += Lowering.HIDDEN_IN_FOR_EACH - 1;
    JavaType type = loop.type() == null ? element : loop.type();
    declare(variable, variable.name(), type, loop.isFinal(), false);
    if (element != JavaType.ERROR && type != JavaType.ERROR && !element.widensTo(type)) {
      report(
          element.castsTo(type)
              ? Message.NARROW_VARIABLE.at(loop.array().span(), element, type, element)
              : Message.NO_CONVERSION.at(loop.array().span(), element, type));
    }
    loopBody(loop.body());
    leaveScope(mark);
    hidden -= Lowering.HIDDEN_IN_FOR_EACH;
  }

  private void detail(Expression detail) {
    if (expressions.boxed(detail).isReference()) {
      report(
          Message.UNSUPPORTED_EXPRESSION.at(
              detail.span(), "an object as an assertion's detail", "give a number"));
    }
  }

  private void scoped(Statement statement) {
    int mark = declared.size();
    statement(statement);
    leaveScope(mark);
  }

  private void expressionStatement(Expression expression) {
    expressions.type(expression, null);
    if (expression instanceof Ast.Assignment
        || expression instanceof Ast.CompoundAssignment
        || expression instanceof Ast.Step
        || expression instanceof Ast.Call
        || expression instanceof Ast.SegmentCall
        || expression instanceof Ast.Erroneous) {
      return;
    }
    report(Message.NOT_A_STATEMENT.at(expression.span()));
  }

  private void condition(Expression expression) {
    expressions.assigned(expression, JavaType.BOOLEAN);
  }

  private void loopBody(Statement body) {
    enclosing.add(new Enclosing(Enclosing.Kind.LOOP, null));
    scoped(body);
    enclosing.removeLast();
  }

  private void returned(Statement.Return exit) {
    JavaType result = checked.kernel().result();
    for (Enclosing around : enclosing) {
      if (around.kind == Enclosing.Kind.SWITCH_EXPRESSION) {
        report(
            Message.NO_JUMP_TARGET.at(
                exit.span(), "return", "a method: it is in a switch expression"));
        break;
      }
    }
    if (exit.value() == null) {
      if (result != JavaType.VOID && result != JavaType.ERROR) {
        report(
            Message.RETURN_VALUE.at(
                exit.span(), "return without a value", "return a value of type " + result));
      }
    } else if (result == JavaType.VOID) {
      expressions.type(exit.value(), null);
      report(
          Message.RETURN_VALUE.at(
              exit.value().span(), "return of a value from a void method", "drop the value"));
    } else {
      expressions.assigned(exit.value(), result);
    }
  }

  // Jumps

  private void labeled(Statement.Labeled labeled) {
    for (Enclosing around : enclosing) {
      if (labeled.label().equals(around.label)) {
        report(Message.LABEL_TWICE.at(labeled.span(), labeled.label()));
      }
    }
    Statement body = labeled.body(); // a label before another one names no loop (JLS 14.16)
    boolean loop =
        body instanceof Statement.While
            || body instanceof Statement.DoWhile
            || body instanceof Statement.For
            || body instanceof Statement.ForEach;
    Enclosing.Kind kind = loop ? Enclosing.Kind.LABELED_LOOP : Enclosing.Kind.LABEL;
    enclosing.add(new Enclosing(kind, labeled.label()));
    scoped(labeled.body());
    enclosing.removeLast();
  }

  private void breakTo(Statement.Break jump) {
    for (int i = enclosing.size() - 1; i >= 0; i--) {
      Enclosing around = enclosing.get(i);
      switch (around.kind) {
        case SWITCH_EXPRESSION -> {
          report(
              Message.NO_JUMP_TARGET.at(
                  jump.span(), "break", "a loop or switch statement inside the switch expression"));
          return;
        }
        case LOOP, SWITCH -> {
          if (jump.label() == null) {
            return;
          }
        }
        case LABEL, LABELED_LOOP -> {
          if (around.label.equals(jump.label())) {
            return;
          }
        }
      }
    }
    report(
        jump.label() == null
            ? Message.NO_JUMP_TARGET.at(jump.span(), "break", "a loop or switch")
            : Message.NO_LABEL.at(jump.span(), "statement", jump.label()));
  }

  private void continueAt(Statement.Continue jump) {
    for (int i = enclosing.size() - 1; i >= 0; i--) {
      Enclosing around = enclosing.get(i);
      if (around.kind == Enclosing.Kind.SWITCH_EXPRESSION) {
        report(
            Message.NO_JUMP_TARGET.at(
                jump.span(), "continue", "a loop inside the switch expression"));
        return;
      }
      if (jump.label() == null
          ? around.kind == Enclosing.Kind.LOOP
          : around.kind == Enclosing.Kind.LABELED_LOOP && around.label.equals(jump.label())) {
        return;
      }
    }
    report(
        jump.label() == null
            ? Message.NO_JUMP_TARGET.at(jump.span(), "continue", "a loop")
            : Message.NO_LABEL.at(jump.span(), "loop", jump.label()));
  }

  private void yielded(Statement.Yield yield) {
    for (int i = enclosing.size() - 1; i >= 0; i--) {
      Enclosing around = enclosing.get(i);
      if (around.kind == Enclosing.Kind.SWITCH_EXPRESSION) {
        if (around.target != null) {
          expressions.assigned(yield.value(), around.target);
        } else if (around.boxes) {
          expressions.boxed(yield.value());
        } else {
          expressions.value(yield.value(), null);
        }
        around.yields.add(yield.value());
        return;
      }
    }
    expressions.value(yield.value(), null);
    report(Message.NO_JUMP_TARGET.at(yield.span(), "yield", "a switch expression"));
  }

  // Switches (JLS 14.11, 15.28)

  /**
   * Checks a switch expression's parts; returns the expressions that it may yield.
   *
   * @param boxes whether it stands where Java allows an object too
   */
  List<Expression> switchExpression(
      Ast.SwitchExpression expression, JavaType target, boolean boxes) {
    var yields = new ArrayList<Expression>();
    enclosing.add(new Enclosing(Enclosing.Kind.SWITCH_EXPRESSION, null, yields, target, boxes));
    boolean hasDefault = cases(expression, expression.selector(), expression.cases());
    enclosing.removeLast();
    if (!hasDefault) {
      report(Message.NOT_EXHAUSTIVE.at(expression.span()));
    }
    return yields;
  }

  private boolean cases(Ast node, Expression selector, List<Case> cases) {
    JavaType type = expressions.value(selector, null);
    if (type != JavaType.ERROR && type.promoted() != JavaType.INT) {
      report(Message.BAD_SELECTOR.at(selector.span(), type));
      type = JavaType.ERROR;
    }
    var seen = new HashSet<Long>();
    boolean hasDefault = false;
    int mark = declared.size();
    for (Case group : cases) {
      if (group.arrow() != cases.getFirst().arrow()) {
        report(Message.MIXED_CASES.at(group.span()));
      }
      for (Expression label : group.labels()) {
        label(label, type, seen);
      }
      if (group.isDefault()) {
        if (hasDefault) {
          report(Message.CASE_TWICE.at(group.span(), "default"));
        }
        hasDefault = true;
      }
      int groupMark = declared.size();
      for (Statement inner : group.body()) {
        statement(inner);
      }
      if (group.arrow()) {
        leaveScope(groupMark); // the groups of an old switch share one scope
      }
    }
    leaveScope(mark);
    return hasDefault;
  }

  private void label(Expression label, JavaType selector, HashSet<Long> seen) {
    JavaType type = expressions.value(label, null);
    if (type == JavaType.ERROR || selector == JavaType.ERROR) {
      return;
    }
    Constant constant = checked.constant(label);
    if (constant == null) {
      report(Message.CASE_NOT_CONSTANT.at(label.span()));
    } else if (expressions.fits(label, selector) && !seen.add(constant.bits())) {
      report(Message.CASE_TWICE.at(label.span(), constant));
    }
  }
}
