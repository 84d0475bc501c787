package dev.lathe.lang;

import dev.lathe.lang.Ast.Expression;
import dev.lathe.lang.Ast.Statement;
import dev.lathe.lang.Lexer.Kind;
import dev.lathe.lang.Lexer.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The expression half of {@link Parser}: precedence climbing over JLS 15. */
abstract sealed class ExpressionParser permits MemoryParser {
  /** Nesting beyond this is refused. */
  static final int MAX_DEPTH = 3_000;

  /** Ends the parsing of a statement; what is wrong has been reported. */
  @SuppressWarnings("serial")
  static final class SyntaxError extends Exception {
    SyntaxError() {
      super(null, null, false, false);
    }
  }

  private final List<Token> tokens;
  private final List<Diagnostic> diagnostics;
  private final Names names;
  private int position;
  private int nextId = 1;
  private final Nesting nesting = new Nesting();
  private final Map<String, List<CalledMethod>> kernels = new HashMap<>();

  ExpressionParser(List<Token> tokens, List<Diagnostic> diagnostics, Names names) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
    this.names = names;
  }

  /** What the text may name that is not its own. */
  final Names names() {
    return names;
  }

  // Tokens

  final Token peek() {
    return tokens.get(position);
  }

  final Token peek(int ahead) {
    return tokens.get(Math.min(position + ahead, tokens.size() - 1));
  }

  final Token next() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      position++;
    }
    return token;
  }

  final boolean accept(String symbol) {
    if (peek().is(symbol)) {
      position++;
      return true;
    }
    return false;
  }

  final Token expect(String symbol) throws SyntaxError {
    if (!peek().is(symbol)) {
      throw syntax(symbol + " expected, not " + peek().text(), "write " + symbol);
    }
    return next();
  }

  final String identifier(String what) throws SyntaxError {
    if (peek().kind() != Kind.IDENTIFIER) {
      throw syntax(what + " expected, not " + peek().text(), "write an identifier");
    }
    return next().text();
  }

  /** A type, or {@link JavaType#ERROR} for one that is reported as unsupported. */
  final JavaType type(String what) throws SyntaxError {
    Token token = peek();
    JavaType type = token.kind() == Kind.KEYWORD ? JavaType.of(token.text()) : null;
    if (type == null && token.kind() != Kind.IDENTIFIER) {
      throw syntax(what + " expected, not " + token.text(), "write a primitive type");
    }
    next();
    var name = new StringBuilder(token.text());
    while (type == null && accept(".")) {
      name.append('.').append(identifier("a name"));
    }
    if (MemoryParser.isSegment(name.toString()) && !peek().is("[")) {
      return JavaType.SEGMENT;
    }
    if (type != null) {
      return brackets(token, type);
    }
    if (peek().is("<") || peek().is("[")) {
      throw report(
          Message.UNSUPPORTED_TYPE.at(from(token), token.text() + peek().text(), "scalars"));
    }
    report(Message.UNSUPPORTED_TYPE.at(from(token), token.text(), primitive(token.text())));
    return JavaType.ERROR;
  }

  private static String primitive(String name) {
    return switch (name) {
      case "Integer" -> "int";
      case "Character" -> "char";
      case "Boolean", "Byte", "Short", "Long", "Float", "Double" -> name.toLowerCase();
      default -> "int, long or double";
    };
  }

  // Places and errors

  /** The place from {@code start} up to the last token read, with an id of its own. */
  final Span from(Token start) {
    int end = position == 0 ? start.end() : tokens.get(position - 1).end();
    return new Span(nextId++, start.start(), Math.max(end, start.start()), start.line());
  }

  /** The place of the next token. */
  final Span here() {
    return new Span(nextId++, peek().start(), peek().end(), peek().line());
  }

  final SyntaxError report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
    return new SyntaxError();
  }

  final SyntaxError syntax(String text, String remedy) {
    return report(Message.SYNTAX.at(here(), text, remedy));
  }

  /** Parses one level deeper. */
  final <T> T deeper(Nesting.Level<T, SyntaxError> level) throws SyntaxError {
    if (nesting.depth() >= MAX_DEPTH) {
      position = tokens.size() - 1; // no statement after this one makes sense
      throw syntax("this is nested too deeply", "compute parts of it in statements of their own");
    }
    return nesting.deeper(level);
  }

  final int depth() {
    return nesting.depth();
  }

  /** Goes back to an earlier {@link #depth} after a syntax error. */
  final void setDepth(int depth) {
    nesting.setDepth(depth);
  }

  // Expressions

  /** Assignment level (JLS 15.26); right-associative. */
  final Expression expression() throws SyntaxError {
    Token start = peek();
    Expression whole = conditional();
    boolean assigned = peek().kind() == Kind.OPERATOR && peek().text().endsWith("=");
    return assigned ? assignment(start, whole) : whole;
  }

  private Expression assignment(Token start, Expression target) throws SyntaxError {
    String text = peek().text();
    if (accept("=")) {
      Expression value = deeper(this::expression);
      return new Ast.Assignment(from(start), target, value);
    }
    BinaryOperator operator = BinaryOperator.of(text.substring(0, text.length() - 1));
    next(); // no operator but assignments and comparisons ends so, and binary takes the latter
    Expression value = deeper(this::expression);
    return new Ast.CompoundAssignment(from(start), operator, target, value);
  }

  /** Conditional level (JLS 15.25): any expression but an assignment. */
  final Expression conditional() throws SyntaxError {
    Token start = peek();
    Expression whole = deeper(() -> binary(1));
    return peek().is("?") ? conditional(start, whole) : whole;
  }

  private Expression conditional(Token start, Expression condition) throws SyntaxError {
    expect("?");
    Expression then = deeper(this::expression);
    expect(":");
    Expression otherwise = deeper(this::conditional);
    return new Ast.Conditional(from(start), condition, then, otherwise);
  }

  private Expression binary(int lowest) throws SyntaxError {
    Token start = peek();
    Expression left = unary();
    while (true) {
      Token token = peek();
      if (token.is("instanceof")) {
        throw report(Message.UNSUPPORTED_EXPRESSION.at(here(), "instanceof", "compare numbers"));
      }
      BinaryOperator operator =
          token.kind() == Kind.OPERATOR ? BinaryOperator.of(token.text()) : null;
      if (operator == null || operator.precedence() < lowest) {
        return left;
      }
      next();
      Expression right = binary(operator.precedence() + 1);
      left = new Ast.Binary(from(start), operator, left, right);
    }
  }

  private Expression unary() throws SyntaxError {
    Token start = peek();
    if (start.is("(") && !startsCast()) {
      next();
      Expression inner = expression();
      expect(")");
      return postfix(start, inner);
    }
    if (start.kind() == Kind.OPERATOR) {
      return deeper(() -> prefix(start));
    }
    return postfix(start, primary());
  }

  private boolean startsCast() {
    boolean brackets = peek(2).is("[") && peek(3).is("]");
    return peek(1).kind() == Kind.KEYWORD
        && JavaType.of(peek(1).text()) != null
        && (peek(2).is(")") || brackets);
  }

  private Expression prefix(Token start) throws SyntaxError {
    next();
    switch (start.text()) {
      case "++", "--" -> {
        Expression target = unary();
        return new Ast.Step(from(start), start.is("++"), true, target);
      }
      case "(" -> {
        JavaType type = type("a type");
        expect(")");
        Expression operand = unary();
        return new Ast.Cast(from(start), type, operand);
      }
      case "+", "-", "~", "!" -> {
        boolean literal = start.is("-") && peek().kind() == Kind.NUMBER;
        Expression operand = literal ? number(true) : unary();
        return new Ast.Unary(from(start), UnaryOperator.of(start.text()), operand);
      }
      default -> {
        position--;
        throw syntax("an expression expected, not " + start.text(), "write one");
      }
    }
  }

  private Expression postfix(Token start, Expression operand) throws SyntaxError {
    Expression expression = selectors(start, operand);
    while (peek().is("++") || peek().is("--")) {
      boolean increment = next().is("++");
      expression = new Ast.Step(from(start), increment, false, expression);
    }
    return expression;
  }

  private Expression primary() throws SyntaxError {
    Token token = peek();
    switch (token.kind()) {
      case NUMBER -> {
        return number(false);
      }
      case CHARACTER -> {
        next();
        return new Ast.Literal(from(token), Constant.of(token.text().charAt(0)));
      }
      case STRING -> {
        next();
        report(Message.UNSUPPORTED_TYPE.at(from(token), "String", "int, long or double"));
        return new Ast.Erroneous(from(token));
      }
      case IDENTIFIER -> {
        return nameOrCall();
      }
      default -> {}
    }
    if (accept("true") || accept("false")) {
      return new Ast.Literal(from(token), Constant.of(token.is("true")));
    }
    if (accept("switch")) {
      expect("(");
      Expression selector = expression();
      expect(")");
      List<Ast.Case> cases = cases(true);
      return new Ast.SwitchExpression(from(token), selector, cases);
    }
    if (accept("null")) {
      return new Ast.Null(from(token));
    }
    if (token.is("new")) {
      return newArray();
    }
    if (token.is("this") || token.is("super")) {
      throw report(
          Message.UNSUPPORTED_EXPRESSION.at(
              here(), token.text(), "a kernel computes with primitive values"));
    }
    throw syntax("an expression expected, not " + token.text(), "write one");
  }

  private Expression number(boolean negated) {
    Token token = next();
    Literals.Result result = Literals.parse(token.text(), negated);
    if (result.constant() != null) {
      return new Ast.Literal(from(token), result.constant());
    }
    report(Message.BAD_LITERAL.at(from(token), token.text(), result.error(), "correct it"));
    return new Ast.Erroneous(from(token));
  }

  private Expression nameOrCall() throws SyntaxError {
    Token start = next();
    var owner = new StringBuilder();
    String last = start.text();
    if (isVariable(last) && peek().is(".")) {
      return new Ast.Name(from(start), last);
    }
    while (peek().is(".")) {
      Expression table = owner.isEmpty() ? null : table(start, owner.toString(), last);
      if (table != null) {
        return table;
      }
      next();
      owner.append(owner.isEmpty() ? "" : ".").append(last);
      last = identifier("a name");
    }
    String type = JdkConstants.fullName(owner.toString());
    String written = owner.isEmpty() ? last : owner + "." + last;
    if (accept("(")) {
      var arguments = new ArrayList<Expression>();
      while (!peek().is(")")) {
        if (!arguments.isEmpty()) {
          expect(",");
        }
        arguments.add(expression());
      }
      expect(")");
      List<CalledMethod> overloads = type.isEmpty() ? kernels(last) : null;
      return new Ast.Call(
          from(start), type, last, names.methods().getOrDefault(written, overloads), arguments);
    }
    if (!isVariable(last) && names.constants().containsKey(written)) {
      return new Ast.Literal(from(start), names.constants().get(written));
    }
    if (owner.isEmpty()) {
      return new Ast.Name(from(start), last);
    }
    Expression table = table(start, owner.toString(), last);
    if (table != null) {
      return table;
    }
    Constant constant = JdkConstants.find(type, last);
    if (constant != null) {
      return new Ast.Literal(from(start), constant);
    }
    report(Message.UNKNOWN_NAME.at(from(start), owner + "." + last));
    return new Ast.Erroneous(from(start));
  }

  /** The kernels of that name in the text, which may be complete only when it has been read. */
  final List<CalledMethod> kernels(String name) {
    return kernels.computeIfAbsent(name, _ -> new ArrayList<>());
  }

  /** Numbers the places from the first again: those of one kernel are together. */
  final void restartIds() {
    nextId = 1;
  }

  /** Whether a name is one of a variable that has been declared. */
  abstract boolean isVariable(String name);

  /** The lookup table of that name, or null if there is none. */
  abstract Expression table(Token start, String owner, String name);

  /** An operand with what follows it of {@code [index]}, {@code .length} and calls. */
  abstract Expression selectors(Token start, Expression operand) throws SyntaxError;

  abstract Expression newArray() throws SyntaxError;

  abstract JavaType brackets(Token start, JavaType type) throws SyntaxError;

  abstract Statement.Block block() throws SyntaxError;

  /**
   * The groups of a switch, braces included.
   *
   * @param yields whether the expression after an arrow is the switch's value
   */
  abstract List<Ast.Case> cases(boolean yields) throws SyntaxError;
}
