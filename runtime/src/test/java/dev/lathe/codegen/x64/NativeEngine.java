package dev.lathe.codegen.x64;

import dev.lathe.codegen.AllocationChecker;
import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.ir.Verifier;
import dev.lathe.opt.ExpandMath;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.opt.Yields;
import dev.lathe.testing.EdgeValues;
import dev.lathe.testing.Engine;
import dev.lathe.vector.Vectorizer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Native x64 code as an engine for tests, register allocation checked. A trap is raised by the
 * interpreter, which must come to one as well.
 */
public final class NativeEngine {
  static final CallingConvention FEW = restricted(0b11_0000_0111, 0b111);
  static final CallingConvention SAVED = restricted(0b1001_0000_0010_1111, 0b11_1000);

  /** What each slice may spend. */
  private static final long[] BUDGETS = {1, 9, 50, 300};

  /** What a strip-mined loop may spend between two yields. */
  private static final int STRIP = 40;

  /** More than the interpreter's limit lets any function take. */
  private static final int MOST_SLICES = 200_000;

  private static final long GUARD = 0x600D_CAFE_0BAD_F00DL;

  private NativeEngine() {}

  /** True if this host executes x64 code by the System V calling convention. */
  public static boolean isSupported() {
    return System.getProperty("os.arch").equals("amd64")
        && System.getProperty("os.name").equals("Linux");
  }

  /** All registers. */
  public static Engine plain() {
    return of("native", X64CallingConvention.systemV());
  }

  /** True if this host has AVX-512. */
  static boolean hasAvx512() {
    try {
      String cpu = Files.readString(Path.of("/proc/cpuinfo"));
      return Stream.of("f", "bw", "cd", "dq", "vl").allMatch(part -> cpu.contains("avx512" + part));
    } catch (IOException absent) {
      return false;
    }
  }

  /** True if this host has VPOPCNTDQ of AVX-512. */
  private static boolean hasVpopcntdq() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo")).contains("avx512_vpopcntdq");
    } catch (IOException absent) {
      return false;
    }
  }

  /** Instructions that this host has, and engines that use them. */
  record Level(X64Features features, List<Engine> engines) {}

  /** The levels that have vectors. */
  static List<Level> vectorLevels() {
    if (!isSupported()) {
      return List.of();
    }
    var avx2 = new Level(X64Features.AVX2, avx2());
    return hasAvx512() ? List.of(avx2, new Level(X64Features.AVX512, avx512())) : List.of(avx2);
  }

  /** The engines of AVX2, for functions with vectors, the one in all lists first. */
  private static List<Engine> avx2() {
    X64Features features = X64Features.AVX2;
    CallingConvention few = fewOfAvx2();
    return List.of(
        of("avx2", X64CallingConvention.systemV(), features),
        of("avx2 with few registers", few, features),
        sliced("avx2 sliced with few registers", few, features));
  }

  static CallingConvention fewOfAvx2() {
    return FEW.restricted(RegClass.VECTOR, BitSet.valueOf(new long[] {0b1111}));
  }

  /** The highest level that this host has. */
  static X64Features features() {
    return hasAvx512() ? X64Features.AVX512 : X64Features.AVX2;
  }

  /** The engines of all levels, for functions with vectors: other code is the same. */
  public static List<Engine> ofVectors() {
    return vectorLevels().stream().flatMap(level -> level.engines().stream()).toList();
  }

  private static List<Engine> avx512() {
    X64Features features = X64Features.AVX512;
    CallingConvention all = X64CallingConvention.systemVWide();
    X64Features most = hasVpopcntdq() ? features.withVpopcntdq() : features;
    return List.of(
        of("avx512", all, features),
        of("avx512 with all there is", all, most),
        of("avx512 optimized", all, features, Pipeline.NATIVE::run),
        of("avx512 with few registers", few(0b111), features),
        of("avx512 with upper registers", few(0b111 << 20 | 0b111), features),
        sliced("avx512 sliced", all, features),
        sliced("avx512 sliced with few registers", few(0b111), features));
  }

  /** The registers of code with vectors, all or few. */
  static CallingConvention ofVectors(X64Features features, boolean isFew) {
    if (features.avx512()) {
      return isFew ? few(0b111 << 20 | 0b111) : X64CallingConvention.systemVWide();
    }
    return isFew
        ? FEW.restricted(RegClass.VECTOR, BitSet.valueOf(new long[] {0b1111}))
        : X64CallingConvention.systemV();
  }

  static CallingConvention few(long vector) {
    return X64CallingConvention.systemVWide()
        .restricted(RegClass.GENERAL, BitSet.valueOf(new long[] {0b11_0000_0111}))
        .restricted(RegClass.VECTOR, BitSet.valueOf(new long[] {vector}))
        .restricted(RegClass.MASK, BitSet.valueOf(new long[] {0b1110}));
  }

  /** All registers, the whole pipeline, loops in lanes where this host has them. */
  public static Engine optimized() {
    return ofRoot(
        "native optimized",
        X64Features.AVX2,
        function -> {
          X64Features features = hasAvx512() ? X64Features.AVX512 : X64Features.AVX2;
          Pipeline.NATIVE.run(function, vectorizing(new PassContext(), features));
          boolean upper = features.avx512() && X64Compiler.hasVectors(function);
          CallingConvention convention =
              upper ? X64CallingConvention.systemVWide() : X64CallingConvention.systemV();
          return compiled(function, convention, features);
        });
  }

  /** Lets {@code context} make loops lanes. */
  public static PassContext vectorizing(PassContext context, X64Features features) {
    return context.vectorizing(new Vectorizer(X64VectorCosts.of(features), _ -> {}));
  }

  /** Some level of instructions that this host has. */
  public static X64Features level(Random choice) {
    if (!hasAvx512()) {
      return X64Features.AVX2;
    }
    return switch (choice.nextInt(8)) {
      case 0, 1 -> X64Features.AVX2;
      case 2, 3 -> X64Features.AVX512_SHORT;
      case 4, 5 -> hasVpopcntdq() ? X64Features.AVX512.withVpopcntdq() : X64Features.AVX512;
      default -> X64Features.AVX512;
    };
  }

  /** So few registers that everything spills. */
  static Engine fewRegisters() {
    return of("native with few registers", FEW);
  }

  /** Few, callee-saved ones among them. */
  static Engine savedRegisters() {
    return of("native with saved registers", SAVED);
  }

  /** In slices of a few iterations, whose record moves between them. */
  static Engine sliced() {
    return sliced("sliced", X64CallingConvention.systemV());
  }

  /** The same with so few registers that everything spills. */
  static Engine slicedFewRegisters() {
    return sliced("sliced with few registers", FEW);
  }

  /** The same with few, callee-saved ones among them. */
  static Engine slicedSavedRegisters() {
    return sliced("sliced with saved registers", SAVED);
  }

  private static Engine sliced(String name, CallingConvention convention) {
    return sliced(name, convention, X64Features.AVX2);
  }

  private static Engine sliced(String name, CallingConvention convention, X64Features features) {
    return ofRoot(
        name,
        features,
        function -> {
          new ExpandMath().run(function, new PassContext());
          new Yields(0, STRIP).run(function, new PassContext());
          Verifier.verify(function);
          if (MemoryCode.isFor(function)) {
            return new MemoryCode(function, convention, features, BUDGETS);
          }
          MachineCode code =
              X64Compiler.compileSliced(
                  function, convention, features, AllocationChecker.CHECKER, null);
          long address = NativeCode.publish(code);
          return (_, arguments) -> {
            long result = callSliced(function, code, address, BUDGETS[0], arguments);
            for (int i = 1; i < BUDGETS.length; i++) {
              long other = callSliced(function, code, address, BUDGETS[i], arguments);
              if (!EdgeValues.same(function.result(), result, other)) {
                throw new AssertionError("budget " + BUDGETS[i] + ": " + other + ", not " + result);
              }
            }
            return result;
          };
        });
  }

  private static long callSliced(
      Function function, MachineCode code, long address, long budget, long... arguments) {
    int longs = code.recordLongs();
    try (Arena arena = Arena.ofConfined()) {
      long[] saved = new long[longs];
      for (int slices = 0; slices < MOST_SLICES; slices++) {
        MemorySegment record = arena.allocate(8L * (longs + 1), 8);
        MemorySegment.copy(saved, 0, record, ValueLayout.JAVA_LONG, 0, longs);
        record.setAtIndex(ValueLayout.JAVA_LONG, 1, budget);
        record.setAtIndex(ValueLayout.JAVA_LONG, longs, GUARD);
        long[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = record.address();
        long status = NativeCode.call(address, function, false, all);
        if (record.getAtIndex(ValueLayout.JAVA_LONG, longs) != GUARD) {
          throw new AssertionError("wrote behind the record");
        }
        if (status < 0) {
          TrapSite site = code.sites().get((int) ~status);
          long returned = Interpreter.run(function, arguments);
          throw new AssertionError("trapped as " + site + " instead of returning " + returned);
        }
        if (status == 0) {
          return result(function, record.getAtIndex(ValueLayout.JAVA_LONG, 2));
        }
        MemorySegment.copy(record, ValueLayout.JAVA_LONG, 0, saved, 0, longs);
        record.fill((byte) 0x5A); // it is elsewhere now
      }
      throw new AssertionError("more than " + MOST_SLICES + " slices");
    }
  }

  private static CallingConvention restricted(long general, long vector) {
    return X64CallingConvention.systemV()
        .restricted(RegClass.GENERAL, BitSet.valueOf(new long[] {general}))
        .restricted(RegClass.VECTOR, BitSet.valueOf(new long[] {vector}));
  }

  private static Engine of(String name, CallingConvention convention) {
    return of(name, convention, X64Features.AVX2);
  }

  private static Engine of(String name, CallingConvention convention, X64Features features) {
    return of(name, convention, features, f -> new ExpandMath().run(f, new PassContext()));
  }

  private static Engine of(
      String name, CallingConvention convention, X64Features features, Consumer<Function> passes) {
    return ofRoot(
        name,
        features,
        function -> {
          passes.accept(function);
          return compiled(function, convention, features);
        });
  }

  private static Engine.MemoryKernel compiled(
      Function function, CallingConvention convention, X64Features features) {
    if (MemoryCode.isFor(function)) {
      return new MemoryCode(function, convention, features, Long.MAX_VALUE);
    }
    MachineCode code =
        X64Compiler.compile(function, convention, features, AllocationChecker.CHECKER, null);
    long address = NativeCode.publish(code);
    return (_, arguments) -> call(function, code, address, arguments);
  }

  /** An engine of arrays and segments that compiles no calls. */
  private static Engine ofRoot(
      String name,
      X64Features features,
      java.util.function.Function<Function, Engine.MemoryKernel> compiler) {
    return new Engine() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Kernel compile(Function function) {
        return compiler.apply(function);
      }

      @Override
      public boolean hasMemory() {
        return true;
      }

      @Override
      public boolean hasVectors() {
        return true;
      }

      @Override
      public boolean compiles(Module module) {
        boolean scalar = !Engine.hasVectors(module);
        return Engine.super.compiles(module)
            && !(scalar && features.avx512())
            && supports(module, features);
      }
    };
  }

  /** True if there is a way to do everything with these instructions. */
  private static boolean supports(Module module, X64Features features) {
    return module.functions().stream()
        .flatMap(function -> function.blocks().stream())
        .flatMap(block -> block.values().stream())
        .allMatch(value -> supports(value, features));
  }

  private static boolean supports(Value value, X64Features features) {
    Op op = value.op();
    if (op == Op.PARAM || op == Op.PROVEN || !value.type().isVector() && !op.isOfVectors()) {
      return true;
    }
    boolean memory = op.reads() || op.writes();
    Type type = op.writes() ? value.operand(2).type() : value.type();
    Type from = memory || value.operandCount() == 0 ? type : value.operand(0).type();
    boolean masked = memory && value.mask() != null;
    return X64VectorCosts.cost(op, type, from, masked, features) >= 0;
  }

  private static long call(Function function, MachineCode code, long address, long... arguments) {
    boolean vector = function.result().isFloat() && code.returns() != ReturnConvention.PACKED;
    long result = NativeCode.call(address, function, vector, arguments);
    if (code.returns() == ReturnConvention.SENTINEL_VALUE && result == ReturnConvention.SENTINEL) {
      return Interpreter.run(function, arguments);
    }
    if (code.returns() == ReturnConvention.PACKED && result >>> 32 != 0) {
      TrapSite site = code.sites().get((int) (result >>> 32) - 1);
      long returned = Interpreter.run(function, arguments);
      throw new AssertionError("trapped as " + site + " instead of returning " + returned);
    }
    return result(function, result);
  }

  static long result(Function function, long result) {
    return switch (function.result().kind()) {
      case VOID -> 0;
      case BOOL, I32 -> (int) result;
      case F32 -> result & 0xFFFF_FFFFL;
      default -> result;
    };
  }
}
