package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Callee;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link FloatContract#FAST} permits, and what it does not. */
class FastFloatsTest {
  private static final Callee PRODUCT = new Callee("g", Type.F64, Type.F64, Type.F64);

  private static String optimized(String expression, FloatContract contract) {
    Function function = Expressions.parse(expression);
    function.setFloats(contract);
    Pipeline.NATIVE.run(function, new PassContext().verifying());
    return IrPrinter.print(function);
  }

  @ParameterizedTest
  @CsvSource({
    "(fadd (fmul d e) k), 0, 0",
    "(fadd k (fmul d e)), 0, 0",
    "(fadd (fmul d e) (fmul k k)), 1, 0",
    "(fsub k (fmul d e)), 0, 1",
    "(fsub k (fmul d 0x1.8p0d)), 0, 0",
    "(fsub (fmul d e) k), 0, 1",
    "(fsub (fmul d e) 0x1.8p0d), 0, 0",
    "(fadd (fmul f g) h), 0, 0",
  })
  void aProductGoesIntoASum(String expression, int products, int negations) {
    assertThat(optimized(expression, FloatContract.FAST))
        .contains(" fma.")
        .doesNotContain(" fadd.", " fsub.")
        .satisfies(text -> assertThat(text.split(" fmul\\.").length - 1).isEqualTo(products))
        .satisfies(text -> assertThat(text.split(" fneg\\.").length - 1).isEqualTo(negations));
    assertThat(optimized(expression, FloatContract.STRICT)).doesNotContain("fma");
    assertThat(optimized(expression, FloatContract.REPRODUCIBLE)).doesNotContain("fma");
  }

  @Test
  void aProductThatIsNeededStays() {
    assertThat(optimized("(fmax (fadd (fmul d e) k) (fmul d e))", FloatContract.FAST))
        .contains(" fmul.", " fadd.")
        .doesNotContain("fma.");
  }

  @Test
  void oneRoundingIsLeft() {
    Function function = Expressions.parse("(fadd (fmul d e) k)");
    function.setFloats(FloatContract.FAST);
    Pipeline.NATIVE.run(function, new PassContext().verifying());
    var arguments = new long[Expressions.VARIABLES.length()];
    int first = Expressions.VARIABLES.indexOf('d');
    arguments[first] = Double.doubleToRawLongBits(1 + 0x1p-30);
    arguments[first + 1] = Double.doubleToRawLongBits(1 - 0x1p-30);
    arguments[first + 2] = Double.doubleToRawLongBits(-1);
    assertThat(Double.longBitsToDouble(Interpreter.run(function, arguments))).isEqualTo(-0x1p-60);
  }

  @ParameterizedTest
  @CsvSource({
    "(fdiv d 0x1.8p1d), true",
    "(fdiv f 0x1.8p1f), true",
    "(fdiv d 0x1.8p-1072d), false",
    "(fdiv d 0x1.8p1023d), false",
    "(fdiv f 0x1.8p127f), false",
    "(fdiv d 0x0p0d), false",
    "(fdiv d e), false",
  })
  void aDivisorWithANormalReciprocalBecomesAFactor(String expression, boolean factor) {
    String division = "fdiv.";
    assertThat(optimized(expression, FloatContract.STRICT)).contains(division);
    String fast = optimized(expression, FloatContract.FAST);
    assertThat(fast.contains(division)).isEqualTo(!factor);
    assertThat(fast.contains("fmul.")).isEqualTo(factor);
  }

  @Test
  void bodiesOfMathFunctionsKeepTheirRoundings() {
    var f = new FunctionBuilder("f", Type.F64, Type.F64);
    f.ret(f.math(MathFunction.LOG, f.param(0)));
    Function function = f.build();
    function.setFloats(FloatContract.FAST);
    Pipeline.NATIVE.run(function, new PassContext().verifying());
    long three = Double.doubleToRawLongBits(3.25);
    var strict = new FunctionBuilder("f", Type.F64, Type.F64);
    strict.ret(strict.math(MathFunction.LOG, strict.param(0)));
    Function same = strict.build();
    Pipeline.NATIVE.run(same, new PassContext());
    assertThat(IrPrinter.print(function).replace("  floats fast\n", ""))
        .isEqualTo(IrPrinter.print(same));
    assertThat(Interpreter.run(function, three)).isEqualTo(Interpreter.run(same, three));
  }

  /** f(x, y) = max(x * y + y, g(x, y)), g(x, y) = x * x + y. */
  private static Function inlined(FloatContract outer, FloatContract inner) {
    var module = new Module();
    var f = new FunctionBuilder("f", Type.F64, Type.F64, Type.F64);
    Value product = f.op(Op.FMUL, f.param(0), f.param(1));
    Value sum = f.op(Op.FADD, product, f.param(1));
    f.ret(f.op(Op.FMAX, sum, f.call(PRODUCT, f.param(0), f.param(1))));
    module.add("f", f.build());
    var g = new FunctionBuilder("g", Type.F64, Type.F64, Type.F64);
    g.ret(g.op(Op.FADD, g.op(Op.FMUL, g.param(0), g.param(0)), g.param(1)));
    module.add("g", g.build());
    module.function("f").setFloats(outer);
    module.function("g").setFloats(inner);
    Pipeline.NATIVE.run(module, new PassContext().verifying());
    assertThat(module.hasCalls()).isFalse();
    return module.root();
  }

  @ParameterizedTest
  @CsvSource({
    "FAST, FAST, 2, FAST",
    "FAST, STRICT, 1, STRICT",
    "FAST, REPRODUCIBLE, 1, STRICT",
    "STRICT, FAST, 1, STRICT",
    "REPRODUCIBLE, FAST, 1, REPRODUCIBLE",
    "STRICT, STRICT, 0, STRICT",
  })
  void whatIsInlinedKeepsItsContract(
      FloatContract outer, FloatContract inner, int fused, FloatContract left) {
    Function function = inlined(outer, inner);
    assertThat(function.floats()).isEqualTo(left);
    assertThat(IrPrinter.print(function).split(" fma\\.").length - 1).isEqualTo(fused);
  }
}
