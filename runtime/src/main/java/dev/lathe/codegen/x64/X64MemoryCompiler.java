package dev.lathe.codegen.x64;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.MachineFunction;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.RegisterAllocation;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.Function;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Compiles memory kernels, which read or write arrays and segments. They always run in slices, as
 * nothing moves what they are called with only as long as a slice lasts.
 */
final class X64MemoryCompiler {
  private X64MemoryCompiler() {}

  /** See {@link X64Compiler#compileMemory}. */
  static MachineCode compile(
      Function function,
      CallingConvention convention,
      X64Features features,
      BiConsumer<MachineFunction, String> checker,
      StringBuilder listing) {
    CallingConvention others = convention.without(X64Slices.BUDGET);
    CodeBuffer buffer = X64Encoder.newBuffer();
    var slots = new X64Slots(function);
    var lowering = new X64MemoryLowering(function, buffer, features, others, slots);
    MachineFunction machine = lowering.run();
    List<Label> labels = lowering.siteLabels();
    List<TrapSite> sites = lowering.sites();
    var frame = new Frame(X64Registers.RSP);
    frame.reserveTable(slots.frameBytes());
    RegisterAllocation.run(machine, others, frame, checker);
    var emitter = new X64MemoryEmitter(machine, frame, others, slots, sites, listing);
    emitter.run(labels);
    byte[] code = buffer.finish();
    return new MachineCode(
        code,
        0,
        buffer.alignment(),
        ReturnConvention.RECORD,
        sites,
        emitter.recordLongs(),
        frame.totalBytes(),
        slots.limits());
  }
}
