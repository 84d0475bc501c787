package dev.lathe.codegen.x64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
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

/** Permutations by constants, which all have a way, on each level of instructions. */
class X64PermutesTest {
  private static final int CALLS = 2;

  @TestFactory
  Stream<DynamicTest> lanesComeFromWhereTheConstantsSay() {
    var tests = new ArrayList<DynamicTest>();
    for (NativeEngine.Level level : NativeEngine.vectorLevels()) {
      int bytes = level.features().avx512() ? 64 : 32;
      for (Type.Kind kind : VectorFunctions.KINDS) {
        for (Type type : VectorFunctions.types(kind, bytes)) {
          for (int sources = 1; sources <= 2; sources++) {
            int count = sources;
            tests.add(
                DynamicTest.dynamicTest(
                    level.features() + " " + type + " of " + sources,
                    () -> check(level, type, count)));
          }
        }
      }
    }
    return tests.stream();
  }

  private static void check(NativeEngine.Level level, Type type, int sources) throws Throwable {
    var random = new Random(type.hashCode() + sources);
    for (long[] indices : patterns(type.lanes(), sources, random)) {
      int cost = X64VectorCosts.of(level.features()).permuteCost(type, indices, sources);
      if (type.lanes() * type.bits() < 128 && cost < 0) {
        continue;
      }
      assertThat(cost).as("cost of %s", type).isNotNegative();
      Function function = function(type, indices, sources);
      String text = IrPrinter.print(function);
      Engine.Kernel reference = Engine.INTERPRETER.compile(IrParser.parse(text));
      Engine engine = level.engines().get(random.nextInt(level.engines().size()));
      Engine.Kernel kernel = engine.compile(IrParser.parse(text));
      for (int call = 0; call < CALLS; call++) {
        VectorFunctions.compare(function, engine, kernel, reference, random);
      }
    }
  }

  private static Function function(Type type, long[] indices, int sources) {
    Type parameter = VectorFunctions.parameter(type);
    var f = new FunctionBuilder("test.f", Type.VOID, parameter, parameter, parameter);
    Value a = VectorFunctions.operand(f, type, f.param(0));
    Value b = VectorFunctions.operand(f, type, f.param(1));
    Type integers =
        switch (type.kind()) {
          case F32 -> type.withKind(Type.Kind.I32);
          case F64 -> type.withKind(Type.Kind.I64);
          default -> type;
        };
    Value places = f.lanes(integers, indices);
    Value permuted =
        sources == 1
            ? f.vector(Op.PERMUTE, type, 0, a, places)
            : f.vector(Op.PERMUTE2, type, 0, a, b, places);
    VectorFunctions.store(f, permuted, f.param(2));
    f.ret();
    return f.build();
  }

  private static List<long[]> patterns(int lanes, int sources, Random random) {
    int from = lanes * sources;
    var patterns = new ArrayList<long[]>();
    for (int which = 0; which < 14; which++) {
      var indices = new long[lanes];
      int some = random.nextInt(from);
      for (int i = 0; i < lanes; i++) {
        indices[i] =
            switch (which) {
              case 0 -> i; // all of the first
              case 1 -> from - lanes + i; // all of the last
              case 2 -> from - 1 - i; // backwards
              case 3 -> lanes - 1 - i;
              case 4, 5 -> (2L * i + which - 4) % from; // each second
              case 6 -> (3L * i + some) % from; // each third
              case 7 -> i + random.nextInt(sources) * lanes; // all stay in their places
              case 8 -> i % 2 * (from / 2) + i / 2; // by turns
              case 9 -> (i + 1 + some) % from; // shifted
              case 10 -> i ^ 3; // among few neighbours
              case 11 -> some; // all the same
              case 12 -> random.nextInt() % 128; // as Java's bytes may be: also out of range
              default -> random.nextInt(from);
            };
      }
      patterns.add(indices);
    }
    return patterns;
  }
}
