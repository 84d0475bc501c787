package dev.lathe.testing;

import dev.lathe.codegen.x64.ModuleEngine;
import dev.lathe.codegen.x64.NativeEngine;
import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import dev.lathe.jvm.ClassFileCompiler;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.vector.FakeTarget;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.function.Consumer;

/** A way to execute a function. All engines must give the same results. */
public interface Engine {
  /** A function that this engine has made ready. */
  interface Kernel {
    /** The result as {@code Value.bits}, 0 for void; throws what the function throws. */
    long call(long... arguments) throws Throwable;

    /** The same; arguments that are references are numbers of {@code heap}. */
    default long call(Heap heap, long... arguments) throws Throwable {
      return call(arguments);
    }
  }

  /** A function that may have parameters which are references. */
  interface MemoryKernel extends Kernel {
    @Override
    default long call(long... arguments) throws Throwable {
      return call(new Heap(), arguments);
    }

    @Override
    long call(Heap heap, long... arguments) throws Throwable;
  }

  /** More steps than any test takes. */
  long LONG = Long.MAX_VALUE;

  String name();

  /** Makes {@code function}, which may be changed thereby, ready to be called. */
  Kernel compile(Function function);

  /** The same of a module, whose root is called. */
  default Kernel compile(Module module) {
    if (!compiles(module)) {
      throw new UnsupportedOperationException(name() + " compiles no calls");
    }
    return compile(module.root());
  }

  /** True if this engine compiles {@code module}: not every one compiles calls. */
  default boolean compiles(Module module) {
    return !hasCalls(module) && takesValues(module);
  }

  /** True if this engine compiles all types of values in {@code module}. */
  default boolean takesValues(Module module) {
    return (hasMemory() || !reachesMemory(module)) && (hasVectors() || !hasVectors(module));
  }

  /** True if this engine compiles arrays and segments. */
  default boolean hasMemory() {
    return false;
  }

  /** True if this engine compiles vectors. */
  default boolean hasVectors() {
    return false;
  }

  /** True if {@code module} has vectors. */
  static boolean hasVectors(Module module) {
    return module.functions().stream()
        .flatMap(function -> function.blocks().stream())
        .anyMatch(block ->
            block.values().stream().anyMatch(v -> v.op().isOfVectors() || v.type().isVector()));
  }

  private static boolean reachesMemory(Module module) {
    return module.functions().stream().anyMatch(Engine::reachesMemory);
  }

  private static boolean reachesMemory(Function function) {
    return function.blocks().stream()
        .anyMatch(block ->
            block.params().stream().anyMatch(param -> param.type().isReference())
                || block.values().stream().anyMatch(value -> value.type().isReference()));
  }

  private static boolean hasCalls(Module module) {
    return module.functions().stream().anyMatch(function -> !function.callees().isEmpty());
  }

  /** The interpreter, which is the reference for all others. */
  Engine INTERPRETER =
      interpreting(
          "interpreter",
          module -> (heap, arguments) -> Interpreter.runLimited(module, heap, LONG, arguments));

  /** What the passes make of a module must compute the same, and still be well-formed. */
  Engine OPTIMIZED =
      Comparison.interpretModuleAfter(
          "optimized", m -> Pipeline.NATIVE.run(m, new PassContext().verifying()));

  /** The same with constants for parameters, which folds what can be folded. */
  Engine FOLDED =
      ofMemory(
          "folded",
          false, // the functions that call this one pass other arguments
          true,
          module -> {
            String text = IrPrinter.print(module);
            return (heap, bits) -> {
              Module constant = IrParser.parseModule(text);
              for (String symbol : module.symbols()) {
                constant.function(symbol).setTables(module.function(symbol).tables());
              }
              Renaming.bind(constant.root(), bits);
              return OPTIMIZED.compile(constant).call(heap, bits);
            };
          });

  /** Java methods that call each other. */
  Engine CLASS_FILE =
      ofMemory("class file", m -> kernel(m.root(), ClassFileCompiler.compile(m, null)));

  /** Loops in lanes of a machine that can do everything, with wide and narrow registers. */
  Engine VECTORIZED = FakeTarget.engine(512);

  Engine VECTORIZED_NARROW = FakeTarget.engine(128);

  /** Native code of the function as it is, but for {@code frem}. */
  Engine NATIVE = NativeEngine.plain();

  /** Native code of what the passes make of it. */
  Engine NATIVE_OPTIMIZED = NativeEngine.optimized();

  /** Native code of whole modules, calls included, on a stack of their own. */
  Engine NATIVE_MODULES = ModuleEngine.plain();

  /** Every engine this host has, the reference first. */
  List<Engine> ALL =
      NativeEngine.isSupported()
          ? List.of(
              INTERPRETER,
              OPTIMIZED,
              FOLDED,
              VECTORIZED,
              VECTORIZED_NARROW,
              CLASS_FILE,
              NATIVE,
              NATIVE_OPTIMIZED,
              NATIVE_MODULES)
          : List.of(INTERPRETER, OPTIMIZED, FOLDED, VECTORIZED, VECTORIZED_NARROW, CLASS_FILE);

  /** Engines of more levels of instructions, for functions with vectors: other code is the same. */
  List<Engine> OF_VECTORS = NativeEngine.ofVectors();

  /** Calls a handle that takes and returns bool as int, the other types as themselves. */
  static MemoryKernel kernel(Function function, MethodHandle handle) {
    return (heap, bits) -> {
      var arguments = new Object[bits.length];
      for (int i = 0; i < bits.length; i++) {
        arguments[i] =
            switch (function.params().get(i).type().kind()) {
              case BOOL, I32 -> (int) bits[i];
              case F32 -> Float.intBitsToFloat((int) bits[i]);
              case F64 -> Double.longBitsToDouble(bits[i]);
              case ARRAY, SEGMENT -> heap.get(bits[i]);
              case I64, VOID, I8, I16 -> bits[i];
            };
      }
      return switch (handle.invokeWithArguments(arguments)) {
        case null -> 0;
        case Integer i -> i;
        case Float f -> Float.floatToRawIntBits(f) & 0xFFFF_FFFFL;
        case Double d -> Double.doubleToRawLongBits(d);
        case Object wide -> (Long) wide;
      };
    };
  }

  /** This engine behind a pass. */
  default Engine after(String name, Consumer<Function> pass) {
    return of(
        name,
        function -> {
          pass.accept(function);
          return compile(function);
        });
  }

  /** An engine that compiles calls. */
  static Engine ofModules(String name, java.util.function.Function<Module, Kernel> compiler) {
    return new Engine() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Kernel compile(Function function) {
        return compile(Module.of(function));
      }

      @Override
      public Kernel compile(Module module) {
        return compiler.apply(module);
      }

      @Override
      public boolean compiles(Module module) {
        return takesValues(module);
      }
    };
  }

  /** An engine that compiles calls, arrays and segments. */
  static Engine ofMemory(String name, java.util.function.Function<Module, MemoryKernel> compiler) {
    return ofMemory(name, true, false, compiler);
  }

  /** An engine that compiles everything that the interpreter executes, vectors included. */
  static Engine interpreting(
      String name, java.util.function.Function<Module, MemoryKernel> compiler) {
    return ofMemory(name, true, true, compiler);
  }

  /**
   * An engine that compiles arrays and segments.
   *
   * @param calls true if calls, too
   * @param vectors true if vectors, too
   */
  private static Engine ofMemory(
      String name,
      boolean calls,
      boolean vectors,
      java.util.function.Function<Module, MemoryKernel> compiler) {
    return new Engine() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Kernel compile(Function function) {
        return compile(Module.of(function));
      }

      @Override
      public Kernel compile(Module module) {
        return compiler.apply(module);
      }

      @Override
      public boolean compiles(Module module) {
        return (calls || !hasCalls(module)) && (vectors || !Engine.hasVectors(module));
      }

      @Override
      public boolean hasVectors() {
        return vectors;
      }

      @Override
      public boolean hasMemory() {
        return true;
      }
    };
  }

  /** An engine from its parts. */
  static Engine of(String name, java.util.function.Function<Function, Kernel> compiler) {
    return new Engine() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Kernel compile(Function function) {
        return compiler.apply(function);
      }
    };
  }
}
