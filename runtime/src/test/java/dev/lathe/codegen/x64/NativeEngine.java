package dev.lathe.codegen.x64;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.opt.ExpandFrem;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.testing.Engine;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Native x64 code as an engine for tests, register allocation checked. A trap is raised by the
 * interpreter, which must come to one as well.
 */
public final class NativeEngine {
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

  /** All registers, the whole pipeline. */
  public static Engine optimized() {
    return of("native optimized", X64CallingConvention.systemV(), Pipeline.NATIVE::run);
  }

  /** So few registers that everything spills. */
  static Engine fewRegisters() {
    return of("native with few registers", restricted(0b11_0000_0111, 0b111));
  }

  /** Few, callee-saved ones among them. */
  static Engine savedRegisters() {
    return of("native with saved registers", restricted(0b1001_0000_0010_1111, 0b11_1000));
  }

  private static CallingConvention restricted(long general, long vector) {
    return X64CallingConvention.systemV()
        .restricted(RegClass.GENERAL, BitSet.valueOf(new long[] {general}))
        .restricted(RegClass.VECTOR, BitSet.valueOf(new long[] {vector}));
  }

  private static Engine of(String name, CallingConvention convention) {
    return of(name, convention, f -> new ExpandFrem().run(f, new PassContext()));
  }

  private static Engine of(String name, CallingConvention convention, Consumer<Function> passes) {
    return Engine.of(
            name,
            function -> {
              MachineCode code = X64Compiler.compile(function, convention, true, null);
              long address = NativeCode.publish(code);
              return arguments -> call(function, code, address, arguments);
            })
        .after(name, passes);
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
    return switch (function.result().kind()) {
      case VOID -> 0;
      case BOOL, I32 -> (int) result;
      case F32 -> result & 0xFFFF_FFFFL;
      default -> result;
    };
  }
}
