package dev.lathe.codegen.x64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Block;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.EdgeValues;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every op over its edge values, in registers and as constants, and conditions in all their uses.
 */
class X64OpsTest {
  private static final Type[] SCALARS = {Type.BOOL, Type.I32, Type.I64, Type.F32, Type.F64};
  private static final Engine ENGINE = Engine.NATIVE;

  /** One way to use an op. */
  private record Row(Op op, Type result, long attribute, Type[] operands) {
    @Override
    public String toString() {
      return op + "#" + attribute + List.of(operands) + " -> " + result;
    }

    /** A function of the operands that are not fixed. */
    Function function(Long... fixed) {
      var params = new ArrayList<Type>();
      for (int i = 0; i < operands.length; i++) {
        if (fixed[i] == null) {
          params.add(operands[i]);
        }
      }
      var function = new Function("test.f", result, params.toArray(Type[]::new));
      Block entry = function.entry();
      var values = new Value[operands.length];
      int param = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] =
            fixed[i] == null
                ? function.params().get(param++)
                : entry.append(function.newConst(operands[i], fixed[i], 0));
      }
      if (divides() && !values[1].isConst()) {
        Value[] divisor = {values[1]};
        values[1] =
            entry.append(
                function.newValue(
                    Op.NONZERO, operands[1], TrapKind.DIVIDE_I32.ordinal(), divisor, 0));
      }
      Value value = entry.append(function.newValue(op, result, attribute, values, 0));
      entry.setTerminator(new Terminator.Return(value));
      return function;
    }

    boolean divides() {
      return op == Op.IDIV || op == Op.IREM || op == Op.UDIV || op == Op.UREM;
    }
  }

  @TestFactory
  Stream<DynamicTest> everyOpComputesWhatTheInterpreterDoes() {
    return rows().stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.toString(),
                () -> {
                  Function function = row.function(new Long[row.operands.length]);
                  compare(function, row.operands.length == 3 ? 9 : 2);
                }));
  }

  @TestFactory
  Stream<DynamicTest> everyOpTakesConstants() {
    return rows().stream()
        .filter(row -> row.operands.length > 1)
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> compareConstants(row)));
  }

  private static void compareConstants(Row row) {
    for (int i = 0; i < row.operands.length; i++) {
      long[] constants = EdgeValues.bits(row.operands[i]);
      for (int c = 0; c < constants.length; c += constants.length > 2 ? 7 : 1) {
        if (row.divides() && i == 1 && constants[c] == 0) {
          continue;
        }
        var fixed = new Long[row.operands.length];
        fixed[i] = constants[c];
        compare(row.function(fixed), row.operands.length == 3 ? 9 : 3);
      }
    }
  }

  @Test
  void everyPureOpIsCovered() {
    var missing = EnumSet.allOf(Op.class);
    rows().forEach(row -> missing.remove(row.op));
    missing.removeIf(op -> op.isOfMemory() || op.isOfVectors()); // test files run these
    assertThat(missing)
        .containsExactlyInAnyOrder(
            Op.PARAM,
            Op.CONST,
            Op.FREM,
            Op.MATH,
            Op.LOOKUP,
            Op.NONZERO,
            Op.GUARD,
            Op.YIELD,
            Op.CALL);
  }

  /** What becomes of a condition: a branch, selections, a guard, the inverse. */
  @TestFactory
  Stream<DynamicTest> everyComparisonServesAllItsUsers() {
    return rows().stream()
        .filter(row -> row.result == Type.BOOL && row.op != Op.SELECT)
        .map(row ->
            DynamicTest.dynamicTest(
                row.toString(),
                () -> {
                  for (boolean inverse : new boolean[] {false, true}) {
                    compare(branch(row, inverse), 4);
                    compare(selection(row, inverse, Type.I32), 4);
                    compare(selection(row, inverse, Type.F64), 4);
                    compare(selection(row, inverse, Type.F32), 4);
                    compareGuard(row, inverse);
                  }
                }));
  }

  private static Value condition(FunctionBuilder f, Row row, boolean inverse) {
    var operands = new Value[row.operands.length];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = f.param(i);
    }
    Value condition =
        switch (row.op.shape()) {
          case INT_COMPARE ->
              f.icmp(IntPredicate.values()[(int) row.attribute], operands[0], operands[1]);
          case FLOAT_COMPARE ->
              f.fcmp(FloatPredicate.values()[(int) row.attribute], operands[0], operands[1]);
          default -> f.op(row.op, operands);
        };
    return inverse ? f.op(Op.NOT, condition) : condition;
  }

  private static Function branch(Row row, boolean inverse) {
    var f = new FunctionBuilder("test.branch", Type.I32, row.operands);
    Block yes = f.block();
    Block no = f.block(Type.I32);
    f.branch(condition(f, row, inverse), new Target(yes), new Target(no, f.i32(5)));
    f.at(yes);
    f.ret(f.i32(7));
    f.at(no);
    f.ret(no.param(0));
    return f.build();
  }

  private static Function selection(Row row, boolean inverse, Type type) {
    var f = new FunctionBuilder("test.select", type, row.operands);
    Value condition = condition(f, row, inverse);
    f.ret(f.op(Op.SELECT, condition, f.constant(type, 0x3F80_0001), f.constant(type, 12345)));
    return f.build();
  }

  /** A guard whose operation throws always, with and without the value it guards beside it. */
  private static void compareGuard(Row row, boolean inverse) {
    for (Type result : new Type[] {Type.I32, Type.I64, Type.VOID, Type.F32}) {
      var f = new FunctionBuilder("test.guard", result, row.operands);
      Op exact =
          switch (row.op) {
            case ADDOV -> Op.IADD;
            case SUBOV -> Op.ISUB;
            case MULOV -> Op.IMUL;
            default -> null;
          };
      Value before =
          exact == null || result == Type.I64 ? null : f.op(exact, f.param(0), f.param(1));
      f.guard(
          TrapKind.ADD_EXACT_I32, condition(f, row, inverse), f.i32(Integer.MAX_VALUE), f.i32(1));
      Value after = exact == null ? null : f.op(exact, f.param(0), f.param(1));
      if (result == Type.VOID) {
        f.ret();
      } else if (after != null && after.type() == result) {
        f.ret(before == null ? after : f.op(Op.XOR, before, f.op(Op.ROTL, after, f.i32(1))));
      } else {
        f.ret(f.constant(result, 42));
      }
      compare(f.build(), 5);
    }
  }

  @TestFactory
  Stream<DynamicTest> quotientsTrapAtZeroInEveryReturnConvention() {
    var tests = new ArrayList<DynamicTest>();
    for (Row row : rows()) {
      if (row.divides()) {
        for (Type result : new Type[] {Type.VOID, Type.I32, Type.I64, Type.F32, Type.F64}) {
          tests.add(
              DynamicTest.dynamicTest(
                  row + ", then " + result, () -> compare(quotient(row, result), 4)));
        }
      }
    }
    return tests.stream();
  }

  private static Function quotient(Row row, Type result) {
    boolean wide = row.result == Type.I64;
    var f = new FunctionBuilder("test.quotient", result, row.operands);
    TrapKind kind = wide ? TrapKind.REMAINDER_I64 : TrapKind.DIVIDE_I32;
    Value value = f.op(row.op, f.param(0), f.nonzero(kind, f.param(1)));
    if (result == Type.VOID) {
      f.ret();
    } else if (result.isFloat()) {
      f.ret(f.convert(Op.ITOF, result, value));
    } else if (row.result == result) {
      f.ret(value);
    } else {
      f.ret(f.convert(wide ? Op.TRUNC : Op.SEXT, result, value));
    }
    return f.build();
  }

  /** What is no instruction, or has operands that only test files state. */
  private static final Set<Op> ELSEWHERE = Set.of(Op.CONST, Op.FREM, Op.MATH, Op.LOOKUP);

  /** Every row that the typing rules allow. */
  private static List<Row> rows() {
    var rows = new ArrayList<Row>();
    for (Op op : Op.values()) {
      if (!op.isPure() || ELSEWHERE.contains(op) || op.isOfVectors()) {
        continue;
      }
      int attributes =
          switch (op.shape()) {
            case INT_COMPARE -> IntPredicate.values().length;
            case FLOAT_COMPARE -> FloatPredicate.values().length;
            default -> 1;
          };
      for (Type first : SCALARS) {
        Type[] operands =
            switch (op.shape()) {
              case SELECT -> new Type[] {Type.BOOL, first, first};
              case SHIFT -> new Type[] {first, Type.I32};
              case FLAG -> new Type[0];
              case UNARY -> new Type[] {first};
              case TERNARY -> new Type[] {first, first, first};
              default -> new Type[] {first, first};
            };
        Value[] params = new Function("f", Type.VOID, operands).params().toArray(Value[]::new);
        for (Type result : SCALARS) {
          for (int attribute = 0; attribute < attributes; attribute++) {
            if (Value.typeError(op, result, attribute, params) == null) {
              rows.add(new Row(op, result, attribute, operands));
            }
          }
        }
      }
    }
    return rows;
  }

  /** Compares over the product of the edge values, every {@code step}-th of each. */
  private static void compare(Function function, int step) {
    Engine.Kernel kernel = ENGINE.compile(function);
    List<Value> params = function.params();
    var values = new long[params.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = EdgeValues.bits(params.get(i).type());
    }
    var at = new int[values.length];
    var arguments = new long[values.length];
    while (true) {
      for (int i = 0; i < at.length; i++) {
        arguments[i] = values[i][at[i]];
      }
      Outcome expected = Outcome.of(a -> Interpreter.run(function, a), arguments);
      Outcome actual = Outcome.of(kernel, arguments);
      if (!actual.isSame(function.result(), expected)) {
        assertThat(actual.describe(function.result()))
            .as("%s%s", function.entry().values(), List.of(describe(params, arguments)))
            .isEqualTo(expected.describe(function.result()));
      }
      int i = 0;
      while (i < at.length) {
        at[i] += values[i].length > 2 ? step : 1;
        if (at[i] < values[i].length) {
          break;
        }
        at[i] -= values[i].length; // another offset next time
        i++;
      }
      if (i == at.length) {
        return;
      }
    }
  }

  private static String[] describe(List<Value> params, long[] arguments) {
    var text = new String[arguments.length];
    for (int i = 0; i < text.length; i++) {
      text[i] = dev.lathe.ir.Literal.print(params.get(i).type(), arguments[i]);
    }
    return text;
  }
}
