package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.FlowRanges;
import dev.lathe.analysis.Range;
import dev.lathe.analysis.Ranges;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.OpSemantics;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * The walk of {@link Fold}, which states the rules' requirements. The rules themselves are grouped
 * by op in {@link ArithmeticRules}, {@link BitRules}, {@link CompareRules}, {@link FloatRules},
 * {@link ConversionRules}; each returns the replacement or null.
 */
class Folder extends Rewriter {
  private final FlowRanges flowRanges; // null to look at operands only
  private Ranges ranges;

  Folder(Function function, PassContext context) {
    this(function, context, null);
  }

  Folder(Function function, PassContext context, FlowRanges flowRanges) {
    super(function, context);
    this.flowRanges = flowRanges;
  }

  /** What is known of {@code value} here. */
  final Range range(Value value) {
    if (flowRanges != null) {
      return flowRanges.of(value, block());
    }
    if (ranges == null) {
      ranges = new Ranges();
    }
    return ranges.of(value);
  }

  /** 1 or 0 if {@code a predicate b} is known to hold or not to hold here, else -1. */
  final int decide(IntPredicate predicate, Value a, Value b) {
    int decided = range(a).decide(predicate, range(b));
    return decided < 0 && flowRanges != null
        ? flowRanges.decide(predicate, a, b, block())
        : decided;
  }

  @Override
  Value rewrite(Value v) {
    int count = v.operandCount();
    if (count == 0) {
      return v.op() == Op.ASSERTIONS ? constant(v.type(), OpSemantics.assertions(function)) : null;
    }
    Op op = v.op();
    Value a = v.operand(0);
    if (op.isOfVectors() || v.type().isVector()) {
      return null; // made last, of what is folded
    }
    Value b = count > 1 ? v.operand(1) : null;
    if (a.isConst() && op.isPure() && areConst(v)) {
      return constant(v.type(), OpSemantics.evaluate(v));
    }
    if (op.isCommutative() && a.isConst()) { // c + x => x + c
      v.setOperand(0, b);
      v.setOperand(1, a);
      noteChange();
      a = v.operand(0);
      b = v.operand(1);
    }
    return switch (op) {
      case PARAM, CONST, ASSERTIONS -> null; // have no operand
      case IADD -> ArithmeticRules.add(this, v, a, b);
      case ISUB -> ArithmeticRules.subtract(this, v, a, b);
      case IMUL -> ArithmeticRules.multiply(this, v, a, b);
      case INEG -> ArithmeticRules.negate(this, v, a);
      case IDIV, IREM, UDIV, UREM -> ArithmeticRules.divide(this, v, a, b);
      case IMIN, IMAX -> ArithmeticRules.minMax(this, v, a, b);
      case SMULH, UMULH -> ArithmeticRules.multiplyHigh(this, v, a, b);
      case ADDOV, SUBOV, MULOV -> ArithmeticRules.overflow(this, v, a, b);
      case NONZERO -> a.op() == Op.NONZERO || a.isConst() && !a.isConst(0) ? a : null;
      case AND -> BitRules.and(this, v, a, b);
      case OR -> BitRules.or(this, v, a, b);
      case XOR -> BitRules.xor(this, v, a, b);
      case NOT -> BitRules.not(this, v, a);
      case SHL, SHR, USHR, ROTL -> ShiftRules.shift(this, v, a, b);
      case POPCNT, BSWAP, CLZ, CTZ -> ShiftRules.count(this, v, a);
      case ICMP -> CompareRules.icmp(this, v, a, b);
      case FCMP -> CompareRules.fcmp(this, v, a, b);
      case SELECT -> CompareRules.select(this, v, a, b, v.operand(2));
      case FADD -> FloatRules.add(this, v, a, b);
      case FSUB -> FloatRules.subtract(this, v, a, b);
      case FMUL -> FloatRules.multiply(this, v, a, b);
      case FDIV -> FloatRules.divide(this, v, a, b);
      case FREM -> null; // nothing shorter is exact for all operands
      case MATH, LOOKUP, UNLIKELY -> null;
      case FNEG, FABS, FSQRT, FLOOR, CEIL, RINT -> FloatRules.unary(this, v, a);
      case FMA -> FloatRules.fma(this, v, a, b, v.operand(2));
      case FMIN, FMAX -> a == b ? a : null;
      case SEXT, ZEXT, TRUNC, SEXT8, SEXT16, ZEXT16 -> ConversionRules.integer(this, v, a);
      case ITOF, FTOI, FWIDEN, FNARROW, BITCAST -> ConversionRules.floating(this, v, a);
      case GUARD -> null; // one that holds is dropped by the walk
      case ALEN, BYTESIZE, SAME_REFERENCE, NONNULL -> MemoryRules.fold(this, v, a, b);
      case INDEX, PROVEN, LIMIT, DISTANCE, LINEOFFSET, LOAD, STORE, NEWARRAY, TABLE -> null;
      case YIELD, CALL -> null;
      case SPLAT, VCONST, EXTRACT, CONCAT, PERMUTE, PERMUTE2, COMPRESS, MASKBITS, FIRSTLANES ->
          null;
      case VLOAD, VSTORE, GATHER, SCATTER -> null;
    };
  }

  private static boolean areConst(Value v) {
    for (int i = v.operandCount() - 1; i > 0; i--) {
      if (!v.operand(i).isConst()) {
        return false;
      }
    }
    return true;
  }

  /** A parameter that every edge passes the same value for is that value. */
  @Override
  void rewriteParams(Block block, ControlFlow flow) {
    int edges = flow.edgeCount(block);
    if (edges == 0) {
      return; // the entry: parameters of the function
    }
    for (int p = block.params().size() - 1; p >= 0; p--) {
      Value param = block.param(p);
      Value same = null;
      for (int e = 0; e < edges && same != param; e++) {
        Value argument = resolve(flow.edge(block, e).arguments().get(p));
        if (argument == param || same != null && isSame(argument, same)) {
          continue;
        }
        same = same == null ? argument : param;
      }
      if (same != null && same != param && context.spend()) {
        // Equal constants may come from blocks that do not dominate this one.
        replace(param, same.isConst() ? constant(same.type(), same.bits()) : same);
      }
    }
  }

  @Override
  Terminator rewrite(Terminator terminator) {
    if (terminator instanceof Terminator.Branch branch) {
      return branch(branch);
    }
    if (terminator instanceof Terminator.Switch choice && choice.selector().isConst()) {
      if (context.spend()) {
        int at = java.util.Arrays.binarySearch(choice.keys(), (int) choice.selector().bits());
        return new Terminator.Jump(at >= 0 ? choice.cases().get(at) : choice.otherwise());
      }
    }
    return terminator;
  }

  private Terminator branch(Terminator.Branch branch) {
    Value condition = branch.condition();
    Target then = branch.then();
    Target otherwise = branch.otherwise();
    if (condition.isConst()) {
      return context.spend()
          ? new Terminator.Jump(condition.isConst(0) ? otherwise : then)
          : branch;
    }
    if (condition.op() == Op.NOT && context.spend()) {
      return new Terminator.Branch(condition.operand(0), otherwise, then);
    }
    return branch;
  }

  final Value bool(boolean value) {
    return constant(Type.BOOL, value ? 1 : 0);
  }

  /** The inverse of a bool. */
  final Value inverse(Value bool) {
    return make(Op.NOT, bool);
  }

  /** The constant with all bits of {@code type} set; for bool, true. */
  static long allOnes(Type type) {
    return type.isBool() ? 1 : -1;
  }

  /** {@code bits} as an integer of {@code type} holds them: sign-extended. */
  static long wrap(Type type, long bits) {
    return type == Type.I32 ? (int) bits : bits;
  }
}
