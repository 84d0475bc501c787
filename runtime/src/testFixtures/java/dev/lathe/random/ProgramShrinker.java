package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Assignment;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Literal;
import dev.lathe.random.JavaExpression.MethodCall;
import dev.lathe.random.JavaProgram.Header;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes a failing program smaller for as long as it keeps failing: leaves out methods and
 * statements, puts a part or a constant in the place of an expression. A candidate need not
 * compile; such a one does not fail as it should. What makes recursion and loops end stays.
 */
public final class ProgramShrinker {
  private static final int MAX_CANDIDATES =
      Integer.getInteger("lathe.test.random.candidates", 1000);

  private final Predicate<Program> fails;
  private int left = MAX_CANDIDATES;

  private ProgramShrinker(Predicate<Program> fails) {
    this.fails = fails;
  }

  public static Program shrink(Program program, Predicate<Program> fails) {
    return new ProgramShrinker(fails).shrink(program);
  }

  private Program shrink(Program program) {
    Program best = program;
    for (Program smaller = step(best); smaller != null; smaller = step(best)) {
      best = smaller;
    }
    return best;
  }

  /** The first smaller program that fails, or null. */
  private Program step(Program program) {
    for (int i = program.methods().size() - 1; i > 0; i--) {
      Program fewer = without(program, i);
      if (accepts(fewer)) {
        return fewer;
      }
    }
    for (int i = 0; i < program.methods().size(); i++) {
      int at = i;
      Method method = program.methods().get(i);
      List<JavaStatement> body =
          step(method.body(), block -> program.with(at, method.withBody(block)));
      if (body != null) {
        return program.with(i, method.withBody(body));
      }
      if (method.base() != null) {
        for (JavaExpression base : smaller(method.base())) {
          Program candidate = program.with(i, method.withBase(base));
          if (accepts(candidate)) {
            return candidate;
          }
        }
      }
    }
    return null;
  }

  /** The program without one of its methods: constants stand for what calls of it return. */
  private static Program without(Program program, int index) {
    Header dropped = program.methods().get(index).header();
    var methods = new ArrayList<Method>();
    for (Method method : program.methods()) {
      if (method.header() != dropped) {
        Method changed = method.withBody(without(method.body(), dropped));
        methods.add(
            method.base() == null ? changed : changed.withBase(without(method.base(), dropped)));
      }
    }
    return new Program(methods, program.assertions());
  }

  private static List<JavaStatement> without(List<JavaStatement> block, Header dropped) {
    var result = new ArrayList<JavaStatement>();
    for (JavaStatement statement : block) {
      if (statement instanceof JavaStatement.Effect effect
          && effect.expression() instanceof MethodCall call
          && call.callee() == dropped) {
        continue;
      }
      var expressions = new ArrayList<JavaExpression>();
      statement.expressions().forEach(each -> expressions.add(without(each, dropped)));
      var blocks = new ArrayList<List<JavaStatement>>();
      statement.blocks().forEach(each -> blocks.add(without(each, dropped)));
      JavaStatement changed =
          expressions.isEmpty() ? statement : statement.withExpressions(expressions);
      result.add(blocks.isEmpty() ? changed : changed.withBlocks(blocks));
    }
    return result;
  }

  private static JavaExpression without(JavaExpression expression, Header dropped) {
    if (expression instanceof MethodCall call && call.callee() == dropped) {
      return constant(call.type(), 1);
    }
    if (!expression.calls()) {
      return expression;
    }
    var parts = new ArrayList<JavaExpression>();
    expression.parts().forEach(part -> parts.add(without(part, dropped)));
    var blocks = new ArrayList<List<JavaStatement>>();
    expression.blocks().forEach(block -> blocks.add(without(block, dropped)));
    JavaExpression changed = expression.withParts(parts);
    return blocks.isEmpty() ? changed : changed.withBlocks(blocks);
  }

  /** A smaller {@code block} that fails where {@code around} puts it, or null. */
  private List<JavaStatement> step(
      List<JavaStatement> block, Function<List<JavaStatement>, Program> around) {
    for (int size = Math.max(1, block.size() / 2); size >= 1; size /= 2) {
      for (int i = block.size() - size; i >= 0; i--) {
        List<JavaStatement> fewer = replaced(block, i, size, List.of());
        if (accepts(around.apply(fewer))) {
          return fewer;
        }
      }
    }
    for (int i = block.size() - 1; i >= 0; i--) {
      JavaStatement statement = block.get(i);
      for (List<JavaStatement> inner : statement.blocks()) {
        List<JavaStatement> unwrapped = replaced(block, i, 1, inner);
        if (accepts(around.apply(unwrapped))) {
          return unwrapped;
        }
      }
      List<List<JavaStatement>> blocks = statement.blocks();
      for (int j = 0; j < blocks.size(); j++) {
        int at = i;
        int inner = j;
        Function<List<JavaStatement>, List<JavaStatement>> inBlock =
            smaller -> {
              var changed = new ArrayList<>(blocks);
              changed.set(inner, smaller);
              return replaced(block, at, 1, List.of(statement.withBlocks(changed)));
            };
        List<JavaStatement> smaller = step(blocks.get(j), inBlock.andThen(around));
        if (smaller != null) {
          return inBlock.apply(smaller);
        }
      }
      List<JavaExpression> expressions = statement.expressions();
      for (int j = 0; j < expressions.size(); j++) {
        for (JavaExpression smaller : smaller(expressions.get(j))) {
          var changed = new ArrayList<>(expressions);
          changed.set(j, smaller);
          List<JavaStatement> statements =
              replaced(block, i, 1, List.of(statement.withExpressions(changed)));
          if (accepts(around.apply(statements))) {
            return statements;
          }
        }
      }
    }
    return null;
  }

  private static List<JavaStatement> replaced(
      List<JavaStatement> block, int at, int count, List<JavaStatement> by) {
    var result = new ArrayList<>(block.subList(0, at));
    result.addAll(by);
    result.addAll(block.subList(at + count, block.size()));
    return result;
  }

  private boolean accepts(Program candidate) {
    return left-- > 0 && fails.test(candidate);
  }

  /** Expressions that may stand for {@code expression}, the smallest first. */
  private static List<JavaExpression> smaller(JavaExpression expression) {
    var result = new ArrayList<JavaExpression>();
    boolean isScalar = expression.type() != JavaType.VOID && !expression.type().isReference();
    if (!(expression instanceof Literal) && isScalar) {
      result.add(constant(expression.type(), 0));
      result.add(constant(expression.type(), 1));
    }
    if (expression.type() != JavaType.VOID) {
      parts(expression, expression.type(), result);
    }
    result.removeIf(
        candidate -> candidate.size() >= expression.size() && !(candidate instanceof Literal));
    shorterBlocks(expression, result);
    List<JavaExpression> parts = expression.parts();
    for (int i = 0; i < parts.size(); i++) {
      for (JavaExpression smaller : smaller(parts.get(i))) {
        var changed = new ArrayList<>(parts);
        changed.set(i, smaller);
        result.add(expression.withParts(changed));
      }
    }
    return result;
  }

  /** Adds what becomes of a switch without a statement, a case, or with a smaller expression. */
  private static void shorterBlocks(JavaExpression expression, List<JavaExpression> result) {
    List<List<JavaStatement>> blocks = expression.blocks();
    if (expression instanceof JavaExpression.Switch choice) {
      for (int i = 0; i < blocks.size() && blocks.size() > 1; i++) {
        result.add(choice.without(i));
      }
    }
    for (int i = 0; i < blocks.size(); i++) {
      List<JavaStatement> block = blocks.get(i);
      for (int j = block.size() - 1; j >= 0; j--) {
        result.add(withBlock(expression, i, replaced(block, j, 1, List.of())));
        JavaStatement statement = block.get(j);
        for (List<JavaStatement> inner : statement.blocks()) {
          result.add(withBlock(expression, i, replaced(block, j, 1, inner)));
        }
        List<JavaExpression> expressions = statement.expressions();
        for (int k = 0; k < expressions.size(); k++) {
          for (JavaExpression smaller : smaller(expressions.get(k))) {
            var changed = new ArrayList<>(expressions);
            changed.set(k, smaller);
            JavaStatement other = statement.withExpressions(changed);
            result.add(withBlock(expression, i, replaced(block, j, 1, List.of(other))));
          }
        }
      }
    }
  }

  private static JavaExpression withBlock(
      JavaExpression expression, int index, List<JavaStatement> block) {
    var blocks = new ArrayList<>(expression.blocks());
    blocks.set(index, block);
    return expression.withBlocks(blocks);
  }

  private static void parts(JavaExpression expression, JavaType type, List<JavaExpression> result) {
    for (JavaExpression part : expression.parts()) {
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
