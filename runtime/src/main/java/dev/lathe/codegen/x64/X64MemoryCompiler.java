package dev.lathe.codegen.x64;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.MachineCode;
import dev.lathe.ir.Function;

/** Compiles kernels that read or write arrays and segments. */
final class X64MemoryCompiler {
  private X64MemoryCompiler() {}

  static MachineCode compile(
      Function function, CallingConvention convention, boolean check, StringBuilder listing) {
    throw new UnsupportedOperationException("arrays");
  }
}
