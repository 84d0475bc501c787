package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.FlowRanges;
import dev.lathe.analysis.Range;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * {@link Fold} with the {@link FlowRanges} of the whole function: what branches have shown, what
 * loops pass from one iteration to the next. Integers with one possible value become constants,
 * compares and branches that are decided go, and so do masks, casts and overflow checks that change
 * nothing. Divisors that cannot be 0 are checked no more, and what cannot be negative is divided
 * without signs: then no divisor is -1, for which the signed instruction would need a way of its
 * own.
 */
public final class RangePropagation implements Pass {
  @Override
  public String name() {
    return "range-propagation";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() == 1 || !context.hasFuel()) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = new Propagation(function, context, new FlowRanges(function, flow)).walk(flow);
    return DeadCode.removeUnreachable(function) | changed;
  }

  private static final class Propagation extends Folder {
    private final FlowRanges ranges;

    Propagation(Function function, PassContext context, FlowRanges ranges) {
      super(function, context, ranges);
      this.ranges = ranges;
    }

    @Override
    void rewriteParams(Block block, ControlFlow flow) {
      super.rewriteParams(block, flow);
      for (int p = 0; p < block.params().size(); p++) {
        Value param = block.param(p);
        if (flow.edgeCount(block) > 0 && resolve(param) == param && isKnown(param)) {
          if (context.spend()) {
            replace(param, constant(param.type(), range(param).min()));
          }
        }
      }
    }

    @Override
    Value rewrite(Value v) {
      Value folded = super.rewrite(v);
      if (folded != null) {
        return folded;
      }
      if (v.op() == Op.SELECT && isKnown(v.operand(0))) {
        return v.operand(range(v.operand(0)).min() == 1 ? 1 : 2);
      }
      if (v.op() == Op.NONZERO) {
        return v.isProven() || range(v.operand(0)).contains(0)
            ? null
            : make(Op.NONZERO, v.type(), v.attribute() | Value.PROVEN, v.operand(0));
      }
      if (v.op().isPure() && isKnown(v)) {
        return constant(v.type(), range(v).min());
      }
      return (v.op() == Op.IDIV || v.op() == Op.IREM) && isUnsigned(v)
          ? make(v.op() == Op.IDIV ? Op.UDIV : Op.UREM, v.operand(0), v.operand(1))
          : null;
    }

    /** By constants {@link StrengthReduction} divides better if it knows the sign. */
    private boolean isUnsigned(Value division) {
      return !division.operand(1).isConst()
          && range(division.operand(0)).isNonNegative()
          && range(division.operand(1)).isNonNegative();
    }

    @Override
    Terminator rewrite(Terminator terminator) {
      if (terminator instanceof Terminator.Branch branch
          && isKnown(branch.condition())
          && context.spend()) {
        boolean holds = range(branch.condition()).min() == 1;
        return new Terminator.Jump(holds ? branch.then() : branch.otherwise());
      }
      return super.rewrite(terminator);
    }

    /** True if {@code value}, no constant, has only one value here. */
    private boolean isKnown(Value value) {
      Type type = value.type();
      if (value.isConst() || !type.isInt() && !type.isBool()) {
        return false;
      }
      Range range = range(value);
      return range.isConstant();
    }
  }
}
