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
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes a failing method smaller for as long as it keeps failing: leaves out statements, puts a
 * part or a constant in the place of an expression. A candidate need not compile; such a one does
 * not fail as it should.
 */
final class ProgramShrinker {
  private static final int MAX_CANDIDATES = 1000;

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
    List<Statement> body = step(method.body(), method::withBody);
    return body == null ? null : method.withBody(body);
  }

  /** A smaller {@code block} that fails where {@code around} puts it, or null. */
  private List<Statement> step(List<Statement> block, Function<List<Statement>, Method> around) {
    for (int size = Math.max(1, block.size() / 2); size >= 1; size /= 2) {
      for (int i = block.size() - size; i >= 0; i--) {
        List<Statement> fewer = replaced(block, i, size, List.of());
        if (accepts(around.apply(fewer))) {
          return fewer;
        }
      }
    }
    for (int i = block.size() - 1; i >= 0; i--) {
      Statement statement = block.get(i);
      for (List<Statement> inner : statement.blocks()) {
        List<Statement> unwrapped = replaced(block, i, 1, inner);
        if (accepts(around.apply(unwrapped))) {
          return unwrapped;
        }
      }
      List<List<Statement>> blocks = statement.blocks();
      for (int j = 0; j < blocks.size(); j++) {
        int at = i;
        int inner = j;
        Function<List<Statement>, List<Statement>> inBlock =
            smaller -> {
              var changed = new ArrayList<>(blocks);
              changed.set(inner, smaller);
              return replaced(block, at, 1, List.of(statement.withBlocks(changed)));
            };
        List<Statement> smaller = step(blocks.get(j), inBlock.andThen(around));
        if (smaller != null) {
          return inBlock.apply(smaller);
        }
      }
      List<Expression> expressions = statement.expressions();
      for (int j = 0; j < expressions.size(); j++) {
        for (Expression smaller : smaller(expressions.get(j))) {
          var changed = new ArrayList<>(expressions);
          changed.set(j, smaller);
          List<Statement> statements =
              replaced(block, i, 1, List.of(statement.withExpressions(changed)));
          if (accepts(around.apply(statements))) {
            return statements;
          }
        }
      }
    }
    return null;
  }

  private static List<Statement> replaced(
      List<Statement> block, int at, int count, List<Statement> by) {
    var result = new ArrayList<>(block.subList(0, at));
    result.addAll(by);
    result.addAll(block.subList(at + count, block.size()));
    return result;
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
