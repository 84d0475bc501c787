package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.IrException;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineTest {
  private static final String TEXT = "(iadd (imul (iadd a 1i) (iadd 1i a)) (imul b 0i))";

  static List<Pipeline> pipelines() {
    return List.of(Pipeline.NATIVE, Pipeline.CLASS_FILE);
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void passesStandInTheDeclaredOrders(Pipeline pipeline) {
    for (PassOrders.Order order : PassOrders.all()) {
      int first = pipeline.names().lastIndexOf(order.first());
      int then = pipeline.names().lastIndexOf(order.then());
      if (first >= 0 && then >= 0) {
        assertThat(then).as(order.toString()).isGreaterThan(first);
      }
    }
  }

  @Test
  void ordersNamePassesOfThePipeline() {
    for (PassOrders.Order order : PassOrders.all()) {
      assertThat(Pipeline.NATIVE.names()).contains(order.first(), order.then());
    }
  }

  @Test
  void allPassesTogetherFoldMergeAndRemove() {
    Function function = Expressions.parse(TEXT);
    Pipeline.NATIVE.run(function);
    assertThat(Expressions.print(function)).isEqualTo("(imul (iadd a 1i) (iadd a 1i))");
    assertThat(function.entry().values()).hasSize(3);
  }

  @Test
  void aPassCanBeTurnedOffByName() {
    Function function = Expressions.parse(TEXT);
    var seen = new ArrayList<String>();
    var context = new PassContext().without("gvn");
    context.tracing((index, pass, after, changed) -> seen.add(pass));
    Pipeline.NATIVE.run(function, context);
    assertThat(seen).contains("fold", "dead-code").doesNotContain("gvn");
    assertThat(function.entry().values()).hasSize(5);
  }

  @Test
  void turningOffAnUnknownPassIsRefused() {
    assertThatThrownBy(
            () -> Pipeline.NATIVE.run(Expressions.parse("a"), new PassContext().without("cse")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "no pass is called cse; there are [fold, dead-code, fast-floats, inline,");
  }

  @Test
  void fuelStopsRewritingAtEveryNumberOfRewrites() {
    Function original = Expressions.parse(TEXT);
    String last = null;
    var states = new ArrayList<String>();
    for (int fuel = 0; fuel < 20; fuel++) {
      Function function = Expressions.parse(TEXT);
      Pipeline.NATIVE.run(function, new PassContext().fuel(fuel).verifying());
      Equivalence.compare(original, function, new long[Expressions.VARIABLES.length()]);
      String text = IrPrinter.print(function);
      if (!text.equals(last)) {
        states.add(text);
      }
      last = text;
    }
    assertThat(states.getFirst()).isEqualTo(IrPrinter.print(original));
    assertThat(states).hasSizeGreaterThan(3);
  }

  @Test
  void theTraceSeesTheFunctionAfterEachPass() {
    var changes = new ArrayList<String>();
    Pipeline.CLASS_FILE.run(
        Expressions.parse("(iadd 1i 2i)"),
        new PassContext()
            .tracing((index, pass, function, changed) ->
                changes.add(
                    index + " " + pass + " " + changed + " " + Expressions.print(function))));
    assertThat(changes).containsExactly("0 fold true 3i", "1 dead-code true 3i");
  }

  @Test
  void aPassThatBreaksTheFunctionIsNamed() {
    Pass breaks =
        new Pass() {
          @Override
          public String name() {
            return "breaks";
          }

          @Override
          public boolean run(Function function, PassContext context) {
            Value sum = function.entry().values().getFirst();
            sum.setOperand(0, function.newValue(Op.CONST, sum.type(), 1, new Value[0], 0));
            return true;
          }
        };
    assertThatThrownBy(() ->
            new Pipeline(breaks)
                .run(Expressions.parse("(iadd a b)"), new PassContext().verifying()))
        .isInstanceOf(IrException.class)
        .hasMessageStartingWith("after pass breaks: f: 1 error");
  }

  /** No pass recurses over the function, and none is slow enough to be noticed here. */
  @Test
  void aVeryLongFunctionGoesThrough() {
    var builder = new FunctionBuilder("f", Type.I32, Type.I32, Type.I32);
    Value x = builder.param(0);
    for (int i = 0; i < 30_000; i++) {
      Op op = i % 3 == 0 ? Op.IADD : i % 3 == 1 ? Op.IMUL : Op.XOR;
      x = builder.op(op, x, i % 2 == 0 ? builder.param(1) : builder.i32(i | 1));
      if (i % 30 == 0) {
        Block then = builder.block();
        Block join = builder.block(Type.I32);
        Value c = builder.icmp(IntPredicate.LT, x, builder.i32(i));
        builder.branch(c, new Target(then), new Target(join, x));
        builder.at(then);
        builder.jump(join, builder.op(Op.IDIV, x, builder.i32(7)));
        builder.at(join);
        x = join.param(0);
      }
    }
    builder.ret(x);
    Function function = builder.build();
    String text = IrPrinter.print(function);
    Pipeline.NATIVE.run(function, new PassContext().verifying());
    Function original = IrParser.parse(text);
    for (long argument = -3; argument < 3; argument++) {
      Equivalence.compare(original, function, argument * 1000, argument);
    }
  }
}
