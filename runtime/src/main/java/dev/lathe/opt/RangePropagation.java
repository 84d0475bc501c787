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
 * nothing.
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
      return v.op().isPure() && isKnown(v) ? constant(v.type(), range(v).min()) : null;
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
