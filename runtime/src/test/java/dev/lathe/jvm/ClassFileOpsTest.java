package dev.lathe.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Block;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
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
  Stream<DynamicTest> everyOpComputesWhatPlainJavaDoes() {
    return rows().stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> compare(row)));
  }

  @TestFactory
  Stream<DynamicTest> everyOpTakesConstants() {
    return rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> compareConstants(row)));
  }

  @Test
  void everyPureOpIsCovered() {
    var missing = EnumSet.allOf(Op.class);
    rows().forEach(row -> missing.remove(row.op));
    assertThat(missing).containsExactly(Op.PARAM, Op.CONST, Op.NONZERO, Op.GUARD);
  }

  /** Every row that the typing rules allow. */
  private static List<Row> rows() {
    var rows = new ArrayList<Row>();
    for (Op op : Op.values()) {
      if (!op.isPure() || op == Op.CONST) {
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
    MethodHandle handle = ClassFileCompiler.compile(function);
    handle = handle.asType(handle.type().generic()).asSpreader(Object[].class, operands.length);
    for (Object[] arguments : tuples(row, 1)) {
      check(row, arguments, handle.invokeExact(arguments));
    }
  }

  /** The same with some of the tuples as constants; each is returned by a case of a switch. */
  private static void compareConstants(Row row) throws Throwable {
    List<Object[]> tuples = tuples(row, 5);
    var function = new Function("test.Op.f", row.result, Type.I32);
    var keys = new int[tuples.size()];
    var targets = new ArrayList<dev.lathe.ir.Target>();
    for (int i = 0; i < keys.length; i++) {
      keys[i] = i;
      Block block = function.addBlock();
      targets.add(new dev.lathe.ir.Target(block));
      var operands = new Value[row.operands.size()];
      for (int j = 0; j < operands.length; j++) {
        long bits = EdgeValues.bits(tuples.get(i)[j]);
        operands[j] = block.append(function.newConst(row.operands.get(j), bits, 0));
      }
      Value value = function.newValue(row.op, row.result, row.attribute, operands, 0);
      block.append(value);
      block.setTerminator(new Terminator.Return(value));
    }
    var selector = function.params().getFirst();
    function
        .entry()
        .setTerminator(new Terminator.Switch(selector, keys, targets, targets.getFirst()));
    MethodHandle handle = ClassFileCompiler.compile(function);
    for (int i = 0; i < keys.length; i++) {
      check(row, tuples.get(i), handle.invoke(i));
    }
  }

  private static List<Object[]> tuples(Row row, int step) {
    var tuples = new ArrayList<Object[]>();
    tuples.add(new Object[0]);
    for (Type type : row.operands) {
      var longer = new ArrayList<Object[]>();
      List<Object> values = EdgeValues.of(type);
      int offset = 0;
      for (Object[] tuple : tuples) {
        int stride = type == Type.BOOL ? 1 : row.operands.size() == 3 ? step * 2 : step;
        for (int i = offset++ % stride; i < values.size(); i += stride) {
          Object[] extended = java.util.Arrays.copyOf(tuple, tuple.length + 1);
          extended[tuple.length] = values.get(i);
          longer.add(extended);
        }
      }
      tuples = longer;
    }
    tuples.removeIf(tuple -> row.divides() && EdgeValues.bits(tuple[1]) == 0);
    return tuples;
  }

  private static void check(Row row, Object[] arguments, Object actual) {
    Object expected = JavaOracle.evaluate(row.op, row.result, row.attribute, arguments);
    if (!equal(row, expected, actual)) {
      assertThat(actual).as("%s of %s", row, List.of(arguments)).isEqualTo(expected);
    }
  }

  /** Boxes compare by bits but take all NaNs for one; where the op keeps NaN's bits, so must we. */
  private static boolean equal(Row row, Object expected, Object actual) {
    boolean exact =
        switch (row.op) {
          case FNEG, FABS, BITCAST, SELECT -> true;
          default -> false;
        };
    return expected.equals(actual)
        && (!exact || EdgeValues.bits(expected) == EdgeValues.bits(actual));
  }
}
