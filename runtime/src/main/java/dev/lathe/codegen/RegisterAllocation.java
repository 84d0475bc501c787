package dev.lathe.codegen;

/** Replaces the virtual registers of a function by physical ones and spill slots. */
public final class RegisterAllocation {
  private RegisterAllocation() {}

  /**
   * Allocates {@code function} in place.
   *
   * @param frame receives the spill slots
   * @param check true to verify the result symbolically with {@link AllocationChecker}
   * @return a measure of the work done
   */
  public static long run(
      MachineFunction function, CallingConvention convention, Frame frame, boolean check) {
    String before = check ? function.toString() : null;
    Liveness liveness = new Liveness(function);
    LinearScan scan = new LinearScan(function, liveness, convention);
    scan.allocate();
    int[] vectors = convention.allocatable()[RegClass.VECTOR.ordinal()];
    new Resolution(function, liveness, frame, vectors, check).run();
    if (check) {
      new AllocationChecker(function, before).run();
    }
    return scan.steps();
  }
}
