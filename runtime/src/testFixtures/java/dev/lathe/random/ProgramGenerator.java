package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Assignment;
import dev.lathe.random.JavaExpression.Call;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Parameter;
import dev.lathe.random.JavaStatement.Declaration;
import dev.lathe.random.JavaStatement.Effect;
import dev.lathe.random.JavaStatement.If;
import dev.lathe.random.JavaStatement.Leave;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Makes a method: parameters, statements over local variables, and a result that tells of them all.
 * Loops and jumps are made by {@link RandomLoops}, switches by {@link RandomSwitches}.
 */
public final class ProgramGenerator {
  static final List<JavaType> TYPES =
      List.of(
          JavaType.BOOLEAN,
          JavaType.BYTE,
          JavaType.SHORT,
          JavaType.CHAR,
          JavaType.INT,
          JavaType.LONG,
          JavaType.FLOAT,
          JavaType.DOUBLE);

  /** A JVM method takes 255 slots, one of which is the receiver's. */
  private static final int SLOTS = 254;

  final Random random;
  final RandomExpressions expressions;
  final RandomLoops loops;
  private final RandomSwitches switches;
  private final List<Variable> variables = new ArrayList<>();
  private final boolean branches;
  JavaType result;
  private int names;
  private int statementsLeft;

  private ProgramGenerator(long seed, List<Variable> constants, boolean branches) {
    this.branches = branches;
    // Random's first numbers are nearly the same for neighbouring seeds.
    this.random = new Random(new SplittableRandom(seed).nextLong());
    this.switches = new RandomSwitches(this);
    RandomExpressions.Switches maker = branches ? switches::expression : null;
    this.expressions = new RandomExpressions(random, constants, variables, maker);
    this.loops = new RandomLoops(this);
  }

  /**
   * The method that {@code seed} stands for.
   *
   * @param constants of the interface
   * @param branches whether it may have if, switch and loops
   */
  public static Method method(String name, long seed, List<Variable> constants, boolean branches) {
    return new ProgramGenerator(seed, constants, branches).method(name);
  }

  private Method method(String name) {
    result = anyType();
    var parameters = new ArrayList<Parameter>();
    int count = parameterCount();
    int slots = 0;
    for (int i = 0; i < count; i++) {
      JavaType type = anyType();
      slots += type == JavaType.LONG || type == JavaType.DOUBLE ? 2 : 1;
      if (slots > SLOTS) {
        break;
      }
      boolean isFinal = random.nextInt(6) == 0;
      parameters.add(new Parameter(isFinal, type, "p" + i));
      expressions.declare(new Variable(type, "p" + i, false), isFinal);
    }
    var body = new ArrayList<JavaStatement>();
    int size = random.nextInt(20);
    boolean isSmall = size < 11;
    int statements =
        isSmall ? random.nextInt(4) : size == 19 ? 20 + random.nextInt(40) : random.nextInt(7);
    int budget = isSmall ? 3 + random.nextInt(7) : size == 18 ? 60 : 4 + random.nextInt(16);
    statementsLeft = isSmall ? 8 : 12 + 3 * statements;
    for (int i = 0; i < statements; i++) {
      int depth = branches && random.nextInt(4) != 0 ? 1 + random.nextInt(isSmall ? 2 : 4) : 0;
      statement(body, 1 + random.nextInt(budget), depth);
    }
    JavaExpression value = random.nextBoolean() ? result(budget) : digest(result, budget);
    body.add(new Leave(null, "return", value));
    int fuel = random.nextInt(20) == 0 ? 300 : 1 + random.nextInt(60);
    return new Method(name, result, parameters, fuel, body);
  }

  private int parameterCount() {
    return switch (random.nextInt(40)) {
      case 0 -> 17 + random.nextInt(16);
      case 1 -> random.nextInt(8) == 0 ? SLOTS : 10 + random.nextInt(8);
      case 2, 3, 4 -> 5 + random.nextInt(5);
      case 5 -> 0;
      default -> 1 + random.nextInt(4);
    };
  }

  /** A name that no other variable or label of the method has. */
  String name(String prefix) {
    return prefix + names++;
  }

  /**
   * Adds a statement.
   *
   * @param depth how deep statements may be nested in it
   */
  private void statement(List<JavaStatement> body, int budget, int depth) {
    statementsLeft--;
    int choice = random.nextInt(depth > 0 && statementsLeft > 0 ? 16 : 6);
    switch (choice) {
      case 0, 1 -> declaration(body, budget);
      case 6, 7, 8 -> {
        List<JavaStatement> then = block(budget, depth, true);
        boolean isTwo = random.nextBoolean();
        // if neither went on, what follows were unreachable
        List<JavaStatement> otherwise = isTwo ? block(budget, depth, !isAbrupt(then)) : List.of();
        body.add(new If(condition(budget), then, otherwise));
      }
      case 9, 10, 11 -> body.add(loops.loop(budget, depth));
      case 12, 13 -> body.add(switches.statement(budget, depth));
      case 14 -> body.add(loops.jump(condition(budget), budget));
      case 15 -> body.add(rare(body, budget, depth));
      default -> {
        JavaExpression effect = expressions.effect(budget);
        if (effect != null) {
          body.add(new Effect(effect));
        }
      }
    }
  }

  private JavaStatement rare(List<JavaStatement> body, int budget, int depth) {
    return switch (random.nextInt(4)) {
      case 0 -> new JavaStatement.Empty();
      case 1 -> loops.labelled(budget, depth);
      case 2 -> {
        JavaType type = anyType();
        var variable = new Variable(type, name("v"), false);
        boolean isFinal = random.nextBoolean();
        var none = new ArrayList<JavaExpression>();
        none.add(null);
        body.add(new Declaration(isFinal, false, type, List.of(variable.name()), none));
        JavaExpression condition = condition(budget);
        List<JavaStatement> then = withAssignment(variable, budget, depth);
        var both = new If(condition, then, withAssignment(variable, budget, depth));
        expressions.declare(variable, isFinal);
        yield both;
      }
      default -> new JavaStatement.Block(null, block(budget, depth, false));
    };
  }

  private List<JavaStatement> withAssignment(Variable variable, int budget, int depth) {
    List<JavaStatement> block = block(budget, depth - 1, false);
    JavaExpression value = expressions.assignable(variable.type(), budget);
    block.add(new Effect(new Assignment(variable, "=", value)));
    return block;
  }

  JavaExpression condition(int budget) {
    return expressions.of(JavaType.BOOLEAN, 2 + budget / 2);
  }

  /** True if what follows {@code block} may be unreachable. */
  static boolean isAbrupt(List<JavaStatement> block) {
    if (block.isEmpty()) {
      return false;
    }
    return switch (block.getLast()) {
      case JavaStatement.Jump jump -> jump.condition() == null;
      case Leave leave -> leave.condition() == null;
      default -> false;
    };
  }

  /**
   * A list of statements with a scope of its own.
   *
   * @param mayLeave whether it may end with a jump or return
   */
  List<JavaStatement> block(int budget, int depth, boolean mayLeave) {
    int[] scope = expressions.enter();
    var block = new ArrayList<JavaStatement>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      statement(block, 1 + budget / 2, depth - 1);
    }
    if (mayLeave && random.nextInt(5) == 0) {
      block.add(loops.jump(null, budget));
    }
    expressions.leave(scope);
    return block;
  }

  private void declaration(List<JavaStatement> body, int budget) {
    boolean isFinal = random.nextInt(3) == 0;
    if (random.nextInt(4) == 0) {
      JavaExpression value = expressions.of(anyType(), budget);
      declare(body, isFinal, true, value.type(), List.of(value));
      return;
    }
    JavaType type = anyType();
    if (!isFinal && random.nextInt(5) == 0) { // assigned in the next statement
      var variable = new Variable(type, name("v"), false);
      var none = new ArrayList<JavaExpression>();
      none.add(null);
      body.add(new Declaration(false, false, type, List.of(variable.name()), none));
      JavaExpression value = expressions.assignable(type, budget);
      body.add(new Effect(new Assignment(variable, "=", value)));
      expressions.declare(variable, false);
      return;
    }
    var values = new ArrayList<JavaExpression>();
    for (int i = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1; i > 0; i--) {
      values.add(expressions.assignable(type, budget));
    }
    declare(body, isFinal, false, type, values);
  }

  private void declare(
      List<JavaStatement> body,
      boolean isFinal,
      boolean isVar,
      JavaType type,
      List<JavaExpression> values) {
    var declared = new ArrayList<String>();
    for (JavaExpression value : values) {
      String name = name("v");
      declared.add(name);
      expressions.declare(new Variable(type, name, isFinal && value.mayBeConstant()), isFinal);
    }
    body.add(new Declaration(isFinal, isVar, type, declared, values));
  }

  JavaExpression result(int budget) {
    return expressions.assignable(result, budget);
  }

  /** A result in which every variable counts, so that nothing before it is dead. */
  private JavaExpression digest(JavaType type, int budget) {
    JavaExpression sum = expressions.of(JavaType.LONG, budget);
    for (Variable variable : List.copyOf(variables)) {
      JavaExpression bits =
          switch (variable.type()) {
            case FLOAT -> new Call(JavaType.INT, "Float.floatToIntBits", List.of(variable));
            case DOUBLE -> new Call(JavaType.LONG, "Double.doubleToLongBits", List.of(variable));
            case BOOLEAN -> new Call(JavaType.INT, "Boolean.hashCode", List.of(variable));
            default -> variable;
          };
      JavaExpression scaled =
          RandomExpressions.binary(
              JavaType.LONG, "*", sum, new JavaExpression.Literal(JavaType.LONG, "31L", 31));
      sum = RandomExpressions.binary(JavaType.LONG, random.nextBoolean() ? "+" : "^", scaled, bits);
    }
    return switch (type) {
      case BOOLEAN ->
          RandomExpressions.binary(
              JavaType.BOOLEAN, "<", sum, new JavaExpression.Literal(JavaType.INT, "0", 0));
      case LONG -> sum;
      default -> new Cast(type, sum);
    };
  }

  JavaType anyType() {
    return TYPES.get(random.nextInt(TYPES.size()));
  }
}
