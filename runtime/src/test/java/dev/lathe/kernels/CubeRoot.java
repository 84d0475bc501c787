package dev.lathe.kernels;

import dev.lathe.Lathe;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Type;
import java.lang.invoke.MethodHandle;

/** Prints the cube root of 27 that a kernel computes, and how many kernels are native. */
public final class CubeRoot {
  private CubeRoot() {}

  public static void main(String[] args) throws Throwable {
    var f = new FunctionBuilder("root", Type.F64, Type.F64);
    f.ret(f.math(MathFunction.CBRT, f.param(0)));
    MethodHandle root = Lathe.compile(f.build());
    System.out.println((double) root.invokeExact(27.0) + " native " + Lathe.compiledKernels());
  }
}
