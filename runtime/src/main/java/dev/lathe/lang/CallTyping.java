package dev.lathe.lang;

import dev.lathe.lang.Ast.Expression;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Types calls (JLS 15.12), for {@link ExpressionTyping}; {@link Overloads} chooses the method. */
final class CallTyping {
  private final Checked checked;
  private final ExpressionTyping expressions;
  private final boolean internal;
  private final Map<Expression, List<Expression>> yields = new IdentityHashMap<>();

  /**
   * @param internal whether calls may name what users cannot call
   */
  CallTyping(Checked checked, ExpressionTyping expressions, boolean internal) {
    this.checked = checked;
    this.expressions = expressions;
    this.internal = internal;
  }

  /** Says what a switch expression may yield, which decides whether it fits a parameter. */
  void yields(Ast.SwitchExpression select, List<Expression> results) {
    yields.put(select, results);
  }

  /**
   * Types a call and its arguments, and chooses the method; what is wrong is reported.
   *
   * @return the type that the call has then
   */
  JavaType type(Ast.Call call) {
    String name =
        call.owner().isEmpty()
            ? call.method()
            : CalledMethod.simple(call.owner()) + "." + call.method();
    List<CalledMethod> overloads = overloads(call);
    if (overloads.isEmpty()) {
      for (Expression argument : call.arguments()) {
        expressions.value(argument, null);
      }
      checked.report(
          Message.UNSUPPORTED_CALL.at(
              call.span(), name, Intrinsics.nearest(call.owner(), call.method())));
      return expressions.set(call, JavaType.ERROR, null);
    }
    return choose(call, name, call.arguments(), overloads);
  }

  /**
   * Types the arguments of {@code call} and chooses one of {@code overloads}.
   *
   * @param name the method as messages name it
   */
  JavaType choose(
      Expression call, String name, List<Expression> list, List<CalledMethod> overloads) {
    boolean known = true;
    var types = new ArrayList<JavaType>();
    var arguments = new ArrayList<List<JavaType>>();
    boolean boxes = Overloads.takeObjects(overloads);
    for (Expression argument : list) {
      JavaType type = boxes ? expressions.boxed(argument) : expressions.value(argument, null);
      List<JavaType> results = results(argument);
      known &= type != JavaType.ERROR && !results.contains(JavaType.ERROR);
      types.add(type);
      arguments.add(results);
    }
    if (!known) {
      return expressions.set(
          call, overloads.size() == 1 ? overloads.getFirst().result() : JavaType.ERROR, null);
    }
    CalledMethod best = Overloads.strict(overloads, arguments);
    if (best == null) {
      best = Overloads.loose(overloads, arguments);
    }
    if (best == null) {
      checked.report(
          Message.BAD_ARGUMENTS.at(call.span(), name, list(types), declarations(overloads)));
      return expressions.set(call, JavaType.ERROR, null);
    }
    if (best.meaning() instanceof CalledMethod.Meaning.Refused(String refused, String remedy)) {
      checked.report(Message.UNSUPPORTED_CALL.at(call.span(), refused, remedy));
      return expressions.set(call, best.result(), null);
    }
    for (int i = 0; i < arguments.size(); i++) {
      retype(list.get(i), best.parameters().get(i));
    }
    checked.setSymbol(call, best);
    return expressions.set(call, best.result(), null);
  }

  private List<CalledMethod> overloads(Ast.Call call) {
    if (call.overloads() != null) {
      return call.overloads();
    }
    return Intrinsics.isInternal(call.owner()) && !internal
        ? List.of()
        : Intrinsics.find(call.owner(), call.method());
  }

  /** The types that an argument has as an operand of overload resolution: see {@link Overloads}. */
  private List<JavaType> results(Expression argument) {
    if (!(argument instanceof Ast.SwitchExpression select)) {
      return List.of(checked.type(argument));
    }
    var types = new ArrayList<JavaType>();
    for (Expression result : yields.get(select)) {
      types.addAll(results(result));
    }
    return types;
  }

  /** Gives a switch expression the type that its invocation context expects. */
  private void retype(Expression argument, JavaType target) {
    if (argument instanceof Ast.SwitchExpression select) {
      expressions.set(select, target, null);
      for (Expression result : yields.get(select)) {
        retype(result, target);
      }
    }
  }

  private static String list(List<JavaType> types) {
    String text = types.toString();
    return text.substring(1, text.length() - 1);
  }

  private static String declarations(List<CalledMethod> overloads) {
    var text = new StringBuilder();
    for (CalledMethod row : overloads) {
      text.append(text.isEmpty() ? "" : " or ").append(row.signature());
    }
    return text.toString();
  }
}
