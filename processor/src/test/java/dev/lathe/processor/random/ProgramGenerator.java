package dev.lathe.processor.random;

import dev.lathe.lang.JavaType;
import dev.lathe.processor.random.JavaProgram.Assignment;
import dev.lathe.processor.random.JavaProgram.Call;
import dev.lathe.processor.random.JavaProgram.Cast;
import dev.lathe.processor.random.JavaProgram.Declaration;
import dev.lathe.processor.random.JavaProgram.Expression;
import dev.lathe.processor.random.JavaProgram.ExpressionStatement;
import dev.lathe.processor.random.JavaProgram.If;
import dev.lathe.processor.random.JavaProgram.Jump;
import dev.lathe.processor.random.JavaProgram.Loop;
import dev.lathe.processor.random.JavaProgram.LoopKind;
import dev.lathe.processor.random.JavaProgram.Method;
import dev.lathe.processor.random.JavaProgram.Parameter;
import dev.lathe.processor.random.JavaProgram.Return;
import dev.lathe.processor.random.JavaProgram.Statement;
import dev.lathe.processor.random.JavaProgram.Switch;
import dev.lathe.processor.random.JavaProgram.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Makes a method: parameters, statements over local variables, and a result that tells of them all.
 */
final class ProgramGenerator {
  private static final List<JavaType> TYPES =
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

  private final Random random;
  private final RandomExpressions expressions;
  private final List<Variable> variables = new ArrayList<>();
  private final List<String> loops = new ArrayList<>();
  private final boolean branches;
  private JavaType result;
  private int names;

  private ProgramGenerator(long seed, List<Variable> constants, boolean branches) {
    this.branches = branches;
    // Random's first numbers are nearly the same for neighbouring seeds.
    this.random = new Random(new SplittableRandom(seed).nextLong());
    this.expressions = new RandomExpressions(random, constants, variables);
  }

  /**
   * The method that {@code seed} stands for.
   *
   * @param constants of the interface
   * @param branches whether it may have if, switch and loops
   */
  static Method method(String name, long seed, List<Variable> constants, boolean branches) {
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
    var body = new ArrayList<Statement>();
    int statements = random.nextInt(20) == 0 ? 20 + random.nextInt(40) : random.nextInt(7);
    int budget = random.nextInt(10) == 0 ? 60 : 4 + random.nextInt(16);
    for (int i = 0; i < statements; i++) {
      statement(body, 1 + random.nextInt(budget), branches && random.nextBoolean() ? 2 : 0);
    }
    body.add(new Return(random.nextBoolean() ? result(result, budget) : digest(result, budget)));
    return new Method(name, result, parameters, body);
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

  /**
   * Adds a statement.
   *
   * @param depth how deep statements may be nested in it
   */
  private void statement(List<Statement> body, int budget, int depth) {
    int choice = random.nextInt(depth > 0 ? 10 : 5);
    switch (choice) {
      case 0, 1 -> declaration(body, budget);
      case 5, 6 -> {
        List<Statement> otherwise = random.nextBoolean() ? block(budget, depth) : List.of();
        body.add(new If(condition(budget), block(budget, depth), otherwise));
      }
      case 7 -> loop(body, budget, depth);
      case 8 -> choice(body, budget, depth);
      case 9 -> {
        if (loops.isEmpty()) {
          Expression condition = condition(budget);
          body.add(new If(condition, List.of(new Return(result(result, budget))), List.of()));
        } else {
          String label = loops.get(random.nextInt(loops.size()));
          body.add(new Jump(condition(budget), random.nextBoolean() ? "break" : "continue", label));
        }
      }
      default -> {
        Expression effect = expressions.effect(budget);
        if (effect != null) {
          body.add(new ExpressionStatement(effect));
        }
      }
    }
  }

  private Expression condition(int budget) {
    return expressions.of(JavaType.BOOLEAN, 2 + budget / 2);
  }

  private List<Statement> block(int budget, int depth) {
    int[] scope = expressions.enter();
    var block = new ArrayList<Statement>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      statement(block, 1 + budget / 2, depth - 1);
    }
    expressions.leave(scope);
    return block;
  }

  private void loop(List<Statement> body, int budget, int depth) {
    String counter = "i" + names++;
    LoopKind kind = LoopKind.values()[random.nextInt(LoopKind.values().length)];
    Expression condition =
        random.nextBoolean()
            ? new JavaProgram.Literal(JavaType.BOOLEAN, "true", 1)
            : condition(budget);
    int[] scope = expressions.enter();
    expressions.declare(new Variable(JavaType.INT, counter, false), true);
    loops.add(counter);
    List<Statement> block = block(budget, depth);
    loops.removeLast();
    expressions.leave(scope);
    body.add(new Loop(kind, counter, random.nextInt(7), condition, block));
  }

  private void choice(List<Statement> body, int budget, int depth) {
    Expression selector = expressions.of(JavaType.INT, budget);
    var keys = new ArrayList<Integer>();
    var blocks = new ArrayList<List<Statement>>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int key = random.nextInt(random.nextBoolean() ? 4 : 100);
      if (!keys.contains(key)) {
        keys.add(key);
        blocks.add(block(budget, depth));
      }
    }
    blocks.add(block(budget, depth));
    body.add(new Switch(selector, random.nextBoolean(), keys, blocks));
  }

  private void declaration(List<Statement> body, int budget) {
    boolean isFinal = random.nextInt(3) == 0;
    if (random.nextInt(4) == 0) {
      Expression value = expressions.of(anyType(), budget);
      declare(body, isFinal, true, value.type(), List.of(value));
      return;
    }
    JavaType type = anyType();
    if (!isFinal && random.nextInt(5) == 0) { // assigned in the next statement
      var variable = new Variable(type, "v" + names++, false);
      var none = new ArrayList<Expression>();
      none.add(null);
      body.add(new Declaration(false, false, type, List.of(variable.name()), none));
      Expression value = expressions.assignable(type, budget);
      body.add(new ExpressionStatement(new Assignment(variable, "=", value)));
      expressions.declare(variable, false);
      return;
    }
    var values = new ArrayList<Expression>();
    for (int i = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1; i > 0; i--) {
      values.add(expressions.assignable(type, budget));
    }
    declare(body, isFinal, false, type, values);
  }

  private void declare(
      List<Statement> body,
      boolean isFinal,
      boolean isVar,
      JavaType type,
      List<Expression> values) {
    var declared = new ArrayList<String>();
    for (Expression value : values) {
      String name = "v" + names++;
      declared.add(name);
      expressions.declare(new Variable(type, name, isFinal && value.mayBeConstant()), isFinal);
    }
    body.add(new Declaration(isFinal, isVar, type, declared, values));
  }

  private Expression result(JavaType type, int budget) {
    return expressions.assignable(type, budget);
  }

  /** A result in which every variable counts, so that nothing before it is dead. */
  private Expression digest(JavaType type, int budget) {
    Expression sum = expressions.of(JavaType.LONG, budget);
    for (Variable variable : List.copyOf(variables)) {
      Expression bits =
          switch (variable.type()) {
            case FLOAT -> new Call(JavaType.INT, "Float.floatToIntBits", List.of(variable));
            case DOUBLE -> new Call(JavaType.LONG, "Double.doubleToLongBits", List.of(variable));
            case BOOLEAN -> new Call(JavaType.INT, "Boolean.hashCode", List.of(variable));
            default -> variable;
          };
      Expression scaled =
          RandomExpressions.binary(
              JavaType.LONG, "*", sum, new JavaProgram.Literal(JavaType.LONG, "31L", 31));
      sum = RandomExpressions.binary(JavaType.LONG, random.nextBoolean() ? "+" : "^", scaled, bits);
    }
    return switch (type) {
      case BOOLEAN ->
          RandomExpressions.binary(
              JavaType.BOOLEAN, "<", sum, new JavaProgram.Literal(JavaType.INT, "0", 0));
      case LONG -> sum;
      default -> new Cast(type, sum);
    };
  }

  private JavaType anyType() {
    return TYPES.get(random.nextInt(TYPES.size()));
  }
}
