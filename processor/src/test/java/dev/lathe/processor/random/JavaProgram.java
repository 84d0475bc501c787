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
        text.append(statement.print("    "));
      }
      return text.append("  }\n").toString();
    }
  }

  /** A statement (JLS 14). */
  sealed interface Statement {
    List<Expression> expressions();

    /** The same with other expressions, as many and of the same types. */
    Statement withExpressions(List<Expression> expressions);

    /** The blocks of statements in it. */
    default List<List<Statement>> blocks() {
      return List.of();
    }

    /** The same with other blocks, as many. */
    default Statement withBlocks(List<List<Statement>> blocks) {
      return this;
    }

    /** Without line end. */
    String print();

    /** Whole lines, indented. */
    default String print(String indent) {
      return indent + print() + "\n";
    }
  }

  private static String print(String indent, String head, List<Statement> block, String tail) {
    var text = new StringBuilder(indent).append(head).append(" {\n");
    block.forEach(statement -> text.append(statement.print(indent + "  ")));
    return text.append(indent).append('}').append(tail).append('\n').toString();
  }

  /** {@code if}, with an {@code else} unless {@code otherwise} is empty. */
  record If(Expression condition, List<Statement> then, List<Statement> otherwise)
      implements Statement {
    @Override
    public List<Expression> expressions() {
      return List.of(condition);
    }

    @Override
    public Statement withExpressions(List<Expression> expressions) {
      return new If(expressions.getFirst(), then, otherwise);
    }

    @Override
    public List<List<Statement>> blocks() {
      return List.of(then, otherwise);
    }

    @Override
    public Statement withBlocks(List<List<Statement>> blocks) {
      return new If(condition, blocks.get(0), blocks.get(1));
    }

    @Override
    public String print() {
      return print("");
    }

    @Override
    public String print(String indent) {
      String text = JavaProgram.print(indent, "if (" + condition.print() + ")", then, "");
      return otherwise.isEmpty() ? text : text + JavaProgram.print(indent, "else", otherwise, "");
    }
  }

  /** The kinds of loop, with what stands before and behind the body. */
  enum LoopKind {
    FOR("", "for (int %1$s = 0; %1$s < %2$d && %3$s; %1$s++)", ""),
    WHILE("int %1$s = 0;", "while (%1$s++ < %2$d && %3$s)", ""),
    DO("int %1$s = 0;", "do", " while (++%1$s < %2$d && %3$s);");

    private final String before;
    private final String head;
    private final String tail;

    LoopKind(String before, String head, String tail) {
      this.before = before;
      this.head = head;
      this.tail = tail;
    }
  }

  /**
   * A loop that ends after {@code limit} iterations at the latest; its counter is its label too.
   */
  record Loop(LoopKind kind, String counter, int limit, Expression condition, List<Statement> body)
      implements Statement {
    @Override
    public List<Expression> expressions() {
      return List.of(condition);
    }

    @Override
    public Statement withExpressions(List<Expression> expressions) {
      return new Loop(kind, counter, limit, expressions.getFirst(), body);
    }

    @Override
    public List<List<Statement>> blocks() {
      return List.of(body);
    }

    @Override
    public Statement withBlocks(List<List<Statement>> blocks) {
      return new Loop(kind, counter, limit, condition, blocks.getFirst());
    }

    @Override
    public String print() {
      return print("");
    }

    @Override
    public String print(String indent) {
      String before = kind.before.isEmpty() ? "" : indent + filled(kind.before) + "\n";
      String head = counter + ": " + filled(kind.head);
      return before + JavaProgram.print(indent, head, body, filled(kind.tail));
    }

    private String filled(String pattern) {
      return pattern.formatted(counter, limit, condition.print(4));
    }
  }

  /** {@code break} or {@code continue} of a loop, under a condition: what follows is reachable. */
  record Jump(Expression condition, String keyword, String label) implements Statement {
    @Override
    public List<Expression> expressions() {
      return List.of(condition);
    }

    @Override
    public Statement withExpressions(List<Expression> expressions) {
      return new Jump(expressions.getFirst(), keyword, label);
    }

    @Override
    public String print() {
      return "if (" + condition.print() + ") " + keyword + " " + label + ";";
    }
  }

  /** A switch with a case for each of {@code keys}; the last block is that of {@code default}. */
  record Switch(
      Expression selector, boolean arrow, List<Integer> keys, List<List<Statement>> blocks)
      implements Statement {
    @Override
    public List<Expression> expressions() {
      return List.of(selector);
    }

    @Override
    public Statement withExpressions(List<Expression> expressions) {
      return new Switch(expressions.getFirst(), arrow, keys, blocks);
    }

    @Override
    public Statement withBlocks(List<List<Statement>> blocks) {
      return new Switch(selector, arrow, keys, blocks);
    }

    @Override
    public String print() {
      return print("");
    }

    @Override
    public String print(String indent) {
      var text = new StringBuilder(indent + "switch (" + selector.print() + ") {\n");
      for (int i = 0; i < blocks.size(); i++) {
        String label = i < keys.size() ? "case " + keys.get(i) : "default";
        text.append(
            JavaProgram.print(indent + "  ", label + (arrow ? " ->" : ":"), blocks.get(i), ""));
        if (!arrow && i % 2 == 0) { // the others fall through
          text.append(indent).append("    break;\n");
        }
      }
      return text.append(indent).append("}\n").toString();
    }
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
