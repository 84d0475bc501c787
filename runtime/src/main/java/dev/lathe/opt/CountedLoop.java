package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.analysis.Range;
import dev.lathe.analysis.Ranges;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.List;

/**
 * A loop that counts: at each iteration it goes on only if {@code tested predicate bound} holds,
 * where the bound does not change and the tested value is {@code step} more than an iteration
 * before. The values wrap around as Java's do.
 *
 * @param loop the loop
 * @param before the only block outside of the loop that jumps to the header
 * @param test the block whose branch decides; it is executed in each iteration
 * @param stays the target of that branch in the loop
 * @param initial the header's parameter at first
 * @param offset what the tested value is more than that parameter
 */
public record CountedLoop(
    Loops.Loop loop,
    Block before,
    Block test,
    boolean stays,
    Value initial,
    long offset,
    Value tested,
    IntPredicate predicate,
    Value bound,
    long step) {
  private static final int MAX_HOPS = 6;

  /** Distances that are longer are not looked at. */
  private static final long FAR = 1 << 20;

  /** What is known of {@code loop}, or null if it does not count. */
  public static CountedLoop of(
      Loops.Loop loop, ControlFlow flow, Loops loops, DominatorTree dominators) {
    Block header = loop.header();
    int entry = -1;
    for (int e = 0; e < flow.edgeCount(header); e++) {
      if (!loops.contains(loop, flow.predecessor(header, e))) {
        if (entry >= 0) {
          return null;
        }
        entry = e;
      }
    }
    if (entry < 0) {
      return null;
    }
    List<Block> latches = loop.latches();
    for (int i = 0; i < latches.size(); i++) {
      CountedLoop found = testedIn(latches.get(i), loop, entry, flow, loops, dominators);
      if (found != null) {
        return found;
      }
    }
    return testedIn(header, loop, entry, flow, loops, dominators);
  }

  /** Which parameter of the header counts. */
  public int counterIndex() {
    return tested.op() == Op.PARAM
        ? tested.paramIndex()
        : tested.operand(tested.operand(0).isConst() ? 1 : 0).paramIndex();
  }

  private static CountedLoop testedIn(
      Block test,
      Loops.Loop loop,
      int entry,
      ControlFlow flow,
      Loops loops,
      DominatorTree dominators) {
    if (loops.of(test) != loop
        || !(test.terminator() instanceof Terminator.Branch branch)
        || branch.condition().op() != Op.ICMP) {
      return null;
    }
    boolean stays = loops.contains(loop, branch.then().block());
    if (stays == loops.contains(loop, branch.otherwise().block())) {
      return null;
    }
    for (Block latch : loop.latches()) {
      if (!dominators.dominates(test, latch)) {
        return null;
      }
    }
    Value compare = branch.condition();
    IntPredicate predicate = compare.intPredicate();
    predicate = stays ? predicate : predicate.inverse();
    for (int side = 0; side < 2; side++) {
      Value tested = compare.operand(side);
      Value bound = compare.operand(1 - side);
      if (!isInvariant(bound, loop, loops)) {
        continue;
      }
      Value param = tested;
      long offset = 0;
      if (addend(tested) != null) {
        offset = addend(tested).bits();
        param = addedTo(tested);
      }
      if (param.op() != Op.PARAM || param.block() != loop.header()) {
        continue;
      }
      long step = step(param, loop, flow, loops);
      if (step != 0) {
        Value initial = flow.edge(loop.header(), entry).arguments().get(param.paramIndex());
        return new CountedLoop(
            loop,
            flow.predecessor(loop.header(), entry),
            test,
            stays,
            initial,
            offset,
            tested,
            side == 0 ? predicate : predicate.swapped(),
            bound,
            step);
      }
    }
    return null;
  }

  /** True if {@code value} does not change in {@code loop}. */
  public static boolean isInvariant(Value value, Loops.Loop loop, Loops loops) {
    return value.isConst() || !loops.contains(loop, value.block());
  }

  /** The constant that {@code value} is the sum of something and, or null. */
  private static Value addend(Value value) {
    if (value.op() != Op.IADD) {
      return null;
    }
    return value.operand(1).isConst()
        ? value.operand(1)
        : value.operand(0).isConst() ? value.operand(0) : null;
  }

  private static Value addedTo(Value sum) {
    return sum.operand(1).isConst() ? sum.operand(0) : sum.operand(1);
  }

  /** What the header's parameter grows by in each iteration, or 0 if that varies. */
  private static long step(Value param, Loops.Loop loop, ControlFlow flow, Loops loops) {
    Block header = loop.header();
    long step = 0;
    for (int e = 0; e < flow.edgeCount(header); e++) {
      if (!loops.contains(loop, flow.predecessor(header, e))) {
        continue;
      }
      Value next = flow.edge(header, e).arguments().get(param.paramIndex());
      if (addend(next) == null || addedTo(next) != param) {
        return 0;
      }
      long by = addend(next).bits();
      if (step != 0 && by != step) {
        return 0;
      }
      step = by;
    }
    return step;
  }

  /** Where the test goes that stays in the loop. */
  public Target back() {
    var branch = (Terminator.Branch) test.terminator();
    return stays ? branch.then() : branch.otherwise();
  }

  /** Where the test goes that leaves the loop. */
  public Target exit() {
    var branch = (Terminator.Branch) test.terminator();
    return stays ? branch.otherwise() : branch.then();
  }

  /** True if the loop is one that its test jumps back in, and nothing else does. */
  public boolean isTestedLast() {
    return StripMining.isPossible(this);
  }

  /** How often the loop's blocks are executed at most, or {@link Long#MAX_VALUE}. */
  public long mostIterations(Ranges ranges) {
    return Math.min(mostBetween(ranges), mostUpToDistance(ranges));
  }

  /**
   * The same by what the bound is more than the first value: {@code bound = initial + distance}.
   */
  private long mostUpToDistance(Ranges ranges) {
    boolean up = step > 0;
    if (predicate != (up ? IntPredicate.LT : IntPredicate.GT) || Math.abs(step) != 1) {
      return Long.MAX_VALUE;
    }
    // All sums wrap around: where the bound does, the loop ends at once.
    Value base = initial;
    long constant = -offset;
    while (addend(base) != null) {
      constant -= addend(base).bits();
      base = addedTo(base);
    }
    Value end = bound;
    Value distance = null;
    for (int hops = 0; hops < MAX_HOPS && end != base; hops++) {
      if (addend(end) != null) {
        constant += addend(end).bits();
        end = addedTo(end);
      } else if (distance == null && end.op() == Op.IADD && up) {
        boolean first = reaches(end.operand(1), base);
        distance = end.operand(first ? 0 : 1);
        end = end.operand(first ? 1 : 0);
      } else if (distance == null && end.op() == Op.ISUB && !up) {
        distance = end.operand(1);
        end = end.operand(0);
      } else {
        return Long.MAX_VALUE;
      }
    }
    if (end != base) {
      return Long.MAX_VALUE;
    }
    Range far = distance == null ? Range.of(0) : ranges.of(distance);
    long more = up ? constant : -constant;
    return far.min() >= 0 && far.max() < FAR && Math.abs(more) < FAR && far.min() + more >= 0
        ? far.max() + more + 2
        : Long.MAX_VALUE;
  }

  /** True if {@code value} is {@code base}, or a constant more. */
  private static boolean reaches(Value value, Value base) {
    Value at = value;
    while (addend(at) != null && at != base) {
      at = addedTo(at);
    }
    return at == base;
  }

  private long mostBetween(Ranges ranges) {
    Range from = ranges.of(initial);
    Range to = ranges.of(bound);
    Type type = tested.type();
    boolean up = step > 0;
    boolean strict = predicate == (up ? IntPredicate.LT : IntPredicate.GT);
    if (!strict && predicate != (up ? IntPredicate.LE : IntPredicate.GE)) {
      return predicate == IntPredicate.NE && from.isConstant() && to.isConstant()
          ? iterationsUntilEqual(from.min(), to.min())
          : Long.MAX_VALUE;
    }
    try {
      long first = Math.addExact(up ? from.min() : from.max(), offset);
      long last = up ? to.max() : to.min();
      long size = Math.absExact(step);
      // The value that ends the loop must be one of the type's, or it wraps around and goes on.
      long end = up ? Math.addExact(last, size) : Math.subtractExact(last, size);
      long firstMost = Math.addExact(up ? from.max() : from.min(), offset);
      if (!fits(type, end) || !fits(type, first) || !fits(type, firstMost)) {
        return Long.MAX_VALUE;
      }
      long distance = up ? Math.subtractExact(last, first) : Math.subtractExact(first, last);
      return Math.addExact(Math.max(distance, 0) / size, 2);
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private long iterationsUntilEqual(long from, long to) {
    try {
      long first = Math.addExact(from, offset);
      long distance = Math.subtractExact(to, first);
      if (!fits(tested.type(), first)) {
        return Long.MAX_VALUE;
      }
      return distance % step == 0 && distance / step >= 0
          ? Math.addExact(distance / step, 2)
          : Long.MAX_VALUE;
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private static boolean fits(Type type, long value) {
    return type == Type.I64 || value == (int) value;
  }
}
