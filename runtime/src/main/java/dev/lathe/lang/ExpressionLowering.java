package dev.lathe.lang;

import dev.lathe.ir.Block;
import dev.lathe.ir.Callee;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.lang.Ast.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * Lowers expressions, operands strictly from left to right (JLS 15.7). As a read of a variable
 * yields its SSA value of that moment, later assignments in the same expression cannot change it.
 *
 * <p>{@code &&}, {@code ||} and {@code ?:} are branches, but plain ops where evaluating the arms
 * that Java would skip is cheap and cannot be noticed: see {@link Cost}.
 */
final class ExpressionLowering {
  private final FunctionBuilder builder;
  private final SsaBuilder ssa;
  private final Lowering statements;
  private final MemoryLowering memory;
  private final AssignmentLowering assignments;
  private final Nesting nesting = new Nesting();

  ExpressionLowering(FunctionBuilder builder, SsaBuilder ssa, Lowering statements) {
    this.builder = builder;
    this.ssa = ssa;
    this.statements = statements;
    this.memory = new MemoryLowering(builder, statements, this);
    this.assignments = new AssignmentLowering(builder, statements, this, memory);
  }

  MemoryLowering memory() {
    return memory;
  }

  private Checked checked() {
    return statements.frame().checked();
  }

  JavaType type(Expression expression) {
    return checked().type(expression);
  }

  /** Sets the line of the values made from now on. */
  void line(Ast node) {
    int line = statements.frame().line();
    builder.line(line != 0 ? line : node.span().line());
  }

  int variable(Expression target) {
    return statements.frame().firstVariable() + checked().local((Ast.Name) target).index();
  }

  /** Evaluates an expression for its effects. */
  void effect(Expression expression) {
    switch (expression) { // calls may be void
      case Ast.Call call -> call(call);
      case Ast.SegmentCall call -> memory.call(call);
      default -> value(expression);
    }
  }

  /** Evaluates an expression and converts it to {@code to}. */
  Value value(Expression expression, JavaType to) {
    Constant constant = checked().constant(expression);
    if (constant != null) {
      return constant(expression, constant.cast(to));
    }
    Value value = value(expression);
    line(expression);
    return Conversions.convert(builder, value, type(expression), to);
  }

  /** Evaluates an expression; the value is of its own type. */
  Value value(Expression expression) {
    Constant constant = checked().constant(expression);
    if (constant != null) {
      return constant(expression, constant);
    }
    return expression instanceof Ast.Name name
        ? statements.read(variable(name))
        : nesting.deeper(() -> inner(expression));
  }

  private Value inner(Expression expression) {
    return switch (expression) {
      case Ast.Literal literal -> constant(literal, literal.value());
      case Ast.Null none -> builder.i32(0); // conversion makes a reference of it
      case Ast.Table table -> memory.table(table);
      case Ast.Name name -> statements.read(variable(name));
      case Ast.Unary unary -> unary(unary);
      case Ast.Binary binary -> binaryChain(binary);
      case Ast.Conditional conditional -> conditional(conditional);
      case Ast.Cast cast when floatCall(cast) != null -> floatCall(cast, floatCall(cast));
      case Ast.Cast cast -> {
        Value operand = value(cast.operand());
        line(cast);
        yield Conversions.convert(builder, operand, type(cast.operand()), cast.type());
      }
      case Ast.ArrayAccess access -> memory.load(access);
      case Ast.ArrayLength length -> memory.length(length);
      case Ast.NewArray array -> memory.newArray(array);
      case Ast.ArrayInitializer array -> memory.initializer(array);
      case Ast.SegmentCall call -> memory.call(call);
      case Ast.Assignment assignment -> assignments.simple(assignment);
      case Ast.CompoundAssignment assignment -> assignments.compound(assignment);
      case Ast.Step step -> assignments.step(step);
      case Ast.Call call -> call(call);
      case Ast.SwitchExpression select -> statements.switchExpression(select, type(select));
      case Ast.Erroneous erroneous -> throw new IllegalArgumentException("erroneous");
    };
  }

  private Value constant(Expression expression, Constant constant) {
    line(expression);
    return builder.constant(constant.type().ir(), constant.bits());
  }

  private Value unary(Ast.Unary unary) {
    JavaType type = type(unary);
    Value operand = value(unary.operand(), type);
    line(unary);
    return switch (unary.operator()) {
      case PLUS -> operand;
      case MINUS -> builder.op(type.isFloating() ? Op.FNEG : Op.INEG, operand);
      case COMPLEMENT, NOT -> builder.op(Op.NOT, operand);
    };
  }

  // Binary operators

  /** A chain of binary operators, from its deepest left operand upward without recursion. */
  private Value binaryChain(Ast.Binary top) {
    var spine = new ArrayList<Ast.Binary>();
    Expression left = top;
    while (left instanceof Ast.Binary binary && checked().constant(left) == null) {
      spine.add(binary);
      left = binary.left();
    }
    JavaType type = type(left);
    Constant constant = checked().constant(left);
    if (constant != null) {
      Ast.Binary deepest = spine.getLast();
      type = ExpressionTyping.operandType(deepest.operator(), type, type(deepest.right()));
    }
    Value value = value(left, type);
    for (int i = spine.size() - 1; i >= 0; i--) {
      Ast.Binary binary = spine.get(i);
      value =
          binary.operator().isShortCircuit()
              ? shortCircuit(binary, value)
              : binary(binary, binary.operator(), value, type, binary.right());
      type = type(binary);
    }
    return value;
  }

  /** {@code left operator right}, where left has been evaluated and right has not. */
  Value binary(Ast node, BinaryOperator operator, Value left, JavaType leftType, Expression right) {
    JavaType rightType = type(right);
    JavaType type = ExpressionTyping.operandType(operator, leftType, rightType);
    if (operator.isShift()) {
      Value distance = value(right, JavaType.INT); // truncation keeps the bits that count
      line(node);
      Value operand = Conversions.convert(builder, left, leftType, type);
      return builder.op(
          switch (operator) {
            case SHIFT_LEFT -> Op.SHL;
            case SHIFT_RIGHT -> Op.SHR;
            default -> Op.USHR;
          },
          operand,
          distance);
    }
    Value b = value(right, type);
    line(node);
    Value a = Conversions.convert(builder, left, leftType, type);
    if (type.isReference()) {
      return memory.compare(operator, type, a, b);
    }
    if (operator.isRelational() || operator.isEquality()) {
      return compare(operator, type, a, b);
    }
    if (type.isFloating()) {
      return builder.op(floatOp(operator), a, b);
    }
    return switch (operator) {
      case MULTIPLY -> builder.op(Op.IMUL, a, b);
      case ADD -> builder.op(Op.IADD, a, b);
      case SUBTRACT -> builder.op(Op.ISUB, a, b);
      case AND -> builder.op(Op.AND, a, b);
      case XOR -> builder.op(Op.XOR, a, b);
      case OR -> builder.op(Op.OR, a, b);
      case DIVIDE ->
          divide(Op.IDIV, type == JavaType.INT ? TrapKind.DIVIDE_I32 : TrapKind.DIVIDE_I64, a, b);
      case REMAINDER ->
          divide(
              Op.IREM,
              type == JavaType.INT ? TrapKind.REMAINDER_I32 : TrapKind.REMAINDER_I64,
              a,
              b);
      default -> throw new IllegalStateException("operator " + operator);
    };
  }

  private Value divide(Op op, TrapKind kind, Value a, Value b) {
    boolean safe = b.isConst() && b.bits() != 0;
    return builder.op(op, a, safe ? b : builder.nonzero(kind, b));
  }

  private static Op floatOp(BinaryOperator operator) {
    return switch (operator) {
      case MULTIPLY -> Op.FMUL;
      case DIVIDE -> Op.FDIV;
      case REMAINDER -> Op.FREM;
      case ADD -> Op.FADD;
      case SUBTRACT -> Op.FSUB;
      default -> throw new IllegalStateException("operator " + operator);
    };
  }

  private Value compare(BinaryOperator operator, JavaType type, Value a, Value b) {
    if (type == JavaType.BOOLEAN) {
      Value differ = builder.op(Op.XOR, a, b);
      return operator == BinaryOperator.NOT_EQUAL ? differ : builder.op(Op.NOT, differ);
    }
    if (type.isFloating()) {
      return builder.fcmp(
          switch (operator) {
            case LESS -> FloatPredicate.OLT;
            case GREATER -> FloatPredicate.OGT;
            case LESS_EQUAL -> FloatPredicate.OLE;
            case GREATER_EQUAL -> FloatPredicate.OGE;
            case EQUAL -> FloatPredicate.OEQ;
            default -> FloatPredicate.UNE;
          },
          a,
          b);
    }
    return builder.icmp(
        switch (operator) {
          case LESS -> IntPredicate.LT;
          case GREATER -> IntPredicate.GT;
          case LESS_EQUAL -> IntPredicate.LE;
          case GREATER_EQUAL -> IntPredicate.GE;
          case EQUAL -> IntPredicate.EQ;
          default -> IntPredicate.NE;
        },
        a,
        b);
  }

  // Short circuit and conditional

  private Value shortCircuit(Ast.Binary binary, Value left) {
    boolean and = binary.operator() == BinaryOperator.CONDITIONAL_AND;
    if (Cost.isCheap(checked(), binary.right())) {
      Value right = value(binary.right());
      line(binary);
      return builder.op(and ? Op.AND : Op.OR, left, right);
    }
    Block right = ssa.block();
    Block join = ssa.block(Type.BOOL);
    line(binary);
    Target known = new Target(join, builder.bool(!and));
    ssa.branch(left, and ? new Target(right) : known, and ? known : new Target(right));
    ssa.enter(right);
    ssa.jump(join, value(binary.right()));
    ssa.enter(join);
    return join.param(0);
  }

  /**
   * What is left of a short-circuit chain: if control gets to {@code at}, {@code right} decides.
   */
  private record Rest(Block at, Expression right, Block then, Block otherwise) {}

  /** Evaluates a condition and goes to {@code then} or {@code otherwise}. */
  void branchOn(Expression condition, Block then, Block otherwise) {
    var rest = new ArrayList<Rest>();
    Expression left = condition;
    Block onTrue = then;
    Block onFalse = otherwise;
    while (checked().constant(left) == null) {
      if (left instanceof Ast.Unary not) {
        left = not.operand();
        Block swap = onTrue;
        onTrue = onFalse;
        onFalse = swap;
        continue;
      }
      if (!(left instanceof Ast.Binary binary)
          || !binary.operator().isShortCircuit()
          || Cost.isCheap(checked(), binary.right())) {
        break;
      }
      Block right = ssa.block();
      rest.add(new Rest(right, binary.right(), onTrue, onFalse));
      if (binary.operator() == BinaryOperator.CONDITIONAL_AND) {
        onTrue = right;
      } else {
        onFalse = right;
      }
      left = binary.left();
    }
    Constant constant = checked().constant(left);
    if (constant != null) {
      ssa.jump(constant.booleanValue() ? onTrue : onFalse);
    } else {
      ssa.branch(value(left), onTrue, onFalse);
    }
    for (int i = rest.size() - 1; i >= 0; i--) {
      ssa.enter(rest.get(i).at);
      Rest next = rest.get(i);
      nesting.deeper(() -> {
        branchOn(next.right, next.then, next.otherwise);
        return null;
      });
    }
  }

  private Value conditional(Ast.Conditional conditional) {
    JavaType type = type(conditional);
    Constant constant = checked().constant(conditional.condition());
    if (constant != null) {
      return value(constant.booleanValue() ? conditional.then() : conditional.otherwise(), type);
    }
    if (Cost.isCheap(checked(), conditional.then())
        && Cost.isCheap(checked(), conditional.otherwise())) {
      Value condition = value(conditional.condition());
      Value a = value(conditional.then(), type);
      Value b = value(conditional.otherwise(), type);
      line(conditional);
      return builder.op(Op.SELECT, condition, a, b);
    }
    Block then = ssa.block();
    Block otherwise = ssa.block();
    Block join = ssa.block(type.ir());
    branchOn(conditional.condition(), then, otherwise);
    ssa.enter(then);
    ssa.jump(join, value(conditional.then(), type));
    ssa.enter(otherwise);
    ssa.jump(join, value(conditional.otherwise(), type));
    ssa.enter(join);
    return join.param(0);
  }

  // Calls

  private Value call(Ast.Call call) {
    CalledMethod method = checked().method(call);
    var arguments = new ArrayList<Value>();
    for (int i = 0; i < call.arguments().size(); i++) {
      arguments.add(value(call.arguments().get(i), method.parameters().get(i)));
    }
    line(call);
    int outer = statements.frame().line();
    return switch (method.meaning()) {
      case CalledMethod.Meaning.Direct direct -> direct(method, direct, arguments);
      case CalledMethod.Meaning.Function math ->
          builder.math(variant(math.function(), ""), arguments.toArray(new Value[0]));
      case CalledMethod.Meaning.Lookup lookup -> {
        var constants = new Value[lookup.bits().size()];
        for (int i = 0; i < constants.length; i++) {
          constants[i] = builder.constant(method.result().ir(), lookup.bits().get(i));
        }
        yield builder.lookup(arguments.getFirst(), constants);
      }
      case CalledMethod.Meaning.Division division ->
          divide(division.op(), division.kind(), arguments.get(0), arguments.get(1));
      case CalledMethod.Meaning.Guard guard -> {
        List<Value> operands = arguments.subList(1, arguments.size());
        builder.guard(guard.kind(), arguments.getFirst(), operands.toArray(new Value[0]));
        yield null;
      }
      case CalledMethod.Meaning.Memory access -> throw new IllegalArgumentException("no receiver");
      case CalledMethod.Meaning.Inline inline -> {
        Checked definition = inline.definition().checked();
        yield statements.inline(definition, arguments, outer != 0 ? outer : call.span().line());
      }
      case CalledMethod.Meaning.Kernel kernel -> {
        var types = new Type[arguments.size()];
        for (int i = 0; i < types.length; i++) {
          types[i] = method.parameters().get(i).ir();
        }
        var callee = new Callee(kernel.symbol(), method.result().ir(), types);
        yield builder.call(callee, arguments.toArray(new Value[0]));
      }
      case CalledMethod.Meaning.Refused refused -> throw new IllegalArgumentException("refused");
    };
  }

  /** The variant for the kernel's contract if there is one, else the function itself. */
  private MathFunction variant(MathFunction function, String suffix) {
    FloatContract contract = builder.current().function().floats();
    MathFunction fast =
        contract == FloatContract.FAST ? MathFunction.parse(function + ".fast" + suffix) : null;
    return fast != null
        ? fast
        : suffix.isEmpty() ? function : MathFunction.parse(function + suffix);
  }

  /**
   * The function on floats that {@code (float) Math.f(x)} with floats as arguments is, if there is
   * one, else null. The arguments may be cast to double, as they would be without.
   */
  private MathFunction floatCall(Ast.Cast cast) {
    if (cast.type() != JavaType.FLOAT
        || !(cast.operand() instanceof Ast.Call call)
        || !(checked().method(call).meaning() instanceof CalledMethod.Meaning.Function math)) {
      return null;
    }
    for (Expression argument : call.arguments()) {
      if (type(narrow(argument)) != JavaType.FLOAT) {
        return null;
      }
    }
    return variant(math.function(), ".float");
  }

  private static Expression narrow(Expression argument) {
    return argument instanceof Ast.Cast cast && cast.type() == JavaType.DOUBLE
        ? cast.operand()
        : argument;
  }

  private Value floatCall(Ast.Cast cast, MathFunction function) {
    var call = (Ast.Call) cast.operand();
    var arguments = new Value[call.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(narrow(call.arguments().get(i)), JavaType.FLOAT);
    }
    line(call);
    return builder.math(function, arguments);
  }

  private Value direct(
      CalledMethod row, CalledMethod.Meaning.Direct direct, List<Value> arguments) {
    Op op = direct.op();
    if (op == Op.ICMP) {
      IntPredicate predicate = IntPredicate.values()[(int) direct.attribute()];
      return builder.icmp(predicate, arguments.get(0), arguments.get(1));
    }
    return op.result() == Op.Result.GIVEN
        ? builder.convert(op, row.result().ir(), arguments.getFirst())
        : builder.op(op, arguments.toArray(new Value[0]));
  }
}
