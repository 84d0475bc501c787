package dev.lathe.lang;

import dev.lathe.lang.Ast.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Types and constant values of expressions (JLS 5, 15). */
final class ExpressionTyping {
  private final Checked checked;
  private final Map<String, Local> scope;
  private final Checker statements;
  private final Nesting nesting = new Nesting();
  private final CallTyping calls;
  private final MemoryTyping memory;
  private Expression boxing; // the one for which boxed has been called

  ExpressionTyping(
      Checked checked, Map<String, Local> scope, Checker statements, boolean internal) {
    this.checked = checked;
    this.scope = scope;
    this.statements = statements;
    this.calls = new CallTyping(checked, this, internal);
    this.memory = new MemoryTyping(checked, this, calls);
  }

  /** Types an expression that must have a value; {@code target} as in {@link #type}. */
  JavaType value(Expression expression, JavaType target) {
    JavaType type = type(expression, target);
    if (type == JavaType.VOID) {
      checked.report(Message.VOID_VALUE.at(expression.span(), "a call of a void method"));
      return set(expression, JavaType.ERROR, null);
    }
    return type;
  }

  /**
   * Types an expression where Java allows an object too: there it boxes what has no common type.
   */
  JavaType boxed(Expression expression) {
    Expression outer = boxing;
    boxing = expression;
    JavaType type = value(expression, null);
    boxing = outer;
    return type;
  }

  /** Types an expression in an assignment context of type {@code target} (JLS 5.2). */
  void assigned(Expression expression, JavaType target) {
    value(expression, target == JavaType.ERROR ? null : target);
    fits(expression, target);
  }

  /** Whether a typed expression may be assigned to {@code target}; reports it if not. */
  boolean fits(Expression expression, JavaType target) {
    JavaType type = checked.type(expression);
    if (type == JavaType.ERROR || target == JavaType.ERROR || type.widensTo(target)) {
      return true;
    }
    Constant constant = checked.constant(expression);
    if (constant != null && constant.fits(target)) {
      return true;
    }
    checked.report(
        type.castsTo(target)
            ? Message.INCOMPATIBLE_TYPES.at(expression.span(), type, target, target)
            : Message.NO_CONVERSION.at(expression.span(), type, target));
    return false;
  }

  /**
   * Types an expression.
   *
   * @param target the type that an assignment context gives to a switch expression, or null
   */
  JavaType type(Expression expression, JavaType target) {
    return switch (expression) {
      case Ast.Literal literal -> set(literal, literal.value().type(), literal.value());
      case Ast.Name name -> name(name);
      default -> nesting.deeper(() -> inner(expression, target));
    };
  }

  private JavaType inner(Expression expression, JavaType target) {
    return switch (expression) {
      case Ast.Literal literal -> throw new IllegalArgumentException("a leaf");
      case Ast.Null none -> set(none, JavaType.NULL, null);
      case Ast.Table table -> set(table, table.type(), null);
      case Ast.Name name -> throw new IllegalArgumentException("a leaf");
      case Ast.Unary unary -> unary(unary);
      case Ast.Binary binary -> binaryChain(binary);
      case Ast.Conditional conditional -> conditional(conditional);
      case Ast.Cast cast -> cast(cast);
      case Ast.Assignment assignment -> {
        JavaType to = target(assignment.target());
        assigned(assignment.value(), to);
        yield set(assignment, to, null);
      }
      case Ast.CompoundAssignment assignment -> compoundAssignment(assignment);
      case Ast.Step step -> {
        JavaType type = target(step.target());
        if (type != JavaType.ERROR && !type.isNumeric()) {
          String operator = step.isIncrement() ? "++" : "--";
          checked.report(Message.BAD_OPERAND.at(step.span(), operator, type, "numeric"));
          type = JavaType.ERROR;
        }
        yield set(step, type, null);
      }
      case Ast.ArrayAccess access -> memory.access(access);
      case Ast.ArrayLength length -> memory.length(length);
      case Ast.NewArray array -> memory.newArray(array);
      case Ast.ArrayInitializer array -> memory.initializer(array);
      case Ast.Call call -> calls.type(call);
      case Ast.SegmentCall call -> memory.call(call);
      case Ast.SwitchExpression select -> switchExpression(select, target);
      case Ast.Erroneous erroneous -> {
        checked.setIncomplete();
        yield set(erroneous, JavaType.ERROR, null);
      }
    };
  }

  JavaType set(Expression expression, JavaType type, Constant constant) {
    checked.set(expression, type, constant);
    return type;
  }

  private JavaType name(Ast.Name name) {
    Local local = scope.get(name.name());
    if (local == null) {
      checked.report(Message.UNKNOWN_NAME.at(name.span(), name.name()));
      return set(name, JavaType.ERROR, null);
    }
    checked.setSymbol(name, local);
    return set(name, local.type(), local.constant());
  }

  /** Types what is assigned to; never a constant, whatever the variable. */
  private JavaType target(Expression target) {
    if (target instanceof Ast.ArrayAccess) {
      return type(target, null);
    }
    if (!(target instanceof Ast.Name name)) {
      if (type(target, null) != JavaType.ERROR) {
        checked.report(
            switch (target) {
              case Ast.ArrayLength length -> Message.FINAL_ASSIGNED.at(length.span(), "length");
              case Ast.Table table -> Message.FINAL_ASSIGNED.at(table.span(), table.name());
              default -> Message.UNSUPPORTED_TARGET.at(target.span());
            });
      }
      return JavaType.ERROR;
    }
    JavaType type = name(name);
    Local local = checked.local(name);
    // Assignments to other finals are for definite assignment to judge.
    if (local != null && local.isFinal() && (local.isParameter() || local.constant() != null)) {
      checked.report(Message.FINAL_ASSIGNED.at(target.span(), local.name()));
    }
    return type;
  }

  private JavaType unary(Ast.Unary unary) {
    JavaType operand = value(unary.operand(), null);
    if (operand == JavaType.ERROR) {
      return set(unary, JavaType.ERROR, null);
    }
    boolean legal =
        switch (unary.operator()) {
          case PLUS, MINUS -> operand.isNumeric();
          case COMPLEMENT -> operand.isIntegral();
          case NOT -> operand == JavaType.BOOLEAN;
        };
    if (!legal) {
      String needed =
          switch (unary.operator()) {
            case PLUS, MINUS -> "numeric";
            case COMPLEMENT -> "integral";
            case NOT -> "boolean";
          };
      checked.report(Message.BAD_OPERAND.at(unary.span(), unary.operator(), operand, needed));
      return set(unary, JavaType.ERROR, null);
    }
    JavaType type = operand.promoted();
    Constant a = checked.constant(unary.operand());
    return set(unary, type, a == null ? null : Folding.unary(unary.operator(), type, a));
  }

  /** Types a chain of binary operators from its deepest left operand upward, without recursion. */
  private JavaType binaryChain(Ast.Binary top) {
    var spine = new ArrayList<Ast.Binary>();
    Expression left = top;
    while (left instanceof Ast.Binary binary) {
      spine.add(binary);
      left = binary.left();
    }
    value(left, null);
    JavaType type = JavaType.ERROR;
    for (int i = spine.size() - 1; i >= 0; i--) {
      Ast.Binary binary = spine.get(i);
      JavaType a = checked.type(binary.left());
      JavaType b = value(binary.right(), null);
      type = binaryType(binary.span(), binary.operator(), a, b);
      set(binary, type, fold(binary, type, a, b));
    }
    return type;
  }

  private Constant fold(Ast.Binary binary, JavaType type, JavaType a, JavaType b) {
    Constant x = checked.constant(binary.left());
    Constant y = checked.constant(binary.right());
    if (x == null || y == null || type == JavaType.ERROR) {
      return null;
    }
    return Folding.binary(binary.operator(), operandType(binary.operator(), a, b), x, y);
  }

  /** The type in which {@code a operator b} is computed: that of the left operand for a shift. */
  static JavaType operandType(BinaryOperator operator, JavaType a, JavaType b) {
    if (a == JavaType.BOOLEAN || a.isReference() && a != JavaType.NULL) {
      return a;
    }
    if (b.isReference()) {
      return b;
    }
    return operator.isShift() ? a.promoted() : JavaType.promoted(a, b);
  }

  /** The type of {@code a operator b}; reports operands that it does not take. */
  private JavaType binaryType(Span span, BinaryOperator operator, JavaType a, JavaType b) {
    if (a == JavaType.ERROR || b == JavaType.ERROR) {
      // A comparison is boolean whatever its operands: what is around it can still be checked.
      return operator.isRelational() || operator.isEquality() || operator.isShortCircuit()
          ? JavaType.BOOLEAN
          : JavaType.ERROR;
    }
    boolean numeric = a.isNumeric() && b.isNumeric();
    boolean integral = a.isIntegral() && b.isIntegral();
    boolean logical = a == JavaType.BOOLEAN && b == JavaType.BOOLEAN;
    if (operator.isShortCircuit()) {
      return logical ? a : bad(span, operator, a, b, "boolean");
    }
    if (operator.isEquality()) {
      boolean references = a.isReference() && b.isReference() && (a.widensTo(b) || b.widensTo(a));
      return numeric || logical || references
          ? JavaType.BOOLEAN
          : bad(span, operator, a, b, "both numeric, both boolean or references of one type");
    }
    if (operator.isRelational()) {
      return numeric ? JavaType.BOOLEAN : bad(span, operator, a, b, "numeric");
    }
    if (operator.isBitwise()) {
      return integral || logical
          ? operandType(operator, a, b)
          : bad(span, operator, a, b, "both integral or both boolean");
    }
    if (operator.isShift()) {
      return integral ? a.promoted() : bad(span, operator, a, b, "integral");
    }
    return numeric ? JavaType.promoted(a, b) : bad(span, operator, a, b, "numeric");
  }

  private JavaType bad(Span span, BinaryOperator operator, JavaType a, JavaType b, String needed) {
    checked.report(Message.BAD_OPERANDS.at(span, operator, a, b, needed));
    return JavaType.ERROR;
  }

  /** {@code E1 op= E2} is {@code E1 = (T) (E1 op E2)} (JLS 15.26.2). */
  private JavaType compoundAssignment(Ast.CompoundAssignment assignment) {
    JavaType type = target(assignment.target());
    JavaType value = value(assignment.value(), null);
    if (type != JavaType.ERROR && value != JavaType.ERROR) {
      binaryType(assignment.span(), assignment.operator(), type, value);
    }
    return set(assignment, type, null);
  }

  private JavaType cast(Ast.Cast cast) {
    JavaType from = boxed(cast.operand());
    JavaType to = cast.type();
    if (from == JavaType.ERROR || to == JavaType.ERROR) {
      return set(cast, to, null);
    }
    if (!from.castsTo(to)) {
      checked.report(Message.NO_CONVERSION.at(cast.span(), from, to));
      return set(cast, to, null);
    }
    Constant constant = checked.constant(cast.operand());
    return set(cast, to, constant == null ? null : constant.cast(to));
  }

  private JavaType conditional(Ast.Conditional conditional) {
    assigned(conditional.condition(), JavaType.BOOLEAN);
    boolean boxes = conditional == boxing;
    boxing = boxes ? conditional.then() : null;
    value(conditional.then(), null);
    boxing = boxes ? conditional.otherwise() : null;
    value(conditional.otherwise(), null);
    boxing = boxes ? conditional : null;
    JavaType type = common(conditional, List.of(conditional.then(), conditional.otherwise()));
    Constant condition = checked.constant(conditional.condition());
    Constant then = checked.constant(conditional.then());
    Constant otherwise = checked.constant(conditional.otherwise());
    if (condition == null || then == null || otherwise == null || type == JavaType.ERROR) {
      return set(conditional, type, null);
    }
    return set(conditional, type, (condition.booleanValue() ? then : otherwise).cast(type));
  }

  private JavaType switchExpression(Ast.SwitchExpression select, JavaType target) {
    boolean boxes = select == boxing;
    List<Expression> results = statements.switchExpression(select, target, boxes);
    boxing = boxes ? select : null;
    calls.yields(select, results);
    if (target != null) {
      return set(select, target, null);
    }
    return set(select, results.isEmpty() ? JavaType.ERROR : common(select, results), null);
  }

  /** The common type of arms: JLS 15.25 and 15.28.1, general numeric promotion (5.6). */
  private JavaType common(Expression whole, List<Expression> arms) {
    for (Expression arm : arms) {
      if (checked.type(arm).isReference()) {
        return commonReference(whole, arms);
      }
    }
    JavaType first = checked.type(arms.getFirst());
    boolean same = true;
    JavaType widest = null;
    for (Expression arm : arms) {
      JavaType type = checked.type(arm);
      if (type == JavaType.ERROR) {
        return JavaType.ERROR;
      }
      same &= type == first;
      widest = widest == null || type.ordinal() > widest.ordinal() ? type : widest;
      if (type.isNumeric() != first.isNumeric()) {
        Message message = whole == boxing ? Message.BOXED_ARMS : Message.BAD_ARMS;
        checked.report(message.at(whole.span(), first, type));
        return JavaType.ERROR;
      }
    }
    if (same) {
      return first;
    }
    if (widest.ordinal() > JavaType.INT.ordinal()) {
      return widest;
    }
    for (JavaType narrow : new JavaType[] {JavaType.SHORT, JavaType.BYTE, JavaType.CHAR}) {
      if (isNumericChoice(narrow, arms)) {
        return narrow;
      }
    }
    return JavaType.INT;
  }

  /** Arms of one type or null; in other cases Java's type is one that kernels do not have. */
  private JavaType commonReference(Expression whole, List<Expression> arms) {
    JavaType common = JavaType.NULL;
    for (Expression arm : arms) {
      JavaType type = checked.type(arm);
      if (type == JavaType.ERROR) {
        return JavaType.ERROR;
      }
      if (common == JavaType.NULL && type.isReference()) {
        common = type;
      } else if (!type.widensTo(common)) {
        checked.report(Message.BOXED_ARMS.at(whole.span(), common, type));
        return JavaType.ERROR;
      }
    }
    return common;
  }

  /** True if one arm is of type {@code narrow} and all others are, or are constants that fit it. */
  private boolean isNumericChoice(JavaType narrow, List<Expression> arms) {
    boolean present = false;
    for (Expression arm : arms) {
      JavaType type = checked.type(arm);
      present |= type == narrow;
      boolean widens = type == narrow || type == JavaType.BYTE && narrow == JavaType.SHORT;
      Constant constant = checked.constant(arm);
      if (!widens && !(type == JavaType.INT && constant != null && constant.fits(narrow))) {
        return false;
      }
    }
    return present;
  }
}
