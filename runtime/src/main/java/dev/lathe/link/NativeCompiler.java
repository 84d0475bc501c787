package dev.lathe.link;

import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.x64.X64Compiler;
import dev.lathe.codegen.x64.X64Features;
import dev.lathe.codegen.x64.X64RecordEntry;
import dev.lathe.ir.Function;
import dev.lathe.link.LinkException.Code;
import dev.lathe.opt.Pass;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Optimises a function, compiles it to machine code, publishes that and makes a handle to it. */
final class NativeCompiler {
  private NativeCompiler() {}

  /**
   * The passes over {@code function}, as the options have them.
   *
   * @throws LinkException if {@code lathe.passes} names a pass that there is not
   */
  static void optimise(Function function, Options options) {
    if (Pass.noneChanges(function) && options.disabledPasses().isEmpty()) {
      return; // without loading the passes
    }
    var context = new PassContext();
    if (!options.disabledPasses().isEmpty()) {
      context.without(options.disabledPasses().toArray(new String[0]));
    }
    if (options.fuel() >= 0) {
      context.fuel(options.fuel());
    }
    try {
      Pipeline.NATIVE.run(function, context);
    } catch (IllegalArgumentException e) {
      if (options.disabledPasses().isEmpty()) {
        throw e;
      }
      throw new LinkException(Code.OPTION, Option.PASSES.key() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Machine code for an optimised function. Scalar code is the same for all hosts, so that the host
   * need not be known yet.
   */
  static MachineCode compile(Function function) {
    MachineCode code = X64Compiler.compile(function, X64Features.AVX2);
    return function.params().size() > KernelSite.MAX_ARGUMENTS
        ? X64RecordEntry.of(function, code)
        : code;
  }

  /** A handle of the site's type to {@code code}, which is freed when the site is unreachable. */
  static MethodHandle publish(KernelSite site, MachineCode code, CodeArena arena) {
    MethodType type = site.type();
    boolean packed = code.returns() == ReturnConvention.PACKED;
    Class<?> returned = packed ? long.class : type.returnType();
    long entry = arena.publish(code.code(), code.alignment(), site) + code.entryOffset();
    MethodHandle call;
    if (type.parameterCount() == 1 && type.parameterType(0) == long[].class) {
      call = Downcalls.bind(entry, MethodType.methodType(returned, MemorySegment.class));
      call = MethodHandles.filterArguments(call, 0, ofArray());
    } else {
      call = Downcalls.bind(entry, type.changeReturnType(returned));
    }
    return code.returns() == ReturnConvention.PLAIN
        ? call
        : Results.guarded(call, type, code.returns(), site.lazyClassFile());
  }

  private static MethodHandle ofArray() {
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
