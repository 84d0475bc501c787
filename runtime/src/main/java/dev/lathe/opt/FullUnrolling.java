package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the few iterations of a short loop in another one after the other, where their number is
 * known:
 *
 * <pre>{@code
 * for (int k = -1; k <= 1; k++) s += a[i + k]; // s += a[i - 1]; s += a[i]; s += a[i + 1];
 * }</pre>
 *
 * <p>Then the loop around it is innermost, has the constants, and can be lanes. Loops by themselves
 * stay, as they can be lanes. Only its test leaves the loop; copies of the test go the way that is
 * known, so what they leave of the loop itself is dead.
 */
public final class FullUnrolling implements Pass {
  /** What takes more iterations is left to other passes. */
  private static final int MAX_ITERATIONS = 8;

  /** Values and cases that the copies may have, without constants. */
  private static final int MAX_COPIED = 256;

  /** Loops in loops: each round does the innermost of what is left. */
  private static final int MAX_ROUNDS = 3;

  /** A loop, and how often its test holds. */
  private record Short(CountedLoop counted, int iterations) {}

  @Override
  public String name() {
    return "full-unrolling";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    boolean changed = false;
    for (int round = 0; round < MAX_ROUNDS && context.hasFuel(); round++) {
      ControlFlow flow = ControlFlow.of(function);
      var dominators = new DominatorTree(function);
      Loops loops = Loops.of(flow, dominators);
      List<Short> found = find(function, flow, loops, dominators, context);
      if (found.isEmpty()) {
        break;
      }
      List<Loops.Loop> closed = new ArrayList<>();
      List<Block> before = new ArrayList<>();
      for (Short each : found) {
        closed.add(each.counted.loop());
        before.add(Preheader.of(each.counted.loop(), flow, loops));
      }
      LoopClosure.of(function, closed);
      for (int i = 0; i < found.size(); i++) {
        unroll(function, found.get(i), before.get(i));
      }
      DeadCode.removeUnreachable(function);
      new DeadCode().run(function, context);
      new Folder(function, context).walk(ControlFlow.of(function));
      DeadCode.removeUnreachable(function);
      new DeadCode().run(function, context);
      changed = true;
    }
    return changed;
  }

  private static List<Short> find(
      Function function,
      ControlFlow flow,
      Loops loops,
      DominatorTree dominators,
      PassContext context) {
    if (loops.isIrreducible()) {
      return List.of();
    }
    List<Short> found = new ArrayList<>();
    int left = function.valueCount() + MAX_COPIED; // so that functions grow linearly
    for (Loops.Loop loop : LoopSplitting.leaves(loops)) {
      CountedLoop counted =
          loop.parent() == null ? null : CountedLoop.of(loop, flow, loops, dominators);
      int iterations = counted == null ? -1 : iterations(counted);
      if (iterations < 0) {
        continue;
      }
      int copied = (iterations + 1) * size(counted, loops);
      if (copied <= Math.min(left, MAX_COPIED) && context.spend()) {
        left -= copied;
        found.add(new Short(counted, iterations));
      }
    }
    return found;
  }

  /** The values and cases in a loop; very many if it cannot be copied or has another way out. */
  private static int size(CountedLoop counted, Loops loops) {
    int size = 0;
    for (Block block : counted.loop().members()) {
      for (Value value : block.values()) {
        Op op = value.op();
        if (op == Op.CALL || op == Op.YIELD || op == Op.NEWARRAY) {
          return MAX_COPIED + 1;
        }
        size += op == Op.CONST ? 0 : 1;
      }
      if (block.terminator() instanceof Terminator.Switch choice) {
        size += choice.cases().size(); // which may do no more than pass a constant on
      }
      boolean leaves = block.terminator() instanceof Terminator.Return;
      for (Target target : block.terminator().targets()) {
        leaves |= block != counted.test() && !loops.contains(counted.loop(), target.block());
      }
      if (leaves || size > MAX_COPIED) {
        return MAX_COPIED + 1;
      }
    }
    return size;
  }

  /** How often the loop's test holds; -1 if that is not known, or often. */
  private static int iterations(CountedLoop counted) {
    if (!counted.initial().isConst() || !counted.bound().isConst()) {
      return -1;
    }
    long bound = counted.bound().bits();
    long tested = counted.initial().bits() + counted.offset();
    for (int iterations = 0; iterations <= MAX_ITERATIONS; iterations++) {
      tested = counted.tested().type() == Type.I32 ? (int) tested : tested;
      if (!counted.predicate().test(tested, bound)) {
        return iterations;
      }
      tested += counted.step();
    }
    return -1;
  }

  /** Puts the copies behind {@code before}, which jumps to the loop that they take the place of. */
  private static void unroll(Function function, Short loop, Block before) {
    List<Block> members = loop.counted.loop().members();
    var headers = new Block[loop.iterations + 1];
    var copies = new ArrayList<Map<Block, Block>>();
    for (int i = 0; i < headers.length; i++) {
      Map<Block, Block> blocks = new HashMap<>();
      for (Block member : members) {
        blocks.put(member, function.addBlock());
      }
      headers[i] = blocks.get(loop.counted.loop().header());
      copies.add(blocks);
    }
    for (int i = 0; i < headers.length; i++) {
      Block next = headers[Math.min(i + 1, loop.iterations)];
      var copy = new IterationCopy(function, copies.get(i), loop.counted.loop().header(), next);
      for (Block member : members) {
        copy.params(member);
      }
      for (Block member : members) {
        boolean stays = i < loop.iterations;
        Target known = stays ? loop.counted.back() : loop.counted.exit();
        copy.values(member, member == loop.counted.test() ? known : null);
      }
    }
    ((Terminator.Jump) before.terminator()).target().setBlock(headers[0]);
  }
}
