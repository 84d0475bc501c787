package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.IrException;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions that are not worth loading the passes for. */
class MinimalFunctionTest {
  private static final Type[] TYPES = {Type.BOOL, Type.I32, Type.I64, Type.F32, Type.F64};

  /** Every well-typed function that returns one op of as many different parameters. */
  private static List<Function> oneOpFunctions() {
    var functions = new ArrayList<Function>();
    for (Op op : Op.values()) {
      for (Type operand : TYPES) {
        for (Type result : TYPES) {
          for (int attribute = 0; attribute < attributes(op); attribute++) {
            Function function = oneOp(op, attribute, operand, result);
            if (function != null) {
              functions.add(function);
            }
          }
        }
      }
    }
    return functions;
  }

  private static int attributes(Op op) {
    return op == Op.ICMP
        ? IntPredicate.values().length
        : op == Op.FCMP ? FloatPredicate.values().length : 1;
  }

  private static Function oneOp(Op op, int attribute, Type operand, Type result) {
    boolean hasNoOneForm = op.isOfVectors() || op.shape().operands() < 0;
    if (!op.isPure() || op == Op.CONST || op == Op.TABLE || hasNoOneForm) {
      return null;
    }
    var params = new Type[op.shape().operands()];
    for (int i = 0; i < params.length; i++) {
      params[i] =
          i > 0 && op.shape() == Op.Shape.SHIFT
              ? Type.I32
              : i == 0 && op.shape() == Op.Shape.SELECT ? Type.BOOL : operand;
    }
    var f = new FunctionBuilder("f", result, params);
    var operands = new Value[params.length];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = f.param(i);
    }
    try {
      f.ret(
          switch (op) {
            case ICMP -> f.icmp(IntPredicate.values()[attribute], operands[0], operands[1]);
            case FCMP -> f.fcmp(FloatPredicate.values()[attribute], operands[0], operands[1]);
            default ->
                op.result() == Op.Result.GIVEN && op != Op.SELECT
                    ? f.convert(op, result, operands[0])
                    : f.op(op, operands);
          });
      return f.build();
    } catch (IrException e) {
      return null; // these types do not go with this op
    }
  }

  @Test
  void noPassChangesAMinimalFunction() {
    List<Function> functions = oneOpFunctions();
    int minimal = 0;
    for (Function function : functions) {
      if (Pass.noneChanges(function)) {
        minimal++;
        String before = IrPrinter.print(function);
        Pipeline.NATIVE.run(function);
        assertThat(IrPrinter.print(function)).isEqualTo(before);
      }
    }
    assertThat(minimal).isGreaterThan(100);
  }

  @Test
  void remaindersAreNotMinimal() {
    assertThat(oneOpFunctions())
        .filteredOn(f -> f.entry().values().get(0).op() == Op.FREM)
        .isNotEmpty()
        .noneMatch(Pass::noneChanges);
  }

  @Test
  void equalOperandsConstantsAndSecondValuesAreNotMinimal() {
    var equal = new FunctionBuilder("f", Type.I32, Type.I32);
    equal.ret(equal.op(Op.ISUB, equal.param(0), equal.param(0)));
    var constant = new FunctionBuilder("f", Type.I32, Type.I32);
    constant.ret(constant.op(Op.IMUL, constant.param(0), constant.i32(1)));
    var unused = new FunctionBuilder("f", Type.I32, Type.I32, Type.I32);
    unused.op(Op.IADD, unused.param(0), unused.param(1));
    unused.ret(unused.param(0));
    assertThat(List.of(equal.build(), constant.build(), unused.build()))
        .noneMatch(Pass::noneChanges);
  }
}
