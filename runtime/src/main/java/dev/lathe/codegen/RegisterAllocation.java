package dev.lathe.codegen;

import java.util.function.BiConsumer;

/** Replaces the virtual registers of a function by physical ones and spill slots. */
public final class RegisterAllocation {
  private RegisterAllocation() {}

  /**
   * Allocates {@code function} in place.
   *
   * @param frame receives the spill slots
   * @param checker of the result, which is given its text before allocation too; or null
   * @return a measure of the work done
   */
  public static long run(
      MachineFunction function,
      CallingConvention convention,
      Frame frame,
      BiConsumer<MachineFunction, String> checker) {
    String before = checker != null ? function.toString() : null;
    Liveness liveness = new Liveness(function);
    LinearScan scan = new LinearScan(function, liveness, convention);
    scan.allocate();
    int[] vectors = convention.allocatable()[RegClass.VECTOR.ordinal()];
    new Resolution(function, liveness, frame, vectors, checker != null).run();
    if (checker != null) {
      checker.accept(function, before);
    }
    return scan.steps();
  }
}
