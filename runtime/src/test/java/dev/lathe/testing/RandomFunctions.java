package dev.lathe.testing;

import dev.lathe.ir.Block;
import dev.lathe.ir.Callee;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * Makes random functions: well-typed, verified, terminating on every argument. They have every op,
 * branches, switches, loops of at most {@value #MAX_TRIPS} iterations with early exits, parameters
 * of blocks, and traps that are right (the JDK throws where a guard fails). Equal seeds give equal
 * functions. Bits of computed NaNs, which are unspecified, never reach a result.
 *
 * <p>With memory they read and write arrays and segments: see {@link RandomMemory}.
 *
 * <p>Functions of a module call each other, and themselves, in any way; their last parameter says
 * how deep they may still.
 */
public final class RandomFunctions {
  private static final Type[] TYPES = {Type.I32, Type.I64, Type.F32, Type.F64, Type.BOOL};
  private static final int MAX_TRIPS = 9;
  private static final int MAX_DEPTH = 3;

  /**
   * How a function shall be.
   *
   * @param statements how many statements, about; a statement is one op, or a branch, loop, switch
   * @param control with branches, switches and loops
   * @param traps with traps
   * @param memory with arrays and segments
   */
  public record Options(int statements, boolean control, boolean traps, boolean memory) {
    public static final Options DEFAULT = new Options(40, true, true);
    public static final Options MEMORY = new Options(40, true, true, true);

    public Options(int statements, boolean control, boolean traps) {
      this(statements, control, traps, false);
    }
  }

  final Random random;
  final Options options;
  final FunctionBuilder builder;
  private final Type result;
  private final Map<Type, List<Value>> visible = new LinkedHashMap<>();
  private final RandomMemory memory; // null if without
  private final List<Callee> callees;
  private Value depth; // how deep calls may go from here; null if there are none
  private int budget;

  private RandomFunctions(long seed, Options options) {
    this(random(seed), options, null, List.of(), seed);
  }

  /**
   * @param self what the function is in its module; null for one that stands alone
   */
  private RandomFunctions(
      Random random, Options options, Callee self, List<Callee> callees, long seed) {
    this.random = random;
    this.options = options;
    this.callees = callees;
    this.budget = options.statements;
    Type[] params;
    if (self == null) {
      params = new Type[random.nextInt(7)];
      for (int i = 0; i < params.length; i++) {
        params[i] = scalar();
      }
      this.result = random.nextInt(20) == 0 ? Type.VOID : scalar();
      if (options.memory) {
        List<Type> pool = RandomMemory.pool(random);
        params = RandomMemory.withReferences(List.of(params), pool, random).toArray(Type[]::new);
      }
    } else {
      params = self.params().toArray(Type[]::new);
      this.result = self.result();
    }
    this.builder = new FunctionBuilder("random" + Long.toUnsignedString(seed), result, params);
    for (Type type : TYPES) {
      visible.put(type, new ArrayList<>());
    }
    for (int i = 0; i < params.length; i++) {
      visible.putIfAbsent(params[i], new ArrayList<>());
      see(builder.param(i));
    }
    this.memory = options.memory ? new RandomMemory(this) : null;
  }

  private static Random random(long seed) {
    var random = new Random(seed);
    random.nextLong(); // the first numbers of neighbouring seeds are alike
    return random;
  }

  /** A module of up to four functions, which have one name. */
  public static Module generateModule(long seed, Options options) {
    Random random = random(seed);
    List<Type> pool = options.memory ? RandomMemory.pool(random) : List.of();
    var callees = new ArrayList<Callee>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      var params = new ArrayList<Type>();
      for (int p = random.nextInt(6); p > 0; p--) {
        params.add(TYPES[random.nextInt(TYPES.length)]);
      }
      params.addAll(
          pool.isEmpty() ? List.of() : RandomMemory.withReferences(List.of(), pool, random));
      params.add(Type.I32);
      Type result = random.nextInt(5) == 0 ? Type.VOID : TYPES[random.nextInt(TYPES.length)];
      callees.add(new Callee("f" + callees.size(), result, params));
    }
    var module = new Module();
    for (Callee self : callees) {
      var function = new RandomFunctions(random, options, self, callees, seed);
      Value bound = function.builder.i32(3);
      Value last = function.builder.param(self.params().size() - 1);
      function.depth = function.builder.op(Op.AND, last, bound);
      module.add(self.symbol(), function.generate());
    }
    module.verify();
    return module;
  }

  public static Function generate(long seed) {
    return generate(seed, Options.DEFAULT);
  }

  public static Function generate(long seed, Options options) {
    return new RandomFunctions(seed, options).generate();
  }

  private Function generate() {
    while (budget > 0) {
      statement(0);
    }
    leave();
    builder.assertions(random.nextBoolean());
    return builder.build();
  }

  /** Arguments for {@code function}: edge values and others. */
  public static long[] arguments(Function function, Random random) {
    var arguments = new long[function.params().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = bits(function.params().get(i).type(), random);
    }
    return arguments;
  }

  /** The same; parameters may be references. */
  public static Arguments anyArguments(Function function, Random random) {
    boolean references = function.params().stream().anyMatch(param -> param.type().isReference());
    return references
        ? RandomMemory.arguments(function.params().stream().map(Value::type).toList(), random)
        : Arguments.of(function, arguments(function, random));
  }

  static long bits(Type type, Random random) {
    if (random.nextInt(4) > 0) {
      long[] edges = EdgeValues.bits(type);
      return edges[random.nextInt(edges.length)];
    }
    return switch (type.kind()) {
      case BOOL -> random.nextInt(2);
      case I32 -> random.nextInt() >> random.nextInt(32);
      case I64 -> random.nextLong() >> random.nextInt(64);
      case F32 -> Float.floatToRawIntBits((float) random.nextGaussian() * 100) & 0xFFFF_FFFFL;
      case F64 -> Double.doubleToRawLongBits(random.nextGaussian() * 100);
      case VOID, I8, I16, ARRAY, SEGMENT ->
          throw new IllegalArgumentException("no scalar: " + type);
    };
  }

  private Type scalar() {
    return TYPES[random.nextInt(TYPES.length)];
  }

  /** A type of what blocks pass on. */
  private Type type() {
    return memory != null && random.nextInt(5) == 0 ? memory.type() : scalar();
  }

  /** The types of references that there are values of. */
  List<Type> references() {
    return visible.keySet().stream().filter(Type::isReference).toList();
  }

  Value see(Value value) {
    visible.get(value.type()).add(value);
    return value;
  }

  /** A value that may be used here; the younger the likelier. */
  Value value(Type type) {
    List<Value> list = visible.get(type);
    if (type.isReference()) {
      return memory.any(type, list);
    }
    if (list.isEmpty() || random.nextInt(6) == 0) {
      return builder.constant(type, bits(type, random));
    }
    int age = Math.min(random.nextInt(list.size()), random.nextInt(list.size()));
    return list.get(list.size() - 1 - age);
  }

  private Value[] values(List<Type> types) {
    var values = new Value[types.size()];
    for (int i = 0; i < values.length; i++) {
      Type type = types.get(i);
      values[i] =
          type.isReference()
              ? memory.lasting(type, visible.getOrDefault(type, List.of()))
              : value(type);
    }
    return values;
  }

  private List<Type> types(int bound) {
    var types = new ArrayList<Type>();
    for (int i = random.nextInt(bound); i > 0; i--) {
      types.add(type());
    }
    return types;
  }

  private int[] mark() {
    return visible.values().stream().mapToInt(List::size).toArray();
  }

  /** Forgets what has been computed since {@code mark}: it does not dominate what follows. */
  private void restore(int[] mark) {
    int i = 0;
    for (List<Value> list : visible.values()) {
      list.subList(mark[i++], list.size()).clear();
    }
  }

  private void statement(int depth) {
    budget--;
    builder.line(random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(99));
    int choice = random.nextInt(100);
    if (options.control && depth < MAX_DEPTH && choice < 16) {
      switch (choice / 4) {
        case 0, 1 -> branch(depth + 1);
        case 2 -> choice(depth + 1);
        default -> loop(depth + 1);
      }
    } else if (options.traps && choice < 22) {
      guard();
    } else if (this.depth != null && choice >= 90) {
      call();
    } else if (memory != null && choice < 60) {
      memory.statement();
    } else {
      op();
    }
  }

  /** A call, if it may still go deeper. */
  private void call() {
    Callee callee = callees.get(random.nextInt(callees.size()));
    boolean empty = callee.result() == Type.VOID;
    Block then = builder.block();
    Block join = empty ? builder.block() : builder.block(callee.result());
    Value deeper = builder.icmp(IntPredicate.GT, depth, builder.i32(0));
    builder.branch(
        deeper,
        new Target(then),
        empty ? new Target(join) : new Target(join, value(callee.result())));
    builder.at(then);
    Value[] arguments = values(callee.params());
    arguments[arguments.length - 1] = builder.op(Op.ISUB, depth, builder.i32(1));
    Value result = builder.call(callee, arguments);
    if (empty) {
      builder.jump(join);
    } else {
      builder.jump(join, result);
    }
    enter(join);
  }

  private void statements(int depth) {
    for (int i = random.nextInt(5); i > 0 && budget > 0; i--) {
      statement(depth);
    }
  }

  private void op() {
    Op op;
    do {
      op = Op.values()[random.nextInt(Op.values().length)];
    } while (!op.isPure() || op == Op.CONST || op.isOfMemory() || op.isOfVectors());
    Type from;
    do {
      from = scalar();
    } while (!op.domain().contains(from));
    see(pure(op, from));
  }

  private Value pure(Op op, Type from) {
    return switch (op) {
      case ICMP -> builder.icmp(any(IntPredicate.values()), value(from), value(from));
      case FCMP -> builder.fcmp(any(FloatPredicate.values()), value(from), value(from));
      case SELECT -> builder.op(op, value(Type.BOOL), value(from), value(from));
      case IDIV, IREM, UDIV, UREM -> builder.op(op, value(from), divisor(op, from));
      case SHL, SHR, USHR, ROTL -> builder.op(op, value(from), value(Type.I32));
      case FMA -> builder.op(op, value(from), value(from), value(from));
      case SEXT -> builder.convert(op, Type.I64, value(from));
      case ZEXT ->
          random.nextBoolean()
              ? builder.convert(op, Type.I64, value(Type.I32))
              : builder.convert(op, Type.I32, value(Type.BOOL));
      case TRUNC -> builder.convert(op, Type.I32, value(from));
      case ITOF -> builder.convert(op, random.nextBoolean() ? Type.F32 : Type.F64, value(from));
      case FTOI -> builder.convert(op, random.nextBoolean() ? Type.I32 : Type.I64, value(from));
      case FWIDEN -> builder.convert(op, Type.F64, value(Type.F32));
      case FNARROW -> builder.convert(op, Type.F32, value(Type.F64));
      case BITCAST -> bitcast();
      case ASSERTIONS -> builder.op(op);
      case MATH -> math(any(MathFunction.values()));
      case LOOKUP -> lookup(any(new Type[] {Type.I32, Type.I64, Type.F32, Type.F64}));
      default ->
          op.shape() == Op.Shape.UNARY
              ? builder.op(op, value(from))
              : builder.op(op, value(from), value(from));
    };
  }

  private Value math(MathFunction function) {
    Type type = function.type();
    return function.parameters() == 1
        ? builder.math(function, value(type))
        : builder.math(function, value(type), value(type));
  }

  private Value lookup(Type type) {
    var constants = new Value[2 << random.nextInt(4)];
    for (int i = 0; i < constants.length; i++) {
      constants[i] = builder.constant(type, bits(type, random));
    }
    return builder.lookup(value(Type.I32), constants);
  }

  <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** A bitcast; of a NaN, whose bits are unspecified, 0. */
  private Value bitcast() {
    return switch (random.nextInt(4)) {
      case 0 -> builder.convert(Op.BITCAST, Type.F32, value(Type.I32));
      case 1 -> builder.convert(Op.BITCAST, Type.F64, value(Type.I64));
      default -> bits(value(random.nextBoolean() ? Type.F32 : Type.F64));
    };
  }

  /** The bits of a float, 0 of a NaN. */
  private Value bits(Value value) {
    Type type = value.type() == Type.F32 ? Type.I32 : Type.I64;
    Value bits = builder.convert(Op.BITCAST, type, value);
    Value nan = builder.fcmp(FloatPredicate.UNO, value, value);
    return builder.op(Op.SELECT, nan, builder.constant(type, 0), bits);
  }

  private Value divisor(Op op, Type type) {
    boolean narrow = type == Type.I32;
    TrapKind kind =
        switch (op) {
          case IDIV -> narrow ? TrapKind.DIVIDE_I32 : TrapKind.DIVIDE_I64;
          case IREM -> narrow ? TrapKind.REMAINDER_I32 : TrapKind.REMAINDER_I64;
          case UDIV -> narrow ? TrapKind.DIVIDE_UNSIGNED_I32 : TrapKind.DIVIDE_UNSIGNED_I64;
          default -> narrow ? TrapKind.REMAINDER_UNSIGNED_I32 : TrapKind.REMAINDER_UNSIGNED_I64;
        };
    if (random.nextInt(3) == 0) {
      long bits;
      do {
        bits = bits(type, random);
      } while (bits == 0);
      return builder.constant(type, bits);
    }
    Value divisor = value(type);
    if (!options.traps || random.nextInt(3) > 0) {
      divisor = builder.op(Op.OR, divisor, builder.constant(type, 1));
    }
    return builder.nonzero(kind, divisor);
  }

  private void guard() {
    boolean narrow = random.nextBoolean();
    Type type = narrow ? Type.I32 : Type.I64;
    Value a = value(type);
    Value b = value(type);
    Value max = builder.constant(type, narrow ? Integer.MAX_VALUE : Long.MAX_VALUE);
    Value min = builder.constant(type, narrow ? Integer.MIN_VALUE : Long.MIN_VALUE);
    switch (random.nextInt(6)) {
      case 0 -> overflow(narrow ? TrapKind.ADD_EXACT_I32 : TrapKind.ADD_EXACT_I64, Op.ADDOV, a, b);
      case 1 ->
          overflow(
              narrow ? TrapKind.SUBTRACT_EXACT_I32 : TrapKind.SUBTRACT_EXACT_I64, Op.SUBOV, a, b);
      case 2 ->
          overflow(
              narrow ? TrapKind.MULTIPLY_EXACT_I32 : TrapKind.MULTIPLY_EXACT_I64, Op.MULOV, a, b);
      case 3 -> {
        TrapKind kind = narrow ? TrapKind.INCREMENT_EXACT_I32 : TrapKind.INCREMENT_EXACT_I64;
        builder.guard(kind, builder.icmp(IntPredicate.NE, a, max), a);
      }
      case 4 -> {
        TrapKind kind = narrow ? TrapKind.NEGATE_EXACT_I32 : TrapKind.NEGATE_EXACT_I64;
        builder.guard(kind, builder.icmp(IntPredicate.NE, a, min), a);
      }
      default -> {
        Value wide = value(Type.I64);
        Value cut = builder.convert(Op.TRUNC, Type.I32, wide);
        Value back = builder.convert(Op.SEXT, Type.I64, cut);
        builder.guard(TrapKind.TO_INT_EXACT, builder.icmp(IntPredicate.EQ, wide, back), wide);
      }
    }
  }

  private void overflow(TrapKind kind, Op op, Value a, Value b) {
    builder.guard(kind, builder.op(Op.NOT, builder.op(op, a, b)), a, b);
  }

  private void branch(int depth) {
    List<Type> types = types(4);
    Value condition = value(Type.BOOL);
    Block then = builder.block();
    Block join = builder.block(types.toArray(Type[]::new));
    int[] mark = mark();
    if (random.nextInt(3) == 0) {
      builder.branch(condition, new Target(then), new Target(join, values(types)));
      arm(then, depth, join, types, mark, random.nextInt(4) == 0);
    } else {
      Block otherwise = builder.block();
      builder.branch(condition, then, otherwise);
      arm(then, depth, join, types, mark, random.nextInt(4) == 0);
      arm(otherwise, depth, join, types, mark, false);
    }
    enter(join);
  }

  /** Fills a block that ends at {@code join}, or returns. */
  private void arm(
      Block block, int depth, Block join, List<Type> types, int[] mark, boolean returns) {
    builder.at(block);
    statements(depth);
    if (returns) {
      leave();
    } else {
      builder.jump(join, values(types));
    }
    restore(mark);
  }

  private void enter(Block block) {
    builder.at(block);
    for (Value param : block.params()) {
      see(param);
    }
  }

  private void choice(int depth) {
    List<Type> types = types(3);
    Value selector = value(Type.I32);
    if (random.nextInt(3) > 0) {
      selector = builder.op(Op.AND, selector, builder.i32(7));
    }
    var keys = new TreeSet<Integer>();
    for (int i = random.nextInt(6); i > 0; i--) {
      keys.add(random.nextInt(3) > 0 ? random.nextInt(8) : (int) bits(Type.I32, random));
    }
    Block join = builder.block(types.toArray(Type[]::new));
    var arms = new ArrayList<Block>();
    var cases = new ArrayList<Target>();
    for (int i = 0; i < keys.size(); i++) {
      if (random.nextInt(3) == 0) {
        cases.add(new Target(join, values(types)));
      } else if (!arms.isEmpty() && random.nextInt(3) == 0) {
        cases.add(new Target(arms.getLast()));
      } else {
        arms.add(builder.block());
        cases.add(new Target(arms.getLast()));
      }
    }
    var otherwise = new Target(join, values(types));
    int[] sorted = keys.stream().mapToInt(Integer::intValue).toArray();
    builder.switchOn(selector, sorted, cases, otherwise);
    int[] mark = mark();
    for (Block arm : arms) {
      arm(arm, depth, join, types, mark, random.nextInt(8) == 0);
    }
    enter(join);
  }

  private void loop(int depth) {
    List<Type> carried = types(4);
    List<Type> exported = types(3);
    var headerTypes = new ArrayList<>(carried);
    headerTypes.addFirst(Type.I32);
    Value bound =
        random.nextBoolean()
            ? builder.i32(random.nextInt(MAX_TRIPS + 1))
            : builder.op(Op.AND, value(Type.I32), builder.i32(7));
    Value array = memory != null && random.nextBoolean() ? memory.array() : null;
    if (array != null) {
      bound = builder.length(array);
    }
    Block header = builder.block(headerTypes.toArray(Type[]::new));
    Block body = builder.block();
    Block exit = builder.block(exported.toArray(Type[]::new));
    builder.jump(header, withFirst(builder.i32(0), values(carried)));
    enter(header);
    Value counter = header.param(0);
    Value more = builder.icmp(IntPredicate.LT, counter, bound);
    builder.branch(more, new Target(body), new Target(exit, values(exported)));
    int[] mark = mark();
    builder.at(body);
    if (memory != null) {
      memory.enterLoop();
    }
    if (array != null) {
      memory.traverse(array, counter);
    }
    statements(depth);
    if (random.nextInt(3) == 0) {
      Value stop = value(Type.BOOL);
      Block rest = builder.block();
      builder.branch(stop, new Target(exit, values(exported)), new Target(rest));
      builder.at(rest);
      statements(depth);
    }
    Value next = builder.op(Op.IADD, counter, builder.i32(1));
    builder.jump(header, withFirst(next, values(carried)));
    if (memory != null) {
      memory.leaveLoop();
    }
    restore(mark);
    enter(exit);
  }

  private static Value[] withFirst(Value first, Value[] rest) {
    var all = new Value[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private void leave() {
    if (result == Type.VOID) {
      builder.ret();
    } else {
      builder.ret(random.nextInt(4) == 0 ? value(result) : digest());
    }
  }

  /** A result that depends on the youngest values of all types. */
  private Value digest() {
    Value digest = builder.i64(random.nextInt());
    for (Type type : TYPES) {
      List<Value> list = visible.get(type);
      for (Value value : list.subList(Math.max(0, list.size() - 4), list.size())) {
        digest = builder.op(Op.ROTL, digest, builder.i32(7));
        digest = builder.op(Op.XOR, digest, integer(value));
      }
    }
    return switch (result.kind()) {
      case I32 -> builder.convert(Op.TRUNC, result, digest);
      case F32, F64 -> builder.convert(Op.ITOF, result, digest);
      case BOOL -> builder.icmp(IntPredicate.LT, digest, builder.i64(0));
      default -> digest;
    };
  }

  private Value integer(Value value) {
    return switch (value.type().kind()) {
      case BOOL -> integer(builder.convert(Op.ZEXT, Type.I32, value));
      case I32 -> builder.convert(Op.SEXT, Type.I64, value);
      default -> value.type().isFloat() ? integer(bits(value)) : value;
    };
  }
}
