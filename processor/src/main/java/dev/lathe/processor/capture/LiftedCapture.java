package dev.lathe.processor.capture;

import com.sun.source.tree.MethodTree;
import dev.lathe.lang.Ast;
import dev.lathe.lang.Ast.Expression;
import dev.lathe.lang.Ast.Statement;
import dev.lathe.lang.BinaryOperator;
import dev.lathe.lang.CalledMethod;
import dev.lathe.lang.Constant;
import dev.lathe.lang.JavaType;
import dev.lathe.lang.Span;
import dev.lathe.processor.discover.Lifting;
import java.util.ArrayList;
import java.util.List;

/** The loop that a lifted kernel is; every node stands where the method is declared. */
final class LiftedCapture {
  private final KernelCapture kernel;
  private final MethodTree method;
  private final Lifting lifting;
  private final CalledMethod scalar;
  private final String index;

  /**
   * @param scalar the kernel that computes one element
   */
  LiftedCapture(KernelCapture kernel, MethodTree method, Lifting lifting, CalledMethod scalar) {
    this.kernel = kernel;
    this.method = method;
    this.lifting = lifting;
    this.scalar = scalar;
    this.index = lifting.free("i");
  }

  /** As {@code emit.LiftedLoop} writes it in Java. */
  Statement.Block loop() {
    var statements = new ArrayList<Statement>();
    JavaType type = lifting.isLong() ? JavaType.LONG : JavaType.INT;
    int arity = lifting.arity();
    Expression to;
    if (lifting.ranged()) {
      to = name(lifting.name(arity + 2));
    } else if (lifting.isLong()) {
      String length = lifting.free("length");
      Expression size =
          new Ast.SegmentCall(span(), name(lifting.name(arity)), "byteSize", null, List.of());
      Expression quotient =
          new Ast.Binary(span(), BinaryOperator.DIVIDE, size, literal((long) lifting.bytes(arity)));
      statements.add(local(type, length, quotient));
      to = name(length);
    } else {
      to = new Ast.ArrayLength(span(), name(lifting.name(lifting.bound())));
    }
    Expression from =
        lifting.ranged()
            ? name(lifting.name(arity + 1))
            : lifting.isLong() ? literal(0L) : literal(0);
    statements.add(
        new Statement.For(
            span(),
            List.of(local(type, index, from)),
            new Ast.Binary(span(), BinaryOperator.LESS, name(index), to),
            List.of(new Ast.Step(span(), true, false, name(index))),
            new Statement.ExpressionStatement(span(), element())));
    return new Statement.Block(span(), statements);
  }

  private Expression element() {
    int out = lifting.arity();
    var arguments = new ArrayList<Expression>();
    for (int i = 0; i < out; i++) {
      arguments.add(argument(i));
    }
    var call = new Ast.Call(span(), "", scalar.method(), List.of(scalar), arguments);
    if (lifting.isArray(out)) {
      var target = new Ast.ArrayAccess(span(), name(lifting.name(out)), name(index));
      return new Ast.Assignment(span(), target, call);
    }
    return new Ast.SegmentCall(
        span(), name(lifting.name(out)), "setAtIndex", layout(out), List.of(name(index), call));
  }

  private Expression argument(int parameter) {
    Expression name = name(lifting.name(parameter));
    if (lifting.isArray(parameter)) {
      return new Ast.ArrayAccess(span(), name, name(index));
    }
    return lifting.isSegment(parameter)
        ? new Ast.SegmentCall(span(), name, "getAtIndex", layout(parameter), List.of(name(index)))
        : name;
  }

  private Ast.Layout layout(int parameter) {
    return new Ast.Layout(span(), lifting.layout(parameter));
  }

  private Statement local(JavaType type, String name, Expression value) {
    var variable = new Ast.Variable(span(), name, value);
    return new Statement.LocalVariables(span(), false, type, List.of(variable));
  }

  private Expression literal(Object value) {
    return new Ast.Literal(span(), Constant.ofBox(value));
  }

  private Expression name(String name) {
    return new Ast.Name(span(), name);
  }

  private Span span() {
    return kernel.span(method);
  }
}
