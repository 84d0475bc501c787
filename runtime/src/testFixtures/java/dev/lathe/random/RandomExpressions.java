package dev.lathe.random;

import dev.lathe.lang.BinaryOperator;
import dev.lathe.lang.CalledMethod;
import dev.lathe.lang.Intrinsics;
import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Assignment;
import dev.lathe.random.JavaExpression.Binary;
import dev.lathe.random.JavaExpression.Call;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Conditional;
import dev.lathe.random.JavaExpression.Literal;
import dev.lathe.random.JavaExpression.Step;
import dev.lathe.random.JavaExpression.Unary;
import dev.lathe.random.JavaExpression.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Makes expressions over the variables in scope. An expression is asked for by a type that its own
 * type widens to; what type it really has is chosen here.
 */
final class RandomExpressions {
  private static final List<JavaType> NUMERIC =
      List.of(
          JavaType.BYTE,
          JavaType.SHORT,
          JavaType.CHAR,
          JavaType.INT,
          JavaType.LONG,
          JavaType.FLOAT,
          JavaType.DOUBLE);
  private static final List<String> ARITHMETIC =
      List.of("+", "-", "*", "+", "*", "/", "%", "&", "|", "^");
  private static final List<CalledMethod> INTRINSICS =
      Intrinsics.all().stream().filter(row -> !isFunction(row)).toList();

  /** Apart, so that one more of them changes few programs. */
  private static final List<CalledMethod> FUNCTIONS =
      Intrinsics.all().stream()
          .filter(row -> isFunction(row) && row.owner().equals("java.lang.Math"))
          .toList();

  /** What tells one NaN from another: the bits of a computed NaN are unspecified. */
  private static final Set<String> READS_NAN =
      Set.of(
          "Float.floatToRawIntBits(float)",
          "Double.doubleToRawLongBits(double)",
          "Float.floatToFloat16(float)",
          "Math.copySign(float, float)",
          "Math.copySign(double, double)");

  /** Makes what is made elsewhere. */
  interface Maker {
    /** An expression whose type widens to {@code type}, or null. */
    JavaExpression of(JavaType type, int budget);
  }

  final RandomArrays arrays;
  final RandomSegments segments;
  private final Random random;
  private final Maker switches;
  private final Maker calls;
  private final List<JavaExpression> made = new ArrayList<>();
  private final RandomLiterals literals;
  private final List<Variable> readable = new ArrayList<>();
  private final List<Variable> assignable = new ArrayList<>();
  private final List<Variable> declared;

  /**
   * Variables declared here are added to {@code declared}.
   *
   * @param switches what has statements in it; null for none
   * @param calls of the program's own methods
   */
  RandomExpressions(
      Random random,
      List<Variable> constants,
      List<Variable> declared,
      Maker switches,
      Maker calls) {
    this.random = random;
    this.arrays = new RandomArrays(random, this);
    this.segments = new RandomSegments(random, this);
    this.switches = switches;
    this.calls = calls;
    this.literals = new RandomLiterals(random);
    this.readable.addAll(constants);
    this.declared = declared;
  }

  void declare(Variable variable, boolean isFinal) {
    if (variable.type() == JavaType.SEGMENT) {
      segments.declare(variable);
      return;
    }
    if (variable.type().isArray()) {
      arrays.declare(variable, isFinal);
      return;
    }
    declared.add(variable);
    readable.add(variable);
    readable.add(variable); // more often than the interface's constants
    if (!isFinal) {
      assignable.add(variable);
    }
  }

  /** What {@link #leave} takes to end the scope that begins now. */
  int[] enter() {
    int[] outer = arrays.enter();
    return new int[] {
      declared.size(),
      readable.size(),
      assignable.size(),
      made.size(),
      outer[0],
      outer[1],
      outer[2],
      outer[3]
    };
  }

  void leave(int[] scope) {
    declared.subList(scope[0], declared.size()).clear();
    readable.subList(scope[1], readable.size()).clear();
    assignable.subList(scope[2], assignable.size()).clear();
    made.subList(scope[3], made.size()).clear();
    arrays.leave(scope[4], scope[5], scope[6], scope[7]);
  }

  /** An expression for an assignment to a variable of {@code type}: constants may be narrowed. */
  JavaExpression assignable(JavaType type, int budget) {
    return type.isNarrow() && random.nextInt(4) == 0 ? literals.fitting(type) : of(type, budget);
  }

  /** An expression statement's expression of about {@code budget} nodes, or null if none can be. */
  JavaExpression effect(int budget) {
    if (!arrays.isEmpty() && random.nextBoolean()) {
      return change(arrays.element(Math.max(1, budget / 2)), budget);
    }
    if (!segments.isEmpty() && random.nextInt(3) == 0) {
      return segments.write(budget);
    }
    if (assignable.isEmpty()) {
      return null;
    }
    JavaExpression call = random.nextInt(12) == 0 ? call(any(JavaType.DOUBLE), budget) : null;
    return call instanceof Call ? call : change(pick(assignable), budget);
  }

  /** An expression whose type widens to {@code type}: a new one, or one again. */
  JavaExpression of(JavaType type, int budget) {
    if (budget <= 1) {
      return leaf(type);
    }
    if (random.nextInt(12) == 0 && !made.isEmpty()) {
      JavaExpression again = made.get(random.nextInt(made.size()));
      if (again.type() == type || again.type().widensTo(type)) {
        return again;
      }
    }
    if (!segments.isEmpty() && random.nextInt(8) == 0) {
      return segments.read(type, budget / 2);
    }
    if (!arrays.isEmpty() && random.nextInt(6) == 0) {
      JavaExpression read = arrays.read(type, budget / 2);
      if (read != null) {
        return read;
      }
    }
    JavaExpression call = random.nextInt(30) == 0 ? calls.of(type, budget) : null;
    if (call != null) {
      return call;
    }
    JavaExpression expression =
        switches != null && random.nextInt(60) == 0
            ? switches.of(type, budget)
            : type == JavaType.BOOLEAN ? truth(budget) : number(type, budget);
    // Calls are counted: they must not come again, perhaps in a loop.
    if (random.nextInt(4) == 0 && expression.size() < 12 && !expression.calls()) {
      made.add(expression);
    }
    return expression;
  }

  /** An expression of exactly {@code type}. */
  JavaExpression exactly(JavaType type, int budget) {
    JavaExpression expression = of(type, budget);
    return expression.type() == type ? expression : new Cast(type, expression);
  }

  /** A variable of an integral type, or null. */
  Variable integer() {
    return variable(readable, JavaType.LONG);
  }

  JavaExpression leaf(JavaType type) {
    Variable variable = variable(readable, type);
    return variable != null && random.nextInt(6) != 0 ? variable : literals.of(narrower(type));
  }

  private JavaExpression truth(int budget) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> comparison(budget);
      case 4, 5 -> {
        String operator = random.nextBoolean() ? "&&" : "||";
        yield split(JavaType.BOOLEAN, operator, JavaType.BOOLEAN, JavaType.BOOLEAN, budget);
      }
      case 6 -> {
        String operator = List.of("&", "|", "^", "==", "!=").get(random.nextInt(5));
        yield split(JavaType.BOOLEAN, operator, JavaType.BOOLEAN, JavaType.BOOLEAN, budget);
      }
      case 7 -> new Unary(JavaType.BOOLEAN, "!", of(JavaType.BOOLEAN, budget - 1));
      case 8 -> conditional(JavaType.BOOLEAN, budget);
      case 9 -> changeOr(JavaType.BOOLEAN, budget);
      case 10 -> call(JavaType.BOOLEAN, budget);
      default -> leaf(JavaType.BOOLEAN);
    };
  }

  private JavaExpression comparison(int budget) {
    String operator = List.of("<", ">", "<=", ">=", "==", "!=").get(random.nextInt(6));
    JavaType left = any(JavaType.DOUBLE);
    return split(
        JavaType.BOOLEAN,
        operator,
        left,
        random.nextBoolean() ? left : any(JavaType.DOUBLE),
        budget);
  }

  private JavaExpression number(JavaType type, int budget) {
    int choice = random.nextInt(20);
    if (choice < 9 && !type.isNarrow()) {
      return arithmetic(type, budget);
    }
    return switch (choice) {
      case 9, 10, 11 -> cast(narrower(type), budget);
      case 12, 13 -> conditional(type, budget);
      case 14, 15 -> changeOr(type, budget);
      case 16, 17 -> call(type, budget);
      case 18 -> leaf(type);
      default -> type.isNarrow() ? cast(type, budget) : unary(type, budget);
    };
  }

  private JavaExpression cast(JavaType to, int budget) {
    JavaType from = any(JavaType.DOUBLE);
    return new Cast(to, of(random.nextInt(3) == 0 ? from : from.promoted(), budget - 1));
  }

  private JavaExpression unary(JavaType type, int budget) {
    JavaType operand = promotedNarrower(type);
    JavaExpression value = of(operand, budget - 1);
    String[] operators =
        value.type().isIntegral() ? new String[] {"-", "+", "~"} : new String[] {"-", "+"};
    return new Unary(value.type().promoted(), operators[random.nextInt(operators.length)], value);
  }

  private JavaExpression arithmetic(JavaType type, int budget) {
    JavaType operands = promotedNarrower(type);
    int choice = random.nextInt(operands.isIntegral() ? 12 : 7);
    if (choice >= 10) {
      JavaType distance = random.nextBoolean() ? JavaType.INT : JavaType.LONG;
      String operator = List.of("<<", ">>", ">>>").get(random.nextInt(3));
      return split(null, operator, operands, distance, budget);
    }
    String operator = ARITHMETIC.get(choice);
    JavaExpression all = split(null, operator, operands, operands, budget);
    boolean isDivision = operator.equals("/") || operator.equals("%");
    return isDivision && random.nextInt(4) != 0 ? withoutZero((Binary) all) : all;
  }

  /** The same with a divisor that is hardly ever 0: else most programs end there. */
  private JavaExpression withoutZero(Binary division) {
    JavaType type = division.right().type();
    if (!type.isIntegral()) {
      return division;
    }
    JavaExpression divisor;
    if (random.nextBoolean()) {
      JavaType narrow = type.isNarrow() ? JavaType.INT : type;
      Literal literal = literals.of(narrow);
      divisor = literal.value() == 0 ? new Literal(narrow, "3", 3) : literal;
    } else {
      divisor = binary(type.promoted(), "|", division.right(), new Literal(JavaType.INT, "1", 1));
    }
    JavaType result = JavaType.promoted(division.left().type(), divisor.type());
    return result.widensTo(division.type())
        ? binary(result, division.operator(), division.left(), divisor)
        : division;
  }

  /** A binary operation of {@code result}, or of what the operands' types make of it. */
  private JavaExpression split(
      JavaType result, String operator, JavaType left, JavaType right, int budget) {
    int first = budget <= 2 ? 1 : 1 + random.nextInt(budget - 2);
    JavaExpression a = of(left, first);
    JavaExpression b = of(right, budget - 1 - first);
    JavaType type =
        result != null
            ? result
            : BinaryOperator.of(operator).isShift()
                ? a.type().promoted()
                : JavaType.promoted(a.type(), b.type());
    return binary(type, operator, a, b);
  }

  static Binary binary(JavaType type, String operator, JavaExpression a, JavaExpression b) {
    return new Binary(type, operator, 1 + BinaryOperator.of(operator).precedence(), a, b);
  }

  /** JLS 15.25. */
  private JavaExpression conditional(JavaType type, int budget) {
    JavaExpression condition = of(JavaType.BOOLEAN, Math.max(1, budget / 3));
    JavaExpression then = arm(type, budget / 3);
    JavaExpression otherwise = arm(type, budget / 3);
    if (type == JavaType.BOOLEAN) {
      return new Conditional(type, condition, then, otherwise);
    }
    JavaType result = conditionalType(then, otherwise);
    if (!result.widensTo(type)) { // an int constant that does not fit
      then = new Cast(type, then);
      otherwise = new Cast(type, otherwise);
      result = type;
    }
    return random.nextBoolean()
        ? new Conditional(result, condition, then, otherwise)
        : new Conditional(conditionalType(otherwise, then), condition, otherwise, then);
  }

  /** No constant whose value is not known here: it would decide the conditional's type. */
  private JavaExpression arm(JavaType type, int budget) {
    if (type.isNarrow() && random.nextInt(4) == 0) {
      return literals.fitting(JavaType.CHAR.widensTo(type) ? JavaType.CHAR : JavaType.BYTE);
    }
    JavaExpression arm = of(type, budget);
    boolean isUnknown =
        arm.type() == JavaType.INT && arm.mayBeConstant() && !(arm instanceof Literal);
    return isUnknown ? literals.of(JavaType.INT) : arm;
  }

  private static JavaType conditionalType(JavaExpression a, JavaExpression b) {
    JavaType first = a.type();
    JavaType second = b.type();
    if (first == second) {
      return first;
    }
    if (first == JavaType.BYTE && second == JavaType.SHORT
        || first == JavaType.SHORT && second == JavaType.BYTE) {
      return JavaType.SHORT;
    }
    if (first.isNarrow() && fits(b, first)) {
      return first;
    }
    if (second.isNarrow() && fits(a, second)) {
      return second;
    }
    return JavaType.promoted(first, second);
  }

  private static boolean fits(JavaExpression expression, JavaType type) {
    return expression instanceof Literal literal
        && literal.type() == JavaType.INT
        && literal.value()
            == switch (type) {
              case BYTE -> (byte) literal.value();
              case SHORT -> (short) literal.value();
              default -> (char) literal.value();
            };
  }

  JavaExpression changeOr(JavaType type, int budget) {
    if (!arrays.isEmpty() && random.nextInt(3) == 0) {
      JavaExpression element = arrays.element(type, budget / 2);
      if (element != null) {
        return change(element, budget);
      }
    }
    Variable target = variable(assignable, type);
    return target == null ? leaf(type) : change(target, budget);
  }

  /** An assignment to {@code target}, simple or compound, or a step. */
  JavaExpression change(JavaExpression target, int budget) {
    JavaType type = target.type();
    if (type == JavaType.BOOLEAN) {
      String operator = List.of("=", "=", "&=", "|=", "^=").get(random.nextInt(5));
      return new Assignment(target, operator, of(type, budget - 1));
    }
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Step(target, random.nextBoolean() ? "++" : "--", random.nextBoolean());
      case 2, 3, 4 -> new Assignment(target, "=", assignable(type, budget - 1));
      default -> {
        int choice = random.nextInt(type.isIntegral() ? 11 : 5);
        boolean needsInteger = choice >= 5;
        yield new Assignment(
            target,
            List.of("+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", ">>>=")
                .get(choice),
            of(any(needsInteger ? JavaType.LONG : JavaType.DOUBLE), budget - 1));
      }
    };
  }

  /** A call of a method in the table whose result widens to {@code type}. */
  private JavaExpression call(JavaType type, int budget) {
    CalledMethod row = row(type);
    if (row == null) {
      return leaf(type);
    }
    var arguments = new ArrayList<JavaExpression>();
    for (JavaType parameter : row.parameters()) {
      JavaExpression argument = of(parameter, Math.max(1, (budget - 1) / row.parameters().size()));
      if (READS_NAN.contains(row.signature())) { // of an integer: no NaN
        argument = new Cast(parameter, of(JavaType.INT, argument.size()));
      } else if (row.method().endsWith("Exact") && random.nextInt(3) != 0) { // of small ones
        argument = new Cast(random.nextBoolean() ? JavaType.BYTE : JavaType.SHORT, argument);
      }
      arguments.add(argument);
    }
    if (isFunction(row) && arguments.size() > 1 && arguments.stream().allMatch(this::isFloat)) {
      return leaf(type); // of floats, if it is narrowed: the oracle cannot see both
    }
    String owner = row.owner().substring(row.owner().lastIndexOf('.') + 1);
    if (owner.equals("Math") && !READS_NAN.contains(row.signature()) && isStrictToo(row)) {
      owner = random.nextInt(4) == 0 ? "StrictMath" : owner;
    }
    JavaType result = overload(row, arguments).result();
    return new Call(result, owner + "." + row.method(), arguments);
  }

  private boolean isFloat(JavaExpression argument) {
    return argument.type() == JavaType.FLOAT
        || argument instanceof Cast cast && cast.operand().type() == JavaType.FLOAT;
  }

  private static boolean isStrictToo(CalledMethod row) {
    var types = new Class<?>[row.parameters().size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = Values.classOf(row.parameters().get(i));
    }
    try {
      StrictMath.class.getMethod(row.method(), types);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /** True for what is not java.lang.Math's to the bit: an oracle needs {@code OwnMath}. */
  private static boolean isFunction(CalledMethod row) {
    return row.meaning() instanceof CalledMethod.Meaning.Function;
  }

  private CalledMethod row(JavaType type) {
    if (type == JavaType.DOUBLE && random.nextInt(8) == 0) {
      return FUNCTIONS.get(random.nextInt(1 << 20) % FUNCTIONS.size());
    }
    for (int attempt = 0; attempt < 30; attempt++) {
      CalledMethod row = INTRINSICS.get(random.nextInt(INTRINSICS.size()));
      boolean fits = type == JavaType.BOOLEAN ? row.result() == type : row.result().widensTo(type);
      if (fits && row.result() != JavaType.VOID) {
        return row;
      }
    }
    return null;
  }

  /**
   * The method that javac finds (JLS 15.12.2.5): all parameters of it widen to those of the others.
   */
  private static CalledMethod overload(CalledMethod row, List<JavaExpression> arguments) {
    CalledMethod best = row;
    for (CalledMethod candidate : Intrinsics.find(row.owner(), row.method())) {
      if (candidate.parameters().size() == arguments.size()) {
        boolean applies = true;
        boolean isBetter = true;
        for (int i = 0; i < arguments.size(); i++) {
          JavaType parameter = candidate.parameters().get(i);
          applies &= arguments.get(i).type().widensTo(parameter);
          isBetter &= parameter.widensTo(best.parameters().get(i));
        }
        best = applies && isBetter ? candidate : best;
      }
    }
    return best;
  }

  private Variable variable(List<Variable> from, JavaType type) {
    if (from.isEmpty()) {
      return null;
    }
    for (int attempt = 0; attempt < 6; attempt++) {
      Variable variable = pick(from);
      if (variable.type().widensTo(type)) {
        return variable;
      }
    }
    return null;
  }

  private Variable pick(List<Variable> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A type that widens to {@code type}, most often itself. */
  private JavaType narrower(JavaType type) {
    return type == JavaType.BOOLEAN || random.nextInt(3) != 0 ? type : any(type);
  }

  private JavaType promotedNarrower(JavaType type) {
    return narrower(type).promoted();
  }

  /** Any numeric type that widens to {@code widest}. */
  private JavaType any(JavaType widest) {
    while (true) {
      JavaType type = NUMERIC.get(random.nextInt(NUMERIC.size()));
      if (type.widensTo(widest)) {
        return type;
      }
    }
  }
}
