package dev.lathe.lang;

import java.util.List;

/**
 * The syntax tree of a kernel. Immutable; types, constants and what names refer to are not in it
 * but in {@link Checked}, which finds them by {@link Span#id}. Parentheses leave no node.
 *
 * <p>Binary chains ({@code a + b + c}) are deep to the left and may be thousands of nodes long:
 * walk their left operands with a loop, and do not call {@code equals}, {@code hashCode} or {@code
 * toString} on nodes.
 */
public sealed interface Ast {
  Span span();

  /**
   * A method. {@code result} and the types of parameters are {@link JavaType#ERROR} if unusable.
   *
   * @param isStatic whether it has no {@code this}, which is the first of a method's variables
   */
  record Kernel(
      Span span,
      boolean isStatic,
      String name,
      JavaType result,
      List<Parameter> parameters,
      Statement.Block body)
      implements Ast {}

  record Parameter(Span span, boolean isFinal, JavaType type, String name) implements Ast {}

  /** One variable of a declaration; {@code initializer} is null if there is none. */
  record Variable(Span span, String name, Expression initializer) implements Ast {}

  /**
   * One group of a switch: its labels, and what they lead to.
   *
   * @param labels constant expressions; empty if only {@code default}
   * @param arrow {@code case … ->}: {@code body} is one statement, and control does not fall
   *     through. The expression after an arrow is an expression statement in a switch statement,
   *     and a {@link Statement.Yield} in a switch expression.
   */
  record Case(
      Span span, List<Expression> labels, boolean isDefault, boolean arrow, List<Statement> body)
      implements Ast {}

  /** An expression (JLS 15). */
  sealed interface Expression extends Ast {}

  /** A literal, or a constant of another class, resolved by whoever built the tree. */
  record Literal(Span span, Constant value) implements Expression {}

  /** {@code null}. */
  record Null(Span span) implements Expression {}

  /**
   * A lookup table: a {@code static final} field of array type.
   *
   * @param owner the binary name of the class that has it, as in {@code com.acme.Outer$Inner}
   * @param type an array type
   */
  record Table(Span span, String owner, String name, JavaType type) implements Expression {}

  /** A local variable or parameter. */
  record Name(Span span, String name) implements Expression {}

  record Unary(Span span, UnaryOperator operator, Expression operand) implements Expression {}

  record Binary(Span span, BinaryOperator operator, Expression left, Expression right)
      implements Expression {}

  record Conditional(Span span, Expression condition, Expression then, Expression otherwise)
      implements Expression {}

  record Cast(Span span, JavaType type, Expression operand) implements Expression {}

  /** {@code array[index]} (JLS 15.10.3). */
  record ArrayAccess(Span span, Expression array, Expression index) implements Expression {}

  /** {@code array.length}. */
  record ArrayLength(Span span, Expression array) implements Expression {}

  /**
   * {@code new double[length]}.
   *
   * @param type an array type
   */
  record NewArray(Span span, JavaType type, Expression length) implements Expression {}

  /**
   * {@code new int[] {1, 2}}, or {@code {1, 2}} as the initializer of a variable.
   *
   * @param type an array type; {@link JavaType#ERROR} if unusable
   */
  record ArrayInitializer(Span span, JavaType type, List<Expression> elements)
      implements Expression {}

  /**
   * A call of a method of an array or memory segment: {@code segment.getAtIndex(JAVA_INT, i)}.
   *
   * @param layout the first argument if that is a layout; else null
   * @param arguments without the layout
   */
  record SegmentCall(
      Span span, Expression segment, String method, Layout layout, List<Expression> arguments)
      implements Expression {}

  /**
   * An argument of type {@link java.lang.foreign.ValueLayout}.
   *
   * @param name of a constant of that class, as in {@code JAVA_INT}; anything else, such as the
   *     argument's text, is reported as a layout that is not supported
   */
  record Layout(Span span, String name) implements Ast {}

  /**
   * {@code target = value}; the checker refuses a target that is neither a {@link Name} nor an
   * {@link ArrayAccess}.
   */
  record Assignment(Span span, Expression target, Expression value) implements Expression {}

  /** {@code target operator= value}. */
  record CompoundAssignment(Span span, BinaryOperator operator, Expression target, Expression value)
      implements Expression {}

  /** {@code ++} and {@code --}, before ({@code isPrefix}) or after the target. */
  record Step(Span span, boolean isIncrement, boolean isPrefix, Expression target)
      implements Expression {}

  /**
   * A call of a method.
   *
   * @param owner the class's full name, as in {@code java.lang.Math}; empty if none was written
   * @param overloads the methods of that name that are in scope, if they are not the JDK's; null
   *     for those of {@link Intrinsics}
   */
  record Call(
      Span span,
      String owner,
      String method,
      List<CalledMethod> overloads,
      List<Expression> arguments)
      implements Expression {}

  record SwitchExpression(Span span, Expression selector, List<Case> cases) implements Expression {}

  /** What has been reported already: no further diagnostic is made of it. */
  record Erroneous(Span span) implements Expression {}

  /** A statement (JLS 14). */
  sealed interface Statement extends Ast {
    record Block(Span span, List<Statement> statements) implements Statement {}

    /** Local variables of one declaration; {@code type} is null for {@code var}. */
    record LocalVariables(Span span, boolean isFinal, JavaType type, List<Variable> variables)
        implements Statement {}

    record ExpressionStatement(Span span, Expression expression) implements Statement {}

    /** {@code value} is null in a method that returns void. */
    record Return(Span span, Expression value) implements Statement {}

    /** {@code otherwise} is null if there is no {@code else}. */
    record If(Span span, Expression condition, Statement then, Statement otherwise)
        implements Statement {}

    /** {@code detail} is null if there is none. */
    record Assert(Span span, Expression condition, Expression detail) implements Statement {}

    record While(Span span, Expression condition, Statement body) implements Statement {}

    record DoWhile(Span span, Statement body, Expression condition) implements Statement {}

    /** {@code condition} is null if it is left out. */
    record For(
        Span span,
        List<Statement> initializers,
        Expression condition,
        List<Expression> updates,
        Statement body)
        implements Statement {}

    /**
     * {@code for (double x : array)} (JLS 14.14.2).
     *
     * @param type null for {@code var}
     * @param variable without an initializer
     */
    record ForEach(
        Span span,
        boolean isFinal,
        JavaType type,
        Variable variable,
        Expression array,
        Statement body)
        implements Statement {}

    record Labeled(Span span, String label, Statement body) implements Statement {}

    /** {@code label} is null for the innermost loop or switch. */
    record Break(Span span, String label) implements Statement {}

    /** {@code label} is null for the innermost loop. */
    record Continue(Span span, String label) implements Statement {}

    record Switch(Span span, Expression selector, List<Case> cases) implements Statement {}

    record Yield(Span span, Expression value) implements Statement {}

    record Empty(Span span) implements Statement {}

    /** What has been reported already. */
    record Erroneous(Span span) implements Statement {}
  }
}
