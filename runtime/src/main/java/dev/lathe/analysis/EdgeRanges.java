package dev.lathe.analysis;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;

/**
 * The {@link Range} that a value of a block has whenever one comes there by a certain edge: by the
 * arguments passed, and by what {@link FlowRanges} know at the edge's beginning.
 */
public final class EdgeRanges {
  private static final int MAX_DEPTH = 4;

  private final ControlFlow flow;
  private final FlowRanges ranges;

  /** The ranges in {@code function}, which {@code flow} describes, as it is now. */
  public EdgeRanges(Function function, ControlFlow flow) {
    this.flow = flow;
    this.ranges = new FlowRanges(function, flow);
  }

  /**
   * What is known of {@code value}, which {@code block} uses or computes, after edge {@code e} into
   * it has been taken.
   */
  public Range of(Value value, Block block, int e) {
    return of(value, block, e, MAX_DEPTH);
  }

  private Range of(Value value, Block block, int e, int depth) {
    Value before = before(value, block, e);
    if (before != null) {
      return ranges.onEdge(before, block, e);
    }
    boolean known = value.type().isInt() || value.type().isBool();
    if (!known || !value.op().isPure() || depth == 0) {
      return Range.full(value.type());
    }
    int count = value.operandCount();
    Range a = of(value.operand(0), block, e, depth - 1);
    Range b = count > 1 ? of(value.operand(1), block, e, depth - 1) : a;
    if (value.op() == Op.SELECT) {
      Range c = of(value.operand(2), block, e, depth - 1);
      return !a.isConstant() ? RangeTransfer.of(value, b, c) : a.min() == 1 ? b : c;
    }
    if (value.op() == Op.ICMP) {
      return compare(value, a, b, block, e);
    }
    boolean logic = value.op() == Op.NOT || value.op() == Op.AND || value.op() == Op.OR;
    return logic && value.type().isBool() ? logic(value, a, b) : RangeTransfer.of(value, a, b);
  }

  /** What {@code value} is where the edge begins, or null if {@code block} computes it. */
  private Value before(Value value, Block block, int e) {
    if (value.block() != block || value.isConst()) {
      return value;
    }
    return value.op() == Op.PARAM ? flow.edge(block, e).arguments().get(value.paramIndex()) : null;
  }

  private static Range logic(Value value, Range a, Range b) {
    if (value.op() == Op.NOT) {
      return Range.between(1 - a.max(), 1 - a.min());
    }
    return value.op() == Op.AND
        ? Range.between(a.min() & b.min(), a.max() & b.max())
        : Range.between(a.min() | b.min(), a.max() | b.max());
  }

  private Range compare(Value compare, Range a, Range b, Block block, int e) {
    int decided = a.decide(compare.intPredicate(), b);
    if (decided < 0) {
      Value x = before(compare.operand(0), block, e);
      Value y = before(compare.operand(1), block, e);
      decided = x == null || y == null ? -1 : decide(compare.intPredicate(), x, y, block, e);
    }
    return decided < 0 ? Range.full(compare.type()) : Range.of(decided);
  }

  /** 1 or 0 if branches have shown that {@code a predicate b} holds or does not, else -1. */
  private int decide(IntPredicate predicate, Value a, Value b, Block block, int e) {
    Block from = flow.predecessor(block, e);
    int decided = ranges.decide(predicate, a, b, from);
    if (decided < 0
        && from.terminator() instanceof Terminator.Branch branch
        && branch.then() != branch.otherwise()
        && branch.condition().op() == Op.ICMP) {
      Value test = branch.condition();
      IntPredicate shown = test.intPredicate();
      shown = branch.then() == flow.edge(block, e) ? shown : shown.inverse();
      boolean swapped = test.operand(0) == b && test.operand(1) == a;
      if (swapped || test.operand(0) == a && test.operand(1) == b) {
        shown = swapped ? shown.swapped() : shown;
        decided =
            FlowRanges.implies(shown, predicate)
                ? 1
                : FlowRanges.implies(shown, predicate.inverse()) ? 0 : -1;
      }
    }
    return decided;
  }
}
