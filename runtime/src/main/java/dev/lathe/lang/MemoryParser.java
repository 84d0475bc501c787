package dev.lathe.lang;

import dev.lathe.lang.Ast.Expression;
import dev.lathe.lang.Lexer.Kind;
import dev.lathe.lang.Lexer.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@link Parser} reads of arrays (JLS 10.6, 15.10) and memory segments. */
abstract sealed class MemoryParser extends ExpressionParser permits Parser {
  private static final String FOREIGN = "java.lang.foreign.";

  private final Set<String> variables = new HashSet<>(); // of this kernel, so far

  MemoryParser(List<Token> tokens, List<Diagnostic> diagnostics, Names names) {
    super(tokens, diagnostics, names);
  }

  /** Says that {@code name} is a variable, so that {@code name.length} is that of an array. */
  final void declare(String name) {
    variables.add(name);
  }

  final void forgetVariables() {
    variables.clear();
  }

  @Override
  final boolean isVariable(String name) {
    return variables.contains(name);
  }

  @Override
  final Expression table(Token start, String owner, String name) {
    JavaType type = variables.contains(name) ? null : names().tables().get(owner + "." + name);
    return type == null ? null : new Ast.Table(from(start), owner, name, type);
  }

  @Override
  final Expression selectors(Token start, Expression operand) throws SyntaxError {
    Expression expression = operand;
    while (true) {
      if (accept("[")) {
        Expression array = expression;
        Expression index = deeper(this::expression);
        expect("]");
        expression = new Ast.ArrayAccess(from(start), array, index);
      } else if (accept(".")) {
        String name = identifier("a name");
        if (peek().is("(")) {
          expression = call(start, expression, name);
        } else if (name.equals("length")) {
          expression = new Ast.ArrayLength(from(start), expression);
        } else {
          throw syntax("an array has no " + name, "of fields there is length only");
        }
      } else {
        return expression;
      }
    }
  }

  private Expression call(Token start, Expression receiver, String method) throws SyntaxError {
    expect("(");
    Ast.Layout layout = null;
    var arguments = new ArrayList<Expression>();
    while (!peek().is(")")) {
      if (layout != null || !arguments.isEmpty()) {
        expect(",");
      }
      if (layout == null && arguments.isEmpty() && isLayout()) {
        layout = layout();
      } else {
        arguments.add(expression());
      }
    }
    expect(")");
    return new Ast.SegmentCall(from(start), receiver, method, layout, arguments);
  }

  private boolean isLayout() {
    String text = peek().text();
    return peek().kind() == Kind.IDENTIFIER
        && (text.equals("ValueLayout")
            || text.equals("java") && peek(4).text().equals("foreign")
            || text.startsWith("JAVA_")
            || text.startsWith("ADDRESS"));
  }

  private Ast.Layout layout() throws SyntaxError {
    Token start = peek();
    String name = next().text();
    while (name.equals("ValueLayout") || Character.isLowerCase(name.charAt(0))) {
      expect(".");
      name = identifier("a layout");
    }
    return new Ast.Layout(from(start), name);
  }

  @Override
  final Expression newArray() throws SyntaxError {
    Token start = expect("new");
    JavaType element = JavaType.of(peek().text());
    if (element == null || element.array() == null) {
      throw report(
          Message.UNSUPPORTED_EXPRESSION.at(
              here(), "new " + peek().text(), "a kernel makes arrays of primitive types only"));
    }
    next();
    expect("[");
    if (accept("]")) {
      refuseArrayOfArrays(start);
      return arrayInitializer(start, element.array());
    }
    Expression length = deeper(this::expression);
    expect("]");
    refuseArrayOfArrays(start);
    return new Ast.NewArray(from(start), element.array(), length);
  }

  /** Elements in braces. */
  final Expression arrayInitializer(Token start, JavaType type) throws SyntaxError {
    expect("{");
    var elements = new ArrayList<Expression>();
    while (!peek().is("}")) {
      if (peek().is("{")) {
        report(Message.ARRAY_OF_ARRAYS.at(here()));
        deeper(() -> arrayInitializer(peek(), JavaType.ERROR));
        elements.add(new Ast.Erroneous(here()));
      } else {
        elements.add(expression());
      }
      if (!peek().is("}")) {
        expect(",");
      }
    }
    expect("}");
    return new Ast.ArrayInitializer(from(start), type, elements);
  }

  /** A primitive type's array type, if brackets follow it. */
  final JavaType brackets(Token start, JavaType type) throws SyntaxError {
    if (type == JavaType.VOID || !accept("[")) {
      return type;
    }
    expect("]");
    refuseArrayOfArrays(start);
    return type.array();
  }

  private void refuseArrayOfArrays(Token start) throws SyntaxError {
    if (peek().is("[")) {
      throw report(Message.ARRAY_OF_ARRAYS.at(from(start)));
    }
  }

  static boolean isSegment(String name) {
    return name.equals("MemorySegment") || name.equals(FOREIGN + "MemorySegment");
  }
}
