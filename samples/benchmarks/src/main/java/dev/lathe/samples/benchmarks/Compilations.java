package dev.lathe.samples.benchmarks;

import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.x64.X64Compiler;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.link.Host;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.opt.Yields;

/** Compilations to measure: from builder calls to machine code, not published. */
final class Compilations {
  private static final Op[] MIX = {
    Op.IADD, Op.XOR, Op.IMUL, Op.ISUB, Op.AND, Op.OR, Op.IADD, Op.XOR
  };

  private Compilations() {}

  static Function add() {
    var f = new FunctionBuilder("Add.add", Type.I32, Type.I32, Type.I32);
    f.ret(f.op(Op.IADD, f.param(0), f.param(1)));
    return f.build();
  }

  /**
   * A chain of {@code operations} that no pass can shorten, four values of which live at a time.
   */
  static Function chain(int operations) {
    var f = new FunctionBuilder("Chain.run", Type.I32, Type.I32, Type.I32, Type.I32, Type.I32);
    Value[] live = {f.param(0), f.param(1), f.param(2), f.param(3)};
    for (int i = 0; i < operations; i++) {
      live[i & 3] = f.op(MIX[i * 5 & 7], live[i & 3], live[i + 1 + i / 4 % 3 & 3]);
    }
    f.ret(f.op(Op.XOR, f.op(Op.XOR, live[0], live[1]), f.op(Op.XOR, live[2], live[3])));
    return f.build();
  }

  static MachineCode compile(Function function) {
    Pipeline.NATIVE.run(function);
    return X64Compiler.compile(function, Host.get().features());
  }

  /**
   * The function of a kernel here, built anew; {@code kernel} as in {@code LoopKernels.bits(J)I}.
   */
  static Function kernel(String kernel) {
    String signature = kernel.substring(kernel.indexOf('.') + 1);
    return kernel.startsWith("LoopKernels.")
        ? LoopKernelsJit.function(signature)
        : ScalarKernelsJit.function(signature);
  }

  /** As the runtime compiles a kernel that has loops, or calls nothing but itself. */
  static MachineCode compileKernel(String kernel) {
    Function function = kernel(kernel);
    if (function.callees().isEmpty()) {
      Pipeline.NATIVE.run(function);
      new Yields().run(function, new PassContext());
      return X64Compiler.compileSliced(function, Host.get().features(), null);
    }
    var module = new Module("this" + kernel.substring(kernel.indexOf('.')), function);
    module.verify();
    Pipeline.NATIVE.run(module, new PassContext());
    return X64Compiler.compileModule(module, false, Host.get().features(), null);
  }
}
