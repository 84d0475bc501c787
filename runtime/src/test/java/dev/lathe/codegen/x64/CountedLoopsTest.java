package dev.lathe.codegen.x64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.MachineCode;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.ir.Verifier;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Yields;
import dev.lathe.testing.Comparison;
import dev.lathe.testing.Engine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Strip-mined loops of every kind, near the ends of their types above all. */
class CountedLoopsTest {
  private static final Engine NATIVE = NativeEngine.sliced();
  private static final Engine INTERPRETED =
      Comparison.interpretAfter("yields", f -> new Yields(0, 40).run(f, new PassContext()));

  /**
   * @param late true if the value after the step is tested, else the one before
   */
  record Shape(Type type, IntPredicate predicate, long step, boolean late, boolean constants) {}

  static List<Shape> shapes() {
    var shapes = new ArrayList<Shape>();
    for (Type type : new Type[] {Type.I32, Type.I64}) {
      for (IntPredicate predicate : IntPredicate.values()) {
        for (long step : new long[] {1, -1, 2, -3, 1000}) {
          shapes.add(new Shape(type, predicate, step, true, false));
          if (predicate.ordinal() >= IntPredicate.ULT.ordinal() && step > 1) {
            continue; // not strip-mined
          }
          shapes.add(new Shape(type, predicate, step, false, step == 2));
        }
      }
    }
    return shapes;
  }

  /**
   * {@code i = from; c = 0; do { c += i ^ c; if (--left == 0) break; i += step; } while (i ? to);}
   * with the initial value and the bound as parameters or constants.
   */
  private static Function loop(Shape shape, long from, long to, boolean limited) {
    Type type = shape.type;
    var f = new FunctionBuilder("loop", Type.I64, type, type, Type.I64);
    var head = f.block(type, Type.I64, Type.I64);
    var latch = f.block();
    var end = f.block();
    Value first = shape.constants ? constant(f, type, from) : f.param(0);
    Value last = shape.constants ? constant(f, type, to) : f.param(1);
    f.jump(head, first, f.i64(1), f.param(2));
    f.at(head);
    Value i = head.param(0);
    Value wide = type == Type.I64 ? i : f.convert(Op.SEXT, Type.I64, i);
    Value sum = f.op(Op.IADD, head.param(1), f.op(Op.XOR, wide, head.param(1)));
    Value left = f.op(Op.ISUB, head.param(2), f.i64(1));
    if (limited) {
      f.branch(f.icmp(IntPredicate.GT, left, f.i64(0)), new Target(latch), new Target(end));
    } else {
      f.jump(latch);
    }
    f.at(latch);
    Value next = f.op(Op.IADD, i, constant(f, type, shape.step));
    Value tested = shape.late ? next : i;
    f.branch(
        f.icmp(shape.predicate, tested, last), new Target(head, next, sum, left), new Target(end));
    f.at(end);
    f.ret(sum);
    return f.build();
  }

  private static Value constant(FunctionBuilder f, Type type, long bits) {
    return type == Type.I64 ? f.i64(bits) : f.i32((int) bits);
  }

  private static long[] edges(Type type) {
    long least = type == Type.I64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
    long most = type == Type.I64 ? Long.MAX_VALUE : Integer.MAX_VALUE;
    return new long[] {
      0, 19, -30, least, least + 1, least + 9, most, most - 1, most - 8, most - 990
    };
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyKindOfCountedLoopIsCutRightly(Shape shape) throws Throwable {
    Engine.Kernel kernel = null;
    Function function = null;
    for (long from : edges(shape.type)) {
      for (long to : edges(shape.type)) {
        if (shape.constants && (from + to) % 3 != 0) {
          continue; // each is compiled anew
        }
        if (function == null || shape.constants) {
          function = loop(shape, from, to, true);
          kernel = NATIVE.compile(Comparison.copy(function));
        }
        long expected = Interpreter.run(function, from, to, 16);
        assertThat(kernel.call(from, to, 16)).as("%d to %d", from, to).isEqualTo(expected);
      }
    }
    for (long from : new long[] {0, edges(shape.type)[shape.step > 0 ? 8 : 5]}) {
      long to = from + 10 * shape.step;
      long wrapped = shape.type == Type.I64 ? to : (int) to;
      Comparison.compare(INTERPRETED, loop(shape, from, wrapped, true), from, wrapped, 16);
    }
  }

  @Test
  void aLoopThatNeverEndsYieldsForEver() {
    for (Shape shape : shapes()) {
      long most = shape.type == Type.I64 ? Long.MAX_VALUE : Integer.MAX_VALUE;
      long least = shape.type == Type.I64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
      long to =
          switch (shape.predicate) {
            case LE, ULE -> shape.predicate == IntPredicate.LE ? most : -1;
            case GE, UGE -> shape.predicate == IntPredicate.GE ? least : 0;
            case LT -> most;
            case GT -> least;
            default -> shape.step > 0 ? -3 : 3;
          };
      boolean endless =
          switch (shape.predicate) {
            case LE, GE, ULE, UGE -> true;
            case LT -> shape.step > 1 && shape.step % 2 == 0; // passes over the bound
            default -> false;
          };
      if (endless && !shape.constants) {
        long from = shape.step > 0 ? most - 20 * shape.step & -2 : least - 20 * shape.step & -2;
        Function function = loop(shape, from, to, false);
        yieldsAlways(function, from, to);
      }
    }
  }

  /** So many loops in one another, each from 0 to the parameter; all counters are live inside. */
  private static Function nest(int depth) {
    var f = new FunctionBuilder("nest", Type.I64, Type.I64);
    f.ret(nest(f, depth, f.i64(0)));
    return f.build();
  }

  private static Value nest(FunctionBuilder f, int depth, Value sum) {
    if (depth == 0) {
      return f.op(Op.IADD, sum, f.i64(1));
    }
    var head = f.block(Type.I64, Type.I64);
    var end = f.block(Type.I64);
    f.jump(head, f.i64(0), sum);
    f.at(head);
    Value i = head.param(0);
    Value inner = nest(f, depth - 1, f.op(Op.XOR, head.param(1), i));
    Value next = f.op(Op.IADD, i, f.i64(1));
    f.branch(
        f.icmp(IntPredicate.LT, next, f.param(0)),
        new Target(head, next, inner),
        new Target(end, inner));
    f.at(end);
    return end.param(0);
  }

  private static int codeBytes(int depth, int strip) {
    Function function = nest(depth);
    new Yields(0, strip).run(function, new PassContext());
    return X64Compiler.compileSliced(function, X64Features.AVX2, null).code().length;
  }

  @Test
  void nestedLoopsTakeCodeInProportionToTheirNumber() throws Throwable {
    assertThat(codeBytes(200, 0)).isLessThan(codeBytes(100, 0) * 22 / 10);
    assertThat(codeBytes(200, 40)).isLessThan(codeBytes(100, 40) * 22 / 10);
    assertThat(NATIVE.compile(nest(40)).call(1)).isEqualTo(1); // checking allocation is quadratic
    assertThat(NATIVE.compile(nest(5)).call(4)).isEqualTo(Interpreter.run(nest(5), 4));
  }

  private static void yieldsAlways(Function function, long... arguments) {
    new Yields(0, 12).run(function, new PassContext());
    Verifier.verify(function);
    MachineCode code = X64Compiler.compileSliced(function, X64Features.AVX2, null);
    long address = NativeCode.publish(code);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment record = arena.allocate(8L * code.recordLongs(), 8);
      for (int slice = 0; slice < 100; slice++) {
        record.setAtIndex(ValueLayout.JAVA_LONG, 1, 1);
        long status =
            NativeCode.call(
                address, function, false, arguments[0], arguments[1], 1, record.address());
        assertThat((int) status).as("slice %d of %s", slice, function).isPositive();
      }
    }
  }
}
