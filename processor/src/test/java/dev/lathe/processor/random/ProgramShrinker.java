package dev.lathe.processor.random;

import dev.lathe.lang.JavaType;
import dev.lathe.processor.random.JavaProgram.Assignment;
import dev.lathe.processor.random.JavaProgram.Cast;
import dev.lathe.processor.random.JavaProgram.Expression;
import dev.lathe.processor.random.JavaProgram.Literal;
import dev.lathe.processor.random.JavaProgram.Method;
import dev.lathe.processor.random.JavaProgram.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing method smaller for as long as it keeps failing: leaves out statements, puts a
 * part or a constant in the place of an expression. A candidate need not compile; such a one does
 * not fail as it should.
 */
final class ProgramShrinker {
  private static final int MAX_CANDIDATES = 600;

  private final Predicate<Method> fails;
  private int left = MAX_CANDIDATES;

  private ProgramShrinker(Predicate<Method> fails) {
    this.fails = fails;
  }

  static Method shrink(Method method, Predicate<Method> fails) {
    return new ProgramShrinker(fails).shrink(method);
  }

  private Method shrink(Method method) {
    Method best = method;
    for (Method smaller = step(best); smaller != null; smaller = step(best)) {
      best = smaller;
    }
    return best;
  }

  /** The first smaller method that fails, or null. */
  private Method step(Method method) {
    List<Statement> body = method.body();
    for (int size = body.size() / 2; size >= 1; size /= 2) {
      for (int i = body.size() - 1 - size; i >= 0; i--) { // the last one returns
        var fewer = new ArrayList<>(body.subList(0, i));
        fewer.addAll(body.subList(i + size, body.size()));
        if (accepts(method.withBody(fewer))) {
          return method.withBody(fewer);
        }
      }
    }
    for (int i = body.size() - 1; i >= 0; i--) {
      Statement statement = body.get(i);
      List<Expression> expressions = statement.expressions();
      for (int j = 0; j < expressions.size(); j++) {
        for (Expression smaller : smaller(expressions.get(j))) {
          var changed = new ArrayList<>(expressions);
          changed.set(j, smaller);
          var statements = new ArrayList<>(body);
          statements.set(i, statement.withExpressions(changed));
          if (accepts(method.withBody(statements))) {
            return method.withBody(statements);
          }
        }
      }
    }
    return null;
  }

  private boolean accepts(Method candidate) {
    return left-- > 0 && fails.test(candidate);
  }

  /** Expressions that may stand for {@code expression}, the smallest first. */
  private static List<Expression> smaller(Expression expression) {
    var result = new ArrayList<Expression>();
    if (!(expression instanceof Literal)) {
      result.add(constant(expression.type(), 0));
      result.add(constant(expression.type(), 1));
    }
    parts(expression, expression.type(), result);
    result.removeIf(
        candidate -> candidate.size() >= expression.size() && !(candidate instanceof Literal));
    List<Expression> parts = expression.parts();
    for (int i = 0; i < parts.size(); i++) {
      for (Expression smaller : smaller(parts.get(i))) {
        var changed = new ArrayList<>(parts);
        changed.set(i, smaller);
        result.add(expression.withParts(changed));
      }
    }
    return result;
  }

  private static void parts(Expression expression, JavaType type, List<Expression> result) {
    for (Expression part : expression.parts()) {
      if (part.type() == type || expression instanceof Assignment && part.type().widensTo(type)) {
        result.add(part);
      } else if (part.type().castsTo(type) && !(expression instanceof Cast)) {
        result.add(new Cast(type, part));
      }
      if (part.parts().size() > 0 && part.type() != type) {
        parts(part, type, result);
      }
    }
  }

  private static Literal constant(JavaType type, int value) {
    String text =
        switch (type) {
          case BOOLEAN -> value == 0 ? "false" : "true";
          case INT -> Integer.toString(value);
          case LONG -> value + "L";
          case FLOAT -> value + "f";
          case DOUBLE -> value + "d";
          default -> "(" + type + ") " + value;
        };
    return new Literal(type, text, value);
  }
}
