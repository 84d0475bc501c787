package dev.lathe.lang;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operator on every pair of types, over edge values, against javac and the JVM. */
class OperatorTest {
  private static final JavaType[] TYPES = {
    JavaType.BOOLEAN,
    JavaType.BYTE,
    JavaType.SHORT,
    JavaType.CHAR,
    JavaType.INT,
    JavaType.LONG,
    JavaType.FLOAT,
    JavaType.DOUBLE
  };

  @Test
  void binaryOperatorsComputeWhatJavaComputes() {
    var oracle = new JavaOracle();
    var types = new ArrayList<JavaType[]>();
    for (BinaryOperator operator : BinaryOperator.values()) {
      for (JavaType a : TYPES) {
        for (JavaType b : TYPES) {
          JavaType result = result(operator, a, b);
          if (result != null) {
            oracle.add(result + " f(" + a + " a, " + b + " b) { return a " + operator + " b; }");
            types.add(new JavaType[] {a, b});
          }
        }
      }
    }
    compareAll(oracle, types);
  }

  @Test
  void compoundAssignmentsNarrowAsJavaDoes() {
    var oracle = new JavaOracle();
    var types = new ArrayList<JavaType[]>();
    for (BinaryOperator operator : BinaryOperator.values()) {
      for (JavaType a : TYPES) {
        for (JavaType b : TYPES) {
          boolean exists =
              !operator.isShortCircuit() && !operator.isRelational() && !operator.isEquality();
          if (exists && result(operator, a, b) != null) {
            oracle.add(a + " f(" + a + " a, " + b + " b) { a " + operator + "= b; return a; }");
            types.add(new JavaType[] {a, b});
          }
        }
      }
    }
    compareAll(oracle, types);
  }

  @Test
  void castsConvertAsJavaDoes() {
    var oracle = new JavaOracle();
    var types = new ArrayList<JavaType[]>();
    for (JavaType from : TYPES) {
      for (JavaType to : TYPES) {
        if (from.isNumeric() == to.isNumeric()) {
          oracle.add(to + " f(" + from + " a) { return (" + to + ") a; }");
          types.add(new JavaType[] {from});
          // A cast to a narrow type must leave the value extended for what follows.
          oracle.add(
              to
                  + " f("
                  + from
                  + " a, "
                  + to
                  + " b) { return (("
                  + to
                  + ") a) == b ? a == b ? b : b : ("
                  + to
                  + ") a; }");
          types.add(new JavaType[] {from, to});
        }
      }
    }
    compareAll(oracle, types);
  }

  @Test
  void unaryOperatorsAndStepsComputeWhatJavaComputes() {
    var oracle = new JavaOracle();
    var types = new ArrayList<JavaType[]>();
    for (JavaType type : TYPES) {
      if (type == JavaType.BOOLEAN) {
        oracle.add("boolean f(boolean a) { return !a; }");
        types.add(new JavaType[] {type});
        continue;
      }
      JavaType promoted = type.isNarrow() ? JavaType.INT : type;
      for (String operator : new String[] {"+", "-", "~"}) {
        if (operator.equals("~") && (type == JavaType.FLOAT || type == JavaType.DOUBLE)) {
          continue;
        }
        oracle.add(promoted + " f(" + type + " a) { return " + operator + "a; }");
        types.add(new JavaType[] {type});
      }
      for (String step : new String[] {"++a", "--a", "a++", "a--"}) {
        oracle.add(type + " f(" + type + " a) { return " + step + "; }");
        types.add(new JavaType[] {type});
        oracle.add(type + " f(" + type + " a) { " + step + "; return a; }");
        types.add(new JavaType[] {type});
      }
    }
    compareAll(oracle, types);
  }

  @Test
  void conditionalsTakeTheTypeThatJavaGivesThem() {
    var oracle = new JavaOracle();
    var types = new ArrayList<JavaType[]>();
    for (JavaType a : TYPES) {
      for (JavaType b : TYPES) {
        if (a.isNumeric() == b.isNumeric()) {
          // var and an overloaded method make the conditional's own type visible.
          String shown = a.isNumeric() ? "x / 2 + Math.abs(x)" : "x ? 1 : 0";
          oracle.add(
              "double f(boolean c, "
                  + a
                  + " a, "
                  + b
                  + " b) { var x = c ? a : b; return "
                  + shown
                  + "; }");
          types.add(new JavaType[] {JavaType.BOOLEAN, a, b});
        }
      }
    }
    compareAll(oracle, types);
  }

  private static JavaType result(BinaryOperator operator, JavaType a, JavaType b) {
    boolean integral = a.isIntegral() && b.isIntegral();
    boolean logical = a == JavaType.BOOLEAN && b == JavaType.BOOLEAN;
    boolean numeric = a != JavaType.BOOLEAN && b != JavaType.BOOLEAN;
    JavaType wider = JavaType.INT;
    for (JavaType type : new JavaType[] {JavaType.LONG, JavaType.FLOAT, JavaType.DOUBLE}) {
      wider = a == type || b == type ? type : wider;
    }
    return switch (operator) {
      case MULTIPLY, DIVIDE, REMAINDER, ADD, SUBTRACT -> numeric ? wider : null;
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          integral ? a == JavaType.LONG ? JavaType.LONG : JavaType.INT : null;
      case LESS, GREATER, LESS_EQUAL, GREATER_EQUAL -> numeric ? JavaType.BOOLEAN : null;
      case EQUAL, NOT_EQUAL -> numeric || logical ? JavaType.BOOLEAN : null;
      case AND, XOR, OR -> logical ? JavaType.BOOLEAN : integral ? wider : null;
      case CONDITIONAL_AND, CONDITIONAL_OR -> logical ? JavaType.BOOLEAN : null;
    };
  }

  private static void compareAll(JavaOracle oracle, List<JavaType[]> types) {
    List<JavaOracle.Pair> pairs = oracle.compile();
    for (int i = 0; i < pairs.size(); i++) {
      compareOverEdges(pairs.get(i), types.get(i), new Object[types.get(i).length], 0);
    }
  }

  private static void compareOverEdges(
      JavaOracle.Pair pair, JavaType[] types, Object[] arguments, int at) {
    if (at == types.length) {
      pair.compare(arguments);
      return;
    }
    for (Object value : EdgeValues.of(types[at], 0)) {
      arguments[at] = value;
      compareOverEdges(pair, types, arguments, at + 1);
    }
  }
}
