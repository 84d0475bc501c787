package dev.lathe.lang;

import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import dev.lathe.lang.Ast.Expression;

/** Lowers assignments, {@code ++} and {@code --} (JLS 15.14, 15.15, 15.26). */
final class AssignmentLowering {
  private final FunctionBuilder builder;
  private final Lowering statements;
  private final ExpressionLowering expressions;
  private final MemoryLowering memory;

  AssignmentLowering(
      FunctionBuilder builder,
      Lowering statements,
      ExpressionLowering expressions,
      MemoryLowering memory) {
    this.builder = builder;
    this.statements = statements;
    this.expressions = expressions;
    this.memory = memory;
  }

  Value simple(Ast.Assignment assignment) {
    if (assignment.target() instanceof Ast.ArrayAccess target) {
      return memory.assignment(assignment, target);
    }
    Value value = expressions.value(assignment.value(), expressions.type(assignment));
    statements.write(expressions.variable(assignment.target()), value);
    return value;
  }

  /**
   * JLS 15.26.2: the variable or element is read, then the right side evaluated, then the result
   * narrowed.
   */
  Value compound(Ast.CompoundAssignment assignment) {
    JavaType type = expressions.type(assignment);
    var target = new Assigned(assignment.target());
    Value old = target.read();
    BinaryOperator operator = assignment.operator();
    Value result = expressions.binary(assignment, operator, old, type, assignment.value());
    JavaType computed =
        ExpressionTyping.operandType(operator, type, expressions.type(assignment.value()));
    Value narrowed = Conversions.convert(builder, result, computed, type);
    target.write(narrowed);
    return narrowed;
  }

  Value step(Ast.Step step) {
    JavaType type = expressions.type(step);
    var target = new Assigned(step.target());
    Value old = target.read();
    expressions.line(step);
    JavaType computed = type.promoted();
    Value one = builder.constant(computed.ir(), Constant.of(1).cast(computed).bits());
    Op op =
        type.isFloating()
            ? step.isIncrement() ? Op.FADD : Op.FSUB
            : step.isIncrement() ? Op.IADD : Op.ISUB;
    Value stepped = Conversions.convert(builder, builder.op(op, old, one), computed, type);
    target.write(stepped);
    return step.isPrefix() ? stepped : old;
  }

  /** What is read and then written: a variable, or an element that has been checked. */
  private final class Assigned {
    private final int variable;
    private final MemoryLowering.Element element;

    Assigned(Expression target) {
      element = target instanceof Ast.ArrayAccess access ? memory.element(access) : null;
      variable = element == null ? expressions.variable(target) : -1;
    }

    Value read() {
      return element == null ? statements.read(variable) : element.load(builder);
    }

    void write(Value value) {
      if (element == null) {
        statements.write(variable, value);
      } else {
        element.store(builder, value);
      }
    }
  }
}
