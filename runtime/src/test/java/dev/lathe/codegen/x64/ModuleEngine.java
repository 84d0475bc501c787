package dev.lathe.codegen.x64;

import dev.lathe.codegen.AllocationChecker;
import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.ControlBlock;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import dev.lathe.opt.ExpandMath;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.opt.Yields;
import dev.lathe.testing.Engine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.UnaryOperator;

/**
 * Native x64 code of modules on a stack of their own as an engine for tests, register allocation
 * checked. A trap is raised by the interpreter, which must come to one as well.
 */
public final class ModuleEngine {
  static final long STACK = 1 << 20;

  /** How many safepoints a slice passes, and the one it leaves at; 0 for no slices. */
  private static final long[] BUDGETS = {1, 2, 7};

  private static final Function RESUME = new Function("resume", dev.lathe.ir.Type.VOID);
  private static final MemorySegment REGION =
      Arena.global().allocate(STACK + ControlBlock.BYTES, 4096);
  private static final MemorySegment CONTROL = REGION.asSlice(STACK);

  static final UnaryOperator<CallingConvention> FEW = restricted(0b111_1100_0111, 0xFF);
  static final UnaryOperator<CallingConvention> SAVED =
      restricted(0b0001_0000_0010_1111, 0b11_1000);
  static final UnaryOperator<CallingConvention> FEWEST = restricted(0b1111, 0b111);
  static final UnaryOperator<CallingConvention> FEW_SAVED =
      restricted(0b0001_0000_0000_1111, 0b11_1000);

  private ModuleEngine() {}

  /** All registers. */
  public static Engine plain() {
    return of("native modules", false, UnaryOperator.identity());
  }

  /** All registers, the whole pipeline. */
  static Engine optimized() {
    Engine plain = plain();
    return Engine.ofModules(
        "native modules, optimized",
        module -> {
          Pipeline.NATIVE.run(module, new PassContext().verifying());
          return plain.compile(module);
        });
  }

  /** So few registers that everything spills. */
  static Engine fewRegisters() {
    return of("native modules with few registers", false, FEW);
  }

  /** Few, callee-saved ones among them. */
  static Engine savedRegisters() {
    return of("native modules with saved registers", false, SAVED);
  }

  /** Leaves every few iterations and calls. */
  static Engine interruptible() {
    return of("interruptible modules", true, UnaryOperator.identity());
  }

  /** The same with so few registers that everything spills. */
  static Engine interruptibleFewRegisters() {
    return of("interruptible modules with few registers", true, FEWEST);
  }

  private static UnaryOperator<CallingConvention> restricted(long general, long vector) {
    return convention ->
        convention
            .restricted(RegClass.GENERAL, BitSet.valueOf(new long[] {general}))
            .restricted(RegClass.VECTOR, BitSet.valueOf(new long[] {vector}));
  }

  private static Engine of(
      String name, boolean interruptible, UnaryOperator<CallingConvention> registers) {
    return Engine.ofModules(
        name,
        module -> {
          for (Function function : module.functions()) {
            new ExpandMath().run(function, new PassContext());
            new Yields().run(function, new PassContext());
          }
          module.root().setInterruptible(interruptible);
          MachineCode code = compile(module, false, registers);
          MachineCode packed = compile(module, true, registers);
          long address = NativeCode.publish(code);
          long packedAddress = NativeCode.publish(packed);
          return arguments -> {
            long result = call(module, code, address, 0, arguments);
            same(result, call(module, packed, packedAddress, -1, arguments));
            if (interruptible) {
              for (long budget : BUDGETS) {
                same(result, call(module, code, address, budget, arguments));
              }
            }
            return result;
          };
        });
  }

  private static MachineCode compile(
      Module module, boolean packed, UnaryOperator<CallingConvention> registers) {
    return X64ModuleCompiler.compile(
        module, packed, registers, NativeEngine.features(), AllocationChecker.CHECKER, null);
  }

  private static void same(long a, long b) {
    if (a != b) {
      throw new AssertionError(a + " and " + b);
    }
  }

  /** Calls with a budget; 0 for the largest, -1 for that and packed arguments. */
  private static synchronized long call(
      Module module, MachineCode code, long address, long budget, long... arguments) {
    Function root = module.root();
    prepare(budget <= 0 ? Long.MAX_VALUE : budget);
    long status = enter(root, address, budget < 0, arguments);
    while (status > 0) {
      status = NativeCode.call(address - code.entryOffset(), RESUME, false, CONTROL.address());
    }
    if (status == ReturnConvention.OVERFLOW) {
      throw new StackOverflowError();
    }
    if (status < 0) {
      String site = code.sites().get((int) ~status).toString();
      long returned = Interpreter.run(module, arguments);
      throw new AssertionError("trapped as " + site + " instead of returning " + returned);
    }
    return result(root);
  }

  /** Makes the stack ready for a call. */
  static void prepare(long budget) {
    set(ControlBlock.LIMIT, REGION.address() + ControlBlock.RESERVE);
    set(ControlBlock.BUDGET, budget);
    set(ControlBlock.RESULT, -1);
  }

  /** Calls code at its entry; returns the status. */
  static long enter(Function root, long address, boolean packed, long... arguments) {
    if (packed) {
      for (int i = 0; i < arguments.length; i++) {
        set(ControlBlock.ARGUMENTS + 8 * i, arguments[i]);
      }
      return NativeCode.call(address, RESUME, false, CONTROL.address());
    }
    long[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = CONTROL.address();
    return NativeCode.call(address, root, false, all);
  }

  /** Calls code that has left again, from {@code base}, where all of it begins. */
  static long resume(long base, long budget) {
    set(ControlBlock.BUDGET, budget);
    return NativeCode.call(base, RESUME, false, CONTROL.address());
  }

  /** The result of the last call, as {@code Value.bits}. */
  static long result(Function root) {
    return NativeEngine.result(root, CONTROL.get(ValueLayout.JAVA_LONG, ControlBlock.RESULT));
  }

  private static void set(long offset, long value) {
    CONTROL.set(ValueLayout.JAVA_LONG, offset, value);
  }

  /** A copy of {@code module}. */
  static Module copy(Module module) {
    return IrParser.parseModule(IrPrinter.print(module));
  }
}
