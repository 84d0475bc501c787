package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Literal;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaStatement.Counted;
import dev.lathe.random.JavaStatement.Guard;
import dev.lathe.random.JavaStatement.Guarded;
import dev.lathe.random.JavaStatement.Jump;
import dev.lathe.random.JavaStatement.Leave;
import dev.lathe.random.JavaStatement.LoopKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes loops that end, and jumps out of them and of labelled statements. */
final class RandomLoops {
  /**
   * How a counter runs: type, first value, test with {@code #} for the bound, step. Each makes at
   * most ten iterations whatever the bound is.
   */
  private static final String[][] COUNTS = {
    {"int", "0", "@ < (# & 7)", "@++"},
    {"int", "0", "@ < (# & 7)", "++@"},
    {"int", "0", "@ <= (# & 3)", "@ += 1"},
    {"int", "0", "@ < 4", "@++"},
    {"int", "1", "@ < 10", "@ += 2"},
    {"int", "0", "@ != 6", "@ += 3"},
    {"int", "5", "@ >= 0", "@--"},
    {"int", "7", "@ > (# & 3)", "@ -= 2"},
    {"int", "-3", "@ < 3", "@ = @ + 1"},
    {"int", "2147483644", "@ > 0", "@++"},
    {"int", "2147483640", "@ > (# & 7)", "@ += 3"},
    {"int", "-2147483645", "@ < 0", "@--"},
    {"int", "1", "@ < 200", "@ *= 3"},
    {"int", "1", "@ > 0", "@ <<= 5"},
    {"int", "0x40000000", "@ > (# & 15)", "@ >>= 4"},
    {"int", "-1", "@ != 0", "@ >>>= 6"},
    {"int", "1000", "@ != 0", "@ /= 4"},
    {"int", "0", "@ - 5 < 0", "@++"},
    {"long", "0", "@ < (# & 7)", "@++"},
    {"long", "0L", "@ <= 4L", "@ += 1"},
    {"long", "9223372036854775804L", "@ > 0", "@++"},
    {"long", "6", "@ > (# & 3)", "@--"},
    {"long", "1", "@ != 0", "@ <<= 9"},
    {"byte", "0", "@ < 5", "@++"},
    {"byte", "120", "@ > 0", "@ += 2"},
    {"byte", "-128", "@ < (# & 3) - 125", "@++"},
    {"short", "32760", "@ > 0", "@ += 3"},
    {"short", "0", "@ < (# & 7)", "@++"},
    {"char", "'a'", "@ < 'f'", "@++"},
    {"char", "65532", "@ > 9", "@++"},
    {"char", "4", "@ < 65535", "@--"},
    {"float", "0", "@ < 1", "@ += 0.25f"},
    {"double", "1", "@ > 1e-3", "@ *= 0.4"},
  };

  /** Where a jump may go. */
  private record Scope(String label, boolean isLoop, boolean isBlock) {}

  private final ProgramGenerator generator;
  private final Random random;
  private List<Scope> scopes = new ArrayList<>(); // innermost last
  private boolean yields;
  private JavaType yielded;

  RandomLoops(ProgramGenerator generator) {
    this.generator = generator;
    this.random = generator.random;
  }

  /** What {@link #leaveExpression} takes. */
  record Outside(List<Scope> scopes, boolean yields, JavaType yielded) {}

  /** From here on to {@link #leaveExpression} jumps stay inside. */
  Outside enterExpression(JavaType type) {
    var outside = new Outside(scopes, yields, yielded);
    scopes = new ArrayList<>();
    yields = true;
    yielded = type;
    return outside;
  }

  void leaveExpression(Outside outside) {
    scopes = outside.scopes;
    yields = outside.yields;
    yielded = outside.yielded;
  }

  void enterSwitch(String label) {
    scopes.add(new Scope(label, false, false));
  }

  void leaveScope() {
    scopes.removeLast();
  }

  String label() {
    return random.nextInt(3) == 0 ? null : generator.name("l");
  }

  JavaStatement labelled(int budget, int depth) {
    String label = generator.name("l");
    scopes.add(new Scope(label, false, true));
    List<JavaStatement> body = generator.block(budget, depth, false);
    if (random.nextInt(3) == 0) {
      body.add(new Jump(null, "break", label));
    }
    leaveScope();
    return new JavaStatement.Block(label, body);
  }

  /**
   * A jump, or a return.
   *
   * @param condition null for none
   */
  JavaStatement jump(JavaExpression condition, int budget) {
    if (scopes.isEmpty() || random.nextInt(4) == 0) {
      return yields
          ? new Leave(condition, "yield", generator.expressions.exactly(yielded, budget))
          : new Leave(condition, "return", generator.result(budget));
    }
    int at = random.nextInt(scopes.size());
    Scope scope = scopes.get(at);
    boolean goesOn = scope.isLoop && random.nextBoolean();
    boolean isInnermost = true;
    for (Scope inner : scopes.subList(at + 1, scopes.size())) {
      isInnermost &= inner.isBlock || goesOn && !inner.isLoop;
    }
    boolean isPlain =
        isInnermost && !scope.isBlock && (scope.label == null || random.nextBoolean());
    if (!isPlain && scope.label == null) {
      return jump(condition, budget);
    }
    return new Jump(condition, goesOn ? "continue" : "break", isPlain ? null : scope.label);
  }

  JavaStatement loop(int budget, int depth) {
    LoopKind kind = LoopKind.values()[random.nextInt(LoopKind.values().length)];
    generator.calls.enterLoop();
    JavaStatement loop =
        random.nextInt(5) < 3 ? counted(kind, budget, depth) : guarded(kind, budget, depth);
    generator.calls.leaveLoop();
    return loop;
  }

  private JavaStatement counted(LoopKind kind, int budget, int depth) {
    String label = label();
    String counter = generator.name("i");
    String[] count = COUNTS[random.nextInt(COUNTS.length)];
    JavaType type = JavaType.of(count[0]);
    JavaExpression bound = generator.expressions.of(JavaType.INT, 1 + random.nextInt(5));
    int[] scope = generator.expressions.enter();
    var variable = new Variable(type, counter, false);
    generator.expressions.declare(variable, true);
    generator.expressions.arrays.count(variable);
    JavaExpression condition = random.nextInt(3) == 0 ? generator.condition(budget) : null;
    List<JavaStatement> body = body(label, kind, budget, depth);
    generator.expressions.leave(scope);
    return new Counted(
        kind,
        label,
        type,
        counter,
        count[1],
        count[2].replace("@", counter),
        count[3].replace("@", counter),
        bound,
        condition,
        body);
  }

  /** A loop's body; the end of that of do must be reachable. */
  List<JavaStatement> body(String label, LoopKind kind, int budget, int depth) {
    scopes.add(new Scope(label, true, false));
    List<JavaStatement> body = generator.block(budget, depth, kind == LoopKind.FOR);
    leaveScope();
    return body;
  }

  private JavaStatement guarded(LoopKind kind, int budget, int depth) {
    RandomExpressions expressions = generator.expressions;
    String label = label();
    int[] scope = expressions.enter();
    JavaType type = generator.anyType();
    var names = new ArrayList<String>();
    var starts = new ArrayList<JavaExpression>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String name = generator.name("i");
      starts.add(expressions.assignable(type, 1 + random.nextInt(4)));
      names.add(name);
      expressions.declare(new Variable(type, name, false), false);
    }
    Guard guard = Guard.values()[random.nextInt(yields ? 2 : 3)];
    JavaExpression condition = random.nextInt(4) == 0 ? null : generator.condition(budget);
    boolean isConstant = condition == null || condition.mayBeConstant();
    if (isConstant && guard == Guard.RETURN) {
      guard = Guard.BREAK; // else what follows were unreachable
    }
    if (isConstant && condition != null && guard == Guard.BREAK) {
      condition = new Literal(JavaType.BOOLEAN, "true", 1); // while (false) is an error
    }
    var updates = new ArrayList<JavaExpression>();
    for (int i = random.nextInt(3); i > 0; i--) {
      JavaExpression update = expressions.effect(1 + random.nextInt(5));
      if (update != null) {
        updates.add(update);
      }
    }
    JavaExpression returned = guard == Guard.RETURN ? generator.result(budget) : null;
    List<JavaStatement> body = body(label, kind, budget, depth);
    expressions.leave(scope);
    return new Guarded(kind, label, guard, type, names, starts, condition, updates, returned, body);
  }
}
