package dev.lathe.codegen.x64;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.FrameRegion;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.MachineFunction;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.RegisterAllocation;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Compiles all functions of a module, one behind the other, to one piece of code. */
final class X64ModuleCompiler {
  private final Module module;
  private final CodeBuffer buffer = X64Encoder.newBuffer();
  private final X64Module shared;
  private final CallingConvention convention;
  private final X64Features features;
  private final BiConsumer<MachineFunction, String> checker; // or null
  private final StringBuilder listing;
  private final ArrayList<TrapSite> sites = new ArrayList<>();
  private int frameBytes;

  private X64ModuleCompiler(
      Module module,
      UnaryOperator<CallingConvention> registers,
      X64Features features,
      BiConsumer<MachineFunction, String> checker,
      StringBuilder listing) {
    this.module = module;
    this.features = features;
    boolean wide = features.avx512() && hasVectors(module);
    this.shared = new X64Module(module, wide, buffer, listing);
    CallingConvention all = X64CallingConvention.module(shared.counts());
    this.convention = registers.apply(wide ? X64CallingConvention.wide(all) : all);
    this.checker = checker;
    this.listing = listing;
  }

  /**
   * Compiles {@code module}.
   *
   * @param packed true if the arguments come in the control block
   * @param registers changes which registers are allocated, for tests
   * @param features what there may be
   * @param checker of the allocated code, which is given its text before allocation too; or null
   * @param listing receives the instructions as text, or null
   */
  static MachineCode compile(
      Module module,
      boolean packed,
      UnaryOperator<CallingConvention> registers,
      X64Features features,
      BiConsumer<MachineFunction, String> checker,
      StringBuilder listing) {
    return new X64ModuleCompiler(module, registers, features, checker, listing).run(packed);
  }

  private static boolean hasVectors(Module module) {
    for (String symbol : module.symbols()) {
      if (X64Compiler.hasVectors(module.function(symbol))) {
        return true;
      }
    }
    return false;
  }

  private MachineCode run(boolean packed) {
    int entry = shared.emit(module, packed);
    List<String> symbols = module.symbols();
    for (int i = 0; i < symbols.size(); i++) {
      compile(symbols.get(i), i);
    }
    byte[] code = buffer.finish();
    return new MachineCode(
        code, entry, buffer.alignment(), ReturnConvention.STACK, List.copyOf(sites), 0, frameBytes);
  }

  private void compile(String symbol, int number) {
    Function function = module.function(symbol);
    var lowering =
        new X64Lowering(function, buffer, features, convention, ReturnConvention.STACK, shared);
    MachineFunction machine = lowering.run();
    List<Label> labels = lowering.siteLabels();
    var frame = new Frame(X64Registers.RSP);
    RegisterAllocation.run(machine, convention, frame, checker);
    var region = new FrameRegion(machine, convention);
    buffer.align(16);
    shared.name(symbol);
    var emitter =
        new X64Emitter(machine, frame, convention, ReturnConvention.STACK, shared, null, listing);
    emitter.run(region, labels, shared.entry(symbol), sites.size(), number);
    sites.addAll(lowering.sites());
    frameBytes = Math.max(frameBytes, frame.totalBytes());
  }
}
