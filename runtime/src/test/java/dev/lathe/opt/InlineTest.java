package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Callee;
import dev.lathe.ir.Element;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which calls become copies; {@code filetests/opt/inline.lir} shows the copies. */
class InlineTest {
  private static final Callee[] NEXT = new Callee[40];

  static {
    for (int i = 0; i < NEXT.length; i++) {
      NEXT[i] = new Callee("f" + i, Type.I32, Type.I32);
    }
  }

  /** Function f with so many operations, and so many calls of each callee. */
  private static Function function(int number, int operations, int calls, int... callees) {
    var f = new FunctionBuilder("f" + number, Type.I32, Type.I32);
    Value x = f.param(0);
    for (int i = 0; i < operations; i++) {
      x = f.op(i % 2 == 0 ? Op.IADD : Op.XOR, x, f.i32(number * 1000 + i));
    }
    for (int callee : callees) {
      for (int i = 0; i < calls; i++) {
        x = f.op(Op.IADD, x, f.call(NEXT[callee], x));
      }
    }
    f.ret(x);
    return f.build();
  }

  private static Module module(Function... functions) {
    var module = new Module();
    for (Function function : functions) {
      module.add(function.name(), function);
    }
    module.verify();
    return module;
  }

  /** Runs the pipeline; the symbols that are left. */
  private static List<String> left(Module module) {
    long expected = Interpreter.run(module, 17);
    Pipeline.NATIVE.run(module, new PassContext().verifying());
    assertThat(Interpreter.run(module, 17)).isEqualTo(expected);
    return module.symbols();
  }

  @Test
  void whatIsSmallAltogetherNeedsNoCalls() {
    Module module =
        module(
            function(0, 100, 3, 1, 2),
            function(1, 100, 1, 2),
            function(2, 100, 0),
            function(3, 1, 0));
    assertThat(left(module)).containsExactly("f0");
    assertThat(module.hasCalls()).isFalse();
  }

  @Test
  void smallFunctionsAreAlwaysCopied() {
    assertThat(left(module(function(0, 10, 100, 1), function(1, 20, 0)))).containsExactly("f0");
    assertThat(left(module(function(0, 10, 100, 1), function(1, 60, 0))))
        .containsExactly("f0", "f1");
  }

  @Test
  void aFunctionThatIsCalledOnceIsCopied() {
    assertThat(left(module(function(0, 1500, 1, 1), function(1, 1500, 0)))).containsExactly("f0");
    assertThat(left(module(function(0, 1500, 2, 1), function(1, 1500, 0))))
        .containsExactly("f0", "f1");
  }

  @Test
  void aFunctionThatIsCalledOnceFromTheRootMayBeCalledFromElsewhere() {
    Module module = module(function(0, 1, 1, 1), function(1, 100, 0), function(2, 1, 1, 1));
    assertThat(left(module)).containsExactly("f0");
  }

  @Test
  void noFunctionGrowsWithoutBound() {
    Module module = module(function(0, 3000, 1, 1), function(1, 3000, 1, 2), function(2, 3000, 0));
    assertThat(left(module)).containsExactly("f0", "f1", "f2");
    Module many = module(function(0, 1, 5000, 1), function(1, 20, 0));
    assertThat(left(many)).containsExactly("f0", "f1");
  }

  @Test
  void recursiveFunctionsStay() {
    String recursive =
        """
        func %f(v0: i32) -> i32 {
          callee %even(i32) -> i32
        b0:
          v1 = call.i32 %even(v0)
          ret v1
        }
        func %even(v0: i32) -> i32 {
          callee %odd(i32) -> i32
          callee %small(i32) -> i32
        b0:
          v1 = const.i32 0
          v2 = icmp.i32 eq v0, v1
          branch v2, b1, b2
        b1:
          v3 = const.i32 1
          ret v3
        b2:
          v4 = call.i32 %small(v0)
          v5 = call.i32 %odd(v4)
          ret v5
        }
        func %odd(v0: i32) -> i32 {
          callee %even(i32) -> i32
          callee %small(i32) -> i32
        b0:
          v1 = const.i32 0
          v2 = icmp.i32 eq v0, v1
          branch v2, b1, b2
        b1:
          ret v1
        b2:
          v4 = call.i32 %small(v0)
          v5 = call.i32 %even(v4)
          ret v5
        }
        func %small(v0: i32) -> i32 {
        b0:
          v1 = const.i32 1
          v2 = isub.i32 v0, v1
          ret v2
        }
        """;
    assertThat(left(IrParser.parseModule(recursive))).containsExactly("f", "even", "odd");
  }

  /** Written out, the root would have a thousand million operations. */
  @Test
  void aChainInWhichEachCallsTheNextTwiceStaysSmall() {
    var functions = new ArrayList<Function>();
    for (int i = 0; i < 31; i++) {
      functions.add(i == 30 ? function(i, 2, 0) : function(i, 2, 2, i + 1));
    }
    Module module = module(functions.toArray(Function[]::new));
    Pipeline.NATIVE.run(module, new PassContext().verifying());
    assertThat(module.functions()).allMatch(f -> f.valueCount() < 10 * Inline.LARGE);
    assertThat(module.hasCalls()).isTrue();
  }

  @Test
  void aLongChainIsNoProblem() {
    var module = new Module();
    for (int i = 0; i < 500; i++) {
      var f = new FunctionBuilder("f" + i, Type.I32, Type.I32);
      Value x = f.op(Op.IADD, f.param(0), f.i32(i));
      f.ret(i == 499 ? x : f.call(new Callee("f" + (i + 1), Type.I32, Type.I32), x));
      module.add("f" + i, f.build());
    }
    Pipeline.NATIVE.run(module, new PassContext());
    assertThat(Interpreter.run(module, 1)).isEqualTo(1 + 500 * 499 / 2);
    assertThat(module.size()).isEqualTo(1);
  }

  @Test
  void everythingIsCopiedWhereThereAreArrays() {
    var array = Type.arrayOf(Element.I32);
    var callee = new FunctionBuilder("big", Type.I32, array);
    Value sum = callee.length(callee.param(0));
    for (int i = 0; i < Inline.LARGE; i++) {
      sum = callee.op(i % 2 == 0 ? Op.IMUL : Op.XOR, sum, sum);
    }
    callee.ret(sum);
    var root = new FunctionBuilder("root", Type.I32, array);
    Value x = root.call(new Callee("big", Type.I32, array), root.param(0));
    root.ret(root.op(Op.IADD, x, root.call(new Callee("big", Type.I32, array), root.param(0))));
    var module = new Module();
    module.add("root", root.build());
    module.add("big", callee.build());
    Pipeline.NATIVE.run(module, new PassContext().verifying());
    assertThat(module.hasCalls()).isFalse();
  }

  @Test
  void inliningCanBeTurnedOffAndBisected() {
    Module off = module(function(0, 5, 3, 1), function(1, 5, 0));
    Pipeline.NATIVE.run(off, new PassContext().without("inline").verifying());
    assertThat(off.symbols()).containsExactly("f0", "f1");
    var calls = new ArrayList<Long>();
    for (int fuel = 0; fuel < 40; fuel++) {
      Module module = module(function(0, 5, 3, 1), function(1, 5, 0));
      long expected = Interpreter.run(module, 3);
      Pipeline.NATIVE.run(module, new PassContext().fuel(fuel).verifying());
      assertThat(Interpreter.run(module, 3)).isEqualTo(expected);
      calls.add(
          module.root().blocks().stream()
              .flatMap(block -> block.values().stream())
              .filter(value -> value.op() == Op.CALL)
              .count());
    }
    assertThat(calls).contains(0L, 1L, 2L, 3L);
  }
}
