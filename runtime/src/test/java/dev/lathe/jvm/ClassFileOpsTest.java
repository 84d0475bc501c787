package dev.lathe.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Block;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.OpSemantics;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.EdgeValues;
import dev.lathe.testing.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ClassFileOpsTest {
  private static final Type[] SCALARS = {Type.BOOL, Type.I32, Type.I64, Type.F32, Type.F64};

  /** One way to use an op: its operand types, result type and attribute. */
  private record Row(Op op, Type result, long attribute, List<Type> operands) {
    @Override
    public String toString() {
      return op + "#" + attribute + operands + " -> " + result;
    }

    boolean divides() {
      return op == Op.IDIV || op == Op.IREM || op == Op.UDIV || op == Op.UREM;
    }
  }

  @TestFactory
  Stream<DynamicTest> everyOpComputesWhatItsRuleSays() {
    return rows().stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> compare(row)));
  }

  @TestFactory
  Stream<DynamicTest> everyOpTakesConstants() {
    return rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> compareConstants(row)));
  }

  @Test
  void constantsMayBeMoreThanTheConstantPoolHolds() throws Throwable {
    var f = new FunctionBuilder("f", Type.I64, Type.I64);
    Value sum = f.param(0);
    long expected = 5;
    for (long number = -17_000; number < 17_000; number++) { // a long takes two of 65,535 entries
      sum = f.op(Op.IADD, f.op(Op.ROTL, sum, f.i32(1)), f.i64(number));
      expected = Long.rotateLeft(expected, 1) + number;
    }
    f.ret(sum);
    assertThat(ClassFileCompiler.compile(f.build()).invokeWithArguments(5L)).isEqualTo(expected);
  }

  @Test
  void everyPureOpIsCovered() {
    var missing = EnumSet.allOf(Op.class);
    rows().forEach(row -> missing.remove(row.op));
    missing.removeIf(Op::isOfMemory); // test files run these
    missing.removeIf(Op::isOfVectors); // which are for native code alone
    assertThat(missing)
        .containsExactly(
            Op.PARAM, Op.CONST, Op.LOOKUP, Op.ASSERTIONS, Op.NONZERO, Op.GUARD, Op.YIELD, Op.CALL);
  }

  /** Every row that the typing rules allow. */
  private static List<Row> rows() {
    var rows = new ArrayList<Row>();
    for (Op op : Op.values()) {
      if (!op.isPure() || op == Op.CONST || op == Op.TABLE || op.isOfVectors()) {
        continue;
      }
      for (Type first : SCALARS) {
        for (Type result : SCALARS) {
          var operands = new ArrayList<Type>(List.of(first));
          if (op.shape() == Op.Shape.SELECT) {
            operands = new ArrayList<>(List.of(Type.BOOL, first, first));
          } else if (op.shape() == Op.Shape.SHIFT) {
            operands.add(Type.I32);
          }
          while (operands.size() < op.shape().operands()) {
            operands.add(first);
          }
          int attributes =
              switch (op.shape()) {
                case INT_COMPARE -> IntPredicate.values().length;
                case FLOAT_COMPARE -> FloatPredicate.values().length;
                default -> 1;
              };
          for (int attribute = 0; attribute < attributes; attribute++) {
            var params = new Function("f", Type.VOID, operands.toArray(Type[]::new)).params();
            if (Value.typeError(op, result, attribute, params.toArray(Value[]::new)) == null) {
              rows.add(new Row(op, result, attribute, operands));
            }
          }
        }
      }
    }
    return rows;
  }

  private static void compare(Row row) throws Throwable {
    var function = new Function("test.Op.f", row.result, row.operands.toArray(Type[]::new));
    Block entry = function.entry();
    Value[] operands = function.params().toArray(Value[]::new);
    Value value = function.newValue(row.op, row.result, row.attribute, operands, 0);
    entry.append(value);
    entry.setTerminator(new Terminator.Return(value));
    var kernel = Engine.CLASS_FILE.compile(function);
    for (long[] arguments : tuples(row, 4 * row.operands.size() - 3)) {
      check(row, arguments, kernel.call(arguments));
    }
  }

  /** The same with some of the tuples as constants; each is returned by a case of a switch. */
  private static void compareConstants(Row row) throws Throwable {
    List<long[]> tuples = tuples(row, 7);
    var function = new Function("test.Op.f", row.result, Type.I32);
    var keys = new int[tuples.size()];
    var targets = new ArrayList<Target>();
    for (int i = 0; i < keys.length; i++) {
      keys[i] = i;
      Block block = function.addBlock();
      targets.add(new Target(block));
      var operands = new Value[row.operands.size()];
      for (int j = 0; j < operands.length; j++) {
        operands[j] = block.append(function.newConst(row.operands.get(j), tuples.get(i)[j], 0));
      }
      Value value = function.newValue(row.op, row.result, row.attribute, operands, 0);
      block.append(value);
      block.setTerminator(new Terminator.Return(value));
    }
    var selector = function.params().getFirst();
    function
        .entry()
        .setTerminator(new Terminator.Switch(selector, keys, targets, targets.getFirst()));
    var kernel = Engine.CLASS_FILE.compile(function);
    for (int i = 0; i < keys.length; i++) {
      check(row, tuples.get(i), kernel.call(i));
    }
  }

  /** All tuples of edge values, or about one in {@code stride} for each operand. */
  private static List<long[]> tuples(Row row, int stride) {
    var tuples = new ArrayList<long[]>();
    tuples.add(new long[0]);
    for (Type type : row.operands) {
      var longer = new ArrayList<long[]>();
      long[] values = EdgeValues.bits(type);
      int step = type == Type.BOOL ? 1 : stride;
      int offset = 0;
      for (long[] tuple : tuples) {
        for (int i = offset++ % step; i < values.length; i += step) {
          long[] extended = Arrays.copyOf(tuple, tuple.length + 1);
          extended[tuple.length] = values[i];
          longer.add(extended);
        }
      }
      tuples = longer;
    }
    tuples.removeIf(tuple -> row.divides() && tuple[1] == 0);
    return tuples;
  }

  private static void check(Row row, long[] x, long actual) {
    Type from = row.operands.getFirst();
    long b = x.length > 1 ? x[1] : 0;
    long c = x.length > 2 ? x[2] : 0;
    long expected = OpSemantics.evaluate(row.op, row.result, from, row.attribute, x[0], b, c);
    boolean keepsNan =
        switch (row.op) {
          case FNEG, FABS, BITCAST, SELECT -> true;
          default -> false;
        };
    if (keepsNan ? actual != expected : !EdgeValues.same(row.result, actual, expected)) {
      assertThat(actual).as("%s of %s", row, Arrays.toString(x)).isEqualTo(expected);
    }
  }
}
