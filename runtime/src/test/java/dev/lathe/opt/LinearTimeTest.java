package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lathe.ir.Access;
import dev.lathe.ir.Block;
import dev.lathe.ir.Element;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The work of all passes grows with the size of a function, whatever its shape. Work is counted by
 * what it allocates: lists, values and tables; a pass that went over them again and again would not
 * come to an end here.
 */
class LinearTimeTest {
  private static final int SIZE = 10_000;

  /** Functions of one kind, by about how many values they have. */
  record Shape(String name, IntFunction<Function> ofSize) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Shape> shapes() {
    return List.of(
        new Shape("a wide block", LinearTimeTest::wide),
        new Shape("many branches", LinearTimeTest::branches),
        new Shape("many loops", LinearTimeTest::loops),
        new Shape("200 nested loops", LinearTimeTest::nest),
        new Shape("a loop of many variables", LinearTimeTest::variables),
        new Shape("a switch of many cases in a loop", LinearTimeTest::choice),
        new Shape("jumps that pass many values on", LinearTimeTest::passing),
        new Shape("many checks", LinearTimeTest::checks),
        new Shape("many loops over arrays", LinearTimeTest::traversals));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void twiceTheSizeIsTwiceTheWork(Shape shape) {
    work(shape.ofSize.apply(SIZE)); // loads classes
    long small = work(shape.ofSize.apply(SIZE));
    long large = work(shape.ofSize.apply(4 * SIZE));
    assertThat((double) large / small).isLessThan(5.5);
  }

  private static long work(Function function) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Pipeline.NATIVE.run(function);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static FunctionBuilder builder() {
    return new FunctionBuilder("f", Type.I32, Type.I32, Type.I32);
  }

  private static final Type ARRAY = Type.arrayOf(Element.I32);

  /** Of one array, by indices that depend on each other. */
  private static Function checks(int size) {
    var f = new FunctionBuilder("f", Type.I32, ARRAY, Type.I32);
    Value i = f.param(1);
    for (int k = 0; k < size / 6; k++) {
      Value index = f.index(Access.LOAD, "a", f.param(0), f.op(Op.IADD, i, f.i32(k % 7 - 3)));
      Value element = f.load(Access.LOAD, f.param(0), index);
      i = k % 3 == 0 ? f.op(Op.IMIN, i, element) : element;
      if (k % 5 == 0) {
        f.store(Access.STORE, f.param(0), index, i);
      }
    }
    f.ret(i);
    return f.build();
  }

  private static Function traversals(int size) {
    var f = new FunctionBuilder("f", Type.I32, ARRAY, Type.I32);
    Value x = f.i32(0);
    for (int k = 0; k < size / 14; k++) {
      Block header = enter(f, x);
      Value i = f.op(Op.IADD, header.param(0), f.i32(k % 3));
      Value index = f.index(Access.LOAD, "a", f.param(0), i);
      Value element = f.load(Access.LOAD, f.param(0), index);
      x = leave(f, header, f.op(Op.IADD, header.param(1), element));
    }
    f.ret(x);
    return f.build();
  }

  private static Function wide(int size) {
    FunctionBuilder f = builder();
    var values = new ArrayList<Value>();
    for (int i = 0; i < size / 4; i++) {
      values.add(f.op(Op.IMUL, f.param(0), f.op(Op.XOR, f.param(1), f.i32(i * 7 + 3))));
    }
    Value sum = f.param(0);
    for (Value value : values) {
      sum = f.op(Op.IADD, sum, value);
    }
    f.ret(sum);
    return f.build();
  }

  private static Function branches(int size) {
    FunctionBuilder f = builder();
    Value x = f.param(0);
    for (int i = 0; i < size / 5; i++) {
      Block then = f.block();
      Block join = f.block(Type.I32);
      Value less = f.icmp(IntPredicate.LT, x, f.i32(i * 3));
      f.branch(less, new Target(then), new Target(join, x));
      f.at(then);
      f.jump(join, f.op(Op.IMUL, f.op(Op.IMUL, x, f.param(1)), x));
      f.at(join);
      x = join.param(0);
    }
    f.ret(x);
    return f.build();
  }

  private static Function loops(int size) {
    FunctionBuilder f = builder();
    Value x = f.param(0);
    for (int i = 0; i < size / 9; i++) {
      Block header = enter(f, x);
      Value next = f.op(Op.XOR, header.param(1), f.op(Op.IMUL, header.param(0), f.i32(i)));
      x = leave(f, header, next);
    }
    f.ret(x);
    return f.build();
  }

  /** Begins a loop of a counter and {@code x}. */
  private static Block enter(FunctionBuilder f, Value x) {
    Block header = f.block(Type.I32, Type.I32);
    Block body = f.block();
    f.jump(header, f.i32(0), x);
    f.at(header);
    f.branch(f.icmp(IntPredicate.LT, header.param(0), f.param(1)), body, f.block());
    f.at(body);
    return header;
  }

  private static Value leave(FunctionBuilder f, Block header, Value x) {
    f.jump(header, f.op(Op.IADD, header.param(0), f.i32(1)), x);
    f.at(header.terminator().targets().getLast().block());
    return header.param(1);
  }

  private static Function nest(int size) {
    FunctionBuilder f = builder();
    var headers = new ArrayDeque<Block>();
    Value x = f.param(0);
    for (int depth = 0; depth < 200; depth++) {
      headers.push(enter(f, x));
      x = headers.peek().param(1);
      for (int i = 0; i < size / 200 - 9; i++) {
        Value y = i % 3 == 0 ? headers.peek().param(0) : f.param(1);
        x = f.op(i % 2 == 0 ? Op.IADD : Op.XOR, x, y);
      }
    }
    while (!headers.isEmpty()) {
      x = leave(f, headers.pop(), x);
    }
    f.ret(x);
    return f.build();
  }

  private static Function variables(int size) {
    FunctionBuilder f = builder();
    var types = new Type[size / 4];
    Arrays.fill(types, Type.I32);
    var values = new Value[types.length];
    Arrays.fill(values, f.param(0));
    Block header = f.block(types);
    Block body = f.block();
    Block end = f.block();
    f.jump(header, values);
    f.at(header);
    f.branch(f.icmp(IntPredicate.LT, header.param(0), f.param(1)), body, end);
    f.at(body);
    for (int i = 0; i < values.length; i++) {
      Value next = header.param(i == 0 ? 0 : i - 1);
      values[i] = i % 7 == 3 ? header.param(i) : f.op(Op.IADD, header.param(i), next);
    }
    f.jump(header, values);
    f.at(end);
    Value sum = f.param(0);
    for (int i = 0; i < values.length; i += 2) { // the others are dead but for each other
      sum = f.op(Op.XOR, sum, header.param(i));
    }
    f.ret(sum);
    return f.build();
  }

  private static Function choice(int size) {
    FunctionBuilder f = builder();
    Block header = enter(f, f.param(0));
    Value next = f.op(Op.IADD, header.param(0), f.i32(1));
    var keys = new int[size / 5];
    var cases = new ArrayList<Target>();
    for (int i = 0; i < keys.length; i++) {
      keys[i] = i * 3;
      cases.add(new Target(f.block()));
    }
    Block otherwise = f.block();
    f.switchOn(header.param(1), keys, cases, new Target(otherwise));
    for (int i = 0; i < keys.length; i++) {
      f.at(cases.get(i).block());
      Value x = f.op(Op.XOR, f.op(Op.IMUL, header.param(1), f.i32(i)), f.param(0));
      f.jump(header, next, x);
    }
    f.at(otherwise);
    f.ret(leave(f, header, f.i32(0)));
    return f.build();
  }

  private static Function passing(int size) {
    FunctionBuilder f = builder();
    var types = new Type[size / 8];
    Arrays.fill(types, Type.I32);
    var values = new Value[types.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = f.op(Op.XOR, f.param(i % 2), f.i32(i));
    }
    Block join = f.block(types);
    for (int i = 0; i < 3; i++) {
      Block then = f.block(types);
      Block otherwise = f.block();
      Value less = f.icmp(IntPredicate.LT, f.param(0), f.i32(i * 100));
      f.branch(less, new Target(then, values), new Target(otherwise));
      f.at(then);
      f.jump(join, then.params().reversed().toArray(Value[]::new));
      f.at(otherwise);
    }
    f.jump(join, values);
    f.at(join);
    Value sum = f.param(0);
    for (int i = 0; i < values.length; i += 2) {
      sum = f.op(Op.IMUL, sum, join.param(i));
    }
    f.ret(sum);
    return f.build();
  }
}
