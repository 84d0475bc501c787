package dev.lathe.samples.registers;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.samples.registers.Instruction.Branch;
import dev.lathe.samples.registers.Instruction.Compute;
import dev.lathe.samples.registers.Instruction.Copy;
import dev.lathe.samples.registers.Instruction.Jump;
import dev.lathe.samples.registers.Instruction.Operand;
import dev.lathe.samples.registers.Instruction.Relation;
import dev.lathe.samples.registers.Instruction.Return;
import java.util.Arrays;
import java.util.List;

/**
 * Translates a program to a function of Lathe's IR, in which each value is computed in one place
 * and never changes.
 *
 * <p>A register does change. While instructions follow one another that is no difficulty: {@link
 * #registers} says which value is in each register now, and an assignment puts another one there.
 * Where control comes from several places, which value it is depends on the way; so each block that
 * is jumped to has one parameter per register, and each jump passes what the registers hold. That
 * makes many more parameters than a program needs; Lathe removes those that always get the same.
 */
final class Compiler {
  private final Program program;
  private final FunctionBuilder builder;
  private final Block[] blocks; // by instruction: the block that begins there, or null
  private Value[] registers;

  private Compiler(Program program) {
    this.program = program;
    var parameters = new Type[program.parameters()];
    Arrays.fill(parameters, Type.I64);
    builder = new FunctionBuilder(program.name(), Type.I64, parameters);
    blocks = new Block[program.code().size()];
  }

  /** The IR of {@code program}. */
  static Function compile(Program program) {
    return new Compiler(program).run();
  }

  private Function run() {
    registers = new Value[program.registers().size()];
    for (int i = 0; i < registers.length; i++) {
      registers[i] = i < program.parameters() ? builder.param(i) : builder.i64(0);
    }
    makeBlocks();
    List<Instruction> code = program.code();
    boolean reachable = true; // false behind a jump, up to the next label
    for (int i = 0; i < code.size(); i++) {
      if (blocks[i] != null) {
        if (reachable) {
          builder.jump(blocks[i], registers);
        }
        begin(blocks[i]);
        reachable = true;
      }
      if (reachable) {
        builder.line(code.get(i).line());
        reachable = translate(code.get(i), i + 1);
      }
    }
    return builder.build();
  }

  /** A block for each instruction that is jumped to, and each behind a branch. */
  private void makeBlocks() {
    List<Instruction> code = program.code();
    var types = new Type[registers.length];
    Arrays.fill(types, Type.I64);
    var begins = new boolean[code.size()];
    for (int i = 0; i < code.size(); i++) {
      switch (code.get(i)) {
        case Jump jump -> begins[jump.target()] = true;
        case Branch branch -> {
          begins[branch.target()] = true;
          begins[i + 1] = true; // a branch is never last
        }
        default -> {}
      }
    }
    for (int i = 0; i < begins.length; i++) {
      blocks[i] = begins[i] ? builder.block(types) : null;
    }
  }

  private void begin(Block block) {
    builder.at(block);
    registers = block.params().toArray(new Value[0]);
  }

  /** Appends one instruction; true if control goes on to the next one without a jump. */
  private boolean translate(Instruction instruction, int next) {
    switch (instruction) {
      case Copy copy -> registers[copy.to()] = value(copy.from());
      case Compute compute -> registers[compute.to()] = compute(compute);
      case Branch branch -> {
        Value condition =
            builder.icmp(predicate(branch.relation()), value(branch.left()), value(branch.right()));
        builder.branch(
            condition,
            new Target(blocks[branch.target()], registers),
            new Target(blocks[next], registers));
        return false;
      }
      case Jump jump -> {
        builder.jump(blocks[jump.target()], registers);
        return false;
      }
      case Return end -> {
        builder.ret(value(end.value()));
        return false;
      }
    }
    return true;
  }

  private Value value(Operand operand) {
    return operand.isRegister() ? registers[operand.register()] : builder.i64(operand.value());
  }

  private Value compute(Compute compute) {
    Value a = value(compute.left());
    Value b = value(compute.right());
    return switch (compute.operator()) {
      case ADD -> builder.op(Op.IADD, a, b);
      case SUBTRACT -> builder.op(Op.ISUB, a, b);
      case MULTIPLY -> builder.op(Op.IMUL, a, b);
      // A division takes only a divisor that has been checked; where the check fails the kernel
      // ends with the exception that Java's operator throws.
      case DIVIDE -> builder.op(Op.IDIV, a, builder.nonzero(TrapKind.DIVIDE_I64, b));
      case REMAINDER -> builder.op(Op.IREM, a, builder.nonzero(TrapKind.REMAINDER_I64, b));
      case AND -> builder.op(Op.AND, a, b);
      case OR -> builder.op(Op.OR, a, b);
      case XOR -> builder.op(Op.XOR, a, b);
      // Distances of shifts are ints, of which the low 6 bits count, as in Java.
      case SHIFT_LEFT -> builder.op(Op.SHL, a, distance(b));
      case SHIFT_RIGHT -> builder.op(Op.SHR, a, distance(b));
      case SHIFT_RIGHT_UNSIGNED -> builder.op(Op.USHR, a, distance(b));
    };
  }

  private Value distance(Value value) {
    return builder.convert(Op.TRUNC, Type.I32, value);
  }

  private static IntPredicate predicate(Relation relation) {
    return switch (relation) {
      case EQUAL -> IntPredicate.EQ;
      case NOT_EQUAL -> IntPredicate.NE;
      case LESS -> IntPredicate.LT;
      case LESS_OR_EQUAL -> IntPredicate.LE;
      case GREATER -> IntPredicate.GT;
      case GREATER_OR_EQUAL -> IntPredicate.GE;
    };
  }
}
