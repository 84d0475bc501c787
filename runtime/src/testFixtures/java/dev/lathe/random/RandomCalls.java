package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Literal;
import dev.lathe.random.JavaExpression.MethodCall;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaProgram.Header;
import dev.lathe.random.JavaProgram.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes calls of the program's other methods so that all of them end soon. A leaf calls nothing. A
 * recursive method takes a depth, which its calls of recursive methods make smaller; they are few
 * and stand in no loop. The root's depths are the smaller the deeper in loops it calls.
 */
final class RandomCalls {
  private static final int MOST_METHODS = 4;
  private static final int[] ROOT_DEPTHS = {5, 3, 1};

  private final ProgramGenerator generator;
  private final Random random;
  private final List<Header> headers; // the root's first
  private final Header self;
  private int recursiveLeft;
  private int leavesLeft;
  private int loops;
  private boolean isBase;
  private boolean hasCalled;

  RandomCalls(ProgramGenerator generator, List<Header> headers, Header self) {
    this.generator = generator;
    this.random = generator.random;
    this.headers = headers;
    this.self = self;
    boolean isLeaf = !isRoot() && !self.isRecursive();
    this.recursiveLeft = isLeaf ? 0 : isRoot() ? 6 : 1 + random.nextInt(3);
    this.leavesLeft = isLeaf ? 0 : isRoot() ? 6 : 3;
  }

  /** How many loops are around what is made now; some count more than once. */
  int loops() {
    return loops;
  }

  boolean isInRoot() {
    return isRoot();
  }

  /**
   * Headers of methods for {@code root} to call, itself in front; if it takes arrays, some of the
   * others do.
   */
  static List<Header> headers(Header root, Random random) {
    var headers = new ArrayList<Header>();
    headers.add(root);
    int count = random.nextInt(5) < 2 ? 1 : 1 + random.nextInt(MOST_METHODS);
    while (headers.size() < count) {
      Header other = header(root.name(), headers, random);
      if (headers.stream().noneMatch(each -> clashes(each, other))) {
        headers.add(other);
      }
    }
    return headers;
  }

  private static Header header(String root, List<Header> others, Random random) {
    boolean isOverload = random.nextInt(4) == 0;
    String name =
        isOverload
            ? others.get(random.nextInt(others.size())).name()
            : root + (char) ('a' + others.size());
    JavaType result =
        random.nextInt(10) == 0
            ? JavaType.VOID
            : ProgramGenerator.TYPES.get(random.nextInt(ProgramGenerator.TYPES.size()));
    boolean isRecursive = random.nextInt(3) != 0;
    var parameters = new ArrayList<Parameter>();
    int count = random.nextInt(12) == 0 ? 5 + random.nextInt(12) : random.nextInt(5);
    for (int i = 0; i < count; i++) {
      JavaType type = ProgramGenerator.TYPES.get(random.nextInt(ProgramGenerator.TYPES.size()));
      parameters.add(new Parameter(random.nextInt(6) == 0, type, "p" + i));
    }
    List<JavaType> arrays = types(others.getFirst()).stream().filter(JavaType::isArray).toList();
    if (!arrays.isEmpty()) {
      for (int i = random.nextInt(3); i > 0; i--) {
        JavaType type = arrays.get(random.nextInt(arrays.size()));
        parameters.add(new Parameter(random.nextInt(6) == 0, type, "p" + count++));
      }
    }
    int depthAt = -1;
    if (isRecursive) {
      depthAt = random.nextInt(count + 1);
      JavaType type =
          switch (random.nextInt(8)) {
            case 0 -> JavaType.LONG;
            case 1 -> JavaType.BYTE;
            case 2 -> JavaType.SHORT;
            default -> JavaType.INT;
          };
      parameters.add(depthAt, new Parameter(random.nextBoolean(), type, JavaProgram.DEPTH));
    }
    return new Header(name, result, parameters, depthAt);
  }

  private static boolean clashes(Header a, Header b) {
    return a.name().equals(b.name()) && types(a).equals(types(b));
  }

  private static List<JavaType> types(Header header) {
    return header.parameters().stream().map(Parameter::type).toList();
  }

  private boolean isRoot() {
    return self == headers.getFirst();
  }

  void enterLoop() {
    loops++;
  }

  void leaveLoop() {
    loops--;
  }

  /** From here on to {@link #leaveBase} is what ends recursion: it calls nothing. */
  void enterBase() {
    isBase = true;
  }

  void leaveBase() {
    isBase = false;
  }

  /** A call whose value is of {@code type} or widens to it; null if there is none. */
  JavaExpression value(JavaType type, int budget) {
    MethodCall call = call(false, budget);
    if (call == null || call.type() == type || call.type().widensTo(type)) {
      return call;
    }
    if (type == JavaType.BOOLEAN) {
      var zero = new Literal(JavaType.INT, "0", 0);
      return RandomExpressions.binary(type, random.nextBoolean() ? "==" : "<", call, zero);
    }
    if (call.type() == JavaType.BOOLEAN) {
      var one = new Cast(type, new Literal(JavaType.INT, "1", 1));
      var zero = new Cast(type, new Literal(JavaType.INT, "0", 0));
      return new JavaExpression.Conditional(type, call, one, zero);
    }
    return new Cast(type, call);
  }

  /** False if there should be another call, as there is none yet. */
  boolean isContent() {
    return hasCalled || !isRoot() && random.nextInt(3) == 0;
  }

  /** A call as a statement, of a void method too; null if there is none. */
  MethodCall effect(int budget) {
    return call(true, budget);
  }

  private MethodCall call(boolean mayBeVoid, int budget) {
    var callees = new ArrayList<Header>();
    for (Header header : headers.subList(1, headers.size())) {
      if (mayCall(header) && (mayBeVoid || header.result() != JavaType.VOID)) {
        callees.add(header);
      }
    }
    if (callees.isEmpty()) {
      return null;
    }
    Header callee = callees.get(random.nextInt(callees.size()));
    hasCalled = true;
    recursiveLeft -= callee.isRecursive() ? 1 : 0;
    leavesLeft -= callee.isRecursive() ? 0 : 1;
    var all = new ArrayList<JavaExpression>();
    int count = callee.parameters().size();
    for (int i = 0; i < count; i++) {
      JavaType type = callee.parameters().get(i).type();
      all.add(
          i == callee.depthAt()
              ? depth(type)
              : type.isArray()
                  ? generator.expressions.arrays.argument(type)
                  : generator.expressions.of(type, Math.max(1, (budget - 1) / count)));
    }
    if (!isChosen(callee, all)) {
      for (int i = 0; i < count; i++) {
        JavaType type = callee.parameters().get(i).type();
        all.set(i, all.get(i).type() == type ? all.get(i) : new Cast(type, all.get(i)));
      }
    }
    JavaExpression depth = callee.isRecursive() ? all.remove(callee.depthAt()) : null;
    return new MethodCall(callee, depth, all);
  }

  private boolean mayCall(Header callee) {
    if (isBase) {
      return false;
    }
    return callee.isRecursive()
        ? recursiveLeft > 0 && loops < (isRoot() ? ROOT_DEPTHS.length : 1)
        : leavesLeft > 0 && loops < (isRoot() ? 4 : 2);
  }

  /** A smaller depth than the caller's own; it decides alone how deep calls go. */
  private JavaExpression depth(JavaType type) {
    JavaExpression depth;
    if (self.isRecursive()) {
      var own = new Variable(self.depthType(), JavaProgram.DEPTH, false);
      JavaType result = own.type().promoted();
      int by = random.nextInt(4) == 0 ? 2 : 1;
      var literal = new Literal(JavaType.INT, Integer.toString(by), by);
      String operator = random.nextInt(5) == 0 ? ">>" : "-";
      depth = RandomExpressions.binary(result, operator, own, literal);
    } else {
      int most = ROOT_DEPTHS[loops];
      Variable variable = random.nextBoolean() ? generator.expressions.integer() : null;
      int number = variable == null ? random.nextInt(most + 1) : most >= 3 ? 3 : 1;
      depth = new Literal(JavaType.INT, Integer.toString(number), number);
      if (variable != null) {
        JavaType result = variable.type().promoted();
        depth = RandomExpressions.binary(result, "&", variable, depth);
      }
    }
    return depth.type().widensTo(type) ? depth : new Cast(type, depth);
  }

  /** True if javac finds {@code callee} among the overloads (JLS 15.12.2.5). */
  private boolean isChosen(Header callee, List<JavaExpression> arguments) {
    for (Header other : headers) {
      if (other == callee
          || !other.name().equals(callee.name())
          || other.parameters().size() != arguments.size()) {
        continue;
      }
      boolean applies = true;
      boolean isBetter = true;
      for (int i = 0; i < arguments.size(); i++) {
        JavaType parameter = other.parameters().get(i).type();
        applies &= arguments.get(i).type().widensTo(parameter);
        isBetter &= callee.parameters().get(i).type().widensTo(parameter);
      }
      if (applies && !isBetter) {
        return false;
      }
    }
    return true;
  }
}
