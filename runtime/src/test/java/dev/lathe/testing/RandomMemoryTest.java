package dev.lathe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Random functions over arrays and segments. {@code -Dlathe.fuzz=100000} makes it long; {@code
 * -Dlathe.seed} says where to begin.
 */
class RandomMemoryTest {
  /** Passes make these, or a field is needed. */
  private static final Set<Op> NEED_MORE =
      EnumSet.of(Op.PROVEN, Op.LIMIT, Op.DISTANCE, Op.LINEOFFSET, Op.TABLE);

  private static final int COUNT = Integer.getInteger("lathe.fuzz", 24);
  private static final long FIRST = Long.getLong("lathe.seed", 1);

  static final Object[] ENGINES =
      Engine.ALL.stream()
          .filter(engine -> engine.hasMemory() && engine != Engine.INTERPRETER)
          .toArray();

  private static RandomFunctions.Options options(long seed) {
    return new RandomFunctions.Options(1 << seed % 7, seed % 5 != 0, seed % 3 != 0, true);
  }

  @ParameterizedTest
  @FieldSource("ENGINES")
  void enginesAgreeOnFunctionsOverArrays(Engine engine) {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      Comparison.compareRandom(engine, seed, options(seed));
    }
  }

  @ParameterizedTest
  @FieldSource("ENGINES")
  void enginesAgreeOnModulesOverArrays(Engine engine) {
    for (long seed = FIRST; seed < FIRST + COUNT / 2; seed++) {
      Module module = RandomFunctions.generateModule(seed, options(seed));
      if (engine.compiles(module)) {
        Comparison.compareRandomModule(engine, seed, options(seed));
      }
    }
  }

  @Test
  void textFormReadsBackToTheSameText() {
    for (long seed = 1; seed < 50; seed++) {
      String text = IrPrinter.print(RandomFunctions.generate(seed, options(seed)));
      assertThat(IrPrinter.print(IrParser.parse(text))).isEqualTo(text);
    }
  }

  @Test
  void everyOpOnMemoryOccursAndMostCallsReturn() {
    var ops = EnumSet.noneOf(Op.class);
    var outcomes = new ArrayList<String>();
    int changed = 0;
    for (long seed = 1; seed <= 200; seed++) {
      Function function = RandomFunctions.generate(seed, options(seed));
      function.blocks().forEach(block -> block.values().forEach(value -> ops.add(value.op())));
      Arguments arguments = RandomFunctions.anyArguments(function, new Random(seed));
      var heap = new Heap();
      String before = arguments.describe(heap, arguments.make(heap));
      Effect effect = Effect.of(interpreter(function), arguments);
      changed += effect.after().equals(before) ? 0 : 1;
      Throwable exception = effect.outcome().exception();
      outcomes.add(exception == null ? "result" : exception.getClass().getSimpleName());
    }
    var expected = EnumSet.noneOf(Op.class);
    for (Op op : Op.values()) {
      if (op.isOfMemory() && !op.isOfVectors() && !NEED_MORE.contains(op)) {
        expected.add(op);
      }
    }
    assertThat(ops).containsAll(expected);
    assertThat(outcomes)
        .contains("NullPointerException", "ArrayIndexOutOfBoundsException")
        .contains("IndexOutOfBoundsException", "IllegalArgumentException");
    assertThat(outcomes.stream().filter("result"::equals)).hasSizeGreaterThan(75);
    assertThat(changed).isGreaterThan(40);
  }

  private static Engine.MemoryKernel interpreter(Function function) {
    return (heap, arguments) -> {
      var module = Module.of(function);
      return Interpreter.runLimited(module, heap, 100_000, arguments);
    };
  }

  /** An engine that stores wrong doubles; the result alone does not tell. */
  @Test
  void differencesInMemoryAreShrunk() {
    Engine wrong =
        Engine.ofMemory(
            "wrong",
            module ->
                (heap, arguments) -> {
                  try {
                    return Interpreter.runLimited(module, heap, 100_000, arguments);
                  } finally { // exceptions have memory, too
                    for (int i = 1; stores(module.root()) && i < heap.size(); i++) {
                      if (heap.get(i) instanceof double[] a && a.length > 0) {
                        a[0] += 1;
                      }
                    }
                  }
                });
    Type doubles = Type.parse("array.f64");
    Function function = null;
    for (long seed = 1; function == null; seed++) {
      Function candidate = RandomFunctions.generate(seed, RandomFunctions.Options.MEMORY);
      boolean takes = candidate.params().stream().anyMatch(param -> param.type() == doubles);
      function = takes && stores(candidate) ? candidate : null;
    }
    var texts = new ArrayList<String>();
    function.params().forEach(param -> texts.add(some(param.type())));
    List<Type> types = function.params().stream().map(param -> param.type()).toList();
    var arguments = new Arguments(types, String.join(", ", texts));
    Function failing = function;
    assertThatThrownBy(() -> Comparison.compare(wrong, failing, arguments))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("; test run\n\nfunc %" + function.name())
        .hasMessageContaining("  store v")
        .hasMessageContaining(" after ")
        .satisfies(e -> assertThat(e.getMessage().lines().count()).isLessThan(25));
  }

  private static String some(Type type) {
    return switch (type.kind()) {
      case ARRAY -> type.element().loaded() == Type.BOOL ? "[true]" : "[1" + dot(type) + "]";
      case SEGMENT -> "i64[1, 2]";
      case BOOL -> "true";
      case F32, F64 -> "1.0";
      default -> "0";
    };
  }

  private static String dot(Type type) {
    return type.element().loaded().isFloat() ? ".0" : "";
  }

  private static boolean stores(Function function) {
    return function.blocks().stream()
        .anyMatch(block -> block.values().stream().anyMatch(value -> value.op() == Op.STORE));
  }
}
