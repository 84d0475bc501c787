package dev.lathe.ir;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;

/**
 * Executes a function value by value, by the rules of {@link OpSemantics}: the meaning of the IR,
 * with which every backend is compared. Simple, not fast.
 *
 * <p>Calls do not use the Java stack. Their frames take {@value #STACK} longs at most; then {@link
 * StackOverflowError} is thrown.
 */
public final class Interpreter {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  /** The size of all frames; a frame has one long for each value, and some more. */
  private static final int STACK = 1 << 19;

  private static final int FRAME = 16;

  private final Module module; // null if the function stands alone
  private final Heap heap;
  private final HashMap<String, Long> tables = new HashMap<>(); // those that were read
  private long steps;
  private int stack = STACK;

  private Interpreter(Module module, Heap heap, long limit) {
    this.module = module;
    this.heap = heap;
    this.steps = limit;
  }

  /** A function being executed. */
  private static final class Frame {
    final Function function;
    final Frame caller;
    final long[] bits; // by value id
    long[][] lanes; // of vectors, by value id; null until there is one
    Block block;
    int next; // index of the value to be executed

    Frame(Function function, Frame caller, long[] arguments) {
      this.function = function;
      this.caller = caller;
      this.bits = new long[function.valueCount()];
      enter(function.entry(), arguments);
    }

    void enter(Target target) {
      long[] arguments = readAll(target.arguments()); // all, then assigns
      if (lanes != null) {
        passLanes(target);
      }
      enter(target.block(), arguments);
    }

    private void passLanes(Target target) {
      int count = target.arguments().size();
      var passed = new long[count][];
      for (int i = 0; i < count; i++) {
        passed[i] = lanes[target.arguments().get(i).id()];
      }
      for (int i = 0; i < count; i++) {
        lanes[target.block().param(i).id()] = passed[i];
      }
    }

    /** The lanes of an operand; of a scalar its bits alone. */
    long[] lanes(Value value) {
      return value.type().isVector() ? lanes[value.id()] : new long[] {bits[value.id()]};
    }

    void setLanes(Value value, long[] result) {
      if (lanes == null) {
        lanes = new long[bits.length][];
      }
      lanes[value.id()] = result;
    }

    void enter(Block block, long[] arguments) {
      this.block = block;
      this.next = 0;
      List<Value> params = block.params();
      for (int i = 0; i < arguments.length; i++) {
        boolean broken = OpSemantics.broken == Op.PARAM;
        bits[params.get(i).id()] = broken ? arguments[i] ^ 1 : arguments[i];
      }
    }

    long read(Value value) {
      return bits[value.id()];
    }

    long read(Value user, int operand) {
      return operand < user.operandCount() ? read(user.operand(operand)) : 0;
    }

    long[] readAll(List<Value> values) {
      var result = new long[values.size()];
      for (int i = 0; i < result.length; i++) {
        result[i] = read(values.get(i));
      }
      return result;
    }
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

  /** The same of the root of {@code module}. */
  public static long run(Module module, long... arguments) {
    return runLimited(module, NO_LIMIT, arguments);
  }

  /**
   * The same with an end in sight.
   *
   * @param limit how many values and terminators may be executed
   * @throws IllegalStateException if they do not suffice
   */
  public static long runLimited(Function function, long limit, long... arguments) {
    return new Interpreter(null, new Heap(), limit).execute(function, arguments);
  }

  /** The same of the root of {@code module}; the limit is for all its functions together. */
  public static long runLimited(Module module, long limit, long... arguments) {
    return runLimited(module, new Heap(), limit, arguments);
  }

  /** The same; arguments that are references are numbers of {@code heap}. */
  public static long runLimited(Module module, Heap heap, long limit, long... arguments) {
    return new Interpreter(module, heap, limit).execute(module.root(), arguments);
  }

  private long execute(Function function, long[] arguments) {
    if (arguments.length != function.params().size()) {
      throw new IllegalArgumentException(
          function.name() + " takes " + function.params().size() + " arguments");
    }
    Frame frame = enter(function, null, arguments);
    while (true) {
      step(frame);
      if (frame.next < frame.block.values().size()) {
        Value value = frame.block.values().get(frame.next);
        if (value.op() == Op.CALL) {
          frame = call(frame, value); // whose return goes on to the next value
        } else if (isOfVectors(value)) {
          executeLanes(frame, value);
          frame.next++;
        } else {
          frame.bits[value.id()] = execute(frame, value);
          frame.next++;
        }
      } else if (frame.block.terminator() instanceof Terminator.Return leave) {
        long result = leave.value() == null ? 0 : frame.read(leave.value());
        stack += size(frame.function);
        frame = frame.caller;
        if (frame == null) {
          return result;
        }
        Value call = frame.block.values().get(frame.next++);
        frame.bits[call.id()] = OpSemantics.called(result);
      } else {
        frame.enter(next(frame, frame.block.terminator()));
      }
    }
  }

  private void step(Frame frame) {
    if (steps-- == 0) {
      throw new IllegalStateException(frame.function.name() + " runs longer than the limit");
    }
  }

  private Frame call(Frame frame, Value call) {
    Function function = module == null ? null : module.function(call.callee());
    if (function == null) {
      throw new IllegalStateException(call.callee() + " is not there to be called");
    }
    var arguments = new long[call.operandCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = frame.read(call.operand(i));
    }
    return enter(function, frame, arguments);
  }

  private Frame enter(Function function, Frame caller, long[] arguments) {
    stack -= size(function);
    if (stack < 0 && caller != null) {
      throw new StackOverflowError();
    }
    return new Frame(function, caller, arguments);
  }

  private static int size(Function function) {
    return function.valueCount() + FRAME;
  }

  private static Target next(Frame frame, Terminator terminator) {
    return switch (terminator) {
      case Terminator.Jump jump -> jump.target();
      case Terminator.Branch branch ->
          frame.read(branch.condition()) != 0 ? branch.then() : branch.otherwise();
      case Terminator.Switch choice -> choose(choice, frame.read(choice.selector()));
      case Terminator.Return _ -> throw new AssertionError("has no target");
    };
  }

  private static Target choose(Terminator.Switch choice, long selector) {
    int[] keys = choice.keys();
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] == selector) {
        return choice.cases().get(i);
      }
    }
    return choice.otherwise();
  }

  private static boolean isOfVectors(Value value) {
    return value.op().isOfVectors() || value.type().isVector();
  }

  private void executeLanes(Frame frame, Value value) {
    var operands = new long[value.operandCount()][];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = frame.lanes(value.operand(i));
    }
    long[] result =
        switch (value.op()) {
          case PROVEN -> operands[1];
          case VLOAD, VSTORE, GATHER, SCATTER ->
              VectorMemory.access(value, heap.get(operands[0][0]), operands);
          default -> LaneSemantics.evaluate(value, operands);
        };
    if (value.type().isVector()) {
      frame.setLanes(value, result);
    } else {
      frame.bits[value.id()] = result[0];
    }
  }

  private long execute(Frame frame, Value value) {
    if (value.op() == Op.YIELD) {
      return 0;
    }
    if (value.op() == Op.ALEN
        || value.op() == Op.BYTESIZE
        || value.op().shape().ordinal() >= Op.Shape.NONNULL.ordinal()) {
      return OpSemantics.accessed(value.op(), access(frame, value));
    }
    if (value.op() == Op.ASSERTIONS) {
      return OpSemantics.assertions(frame.function);
    }
    if (value.op() == Op.LOOKUP) {
      return OpSemantics.lookup(value, frame.read(value, 0));
    }
    long a = frame.read(value, 0);
    long b = frame.read(value, 1);
    long c = frame.read(value, 2);
    if (!value.op().canExit()) {
      Type from = value.operandCount() > 0 ? value.operand(0).type() : value.type();
      return OpSemantics.evaluate(value.op(), value.type(), from, value.attribute(), a, b, c);
    }
    if (OpSemantics.traps(value.op(), a)) {
      if (value.op() == Op.NONZERO) {
        if (value.isProven()) {
          throw new IllegalStateException(IrPrinter.print(value) + " is 0");
        }
        value.trapKind().perform(1, 0, 0);
      } else {
        value.trapKind().perform(b, c, frame.read(value, 3));
      }
      throw new IllegalStateException(
          IrPrinter.print(value) + " traps, but the JDK does not throw");
    }
    return a;
  }

  /** Ops on memory, in the JDK's own words. */
  private long access(Frame frame, Value value) {
    long index = frame.read(value, 1);
    if (value.op() == Op.NEWARRAY) {
      return heap.add(Memory.newArray(value.type().element(), (int) frame.read(value, 0)));
    }
    if (value.op() == Op.TABLE) {
      return tables.computeIfAbsent(value.table().symbol(), _ -> heap.add(read(value.table())));
    }
    Object reference = heap.get(frame.read(value, 0));
    Type type = value.operand(0).type();
    return switch (value.op()) {
      case ALEN -> Memory.length(reference);
      case BYTESIZE -> Memory.byteSize(reference);
      case NONNULL -> {
        if (OpSemantics.broken != Op.NONNULL) {
          Memory.requireNonNull(type, value.access(), value.referenceName(), reference);
        }
        yield frame.read(value, 0);
      }
      case INDEX -> {
        if (OpSemantics.broken != Op.INDEX) {
          Memory.check(type, value.access(), value.referenceName(), reference, index);
        }
        yield index;
      }
      case PROVEN -> index;
      case LIMIT -> Memory.limit(value.access(), reference);
      case DISTANCE -> Memory.distance(reference, heap.get(index));
      case LINEOFFSET -> Memory.lineOffset(value.access(), reference, index);
      case LOAD, STORE -> {
        try {
          yield loadOrStore(value, reference, index, frame.read(value, 2));
        } catch (RuntimeException e) { // not what Java throws: that is for checks to throw
          throw new IllegalStateException(IrPrinter.print(value) + " is not possible", e);
        }
      }
      default -> throw new AssertionError(value.op());
    };
  }

  private static long loadOrStore(Value value, Object reference, long index, long stored) {
    boolean load = value.op() == Op.LOAD;
    long bits = load ? 0 : OpSemantics.accessed(Op.STORE, stored);
    if (reference instanceof MemorySegment segment) {
      if (load) {
        return Memory.get(segment, value.access(), index);
      }
      Memory.set(segment, value.access(), index, bits);
    } else {
      if (load) {
        return Memory.load(reference, (int) index);
      }
      Memory.store(reference, (int) index, bits);
    }
    return 0;
  }

  private static Object read(Table table) {
    if (table.getter() == null) {
      throw new IllegalStateException(table + " cannot be read");
    }
    try {
      return table.getter().invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
