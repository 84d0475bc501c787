package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.analysis.Ranges;
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

/**
 * Gives every cycle a {@link Op#YIELD}, those without a header included, so that none runs for long
 * without one. The last of all passes: no other wants to see them.
 *
 * <ul>
 *   <li>A loop of few iterations, as its bounds or {@link DwindlingLoops} prove, needs none: what
 *       it costs is added to the loop around it.
 *   <li>A loop that counts is strip-mined: see {@link StripMining}. If it is in no other, it does
 *       not pay for its first strip, so that short calls of kernels pay for none.
 *   <li>In all others every latch yields, at the cost of one iteration.
 * </ul>
 *
 * A cost is about one cycle.
 */
public final class Yields implements Pass {
  /** How much a loop without yields may cost in all. */
  private static final int SHORT = 2_000;

  /** How much a strip-mined loop may cost from one yield to the next. */
  private static final int STRIP = 16_000;

  /** What a strip-mined loop adds to each iteration of the one around it. */
  private static final int ENTRY = 4;

  /** In a function of so many loops, not counting those in others, no first strip is paid for. */
  private static final int MOST_FREE = 4;

  private final int shortest;
  private final int strip;

  public Yields() {
    this(SHORT, STRIP);
  }

  /**
   * With other limits, for tests.
   *
   * @param shortest how much a loop without yields may cost
   * @param strip how much a strip-mined loop may cost from one yield to the next, or 0 for none
   */
  public Yields(int shortest, int strip) {
    this.shortest = shortest;
    this.strip = strip;
  }

  @Override
  public String name() {
    return "yields";
  }

  /** Returns false if the function needs no yield, or has some already. */
  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() == 1 || hasYield(function)) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    var dominators = new DominatorTree(function);
    Loops loops = Loops.of(flow, dominators);
    if (loops.isIrreducible()) {
      return yieldAtEveryJumpBack(flow);
    }
    if (loops.all().isEmpty()) {
      return false;
    }
    if (strip > 0 && joinEntries(flow, loops)) {
      flow = ControlFlow.of(function);
      dominators = new DominatorTree(function);
      loops = Loops.of(flow, dominators);
    }
    if (strip > 0 && addPreheaders(flow, loops, dominators)) {
      flow = ControlFlow.of(function);
      dominators = new DominatorTree(function);
      loops = Loops.of(flow, dominators);
    }
    return yieldInLoops(flow, loops, dominators);
  }

  private static boolean hasYield(Function function) {
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        if (value.op() == Op.YIELD) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean yieldAtEveryJumpBack(ControlFlow flow) {
    long cost = 0;
    for (int b = 0; b < flow.size(); b++) {
      cost += cost(flow.block(b));
    }
    for (int b = 0; b < flow.size(); b++) {
      List<Target> targets = flow.block(b).terminator().targets();
      for (int i = 0; i < targets.size(); i++) {
        if (flow.position(targets.get(i).block()) <= b) {
          addYield(flow.block(b), cost);
          break;
        }
      }
    }
    return true;
  }

  /** Gives loops that are entered by several edges a block before them. */
  private static boolean joinEntries(ControlFlow flow, Loops loops) {
    boolean changed = false;
    for (Loops.Loop loop : loops.all()) {
      int entries = 0;
      for (int e = 0; e < flow.edgeCount(loop.header()); e++) {
        entries += loops.contains(loop, flow.predecessor(loop.header(), e)) ? 0 : 1;
      }
      if (entries > 1) {
        Preheader.of(loop, flow, loops);
        changed = true;
      }
    }
    return changed;
  }

  /** Gives every loop that may be strip-mined a block of its own before it. */
  private static boolean addPreheaders(ControlFlow flow, Loops loops, DominatorTree dominators) {
    var found = new ArrayList<CountedLoop>();
    for (Loops.Loop loop : loops.all()) {
      CountedLoop counted = CountedLoop.of(loop, flow, loops, dominators);
      if (counted != null && StripMining.isPossible(counted)) {
        found.add(counted);
      }
    }
    for (CountedLoop counted : found) {
      Block header = counted.loop().header();
      for (int e = 0; e < flow.edgeCount(header); e++) {
        if (flow.predecessor(header, e) == counted.before()) {
          addPreheader(flow.edge(header, e));
        }
      }
    }
    return !found.isEmpty();
  }

  private static void addPreheader(Target target) {
    Block made = target.block().function().addBlock();
    var onward = new Target(target.block());
    onward.arguments().addAll(target.arguments());
    made.setTerminator(new Terminator.Jump(onward));
    target.arguments().clear();
    target.setBlock(made);
  }

  private boolean yieldInLoops(ControlFlow flow, Loops loops, DominatorTree dominators) {
    var costs = new HashMap<Loops.Loop, Long>();
    for (int b = 0; b < flow.size(); b++) {
      Loops.Loop loop = loops.of(flow.block(b));
      if (loop != null) {
        costs.merge(loop, cost(flow.block(b)), Long::sum);
      }
    }
    long[] dwindling = new long[loops.all().size()];
    var dwindlingLoops = new DwindlingLoops(flow.block(0).function(), flow, loops, dominators);
    for (int i = 0; i < dwindling.length; i++) { // before anything changes
      dwindling[i] = dwindlingLoops.mostIterations(loops.all().get(i));
    }
    int outermost = 0;
    for (Loops.Loop loop : loops.all()) {
      outermost += loop.parent() == null ? 1 : 0;
    }
    var ranges = new Ranges();
    boolean changed = false;
    for (int i = loops.all().size() - 1; i >= 0; i--) { // inner ones first
      Loops.Loop loop = loops.all().get(i);
      long cost = costs.get(loop);
      CountedLoop counted = CountedLoop.of(loop, flow, loops, dominators);
      long most =
          Math.min(counted == null ? Long.MAX_VALUE : counted.mostIterations(ranges), dwindling[i]);
      long entry = 0;
      if (most <= shortest && most * cost <= shortest) {
        entry = most * cost;
      } else {
        changed = true;
        if (counted != null && strip > 0 && StripMining.isPossible(counted)) {
          boolean isFree = loop.parent() == null && outermost <= MOST_FREE;
          new StripMining(counted, loops, flow, ranges, cost, Math.max(strip / cost, 1), isFree)
              .run();
          entry = ENTRY;
        } else {
          for (Block latch : loop.latches()) {
            addYield(latch, cost);
          }
          entry = cost; // an iteration that ends the loop may come to no latch
        }
      }
      if (loop.parent() != null && entry > 0) {
        costs.merge(loop.parent(), entry, Long::sum);
      }
    }
    return changed;
  }

  private static void addYield(Block block, long cost) {
    Function function = block.function();
    Value value = block.append(function.newConst(Type.I64, cost, 0));
    block.append(function.newValue(Op.YIELD, Type.VOID, 0, new Value[] {value}, 0));
  }

  private static long cost(Block block) {
    long cost = 1;
    for (Value value : block.values()) {
      cost += cost(value.op());
    }
    return cost;
  }

  private static int cost(Op op) {
    if (op.isDivision()) {
      return 20;
    }
    if (op == Op.FDIV || op == Op.FSQRT) {
      return 8;
    }
    if (op == Op.FTOI || op == Op.FMIN || op == Op.FMAX) {
      return 4;
    }
    boolean free = op == Op.CONST || op == Op.PARAM || op == Op.TRUNC || op == Op.BITCAST;
    return free || op == Op.PROVEN ? 0 : 1;
  }
}
