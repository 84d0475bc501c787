package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.RAX;
import static dev.lathe.codegen.x64.X64Registers.XMM0;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.MachineBlock;
import dev.lathe.codegen.MachineEdge;
import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.PseudoOp;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Lowers IR to x64 instructions: one rule for each op and terminator. */
class X64Lowering extends X64Floats {
  private final CallingConvention convention;
  private final ReturnConvention returns;
  private final X64Module module; // or null

  /** How far around a guard to look for the result that it guards. */
  private static final int WINDOW = 16;

  /** Guards against overflow and, at the same index, results: computed by one instruction. */
  private final ArrayList<Value> fusedGuards = new ArrayList<>();

  private final ArrayList<Value> fusedResults = new ArrayList<>();

  X64Lowering(
      Function source,
      CodeBuffer buffer,
      X64Features features,
      CallingConvention convention,
      ReturnConvention returns,
      X64Module module) {
    super(source, buffer, features);
    this.convention = convention;
    this.returns = returns;
    this.module = module;
  }

  @Override
  protected Value origin(Value value) {
    Value of = value;
    while (of.op() == Op.NONZERO
        || of.op() == Op.UNLIKELY
        || of.op() == Op.TRUNC && !of.type().isVector() // on 32 bits the upper half is ignored
        || of.op() == Op.BITCAST && of.type().isVector()
        || of.op() == Op.ZEXT && of.operand(0).type() == Type.BOOL) {
      of = of.operand(0);
    }
    return of;
  }

  // format:off
  @Override
  protected void lower(Value value) {
    if (value.type().isVector() || value.op().isOfVectors()) {
      vectors().lower(value);
      return;
    }
    switch (value.op()) {
      case IADD -> {
        if (!fusesWithGuard(value)) {
          add(value);
        }
      }
      case ISUB -> {
        if (!fusesWithGuard(value)) {
          subtract(value);
        }
      }
      case IMUL -> {
        if (!fusesWithGuard(value)) {
          multiply(value);
        }
      }
      case INEG -> negate(value);
      case IDIV, IREM, UDIV, UREM -> divide(value);
      case IMIN, IMAX -> minMax(value);
      case SMULH, UMULH -> multiplyHigh(value);
      case AND -> bitwise(value, X64Op.AND_R32_RM32, X64Op.AND_R64_RM64, X64Op.AND_RM32_IMM32, X64Op.AND_RM64_IMM32);
      case OR -> bitwise(value, X64Op.OR_R32_RM32, X64Op.OR_R64_RM64, X64Op.OR_RM32_IMM32, X64Op.OR_RM64_IMM32);
      case XOR -> bitwise(value, X64Op.XOR_R32_RM32, X64Op.XOR_R64_RM64, X64Op.XOR_RM32_IMM32, X64Op.XOR_RM64_IMM32);
      case NOT -> not(value);
      case SHL -> shift(value, X64Op.SHLX_R32, X64Op.SHLX_R64, X64Op.SHL_RM32_IMM8, X64Op.SHL_RM64_IMM8);
      case SHR -> shift(value, X64Op.SARX_R32, X64Op.SARX_R64, X64Op.SAR_RM32_IMM8, X64Op.SAR_RM64_IMM8);
      case USHR -> shift(value, X64Op.SHRX_R32, X64Op.SHRX_R64, X64Op.SHR_RM32_IMM8, X64Op.SHR_RM64_IMM8);
      case ROTL -> rotate(value);
      case POPCNT -> unary(value, X64Op.POPCNT_R32_RM32, X64Op.POPCNT_R64_RM64);
      case CLZ -> unary(value, X64Op.LZCNT_R32_RM32, X64Op.LZCNT_R64_RM64);
      case CTZ -> unary(value, X64Op.TZCNT_R32_RM32, X64Op.TZCNT_R64_RM64);
      case BSWAP -> swapBytes(value);
      case ADDOV, SUBOV, MULOV, ICMP, FCMP -> truth(value);
      case FADD -> binary(value, X64Op.VADDSS, X64Op.VADDSD, true);
      case FSUB -> binary(value, X64Op.VSUBSS, X64Op.VSUBSD, false);
      case FMUL -> binary(value, X64Op.VMULSS, X64Op.VMULSD, true);
      case FDIV -> binary(value, X64Op.VDIVSS, X64Op.VDIVSD, false);
      case FNEG -> negate(value, false);
      case FABS -> negate(value, true);
      case FSQRT -> root(value);
      case FMA -> fusedMultiplyAdd(value);
      case FMIN -> minMax(value, value.type() == Type.F64 ? X64Op.VMINSD : X64Op.VMINSS);
      case FMAX -> minMax(value, value.type() == Type.F64 ? X64Op.VMAXSD : X64Op.VMAXSS);
      case FLOOR, CEIL, RINT -> round(value);
      case SELECT -> {
        if (value.type().isFloat()) {
          selectFloat(value);
        } else {
          select(value);
        }
      }
      case LOOKUP -> lookup(value);
      case SEXT, ZEXT, SEXT8, SEXT16, ZEXT16 -> extend(value);
      case ITOF -> intToFloat(value);
      case FTOI -> floatToInt(value);
      case FWIDEN, FNARROW -> resize(value);
      case BITCAST -> bitcast(value);
      case NONZERO -> nonzero(value);
      case GUARD -> guard(value);
      case YIELD -> {
        if (returns == ReturnConvention.RECORD) { // else who calls does not expect it
          emit(PseudoOp.SAFEPOINT, cost(value));
          function.addSafepoint();
        } else if (module != null && module.counts()) {
          emit(X64Pseudo.COUNT, cost(value));
        }
      }
      case ASSERTIONS -> emit(PseudoOp.IMMEDIATE, register(value), new Imm(source.assertions() ? 1 : 0));
      case CALL -> call(value);
      case PARAM, CONST, TRUNC, UNLIKELY -> throw new IllegalArgumentException(value.op() + " is no computation");
      case FREM, MATH -> throw new IllegalArgumentException(value.op() + " must have been expanded");
      default -> throw new IllegalArgumentException(value.op() + " in a kernel without arrays");
    }
  }

  // format:on

  private Operand cost(Value yield) {
    if (yield.operandCount() == 0) {
      return new Imm(1);
    }
    Value cost = yield.operand(0);
    return cost.isConst() && cost.bits() == (int) cost.bits() ? new Imm(cost.bits()) : use(cost);
  }

  // ---- traps

  private void nonzero(Value value) {
    if (value.isProven()) {
      return;
    }
    Reg divisor = use(value.operand(0));
    boolean wide = is64(value);
    emit(wide ? X64Op.TEST_RM64_R64 : X64Op.TEST_RM32_R32, divisor, divisor);
    trap(Condition.E.ordinal(), value);
  }

  private void guard(Value value) {
    Value overflow = guardedOverflow(value);
    if (overflow == null) {
      trap(condition(value.operand(0)) ^ 1, value);
      return;
    }
    int fused = fusedGuards.lastIndexOf(value);
    if (fused >= 0) { // the exact result, further down, is computed here
      exact(overflow, fusedResults.get(fused), value);
      return;
    }
    for (int i = index() - 1; i >= 0 && i >= index() - WINDOW; i--) {
      Value candidate = values().get(i);
      if (candidate.op().canExit()) {
        break;
      }
      if (isResult(candidate, overflow)) { // further up: traps there already
        demand(candidate);
        fusedGuards.add(value);
        fusedResults.add(candidate);
        return;
      }
    }
    trap(condition(value.operand(0)) ^ 1, value);
  }

  /** True if {@code result} is computed together with the guard that it cannot overflow. */
  private boolean fusesWithGuard(Value result) {
    int fused = fusedResults.lastIndexOf(result);
    if (fused >= 0) {
      Value guard = fusedGuards.get(fused);
      exact(guardedOverflow(guard), result, guard);
      return true;
    }
    for (int i = index() - 1; i >= 0 && i >= index() - WINDOW; i--) {
      Value candidate = values().get(i);
      if (candidate.op() == Op.GUARD && fusedGuards.lastIndexOf(candidate) < 0) {
        Value overflow = guardedOverflow(candidate);
        if (overflow != null && isResult(result, overflow)) {
          fusedGuards.add(candidate);
          fusedResults.add(result);
          return true;
        }
      }
    }
    return false;
  }

  /** The overflow test that {@code guard} alone asks for the inverse of, or null. */
  private Value guardedOverflow(Value guard) {
    Value condition = origin(guard.operand(0));
    if (condition.op() != Op.NOT || !folds(condition)) {
      return null;
    }
    Value overflow = origin(condition.operand(0));
    return switch (overflow.op()) {
      case ADDOV, SUBOV, MULOV -> folds(overflow) ? overflow : null;
      default -> null;
    };
  }

  private void exact(Value overflow, Value result, Value guard) {
    overflow(overflow, register(result));
    trap(Condition.O.ordinal(), guard);
  }

  private boolean isResult(Value result, Value overflow) {
    Op op =
        switch (overflow.op()) {
          case ADDOV -> Op.IADD;
          case SUBOV -> Op.ISUB;
          default -> Op.IMUL;
        };
    if (result.op() != op) {
      return false;
    }
    return isSame(result.operand(0), overflow.operand(0))
            && isSame(result.operand(1), overflow.operand(1))
        || op.isCommutative()
            && isSame(result.operand(0), overflow.operand(1))
            && isSame(result.operand(1), overflow.operand(0));
  }

  private boolean isSame(Value a, Value b) {
    return origin(a) == origin(b) || a.isConst() && b.isConst(a.bits()) && a.type() == b.type();
  }

  // ---- entry and exit

  @Override
  protected void lowerEntry() {
    List<Value> params = source.params();
    var entering = new ArrayList<Operand>();
    var inst = new ArrayList<MachineInst>();
    int general = 0;
    int vector = 0;
    int stack = convention.stackArguments();
    for (int i = 0; i < params.size(); i++) {
      Value param = params.get(i);
      RegClass regClass = regClass(param.type());
      int register = convention.argument(regClass, i, isGeneral(regClass) ? general++ : vector++);
      Imm size = new Imm(size(param.type()));
      if (register >= 0) {
        Reg physical = Reg.physical(regClass, register);
        entering.add(physical);
        if (!isUndemanded(param)) {
          inst.add(new MachineInst(PseudoOp.MOVE, 0, register(param), physical, size));
        }
      } else {
        if (!isUndemanded(param)) {
          var load =
              new MachineInst(PseudoOp.LOAD, 0, register(param), Frame.argument(stack), size);
          function.rematerialize(register(param), load);
          inst.add(load);
        }
        stack += 8;
      }
    }
    emit(PseudoOp.ENTRY, entering.toArray(new Operand[0]));
    for (int i = 0; i < inst.size(); i++) {
      emit(inst.get(i));
    }
  }

  /**
   * Arguments on the stack first, as they may need registers; then those in registers; then the
   * call.
   */
  private void call(Value value) {
    if (module == null) {
      throw new IllegalArgumentException("calls must have been inlined");
    }
    var operands = new ArrayList<Operand>();
    operands.add(module.entry(value.callee()));
    boolean isVoid = value.type() == Type.VOID;
    Reg result = isVoid ? null : value.type().isFloat() ? XMM0 : RAX;
    operands.add(isVoid ? new Imm(0) : result);
    int[] registers = new int[value.operandCount()];
    int general = 0;
    int vector = 0;
    int stack = convention.stackArguments();
    for (int i = 0; i < registers.length; i++) {
      Value argument = value.operand(i);
      RegClass regClass = regClass(argument.type());
      registers[i] = convention.argument(regClass, i, isGeneral(regClass) ? general++ : vector++);
      if (registers[i] < 0) {
        Imm size = new Imm(size(argument.type()));
        emit(PseudoOp.MOVE, Frame.outgoing(stack), use(argument), size);
        stack += 8;
      }
    }
    for (int i = 0; i < registers.length; i++) {
      if (registers[i] >= 0) {
        Reg register = Reg.physical(regClass(value.operand(i).type()), registers[i]);
        pass(register, value.operand(i));
        operands.add(register);
      }
    }
    emit(MachineInst.call(value.line(), convention, operands.toArray(new Operand[0])));
    function.addCall(stack);
    if (!isVoid && register(value) != null) {
      move(register(value), result, size(value.type()));
    }
  }

  private void pass(Reg to, Value argument) {
    Value of = origin(argument);
    if (of.isConst()) {
      emit(constant(to, of));
    } else {
      move(to, use(of), size(argument.type()));
    }
  }

  private static boolean isGeneral(RegClass regClass) {
    return regClass == RegClass.GENERAL;
  }

  @Override
  protected void lower(Terminator terminator) {
    if (terminator instanceof Terminator.Return leave) {
      leave(leave.value());
    } else if (terminator instanceof Terminator.Jump jump) {
      jump(jump.target());
    } else if (terminator instanceof Terminator.Branch branch) {
      // arguments are asked for first: the flags must not be changed behind the comparison
      MachineEdge then = edge(branch.then());
      MachineEdge otherwise = edge(branch.otherwise());
      if (branch.condition().op() != Op.UNLIKELY || !branchTwice(branch, then, otherwise)) {
        branch(condition(branch.condition()), then, otherwise);
      }
    } else {
      search((Terminator.Switch) terminator);
    }
  }

  /**
   * Branches on each of two comparisons if the condition is made of such: the first decides nearly
   * always.
   */
  private boolean branchTwice(Terminator.Branch branch, MachineEdge then, MachineEdge otherwise) {
    Value pair = origin(branch.condition());
    boolean inverted = false;
    while (pair.op() == Op.NOT && folds(pair)) {
      pair = origin(pair.operand(0));
      inverted = !inverted;
    }
    if (!isPair(pair)) {
      return false;
    }
    MachineEdge both = inverted ? otherwise : then;
    MachineEdge other = inverted ? then : otherwise;
    int second = condition(pair.operand(1));
    MachineBlock behind = detach(pair.op() == Op.AND && !inverted);
    behind.branch(second, both, other);
    int first = condition(pair.operand(0));
    if (pair.op() == Op.AND) {
      branch(first, new MachineEdge(behind), copy(other));
    } else {
      branch(first, copy(both), new MachineEdge(behind));
    }
    return true;
  }

  /** True for two comparisons here that are not needed but to branch on both. */
  private boolean isPair(Value value) {
    return (value.op() == Op.AND || value.op() == Op.OR)
        && folds(value)
        && isCompare(origin(value.operand(0)))
        && isCompare(origin(value.operand(1)));
  }

  private boolean isCompare(Value value) {
    return (value.op() == Op.ICMP || value.op() == Op.FCMP) && folds(value);
  }

  private static MachineEdge copy(MachineEdge edge) {
    return new MachineEdge(edge.target(), edge.arguments());
  }

  private void leave(Value value) {
    if (returns == ReturnConvention.PACKED) {
      if (value == null) {
        emit(PseudoOp.IMMEDIATE, RAX, new Imm(0));
      } else if (value.type() == Type.F32) {
        emit(X64Op.VMOVD_RM32, RAX, use(value));
      } else if (isZeroExtended(origin(value))) {
        move(RAX, use(value), 4);
      } else {
        emit(X64Op.MOV_R32_RM32, RAX, use(value));
      }
      emit(PseudoOp.RETURN, RAX);
    } else if (value == null) {
      emit(PseudoOp.RETURN);
    } else {
      Reg result = value.type().isFloat() ? XMM0 : RAX;
      move(result, use(value), size(value.type()));
      emit(PseudoOp.RETURN, result);
    }
  }

  private void search(Terminator.Switch on) {
    int[] keys = on.keys();
    if (keys.length == 0) {
      jump(on.otherwise());
      return;
    }
    var edges = new MachineEdge[keys.length];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = edge(on.cases().get(i));
    }
    var search = new X64Switch(function, loopDepth(), keys, edges, edge(on.otherwise()));
    List<MachineBlock> blocks =
        search.over(use(on.selector()), isZeroExtended(origin(on.selector())));
    jump(new MachineEdge(blocks.getFirst()));
    for (int i = 0; i < blocks.size(); i++) {
      place(blocks.get(i));
    }
  }
}
