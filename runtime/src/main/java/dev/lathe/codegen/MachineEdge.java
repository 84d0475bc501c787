package dev.lathe.codegen;

/**
 * A way from one block to another: one argument, a virtual register, for each of the target's
 * parameters. All are assigned at once.
 */
public final class MachineEdge {
  MachineBlock target;
  final Operand.Reg[] arguments;

  public MachineEdge(MachineBlock target, Operand.Reg... arguments) {
    this.target = target;
    this.arguments = arguments;
  }

  public MachineBlock target() {
    return target;
  }

  /** One for each parameter of the target; not to be changed. */
  public Operand.Reg[] arguments() {
    return arguments;
  }
}
