package dev.lathe.link;

import dev.lathe.analysis.Calls;
import dev.lathe.analysis.ControlFlow;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.x64.X64Compiler;
import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64RecordEntry;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.ir.Target;
import dev.lathe.link.LinkException.Code;
import dev.lathe.opt.Pass;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.opt.Yields;
import dev.lathe.vector.Verdict;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/** Optimises a function, compiles it to machine code, publishes that and makes a handle to it. */
final class NativeCompiler {
  /**
   * The pass that makes loops run in slices. Without it they run in one piece, and every garbage
   * collection waits for them: to measure what slices cost.
   */
  private static final String YIELDS = "yields";

  private NativeCompiler() {}

  /**
   * The passes over {@code function}, as the options have them.
   *
   * @return what became of its loops
   * @throws LinkException if {@code lathe.passes} names a pass that there is not
   */
  static List<Verdict> optimise(Function function, Options options) {
    if (Pass.noneChanges(function) && options.disabledPasses().isEmpty()) {
      return List.of(); // without loading the passes
    }
    PassContext context = context(options);
    try {
      if (!function.hasReferences() && !hasLoop(function)) {
        Pipeline.NATIVE.run(function, context);
        return List.of();
      }
      var vectorization = new Vectorization(function);
      Pipeline.NATIVE.run(function, context.vectorizing(vectorization.vectorizer()));
      return vectorization.verdicts();
    } catch (IllegalArgumentException e) {
      throw refused(e, options);
    }
  }

  /** The same over {@code module}, for the loops of its root. */
  static List<Verdict> optimise(Module module, Options options) {
    var vectorization = new Vectorization(module.root());
    try {
      Pipeline.NATIVE.run(module, context(options).vectorizing(vectorization.vectorizer()));
      return vectorization.verdicts();
    } catch (IllegalArgumentException e) {
      throw refused(e, options);
    }
  }

  private static PassContext context(Options options) {
    var context = new PassContext();
    if (!options.disabledPasses().isEmpty()) {
      var off = new ArrayList<String>(options.disabledPasses());
      off.remove(YIELDS); // which is in no pipeline
      context.without(off.toArray(new String[0]));
    }
    if (options.fuel() >= 0) {
      context.fuel(options.fuel());
    }
    return context;
  }

  private static RuntimeException refused(IllegalArgumentException e, Options options) {
    return options.disabledPasses().isEmpty()
        ? e
        : new LinkException(Code.OPTION, Option.PASSES.key() + ": " + e.getMessage(), e);
  }

  /**
   * Machine code for an optimised function. That of one without arrays, which has no vectors, is
   * the same for all hosts, so that the host need not be known yet.
   */
  static MachineCode compile(Function function) {
    boolean vectors = X64Compiler.hasVectors(function);
    return compile(function, vectors ? Host.get().features() : X64Features.AVX2, null);
  }

  /** Machine code for {@code module}, or for {@code function} alone if that is null. */
  static MachineCode compile(Function function, Module module) {
    return module == null ? compile(function) : compile(module, Host.get().features(), null);
  }

  /** The instructions that {@link #compile(Function, Module)} makes, as text. */
  static String listing(Function function, Module module, X64Features features) {
    var text = new StringBuilder();
    if (module == null) {
      compile(function, features, text);
    } else {
      compile(module, features, text);
    }
    return text.toString();
  }

  private static MachineCode compile(
      Function function, X64Features features, StringBuilder listing) {
    boolean sliced =
        hasLoop(function)
            && !Options.get().disabledPasses().contains(YIELDS)
            && new Yields().run(function, new PassContext());
    if (function.hasReferences()) {
      return X64Compiler.compileMemory(function, features, listing);
    }
    MachineCode code =
        sliced
            ? X64Compiler.compileSliced(function, features, listing)
            : X64Compiler.compile(function, features, listing);
    return function.params().size() > KernelSite.MAX_ARGUMENTS
        ? X64RecordEntry.of(function, code, listing)
        : code;
  }

  /**
   * Machine code for an optimised module.
   *
   * @param listing receives the instructions as text, or null
   */
  private static MachineCode compile(Module module, X64Features features, StringBuilder listing) {
    if (module.root().isInterruptible()) {
      for (Function function : module.functions()) {
        new Yields().run(function, new PassContext());
      }
    }
    boolean packed = module.root().params().size() > KernelSite.MAX_ARGUMENTS;
    return X64Compiler.compileModule(module, packed, features, listing);
  }

  /** {@code module}, or null if its root calls nothing any more. */
  static Module calling(Module module) {
    return Calls.first(module.root()) == null ? null : module;
  }

  /** True if {@code function} may run for long: some block is reached from itself. */
  static boolean hasLoop(Function function) {
    List<Block> blocks = function.blocks();
    if (blocks.size() == 1) {
      return false; // the entry, to which nobody jumps
    }
    ControlFlow flow = ControlFlow.of(function);
    for (int i = 0; i < flow.size(); i++) {
      List<Target> targets = flow.block(i).terminator().targets();
      for (int t = 0; t < targets.size(); t++) {
        if (flow.position(targets.get(t).block()) <= i) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * A handle of the site's type to {@code code}, compiled from {@code function}, which is freed
   * when the site is unreachable.
   */
  static MethodHandle publish(
      KernelSite site, Function function, MachineCode code, CodeArena arena) {
    if (function.hasReferences()) {
      long entry = arena.publish(code.code(), code.alignment(), site) + code.entryOffset();
      return MemoryCalls.handle(site, function, code, entry);
    }
    MethodType type = site.type();
    boolean sliced = code.returns() == ReturnConvention.RECORD;
    boolean packed = code.returns() == ReturnConvention.PACKED;
    boolean spread = site.isPacked();
    Class<?> returned = sliced ? int.class : packed ? long.class : type.returnType();
    MethodType shape = spread ? MethodType.methodType(returned, MemorySegment.class) : type;
    shape = shape.changeReturnType(returned);
    if (sliced) {
      shape = shape.appendParameterTypes(MemorySegment.class);
    }
    long entry = arena.publish(code.code(), code.alignment(), site) + code.entryOffset();
    MethodHandle call = Downcalls.bind(entry, shape);
    if (spread) {
      call = MethodHandles.filterArguments(call, 0, segmentOfArray());
    }
    if (sliced) {
      return Slices.handle(site, call, code, function.isInterruptible());
    }
    return code.returns() == ReturnConvention.PLAIN
        ? call
        : Results.guarded(call, type, code.returns(), site.lazyClassFile());
  }

  /** The same for the code of a module. */
  static MethodHandle publish(KernelSite site, Module module, MachineCode code, CodeArena arena) {
    long base = arena.publish(code.code(), code.alignment(), site);
    return StackCalls.handle(site, module, code, base);
  }

  /** {@link MemorySegment#ofArray(long[])}. */
  static MethodHandle segmentOfArray() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              MemorySegment.class,
              "ofArray",
              MethodType.methodType(MemorySegment.class, long[].class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
