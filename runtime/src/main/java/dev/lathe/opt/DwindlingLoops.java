package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.FlowRanges;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.List;

/**
 * The loops that go on while some integer is not 0 which each iteration brings nearer to 0, so that
 * they are short whatever it begins with:
 *
 * <ul>
 *   <li>by taking bits away, with a logical shift ({@code x >>>= 2}, {@code x <<= 1}) or by
 *       clearing the lowest one ({@code x &= x - 1});
 *   <li>by Euclid's algorithm ({@code r = a % b; a = b; b = r}), which takes at most as many steps
 *       as there are Fibonacci numbers of the type (Lamé).
 * </ul>
 *
 * A comparison that is false for 0 does as well as one with 0.
 */
final class DwindlingLoops {
  private final Function function;
  private final ControlFlow flow;
  private final Loops loops;
  private final DominatorTree dominators;
  private FlowRanges ranges; // null until it is asked for

  DwindlingLoops(Function function, ControlFlow flow, Loops loops, DominatorTree dominators) {
    this.function = function;
    this.flow = flow;
    this.loops = loops;
    this.dominators = dominators;
  }

  /** How often the loop's blocks are executed at most, or {@link Long#MAX_VALUE}. */
  long mostIterations(Loops.Loop loop) {
    Block header = loop.header();
    for (int p = 0; p < header.params().size(); p++) {
      Value param = header.param(p);
      long most = param.type().isInt() ? mostSteps(param, loop) : Long.MAX_VALUE;
      if (most < Long.MAX_VALUE && endsAtZero(param, loop)) {
        return most + 2;
      }
    }
    return Long.MAX_VALUE;
  }

  /** How many iterations make {@code param} 0 at the latest, or {@link Long#MAX_VALUE}. */
  private long mostSteps(Value param, Loops.Loop loop) {
    Block header = loop.header();
    long most = 0;
    Op op = null;
    Value dividend = null;
    for (int e = 0; e < flow.edgeCount(header); e++) {
      if (loops.contains(loop, flow.predecessor(header, e))) {
        List<Value> arguments = flow.edge(header, e).arguments();
        Value next = arguments.get(param.paramIndex());
        if (op != null && op != next.op()) {
          return Long.MAX_VALUE; // what one way takes away the other may bring back
        }
        op = next.op();
        int bits = taken(next, param);
        if (bits > 0) {
          most = Math.max(most, param.type().bits() / bits);
        } else if (isRemainder(next, param)
            && next.operand(0).block() == header
            && (dividend == null || dividend == next.operand(0))
            && arguments.get(next.operand(0).paramIndex()) == param) {
          dividend = next.operand(0);
          most = param.type().bits() * 3L / 2; // 1 / log2 of the golden ratio is 1.44
        } else {
          return Long.MAX_VALUE;
        }
      }
    }
    return most;
  }

  /** How many bits {@code next} has less than {@code param} if that has any, at least; or 0. */
  private static int taken(Value next, Value param) {
    if (next.op() == Op.USHR || next.op() == Op.SHL) {
      boolean of = next.operand(0) == param && next.operand(1).isConst();
      return of ? (int) next.operand(1).bits() & param.type().bits() - 1 : 0;
    }
    return next.op() == Op.AND
            && (next.operand(0) == param && isOneLess(next.operand(1), param)
                || next.operand(1) == param && isOneLess(next.operand(0), param))
        ? 1
        : 0;
  }

  private static boolean isOneLess(Value value, Value param) {
    if (value.op() == Op.ISUB) {
      return value.operand(0) == param && value.operand(1).isConst(1);
    }
    return value.op() == Op.IADD
        && (value.operand(0) == param && value.operand(1).isConst(-1)
            || value.operand(1) == param && value.operand(0).isConst(-1));
  }

  /** True for the remainder of some parameter and {@code divisor}. */
  private static boolean isRemainder(Value next, Value divisor) {
    return (next.op() == Op.IREM || next.op() == Op.UREM)
        && next.operand(0).op() == Op.PARAM
        && next.operand(1).op() == Op.NONZERO
        && next.operand(1).operand(0) == divisor;
  }

  /** True if each iteration leaves the loop if {@code param}, or what it becomes, is 0. */
  private boolean endsAtZero(Value param, Loops.Loop loop) {
    if (isTested(loop.header(), param, loop)) {
      return true;
    }
    List<Block> latches = loop.latches();
    for (int i = 0; i < latches.size(); i++) {
      if (isTested(latches.get(i), param, loop)) {
        return true;
      }
    }
    return false;
  }

  private boolean isTested(Block test, Value param, Loops.Loop loop) {
    if (loops.of(test) != loop
        || !(test.terminator() instanceof Terminator.Branch branch)
        || branch.condition().op() != Op.ICMP) {
      return false;
    }
    boolean stays = loops.contains(loop, branch.then().block());
    if (stays == loops.contains(loop, branch.otherwise().block())) {
      return false;
    }
    for (Block latch : loop.latches()) {
      if (!dominators.dominates(test, latch)) {
        return false;
      }
    }
    Value compare = branch.condition();
    IntPredicate staysIf = stays ? compare.intPredicate() : compare.intPredicate().inverse();
    Value a = compare.operand(0);
    Value b = compare.operand(1);
    return isOf(a, param) && isFalseForZero(staysIf, b, test)
        || isOf(b, param) && isFalseForZero(staysIf.swapped(), a, test);
  }

  private static boolean isOf(Value tested, Value param) {
    return tested == param || taken(tested, param) > 0 || isRemainder(tested, param);
  }

  /** True if {@code 0 predicate bound} never holds in {@code test}. */
  private boolean isFalseForZero(IntPredicate predicate, Value bound, Block test) {
    return predicate == IntPredicate.UGT
        || predicate == IntPredicate.NE && bound.isConst(0)
        || predicate == IntPredicate.GT && isAtLeast(bound, 0, test)
        || predicate == IntPredicate.GE && isAtLeast(bound, 1, test);
  }

  private boolean isAtLeast(Value bound, long least, Block test) {
    if (bound.isConst()) {
      return bound.bits() >= least;
    }
    if (ranges == null) {
      ranges = new FlowRanges(function, flow);
    }
    return ranges.of(bound, test).min() >= least;
  }
}
