package dev.lathe.opt;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.analysis.Ranges;
import dev.lathe.analysis.Uses;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits loops that check indices of arrays and segments: before the loop is computed how many
 * iterations can fail no check, a copy without these checks runs so many, and the loop itself goes
 * on from there, with all its checks and exceptions.
 *
 * <pre>{@code
 * do { check(a, i); body } while (++i < n);
 *
 * if (i <u a.length) {
 *   limit = min(n, i + 1 + (a.length - 1 - i));
 *   do { body } while (++i < limit);
 *   if (!(i < n)) goto end;
 * }
 * do { check(a, i); body } while (++i < n);
 * end:
 * }</pre>
 *
 * <p>For loops without others in them that count ({@link CountedLoop}), of checks whose index grows
 * by the same in each iteration ({@link AffineIndex}), or which is cut to a few bits: that one
 * fails in no iteration if the array is long enough for all of them. What wraps around in the loop
 * needs no care: the index of the first iteration is computed as the loop does, and from there on
 * to the array's end nothing wraps; an int that becomes the index of a segment stays below 2^31. A
 * segment's end is its {@link Op#LIMIT}, and 0 if it cannot be accessed: then the loop itself finds
 * that out where Java does. A check that not every iteration comes to counts as the others do,
 * unless a test of a counter leads to it, which may keep it from failing.
 */
public final class LoopSplitting implements Pass {
  /** Why a loop is not split that ends soon: see {@link #obstacle}. */
  public static final String FEW_ITERATIONS = "it has few iterations";

  /** How many checks are computed before a loop at most. */
  public static final int MAX_CHECKS = 40;

  /** What is copied at most. */
  private static final int MAX_VALUES = 2_000;

  /** Loops that are shorter for certain are not worth it. */
  private static final int MIN_ITERATIONS = 6;

  private static final int MAX_HOPS = 8;

  @Override
  public String name() {
    return "loop-splitting";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() == 1 || !context.hasFuel()) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    var dominators = new DominatorTree(function);
    Loops loops = Loops.of(flow, dominators);
    if (loops.isIrreducible()) {
      return false;
    }
    boolean changed = Preheader.ofAll(flow, loops);
    if (changed) {
      flow = ControlFlow.of(function);
      dominators = new DominatorTree(function);
      loops = Loops.of(flow, dominators);
    }
    List<Loops.Loop> innermost = innermost(loops);
    for (Loops.Loop loop : innermost) {
      changed |= WrappedIndex.takeOut(loop, context);
    }
    Uses uses = Uses.of(function);
    var ranges = new Ranges();
    List<Loops.Loop> closed = new ArrayList<>();
    List<LoopSplit> splits = new ArrayList<>();
    for (Loops.Loop loop : innermost) {
      CountedLoop counted = CountedLoop.of(loop, flow, loops, dominators);
      if (counted == null || obstacle(counted, ranges) != null) {
        continue;
      }
      List<AvoidableCheck> checks = checks(counted, ranges, flow, loops, dominators);
      if (!checks.isEmpty() && context.spend()) {
        closed.add(loop);
        context.addRest(loop.header());
        Value test = ((Terminator.Branch) counted.test().terminator()).condition();
        splits.add(new LoopSplit(counted, checks, uses.count(test) == 1));
      }
    }
    if (splits.isEmpty()) {
      return changed;
    }
    for (LoopSplit split : splits) {
      split.enter(Preheader.of(split.loop(), flow, loops));
    }
    LoopClosure closure = LoopClosure.of(function, closed);
    for (LoopSplit split : splits) {
      context.addCopy(split.run(closure), split.loop().header());
    }
    return true;
  }

  /** True if a branch says that it seldom takes its first side. */
  public static boolean isRare(Terminator.Branch branch) {
    return branch.condition().op() == Op.UNLIKELY;
  }

  /** The loops that have none in them, but for what is seldom done. */
  public static List<Loops.Loop> innermost(Loops loops) {
    List<Loops.Loop> inner = leaves(loops);
    Set<Loops.Loop> replaced = new HashSet<>();
    Set<Loops.Loop> around = new LinkedHashSet<>();
    for (Loops.Loop loop : inner) {
      Loops.Loop parent = loop.parent();
      if (parent != null && isSeldomDone(loop, loops)) {
        replaced.add(loop);
        around.add(parent);
      }
    }
    if (replaced.isEmpty()) {
      return inner;
    }
    for (Loops.Loop loop : loops.all()) {
      if (!replaced.contains(loop)) {
        around.remove(loop.parent());
      }
    }
    inner.removeIf(loop -> replaced.contains(loop) && around.contains(loop.parent()));
    inner.addAll(around);
    return inner;
  }

  /** True if the way from the loop around to {@code inner} begins with a rare branch. */
  private static boolean isSeldomDone(Loops.Loop inner, Loops loops) {
    Loops.Loop parent = inner.parent();
    if (parent.members().size() > MAX_VALUES) {
      return false;
    }
    Set<Block> reached = new HashSet<>();
    reached.add(parent.header());
    for (Block block : parent.members()) { // in reverse post order
      if (!reached.contains(block)) {
        continue;
      }
      if (block == inner.header()) {
        return false;
      }
      if (block.terminator() instanceof Terminator.Branch branch && isRare(branch)) {
        reached.add(branch.otherwise().block());
      } else {
        block.terminator().targets().forEach(target -> reached.add(target.block()));
      }
    }
    return true;
  }

  static List<Loops.Loop> leaves(Loops loops) {
    Set<Loops.Loop> outer = new HashSet<>();
    for (Loops.Loop loop : loops.all()) {
      outer.add(loop.parent());
    }
    var inner = new ArrayList<Loops.Loop>();
    for (Loops.Loop loop : loops.all()) {
      if (!outer.contains(loop)) {
        inner.add(loop);
      }
    }
    return inner;
  }

  /** Why {@code counted} is not split, whatever it checks; or null. */
  public static String obstacle(CountedLoop counted, Ranges ranges) {
    if (!StripMining.isPossible(counted)
        || counted.offset() != counted.step() && counted.offset() != 0) {
      return "its indices cannot be checked before it";
    }
    if (counted.mostIterations(ranges) < MIN_ITERATIONS) {
      return FEW_ITERATIONS;
    }
    return isSmall(counted.loop()) ? null : "its body is too large";
  }

  private static boolean isSmall(Loops.Loop loop) {
    int values = 0;
    for (Block block : loop.members()) {
      values += block.values().size();
    }
    return values <= MAX_VALUES;
  }

  /** How many indices {@code counted} checks that this pass could check before it. */
  public static int checks(
      CountedLoop counted, ControlFlow flow, Loops loops, DominatorTree dominators) {
    return checks(counted, new Ranges(), flow, loops, dominators, Integer.MAX_VALUE).size();
  }

  /** The checks that the copy can do without. */
  static List<AvoidableCheck> checks(
      CountedLoop counted, Ranges ranges, ControlFlow flow, Loops loops, DominatorTree dominators) {
    return checks(counted, ranges, flow, loops, dominators, MAX_CHECKS);
  }

  private static List<AvoidableCheck> checks(
      CountedLoop counted,
      Ranges ranges,
      ControlFlow flow,
      Loops loops,
      DominatorTree dominators,
      int most) {
    Loops.Loop loop = counted.loop();
    var checks = new ArrayList<AvoidableCheck>();
    for (Block block : loop.members()) {
      for (Value value : block.values()) {
        if (value.op() == Op.CALL || value.op() == Op.YIELD) {
          return List.of();
        }
        if (value.op() != Op.INDEX || checks.size() == most) {
          continue;
        }
        AvoidableCheck check = AvoidableCheck.of(value, counted, ranges, flow, loops);
        if (check != null
            && !check.reference().isConst()
            && !loops.contains(loop, check.reference().block())
            && !isBehindTest(block, loop, flow, loops, dominators)) {
          checks.add(check);
        }
      }
    }
    return checks;
  }

  /** True if a test of what changes regularly decides whether an iteration comes to {@code at}. */
  private static boolean isBehindTest(
      Block block, Loops.Loop loop, ControlFlow flow, Loops loops, DominatorTree dominators) {
    boolean always = true;
    for (Block latch : loop.latches()) {
      always &= dominators.dominates(block, latch);
    }
    Block at = block;
    for (int hops = 0; !always && at != loop.header(); hops++) {
      at = dominators.immediate(at);
      if (hops == MAX_HOPS
          || at.terminator() instanceof Terminator.Branch branch
              && isOfCounter(branch.condition(), loop, flow, loops, 2)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfCounter(
      Value condition, Loops.Loop loop, ControlFlow flow, Loops loops, int depth) {
    if (condition.op() != Op.ICMP) {
      boolean found = false;
      for (int k = 0; k < condition.operandCount() && depth > 0; k++) {
        found |= isOfCounter(condition.operand(k), loop, flow, loops, depth - 1);
      }
      return found;
    }
    for (int k = 0; k < 2; k++) {
      AffineIndex index = AffineIndex.of(condition.operand(k), loop, flow, loops);
      if (index != null && !index.isInvariant()) {
        return true;
      }
    }
    return false;
  }

  /** The predicate of the copy's test against its limit. */
  static IntPredicate limited(CountedLoop counted) {
    return counted.step() > 0 ? IntPredicate.LT : IntPredicate.GT;
  }
}
