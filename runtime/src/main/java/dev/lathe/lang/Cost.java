package dev.lathe.lang;

import dev.lathe.ir.Op;
import dev.lathe.lang.Ast.Expression;
import dev.lathe.lang.Ast.Statement;
import java.util.List;

/**
 * Whether an expression may be evaluated where Java would skip it: it has no effect, cannot trap,
 * and costs no more than a mispredicted branch might. The search is cut off at the limit, so asking
 * it at every level of a nest stays linear.
 */
final class Cost {
  private static final int LIMIT = 8;

  private Cost() {}

  static boolean isCheap(Checked checked, Expression expression) {
    return rest(checked, expression, LIMIT) >= 0;
  }

  /** What is left of {@code budget}; negative if it is exceeded or the expression must not run. */
  private static int rest(Checked checked, Expression expression, int budget) {
    if (budget < 0 || checked.constant(expression) != null) {
      return budget;
    }
    return switch (expression) {
      case Ast.Literal literal -> budget;
      case Ast.Null none -> budget;
      case Ast.Table table -> budget;
      case Ast.Name name -> budget;
      case Ast.Unary unary -> rest(checked, unary.operand(), budget - 1);
      case Ast.Cast cast -> rest(checked, cast.operand(), budget - 1);
      case Ast.Binary binary ->
          isDivision(binary.operator())
              ? -1
              : rest(checked, binary.right(), rest(checked, binary.left(), budget - 1));
      case Ast.Conditional conditional ->
          rest(
              checked,
              conditional.otherwise(),
              rest(
                  checked, conditional.then(), rest(checked, conditional.condition(), budget - 1)));
      case Ast.Call call -> call(checked, call, budget - 1);
      case Ast.ArrayAccess access -> -1; // may trap, as may what follows
      case Ast.ArrayLength length -> -1;
      case Ast.NewArray array -> -1;
      case Ast.ArrayInitializer array -> -1;
      case Ast.SegmentCall call -> -1;
      case Ast.Assignment assignment -> -1;
      case Ast.CompoundAssignment assignment -> -1;
      case Ast.Step step -> -1;
      case Ast.SwitchExpression select -> -1;
      case Ast.Erroneous erroneous -> -1;
    };
  }

  /** Integer division may trap; that of floats is slow. */
  private static boolean isDivision(BinaryOperator operator) {
    return operator == BinaryOperator.DIVIDE || operator == BinaryOperator.REMAINDER;
  }

  private static int call(Checked checked, Ast.Call call, int budget) {
    int rest = budget;
    for (Expression argument : call.arguments()) {
      rest = rest(checked, argument, rest);
    }
    return switch (checked.method(call).meaning()) {
      case CalledMethod.Meaning.Direct direct -> direct.op() == Op.FSQRT ? -1 : rest;
      case CalledMethod.Meaning.Function math -> -1;
      case CalledMethod.Meaning.Lookup lookup -> rest - 1;
      case CalledMethod.Meaning.Division division -> -1;
      case CalledMethod.Meaning.Guard guard -> -1;
      case CalledMethod.Meaning.Memory access -> -1;
      case CalledMethod.Meaning.Kernel kernel -> -1;
      case CalledMethod.Meaning.Refused refused -> -1;
      case CalledMethod.Meaning.Inline inline -> {
        Checked definition = inline.definition().checked();
        List<Statement> body = definition.kernel().body().statements();
        yield body.size() == 1 && body.getFirst() instanceof Statement.Return only
            ? rest(definition, only.value(), rest)
            : -1;
      }
    };
  }
}
