package dev.lathe.lang;

import dev.lathe.lang.Ast.Expression;
import java.util.ArrayList;
import java.util.BitSet;

/** Definite assignment through expressions (JLS 16.1), in the order of their evaluation. */
final class ExpressionFlow {
  /** The states after a boolean expression. */
  record Outcome(FlowState whenTrue, FlowState whenFalse) {}

  private record FinalAssignment(Local local, Span span) {}

  private final Checked checked;
  private final Flow statements;
  private final ArrayList<FinalAssignment> finals = new ArrayList<>();
  private final Nesting nesting = new Nesting();
  private int declared;
  private BitSet written = new BitSet(); // since the innermost loop began

  /** The state at the point that has been reached. */
  FlowState state = FlowState.empty();

  ExpressionFlow(Checked checked, Flow statements) {
    this.checked = checked;
    this.statements = statements;
    this.declared = checked.kernel().parameters().size();
  }

  void declare(Ast.Variable variable) {
    int index = checked.local(variable).index();
    state.declare(index);
    declared = index + 1; // indices are in the order of declaration
    if (variable.initializer() != null) {
      scan(variable.initializer());
      state.assign(index);
    }
  }

  /** Says that a variable has got a value that is no expression. */
  void assign(Ast.Variable variable) {
    state.assign(checked.local(variable).index());
  }

  /**
   * The start of a loop: how many variables were declared and final ones assigned before it, and
   * which were assigned since the loop around it began.
   */
  record Mark(int declared, int finals, BitSet written) {}

  Mark mark() {
    var start = new Mark(declared, finals.size(), written);
    written = new BitSet();
    return start;
  }

  /**
   * At the end of a loop: notes what it assigns. A final variable from before it may not be
   * assigned in it and come round.
   */
  void repeat(Ast.Statement loop, Mark start, FlowState end) {
    checked.setSymbol(loop, written.get(0, start.declared));
    start.written.or(written);
    written = start.written;
    for (FinalAssignment assignment : finals.subList(start.finals, finals.size())) {
      int index = assignment.local.index();
      if (index < start.declared && end.touched.get(index)) {
        checked.report(Message.FINAL_ASSIGNED.at(assignment.span, assignment.local.name()));
      }
    }
  }

  void scan(Expression expression) {
    nesting.deeper(() -> {
      scanHere(expression);
      return null;
    });
  }

  private void scanHere(Expression expression) {
    switch (expression) {
      case Ast.Literal literal -> {}
      case Ast.Null none -> {}
      case Ast.Table table -> {}
      case Ast.Name name -> read(name);
      case Ast.Unary unary -> scan(unary.operand());
      case Ast.Binary binary -> binaryChain(binary);
      case Ast.Conditional conditional -> {
        Outcome condition = condition(conditional.condition());
        state = condition.whenTrue();
        scan(conditional.then());
        FlowState then = state;
        state = condition.whenFalse();
        scan(conditional.otherwise());
        state = state.join(then);
      }
      case Ast.Cast cast -> scan(cast.operand());
      case Ast.ArrayAccess access -> {
        scan(access.array());
        scan(access.index());
      }
      case Ast.ArrayLength length -> scan(length.array());
      case Ast.NewArray array -> scan(array.length());
      case Ast.ArrayInitializer array -> {
        for (Expression element : array.elements()) {
          scan(element);
        }
      }
      case Ast.Assignment assignment -> {
        if (!(assignment.target() instanceof Ast.Name)) {
          scan(assignment.target());
        }
        scan(assignment.value());
        write(assignment.target());
      }
      case Ast.CompoundAssignment assignment -> {
        scan(assignment.target());
        scan(assignment.value());
        write(assignment.target());
      }
      case Ast.Step step -> {
        scan(step.target());
        write(step.target());
      }
      case Ast.SegmentCall call -> {
        scan(call.segment());
        for (Expression argument : call.arguments()) {
          scan(argument);
        }
      }
      case Ast.Call call -> {
        for (Expression argument : call.arguments()) {
          scan(argument);
        }
      }
      case Ast.SwitchExpression select -> {
        scan(select.selector());
        statements.switchExpression(select);
      }
      case Ast.Erroneous erroneous -> {}
    }
  }

  private void read(Ast.Name name) {
    Local local = checked.local(name);
    if (!state.assigned.get(local.index())) {
      checked.report(Message.UNASSIGNED.at(name.span(), local.name()));
      state.assigned.set(local.index()); // once is enough
    }
  }

  private void write(Expression target) {
    if (!(target instanceof Ast.Name name)) {
      return; // an element: assignment to it is definite for nobody
    }
    Local local = checked.local(name);
    if (local.isFinal()) {
      if (state.touched.get(local.index())) {
        checked.report(Message.FINAL_ASSIGNED.at(name.span(), local.name()));
      } else {
        finals.add(new FinalAssignment(local, name.span()));
      }
    }
    state.assign(local.index());
    written.set(local.index());
  }

  private void binaryChain(Ast.Binary top) {
    var spine = new ArrayList<Ast.Binary>();
    Expression left = top;
    while (left instanceof Ast.Binary binary) {
      if (binary.operator().isShortCircuit()) {
        break;
      }
      spine.add(binary);
      left = binary.left();
    }
    if (left instanceof Ast.Binary logical) {
      Outcome outcome = condition(logical);
      state = outcome.whenTrue().join(outcome.whenFalse());
    } else {
      scan(left);
    }
    for (int i = spine.size() - 1; i >= 0; i--) {
      scan(spine.get(i).right());
    }
  }

  /** Scans a condition; {@link #state} is without meaning afterwards. */
  Outcome condition(Expression expression) {
    Constant constant = checked.constant(expression);
    if (constant != null) {
      FlowState never = FlowState.nowhere(checked.locals().size());
      return constant.booleanValue()
          ? new Outcome(state.copy(), never)
          : new Outcome(never, state.copy());
    }
    return nesting.deeper(() -> conditionHere(expression));
  }

  private Outcome conditionHere(Expression expression) {
    return switch (expression) {
      case Ast.Unary not -> {
        Outcome operand = condition(not.operand());
        yield new Outcome(operand.whenFalse, operand.whenTrue);
      }
      case Ast.Binary binary when binary.operator().isShortCircuit() -> shortCircuitChain(binary);
      case Ast.Conditional conditional -> {
        Outcome condition = condition(conditional.condition());
        state = condition.whenTrue;
        Outcome then = condition(conditional.then());
        state = condition.whenFalse;
        Outcome otherwise = condition(conditional.otherwise());
        yield new Outcome(
            then.whenTrue.join(otherwise.whenTrue), then.whenFalse.join(otherwise.whenFalse));
      }
      default -> {
        scanHere(expression);
        yield new Outcome(state.copy(), state.copy());
      }
    };
  }

  /** {@code a && b || c …}, from the deepest left operand upward without recursion. */
  private Outcome shortCircuitChain(Ast.Binary top) {
    var spine = new ArrayList<Ast.Binary>();
    Expression left = top;
    while (left instanceof Ast.Binary binary
        && binary.operator().isShortCircuit()
        && checked.constant(left) == null) {
      spine.add(binary);
      left = binary.left();
    }
    Outcome outcome = condition(left);
    for (int i = spine.size() - 1; i >= 0; i--) {
      boolean and = spine.get(i).operator() == BinaryOperator.CONDITIONAL_AND;
      state = and ? outcome.whenTrue : outcome.whenFalse;
      Outcome right = condition(spine.get(i).right());
      outcome =
          and
              ? new Outcome(right.whenTrue, outcome.whenFalse.join(right.whenFalse))
              : new Outcome(outcome.whenTrue.join(right.whenTrue), right.whenFalse);
    }
    return outcome;
  }
}
