package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.analysis.Ranges;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Unrolls small loops that count and access memory: before the loop stands another, which does
 * several iterations one after the other in each round, as long as so many are left. The loop
 * itself does the rest.
 *
 * <pre>{@code
 * do body(i); while (++i < n);
 *
 * limit = n - 3;
 * if (i + 1 < limit) {
 *   do { body(i); body(i + 1); body(i + 2); body(i + 3); } while ((i += 4) < limit);
 *   if (!(i < n)) goto end;
 * }
 * do body(i); while (++i < n);
 * end:
 * }</pre>
 *
 * <p>Iterations keep their order, so exceptions come when they did and sums of floats are the same.
 * What grows by a constant in each iteration is one value plus a constant in all copies, which
 * addresses have room for; so {@link LoadElimination} sees what one iteration leaves for the next.
 *
 * <p>Only loops of one block, as {@link LoopRotation} leaves them ({@link CountedLoop}). What
 * {@link LoopSplitting} could have split is the slow part of what it did split, and is left alone.
 */
public final class LoopUnrolling implements Pass {
  /** What has as many values is not copied. */
  private static final int MAX_VALUES = 32;

  /** What has no more is copied more often. */
  private static final int FEW_VALUES = 12;

  private static final int MANY = 8;
  private static final int SOME = 4;

  @Override
  public String name() {
    return "loop-unrolling";
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
    var ranges = new Ranges();
    List<Loops.Loop> closed = new ArrayList<>();
    List<UnrolledLoop> unrolled = new ArrayList<>();
    for (Loops.Loop loop : loops.all()) {
      int copies = loop.members().size() == 1 ? copies(loop.header()) : 0;
      CountedLoop counted = copies == 0 ? null : CountedLoop.of(loop, flow, loops, dominators);
      if (counted != null
          && StripMining.isPossible(counted)
          && counted.mostIterations(ranges) >= 2 * copies
          && LoopSplitting.checks(counted, ranges, flow, loops, dominators).isEmpty()
          && context.spend()) {
        closed.add(loop);
        unrolled.add(new UnrolledLoop(counted, copies));
      }
    }
    if (unrolled.isEmpty()) {
      return false;
    }
    for (UnrolledLoop each : unrolled) {
      each.enter(Preheader.of(each.loop(), flow, loops));
    }
    LoopClosure closure = LoopClosure.of(function, closed);
    for (UnrolledLoop each : unrolled) {
      each.run(closure);
    }
    return true;
  }

  /** How many iterations of a loop that is {@code body} make a round; 0 if it is left alone. */
  private static int copies(Block body) {
    int size = 0;
    boolean accesses = false;
    for (Value value : body.values()) {
      Op op = value.op();
      boolean alone = op == Op.CALL || op == Op.YIELD || op == Op.NEWARRAY;
      if (alone || value.type().isVector() || op.isOfVectors()) {
        return 0;
      }
      size += op == Op.CONST || op == Op.PROVEN ? 0 : 1;
      accesses |= op == Op.LOAD || op == Op.STORE;
    }
    if (!accesses || size >= MAX_VALUES) {
      return 0;
    }
    return size <= FEW_VALUES ? MANY : SOME;
  }
}
