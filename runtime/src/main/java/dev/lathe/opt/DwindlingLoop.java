package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.List;

/**
 * A loop that goes on while some integer is not 0 of which each iteration takes bits away: by a
 * logical shift ({@code x >>>= 2}, {@code x <<= 1}), or by clearing the lowest one ({@code x &= x -
 * 1}). It ends when there are none left at the latest.
 */
final class DwindlingLoop {
  private DwindlingLoop() {}

  /** How often the loop's blocks are executed at most, or {@link Long#MAX_VALUE}. */
  static long mostIterations(
      Loops.Loop loop, ControlFlow flow, Loops loops, DominatorTree dominators) {
    Block header = loop.header();
    for (int p = 0; p < header.params().size(); p++) {
      Value param = header.param(p);
      int bits = param.type().isInt() ? leastTaken(param, loop, flow, loops) : 0;
      if (bits > 0 && endsAtZero(param, loop, loops, dominators)) {
        return param.type().bits() / bits + 2;
      }
    }
    return Long.MAX_VALUE;
  }

  /** How many bits each iteration takes away from {@code param} while it has any, or 0. */
  private static int leastTaken(Value param, Loops.Loop loop, ControlFlow flow, Loops loops) {
    Block header = loop.header();
    int least = Integer.MAX_VALUE;
    Op op = null;
    for (int e = 0; e < flow.edgeCount(header); e++) {
      if (loops.contains(loop, flow.predecessor(header, e))) {
        Value next = flow.edge(header, e).arguments().get(param.paramIndex());
        if (op != null && op != next.op()) {
          return 0; // what one way takes away the other may bring back
        }
        op = next.op();
        least = Math.min(least, taken(next, param));
      }
    }
    return least == Integer.MAX_VALUE ? 0 : least;
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

  /** True if each iteration leaves the loop if {@code param}, or what it becomes, is 0. */
  private static boolean endsAtZero(
      Value param, Loops.Loop loop, Loops loops, DominatorTree dominators) {
    if (isTested(loop.header(), param, loop, loops, dominators)) {
      return true;
    }
    List<Block> latches = loop.latches();
    for (int i = 0; i < latches.size(); i++) {
      if (isTested(latches.get(i), param, loop, loops, dominators)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTested(
      Block test, Value param, Loops.Loop loop, Loops loops, DominatorTree dominators) {
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
    // Each of these is false for 0, the value that dwindling ends at and stays at.
    boolean isNotZero =
        staysIf == IntPredicate.NE || staysIf == IntPredicate.GT || staysIf == IntPredicate.UGT;
    Value tested = compare.operand(0);
    return isNotZero
        && compare.operand(1).isConst(0)
        && (tested == param || taken(tested, param) > 0);
  }
}
