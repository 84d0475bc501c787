package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a copy of the first iteration before a loop that compares what is short, as a search does at
 * each position of a text:
 *
 * <pre>{@code
 * next:
 * for (int i = 0; i < n; i++) {
 *   for (int k = 0; k < m; k++) if (a[i + k] != b[k]) continue next;
 *   return i;
 * }
 * }</pre>
 *
 * <p>Most often the first iteration leaves, and what has to be computed before checks are left out,
 * or before lanes, is not worth it. Such a loop counts, and is left in other places too; so is the
 * one around it, or iterations of that might be lanes.
 */
final class LoopPeeling implements Pass {
  /** What has more values is not copied. */
  private static final int MAX_VALUES = 24;

  @Override
  public String name() {
    return "loop-peeling";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() < 4 || !context.hasFuel()) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    var dominators = new DominatorTree(function);
    Loops loops = Loops.of(flow, dominators);
    if (loops.isIrreducible()) {
      return false;
    }
    List<Loops.Loop> peeled = new ArrayList<>();
    List<Block> before = new ArrayList<>();
    for (Loops.Loop loop : LoopSplitting.leaves(loops)) {
      if (loop.parent() != null
          && exits(loop, loops) > 1
          && exits(loop.parent(), loops) > 1
          && isSmall(loop)
          && CountedLoop.of(loop, flow, loops, dominators) != null
          && context.spend()) {
        peeled.add(loop);
        before.add(Preheader.of(loop, flow, loops));
      }
    }
    if (peeled.isEmpty()) {
      return false;
    }
    LoopClosure.of(function, peeled);
    for (int i = 0; i < peeled.size(); i++) {
      peel(function, peeled.get(i), before.get(i));
    }
    new Folder(function, context).walk(ControlFlow.of(function));
    new DeadCode().run(function, context);
    return true;
  }

  private static int exits(Loops.Loop loop, Loops loops) {
    int exits = 0;
    for (Block block : loop.members()) {
      for (Target target : block.terminator().targets()) {
        exits += loops.contains(loop, target.block()) ? 0 : 1;
      }
    }
    return exits;
  }

  /** True if {@code loop} does little but read. */
  private static boolean isSmall(Loops.Loop loop) {
    int size = 0;
    boolean reads = false;
    for (Block block : loop.members()) {
      for (Value value : block.values()) {
        Op op = value.op();
        if (op == Op.CALL || op == Op.YIELD || op == Op.NEWARRAY || op == Op.STORE) {
          return false;
        }
        reads |= op == Op.LOAD;
        size += op == Op.CONST ? 0 : 1;
      }
    }
    return reads && size <= MAX_VALUES;
  }

  private static void peel(Function function, Loops.Loop loop, Block before) {
    Map<Block, Block> blocks = new HashMap<>();
    for (Block member : loop.members()) {
      blocks.put(member, function.addBlock());
    }
    var copy = new IterationCopy(function, blocks, loop.header(), loop.header());
    for (Block member : loop.members()) {
      copy.params(member);
    }
    for (Block member : loop.members()) {
      copy.values(member, null);
    }
    ((Terminator.Jump) before.terminator()).target().setBlock(blocks.get(loop.header()));
  }
}
