package dev.lathe.codegen.x64;

import dev.lathe.analysis.Calls;
import dev.lathe.codegen.AllocationChecker;
import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.Function;
import dev.lathe.ir.InlinedLine;
import dev.lathe.ir.Module;
import dev.lathe.ir.Table;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Yields;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Machine code of one module for tests that run many: it tells traps from results without executing
 * the module otherwise. Modules without calls run as leaves, the others on a stack of their own.
 * Those with arrays must not have calls; their traps throw what they stand for.
 */
@SuppressWarnings("restricted")
public final class NativeForm {
  private static final boolean AVX512 = NativeEngine.hasAvx512();
  private static final int MOST_RECORD_LONGS = 100_000;
  private static final MemorySegment RECORDS =
      Arena.global().allocate(8L * 2 * MOST_RECORD_LONGS, 64);

  /** After so many slices they may be longer. */
  private static final int MANY = 200;

  private static final long GUARD = 0x600D_CAFE_0BAD_F00DL;

  private static final CallingConvention ALL_VECTORS = X64CallingConvention.systemVWide();
  private static final CallingConvention UPPER = NativeEngine.few(0b111 << 20 | 0b111);

  /** With which registers, and whether in slices; where there are calls, interruptible. */
  public enum Variant {
    PLAIN(X64CallingConvention.systemV(), ALL_VECTORS, UnaryOperator.identity(), false),
    FEW_REGISTERS(NativeEngine.FEW, NativeEngine.few(0b111), ModuleEngine.FEW, false),
    SAVED_REGISTERS(NativeEngine.SAVED, UPPER, ModuleEngine.SAVED, false),
    SLICED(X64CallingConvention.systemV(), ALL_VECTORS, UnaryOperator.identity(), true),
    SLICED_FEW_REGISTERS(NativeEngine.FEW, NativeEngine.few(0b111), ModuleEngine.FEWEST, true),
    SLICED_SAVED_REGISTERS(NativeEngine.SAVED, UPPER, ModuleEngine.FEW_SAVED, true);

    private final CallingConvention convention;
    private final CallingConvention vectors; // of functions with some, for AVX-512
    private final UnaryOperator<CallingConvention> moduleRegisters;
    private final boolean isSliced;

    Variant(
        CallingConvention convention,
        CallingConvention vectors,
        UnaryOperator<CallingConvention> moduleRegisters,
        boolean isSliced) {
      this.vectors = vectors;
      this.convention = convention;
      this.moduleRegisters = moduleRegisters;
      this.isSliced = isSliced;
    }

    private CallingConvention vectors(X64Features level) {
      boolean isAll = vectors == ALL_VECTORS;
      return level.avx512() ? vectors : isAll ? convention : NativeEngine.fewOfAvx2();
    }
  }

  /** A trap, or a result that looks like one. */
  public static final class Trapped extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient TrapSite site;

    Trapped(TrapSite site) {
      super(null, null, false, false);
      this.site = site;
    }

    /** Null if it is not told. */
    public TrapSite site() {
      return site;
    }
  }

  private final Module module;
  private final Function function;
  private final MachineCode code;
  private final boolean packed;
  private final boolean isSliced; // of functions with arrays
  private final long address;
  private final Random random;
  private MemoryCode memory; // of functions with arrays
  private long slices;

  /**
   * Compiles {@code module}, which has no {@code frem}; it gets yields if the variant is sliced.
   *
   * @param level for which there may be vectors in it
   * @param check whether the register allocation is verified
   */
  public NativeForm(
      Module module, Variant variant, X64Features level, boolean check, Random random) {
    this.module = module;
    this.function = module.root();
    this.random = random;
    boolean calls = Calls.first(function) != null;
    boolean vectors = !calls && X64Compiler.hasVectors(function);
    if (variant.isSliced) {
      for (Function each : calls ? module.functions() : List.of(function)) {
        Yields yields = vectors && random.nextBoolean() ? new Yields(0, 40) : new Yields();
        yields.run(each, new PassContext());
      }
    }
    if (function.hasReferences()) {
      packed = false;
      code = null;
      address = 0;
      memory =
          vectors
              ? new MemoryCode(function, variant.vectors(level), level, check, new long[0])
              : new MemoryCode(function, variant.convention, check, new long[0]);
      isSliced = variant.isSliced;
      return;
    }
    isSliced = false;
    if (calls) {
      function.setInterruptible(variant.isSliced);
      packed = random.nextInt(4) == 0;
      boolean any = module.functions().stream().anyMatch(X64Compiler::hasVectors);
      code =
          X64ModuleCompiler.compile(
              module,
              packed,
              variant.moduleRegisters,
              any ? level : X64Features.AVX2,
              check ? AllocationChecker.CHECKER : null,
              null);
    } else {
      packed = false;
      CallingConvention convention = vectors ? variant.vectors(level) : variant.convention;
      X64Features features = vectors ? level : X64Features.AVX2;
      code =
          variant.isSliced
              ? X64Compiler.compileSliced(
                  function, convention, features, check ? AllocationChecker.CHECKER : null, null)
              : X64Compiler.compile(
                  function, convention, features, check ? AllocationChecker.CHECKER : null, null);
    }
    address = NativeCode.publish(code);
  }

  /** Instructions that this host has. */
  public static X64Features anyFeatures(Random random) {
    if (!AVX512 || random.nextBoolean()) {
      return X64Features.AVX2;
    }
    return random.nextInt(3) == 0 ? X64Features.AVX512_SHORT : X64Features.AVX512;
  }

  /**
   * Compiles {@code module}, a function with arrays and vectors, with all registers or few, perhaps
   * in slices.
   */
  public static NativeForm ofVectors(
      Module module, X64Features features, boolean check, Random random) {
    return Calls.first(module.root()) == null
        ? new NativeForm(module, features, random.nextBoolean(), check, random)
        : new NativeForm(module, Variant.PLAIN, features, check, random);
  }

  private NativeForm(
      Module module, X64Features features, boolean isSliced, boolean check, Random random) {
    this.module = module;
    this.function = module.root();
    this.random = random;
    this.isSliced = isSliced;
    packed = false;
    code = null;
    address = 0;
    if (isSliced) {
      new Yields().run(function, new PassContext());
    }
    CallingConvention convention = NativeEngine.ofVectors(features, random.nextInt(3) == 0);
    memory = new MemoryCode(function, convention, features, check, new long[0]);
  }

  /** True if calls are left in it. */
  public boolean hasCalls() {
    return memory == null && code.returns() == ReturnConvention.STACK;
  }

  /** False if {@code module} has arrays and calls. */
  public static boolean isPossible(Module module) {
    return Calls.first(module.root()) == null
        || module.functions().stream().noneMatch(Function::hasReferences);
  }

  /** True if it has arrays, and is called by {@link #call(long[], Object[])}. */
  public boolean hasMemory() {
    return memory != null;
  }

  /**
   * The result of code with arrays.
   *
   * @param arrays by parameter
   */
  public long call(long[] arguments, Object[] arrays) {
    var references = new Object[1 + arrays.length + function.tables().size()];
    int slots = 1;
    for (int i = 0; i < arrays.length; i++) {
      if (function.params().get(i).type().isReference()) {
        references[slots++] = arrays[i];
      }
    }
    for (Table table : function.tables()) {
      references[slots++] = read(table);
    }
    int[] most = {1 + random.nextInt(random.nextBoolean() ? 3 : 50)};
    long before = memory.slices();
    LongSupplier budget =
        () -> {
          if ((memory.slices() - before) % MANY == MANY - 1) {
            most[0] *= 2; // it shall end some day
          }
          return 1 + random.nextInt(most[0]);
        };
    return memory.run(
        Arrays.copyOf(references, slots), isSliced ? budget : () -> Long.MAX_VALUE, arguments);
  }

  private static Object read(Table table) {
    try {
      return table.getter().invoke();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * True if the exception of {@code site} may come from these lines, innermost first; of code with
   * calls only the first is known, and not in which function it is.
   */
  public boolean isAt(TrapSite site, List<Integer> lines) {
    if (!hasCalls()) {
      return lines(function, site.line()).equals(lines);
    }
    return module.functions().stream()
        .filter(each -> site.line() < Function.INLINED + each.inlinedLines().size())
        .anyMatch(each -> lines(each, site.line()).getFirst().equals(lines.getFirst()));
  }

  private static List<Integer> lines(Function function, int line) {
    var lines = new ArrayList<Integer>();
    int at = line;
    for (InlinedLine row; (row = function.inlinedLine(at)) != null; at = row.call()) {
      lines.add(row.line());
    }
    lines.add(at);
    return lines;
  }

  /** Where the last call of code with arrays has trapped; null if it has not. */
  public TrapSite trapped() {
    return memory.trapped();
  }

  /** How often sliced code has been called. */
  public long slices() {
    return memory == null ? slices : isSliced ? memory.slices() : 0;
  }

  /** The result as {@code Value.bits}. */
  public long call(long[] arguments) throws Trapped {
    return switch (code.returns()) {
      case RECORD -> callSliced(arguments);
      case PLAIN -> result(NativeCode.call(address, function, isVector(), arguments));
      case PACKED -> {
        long packed = NativeCode.call(address, function, false, arguments);
        if (packed >>> 32 != 0) {
          throw new Trapped(code.sites().get((int) (packed >>> 32) - 1));
        }
        yield result(packed);
      }
      case SENTINEL_VALUE -> {
        long value = NativeCode.call(address, function, isVector(), arguments);
        if (value == ReturnConvention.SENTINEL) {
          throw new Trapped(null);
        }
        yield value;
      }
      case STACK -> callModule(arguments);
    };
  }

  private boolean isVector() {
    return function.result().isFloat();
  }

  private long result(long bits) {
    return switch (function.result().kind()) {
      case VOID -> 0;
      case BOOL, I32 -> (int) bits;
      case F32 -> bits & 0xFFFF_FFFFL;
      default -> bits;
    };
  }

  private long callSliced(long[] arguments) throws Trapped {
    int longs = code.recordLongs();
    var all = new long[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    long half = 0;
    set(half + 0, 0);
    int most = 1 + random.nextInt(random.nextBoolean() ? 3 : 50);
    while (true) {
      set(half + longs, GUARD);
      set(half + 1, 1 + random.nextInt(most));
      all[arguments.length] = RECORDS.address() + 8 * half;
      long status = NativeCode.call(address, function, false, all);
      slices++;
      if (RECORDS.getAtIndex(ValueLayout.JAVA_LONG, half + longs) != GUARD) {
        throw new AssertionError("wrote behind the record");
      }
      if (status == 0) {
        return result(RECORDS.getAtIndex(ValueLayout.JAVA_LONG, half + 2));
      }
      if (status < 0) {
        throw new Trapped(code.sites().get((int) ~status));
      }
      long other = half == 0 ? longs + 1 : 0; // it is elsewhere now
      MemorySegment.copy(RECORDS, 8 * half, RECORDS, 8 * other, 8L * longs);
      RECORDS.asSlice(8 * half, 8L * longs).fill((byte) 0x5A);
      half = other;
    }
  }

  private long callModule(long[] arguments) throws Trapped {
    int most = 1 + random.nextInt(random.nextBoolean() ? 3 : 50);
    ModuleEngine.prepare(budget(most));
    long status = ModuleEngine.enter(function, address, packed, arguments);
    while (status > 0) {
      slices++;
      status = ModuleEngine.resume(address - code.entryOffset(), budget(most));
    }
    if (status == ReturnConvention.OVERFLOW) {
      throw new StackOverflowError();
    }
    if (status < 0) {
      throw new Trapped(code.sites().get((int) ~status));
    }
    return ModuleEngine.result(function);
  }

  private long budget(int most) {
    return function.isInterruptible() ? 1 + random.nextInt(most) : Long.MAX_VALUE;
  }

  private static void set(long index, long value) {
    RECORDS.setAtIndex(ValueLayout.JAVA_LONG, index, value);
  }
}
