package dev.lathe.vector;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import dev.lathe.opt.CountedLoop;
import dev.lathe.opt.PassContext;
import java.util.List;

/**
 * The way round a loop without checks for so few iterations that lanes are not worth it: to the
 * loop with checks of which it is a copy, which stands behind it for what the copy leaves.
 *
 * <pre>{@code
 * if (no check fails in the first iteration && i < m - few) {
 *   rounds [i, m), the last with lanes that are off, unless few are left
 * }
 * if (i < n) do checked(i); while (++i < n);
 * }</pre>
 *
 * <p>It is taken before anything is computed that rounds need.
 */
final class FewIterations {
  private final Block test; // whether the copy is entered
  private final Block around; // where the other loop is entered else

  private FewIterations(Block test, Block around) {
    this.test = test;
    this.around = around;
  }

  /** The way round a loop; null if it is no copy. */
  static FewIterations of(CountedLoop counted, ControlFlow flow, Loops loops, PassContext context) {
    Loops.Loop loop = counted.loop();
    Block original = context.original(loop.header());
    if (original == null || !leadsTo(counted.exit().block(), original)) {
      return null;
    }
    Block from = null;
    for (int e = 0; e < flow.edgeCount(loop.header()); e++) {
      Block predecessor = flow.predecessor(loop.header(), e);
      if (!loops.contains(loop, predecessor)) {
        if (from != null) {
          return null;
        }
        from = predecessor;
      }
    }
    if (from != null
        && from.terminator() instanceof Terminator.Jump
        && flow.edgeCount(from) == 1
        && from.params().isEmpty()) {
      from = flow.predecessor(from, 0);
    }
    return from != null
            && from.terminator() instanceof Terminator.Branch branch
            && enters(branch.otherwise().block(), original)
        ? new FewIterations(from, branch.otherwise().block())
        : null;
  }

  /** True if {@code block} still tests whether there is more to do. */
  private static boolean leadsTo(Block block, Block original) {
    return block.terminator() instanceof Terminator.Branch branch
        && (enters(branch.then().block(), original)
            || enters(branch.otherwise().block(), original));
  }

  /** True for the header itself and for the block before it. */
  private static boolean enters(Block block, Block header) {
    return block == header
        || block.values().isEmpty()
            && block.terminator() instanceof Terminator.Jump jump
            && jump.target().block() == header;
  }

  /**
   * True if few iterations had to wait for many constants, or for what the last call has stored
   * under a mask, where the loop loads it again.
   */
  static boolean isWorthIt(LoopShape shape, VectorPlan masked) {
    boolean waits = shape.hasExits();
    for (MemoryAccess store : shape.accesses) {
      for (int k = 0; store.isStore() && k < shape.accesses.size(); k++) {
        MemoryAccess load = shape.accesses.get(k);
        waits |= !load.isStore() && load.reference() == store.reference();
      }
    }
    return waits && masked.few() > 0;
  }

  /**
   * A block on the way to the one before the loop; null if what is computed there cannot be used
   * before it.
   */
  RoundBlock open(Block before, List<Value> used) {
    var branch = (Terminator.Branch) test.terminator();
    if (branch.then().block() != before
        || !branch.then().arguments().isEmpty()
        || branch.otherwise().block() != around) {
      return null;
    }
    for (Value value : used) {
      if (value.block() == before && !value.isConst()) {
        return null;
      }
    }
    return new RoundBlock(test.function().addBlock());
  }

  /** Ends that block: goes round the loop unless there are several iterations. */
  void close(RoundBlock block, Value several, Block before) {
    var branch = (Terminator.Branch) test.terminator();
    var round = new Target(around);
    round.arguments().addAll(branch.otherwise().arguments());
    block.block.setTerminator(new Terminator.Branch(several, new Target(before), round));
    branch.then().setBlock(block.block);
  }
}
