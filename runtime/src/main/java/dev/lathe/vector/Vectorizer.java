package dev.lathe.vector;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.FlowRanges;
import dev.lathe.analysis.Loops;
import dev.lathe.analysis.Ranges;
import dev.lathe.analysis.Uses;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import dev.lathe.opt.CountedLoop;
import dev.lathe.opt.DeadCode;
import dev.lathe.opt.LoopClosure;
import dev.lathe.opt.LoopSplitting;
import dev.lathe.opt.LoopVectorizer;
import dev.lathe.opt.Pass;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Preheader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes iterations of innermost loops lanes: {@link LoopShape} says what a loop does, {@link
 * MemoryOrder} whether iterations may be done together, {@link VectorPlan} how many and at what
 * cost, {@link RoundLoop} does it. Until then nothing is changed.
 *
 * <p>The loops are those that {@link LoopSplitting} has freed of checks, or that have none. What is
 * left of a split loop, with all its checks, stays as it is. So that nothing is silent, there is a
 * verdict on each innermost loop but these, and those that only do the rest of a nest in lanes.
 * What kept a nest scalar is told where a loop in it is so too.
 */
public final class Vectorizer implements LoopVectorizer {
  /** What the pipeline calls it. */
  public static final String NAME = "vectorize";

  /** What the pipeline calls its first step. */
  public static final String NESTS = "vectorize-nests";

  private final VectorTarget target;
  private final Consumer<Verdict> verdicts;
  private final ScalarNests nests = new ScalarNests();
  private final List<Verdict> innermost = new ArrayList<>();
  private boolean isSilent; // of what only does the rest of a nest, whose verdict there is

  /**
   * @param target the machine
   * @param verdicts gets one for each loop that is looked at
   */
  public Vectorizer(VectorTarget target, Consumer<Verdict> verdicts) {
    this.target = target;
    this.verdicts = verdicts;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Pass nests() {
    return new NestVectorizer(target, verdicts, nests);
  }

  @Override
  public boolean run(Function function, PassContext context) {
    boolean changed = makeLanes(function, context);
    nests.tell(verdicts);
    for (Verdict verdict : innermost) {
      verdicts.accept(verdict);
    }
    innermost.clear();
    return changed;
  }

  private boolean makeLanes(Function function, PassContext context) {
    if (target.bits() == 0 || function.blocks().size() == 1 || !context.hasFuel()) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    var dominators = new DominatorTree(function);
    Loops loops = Loops.of(flow, dominators);
    if (loops.isIrreducible() || loops.all().isEmpty()) {
      return false;
    }
    boolean changed = Preheader.ofAll(flow, loops); // splitting gives loops behind another way in
    if (changed) {
      flow = ControlFlow.of(function);
      dominators = new DominatorTree(function);
      loops = Loops.of(flow, dominators);
    }
    Set<Value> outside = usedOutside(flow, loops);
    var ranges = new Ranges();
    FlowRanges[] found = {null};
    ControlFlow entered = flow;
    Supplier<FlowRanges> flowRanges =
        () -> found[0] = found[0] == null ? new FlowRanges(function, entered) : found[0];
    List<Loops.Loop> closed = new ArrayList<>();
    List<RoundLoop> rounds = new ArrayList<>();
    for (Loops.Loop loop : LoopSplitting.innermost(loops)) {
      if (NestVectorizer.isInLanes(loop) || context.isRest(loop.header())) {
        continue;
      }
      isSilent = loop.parent() != null && context.isNestRest(loop.parent().header());
      CountedLoop counted = CountedLoop.of(loop, flow, loops, dominators);
      int checks = counted == null ? 0 : LoopSplitting.checks(counted, flow, loops, dominators);
      if (checks > 0) {
        String obstacle = LoopSplitting.obstacle(counted, ranges);
        verdict(
            line(loop),
            LoopSplitting.FEW_ITERATIONS.equals(obstacle)
                ? Obstacle.fewIterations(loop.parent() != null)
                : obstacle == null
                    ? Obstacle.checks(checks, LoopSplitting.MAX_CHECKS)
                    : new Obstacle(obstacle, null));
        continue;
      }
      RoundLoop made = plan(loop, counted, flow, loops, outside, ranges, flowRanges);
      if (made != null && context.spend()) {
        closed.add(loop);
        rounds.add(made);
        made.goRound(FewIterations.of(counted, flow, loops, context));
      }
    }
    if (rounds.isEmpty()) {
      return changed;
    }
    for (RoundLoop each : rounds) {
      each.enter(Preheader.of(each.loop(), flow, loops));
    }
    LoopClosure closure = LoopClosure.of(function, closed);
    for (RoundLoop each : rounds) {
      each.run(closure);
    }
    OverlappingLoads.run(function, target);
    DeadCode.removeUnreachable(function); // loops of which tails leave nothing
    return true;
  }

  private RoundLoop plan(
      Loops.Loop loop,
      CountedLoop counted,
      ControlFlow flow,
      Loops loops,
      Set<Value> outside,
      Ranges ranges,
      Supplier<FlowRanges> flowRanges) {
    int line = line(loop);
    if (counted == null || !counted.isTestedLast()) {
      verdict(line, Obstacle.UNCOUNTED);
      return null;
    }
    LoopShape shape = LoopShape.of(counted, flow, loops, outside, flowRanges);
    if (shape.obstacle() != null) {
      int at = loop.header().function().ownLine(shape.obstacleLine());
      verdict(at == 0 ? line : at, shape.obstacle());
      return null;
    }
    if (shape.accesses.isEmpty() && shape.reductions.isEmpty() && shape.trees().isEmpty()) {
      verdict(line, new Obstacle("there is nothing to do in lanes", null));
      return null;
    }
    MemoryOrder order = MemoryOrder.of(shape);
    if (order.obstacle() != null) {
      verdict(line, order.obstacle());
      return null;
    }
    VectorPlan plan = VectorPlan.of(target, shape, order, ranges);
    if (plan.obstacle() != null) {
      verdict(line, plan.obstacle());
      return null;
    }
    int checks =
        order.different().size() + order.behind().size() + order.tests(plan.lanes()).size();
    verdict(new Verdict(line, plan.lanes(), plan.interleave(), 1, checks, null, null));
    nests.addLanes(line);
    return new RoundLoop(shape, plan, order);
  }

  private void verdict(int line, Obstacle obstacle) {
    verdict(Verdict.scalar(line, obstacle));
  }

  private void verdict(Verdict verdict) {
    if (!isSilent) {
      innermost.add(verdict);
    }
  }

  static int line(Loops.Loop loop) {
    int line = 0;
    for (Block block : loop.members()) {
      for (Value value : block.values()) {
        int own = block.function().ownLine(value.line());
        line = line == 0 || own != 0 && own < line ? own : line;
      }
    }
    return line;
  }

  /**
   * The values of each loop that are used outside of it; not those that only an edge passes which
   * leaves the loop before its test.
   */
  private static Set<Value> usedOutside(ControlFlow flow, Loops loops) {
    Set<Value> found = new HashSet<>();
    for (int b = 0; b < flow.size(); b++) {
      Block block = flow.block(b);
      for (Value value : block.values()) {
        for (int k = 0; k < value.operandCount(); k++) {
          addOutside(value.operand(k), block, loops, found);
        }
      }
      Terminator terminator = block.terminator();
      for (Target target : terminator.targets()) {
        Loops.Loop loop = loops.of(block);
        boolean isTest = loop != null && loop.latches().contains(block);
        for (Value argument : target.arguments()) {
          addOutside(argument, isTest ? target.block() : block, loops, found);
        }
      }
      Value decides = Uses.terminatorOperand(terminator);
      if (decides != null) {
        addOutside(decides, block, loops, found);
      }
    }
    return found;
  }

  private static void addOutside(Value value, Block user, Loops loops, Set<Value> found) {
    Loops.Loop loop = loops.of(value.block());
    if (loop != null && !value.isConst() && !loops.contains(loop, user)) {
      found.add(value);
    }
  }
}
