package dev.lathe.processor.random;

import dev.lathe.lang.JavaType;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree of a random program: what the generator makes, the shrinker cuts and javac reads. Every
 * expression knows its static type (JLS 15). A new construct is a record that lists its parts; the
 * shrinker needs nothing else to work on it.
 */
final class JavaProgram {
  private JavaProgram() {}

  record Parameter(boolean isFinal, JavaType type, String name) {}

  /** A kernel: a default method of the interface. */
  record Method(String name, JavaType result, List<Parameter> parameters, List<Statement> body) {
    Method withBody(List<Statement> statements) {
      return new Method(name, result, parameters, statements);
    }

    /** The method as Java, one statement a line, so that a stack trace tells which one threw. */
    String print(String modifier) {
      var text = new StringBuilder("  " + modifier + result + " " + name + "(");
      for (int i = 0; i < parameters.size(); i++) {
        Parameter parameter = parameters.get(i);
        text.append(i == 0 ? "" : ", ").append(parameter.isFinal ? "final " : "");
        text.append(parameter.type).append(' ').append(parameter.name);
      }
      text.append(") {\n");
      for (Statement statement : body) {
        text.append("    ").append(statement.print()).append('\n');
      }
      return text.append("  }\n").toString();
    }
  }

  /** A statement (JLS 14). */
  sealed interface Statement {
    List<Expression> expressions();

    Statement withExpressions(List<Expression> expressions);

    String print();
  }

  /**
   * A local variable declaration.
   *
   * @param isVar declared {@code var}; else with {@code type}
   * @param initializers one for each name; null for none
   */
  record Declaration(
      boolean isFinal,
      boolean isVar,
      JavaType type,
      List<String> names,
      List<Expression> initializers)
      implements Statement {
    @Override
    public List<Expression> expressions() {
      return initializers.stream().filter(each -> each != null).toList();
    }

    @Override
    public Statement withExpressions(List<Expression> expressions) {
      var result = new ArrayList<>(initializers);
      int next = 0;
      for (int i = 0; i < result.size(); i++) {
        if (result.get(i) != null) {
          result.set(i, expressions.get(next++));
        }
      }
      return new Declaration(isFinal, isVar, type, names, result);
    }

    @Override
    public String print() {
      var text = new StringBuilder(isFinal ? "final " : "").append(isVar ? "var" : type.toString());
      for (int i = 0; i < names.size(); i++) {
        text.append(i == 0 ? " " : ", ").append(names.get(i));
        if (initializers.get(i) != null) {
          text.append(" = ").append(initializers.get(i).print());
        }
      }
      return text.append(';').toString();
    }
  }

  /** {@code expression} is an assignment, a step or a call. */
  record ExpressionStatement(Expression expression) implements Statement {
    @Override
    public List<Expression> expressions() {
      return List.of(expression);
    }

    @Override
    public Statement withExpressions(List<Expression> expressions) {
      return new ExpressionStatement(expressions.getFirst());
    }

    @Override
    public String print() {
      return expression.print() + ";";
    }
  }

  record Return(Expression value) implements Statement {
    @Override
    public List<Expression> expressions() {
      return List.of(value);
    }

    @Override
    public Statement withExpressions(List<Expression> expressions) {
      return new Return(expressions.getFirst());
    }

    @Override
    public String print() {
      return "return " + value.print() + ";";
    }
  }

  /** An expression (JLS 15). */
  sealed interface Expression {
    int ASSIGNMENT = 0;
    int CONDITIONAL = 1;
    int UNARY = 13;
    int PRIMARY = 15;

    JavaType type();

    default List<Expression> parts() {
      return List.of();
    }

    /** The same with other parts, as many and of the same types. */
    default Expression withParts(List<Expression> parts) {
      return this;
    }

    /** How tightly it binds: higher is tighter. */
    default int precedence() {
      return PRIMARY;
    }

    /** True if javac may take it for a constant expression (JLS 15.29). */
    default boolean mayBeConstant() {
      return precedence() != ASSIGNMENT
          && !parts().isEmpty()
          && parts().stream().allMatch(Expression::mayBeConstant);
    }

    String print();

    /** The text, in parentheses unless it binds at least as tightly as {@code least}. */
    default String print(int least) {
      return precedence() >= least ? print() : "(" + print() + ")";
    }

    default int size() {
      return 1 + parts().stream().mapToInt(Expression::size).sum();
    }
  }

  /**
   * A literal, or a cast or negative one.
   *
   * @param value its value if it is an integer, as far as conversion of constants needs it
   */
  record Literal(JavaType type, String text, long value) implements Expression {
    @Override
    public boolean mayBeConstant() {
      return true;
    }

    @Override
    public int precedence() {
      return text.startsWith("-") || text.startsWith("(") ? UNARY : PRIMARY;
    }

    @Override
    public String print() {
      return text;
    }
  }

  /**
   * A local variable, parameter or interface constant.
   *
   * @param isConstant it is final with a constant initializer, perhaps
   */
  record Variable(JavaType type, String name, boolean isConstant) implements Expression {
    @Override
    public boolean mayBeConstant() {
      return isConstant;
    }

    @Override
    public String print() {
      return name;
    }
  }

  record Unary(JavaType type, String operator, Expression operand) implements Expression {
    @Override
    public List<Expression> parts() {
      return List.of(operand);
    }

    @Override
    public Expression withParts(List<Expression> parts) {
      return new Unary(type, operator, parts.getFirst());
    }

    @Override
    public int precedence() {
      return UNARY;
    }

    @Override
    public String print() {
      String text = operand.print(UNARY);
      return operator + (text.startsWith(operator) ? "(" + text + ")" : text);
    }
  }

  record Binary(JavaType type, String operator, int precedence, Expression left, Expression right)
      implements Expression {
    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }

    @Override
    public Expression withParts(List<Expression> parts) {
      return new Binary(type, operator, precedence, parts.get(0), parts.get(1));
    }

    @Override
    public String print() {
      return left.print(precedence) + " " + operator + " " + right.print(precedence + 1);
    }
  }

  /**
   * {@code ?:}. Of type float always in parentheses: where it stands without them for a double,
   * javac converts an int or long operand straight to double, against JLS 15.25, by which it is
   * rounded to float first.
   */
  record Conditional(JavaType type, Expression condition, Expression then, Expression otherwise)
      implements Expression {
    @Override
    public List<Expression> parts() {
      return List.of(condition, then, otherwise);
    }

    @Override
    public Expression withParts(List<Expression> parts) {
      return new Conditional(type, parts.get(0), parts.get(1), parts.get(2));
    }

    @Override
    public int precedence() {
      return type == JavaType.FLOAT ? PRIMARY : CONDITIONAL;
    }

    @Override
    public String print() {
      String text =
          condition.print(CONDITIONAL + 1)
              + " ? "
              + then.print(CONDITIONAL)
              + " : "
              + otherwise.print(CONDITIONAL);
      return type == JavaType.FLOAT ? "(" + text + ")" : text;
    }
  }

  record Cast(JavaType type, Expression operand) implements Expression {
    @Override
    public List<Expression> parts() {
      return List.of(operand);
    }

    @Override
    public Expression withParts(List<Expression> parts) {
      return new Cast(type, parts.getFirst());
    }

    @Override
    public int precedence() {
      return UNARY;
    }

    @Override
    public String print() {
      return "(" + type + ") " + operand.print(UNARY);
    }
  }

  /** {@code operator} is {@code =} or a compound one. */
  record Assignment(Variable target, String operator, Expression value) implements Expression {
    @Override
    public JavaType type() {
      return target.type;
    }

    @Override
    public List<Expression> parts() {
      return List.of(value);
    }

    @Override
    public Expression withParts(List<Expression> parts) {
      return new Assignment(target, operator, parts.getFirst());
    }

    @Override
    public int precedence() {
      return ASSIGNMENT;
    }

    @Override
    public String print() {
      return target.name + " " + operator + " " + value.print(ASSIGNMENT);
    }
  }

  /** {@code ++} or {@code --}. */
  record Step(Variable target, String operator, boolean isPrefix) implements Expression {
    @Override
    public JavaType type() {
      return target.type;
    }

    @Override
    public int precedence() {
      return isPrefix ? UNARY : UNARY + 1;
    }

    @Override
    public String print() {
      return isPrefix ? operator + target.name : target.name + operator;
    }
  }

  record Call(JavaType type, String method, List<Expression> parts) implements Expression {
    @Override
    public Expression withParts(List<Expression> parts) {
      return new Call(type, method, parts);
    }

    @Override
    public boolean mayBeConstant() {
      return false;
    }

    @Override
    public String print() {
      return method + "(" + String.join(", ", parts.stream().map(Expression::print).toList()) + ")";
    }
  }
}
