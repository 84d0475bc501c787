package dev.lathe.ir;

import java.util.List;

/**
 * Executes a function value by value, by the rules of {@link OpSemantics}: the meaning of the IR,
 * with which every backend is compared. Simple, not fast.
 */
public final class Interpreter {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final Function function;
  private final long[] bits; // by value id
  private long steps;

  private Interpreter(Function function, long limit) {
    this.function = function;
    this.bits = new long[function.valueCount()];
    this.steps = limit;
  }

  /**
   * The result of {@code function}, as {@link Value#bits}; 0 if it is void. A trap throws what the
   * JDK operation of its {@link TrapKind} throws.
   *
   * @param arguments one for each parameter, as {@link Value#bits}
   */
  public static long run(Function function, long... arguments) {
    return runLimited(function, NO_LIMIT, arguments);
  }

  /**
   * The same with an end in sight.
   *
   * @param limit how many values and terminators may be executed
   * @throws IllegalStateException if they do not suffice
   */
  public static long runLimited(Function function, long limit, long... arguments) {
    return new Interpreter(function, limit).run(arguments);
  }

  private long run(long[] arguments) {
    Block block = function.entry();
    if (arguments.length != block.params().size()) {
      throw new IllegalArgumentException(
          function.name() + " takes " + block.params().size() + " arguments");
    }
    assign(block.params(), arguments);
    while (true) {
      for (Value value : block.values()) {
        step();
        bits[value.id()] = execute(value);
      }
      step();
      if (block.terminator() instanceof Terminator.Return leave) {
        return leave.value() == null ? 0 : read(leave.value());
      }
      Target target = next(block.terminator());
      var passed = new long[target.arguments().size()]; // all are read before one is assigned
      for (int i = 0; i < passed.length; i++) {
        passed[i] = read(target.arguments().get(i));
      }
      block = target.block();
      assign(block.params(), passed);
    }
  }

  private void step() {
    if (steps-- == 0) {
      throw new IllegalStateException(function.name() + " runs longer than the limit");
    }
  }

  private void assign(List<Value> params, long[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      boolean broken = OpSemantics.broken == Op.PARAM;
      bits[params.get(i).id()] = broken ? arguments[i] ^ 1 : arguments[i];
    }
  }

  private long read(Value value) {
    return bits[value.id()];
  }

  private long read(Value user, int operand) {
    return operand < user.operandCount() ? read(user.operand(operand)) : 0;
  }

  private Target next(Terminator terminator) {
    return switch (terminator) {
      case Terminator.Jump jump -> jump.target();
      case Terminator.Branch branch ->
          read(branch.condition()) != 0 ? branch.then() : branch.otherwise();
      case Terminator.Switch choice -> choose(choice);
      case Terminator.Return _ -> throw new AssertionError("has no target");
    };
  }

  private Target choose(Terminator.Switch choice) {
    long selector = read(choice.selector());
    int[] keys = choice.keys();
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] == selector) {
        return choice.cases().get(i);
      }
    }
    return choice.otherwise();
  }

  private long execute(Value value) {
    if (value.op() == Op.YIELD) {
      return 0;
    }
    long a = read(value, 0);
    long b = read(value, 1);
    long c = read(value, 2);
    if (!value.op().canExit()) {
      Type from = value.operandCount() > 0 ? value.operand(0).type() : value.type();
      return OpSemantics.evaluate(value.op(), value.type(), from, value.attribute(), a, b, c);
    }
    if (OpSemantics.traps(value.op(), a)) {
      if (value.op() == Op.NONZERO) {
        Trap.perform(value.trapKind(), 1, 0, 0);
      } else {
        Trap.perform(value.trapKind(), b, c, read(value, 3));
      }
      throw new IllegalStateException(
          IrPrinter.print(value) + " traps, but the JDK does not throw");
    }
    return a;
  }
}
