package dev.lathe.samples.registers;

import dev.lathe.samples.registers.Instruction.Branch;
import dev.lathe.samples.registers.Instruction.Compute;
import dev.lathe.samples.registers.Instruction.Copy;
import dev.lathe.samples.registers.Instruction.Jump;
import dev.lathe.samples.registers.Instruction.Operand;
import dev.lathe.samples.registers.Instruction.Return;
import java.util.List;

/** Runs a program instruction by instruction: what the compiler has to agree with. */
final class Interpreter {
  private Interpreter() {}

  /**
   * The program's result.
   *
   * @throws ArithmeticException if it divides by 0
   */
  static long run(Program program, long... arguments) {
    long[] registers = new long[program.registers().size()];
    System.arraycopy(arguments, 0, registers, 0, program.parameters());
    List<Instruction> code = program.code();
    int next = 0;
    while (true) {
      switch (code.get(next++)) {
        case Copy copy -> registers[copy.to()] = value(copy.from(), registers);
        case Compute compute ->
            registers[compute.to()] =
                compute
                    .operator()
                    .apply(value(compute.left(), registers), value(compute.right(), registers));
        case Branch branch -> {
          if (branch
              .relation()
              .holds(value(branch.left(), registers), value(branch.right(), registers))) {
            next = branch.target();
          }
        }
        case Jump jump -> next = jump.target();
        case Return end -> {
          return value(end.value(), registers);
        }
      }
    }
  }

  private static long value(Operand operand, long[] registers) {
    return operand.isRegister() ? registers[operand.register()] : operand.value();
  }
}
