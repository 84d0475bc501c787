package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Assignment;
import dev.lathe.random.JavaExpression.Call;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.MethodCall;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaProgram.Header;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Parameter;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.random.JavaStatement.Declaration;
import dev.lathe.random.JavaStatement.Effect;
import dev.lathe.random.JavaStatement.If;
import dev.lathe.random.JavaStatement.Leave;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Makes a program of methods that call each other. Each is made by a generator of its own:
 * parameters, statements over local variables, and a result that tells of them all. Loops and jumps
 * are made by {@link RandomLoops}, switches by {@link RandomSwitches}, calls by {@link
 * RandomCalls}.
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

  private static final String[] GUARDS = {
    JavaProgram.DEPTH + " <= 0", JavaProgram.DEPTH + " < 1", "!(0 < " + JavaProgram.DEPTH + ")"
  };

  final Random random;
  final RandomExpressions expressions;
  final RandomLoops loops;
  final RandomCalls calls;
  private final RandomSwitches switches;
  private final RandomArrayLoops arrayLoops;
  private final List<Variable> variables = new ArrayList<>();
  private final Header header;
  private final boolean isRoot;
  private final boolean branches;
  private boolean isLoops;
  private int names;
  private int statementsLeft;

  private ProgramGenerator(
      Random random,
      List<Variable> constants,
      boolean branches,
      List<Header> headers,
      Header header) {
    this.branches = branches;
    this.random = random;
    this.header = header;
    this.isRoot = header == headers.getFirst();
    this.calls = new RandomCalls(this, headers, header);
    this.switches = new RandomSwitches(this);
    RandomExpressions.Maker maker = branches ? switches::expression : null;
    this.expressions = new RandomExpressions(random, constants, variables, maker, calls::value);
    this.loops = new RandomLoops(this);
    this.arrayLoops = new RandomArrayLoops(this);
  }

  /** What programs are about. */
  public enum Mode {
    /** No arrays. */
    SCALARS,
    /** Half of them take arrays. */
    MIXED,
    /** All take arrays. */
    ARRAYS,
    /** All take arrays, over which they loop as a vectoriser likes it. */
    LOOPS;

    /** The mode that {@code -Dlathe.test.random.mode} names, or {@code otherwise}. */
    public static Mode of(Mode otherwise) {
      String name = System.getProperty("lathe.test.random.mode");
      return name == null ? otherwise : valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * The program that {@code seed} stands for.
   *
   * @param name of its root; the names of the others begin with it
   * @param constants of the interface
   */
  public static Program program(String name, long seed, List<Variable> constants, Mode mode) {
    // Random's first numbers are nearly the same for neighbouring seeds.
    var random = new Random(new SplittableRandom(seed).nextLong());
    if (mode == Mode.LOOPS) {
      return loops(name, random, constants);
    }
    boolean arrays = mode == Mode.ARRAYS || mode == Mode.MIXED && random.nextBoolean();
    List<Header> headers = RandomCalls.headers(root(name, arrays, random), random);
    var methods = new ArrayList<Method>();
    for (Header header : headers) {
      boolean branches = random.nextInt(8) != 0;
      methods.add(new ProgramGenerator(random, constants, branches, headers, header).method());
    }
    return new Program(methods, random.nextInt(3) != 0);
  }

  /** Seldom with calls. */
  private static Program loops(String name, Random random, List<Variable> constants) {
    var parameters = new ArrayList<Parameter>();
    int most = 1 + random.nextInt(5);
    JavaType type = RandomLaneValues.lane(random).array();
    for (int i = random.nextInt(4); i >= 0; i--) {
      parameters.add(new Parameter(random.nextInt(4) == 0, type, "p" + parameters.size()));
      int choice = random.nextInt(12);
      type =
          choice == 0
              ? JavaType.BOOLEAN.array()
              : choice < 6 ? RandomLaneValues.lane(random).array() : type;
    }
    if (random.nextInt(4) == 0) {
      addSegments(parameters, random);
    }
    for (int i = random.nextInt(most); i > 0; i--) {
      JavaType scalar = random.nextInt(3) == 0 ? JavaType.INT : RandomLaneValues.lane(random);
      parameters.add(new Parameter(true, scalar, "p" + parameters.size()));
    }
    JavaType result = random.nextInt(4) == 0 ? JavaType.VOID : anyType(random);
    List<Header> headers = List.of(new Header(name, result, parameters, -1));
    if (random.nextInt(8) == 0) {
      headers = RandomCalls.headers(headers.getFirst(), random);
    }
    var methods = new ArrayList<Method>();
    for (Header header : headers) {
      var generator = new ProgramGenerator(random, constants, true, headers, header);
      generator.isLoops = methods.isEmpty();
      methods.add(generator.method());
    }
    return new Program(methods, random.nextInt(3) != 0);
  }

  private static Header root(String name, boolean arrays, Random random) {
    var parameters = new ArrayList<Parameter>();
    int count = parameterCount(random);
    int slots = 0;
    for (int i = 0; i < count; i++) {
      JavaType type = anyType(random);
      slots += type == JavaType.LONG || type == JavaType.DOUBLE ? 2 : 1;
      if (slots > SLOTS) {
        break;
      }
      parameters.add(new Parameter(random.nextInt(6) == 0, type, "p" + i));
    }
    if (arrays && slots < SLOTS - 4) {
      JavaType type = anyType(random).array();
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(parameters.size() + 1);
        String parameter = "p" + parameters.size();
        parameters.add(at, new Parameter(random.nextInt(6) == 0, type, parameter));
        type = random.nextBoolean() ? type : anyType(random).array();
      }
      if (random.nextInt(5) == 0) {
        addSegments(parameters, random);
      }
    }
    return new Header(name, anyType(random), parameters, -1);
  }

  private static void addSegments(List<Parameter> parameters, Random random) {
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      int at = random.nextInt(parameters.size() + 1);
      String name = "p" + parameters.size();
      parameters.add(at, new Parameter(random.nextInt(4) == 0, JavaType.SEGMENT, name));
    }
  }

  /** Seldom, and only where there is memory anyhow. */
  private void declareTables() {
    boolean hasMemory = header.parameters().stream().anyMatch(each -> each.type().isReference());
    if (hasMemory && random.nextInt(6) == 0) {
      var names = new ArrayList<>(Tables.types().keySet());
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        String name = names.remove(random.nextInt(names.size()));
        expressions.declare(new Variable(Tables.types().get(name), name, false), true);
      }
    }
  }

  private Method method() {
    for (int i = 0; i < header.parameters().size(); i++) {
      Parameter parameter = header.parameters().get(i);
      boolean isFinal = parameter.isFinal() || i == header.depthAt();
      expressions.declare(new Variable(parameter.type(), parameter.name(), false), isFinal);
    }
    declareTables();
    JavaType result = header.result();
    boolean returns = result != JavaType.VOID;
    JavaExpression base = null;
    if (header.isRecursive() && returns) {
      calls.enterBase();
      base = expressions.assignable(result, 1 + random.nextInt(4));
      calls.leaveBase();
    }
    var body = new ArrayList<JavaStatement>();
    int size = random.nextInt(isRoot ? 20 : 14);
    boolean isSmall = size < 11;
    int statements =
        isSmall ? random.nextInt(4) : size == 19 ? 20 + random.nextInt(40) : random.nextInt(7);
    int budget = isSmall ? 3 + random.nextInt(7) : size == 18 ? 60 : 4 + random.nextInt(16);
    statementsLeft = isSmall ? 8 : 12 + 3 * statements;
    int most = !isRoot ? 2 : isSmall ? 2 : 4; // levels
    if (isLoops) {
      new RandomVectorLoops(this).add(body);
      statements = 0;
      budget = 3;
    }
    for (int i = 0; i < statements; i++) {
      int depth = branches && random.nextInt(4) != 0 ? 1 + random.nextInt(most) : 0;
      statement(body, 1 + random.nextInt(budget), depth);
    }
    if (!calls.isContent()) {
      call(body, budget);
    }
    if (returns) {
      JavaExpression value = random.nextBoolean() ? result(budget) : digest(result, budget);
      body.add(new Leave(null, "return", value));
    }
    int fuel = isRoot && random.nextInt(20) == 0 ? 300 : 1 + random.nextInt(isRoot ? 60 : 12);
    return new Method(header, fuel, GUARDS[random.nextInt(GUARDS.length)], base, body);
  }

  private static int parameterCount(Random random) {
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
    if (random.nextInt(5) == 0 && call(body, budget)) {
      return;
    }
    if (random.nextInt(20) == 0) {
      body.add(assertion(budget));
      return;
    }
    if (!expressions.arrays.isEmpty()) {
      if (random.nextInt(9) == 0) {
        arrayLoops.declaration(body, budget);
        return;
      }
      if (depth > 0 && statementsLeft > 0 && random.nextInt(3) == 0) {
        body.add(arrayLoops.loop(budget, depth));
        return;
      }
    }
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

  /** Adds a call, as a statement or a variable's initializer; false if there is none. */
  private boolean call(List<JavaStatement> body, int budget) {
    MethodCall call = calls.effect(budget);
    if (call == null) {
      return false;
    }
    if (call.type() == JavaType.VOID || random.nextInt(3) == 0) {
      body.add(new Effect(call));
    } else {
      declare(body, false, random.nextBoolean(), call.type(), List.of(call));
    }
    return true;
  }

  /** Seldom fails, unless the condition does. */
  private JavaStatement assertion(int budget) {
    JavaExpression condition = condition(budget);
    if (random.nextInt(3) != 0) {
      condition =
          RandomExpressions.binary(JavaType.BOOLEAN, "||", condition, condition(budget / 2));
    }
    JavaExpression detail =
        random.nextInt(3) == 0 ? null : expressions.of(anyType(), 1 + random.nextInt(budget + 1));
    return new JavaStatement.Assert(condition, detail);
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

  /** What a return statement returns; null for nothing. */
  JavaExpression result(int budget) {
    JavaType type = header.result();
    return type == JavaType.VOID ? null : expressions.assignable(type, budget);
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
    return anyType(random);
  }

  private static JavaType anyType(Random random) {
    return TYPES.get(random.nextInt(TYPES.size()));
  }
}
