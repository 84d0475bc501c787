package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.VectorFunctions.KINDS;
import static dev.lathe.codegen.x64.VectorFunctions.types;

import dev.lathe.ir.Access;
import dev.lathe.ir.Element;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every op on every type of vectors, over edge values, on each level of instructions. */
class X64VectorsTest {
  private static final int CALLS = 6;

  /** One way to use an op. */
  private record Row(Op op, Type result, long attribute, Type[] operands) {
    @Override
    public String toString() {
      return op + "#" + attribute + List.of(operands) + " -> " + result;
    }

    /** The op; constants stand for those operands whose bit is in {@code fixed}. */
    Function function(int given, Random random) {
      int fixed = op == Op.LOOKUP ? given | -2 : given;
      var params = new ArrayList<Type>();
      for (Type operand : operands) {
        params.add(VectorFunctions.parameter(operand));
      }
      params.add(VectorFunctions.resultArray(result));
      var f = new FunctionBuilder("test.f", Type.VOID, params.toArray(Type[]::new));
      var values = new Value[operands.length];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            (fixed >> i & 1) != 0
                ? constant(f, operands[i], random)
                : VectorFunctions.operand(f, operands[i], f.param(i));
      }
      Value value = f.vector(op, result, attribute, values);
      VectorFunctions.store(f, value, f.param(operands.length));
      f.ret();
      return f.build();
    }

    private static Value constant(FunctionBuilder f, Type type, Random random) {
      long[] edges = dev.lathe.testing.EdgeValues.bits(type.scalar());
      if (!type.isVector() || random.nextBoolean()) {
        Value scalar = f.constant(type.scalar(), edges[random.nextInt(edges.length)]);
        return type.isVector() ? f.vector(Op.SPLAT, type, 0, scalar) : scalar;
      }
      var lanes = new long[type.lanes()];
      for (int i = 0; i < lanes.length; i++) {
        long bits = edges[random.nextInt(edges.length)];
        lanes[i] =
            switch (type.kind()) {
              case I8 -> (byte) bits;
              case I16 -> (short) bits;
              default -> bits;
            };
      }
      return f.lanes(type, lanes);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyOpComputesWhatTheInterpreterDoes() {
    return NativeEngine.vectorLevels().stream()
        .flatMap(level ->
            rows(level.features()).stream()
                .map(row ->
                    DynamicTest.dynamicTest(
                        level.features() + " " + row, () -> check(level.engines(), row))));
  }

  private static void check(List<Engine> engines, Row row) throws Throwable {
    var random = new Random(row.hashCode());
    int shapes = row.operands.length == 0 ? 1 : 1 + row.operands.length;
    for (int shape = 0; shape < shapes; shape++) {
      Function function = row.function(shape == 0 ? 0 : 1 << shape - 1, random);
      String text = IrPrinter.print(function);
      Engine.Kernel reference = Engine.INTERPRETER.compile(IrParser.parse(text));
      int which = Math.floorMod(row.hashCode() + shape, engines.size() - 1);
      for (Engine engine : List.of(engines.getFirst(), engines.get(1 + which))) {
        Engine.Kernel kernel = engine.compile(IrParser.parse(text));
        for (int call = 0; call < CALLS; call++) {
          VectorFunctions.compare(function, engine, kernel, reference, random);
        }
      }
    }
  }

  private static List<Row> rows(X64Features features) {
    int bytes = features.avx512() ? 64 : 32;
    var rows = new ArrayList<Row>();
    for (Type.Kind kind : KINDS) {
      for (Type type : types(kind, bytes)) {
        for (Op op : Op.values()) {
          rows(rows, op, type, bytes);
        }
      }
    }
    for (Type mask : types(Type.Kind.BOOL, bytes)) {
      for (Op op : Op.values()) {
        rows(rows, op, mask, bytes);
      }
    }
    rows.removeIf(row -> {
      Type from = row.operands.length > 0 ? row.operands[0] : row.result;
      if (row.result.isVector() && row.result.lanes() * row.result.bits() > 8 * bytes) {
        return true;
      }
      return X64VectorCosts.cost(row.op, row.result, from, false, features) < 0;
    });
    return rows;
  }

  private static void rows(List<Row> rows, Op op, Type type, int bytes) {
    Type i32 = type.withKind(Type.Kind.I32);
    switch (op) {
      case VCONST -> {}
      case SPLAT -> add(rows, op, type, 0, type.scalar());
      case EXTRACT -> {
        for (int lanes = 1; lanes < type.lanes(); lanes *= 2) {
          for (int at = 0; at < type.lanes(); at += lanes) {
            add(rows, op, type.withLanes(lanes), at, type);
          }
        }
      }
      case CONCAT -> {
        if (type.lanes() < Type.MAX_LANES && 2 * type.lanes() * type.bits() <= bytes * 8) {
          add(rows, op, type.withLanes(2 * type.lanes()), 0, type, type);
        }
      }
      case PERMUTE -> add(rows, op, type, 0, type, permutation(type));
      case PERMUTE2 -> add(rows, op, type, 0, type, type, permutation(type));
      case COMPRESS -> add(rows, op, type, 0, type, type.mask());
      case MASKBITS -> add(rows, op, Type.I64, 0, type);
      case LOOKUP -> lookups(rows, type);
      case FIRSTLANES -> add(rows, op, type, 0, Type.I32);
      case SELECT -> {
        add(rows, op, type, 0, type.mask(), type, type);
        add(rows, op, type, 0, Type.BOOL, type, type);
      }
      case SHL, SHR, USHR, ROTL -> {
        add(rows, op, type, 0, type, Type.I32);
        add(rows, op, type, 0, type, i32);
      }
      case ICMP -> {
        for (IntPredicate predicate : IntPredicate.values()) {
          add(rows, op, type.mask(), predicate.ordinal(), type, type);
        }
      }
      case FCMP -> {
        for (FloatPredicate predicate : FloatPredicate.values()) {
          add(rows, op, type.mask(), predicate.ordinal(), type, type);
        }
      }
      case ADDOV, SUBOV, MULOV -> add(rows, op, type.mask(), 0, type, type);
      case SEXT, ZEXT, TRUNC, ITOF, FTOI, FWIDEN, FNARROW, BITCAST -> {
        for (Type.Kind kind : KINDS) {
          Type to = type.withKind(kind);
          if (to.lanes() * to.bits() <= bytes * 8 && to.lanes() * to.bits() >= 16) {
            add(rows, op, to, 0, type);
          }
        }
      }
      default -> {
        if (op.isLanewise() && op.shape().operands() > 0) {
          var operands = new Type[op.shape().operands()];
          java.util.Arrays.fill(operands, type);
          add(rows, op, type, 0, operands);
        }
      }
    }
  }

  /** The constants are always constants. */
  private static void lookups(List<Row> rows, Type type) {
    for (int count = 2; count <= 16; count *= 2) {
      for (Type.Kind kind : KINDS) {
        var operands = new Type[1 + count];
        java.util.Arrays.fill(operands, type.withKind(kind).scalar());
        operands[0] = type;
        add(rows, Op.LOOKUP, type.withKind(kind), 0, operands);
      }
    }
  }

  private static Type permutation(Type type) {
    return switch (type.bits()) {
      case 8 -> type.withKind(Type.Kind.I8);
      case 16 -> type.withKind(Type.Kind.I16);
      case 32 -> type.withKind(Type.Kind.I32);
      default -> type.withKind(Type.Kind.I64);
    };
  }

  private static void add(List<Row> rows, Op op, Type result, long attribute, Type... operands) {
    var row = new Row(op, result, attribute, operands);
    try {
      row.function(0, new Random(0));
    } catch (IllegalArgumentException | dev.lathe.ir.IrException e) {
      return; // there is no such op
    }
    rows.add(row);
  }

  // ---- memory

  @TestFactory
  Stream<DynamicTest> loadsAndStoresTouchTheLanesThatAreOn() {
    var tests = new ArrayList<DynamicTest>();
    for (NativeEngine.Level level : NativeEngine.vectorLevels()) {
      int bytes = level.features().avx512() ? 64 : 32;
      for (Type.Kind kind : KINDS) {
        for (Type type : types(kind, bytes)) {
          for (Op op : List.of(Op.VLOAD, Op.VSTORE, Op.GATHER, Op.SCATTER)) {
            for (boolean masked : new boolean[] {false, true}) {
              if (X64VectorCosts.cost(op, type, type, masked, level.features()) < 0) {
                continue;
              }
              String name = level.features() + " " + op + " " + type + (masked ? " masked" : "");
              tests.add(
                  DynamicTest.dynamicTest(
                      name, () -> access(level.engines(), op, type, masked, bytes)));
            }
          }
        }
      }
    }
    return tests.stream();
  }

  /** Memory outside of the lanes that are on is not there at all, at one end of the array. */
  private static void access(List<Engine> engines, Op op, Type type, boolean masked, int bytes)
      throws Throwable {
    boolean each = op == Op.GATHER || op == Op.SCATTER;
    if (each && type.lanes() * 32 > bytes * 8) {
      return;
    }
    Type array = Type.arrayOf(VectorFunctions.element(type));
    Type indices = Type.arrayOf(Element.I32);
    Type bools = Type.arrayOf(Element.I8);
    var f = new FunctionBuilder("test.f", Type.VOID, array, array, indices, bools, Type.I32);
    Value mask = VectorFunctions.operand(f, type.mask(), f.param(3));
    Value index =
        each ? VectorFunctions.operand(f, type.withKind(Type.Kind.I32), f.param(2)) : f.param(4);
    Value token = f.vector(Op.PROVEN, index.type(), Access.LOAD.code(), f.param(0), index);
    if (op == Op.VLOAD || op == Op.GATHER) {
      Value[] operands = {f.param(0), token, mask};
      Value loaded =
          f.vector(op, type, Access.LOAD.code(), java.util.Arrays.copyOf(operands, masked ? 3 : 2));
      VectorFunctions.store(f, loaded, f.param(1));
    } else {
      Value stored = VectorFunctions.operand(f, type, f.param(1));
      Value[] operands = {f.param(0), token, stored, mask};
      f.vector(
          op, Type.VOID, Access.STORE.code(), java.util.Arrays.copyOf(operands, masked ? 4 : 3));
    }
    f.ret();
    String text = IrPrinter.print(f.build());
    Engine.Kernel reference = Engine.INTERPRETER.compile(IrParser.parse(text));
    var random = new Random(type.hashCode());
    for (Engine engine : engines) {
      Function function = IrParser.parse(text);
      Engine.Kernel kernel = engine.compile(IrParser.parse(text));
      for (int call = 0; call < CALLS; call++) {
        Object[] arguments = VectorFunctions.arguments(function, random);
        place(arguments, type, masked, each, call, random);
        VectorFunctions.compare(function, engine, kernel, reference, arguments);
      }
    }
  }

  private static void place(
      Object[] arguments, Type type, boolean masked, boolean each, int call, Random random) {
    byte[] mask = (byte[]) arguments[3];
    int[] indices = (int[]) arguments[2];
    int lanes = type.lanes();
    int start = random.nextInt(VectorFunctions.LENGTH - lanes + 1);
    int first = 0;
    int end = lanes;
    if (masked && call > 0) { // begins before the array or ends behind it, or all lanes are off
      start =
          call % 2 == 0 ? -random.nextInt(lanes) : VectorFunctions.LENGTH - random.nextInt(lanes);
      first = Math.max(0, -start);
      end = call == 1 ? 0 : Math.min(lanes, VectorFunctions.LENGTH - start);
    }
    arguments[4] = (long) start;
    for (int i = 0; i < lanes; i++) {
      boolean on = i >= first && i < end && (!masked || random.nextInt(3) > 0);
      mask[VectorFunctions.FIRST + i] = (byte) (on ? 1 + random.nextInt(100) : 0);
      boolean anywhere = masked && !on && each;
      indices[VectorFunctions.FIRST + i] =
          anywhere ? random.nextInt() : random.nextInt(VectorFunctions.LENGTH);
    }
  }
}
