package dev.lathe.lang;

import dev.lathe.lang.Ast.Expression;
import dev.lathe.lang.Ast.Statement;
import dev.lathe.lang.Lexer.Kind;
import dev.lathe.lang.Lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads kernels from text: a method declaration such as {@code int add(int a, int b) { return a +
 * b; }}. Recursive descent over statements (JLS 14); {@link ExpressionParser} reads expressions.
 * After a syntax error parsing goes on at the next statement, so that one text gives all its
 * errors.
 */
public final class Parser extends MemoryParser {
  private Parser(String source, List<Diagnostic> diagnostics, Names names) {
    super(Lexer.tokens(source, diagnostics), diagnostics, names);
  }

  /** A parsed kernel; {@code kernel} is null if its header cannot be read. */
  public record Result(Ast.Kernel kernel, List<Diagnostic> diagnostics) {}

  /** The kernels of a text up to one whose header cannot be read. */
  public record Results(List<Ast.Kernel> kernels, List<Diagnostic> diagnostics) {}

  public static Result parse(String source) {
    return parse(source, Names.NONE);
  }

  /**
   * @param tables the lookup tables that the kernel may name, with their types: {@code
   *     com.acme.Sine.TABLE}
   */
  public static Result parse(String source, Map<String, JavaType> tables) {
    return parse(source, new Names(tables, Map.of(), Map.of()));
  }

  /** The same with more that the kernel may name. */
  public static Result parse(String source, Names names) {
    var diagnostics = new ArrayList<Diagnostic>();
    Ast.Kernel kernel = null;
    try {
      var parser = new Parser(source, diagnostics, names);
      kernel = parser.kernel();
      if (parser.peek().kind() != Kind.END) {
        throw parser.syntax("there is text after the method", "remove it");
      }
    } catch (SyntaxError reported) {
      // its diagnostic is in the list
    }
    return new Result(kernel, diagnostics);
  }

  /**
   * Reads methods that may call each other, in any order. In a module each is known by its {@link
   * #symbol}.
   */
  public static Results parseAll(String source) {
    return parseAll(source, Names.NONE);
  }

  /** The same with more that the kernels may name. */
  public static Results parseAll(String source, Names names) {
    var diagnostics = new ArrayList<Diagnostic>();
    var kernels = new ArrayList<Ast.Kernel>();
    try {
      var parser = new Parser(source, diagnostics, names);
      do {
        kernels.add(parser.kernel());
      } while (parser.peek().kind() != Kind.END);
    } catch (SyntaxError reported) {
      // its diagnostic is in the list
    }
    return new Results(kernels, diagnostics);
  }

  /** Name and descriptor, as in {@code gcd(II)I}. */
  public static String symbol(Ast.Kernel kernel) {
    return symbol(kernel.name(), kernel.result(), kernel.parameters());
  }

  private static String symbol(String name, JavaType result, List<Ast.Parameter> parameters) {
    var symbol = new StringBuilder(name).append('(');
    for (Ast.Parameter parameter : parameters) {
      symbol.append(parameter.type().descriptor());
    }
    return symbol.append(')').append(result.descriptor()).toString();
  }

  private Ast.Kernel kernel() throws SyntaxError {
    restartIds();
    forgetVariables();
    Token first = peek();
    boolean isStatic = !accept("default");
    JavaType result = type("a result type");
    String name = identifier("the method's name");
    expect("(");
    var parameters = new ArrayList<Ast.Parameter>();
    while (!peek().is(")")) {
      if (!parameters.isEmpty()) {
        expect(",");
      }
      Token start = peek();
      boolean isFinal = accept("final");
      JavaType type = type("a parameter's type");
      declare(peek().text());
      parameters.add(new Ast.Parameter(from(start), isFinal, type, identifier("a name")));
    }
    expect(")");
    if (!peek().is("{")) {
      throw syntax("{ expected, not " + peek().text(), "write the method's body in braces");
    }
    kernels(name)
        .add(
            new CalledMethod(
                "",
                name,
                result,
                parameters.stream().map(Ast.Parameter::type).toList(),
                new CalledMethod.Meaning.Kernel(symbol(name, result, parameters))));
    Statement.Block body = block();
    return new Ast.Kernel(from(first), isStatic, name, result, parameters, body);
  }

  @Override
  Statement.Block block() throws SyntaxError {
    Token start = expect("{");
    var statements = new ArrayList<Statement>();
    while (!peek().is("}") && peek().kind() != Kind.END) {
      blockStatement(statements);
    }
    expect("}");
    return new Statement.Block(from(start), statements);
  }

  private void blockStatement(List<Statement> statements) throws SyntaxError {
    Token start = peek();
    int depth = depth();
    try {
      statements.add(startsDeclaration() ? declaration() : statement());
    } catch (SyntaxError reported) {
      setDepth(depth);
      skipStatement();
      statements.add(new Statement.Erroneous(from(start)));
    }
  }

  /** Goes on behind the next semicolon, or at the brace that ends the block. */
  private void skipStatement() {
    int depth = 0;
    while (peek().kind() != Kind.END) {
      if (peek().is("}") && depth-- == 0) {
        return;
      }
      boolean end = depth == 0 && peek().is(";");
      if (peek().is("{")) {
        depth++;
      }
      next();
      if (end) {
        return;
      }
    }
  }

  private boolean startsDeclaration() {
    Token token = peek();
    if (token.is("final") || token.kind() == Kind.KEYWORD && JavaType.of(token.text()) != null) {
      return true;
    }
    // "var x", and "Integer x": a type that is reported as unsupported.
    int name = 1;
    while (peek(name).is(".") && peek(name + 1).kind() == Kind.IDENTIFIER) {
      name += 2;
    }
    return token.kind() == Kind.IDENTIFIER
        && peek(name).kind() == Kind.IDENTIFIER
        && !token.text().equals("yield");
  }

  private Statement declaration() throws SyntaxError {
    Statement.LocalVariables variables = variables();
    expect(";");
    return variables;
  }

  private Statement.LocalVariables variables() throws SyntaxError {
    Token start = peek();
    boolean isFinal = accept("final");
    JavaType type = null;
    if (peek().text().equals("var") && peek().kind() == Kind.IDENTIFIER) {
      next();
    } else {
      type = type("a type");
    }
    var variables = new ArrayList<Ast.Variable>();
    do {
      Token name = peek();
      String text = identifier("the variable's name");
      declare(text);
      if (peek().is("[")) {
        throw report(
            Message.UNSUPPORTED_TYPE.at(here(), "behind a name", "int[] a in place of int a[]"));
      }
      Expression initializer = accept("=") ? initializer(type) : null;
      variables.add(new Ast.Variable(from(name), text, initializer));
    } while (accept(","));
    return new Statement.LocalVariables(from(start), isFinal, type, variables);
  }

  private Expression initializer(JavaType type) throws SyntaxError {
    boolean elements = peek().is("{") && type != null && type.isArray();
    return elements ? arrayInitializer(peek(), type) : expression();
  }

  private Statement statement() throws SyntaxError {
    return deeper(this::statementHere);
  }

  private Statement statementHere() throws SyntaxError {
    Token start = peek();
    return switch (start.kind()) {
      case KEYWORD -> keywordStatement(start);
      case OPERATOR -> {
        if (start.is("{")) {
          yield block();
        }
        yield accept(";") ? new Statement.Empty(from(start)) : expressionStatement();
      }
      case IDENTIFIER -> {
        if (peek(1).is(":")) {
          String label = next().text();
          expect(":");
          Statement body = statement();
          yield new Statement.Labeled(from(start), label, body);
        }
        if (start.text().equals("yield") && !isUsedAsName()) {
          next();
          Expression value = expression();
          expect(";");
          yield new Statement.Yield(from(start), value);
        }
        yield expressionStatement();
      }
      default -> expressionStatement();
    };
  }

  /** Whether the next token, {@code yield}, is a variable here (JLS 3.9). */
  private boolean isUsedAsName() {
    Token after = peek(1);
    boolean step = after.is("++") || after.is("--");
    return after.kind() == Kind.OPERATOR && after.text().endsWith("=") || step && peek(2).is(";");
  }

  private Statement expressionStatement() throws SyntaxError {
    Token start = peek();
    boolean parenthesized = start.is("(");
    Expression expression = expression();
    expect(";");
    if (parenthesized && start.start() < expression.span().start()) {
      report(Message.NOT_A_STATEMENT.at(from(start)));
      expression = new Ast.Erroneous(from(start));
    }
    return new Statement.ExpressionStatement(from(start), expression);
  }

  private Statement keywordStatement(Token start) throws SyntaxError {
    switch (start.text()) {
      case "return" -> {
        next();
        Expression value = peek().is(";") ? null : expression();
        expect(";");
        return new Statement.Return(from(start), value);
      }
      case "if" -> {
        next();
        Expression condition = parenthesized();
        Statement then = statement();
        Statement otherwise = accept("else") ? statement() : null;
        return new Statement.If(from(start), condition, then, otherwise);
      }
      case "while" -> {
        next();
        Expression condition = parenthesized();
        Statement body = statement();
        return new Statement.While(from(start), condition, body);
      }
      case "do" -> {
        next();
        Statement body = statement();
        expect("while");
        Expression condition = parenthesized();
        expect(";");
        return new Statement.DoWhile(from(start), body, condition);
      }
      case "for" -> {
        return forLoop();
      }
      case "break", "continue" -> {
        next();
        String label = peek().kind() == Kind.IDENTIFIER ? next().text() : null;
        expect(";");
        return start.is("break")
            ? new Statement.Break(from(start), label)
            : new Statement.Continue(from(start), label);
      }
      case "switch" -> {
        next();
        Expression selector = parenthesized();
        List<Ast.Case> cases = cases(false);
        return new Statement.Switch(from(start), selector, cases);
      }
      case "assert" -> {
        next();
        Expression condition = expression();
        Expression detail = accept(":") ? expression() : null;
        expect(";");
        return new Statement.Assert(from(start), condition, detail);
      }
      case "throw", "try", "synchronized", "class", "enum", "interface" ->
          throw report(
              Message.UNSUPPORTED_STATEMENT.at(
                  here(),
                  start.text(),
                  "a kernel is made of declarations, assignments, if, switch, loops, assert and"
                      + " return"));
      default -> {
        return expressionStatement();
      }
    }
  }

  private Expression parenthesized() throws SyntaxError {
    expect("(");
    Expression expression = expression();
    expect(")");
    return expression;
  }

  private Statement forLoop() throws SyntaxError {
    Token start = next();
    expect("(");
    var initializers = new ArrayList<Statement>();
    if (startsDeclaration()) {
      Statement.LocalVariables variables = variables();
      if (peek().is(":") && variables.variables().getLast().initializer() == null) {
        return forEach(start, variables);
      }
      initializers.add(variables);
    } else if (!peek().is(";")) {
      for (Expression expression : expressions()) {
        initializers.add(new Statement.ExpressionStatement(expression.span(), expression));
      }
    }
    expect(";");
    Expression condition = peek().is(";") ? null : expression();
    expect(";");
    List<Expression> updates = peek().is(")") ? List.of() : expressions();
    expect(")");
    Statement body = statement();
    return new Statement.For(from(start), initializers, condition, updates, body);
  }

  private Statement forEach(Token start, Statement.LocalVariables header) throws SyntaxError {
    if (header.variables().size() > 1) {
      throw syntax("a loop over elements has one variable", "declare others before it");
    }
    expect(":");
    Expression array = expression();
    expect(")");
    Ast.Variable variable = header.variables().getFirst();
    Statement body = statement();
    return new Statement.ForEach(
        from(start), header.isFinal(), header.type(), variable, array, body);
  }

  private List<Expression> expressions() throws SyntaxError {
    var list = new ArrayList<Expression>();
    do {
      list.add(expression());
    } while (accept(","));
    return list;
  }

  @Override
  List<Ast.Case> cases(boolean yields) throws SyntaxError {
    expect("{");
    var cases = new ArrayList<Ast.Case>();
    while (!peek().is("}")) {
      cases.add(oneCase(yields));
    }
    expect("}");
    return cases;
  }

  private Ast.Case oneCase(boolean yields) throws SyntaxError {
    Token start = peek();
    var labels = new ArrayList<Expression>();
    boolean isDefault = accept("default");
    if (!isDefault) {
      expect("case");
      do {
        labels.add(conditional());
      } while (accept(","));
    }
    var body = new ArrayList<Statement>();
    if (accept("->")) {
      if (peek().is("{")) {
        body.add(block());
      } else {
        Token first = peek();
        Expression value = expression();
        expect(";");
        body.add(
            yields
                ? new Statement.Yield(from(first), value)
                : new Statement.ExpressionStatement(from(first), value));
      }
      return new Ast.Case(from(start), labels, isDefault, true, body);
    }
    if (!accept(":")) {
      throw syntax(": or -> expected, not " + peek().text(), "write it after the case label");
    }
    while (!peek().is("case") && !peek().is("default") && !peek().is("}")) {
      if (peek().kind() == Kind.END) {
        throw syntax("the switch has no end", "write }");
      }
      blockStatement(body);
    }
    return new Ast.Case(from(start), labels, isDefault, false, body);
  }
}
