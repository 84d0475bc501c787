package dev.lathe.codegen.x64;

import dev.lathe.ir.Access;
import dev.lathe.ir.Block;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.IrException;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.EdgeValues;
import dev.lathe.testing.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random functions over vectors, straight or a loop that hands vectors on, in the interpreter and
 * on each level of instructions. {@code -Dlathe.test.random=n} runs more.
 */
class RandomVectorsTest {
  private static final int COUNT = Integer.getInteger("lathe.test.random", 120);
  private static final int CALLS = 3;

  /** What is made of floats may be a NaN, whose bits are of no one's choice. */
  private static final List<Op> LEFT_OUT = List.of(Op.LOOKUP, Op.MATH, Op.BITCAST);

  private static final Op[] OPS =
      Arrays.stream(Op.values())
          .filter(op -> op.isPure() && (op.isLanewise() || op.isOfVectors()))
          .filter(op -> !LEFT_OUT.contains(op) && op != Op.VCONST)
          .toArray(Op[]::new);

  static Stream<NativeEngine.Level> levels() {
    return NativeEngine.vectorLevels().stream();
  }

  @ParameterizedTest
  @MethodSource("levels")
  void enginesAgreeOnRandomFunctions(NativeEngine.Level level) throws Throwable {
    long start = Long.getLong("lathe.test.random.seed", System.nanoTime() & 0xFFFF_FFFFL);
    for (int i = 0; i < COUNT; i++) {
      long seed = i < COUNT / 2 ? i : start + i;
      try {
        check(seed, level);
      } catch (Throwable t) {
        throw new AssertionError("-Dlathe.test.random.seed=" + (seed - i) + ", function " + i, t);
      }
    }
  }

  private static void check(long seed, NativeEngine.Level level) throws Throwable {
    var random = new Random(seed);
    Function function = new Generator(random, level.features()).generate();
    String text = IrPrinter.print(function);
    Engine.Kernel reference = Engine.INTERPRETER.compile(IrParser.parse(text));
    List<Engine> engines = level.engines();
    Engine some = engines.get(1 + random.nextInt(engines.size() - 1));
    for (Engine engine : List.of(engines.getFirst(), some)) {
      Engine.Kernel kernel;
      try {
        kernel = engine.compile(IrParser.parse(text));
      } catch (RuntimeException e) {
        throw new AssertionError(engine.name() + "\n" + text, e);
      }
      for (int call = 0; call < CALLS; call++) {
        VectorFunctions.compare(function, engine, kernel, reference, random);
      }
    }
  }

  private static final class Generator {
    private final Random random;
    private final X64Features features;
    private final int bytes;
    private final int lanes;
    private final FunctionBuilder f;
    private final List<Type> inputs = new ArrayList<>();
    private final List<Type> outputs = new ArrayList<>();
    private List<Value> pool = new ArrayList<>();

    Generator(Random random, X64Features features) {
      this.random = random;
      this.features = features;
      this.bytes = features.avx512() ? 64 : 32;
      this.lanes = 2 << random.nextInt(5);
      int count = 2 + random.nextInt(5);
      var params = new ArrayList<Type>();
      for (int i = 0; i < count; i++) {
        Type type = randomVector();
        inputs.add(type);
        params.add(VectorFunctions.parameter(type));
      }
      params.add(Type.I32);
      params.add(Type.I64);
      params.add(Type.F64);
      for (int i = 0; i < 6; i++) {
        Type type = randomVector();
        outputs.add(type);
        params.add(VectorFunctions.resultArray(type));
      }
      f = new FunctionBuilder("test.random", Type.VOID, params.toArray(Type[]::new));
    }

    private Type randomVector() {
      while (true) {
        int n = Math.max(2, random.nextInt(4) == 0 ? lanes / 2 : lanes);
        Type.Kind kind =
            random.nextInt(4) == 0
                ? Type.Kind.BOOL
                : VectorFunctions.KINDS[random.nextInt(VectorFunctions.KINDS.length)];
        Type type = Type.vector(kind, n);
        if (kind == Type.Kind.BOOL || n * type.bits() <= bytes * 8 && n * type.bits() >= 16) {
          return type;
        }
      }
    }

    Function generate() {
      for (int i = 0; i < inputs.size(); i++) {
        pool.add(VectorFunctions.operand(f, inputs.get(i), f.param(i)));
      }
      for (int i = 0; i < 3; i++) {
        pool.add(f.param(inputs.size() + i));
      }
      fill(random.nextInt(12));
      if (random.nextInt(3) > 0) {
        loop();
      }
      fill(4 + random.nextInt(30));
      store();
      f.ret();
      return f.build();
    }

    /** A loop that hands some values on, each to a parameter of its type. */
    private void loop() {
      var carried = new ArrayList<Value>();
      var types = new ArrayList<Type>();
      carried.add(f.i32(1 + random.nextInt(5)));
      types.add(Type.I32);
      int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 24 : 5);
      for (int i = 0; i < count; i++) {
        Value value = any();
        carried.add(value);
        types.add(value.type());
      }
      Block head = f.block(types.toArray(Type[]::new));
      f.jump(head, carried.toArray(Value[]::new));
      f.at(head);
      List<Value> outside = pool;
      pool = new ArrayList<>(outside.subList(0, Math.min(outside.size(), 6)));
      pool.addAll(head.params().subList(1, head.params().size()));
      fill(3 + random.nextInt(20));
      Value left = f.op(Op.ISUB, head.param(0), f.i32(1));
      var next = new ArrayList<Value>();
      next.add(left);
      for (int i = 1; i < types.size(); i++) {
        next.add(ofType(types.get(i)));
      }
      Block exit = f.block();
      f.branch(
          f.icmp(IntPredicate.GT, left, f.i32(0)),
          new Target(head, next.toArray(Value[]::new)),
          new Target(exit));
      f.at(exit);
    }

    private Value any() {
      return pool.get(random.nextInt(pool.size()));
    }

    private Value ofType(Type type) {
      List<Value> fitting = pool.stream().filter(value -> value.type() == type).toList();
      return fitting.get(random.nextInt(fitting.size()));
    }

    private void fill(int count) {
      int size = pool.size() + count;
      for (int tries = 0; pool.size() < size && tries < 3000; tries++) {
        Value made = random.nextInt(12) == 0 ? constant() : make();
        if (made != null) {
          pool.add(made);
        }
      }
    }

    private Value constant() {
      Type type = randomVector();
      long[] edges = EdgeValues.bits(type.scalar());
      if (random.nextBoolean()) {
        Value scalar = f.constant(type.scalar(), edges[random.nextInt(edges.length)]);
        return f.vector(Op.SPLAT, type, 0, scalar);
      }
      var bits = new long[type.lanes()];
      for (int i = 0; i < bits.length; i++) {
        long edge = edges[random.nextInt(edges.length)];
        bits[i] =
            switch (type.kind()) {
              case I8 -> (byte) edge;
              case I16 -> (short) edge;
              default -> edge;
            };
      }
      return f.lanes(type, bits);
    }

    private Value make() {
      Op op = OPS[random.nextInt(OPS.length)];
      var operands = new Value[op.shape().operands()];
      for (int i = 0; i < operands.length; i++) {
        // recent ones twice as often, so that values depend on each other
        operands[i] = random.nextBoolean() ? any() : pool.getLast();
        if (i > 0 && random.nextInt(3) > 0) {
          Type like = operands[i - 1].type();
          operands[i] =
              like.isBool() && op == Op.SELECT
                  ? any()
                  : random.nextInt(8) == 0 ? any() : ofType(like);
        }
      }
      Type first = operands[0].type();
      Type type =
          switch (op) {
            case ICMP, FCMP, ADDOV, SUBOV -> first.mask();
            case MASKBITS -> Type.I64;
            case EXTRACT -> first.withLanes(Math.max(1, first.lanes() >> 1 + random.nextInt(2)));
            case CONCAT -> first.lanes() < 64 ? first.withLanes(2 * first.lanes()) : first;
            case SELECT -> operands[1].type();
            case SPLAT, FIRSTLANES, SEXT, ZEXT, TRUNC, ITOF, FTOI, FWIDEN, FNARROW ->
                randomVector();
            default -> first;
          };
      long attribute =
          switch (op) {
            case ICMP -> random.nextInt(IntPredicate.values().length);
            case FCMP -> random.nextInt(FloatPredicate.values().length);
            case EXTRACT ->
                (long) random.nextInt(Math.max(1, first.lanes() / type.lanes())) * type.lanes();
            default -> 0;
          };
      boolean vectors = type.isVector() || first.isVector();
      boolean fits = type.isBool() || type.lanes() * type.bits() <= bytes * 8;
      boolean filled = !type.isVector() || type.isBool() || type.lanes() * type.bits() >= 16;
      if (!vectors
          || !fits
          || !filled
          || X64VectorCosts.cost(op, type, first, false, features) < 0) {
        return null;
      }
      try {
        return f.vector(op, type, attribute, operands);
      } catch (IllegalArgumentException | IrException e) {
        return null;
      }
    }

    private void store() {
      for (int i = 0; i < outputs.size(); i++) {
        Type type = outputs.get(i);
        Value array = f.param(inputs.size() + 3 + i);
        List<Value> fitting = pool.stream().filter(value -> value.type() == type).toList();
        if (!fitting.isEmpty()) {
          Value last = fitting.get(Math.max(0, fitting.size() - 1 - random.nextInt(3)));
          VectorFunctions.store(f, last, array);
        }
      }
      if (random.nextBoolean()) {
        maskedStore();
      }
    }

    private void maskedStore() {
      int i = random.nextInt(outputs.size());
      Type type = outputs.get(i);
      if (type.isBool()
          || X64VectorCosts.cost(Op.VSTORE, type, type, true, features) < 0
          || pool.stream().noneMatch(v -> v.type() == type)
          || pool.stream().noneMatch(v -> v.type() == type.mask())) {
        return;
      }
      Value array = f.param(inputs.size() + 3 + i);
      Value at = VectorFunctions.proven(f, array, f.i32(VectorFunctions.FIRST));
      f.vector(
          Op.VSTORE, Type.VOID, Access.STORE.code(), array, at, ofType(type), ofType(type.mask()));
    }
  }
}
