package dev.lathe.samples.benchmarks;

import dev.lathe.ir.Access;
import dev.lathe.ir.Block;
import dev.lathe.ir.Element;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** Kernels for each math function, as IR: whatever functions there are, none is left out. */
final class MathKernels {
  private static final Type ARRAY = Type.arrayOf(Element.F64);

  private MathKernels() {}

  /** {@code f(x, y)}, or {@code f(x)}. */
  static Function single(MathFunction f) {
    var b = new FunctionBuilder("single." + f, Type.F64, Type.F64, Type.F64);
    b.ret(call(b, f, b.param(0), b.param(1)));
    return b.build();
  }

  /** {@code out[i] = f(x[i], y[i])} for each index of x. */
  static Function independent(MathFunction f) {
    var b = new FunctionBuilder("independent." + f, Type.VOID, ARRAY, ARRAY, ARRAY);
    Value length = b.length(b.nonnull(Access.LENGTH, "x", b.param(0)));
    Value zero = b.i32(0);
    Block loop = b.block(Type.I32);
    Block end = b.block();
    b.branch(b.icmp(IntPredicate.LT, zero, length), new Target(loop, zero), new Target(end));
    b.at(loop);
    Value i = loop.param(0);
    Value result = call(b, f, element(b, 0, i), element(b, 1, i));
    b.store(Access.STORE, b.param(2), b.index(Access.STORE, "out", b.param(2), i), result);
    Value next = b.op(Op.IADD, i, b.i32(1));
    b.branch(b.icmp(IntPredicate.LT, next, length), new Target(loop, next), new Target(end));
    b.at(end);
    b.ret();
    return b.build();
  }

  /** The same, each with the last result in its argument; that of the last. */
  static Function chained(MathFunction f) {
    var b = new FunctionBuilder("chained." + f, Type.F64, ARRAY, ARRAY);
    Value length = b.length(b.nonnull(Access.LENGTH, "x", b.param(0)));
    Value zero = b.i32(0);
    Value none = b.f64(0);
    Block loop = b.block(Type.I32, Type.F64);
    Block end = b.block(Type.F64);
    b.branch(
        b.icmp(IntPredicate.LT, zero, length), new Target(loop, zero, none), new Target(end, none));
    b.at(loop);
    Value i = loop.param(0);
    Value x = b.op(Op.FMA, loop.param(1), b.f64(1e-300), element(b, 0, i));
    Value result = call(b, f, x, element(b, 1, i));
    Value next = b.op(Op.IADD, i, b.i32(1));
    b.branch(
        b.icmp(IntPredicate.LT, next, length),
        new Target(loop, next, result),
        new Target(end, result));
    b.at(end);
    b.ret(end.param(0));
    return b.build();
  }

  private static Value element(FunctionBuilder b, int array, Value i) {
    Value index = b.index(Access.LOAD, array == 0 ? "x" : "y", b.param(array), i);
    return b.load(Access.LOAD, b.param(array), index);
  }

  private static Value call(FunctionBuilder b, MathFunction f, Value x, Value y) {
    return f.parameters() == 1 ? b.math(f, x) : b.math(f, x, y);
  }
}
